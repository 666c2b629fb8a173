/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/dataset.h>
#include <penchant/error.h>

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

typedef std::vector<double> Vector;
typedef std::unique_ptr<PenDataset, decltype (&pen_dataset_unref)> Data;

static const double epsilon = std::numeric_limits<double>::epsilon ();
static const double not_finite[] = { std::numeric_limits<double>::quiet_NaN (),
                                     std::numeric_limits<double>::infinity (),
                                     -std::numeric_limits<double>::infinity () };

static Data
hold (PenDataset *data)
{
  return Data (data, pen_dataset_unref);
}

static Data
make (PenTask task, size_t d, const Vector &X, const Vector &y)
{
  g_autoptr (GError) error = nullptr;
  PenDataset *data = pen_dataset_new (task, y.size (), d, X.data (), y.data (), nullptr, nullptr, nullptr, &error);
  EXPECT_EQ (error, nullptr);
  return hold (data);
}

static Vector
X_of (const Data &data)
{
  const double *X = pen_dataset_X (data.get ());
  return Vector (X, X + pen_dataset_n (data.get ()) * pen_dataset_d (data.get ()));
}

static Vector
y_of (const Data &data)
{
  const double *y = pen_dataset_y (data.get ());
  return Vector (y, y + pen_dataset_n (data.get ()));
}

TEST (Dataset, DefaultsAndFields)
{
  Data data = make (PEN_TASK_CLASSIFICATION, 2, { 1, 2, 3, 4 }, { -1, 1 });

  EXPECT_EQ (pen_dataset_task (data.get ()), PEN_TASK_CLASSIFICATION);
  EXPECT_EQ (pen_dataset_n (data.get ()), 2u);
  EXPECT_EQ (pen_dataset_d (data.get ()), 2u);
  EXPECT_EQ (X_of (data), Vector ({ 1, 2, 3, 4 }));
  EXPECT_EQ (y_of (data), Vector ({ -1, 1 }));
  EXPECT_STREQ (pen_dataset_name (data.get (), 0), "x1");
  EXPECT_STREQ (pen_dataset_name (data.get (), 1), "x2");
  EXPECT_STREQ (pen_dataset_target (data.get ()), "y");
  EXPECT_STREQ (pen_dataset_label (data.get (), -1), "-1");
  EXPECT_STREQ (pen_dataset_label (data.get (), 1), "+1");
}

TEST (Dataset, KeepsItsOwnCopies)
{
  double X[] = { 1 }, y[] = { 2 };
  std::string name = "length", target = "weight", low = "a", high = "b";
  const char *names[] = { name.c_str () }, *labels[2] = { low.c_str (), high.c_str () };
  Data data = hold (pen_dataset_new (PEN_TASK_REGRESSION, 1, 1, X, y, names, target.c_str (), labels, nullptr));

  X[0] = y[0] = 9;
  name[0] = target[0] = low[0] = high[0] = '?';
  EXPECT_EQ (X_of (data), Vector ({ 1 }));
  EXPECT_EQ (y_of (data), Vector ({ 2 }));
  EXPECT_STREQ (pen_dataset_name (data.get (), 0), "length");
  EXPECT_STREQ (pen_dataset_target (data.get ()), "weight");
  EXPECT_STREQ (pen_dataset_label (data.get (), -1), "a");
  EXPECT_STREQ (pen_dataset_label (data.get (), 1), "b");
}

TEST (Dataset, EmptyCanvas)
{
  g_autoptr (GError) error = nullptr;
  Data empty =
      hold (pen_dataset_new (PEN_TASK_CLASSIFICATION, 0, 2, nullptr, nullptr, nullptr, nullptr, nullptr, &error));
  const double X[] = { 1, 2 }, y[] = { 1 };
  const gsize row = 0;

  ASSERT_TRUE (empty);
  Data one = hold (pen_dataset_append (empty.get (), 1, X, y, &error));
  ASSERT_TRUE (one);
  Data again = hold (pen_dataset_remove (one.get (), &row, 1, &error));
  EXPECT_TRUE (pen_dataset_equal (empty.get (), again.get ()));
  EXPECT_FALSE (pen_dataset_equal (empty.get (), one.get ()));
  EXPECT_TRUE (hold (pen_dataset_scaled (empty.get (), TRUE, TRUE, &error)));
  EXPECT_TRUE (hold (pen_dataset_convert (empty.get (), PEN_TASK_REGRESSION, &error)));
}

TEST (Dataset, EditsLeaveTheOldOne)
{
  Data old = make (PEN_TASK_REGRESSION, 2, { 1, 2, 3, 4, 5, 6 }, { 7, 8, 9 });
  const double X[] = { 10, 11, 12, 13 }, y[] = { 14, 15 };
  const gsize rows[] = { 2, 0 }, twice[] = { 1, 1 };

  Data longer = hold (pen_dataset_append (old.get (), 2, X, y, nullptr));
  EXPECT_EQ (X_of (longer), Vector ({ 1, 2, 3, 4, 5, 6, 10, 11, 12, 13 }));
  EXPECT_EQ (y_of (longer), Vector ({ 7, 8, 9, 14, 15 }));
  Data shorter = hold (pen_dataset_remove (old.get (), rows, 2, nullptr));
  EXPECT_EQ (X_of (shorter), Vector ({ 3, 4 }));
  EXPECT_EQ (y_of (shorter), Vector ({ 8 }));
  Data without = hold (pen_dataset_remove (old.get (), twice, 2, nullptr));
  EXPECT_EQ (y_of (without), Vector ({ 7, 9 }));
  Data changed = hold (pen_dataset_replace (old.get (), rows, 2, X, y, nullptr));
  EXPECT_EQ (X_of (changed), Vector ({ 12, 13, 3, 4, 10, 11 }));
  EXPECT_EQ (y_of (changed), Vector ({ 15, 8, 14 }));
  Data relabelled = hold (pen_dataset_replace (old.get (), rows, 2, nullptr, y, nullptr));
  EXPECT_EQ (X_of (relabelled), X_of (old));
  EXPECT_EQ (y_of (relabelled), Vector ({ 15, 8, 14 }));
  Data moved = hold (pen_dataset_replace (old.get (), rows, 2, X, nullptr, nullptr));
  EXPECT_EQ (y_of (moved), y_of (old));
  EXPECT_EQ (X_of (old), Vector ({ 1, 2, 3, 4, 5, 6 }));
  EXPECT_EQ (y_of (old), Vector ({ 7, 8, 9 }));
}

/* An undo stack of references against plain vectors: whatever is done later, each reference keeps its value. */
TEST (Dataset, RandomEditsAgainstAModel)
{
  std::mt19937_64 random (4);
  std::vector<std::pair<Data, std::pair<Vector, Vector> > > history;
  Vector X, y;

  history.emplace_back (make (PEN_TASK_REGRESSION, 2, X, y), std::make_pair (X, y));
  for (int step = 0; step < 500; step++)
    {
      PenDataset *now = history.back ().first.get (), *next;
      size_t n = y.size (), choice = n == 0 ? 0 : random () % 3, row = n == 0 ? 0 : random () % n;
      double point[] = { (double)(random () % 100), (double)(random () % 100) }, value = (double)(random () % 9);

      if (choice == 0)
        {
          next = pen_dataset_append (now, 1, point, &value, nullptr);
          X.insert (X.end (), point, point + 2);
          y.push_back (value);
        }
      else if (choice == 1)
        {
          next = pen_dataset_remove (now, &row, 1, nullptr);
          X.erase (X.begin () + 2 * row, X.begin () + 2 * row + 2);
          y.erase (y.begin () + row);
        }
      else
        {
          next = pen_dataset_replace (now, &row, 1, point, &value, nullptr);
          std::copy (point, point + 2, X.begin () + 2 * row);
          y[row] = value;
        }
      history.emplace_back (hold (next), std::make_pair (X, y));
    }
  for (const auto &entry : history)
    {
      EXPECT_EQ (X_of (entry.first), entry.second.first);
      EXPECT_EQ (y_of (entry.first), entry.second.second);
    }
}

TEST (Dataset, NewestKeepsTheSharedNames)
{
  const char *names[] = { "a" };
  const double x[] = { 1 }, y[] = { 2 };
  PenDataset *old = pen_dataset_new (PEN_TASK_REGRESSION, 1, 1, x, y, names, "b", nullptr, nullptr);
  Data edited = hold (pen_dataset_append (old, 1, x, y, nullptr));
  Data held = hold (pen_dataset_ref (old));

  pen_dataset_unref (old);
  EXPECT_EQ (pen_dataset_n (held.get ()), 1u);
  held.reset ();
  EXPECT_STREQ (pen_dataset_name (edited.get (), 0), "a");
  EXPECT_STREQ (pen_dataset_target (edited.get ()), "b");
}

TEST (Dataset, Equality)
{
  Data base = make (PEN_TASK_REGRESSION, 1, { 0, 2 }, { 1, -1 });
  const char *names[] = { "z" }, *labels[2] = { "a", "b" };
  const double X[] = { 0, 2 }, y[] = { 1, -1 };
  auto variant = [&] (PenTask task, const char *const *n, const char *target, const char *const *l) {
    return hold (pen_dataset_new (task, 2, 1, X, y, n, target, l, nullptr));
  };

  EXPECT_TRUE (pen_dataset_equal (base.get (), variant (PEN_TASK_REGRESSION, nullptr, nullptr, nullptr).get ()));
  EXPECT_TRUE (pen_dataset_equal (base.get (), variant (PEN_TASK_REGRESSION, nullptr, nullptr, labels).get ()));
  EXPECT_FALSE (pen_dataset_equal (base.get (), variant (PEN_TASK_REGRESSION, names, nullptr, nullptr).get ()));
  EXPECT_FALSE (pen_dataset_equal (base.get (), variant (PEN_TASK_REGRESSION, nullptr, "t", nullptr).get ()));
  EXPECT_FALSE (pen_dataset_equal (base.get (), variant (PEN_TASK_CLASSIFICATION, nullptr, nullptr, nullptr).get ()));
  EXPECT_FALSE (pen_dataset_equal (variant (PEN_TASK_CLASSIFICATION, nullptr, nullptr, labels).get (),
                                   variant (PEN_TASK_CLASSIFICATION, nullptr, nullptr, nullptr).get ()));
  EXPECT_FALSE (pen_dataset_equal (base.get (), make (PEN_TASK_REGRESSION, 1, { -0.0, 2 }, { 1, -1 }).get ()));
  EXPECT_FALSE (pen_dataset_equal (base.get (), make (PEN_TASK_REGRESSION, 1, { 0, 2 }, { 1, -2 }).get ()));
  EXPECT_FALSE (pen_dataset_equal (base.get (), make (PEN_TASK_REGRESSION, 2, { 0, 2 }, { 1 }).get ()));
}

TEST (Dataset, RefusesWhatIsNotFinite)
{
  for (double bad : not_finite)
    for (int place = 0; place < 2; place++)
      {
        const double X[] = { 1, place == 0 ? bad : 2 }, y[] = { 1, place == 0 ? 2 : bad };
        const gsize row = 1;
        g_autoptr (GError) made = nullptr, appended = nullptr, replaced = nullptr;
        Data good = make (PEN_TASK_REGRESSION, 1, { 1, 2 }, { 1, 2 });

        EXPECT_FALSE (pen_dataset_new (PEN_TASK_REGRESSION, 2, 1, X, y, nullptr, nullptr, nullptr, &made));
        EXPECT_TRUE (g_error_matches (made, PEN_ERROR, PEN_ERROR_NOT_FINITE));
        EXPECT_NE (std::string (made->message).find (place == 0 ? "Row 2, column “x1”" : "Row 2, the target “y”"),
                   std::string::npos)
            << made->message;
        EXPECT_FALSE (pen_dataset_append (good.get (), 2, X, y, &appended));
        EXPECT_TRUE (g_error_matches (appended, PEN_ERROR, PEN_ERROR_NOT_FINITE));
        EXPECT_FALSE (pen_dataset_replace (good.get (), &row, 1, X + 1, y + 1, &replaced));
        EXPECT_TRUE (g_error_matches (replaced, PEN_ERROR, PEN_ERROR_NOT_FINITE));
        EXPECT_EQ (y_of (good), Vector ({ 1, 2 }));
      }
}

TEST (Dataset, RefusesOtherLabels)
{
  const double X[] = { 1, 2 }, y[] = { 1, 0.5 };
  const gsize row = 0;
  Data good = make (PEN_TASK_CLASSIFICATION, 1, { 1 }, { 1 });
  g_autoptr (GError) made = nullptr, appended = nullptr, replaced = nullptr;

  EXPECT_FALSE (pen_dataset_new (PEN_TASK_CLASSIFICATION, 2, 1, X, y, nullptr, nullptr, nullptr, &made));
  EXPECT_TRUE (g_error_matches (made, PEN_ERROR, PEN_ERROR_VALUE));
  EXPECT_FALSE (pen_dataset_append (good.get (), 2, X, y, &appended));
  EXPECT_TRUE (g_error_matches (appended, PEN_ERROR, PEN_ERROR_VALUE));
  EXPECT_FALSE (pen_dataset_replace (good.get (), &row, 1, X, y + 1, &replaced));
  EXPECT_TRUE (g_error_matches (replaced, PEN_ERROR, PEN_ERROR_VALUE));
}

TEST (Dataset, RefusesSizesRowsAndNames)
{
  const double one = 1;
  const char *same[2] = { "a", "a" }, *broken[] = { "\xff" };
  const gsize far = 1;
  Data data = make (PEN_TASK_REGRESSION, 1, { 1 }, { 1 });
  auto code = [] (PenDataset *result, GError *error) {
    int found = error != nullptr ? error->code : -1;
    EXPECT_EQ (result, nullptr);
    g_clear_error (&error);
    return found;
  };
  GError *error = nullptr;
  PenDataset *none;

  none = pen_dataset_new (PEN_TASK_REGRESSION, 1, 0, &one, &one, nullptr, nullptr, nullptr, &error);
  EXPECT_EQ (code (none, g_steal_pointer (&error)), PEN_ERROR_DIMENSION);
  none = pen_dataset_new (PEN_TASK_REGRESSION, G_MAXSIZE, 2, &one, &one, nullptr, nullptr, nullptr, &error);
  EXPECT_EQ (code (none, g_steal_pointer (&error)), PEN_ERROR_DIMENSION);
  none = pen_dataset_new (PEN_TASK_CLASSIFICATION, 1, 1, &one, &one, nullptr, nullptr, same, &error);
  EXPECT_EQ (code (none, g_steal_pointer (&error)), PEN_ERROR_VALUE);
  none = pen_dataset_new (PEN_TASK_REGRESSION, 1, 1, &one, &one, broken, nullptr, nullptr, &error);
  EXPECT_EQ (code (none, g_steal_pointer (&error)), PEN_ERROR_VALUE);
  none = pen_dataset_append (data.get (), G_MAXSIZE, &one, &one, &error);
  EXPECT_EQ (code (none, g_steal_pointer (&error)), PEN_ERROR_DIMENSION);
  none = pen_dataset_remove (data.get (), &far, 1, &error);
  EXPECT_EQ (code (none, g_steal_pointer (&error)), PEN_ERROR_DIMENSION);
  none = pen_dataset_replace (data.get (), &far, 1, &one, &one, &error);
  EXPECT_EQ (code (none, g_steal_pointer (&error)), PEN_ERROR_DIMENSION);
}

TEST (Dataset, ConvertsBetweenTasks)
{
  Data numbers = make (PEN_TASK_REGRESSION, 1, { 1, 2, 3, 4 }, { 10, 0, 5, 4.9 });
  Data classes = hold (pen_dataset_convert (numbers.get (), PEN_TASK_CLASSIFICATION, nullptr));
  EXPECT_EQ (y_of (classes), Vector ({ 1, -1, 1, -1 })); /* the midrange itself counts as above */
  Data back = hold (pen_dataset_convert (classes.get (), PEN_TASK_REGRESSION, nullptr));
  EXPECT_EQ (y_of (back), y_of (classes));
  EXPECT_EQ (pen_dataset_task (back.get ()), PEN_TASK_REGRESSION);
  Data sensing = hold (pen_dataset_convert (numbers.get (), PEN_TASK_MATRIX_SENSING, nullptr));
  EXPECT_EQ (y_of (sensing), y_of (numbers));

  Data huge = make (PEN_TASK_REGRESSION, 1, { 1, 2, 3 }, { 1.7e308, 1.6e308, 1e308 });
  EXPECT_EQ (y_of (hold (pen_dataset_convert (huge.get (), PEN_TASK_CLASSIFICATION, nullptr))), Vector ({ 1, 1, -1 }));
  Data negative = make (PEN_TASK_REGRESSION, 1, { 1, 2 }, { -1, -1 }); /* already labels: kept */
  EXPECT_EQ (y_of (hold (pen_dataset_convert (negative.get (), PEN_TASK_CLASSIFICATION, nullptr))),
             Vector ({ -1, -1 }));
}

TEST (Scaling, ByHand)
{
  Data data = make (PEN_TASK_REGRESSION, 2, { 1, 5, 3, 5 }, { 1, 2 });
  EXPECT_EQ (X_of (hold (pen_dataset_scaled (data.get (), TRUE, TRUE, nullptr))), Vector ({ -1, 0, 1, 0 }));
  EXPECT_EQ (X_of (hold (pen_dataset_scaled (data.get (), TRUE, FALSE, nullptr))), Vector ({ -1, 0, 1, 0 }));
  EXPECT_EQ (X_of (hold (pen_dataset_scaled (data.get (), FALSE, TRUE, nullptr))), Vector ({ 1, 5, 3, 5 }));
  Data same = hold (pen_dataset_scaled (data.get (), FALSE, FALSE, nullptr));
  EXPECT_TRUE (pen_dataset_equal (data.get (), same.get ()));
}

/* Mean within n ε and deviation 1 within n ε, whatever the unit; ends of the range included. */
TEST (Scaling, MeanAndDeviation)
{
  std::mt19937_64 random (8);
  std::normal_distribution<double> normal;
  size_t n = 200;

  for (double unit : { 1e-300, 1e-6, 1., 1e6, 1e300 })
    for (double shift : { 0., 3. })
      {
        Vector X (n), y (n, 1);
        for (double &entry : X)
          entry = unit * (normal (random) + shift);
        Data scaled = hold (pen_dataset_scaled (make (PEN_TASK_REGRESSION, 1, X, y).get (), TRUE, TRUE, nullptr));
        double sum = 0, squares = 0;
        for (double entry : X_of (scaled))
          {
            sum += entry;
            squares += entry * entry;
          }
        EXPECT_NEAR (sum / n, 0, n * epsilon);
        EXPECT_NEAR (squares / n, 1, n * epsilon);
      }
}

TEST (Scaling, ConstantColumnIsOnlyCentred)
{
  for (double value : { 0.1, -3e300, 5e-324, 0. })
    {
      Data data = make (PEN_TASK_REGRESSION, 1, Vector (7, value), Vector (7, 1));
      EXPECT_EQ (X_of (hold (pen_dataset_scaled (data.get (), TRUE, TRUE, nullptr))), Vector (7, 0));
      EXPECT_EQ (X_of (hold (pen_dataset_scaled (data.get (), FALSE, TRUE, nullptr))), Vector (7, value));
    }
}

TEST (Scaling, RefusesWhatOverflows)
{
  Data data = make (PEN_TASK_REGRESSION, 1, { 1.7e308, -1.7e308, -1.7e308 }, { 1, 2, 3 });
  g_autoptr (GError) error = nullptr;

  EXPECT_FALSE (pen_dataset_scaled (data.get (), TRUE, FALSE, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_NOT_FINITE));
}
