/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/training.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <pthread.h>
#include <string>
#include <thread>
#include <time.h>
#include <vector>

using Vector = std::vector<double>;

/* A problem straight from its fields, so that this test needs no dataset. */
struct Problem
{
  Vector X, y, U, sigma, Vt;
  PenProblem view{};

  Problem (PenTask task, gsize n, gsize d, Vector X_, Vector y_) : X (X_), y (y_)
  {
    gsize k = std::min (n, d);
    U.resize (n * k), sigma.resize (k), Vt.resize (k * d);
    EXPECT_TRUE (pen_svd (n, d, X.data (), U.data (), sigma.data (), Vt.data (), nullptr));
    view.task = task, view.n = n, view.d = d, view.k = k;
    point ();
    for (double s : sigma)
      view.rank += s > 1e-13 * sigma[0];
    Vector coefficient (k), reached (n);
    pen_gemv_t (n, k, U.data (), y.data (), coefficient.data ());
    std::fill (coefficient.begin () + view.rank, coefficient.end (), 0);
    pen_gemv (n, k, U.data (), coefficient.data (), reached.data ());
    for (gsize i = 0; i < n; i++)
      reached[i] -= y[i];
    view.residual = pen_norm2 (n, reached.data ());
    view.interpolable = view.residual < 1e-12 * pen_norm2 (n, y.data ());
  }

  Problem (const Problem &) = delete;
  Problem (Problem &&other) = default;

  /* The view's pointers are the vectors' own; a move carries them along. */
  void
  point ()
  {
    view.X = X.data (), view.y = y.data (), view.U = U.data (), view.sigma = sigma.data (), view.Vt = Vt.data ();
  }
};

static PenTrainingOptions
options_for (gsize d, PenModelKind kind, PenLoss loss, guint depth = 2, double alpha = .1)
{
  PenTrainingOptions options{};
  options.model =
      kind == PEN_MODEL_LINEAR ? pen_model_linear (d, nullptr) : pen_model_diagonal (d, depth, TRUE, alpha, nullptr);
  options.loss = loss;
  options.stop = PEN_STOP_LIMIT;
  options.tolerance = 1e-10;
  return options;
}

[[maybe_unused]] static PenTraining *
run (Problem &problem, const PenTrainingOptions &options)
{
  GError *error = nullptr;
  PenTraining *training = pen_training_run (&problem.view, &options, nullptr, nullptr, nullptr, &error);
  EXPECT_EQ (error, nullptr) << (error != nullptr ? error->message : "");
  g_clear_error (&error);
  return training;
}

/* Runs, cancels after @delay seconds, and says how long the worker itself still computed: its own processor time, which
 * a busy machine does not lengthen. @training: what came back. */
static inline double
seconds_to_cancel (const Problem &problem, const PenTrainingOptions &options, double delay, PenTraining **training)
{
  PenCancel cancel{};
  std::atomic<double> end{ 0 };
  auto seconds = [] (clockid_t clock) {
    timespec time{};
    clock_gettime (clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
  };
  std::atomic<bool> may_end{ false };
  std::thread worker ([&] {
    *training = pen_training_run (&problem.view, &options, &cancel, nullptr, nullptr, nullptr);
    end = seconds (CLOCK_THREAD_CPUTIME_ID);
    while (!may_end) /* a clock of a thread that is gone cannot be read */
      std::this_thread::sleep_for (std::chrono::milliseconds (1));
  });
  clockid_t clock;
  pthread_getcpuclockid (worker.native_handle (), &clock);
  std::this_thread::sleep_for (std::chrono::duration<double> (delay));
  double start = seconds (clock);
  pen_cancel_request (&cancel);
  may_end = true;
  worker.join ();
  return end - start;
}
