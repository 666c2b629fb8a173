/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"

#include <penchant/generator.h>

G_BEGIN_DECLS

#define PEN_TYPE_GENERATOR_POPOVER (pen_generator_popover_get_type ())
G_DECLARE_FINAL_TYPE (PenGeneratorPopover, pen_generator_popover, PEN, GENERATOR_POPOVER, GtkPopover)

/* Makes points after a recipe. Each change of a setting makes them at once; all that is done between opening and closing is
 * one step of undo. */
void pen_generator_popover_set_editor (PenGeneratorPopover *self, PenDataEditor *editor); /* not owned */
/* As a person would: chooses, types, presses the button. */
void pen_generator_popover_choose (PenGeneratorPopover *self, PenGeneratorKind kind);
void pen_generator_popover_enter (PenGeneratorPopover *self, const PenGenerator *generator); /* and generates */
void pen_generator_popover_generate (PenGeneratorPopover *self);
void pen_generator_popover_next_seed (PenGeneratorPopover *self);
const PenGenerator *pen_generator_popover_settings (PenGeneratorPopover *self);
const char         *pen_generator_popover_problem (PenGeneratorPopover *self); /* why not, or NULL */

G_END_DECLS
