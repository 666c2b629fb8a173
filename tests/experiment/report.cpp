/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/experiment.h>

#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <json-glib/json-glib.h>

#include <clocale>
#include <cmath>
#include <cstring>
#include <string>

namespace
{
/* An outcome made by hand, so that every number in the report is known. */
class Report : public testing::Test
{
protected:
  void
  SetUp () override
  {
    const char *text = "[experiment]\ntitle=A \"title\"\n[data]\ncolumns=a;b;y\nrows=3 4 1; -3 -4 -1\n"
                       "[reference]\nsolutions=max-margin\n";
    g_autoptr (GError) error = nullptr;

    outcome.experiment = pen_experiment_parse (text, nullptr, nullptr, &error);
    ASSERT_NE (outcome.experiment, nullptr) << error->message;
    outcome.problem = pen_experiment_problem (outcome.experiment, &error);
    ASSERT_NE (outcome.problem, nullptr) << error->message;
    outcome.training = &training;
    outcome.solutions[PEN_SOLUTION_MAX_MARGIN] = &margin;
    outcome.solutions[PEN_SOLUTION_L1_MAX_MARGIN] = &unasked;
    training.d = margin.d = unasked.d = 2;
    training.w = w;
    training.direction = direction;
    training.trace = &trace;
    margin.kind = PEN_SOLUTION_MAX_MARGIN;
    margin.unique = PEN_UNIQUE_UNKNOWN;
    margin.w = best;
    margin.support = support;
    margin.n_support = 2;
    margin.objective = 0.1;
    margin.margin = 5;
    margin.certificate.gap = NAN;
    margin.certificate.multipliers = best;
    margin.certificate.n_multipliers = 2;
    trace.d = 2;
    trace.n_frames = 1;
    trace.frames = &frame;
  }
  void
  TearDown () override
  {
    g_clear_object (&parser);
    g_clear_pointer (&outcome.problem, pen_problem_unref);
    g_clear_pointer (&outcome.experiment, pen_experiment_unref);
  }

  JsonObject *
  report ()
  {
    g_autofree char *text = pen_report_format (&outcome);

    g_clear_object (&parser);
    parser = json_parser_new ();
    EXPECT_TRUE (json_parser_load_from_data (parser, text, -1, nullptr)) << text;
    return json_node_get_object (json_parser_get_root (parser));
  }
  static bool
  null (JsonObject *object, const char *member)
  {
    return json_object_has_member (object, member) && json_object_get_null_member (object, member);
  }

  double w[2] = { 0.1, 1.0 / 3 }, direction[2] = { 0.6, 0.8 }, best[2] = { 0.12, 0.16 };
  gsize support[2] = { 0, 1 };
  PenFrame frame = { -HUGE_VAL, 0.25, w };
  PenTrace trace = {};
  PenTraining training = {};
  PenSolution margin = {}, unasked = {};
  PenOutcome outcome = {};
  JsonParser *parser = nullptr;
};

/* A number without a point and with an exponent stays one, whatever the texts around it hold. */
TEST_F (Report, ExponentsAreJson)
{
  g_free (outcome.experiment->title);
  outcome.experiment->title = g_strdup ("1e-12.0 \"\\");
  margin.objective = 1e-12;
  margin.certificate.primal = -1e22;
  g_autofree char *text = pen_report_format (&outcome);
  EXPECT_NE (strstr (text, "\"1e-12.0 \\\"\\\\\""), nullptr) << text;
  EXPECT_NE (strstr (text, " : 9.9999999999999998e-13"), nullptr) << text;
  EXPECT_NE (strstr (text, " : -1e+22"), nullptr) << text;
  EXPECT_EQ (strstr (text, "e+22.0"), nullptr) << text;
}

TEST_F (Report, NumbersAreExactAndInfinitiesNull)
{
  training.log10_time = HUGE_VAL;
  training.log10_loss = -HUGE_VAL;
  JsonObject *run = json_object_get_object_member (report (), "training");
  JsonArray *array = json_object_get_array_member (run, "w");

  EXPECT_EQ (json_array_get_double_element (array, 0), 0.1);
  EXPECT_EQ (json_array_get_double_element (array, 1), 1.0 / 3);
  EXPECT_TRUE (null (run, "time") && null (run, "log10_time") && null (run, "log10_loss")
               && null (run, "nuclear-norm"));
  EXPECT_EQ (json_object_get_double_member (run, "loss"), 0);
  /* ⟨(0.6, 0.8), (3, 4)⟩ = 5, over 1, 1.4 and 0.8; three roundings each */
  EXPECT_NEAR (json_object_get_double_member (run, "margin"), 5, 5e-15);
  EXPECT_NEAR (json_object_get_double_member (run, "l1-margin"), 5 / 1.4, 5e-15);
  EXPECT_NEAR (json_object_get_double_member (run, "linf-margin"), 6.25, 5e-15);
}

TEST_F (Report, TimesBeyondADoubleKeepTheirLogarithm)
{
  training.log10_time = 1e9;
  training.log10_loss = -1e9;
  JsonObject *run = json_object_get_object_member (report (), "training");

  EXPECT_TRUE (null (run, "time"));
  EXPECT_EQ (json_object_get_double_member (run, "log10_time"), 1e9);
  EXPECT_EQ (json_object_get_double_member (run, "loss"), 0);
}

TEST_F (Report, ListsWhatWasAskedFor)
{
  JsonObject *root = report ();
  JsonArray *solutions = json_object_get_array_member (root, "solutions");
  ASSERT_EQ (json_array_get_length (solutions), 1u);
  JsonObject *solution = json_array_get_object_element (solutions, 0);
  JsonArray *rows = json_object_get_array_member (solution, "support");

  EXPECT_STREQ (json_object_get_string_member (root, "title"), "A \"title\"");
  EXPECT_STREQ (json_object_get_string_member (solution, "name"), "max-margin");
  EXPECT_EQ (json_array_get_int_element (rows, 0), 1);
  EXPECT_EQ (json_array_get_int_element (rows, 1), 2);
  EXPECT_TRUE (null (solution, "unique"));
  EXPECT_TRUE (null (json_object_get_object_member (solution, "certificate"), "gap"));
  /* (0.12, 0.16) = 0.2 (0.6, 0.8), so only rounding separates the directions */
  EXPECT_LE (json_object_get_double_member (json_object_get_object_member (solution, "distance"), "angle"), 1e-15);
  EXPECT_TRUE (json_object_get_boolean_member (json_object_get_object_member (root, "data"), "separable"));
}

TEST_F (Report, ZeroWeightsHaveNoMargin)
{
  w[0] = w[1] = direction[0] = direction[1] = 0;
  EXPECT_TRUE (null (json_object_get_object_member (report (), "training"), "margin"));
}

TEST_F (Report, TraceIsATable)
{
  g_autoptr (GError) error = nullptr;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "penchant-trace-test.csv", nullptr);
  g_autofree char *text = nullptr;

  ASSERT_TRUE (pen_report_write_trace (&outcome, path, &error)) << error->message;
  ASSERT_TRUE (g_file_get_contents (path, &text, nullptr, &error));
  EXPECT_STREQ (text, "log10_time,log10_loss,w1,w2\n-inf,0.25,0.10000000000000001,0.33333333333333331\n");
  g_unlink (path);
  EXPECT_FALSE (pen_report_write (&outcome, "/no/such/folder/a.json", &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
}
}

/* θ = (w₁, w₂, a₁, a₂) with w₁ = x̂, w₂ = −x̂ and a = ±1: f(x) = |x₁| on one side's sign, worked by hand. */
TEST (ReluReport, NamesWhatNoLinearPredictorCan)
{
  const char *text = "[data]\ncolumns=a;b;y\nrows=3 0 1; -3 0 -1\n[model]\nkind=relu-network\nwidth=2\n"
                     "[loss]\nkind=exponential\n[reference]\nsolutions=max-margin\n";
  g_autoptr (GError) error = nullptr;
  double theta[] = { 1, 0, -1, 0, 1, -1 };
  PenOutcome outcome{};
  PenTraining training{};
  PenTrace trace{};

  outcome.experiment = pen_experiment_parse (text, nullptr, nullptr, &error);
  ASSERT_NE (outcome.experiment, nullptr) << error->message;
  outcome.problem = pen_experiment_problem (outcome.experiment, &error);
  ASSERT_NE (outcome.problem, nullptr) << error->message;
  outcome.training = &training;
  training.d = 6;
  training.w = training.direction = theta;
  training.trace = &trace;
  g_autofree char *written = pen_report_format (&outcome);
  g_autoptr (JsonNode) root = json_from_string (written, &error);
  ASSERT_NE (root, nullptr) << error->message;
  JsonObject *relu = json_object_get_object_member (json_node_get_object (root), "relu");
  ASSERT_NE (relu, nullptr);
  EXPECT_EQ (json_array_get_length (json_object_get_array_member (relu, "theta")), 6u);
  EXPECT_EQ (json_object_get_double_member (relu, "margin"), 3);
  EXPECT_EQ (json_object_get_double_member (relu, "normalized-margin"), .75); /* ‖θ‖² = 4 */
  EXPECT_LT (json_object_get_double_member (relu, "kkt-residual"), 1e-15);    /* the optimum of this problem */
  /* one unit along +x̂ and one along −x̂ of weight ½ each: f(3, 0) = 3/2 */
  EXPECT_NEAR (json_object_get_double_member (relu, "f1-margin"), 1.5, 1e-12);
  EXPECT_GE (json_object_get_double_member (relu, "f1-margin-bound"), 1.5);
  pen_problem_unref (outcome.problem);
  pen_experiment_unref (outcome.experiment);
}
