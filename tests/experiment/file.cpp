/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/experiment.h>

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace
{
using Random = std::mt19937_64;

const char *const POINTS = "[data]\ncolumns=x1;x2;y\nrows=1 2 1; -1 0.5 -1\n";

PenExperiment *
parse (const std::string &text, std::vector<const char *> overrides = {})
{
  GError *error = nullptr;

  overrides.push_back (nullptr);
  PenExperiment *experiment = pen_experiment_parse (text.c_str (), "a.penchant", overrides.data (), &error);
  EXPECT_EQ (error == nullptr, experiment != nullptr);
  if (error != nullptr)
    ADD_FAILURE () << error->message;
  g_clear_error (&error);
  return experiment;
}

void
refused (const std::string &text, PenError code, std::vector<std::string> says)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (PenExperiment) experiment = pen_experiment_parse (text.c_str (), "a.penchant", nullptr, &error);

  ASSERT_EQ (experiment, nullptr) << text;
  ASSERT_NE (error, nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, code)) << error->code << " " << error->message;
  says.push_back ("a.penchant");
  for (const auto &part : says)
    EXPECT_NE (std::string (error->message).find (part), std::string::npos) << error->message;
  EXPECT_EQ (std::string (error->message).find ('\n'), std::string::npos);
}

std::string
format (const PenExperiment *experiment)
{
  g_autofree char *text = pen_experiment_format (experiment, experiment->path);
  return text;
}

std::string
pick (Random &random, std::vector<std::string> from)
{
  return from[random () % from.size ()];
}

double
number (Random &random)
{
  return std::normal_distribution<> () (random) * std::pow (10.0, (double)(random () % 13) - 6);
}

char *
copy (const std::string &text)
{
  return g_strdup (text.c_str ());
}

PenDataset *
random_data (Random &random)
{
  std::vector<std::string> names = { "x",         "length",      "Länge",      "a;b", " blank first",
                                     "tab\there", "back\\slash", "\"quoted\"", "1",   "two words" };
  std::vector<std::pair<std::string, std::string> > labels = { { "-1", "+1" }, { "-1", "1" },
                                                               { "1", "-1" },  { "setosa", "versicolor" },
                                                               { "b", "a" },   { "Iris setosa", "say \"hi\"; x" },
                                                               { "0", "1" } };
  PenTask task = random () % 2 ? PEN_TASK_CLASSIFICATION : PEN_TASK_REGRESSION;
  gsize n = random () % 7, d = 1 + random () % 4;
  std::vector<double> X (n * d + 1), y (n + 1);
  std::vector<const char *> columns;
  const auto &label = labels[random () % labels.size ()];
  const char *const texts[2] = { label.first.c_str (), label.second.c_str () };
  g_autoptr (GError) error = nullptr;

  for (auto &x : X)
    x = number (random);
  for (auto &v : y)
    v = task == PEN_TASK_CLASSIFICATION ? (random () % 2 ? 1 : -1) : number (random);
  std::shuffle (names.begin (), names.end (), random);
  for (gsize j = 0; j < d; j++)
    columns.push_back (names[j].c_str ());
  PenDataset *data =
      pen_dataset_new (task, n, d, X.data (), y.data (), columns.data (), names[d].c_str (), texts, &error);
  EXPECT_NE (data, nullptr) << (error ? error->message : "");
  return data;
}

PenExperiment *
random_experiment (Random &random)
{
  g_autoptr (PenDataset) data = random_data (random);
  PenExperiment *self = pen_experiment_new (data);
  gsize width = 0;

  self->title = random () % 3 ? copy (pick (
                    random, { "Plain", "", "Größe ∫ ‖w‖₁", " blanks around ", "two\nlines", "semi;colon = [x] # y" }))
                              : nullptr;
  self->notes =
      random () % 3 ? copy (pick (random, { "a\nb\r\n\tc", "back\\slash\\n", "日本語", "[data]\nrows=1" })) : nullptr;
  self->center = random () % 2;
  self->standardize = random () % 2;
  self->map.kind = (PenFeatureMapKind)(random () % 3);
  self->map.degree = 1 + random () % 4;
  self->map.frequencies = 1 + random () % 5;
  self->map.scale = std::fabs (number (random)) + 1e-9;
  self->map.bias = random () % 2;
  EXPECT_TRUE (pen_feature_map_width (&self->map, pen_dataset_d (data), &width, nullptr));
  self->model = random () % 2 ? PEN_MODEL_DIAGONAL : PEN_MODEL_LINEAR;
  self->depth = 2 + random () % 5;
  self->is_signed = random () % 2;
  self->init_scale = std::pow (10.0, -(double)(random () % 150));
  if (self->model == PEN_MODEL_LINEAR && random () % 2)
    {
      self->n_start = width;
      self->start = g_new (double, width);
      for (gsize j = 0; j < width; j++)
        self->start[j] = number (random);
    }
  if (random () % 2)
    {
      self->n_shape = width;
      self->init_shape = g_new (double, width);
      for (gsize j = 0; j < width; j++)
        self->init_shape[j] = std::fabs (number (random)) + 1e-12;
    }
  if (pen_dataset_task (data) == PEN_TASK_CLASSIFICATION)
    self->loss = (PenLoss)(random () % 3);
  self->stop = (PenStop)(random () % 3);
  self->time = std::fabs (number (random)) + 1e-9;
  self->steps = 1 + random () % 10000;
  self->tolerance = std::pow (10.0, -1 - (double)(random () % 14));
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    self->solutions[kind] = random () % 2 && pen_experiment_fits (self, (PenSolutionKind)kind, nullptr);
  if (random () % 2)
    {
      self->view = g_key_file_new ();
      g_key_file_set_value (self->view, "view", "plots", "data;path");
      g_key_file_set_value (self->view, "view", "zoom", "1.25 \\s raw");
    }
  return self;
}

TEST (File, RandomExperimentsRoundTrip)
{
  Random random (20240611);

  for (int trial = 0; trial < 500; trial++)
    {
      g_autoptr (PenExperiment) experiment = random_experiment (random);
      std::string text = format (experiment);
      g_autoptr (PenExperiment) again = parse (text);

      ASSERT_NE (again, nullptr) << text;
      ASSERT_TRUE (pen_experiment_equal (experiment, again)) << text << "\n---\n" << format (again);
      ASSERT_EQ (text, format (again));
      ASSERT_STREQ (experiment->title, again->title);
      ASSERT_STREQ (experiment->notes, again->notes);
      ASSERT_EQ (0, experiment->start == nullptr
                        ? again->start != nullptr
                        : memcmp (experiment->start, again->start, again->n_start * sizeof (double)));
    }
}

TEST (File, MutatedFilesNeverCrash)
{
  Random random (7);
  int good = 0, bad = 0;

  for (int trial = 0; trial < 2000; trial++)
    {
      g_autoptr (PenExperiment) experiment = random_experiment (random);
      std::string text = format (experiment);
      g_autoptr (GError) error = nullptr;

      for (int edits = 1 + (int)(random () % 4); edits > 0 && !text.empty (); edits--)
        {
          gsize at = random () % text.size ();
          switch (random () % 4)
            {
            case 0:
              text[at] = (char)(random () % 256);
              break;
            case 1:
              text.erase (at, 1 + random () % 9);
              break;
            case 2:
              text.insert (at,
                           pick (random, { ";", "\n", "=", "[", "]", "\\", "\"", "1e400", "nan", "-", " ", "\xff" }));
              break;
            default:
              text.insert (at, text.substr (random () % text.size (), random () % 30));
            }
        }
      g_autoptr (PenExperiment) parsed = pen_experiment_parse (text.c_str (), "a.penchant", nullptr, &error);
      ASSERT_NE (parsed == nullptr, error == nullptr);
      if (parsed != nullptr)
        {
          std::string once = format (parsed);
          g_autoptr (PenExperiment) twice = parse (once);
          ASSERT_NE (twice, nullptr);
          ASSERT_EQ (once, format (twice));
        }
      else
        ASSERT_EQ (std::string (error->message).find ('\n'), std::string::npos) << error->message;
      (parsed != nullptr ? good : bad)++;
    }
  EXPECT_GT (good, 50);
  EXPECT_GT (bad, 500);
}

TEST (File, DefaultsOfTheFormat)
{
  g_autoptr (PenExperiment) self = parse (POINTS);

  ASSERT_NE (self, nullptr);
  EXPECT_EQ (pen_dataset_task (self->data), PEN_TASK_CLASSIFICATION);
  EXPECT_EQ (self->model, PEN_MODEL_LINEAR);
  EXPECT_EQ (self->loss, PEN_LOSS_LOGISTIC);
  EXPECT_EQ (self->depth, 2u);
  EXPECT_TRUE (self->is_signed);
  EXPECT_EQ (self->init_scale, 0.01);
  EXPECT_EQ (self->tolerance, 1e-10);
  EXPECT_FALSE (self->center || self->standardize || self->map.bias);
  EXPECT_EQ (pen_dataset_X (self->data)[3], 0.5);
}

TEST (File, KeepsLabelTextsSettingsAndViews)
{
  std::string text = "[data]\ncolumns=a;b;kind\nrows=1 2 \"Iris setosa\"; 3 4 virginica\npositive=Iris setosa\n"
                     "[reference]\nridge-mu=2.50\n[training]\nseed=7\nstep-size=auto\n[view]\nplots=data;path\n";
  g_autoptr (PenExperiment) self = parse (text);

  ASSERT_NE (self, nullptr);
  EXPECT_STREQ (pen_dataset_label (self->data, 1), "Iris setosa");
  EXPECT_STREQ (pen_dataset_label (self->data, -1), "virginica");
  EXPECT_EQ (pen_dataset_y (self->data)[0], 1);
  std::string out = format (self);
  for (const char *line : { "ridge-mu=2.5\n", "seed=7\n", "step-size=auto\n", "plots=data;path\n" })
    EXPECT_NE (out.find (line), std::string::npos) << out;
}

TEST (File, TargetAndFeaturesByNameOrNumber)
{
  g_autoptr (PenExperiment) self =
      parse ("[data]\ncolumns=a;y;b\nrows=1 2 3; 4 5 6\ntarget=2\nfeatures=b\ntask=regression\n");

  ASSERT_NE (self, nullptr);
  EXPECT_EQ (pen_dataset_d (self->data), 1u);
  EXPECT_EQ (pen_dataset_X (self->data)[1], 6);
  EXPECT_EQ (pen_dataset_y (self->data)[1], 5);
  EXPECT_STREQ (pen_dataset_target (self->data), "y");
}

TEST (File, OverridesGoThroughTheParser)
{
  g_autoptr (PenExperiment) self = parse (POINTS, { "loss.kind=exponential", "experiment.title=A = b" });

  ASSERT_NE (self, nullptr);
  EXPECT_EQ (self->loss, PEN_LOSS_EXPONENTIAL);
  EXPECT_STREQ (self->title, "A = b");
}

TEST (File, EveryDocumentedError)
{
  std::string points = POINTS, numbers = "[data]\ncolumns=x1;x2;y\nrows=1 2 3\n";

  refused ("", PEN_ERROR_SYNTAX, { "empty" });
  refused ("hello", PEN_ERROR_SYNTAX, { "line 1" });
  refused ("\xff\xfe", PEN_ERROR_SYNTAX, { "UTF-16", "UTF-8" });
  refused ("\xff", PEN_ERROR_SYNTAX, { "byte 1" });
  refused (points + "[model]\ncolour=red\n", PEN_ERROR_UNKNOWN_KEY, { "[model] colour" });
  refused (points + "[colours]\n", PEN_ERROR_UNKNOWN_KEY, { "colours" });
  refused (points + "[loss]\nkind=logistic\nkind=logistic\n", PEN_ERROR_SYNTAX, { "[loss] kind", "lines 5 and 6" });
  refused (points + "[loss]\nkind=cubic\n", PEN_ERROR_VALUE,
           { "[loss] kind", "cubic", "squared, exponential, logistic" });
  refused (points + "[loss]\nkind=polynomial\nexponent=0\n", PEN_ERROR_VALUE, { "[loss] exponent", "0" });
  refused (points + "[model]\nkind=neuron\n", PEN_ERROR_UNSUPPORTED, { "[loss] kind", "squared" });
  refused (points + "[model]\nkind=factorization\n", PEN_ERROR_UNSUPPORTED,
           { "[model] kind", "matrix-sensing", "linear" });
  refused (points + "[model]\nkind=relu-network\nwidth=0\n", PEN_ERROR_VALUE, { "[model] width", "1 to" });
  refused (points + "[model]\nkind=diagonal\ntied=false\ndepth=3\n", PEN_ERROR_UNSUPPORTED, { "[model] tied", "3" });
  refused (points + "[training]\nmethod=sgd\nbatch-size=100\n", PEN_ERROR_VALUE, { "[training] batch-size", "1 to" });
  refused (points + "[training]\nmethod=sgd\nstep-size=0\n", PEN_ERROR_VALUE, { "[training] step-size", "auto" });
  refused (points + "[training]\nmethod=momentum\nmomentum=1\n", PEN_ERROR_VALUE, { "[training] momentum", "below 1" });
  refused (points + "[model]\nkind=diagonal\n[training]\nmethod=sign-descent\n", PEN_ERROR_UNSUPPORTED,
           { "[training] method", "linear" });
  refused (points + "task=matrix-sensing\n", PEN_ERROR_DIMENSION, { "[data] matrix-rows" });
  refused (points + "[reference]\nsolutions=ridge\n", PEN_ERROR_UNSUPPORTED, { "[reference] solutions", "ridge" });
  refused (points + "[reference]\nsolutions=min-l2\n", PEN_ERROR_UNSUPPORTED, { "[reference] solutions", "min-l2" });
  refused (points + "[reference]\nsolutions=max-margin;max-margin\n", PEN_ERROR_VALUE, { "twice" });
  refused (points + "[reference]\nridge-mu=big\n", PEN_ERROR_SYNTAX, { "[reference] ridge-mu", "big" });
  refused (numbers + "[loss]\nkind=logistic\n", PEN_ERROR_UNSUPPORTED, { "[loss] kind", "classification" });
  refused (numbers + "[model]\nkind=diagonal\ninit-scale=0\n", PEN_ERROR_VALUE, { "[model] init-scale", "positive" });
  refused (numbers + "[model]\nkind=diagonal\ninit-scale=-1\n", PEN_ERROR_VALUE, { "[model] init-scale", "-1" });
  refused (numbers + "[model]\nkind=diagonal\ndepth=1\n", PEN_ERROR_VALUE, { "[model] depth", "linear" });
  refused (numbers + "[model]\nkind=diagonal\ninit-shape=1;2;3\n", PEN_ERROR_DIMENSION,
           { "[model] init-shape", "3", "2" });
  refused (numbers + "[model]\nkind=diagonal\ninit-shape=1;0\n", PEN_ERROR_VALUE, { "[model] init-shape", "entry 2" });
  refused (numbers + "[model]\ninit=1\n", PEN_ERROR_DIMENSION, { "[model] init" });
  refused (numbers + "[model]\ninit=1;1,5\n", PEN_ERROR_SYNTAX, { "[model] init", "1,5" });
  refused (numbers + "[training]\ntolerance=0\n", PEN_ERROR_VALUE, { "[training] tolerance" });
  refused (numbers + "[training]\nstop=time\ntime=-1\n", PEN_ERROR_VALUE, { "[training] time" });
  refused (numbers + "[training]\nstop=steps\nsteps=0\n", PEN_ERROR_VALUE, { "[training] steps" });
  refused (numbers + "[training]\ntime=inf\n", PEN_ERROR_NOT_FINITE, { "[training] time" });
  refused ("[data]\ncolumns=x;y\nrows=1 2; 3\n", PEN_ERROR_SYNTAX, { "[data] rows", "row 2" });
  refused ("[data]\ncolumns=x;y\nrows=1e400 2\n", PEN_ERROR_NOT_FINITE, { "[data] rows", "1e400" });
  refused ("[data]\ncolumns=x;y\nrows=1 a; 2 b; 3 c\n", PEN_ERROR_VALUE, { "third label" });
  refused ("[data]\ncolumns=x;y\nrows=1 a; 2 b\npositive=c\n", PEN_ERROR_VALUE, { "[data] positive" });
  refused ("[data]\ncolumns=x;y\nrows=1 2\ntarget=z\n", PEN_ERROR_VALUE, { "[data] target", "z" });
  refused ("[data]\ncolumns=x;y\nrows=1 2\nfile=a.csv\n", PEN_ERROR_VALUE, { "[data] file" });
  refused ("[experiment]\nformat=2\n[data]\ncolumns=x;y\nrows=1 2\n", PEN_ERROR_UNSUPPORTED, { "[experiment] format" });
}

TEST (File, DataFileIsNamedWhileItHoldsTheData)
{
  g_autoptr (GError) error = nullptr;
  g_autofree char *folder = g_dir_make_tmp ("penchant-XXXXXX", &error);
  g_autofree char *csv = g_build_filename (folder, "d.csv", nullptr);
  g_autofree char *path = g_build_filename (folder, "e.penchant", nullptr);
  const double more[] = { 1, 1 }, label[] = { 5 };

  ASSERT_TRUE (g_file_set_contents (csv, "x1,x2,y\n1,2,3\n4,5,6.5\n", -1, &error));
  ASSERT_TRUE (g_file_set_contents (path, "[data]\nfile=d.csv\n", -1, &error));
  g_autoptr (PenExperiment) self = pen_experiment_read (path, nullptr, &error);
  ASSERT_NE (self, nullptr) << error->message;
  EXPECT_NE (format (self).find ("file=d.csv\n"), std::string::npos);
  g_autoptr (PenExperiment) edited = pen_experiment_copy (self);
  PenDataset *data = pen_dataset_append (self->data, 1, more, label, &error);
  ASSERT_NE (data, nullptr);
  pen_dataset_unref (edited->data);
  edited->data = data;
  EXPECT_FALSE (pen_experiment_equal (self, edited));
  EXPECT_EQ (format (edited).find ("file="), std::string::npos);
  ASSERT_TRUE (pen_experiment_write (edited, path, &error)) << error->message;
  g_autoptr (PenExperiment) again = pen_experiment_read (path, nullptr, &error);
  ASSERT_NE (again, nullptr) << error->message;
  EXPECT_TRUE (pen_dataset_equal (again->data, edited->data));
  EXPECT_FALSE (pen_experiment_write (edited, "/no/such/folder/a.penchant", &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
  g_unlink (csv);
  g_unlink (path);
  g_rmdir (folder);
}
}

/* Written with rows of its own, and read again, it is the same: one label and what it is not. */
TEST (ExperimentFile, OneLabelAgainstTheRest)
{
  const char *head = "[experiment]\nformat=1\n[data]\ncolumns=x;y\nrows=1 u; 2 v; 3 w; 4 v\ntask=classification\n";
  g_autofree char *text = g_strconcat (head, "positive=v\n", nullptr);
  g_autoptr (PenExperiment) read = pen_experiment_parse (text, nullptr, nullptr, nullptr);

  ASSERT_NE (read, nullptr);
  EXPECT_TRUE (pen_dataset_is_against_rest (read->data));
  EXPECT_EQ (pen_dataset_y (read->data)[0], -1);
  EXPECT_EQ (pen_dataset_y (read->data)[3], 1);
  g_autofree char *written = pen_experiment_format (read, nullptr);
  g_autoptr (PenExperiment) again = pen_experiment_parse (written, nullptr, nullptr, nullptr);
  ASSERT_NE (again, nullptr) << written;
  EXPECT_TRUE (pen_dataset_equal (read->data, again->data)) << written;

  g_autoptr (GError) error = nullptr;
  EXPECT_EQ (pen_experiment_parse (head, nullptr, nullptr, &error), nullptr);
  ASSERT_NE (error, nullptr);
  EXPECT_NE (std::string (error->message).find ("positive="), std::string::npos) << error->message;
}
