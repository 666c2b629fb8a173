/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

static PenModel
diagonal (gsize d, guint depth, double alpha, bool is_signed = true, const double *shape = nullptr)
{
  return pen_model_diagonal (d, depth, is_signed, alpha, shape);
}

static const Data one_point{ 1, 2, { 1, 2 }, { 1 } };
static const Data two_points{ 2, 4, { 1, .5, .7, 0, .5, 1, .1, .7 }, { 1, 0 } };

/* h of the textbook, at α = a: 2a² sinh 4z, or a^L ((1 − z/c)^{−L/(L−2)} − (1 + z/c)^{−L/(L−2)}). */
static long double
mirror (guint depth, long double a, long double z)
{
  long double L = depth, c = std::pow (a, 2 - L) / (L * (L - 2)), p = L / (L - 2);

  if (depth == 2)
    return 2 * a * a * std::sinh (4 * z);
  return std::pow (a, L) * (std::pow (1 - z / c, -p) - std::pow (1 + z / c, -p));
}

/* x = (1, 2), y = 1: w = (h(z), h(2z)) with h(z) + 2h(2z) = 1, by bisection; and the figures published for it, which
 * descent with finite steps reached and which are off by up to 2e-4. */
TEST (MinPotential, OnePointByBisection)
{
  struct
  {
    guint depth;
    double alpha, first, second;
  } const rows[] = { { 2, 2, .19995, .40002 },   { 2, .2, .1213, .4393 }, { 2, .02, .0141, .4929 },
                     { 2, 2e-3, .0014, .4993 },  { 2, 2e-6, 0, .5 },      { 3, .2, .0295, .4853 },
                     { 3, .02, .00006, .49997 }, { 4, .2, .0050, .4975 } };

  for (const auto &row : rows)
    {
      long double low = 0,
                  high = row.depth == 2 ? 10 : std::pow (row.alpha, 2. - row.depth) / (row.depth * (row.depth - 2)) / 2;
      for (int halving = 0; halving < 200; halving++)
        {
          long double z = (low + high) / 2;
          (mirror (row.depth, row.alpha, z) + 2 * mirror (row.depth, row.alpha, 2 * z) < 1 ? low : high) = z;
        }
      PenModel model = diagonal (2, row.depth, row.alpha);
      Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, one_point, &model);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
      /* 1e-12: long double z, 1e-19, over the smallest 1 − z/c here, 1e-2, leaves room */
      EXPECT_NEAR (solution->w[0], (double)mirror (row.depth, row.alpha, low), 1e-12) << row.depth << " " << row.alpha;
      EXPECT_NEAR (solution->w[1], (double)mirror (row.depth, row.alpha, 2 * low), 1e-12)
          << row.depth << " " << row.alpha;
      EXPECT_NEAR (solution->w[0], row.first, 2.1e-4) << row.depth << " " << row.alpha;
      EXPECT_NEAR (solution->w[1], row.second, 2.1e-4) << row.depth << " " << row.alpha;
    }
}

/* Three ℓ₁ norms from a general root finder on X h(Xᵀν) = y, to its 1e-12. */
TEST (MinPotential, TwoPointsByAnotherSolver)
{
  const double rows[][2] = {
    { 10, 1.7246461208838 }, { .1, 1.7067246239988 }, { .01, 1.6762385829355 }, { 1e-3, 1.6663781419606 }
  };

  for (const auto &row : rows)
    {
      PenModel model = diagonal (4, 2, row[0]);
      EXPECT_NEAR (norm1 (weights (solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &model))), row[1], 2e-12);
    }
}

/* The published ℓ₁ norms show how small an α two layers need, and how much less three. Descent with finite steps
 * reached them: steps shrink |uv|, as a smaller α would, so they are below the flow's by up to 2.2e-3, never above. */
TEST (MinPotential, NormsPublished)
{
  struct
  {
    guint depth;
    double alpha, norm;
  } const rows[] = { { 2, 10, 1.72465 },   { 2, .1, 1.70539 },   { 2, .01, 1.67486 },
                     { 2, 1e-3, 1.66491 }, { 2, 1e-6, 1.64847 }, { 2, 1e-9, 1.63891 },
                     { 3, .1, 1.65747 },   { 3, .01, 1.63278 },  { 3, 1e-3, 1.63265 } };

  for (const auto &row : rows)
    {
      PenModel model = diagonal (4, row.depth, row.alpha);
      Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &model);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << solution->reason;
      EXPECT_GT (norm1 (weights (solution)), row.norm - 5.1e-6) << row.depth << " " << row.alpha;
      EXPECT_LT (norm1 (weights (solution)), row.norm + 2.2e-3) << row.depth << " " << row.alpha;
    }
}

/* α → ∞ is min-ℓ₂, with an error that falls like (w/α^L)²; α → 0 is min-ℓ₁. */
TEST (MinPotential, Limits)
{
  Solution l1 = solve (PEN_SOLUTION_MIN_L1, two_points), l2 = solve (PEN_SOLUTION_MIN_L2, two_points);

  for (guint depth : { 2u, 3u, 4u })
    {
      PenModel large = diagonal (4, depth, 1e3), small = diagonal (4, depth, depth == 2 ? 1e-150 : 1e-4);
      Solution wide = solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &large),
               narrow = solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &small);
      ASSERT_EQ (wide->status, PEN_SOLUTION_OPTIMAL);
      ASSERT_EQ (narrow->status, PEN_SOLUTION_OPTIMAL);
      EXPECT_LT (pen_distance_relative (4, wide->w, l2->w), 1e-11);
      /* two layers: off by α^{2·(gap of the dual constraint)}; three: α^{L−2} */
      EXPECT_LT (pen_distance_relative (4, narrow->w, l1->w), depth == 2 ? 1e-2 : depth == 3 ? 1e-3 : 1e-6);
    }
}

TEST (MinPotential, LinearIsTheProjection)
{
  const double start[] = { 1, 1 };
  PenModel model = pen_model_linear (2, start);
  Solution potential = solve (PEN_SOLUTION_MIN_POTENTIAL, one_point, &model),
           l2 = solve (PEN_SOLUTION_MIN_L2, one_point, &model);

  EXPECT_EQ (potential->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_EQ (pen_distance_relative (2, potential->w, l2->w), 0);
  EXPECT_NEAR (potential->objective, .4, 1e-15); /* ½ (2/√5)² */
}

/* u∘u with w₁ + w₂ = 1 and equal starts: ½ each, at any α. */
TEST (MinPotential, NotSignedByHand)
{
  for (double alpha : { 1e-150, 1e-6, 1., 1e3 })
    {
      PenModel model = diagonal (2, 2, alpha, false);
      Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, { 1, 2, { 1, 1 }, { 1 } }, &model);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << alpha << solution->reason;
      EXPECT_NEAR (solution->w[0], .5, 1e-13);
      EXPECT_NEAR (solution->w[1], .5, 1e-13);
    }
}

TEST (MinPotential, Infeasible)
{
  Data apart{ 2, 2, { 1, 1, 1, 1 }, { 1, 2 } }, negative{ 1, 2, { 1, 2 }, { -1 } };
  PenModel both = diagonal (2, 2, .1), positive = diagonal (2, 2, .1, false);
  Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, apart, &both);

  ASSERT_EQ (solution->status, PEN_SOLUTION_INFEASIBLE);
  expect_unreachable (apart, solution, false);
  solution = solve (PEN_SOLUTION_MIN_POTENTIAL, negative, &positive);
  ASSERT_EQ (solution->status, PEN_SOLUTION_INFEASIBLE);
  expect_unreachable (negative, solution, true);
  EXPECT_EQ (solve (PEN_SOLUTION_MIN_POTENTIAL, negative, &both)->status, PEN_SOLUTION_OPTIMAL);
}

TEST (MinPotential, ZeroTargets)
{
  PenModel model = diagonal (2, 3, .1);
  Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, { 1, 2, { 1, 2 }, { 0 } }, &model);

  EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_EQ (norm1 (weights (solution)), 0);
}

/* Six layers from α = 1e-8: 1 − z/c is 1e-32, beyond any double the multipliers could be given in. */
TEST (MinPotential, SaysWhatIsOutOfReach)
{
  PenModel model = diagonal (4, 6, 1e-8);
  Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &model);

  EXPECT_EQ (solution->status, PEN_SOLUTION_FAILED);
  ASSERT_NE (solution->reason, nullptr);
  EXPECT_NE (std::string (solution->reason).find ("edge"), std::string::npos) << solution->reason;
}

/* w in units of y/x, α in the L-th root of that. */
TEST (MinPotential, ScalesWithItsUnits)
{
  for (guint depth : { 2u, 3u, 4u })
    {
      PenModel model = diagonal (4, depth, .1);
      Solution plain = solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &model);
      for (double x : { 1e-6, 1e6 })
        for (double y : { 1e-6, 1e6 })
          {
            Data scaled = two_points;
            for (double &value : scaled.X)
              value *= x;
            for (double &value : scaled.y)
              value *= y;
            PenModel other = diagonal (4, depth, .1 * std::pow (y / x, 1. / depth));
            Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, scaled, &other);
            ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
            for (int j = 0; j < 4; j++)
              EXPECT_NEAR (solution->w[j] * x / y, plain->w[j], 1e-12);
          }
    }
}

/* ∇Q(w) = Xᵀν, with ∇Q from textbook formulas: asinh(w/2a²)/4 and log(w/a²)/4 for two layers; the inverse of h by
 * bisection is left to the model's own test for more. */
static double
gradient (const PenModel &model, gsize j, double w)
{
  double z;
  PenModel one = model;

  if (model.depth == 2)
    {
      double log_a = std::log (model.init_scale) + (model.init_shape ? std::log (model.init_shape[j]) : 0);
      double relative = std::log (std::fabs (w)) - 2 * log_a;
      if (!model.is_signed)
        return relative / 4;
      /* asinh(e^r/2) = r + log(½ + √(¼ + e^{−2r})) for r > 0 */
      return std::copysign (relative > 0 ? relative + std::log (.5 + std::sqrt (.25 + std::exp (-2 * relative)))
                                         : std::asinh (std::exp (relative) / 2),
                            w)
             / 4;
    }
  one.d = 1;
  one.init_shape = model.init_shape ? model.init_shape + j : nullptr;
  EXPECT_TRUE (pen_model_inverse (&one, &w, &z));
  return z;
}

static void
expect_optimal (const Data &data, const Solution &solution, const PenModel &model)
{
  Vector terms, image = transposed (data, solution->certificate.multipliers, &terms);
  double largest = norm_inf (image);

  expect_interpolates (data, solution->w);
  for (gsize j = 0; j < data.d; j++)
    {
      if (std::fabs (solution->w[j]) > 1e-290) /* below, w has lost its digits to underflow */
        {
          EXPECT_NEAR (gradient (model, j, solution->w[j]), image[j], allowance (largest, terms[j]));
        }
    }
}

TEST (MinPotential, RandomProblems)
{
  std::mt19937 random (20240612);
  std::normal_distribution<double> normal;
  const double scales[] = { 1e-8, 1e-3, 1e-2, .1, 1, 10, 100 };
  int optimal = 0, infeasible = 0, failed = 0;

  for (int turn = 0; turn < 200; turn++)
    {
      SCOPED_TRACE (turn);
      bool is_signed = turn % 4 > 0;
      guint depth = turn % 10 == 0 ? 2 : 2 + random () % 3;
      double alpha = turn % 10 == 0 ? 1e-150 : scales[random () % 7];
      Data data = random_data (random, turn);
      add_targets (data, random, turn, !is_signed);
      Vector shape (data.d);
      for (double &x : shape)
        x = std::exp (normal (random) / 2);
      PenModel model = diagonal (data.d, depth, alpha, is_signed, turn % 3 ? nullptr : shape.data ());
      Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, data, &model);

      if (solution->status == PEN_SOLUTION_OPTIMAL)
        expect_optimal (data, solution, model);
      else if (solution->status == PEN_SOLUTION_INFEASIBLE)
        expect_unreachable (data, solution, !is_signed);
      else
        {
          EXPECT_GT (depth, 2u) << solution->reason; /* two layers have no edge to come too near to */
        }
      optimal += solution->status == PEN_SOLUTION_OPTIMAL;
      infeasible += solution->status == PEN_SOLUTION_INFEASIBLE;
      failed += solution->status == PEN_SOLUTION_FAILED;
    }
  EXPECT_GT (optimal, 120);
  EXPECT_GT (infeasible, 20);
  EXPECT_LE (failed, 4); /* four layers from 1e-8 in large units of w: 1 − z/c near 1e-24 */
}

/* w₁ + w₂ = 0 forces w = 0 on a network not signed, whose ∇Q is −∞ there: reached to the rounding of its start. And
 * w₁ = w₂ does not move it from its start. */
TEST (MinPotential, ZeroTargetsNotSigned)
{
  PenModel model = diagonal (2, 2, .1, false);
  Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, { 1, 2, { 1, 1 }, { 0 } }, &model);

  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << solution->reason;
  EXPECT_LT (norm1 (weights (solution)), 1e-9 * .01);
  solution = solve (PEN_SOLUTION_MIN_POTENTIAL, { 1, 2, { 1, -1 }, { 0 } }, &model);
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << solution->reason;
  EXPECT_NEAR (solution->w[0], .01, 1e-16);
  EXPECT_NEAR (solution->w[1], .01, 1e-16);
}

/* u∘v with u² − v² = δ at first, from w₀: w = ½ δ sinh(2z + asinh(2w₀/δ)) at z = Xᵀλ, with the multipliers that it
 * gives, and Xw = y. δ = α² from 10⁻² to 10²: tinier ones make sinh's argument large, and its digits few. */
TEST (MinPotential, UntiedFromAnyStart)
{
  for (guint32 seed = 1; seed <= 100; seed++)
    {
      std::mt19937 random (seed);
      std::normal_distribution<double> normal;
      gsize n = 1 + seed % 5, d = n + seed % 7;
      double alpha = std::pow (10, -1 + (seed % 5) / 2.);
      std::vector<double> start (d), truth (d);
      Data data{ n, d, std::vector<double> (n * d), std::vector<double> (n) };

      for (double &x : data.X)
        x = normal (random);
      for (gsize j = 0; j < d; j++)
        {
          start[j] = j % 3 ? normal (random) : 0;
          truth[j] = normal (random);
        }
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < d; j++)
          data.y[i] += data.X[i * d + j] * truth[j];
      PenModel model = diagonal (d, 2, alpha);
      model.is_untied = TRUE;
      model.start = start.data ();
      Solution solution = solve (PEN_SOLUTION_MIN_POTENTIAL, data, &model);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << seed;
      ASSERT_EQ (solution->certificate.n_multipliers, n);
      for (gsize i = 0; i < n; i++)
        {
          double left = -data.y[i], terms = std::fabs (data.y[i]);
          for (gsize j = 0; j < d; j++)
            {
              left += data.X[i * d + j] * solution->w[j];
              terms += std::fabs (data.X[i * d + j] * solution->w[j]);
            }
          EXPECT_NEAR (left, 0, 1e-13 * terms) << seed; /* some ε of the terms, for each of up to 40 of them */
        }
      for (gsize j = 0; j < d; j++)
        {
          double z = 0, terms = 0, delta = alpha * alpha;
          for (gsize i = 0; i < n; i++)
            {
              z += data.X[i * d + j] * solution->certificate.multipliers[i];
              terms += std::fabs (data.X[i * d + j] * solution->certificate.multipliers[i]);
            }
          double expected = delta / 2 * std::sinh (2 * z + std::asinh (2 * start[j] / delta));
          double slope = delta * std::cosh (2 * z + std::asinh (2 * start[j] / delta));
          /* λ comes from ν through X's decomposition: an error of ε times its terms and condition, here below 1e3 */
          EXPECT_NEAR (solution->w[j], expected, slope * (1 + terms) * 1e-11) << seed << " " << j;
        }
    }
}

TEST (MinPotential, UntiedFromZeroIsTheSignedNetwork)
{
  /* u∘v with u = α, v = 0 is p² − q² with p = q = α/2 */
  PenModel untied = diagonal (4, 2, .2), tied = diagonal (4, 2, .1);
  untied.is_untied = TRUE;
  Solution one = solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &untied);
  Solution two = solve (PEN_SOLUTION_MIN_POTENTIAL, two_points, &tied);
  for (gsize j = 0; j < 4; j++)
    EXPECT_NEAR (one->w[j], two->w[j], 1e-12); /* as in OnePointByBisection */
}

TEST (MinPotential, UntiedWithoutRoomToChangeSignIsRefused)
{
  PenModel model = diagonal (4, 2, 0);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  g_autoptr (GError) error = nullptr;
  Problem problem = make_problem (two_points, PEN_TASK_REGRESSION);

  model.is_untied = TRUE;
  options.model = &model;
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_MIN_POTENTIAL, problem.get (), &options, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED));
}
