/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport.h"

#include "menus.h"
#include "numbers.h"
#include "runs-popover.h"
#include "tooltip.h"
#include "wrap.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

#define MARGIN_LIMIT 2000000 /* entries of X beyond which the margin at the playhead would cost the frame too much */
#define STILL_TIME (G_USEC_PER_SEC / 2) /* between two moments of a run, without animations */

struct _PenTransport
{
  GtkWidget parent_instance;
  GtkWidget *content, *play, *margins; /* margins: the reading with its name */
  GtkMenuButton *speed;
  PenRunsPopover *runs;
  GtkScale *scale;
  GtkAdjustment *adjustment;
  GtkInscription *time, *loss, *norm, *margin; /* labels would lay the window out anew with every frame */
  PenLaboratory *laboratory;
  GSignalGroup *signals;
  guint tick_id;
  gint64 last_tick;
};

enum
{
  PROP_LABORATORY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenTransport, pen_transport, GTK_TYPE_WIDGET)

static double
margin_of (const PenProblem *problem, const double *w, double norm)
{
  double margin = HUGE_VAL;

  if (problem->n * problem->d > MARGIN_LIMIT || norm == 0)
    return NAN;
  for (gsize i = 0; i < problem->n; i++)
    {
      const double *x = problem->X + i * problem->d;
      double f = 0;

      for (gsize j = 0; j < problem->d; j++)
        f += x[j] * w[j];
      margin = fmin (margin, problem->y[i] * f);
    }
  return margin / norm;
}

static const PenFrame *
frame_of (PenTransport *self)
{
  const PenTrace *trace = self->laboratory != NULL ? pen_laboratory_trace (self->laboratory) : NULL;
  gsize frame = trace != NULL ? pen_laboratory_frame (self->laboratory) : 0;

  return trace != NULL && frame < trace->n_frames ? &trace->frames[frame] : NULL;
}

static char *
time_text (const PenFrame *frame)
{
  g_autofree char *far = NULL;

  if (frame == NULL)
    return g_strdup ("");
  if (isinf (frame->log10_time))
    return g_strdup (frame->log10_time < 0 ? "t = 0" : "t = ∞");
  if (fabs (frame->log10_time) < 1e4)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      return g_strdup_printf (frame->log10_time < 0 ? "log₁₀ t = −%s" : "log₁₀ t = %s",
                              g_ascii_formatd (number, sizeof number, "%.2f", fabs (frame->log10_time)));
    }
  far = pen_number_text (frame->log10_time, 3);
  return g_strdup_printf ("log₁₀ t = %s", far);
}

static void
show_figures (PenTransport *self)
{
  const PenFrame *frame = frame_of (self);
  const PenProblem *problem = frame != NULL ? pen_laboratory_problem (self->laboratory) : NULL;
  const PenTrace *trace = frame != NULL ? pen_laboratory_trace (self->laboratory) : NULL;
  double norm = frame != NULL ? pen_norm2 (trace->d, frame->w) : (double)NAN, margin = (double)NAN;
  const PenExperiment *experiment =
      self->laboratory != NULL ? pen_document_experiment (pen_laboratory_document (self->laboratory)) : NULL;
  /* Of a linear predictor; a ReLU network's is told by the answer. */
  gboolean classes = experiment != NULL && pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION
                     && experiment->model != PEN_MODEL_RELU_NETWORK;
  g_autofree char *time = time_text (frame);
  g_autofree char *loss = pen_log10_text (frame != NULL ? frame->log10_loss : (double)NAN, 3);
  g_autofree char *norm_text = pen_number_text (norm, 4);
  g_autofree char *margin_text = NULL;

  if (classes && problem != NULL && problem->d == trace->d)
    margin = margin_of (problem, frame->w, norm);
  margin_text = pen_number_text (margin, 4);
  gtk_inscription_set_text (self->time, time);
  gtk_inscription_set_text (self->loss, loss);
  gtk_inscription_set_text (self->norm, norm_text);
  gtk_inscription_set_text (self->margin, margin_text);
  /* It keeps its place, or the scale would change its length with the task. */
  gtk_widget_set_opacity (self->margins, classes ? 1 : 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->margins), GTK_ACCESSIBLE_STATE_HIDDEN, !classes, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, time, -1);
}

static void
playhead_cb (PenTransport *self)
{
  if (self->laboratory != NULL)
    gtk_adjustment_set_value (self->adjustment, pen_laboratory_playhead (self->laboratory));
  show_figures (self);
}

static gboolean
moves (GtkWidget *widget)
{
  gboolean animations = TRUE;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &animations, NULL);
  return animations;
}

/* As on every player, time goes to the right, where it goes in the plots too. */
static void
keep_direction (GtkWidget *widget)
{
  gtk_widget_set_direction (widget, GTK_TEXT_DIR_LTR);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    keep_direction (child);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PenTransport *self = PEN_TRANSPORT (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);

  /* Whoever wants nothing to move sees the run as a row of pictures. */
  if (self->last_tick != 0 && now - self->last_tick < STILL_TIME && !moves (widget))
    return G_SOURCE_CONTINUE;
  if (self->last_tick != 0)
    pen_laboratory_advance (self->laboratory, (double)(now - self->last_tick) / G_USEC_PER_SEC);
  self->last_tick = now;
  return G_SOURCE_CONTINUE;
}

static void
stop_ticking (PenTransport *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

static void
playing_cb (PenTransport *self)
{
  gboolean playing = FALSE;
  const char *tip;

  if (self->laboratory != NULL)
    g_object_get (self->laboratory, "playing", &playing, NULL);
  tip = playing ? _ ("Pause (F5)") : _ ("Play (F5)");
  gtk_button_set_icon_name (GTK_BUTTON (self->play),
                            playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  pen_set_tooltip (self->play, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->play), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  playing ? _ ("Pause") : _ ("Play"), -1);
  if (playing && self->tick_id == 0)
    {
      self->last_tick = 0;
      self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
    }
  else if (!playing)
    stop_ticking (self);
}

static gboolean
scrubbed_cb (PenTransport *self, GtkScrollType scroll, double position)
{
  if (self->laboratory == NULL)
    return GDK_EVENT_STOP;
  g_object_set (self->laboratory, "playing", FALSE, NULL);
  pen_laboratory_seek (self->laboratory, CLAMP (position, 0, 1));
  return GDK_EVENT_STOP;
}

static void
speed_cb (PenTransport *self)
{
  double speed = 1;
  g_autofree char *number = NULL, *label = NULL;

  if (self->laboratory != NULL)
    g_object_get (self->laboratory, "speed", &speed, NULL);
  number = pen_number_text (speed, 3);
  label = g_strdup_printf ("%s×", number);
  gtk_menu_button_set_label (self->speed, label);
}

static void
set_laboratory (PenTransport *self, PenLaboratory *laboratory)
{
  if (!g_set_object (&self->laboratory, laboratory))
    return;
  stop_ticking (self);
  g_signal_group_set_target (self->signals, laboratory);
  g_object_set (self->runs, "laboratory", laboratory, NULL);
  speed_cb (self);
  playing_cb (self);
  playhead_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

static void
pen_transport_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_value_set_object (value, PEN_TRANSPORT (object)->laboratory);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_transport_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    set_laboratory (PEN_TRANSPORT (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_transport_dispose (GObject *object)
{
  PenTransport *self = PEN_TRANSPORT (object);

  stop_ticking (self);
  g_clear_object (&self->signals);
  g_clear_object (&self->laboratory);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pen_transport_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PenTransport, name)

static void
pen_transport_class_init (PenTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pen_transport_get_property;
  object_class->set_property = pen_transport_set_property;
  object_class->dispose = pen_transport_dispose;
  properties[PROP_LABORATORY] =
      g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (PEN_TYPE_RUNS_POPOVER);
  g_type_ensure (PEN_TYPE_WRAP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/transport.ui");
  BIND (content);
  BIND (play);
  BIND (speed);
  BIND (runs);
  BIND (scale);
  BIND (adjustment);
  BIND (time);
  BIND (loss);
  BIND (norm);
  BIND (margin);
  BIND (margins);
  gtk_widget_class_bind_template_callback (widget_class, scrubbed_cb);
}

static void
pen_transport_init (PenTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pen_menu_button_set (self->speed, "speed_menu");
  self->signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  g_signal_group_connect_swapped (self->signals, "playhead-changed", G_CALLBACK (playhead_cb), self);
  g_signal_group_connect_swapped (self->signals, "trace-changed", G_CALLBACK (playhead_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::playing", G_CALLBACK (playing_cb), self);
  g_signal_group_connect_swapped (self->signals, "notify::speed", G_CALLBACK (speed_cb), self);
  keep_direction (self->content);
  playing_cb (self);
  show_figures (self);
}

GtkWidget *
pen_transport_new (void)
{
  return g_object_new (PEN_TYPE_TRANSPORT, NULL);
}
