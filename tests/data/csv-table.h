/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/csv.h>
#include <penchant/error.h>

#include <gtest/gtest.h>
#include <string>
#include <vector>

/* What a parse gave: either data and choices, or an error. */
struct Parsed
{
  PenDataset *data = nullptr;
  PenCsvChoices choices = {};
  GError *error = nullptr;

  explicit Parsed (const std::string &text, const PenCsvOptions &options = PenCsvOptions{})
  {
    data = pen_csv_parse (text.data (), (gssize)text.size (), "t.csv", &options, &choices, &error);
  }
  Parsed (const Parsed &) = delete;
  ~Parsed ()
  {
    pen_dataset_unref (data);
    pen_csv_choices_clear (&choices);
    g_clear_error (&error);
  }

  std::vector<double>
  X () const
  {
    const double *x = pen_dataset_X (data);
    return std::vector<double> (x, x + pen_dataset_n (data) * pen_dataset_d (data));
  }
  std::vector<double>
  y () const
  {
    const double *first = pen_dataset_y (data);
    return std::vector<double> (first, first + pen_dataset_n (data));
  }
  std::string
  names () const
  {
    std::string all;
    for (gsize j = 0; j < pen_dataset_d (data); j++)
      all += std::string (pen_dataset_name (data, j)) + "|";
    return all + pen_dataset_target (data);
  }
  std::string
  message () const
  {
    return error != nullptr ? error->message : "no error";
  }
};

typedef std::vector<double> Vector;
