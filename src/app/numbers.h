/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as a person reads them: "0.6587", "3.2×10⁻⁹", "−4". Free with g_free(). NAN gives "–". */
char *pen_number_text (double value, int digits);
/* The same for a positive number given by its logarithm, which may be far outside a double: −400 gives "10⁻⁴⁰⁰",
 * −2e10 gives "10^(−2×10¹⁰)". */
char *pen_log10_text (double log10_value, int digits);
/* "²" for 2. Free with g_free(). */
char *pen_superscript (guint number);
/* The shortest text that reads back as the same number: "0.1", "1e-6". Free with g_free(). */
char *pen_number_exact (double value);
/* What was typed, with a decimal point or comma. FALSE when the whole text is not one finite number. */
gboolean pen_number_parse (const char *text, double *value);

G_END_DECLS
