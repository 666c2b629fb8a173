/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* recoverable.c: the files that recovery.c writes and finds again. */
#define PEN_RECOVERY_ENDING ".penchant"
#define PEN_RECOVERY_UNFINISHED ".new" /* behind that: still being written, and of no use to anyone else */

/* A lock beside @file, until pen_recovery_unlock() or the end of the process; -1 where another has it. Errors: IO. */
int   pen_recovery_lock (const char *file, GError **error);
void  pen_recovery_unlock (const char *file, int lock);
/* An experiment's text with the place it was last saved at, which may be NULL. Free with g_free(). */
char *pen_recovery_text (const char *text, const char *path);

G_END_DECLS
