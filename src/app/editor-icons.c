/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-icons.h"

#include <adwaita.h>
#include <penchant/plot.h>

static void
draw_marker (cairo_t *cr, gboolean positive)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager), contrast = adw_style_manager_get_high_contrast (manager);
  PenTheme theme = contrast ? (dark ? PEN_THEME_DARK_CONTRAST : PEN_THEME_LIGHT_CONTRAST)
                            : (dark ? PEN_THEME_DARK : PEN_THEME_LIGHT);
  PenColor color = pen_ink_color (positive ? PEN_INK_POSITIVE : PEN_INK_NEGATIVE, theme);

  cairo_set_source_rgb (cr, color.red, color.green, color.blue);
  if (positive)
    cairo_arc (cr, 8, 8, 5, 0, 2 * G_PI);
  else
    {
      cairo_move_to (cr, 8, 1.75);
      cairo_line_to (cr, 14.25, 8);
      cairo_line_to (cr, 8, 14.25);
      cairo_line_to (cr, 1.75, 8);
      cairo_close_path (cr);
    }
  cairo_fill (cr);
}

static void
draw_select (cairo_t *cr)
{
  const double dashes[] = { 2.5, 2 };

  cairo_rectangle (cr, 2, 3, 12, 10);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
draw_pan (cairo_t *cr)
{
  cairo_translate (cr, 8, 8);
  for (int i = 0; i < 4; i++)
    {
      cairo_move_to (cr, 0, 0);
      cairo_line_to (cr, 0, -5);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
      cairo_move_to (cr, -2.75, -4.5);
      cairo_line_to (cr, 0, -7.75);
      cairo_line_to (cr, 2.75, -4.5);
      cairo_close_path (cr);
      cairo_fill (cr);
      cairo_rotate (cr, G_PI_2);
    }
}

/* Drops of a spray: of the label's colour and shape. */
static void
draw_brush (cairo_t *cr, gboolean positive)
{
  static const double drops[][3] = { { 4, 4, .5 },     { 10.5, 3, .36 }, { 12, 9.5, .5 },
                                     { 6, 10.5, .36 }, { 8, 14, .3 },    { 2, 9, .26 } };

  for (gsize i = 0; i < G_N_ELEMENTS (drops); i++)
    {
      cairo_save (cr);
      cairo_translate (cr, drops[i][0], drops[i][1]);
      cairo_scale (cr, drops[i][2], drops[i][2]);
      cairo_translate (cr, -8, -8);
      draw_marker (cr, positive);
      cairo_restore (cr);
    }
}

static void
draw_erase (cairo_t *cr)
{
  cairo_save (cr);
  cairo_translate (cr, 8, 7);
  cairo_rotate (cr, -G_PI_4);
  cairo_rectangle (cr, -6, -3.25, 12, 6.5);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  cairo_rectangle (cr, -6, -3.25, 5, 6.5);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_rectangle (cr, 7, 14, 8, 1.5);
  cairo_fill (cr);
}

/* A grid, and for the snap a point on a crossing of it. */
static void
draw_grid (cairo_t *cr, gboolean point)
{
  cairo_set_line_width (cr, 1);
  for (int i = 0; i < (point ? 2 : 3); i++)
    {
      double at = point ? 4.5 + 7 * i : 2.5 + 5.5 * i;

      cairo_move_to (cr, 1, at);
      cairo_line_to (cr, 15, at);
      cairo_stroke (cr);
      if (point || i == 1)
        {
          cairo_move_to (cr, point ? at : 6.5, 1);
          cairo_line_to (cr, point ? at : 6.5, point ? 15 : 14);
          cairo_stroke (cr);
        }
    }
  if (point)
    {
      cairo_arc (cr, 11.5, 4.5, 3.25, 0, 2 * G_PI);
      cairo_fill (cr);
      return;
    }
  cairo_rectangle (cr, 1.5, 2.5, 13, 11);
  cairo_stroke (cr);
}

/* A die. */
static void
draw_generate (cairo_t *cr)
{
  static const double eyes[][2] = { { 5, 5 }, { 11, 5 }, { 8, 8 }, { 5, 11 }, { 11, 11 } };

  cairo_rectangle (cr, 1.75, 1.75, 12.5, 12.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  for (gsize i = 0; i < G_N_ELEMENTS (eyes); i++)
    {
      cairo_arc (cr, eyes[i][0], eyes[i][1], 1.4, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  cairo_translate (cr, (width - 16) / 2.0, (height - 16) / 2.0);
  /* Insensitive tools are greyed by their colour's opacity, and so is the marker. */
  if ((gtk_widget_get_state_flags (GTK_WIDGET (area)) & GTK_STATE_FLAG_INSENSITIVE) != 0)
    cairo_push_group (cr);
  gdk_cairo_set_source_rgba (cr, &color);
  switch ((PenEditorIcon)GPOINTER_TO_INT (user_data))
    {
    case PEN_EDITOR_ICON_POSITIVE:
    case PEN_EDITOR_ICON_NEGATIVE:
      draw_marker (cr, GPOINTER_TO_INT (user_data) == PEN_EDITOR_ICON_POSITIVE);
      break;
    case PEN_EDITOR_ICON_SELECT:
      draw_select (cr);
      break;
    case PEN_EDITOR_ICON_PAN:
      draw_pan (cr);
      break;
    case PEN_EDITOR_ICON_BRUSH:
      draw_brush (cr, g_object_get_data (G_OBJECT (area), "negative") == NULL);
      break;
    case PEN_EDITOR_ICON_ERASE:
      draw_erase (cr);
      break;
    case PEN_EDITOR_ICON_GENERATE:
      draw_generate (cr);
      break;
    case PEN_EDITOR_ICON_SNAP:
    case PEN_EDITOR_ICON_TABLE:
      draw_grid (cr, GPOINTER_TO_INT (user_data) == PEN_EDITOR_ICON_SNAP);
      break;
    }
  if ((gtk_widget_get_state_flags (GTK_WIDGET (area)) & GTK_STATE_FLAG_INSENSITIVE) != 0)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, 0.5);
    }
}

void
pen_editor_icon_attach (GtkDrawingArea *area, PenEditorIcon icon)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_drawing_area_set_content_width (area, 16);
  gtk_drawing_area_set_content_height (area, 16);
  gtk_drawing_area_set_draw_func (area, draw_cb, GINT_TO_POINTER (icon), NULL);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), area,
                           G_CONNECT_SWAPPED);
}

void
pen_editor_icon_set_label (GtkDrawingArea *area, int label)
{
  gpointer negative = label < 0 ? area : NULL;

  if (g_object_get_data (G_OBJECT (area), "negative") == negative)
    return;
  g_object_set_data (G_OBJECT (area), "negative", negative);
  gtk_widget_queue_draw (GTK_WIDGET (area));
}
