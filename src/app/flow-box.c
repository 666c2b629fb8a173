/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow-box.h"

static gboolean
move_cb (GtkFlowBox *box, GtkMovementStep step, int count, gboolean extend, gboolean modify, gpointer user_data)
{
  if (step == GTK_MOVEMENT_PAGES)
    g_signal_stop_emission_by_name (box, "move-cursor");
  return FALSE;
}

void
pen_flow_box_leave_pages (GtkFlowBox *box)
{
  g_signal_connect (box, "move-cursor", G_CALLBACK (move_cb), NULL);
}
