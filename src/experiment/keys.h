/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/error.h>

G_BEGIN_DECLS

/* The keys of an experiment file, and the small readers that name file, group and key in every error. */

typedef struct
{
  const char *group, *key;
} PenKey;

extern const PenKey pen_keys[];
extern const gsize pen_n_keys;

/* A key file and the name errors call it by; borrowed. */
typedef struct
{
  GKeyFile *file;
  const char *name;
} PenKeyReader;

/* A word of the format and its value here. Ends with a NULL word. */
typedef struct
{
  const char *word;
  int value;
} PenKeyWord;

/* Lines, groups, keys and duplicates of @text before GKeyFile sees it, which would merge duplicates silently. */
gboolean pen_keys_check_text (const char *text, const char *name, GError **error);
gboolean pen_keys_check_known (const char *group, const char *key, const char *name, GError **error);

void pen_key_error (GError **error, PenError code, const char *name, const char *group, const char *key,
                    const char *format, ...) G_GNUC_PRINTF (6, 7);
/* Enough of a text to recognise it by, on one line; free with g_free(). */
char *pen_key_excerpt (const char *text);
gboolean pen_key_number (const char *text, double *number);

/* Each leaves *value alone where the key is missing. */
gboolean pen_key_read_text (const PenKeyReader *self, const char *group, const char *key, char **value, GError **error);
gboolean pen_key_read_list (const PenKeyReader *self, const char *group, const char *key, char ***value, GError **error);
gboolean pen_key_read_boolean (const PenKeyReader *self, const char *group, const char *key, gboolean *value, GError **error);
gboolean pen_key_read_number (const PenKeyReader *self, const char *group, const char *key, double *value, GError **error);
gboolean pen_key_read_count (const PenKeyReader *self, const char *group, const char *key, gsize *value, GError **error);
gboolean pen_key_read_numbers (const PenKeyReader *self, const char *group, const char *key, double **value, gsize *n,
                               GError **error);
gboolean pen_key_read_word (const PenKeyReader *self, const char *group, const char *key, const PenKeyWord *words,
                            int *value, GError **error);
/* VALUE for a word that is none of them, with the list of what there is. */
gboolean pen_key_find_word (const char *text, const PenKeyWord *words, const char *name, const char *group,
                            const char *key, int *value, GError **error);

G_END_DECLS
