/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/column-qr.h>
#include <penchant/linalg.h>

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>
#include <vector>

typedef std::vector<double> Vector;

static Vector
gaussian (std::mt19937 &random, gsize n)
{
  std::normal_distribution<double> normal;
  Vector x (n);

  for (double &entry : x)
    entry = normal (random);
  return x;
}

/* (3, 4) and (1, 0): R = (5, .6; 0, .8), Q's second column (.8, −.6). */
TEST (ColumnQr, ByHand)
{
  g_auto (PenColumnQr) qr = {};
  double first[] = { 3, 4 }, second[] = { 1, 0 }, x[] = { 5.6, .8 }, t[] = { 5, 1.4 };

  pen_column_qr_init (&qr, 2, 2);
  ASSERT_TRUE (pen_column_qr_append (&qr, first, 1e-12));
  ASSERT_TRUE (pen_column_qr_append (&qr, second, 1e-12));
  EXPECT_NEAR (qr.R[1], .6, 1e-15);
  EXPECT_NEAR (qr.R[3], .8, 1e-15);
  EXPECT_NEAR (qr.Q[2], .8, 1e-15);
  pen_column_qr_solve (&qr, x);
  EXPECT_NEAR (x[0], 1, 1e-15);
  EXPECT_NEAR (x[1], 1, 1e-15);
  pen_column_qr_solve_t (&qr, t);
  EXPECT_NEAR (t[0], 1, 1e-15);
  EXPECT_NEAR (t[1], 1, 1e-15);
  EXPECT_FALSE (pen_column_qr_append (&qr, second, 1e-12)); /* no room */
  EXPECT_EQ (qr.p, 2u);
  pen_column_qr_remove (&qr, 0);
  EXPECT_NEAR (std::fabs (qr.R[0]), 1, 1e-15);
  EXPECT_FALSE (pen_column_qr_append (&qr, second, 1e-12)); /* dependent */
  EXPECT_EQ (qr.p, 1u);
}

/* QR = A and QᵀQ = I after hundreds of changes, columns of norms 1e-6 to 1e6 and a twin now and then. Each change adds
 * some ε of a column's norm; 600 of them, at √600 or so: 1e-14 and far below 1e-13. */
TEST (ColumnQr, HoldsAfterManyChanges)
{
  std::mt19937 random (3);

  for (gsize n : { 1, 7, 40 })
    {
      g_auto (PenColumnQr) qr = {};
      std::vector<Vector> columns;

      pen_column_qr_init (&qr, n, n);
      for (int turn = 0; turn < 600; turn++)
        {
          if (columns.empty () || (columns.size () < n && random () % 5 < 3))
            {
              Vector column = gaussian (random, n);
              double unit = std::pow (10., int (random () % 13) - 6);
              bool twin = !columns.empty () && random () % 8 == 0;

              for (gsize i = 0; i < n; i++)
                column[i] = twin ? -3 * columns.front ()[i] : unit * column[i];
              EXPECT_EQ (pen_column_qr_append (&qr, column.data (), 1e-10), !twin);
              if (!twin)
                columns.push_back (column);
            }
          else
            {
              gsize k = random () % columns.size ();

              pen_column_qr_remove (&qr, k);
              columns.erase (columns.begin () + k);
            }
          ASSERT_EQ (qr.p, columns.size ());
        }
      for (gsize b = 0; b < qr.p; b++)
        {
          double norm = pen_norm2 (n, columns[b].data ());

          for (gsize i = 0; i < n; i++)
            {
              double sum = 0;
              for (gsize a = 0; a <= b; a++)
                sum += qr.Q[a * n + i] * qr.R[a * qr.capacity + b];
              EXPECT_NEAR (sum, columns[b][i], 1e-13 * norm);
            }
          for (gsize a = 0; a <= b; a++)
            EXPECT_NEAR (pen_dot (n, &qr.Q[a * n], &qr.Q[b * n]), a == b, 1e-13);
        }
    }
}

/* Columns 1e-9 apart, whose Gram matrix is singular in doubles: x = (1, 1) comes back to ε/1e-9 = 2e-7. */
TEST (ColumnQr, DoesNotSquareTheCondition)
{
  std::mt19937 random (4);
  g_auto (PenColumnQr) qr = {};
  Vector first = gaussian (random, 20), second = gaussian (random, 20), b (20), x (2);

  for (gsize i = 0; i < 20; i++)
    {
      second[i] = first[i] + 1e-9 * second[i];
      b[i] = first[i] + second[i];
    }
  pen_column_qr_init (&qr, 20, 20);
  ASSERT_TRUE (pen_column_qr_append (&qr, first.data (), 1e-12));
  ASSERT_TRUE (pen_column_qr_append (&qr, second.data (), 1e-12));
  pen_gemv (2, 20, qr.Q, b.data (), x.data ());
  pen_column_qr_solve (&qr, x.data ());
  EXPECT_NEAR (x[0], 1, 2e-6); /* tenfold, for the sums of 20 */
  EXPECT_NEAR (x[1], 1, 2e-6);
}
