/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sweep-bar.h"

#include "choice-row.h"
#include "number-row.h"
#include "numbers.h"
#include "tooltip.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _PenSweepBar
{
  GtkWidget parent_instance;
  GtkWidget *content, *button;
  GtkMenuButton *settings;
  GtkProgressBar *progress;
  GtkLabel *text, *problem;
  PenChoiceRow *over;
  PenNumberRow *first, *last, *values;
  GtkSwitch *ratios;
  PenStudy *study; /* not owned: both are parts of one card */
  gulong changed_id;
  GPtrArray *keys; /* of the choices, static strings */
  PenSweepOptions options;
  gboolean silent;
};

G_DEFINE_FINAL_TYPE (PenSweepBar, pen_sweep_bar, GTK_TYPE_WIDGET)

static const char *
title_of (const char *key)
{
  static const struct
  {
    const char *key, *title;
  } titles[] = {
    { "model.init-scale", N_ ("Scale α") },
    { "model.depth", N_ ("Depth L") },
    { "model.width", N_ ("Width") },
    { "model.rank", N_ ("Rank") },
    { "model.seed", N_ ("Start seed") },
    { "loss.exponent", N_ ("Tail exponent") },
    { "training.step-size", N_ ("Step size η") },
    { "training.batch-size", N_ ("Batch size") },
    { "training.momentum", N_ ("Momentum β") },
    { "training.seed", N_ ("Batch seed") },
    { "training.time", N_ ("Time t") },
    { "reference.ridge-mu", N_ ("Ridge μ") },
    { "reference.lasso-kappa", N_ ("Lasso κ") },
    { "reference.soft-margin-c", N_ ("Soft margin C") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i].key, key) == 0)
      return _ (titles[i].title);
  return key;
}

/* Only what does something for this experiment can be chosen. */
static void
list_keys (PenSweepBar *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  PenSweepOptions options;

  g_ptr_array_set_size (self->keys, 0);
  for (const char *const *key = pen_sweep_keys (); *key != NULL; key++)
    if (pen_study_suggest (self->study, *key, &options))
      {
        g_ptr_array_add (self->keys, (gpointer)*key);
        g_ptr_array_add (titles, (gpointer)title_of (*key));
      }
  g_ptr_array_add (titles, NULL);
  pen_choice_row_set_items (self->over, (const char *const *)titles->pdata);
  for (guint i = 0; i < self->keys->len; i++)
    if (strcmp (g_ptr_array_index (self->keys, i), self->options.key) == 0)
      pen_choice_row_set_selected (self->over, i);
}

static void
show_settings (PenSweepBar *self)
{
  g_autofree char *first = pen_number_text (self->options.first, 3);
  g_autofree char *last = pen_number_text (self->options.last, 3);
  g_autofree char *label = NULL;
  gulong n = pen_sweep_count (&self->options);

  /* Translators: "Scale α: 10⁻⁶ … 10, 15 values" */
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %s … %s, %lu value", "%s: %s … %s, %lu values", n),
                           title_of (self->options.key), first, last, n);
  gtk_menu_button_set_label (self->settings, label);
  self->silent = TRUE;
  list_keys (self);
  pen_number_row_set_value (self->first, self->options.first);
  pen_number_row_set_value (self->last, self->options.last);
  pen_number_row_set_value (self->values, (double)self->options.n);
  gtk_switch_set_active (self->ratios, self->options.is_geometric);
  self->silent = FALSE;
}

static char *
duration_text (double seconds)
{
  const double minute = 60, hour = 3600;

  if (seconds < 2 * minute)
    return g_strdup_printf (_ ("%.0f s"), fmax (1, ceil (seconds)));
  if (seconds < 2 * hour)
    return g_strdup_printf (_ ("%.0f min"), ceil (seconds / minute));
  return g_strdup_printf (_ ("%.0f h"), ceil (seconds / hour));
}

static char *
progress_text (PenSweepBar *self, const PenStudyProgress *progress)
{
  g_autofree char *left = NULL;

  if (progress->message != NULL)
    return g_strdup (progress->message);
  if (!progress->busy && progress->done == progress->total)
    return g_strdup (_ ("finished"));
  if (!progress->busy)
    return g_strdup_printf (_ ("stopped after %zu of %zu"), progress->done, progress->total);
  if (isnan (progress->seconds_left))
    return g_strdup_printf (_ ("%zu of %zu"), progress->done, progress->total);
  left = duration_text (progress->seconds_left);
  return g_strdup_printf (_ ("%zu of %zu, %s left"), progress->done, progress->total, left);
}

static void
show_progress (PenSweepBar *self)
{
  PenStudyProgress progress;
  g_autofree char *text = NULL;
  const char *tip;

  pen_study_progress (self->study, &progress);
  text = progress_text (self, &progress);
  tip = progress.busy ? _ ("Stop the sweep and keep what it has") : _ ("Sweep again");
  gtk_label_set_label (self->text, text);
  pen_set_tooltip (GTK_WIDGET (self->text), progress.message);
  gtk_progress_bar_set_fraction (self->progress,
                                 progress.total > 0 ? (double)progress.done / (double)progress.total : 0);
  gtk_button_set_icon_name (GTK_BUTTON (self->button),
                            progress.busy ? "media-playback-stop-symbolic" : "view-refresh-symbolic");
  pen_set_tooltip (self->button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
}

static void
changed_cb (PenSweepBar *self)
{
  PenSweepOptions now;

  if (!pen_study_sweep (self->study, &now))
    return;
  if (memcmp (&now, &self->options, sizeof now) != 0)
    {
      self->options = now;
      show_settings (self);
    }
  show_progress (self);
}

static void
say (PenSweepBar *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

void
pen_sweep_bar_enter (PenSweepBar *self, const PenSweepOptions *options)
{
  g_return_if_fail (PEN_IS_SWEEP_BAR (self) && self->study != NULL);
  if (options->is_geometric && !(options->first > 0 && options->last > 0))
    {
      say (self, _ ("Equal ratios need both ends above 0. Turn them off, or move the ends."));
      return;
    }
  say (self, NULL);
  pen_study_set_sweep (self->study, options);
}

static void
over_cb (PenSweepBar *self, guint item)
{
  PenSweepOptions options;

  if (!self->silent && item < self->keys->len
      && pen_study_suggest (self->study, g_ptr_array_index (self->keys, item), &options))
    pen_sweep_bar_enter (self, &options);
}

static void
entered_cb (PenSweepBar *self)
{
  PenSweepOptions options = self->options;

  if (self->silent)
    return;
  options.first = pen_number_row_value (self->first);
  options.last = pen_number_row_value (self->last);
  options.n = (gsize)pen_number_row_value (self->values);
  options.is_geometric = gtk_switch_get_active (self->ratios);
  pen_sweep_bar_enter (self, &options);
}

static void
suggested_cb (PenSweepBar *self)
{
  say (self, NULL);
  pen_study_set_sweep (self->study, NULL);
}

void
pen_sweep_bar_press (PenSweepBar *self)
{
  g_return_if_fail (PEN_IS_SWEEP_BAR (self) && self->study != NULL);
  if (pen_study_busy (self->study))
    pen_study_stop (self->study);
  else
    pen_study_set_sweep (self->study, &self->options);
}

const char *
pen_sweep_bar_text (PenSweepBar *self)
{
  g_return_val_if_fail (PEN_IS_SWEEP_BAR (self), NULL);
  return gtk_label_get_label (self->text);
}

const char *
pen_sweep_bar_problem (PenSweepBar *self)
{
  g_return_val_if_fail (PEN_IS_SWEEP_BAR (self), NULL);
  return gtk_widget_get_visible (GTK_WIDGET (self->problem)) ? gtk_label_get_label (self->problem) : NULL;
}

void
pen_sweep_bar_set_study (PenSweepBar *self, PenStudy *study)
{
  g_return_if_fail (PEN_IS_SWEEP_BAR (self) && PEN_IS_STUDY (study));
  self->study = study;
  g_signal_connect_object (study, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

static void
pen_sweep_bar_dispose (GObject *object)
{
  PenSweepBar *self = PEN_SWEEP_BAR (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pen_sweep_bar_parent_class)->dispose (object);
}

static void
pen_sweep_bar_finalize (GObject *object)
{
  g_ptr_array_unref (PEN_SWEEP_BAR (object)->keys);
  G_OBJECT_CLASS (pen_sweep_bar_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PenSweepBar, name)

static void
pen_sweep_bar_class_init (PenSweepBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_sweep_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = pen_sweep_bar_finalize;
  g_type_ensure (PEN_TYPE_CHOICE_ROW);
  g_type_ensure (PEN_TYPE_NUMBER_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/sweep-bar.ui");
  BIND (content);
  BIND (button);
  BIND (settings);
  BIND (progress);
  BIND (text);
  BIND (problem);
  BIND (over);
  BIND (first);
  BIND (last);
  BIND (values);
  BIND (ratios);
  gtk_widget_class_bind_template_callback (widget_class, over_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, suggested_cb);
  gtk_widget_class_bind_template_callback (widget_class, pen_sweep_bar_press);
}

static void
pen_sweep_bar_init (PenSweepBar *self)
{
  self->keys = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pen_number_row_set_lowest (self->values, 1, TRUE);
}
