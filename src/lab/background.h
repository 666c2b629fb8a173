/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PEN_BACKGROUND_RUN 10   /* niceness of the run and its solutions: the window's frames come first */
#define PEN_BACKGROUND_STUDY 15 /* behind the run */

/* The calling thread steps back for good, behind the window's: a thread of its own, never one of a pool. */
void pen_background_enter (int niceness);

G_END_DECLS
