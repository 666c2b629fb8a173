/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer-bar.h"

#include "tooltip.h"

#include <glib/gi18n-lib.h>

#define ARGUMENT_CHARS 64
#define POPOVER_MARGIN 64 /* pixels of its padding, its arrow and the window's edges */

struct _PenAnswerBar
{
  GtkWidget parent_instance;
  GtkWidget *content, *icon, *badge;
  GtkLabel *sentence, *argument;
  GtkMenuButton *why;
  PenLaboratory *laboratory;
  GSignalGroup *signals;
  const char *verdict;
  char *said; /* the sentence without where the playhead is */
};

enum
{
  PROP_LABORATORY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenAnswerBar, pen_answer_bar, GTK_TYPE_WIDGET)

/* Shape and word tell the verdict, colour only repeats it. */
static const struct
{
  const char *verdict, *icon, *css, *name;
} looks[] = {
  { "agrees", "emblem-ok-symbolic", "agrees", N_ ("The theorem and the run agree") },
  { "approaching", "content-loading-symbolic", "approaching", N_ ("The run approaches the limit") },
  { "disagrees", "window-close-symbolic", "disagrees", N_ ("The run disagrees with the theorem") },
  { "not applicable", "dialog-information-symbolic", "neutral", N_ ("No theorem applies") },
  { "running", "content-loading-symbolic", "approaching", N_ ("Running") },
  { "error", "dialog-warning-symbolic", "disagrees", N_ ("The run failed") },
  { "idle", "dialog-information-symbolic", "neutral", N_ ("Nothing runs") },
};

/* No line ends within "min-ℓ₂". */
static void
set_text (GtkLabel *label, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "-ℓ", -1);
  g_autofree char *whole = g_strjoinv ("‑ℓ", parts);

  if (g_strcmp0 (whole, gtk_label_get_label (label)) != 0)
    gtk_label_set_label (label, whole);
}

/* The sentence is about the end; the plots may show the way there. */
static void
say (PenAnswerBar *self)
{
  gboolean on_the_way = self->laboratory != NULL && pen_laboratory_status (self->laboratory) == PEN_LAB_DONE
                        && pen_laboratory_playhead (self->laboratory) < 1;
  g_autofree char *text =
      on_the_way ? g_strdup_printf (_ ("%s This is the end of the run; the plots show an earlier time."), self->said)
                 : g_strdup (self->said);

  set_text (self->sentence, text);
}

/* Step by step, and who showed it. */
static char *
explain (const PenTheorem *theorem)
{
  g_auto (GStrv) steps = g_strsplit (theorem->argument, "\n", -1);
  g_autofree char *argument = g_strjoinv ("\n\n", steps);

  return g_strdup_printf ("%s\n\n%s", argument, theorem->source);
}

static void
show (PenAnswerBar *self, const char *verdict, const char *sentence, const char *argument)
{
  self->verdict = verdict;
  g_free (self->said);
  self->said = g_strdup (sentence);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      const char *css[] = { "badge", looks[i].css, NULL };

      if (!g_str_equal (looks[i].verdict, verdict))
        continue;
      gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[i].icon);
      gtk_widget_set_css_classes (self->badge, css);
      pen_set_tooltip (self->badge, _ (looks[i].name));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (looks[i].name),
                                      -1);
    }
  say (self);
  set_text (self->argument, argument != NULL ? argument : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why), argument != NULL && *argument != '\0');
}

static void
refresh (PenAnswerBar *self)
{
  const PenTheory *theory = self->laboratory != NULL ? pen_laboratory_theory (self->laboratory) : NULL;
  const PenTheorem *theorem = theory != NULL ? pen_theory_answer (theory) : NULL;
  PenLabStatus status = self->laboratory != NULL ? pen_laboratory_status (self->laboratory) : PEN_LAB_IDLE;
  const char *message = self->laboratory != NULL ? pen_laboratory_message (self->laboratory) : NULL;
  g_autofree char *none = pen_theory_no_answer (theory);

  if (status == PEN_LAB_ERROR)
    show (self, "error", message != NULL ? message : _ ("The run failed"), NULL);
  else if (status == PEN_LAB_IDLE)
    show (self, "idle", message != NULL ? message : _ ("Nothing runs yet"), NULL);
  else if (theorem != NULL)
    {
      g_autofree char *argument = explain (theorem);

      show (self, pen_verdict_nick (theorem->verdict), theorem->sentence, argument);
    }
  else if (status == PEN_LAB_TRAINING || theory == NULL)
    show (self, "running", _ ("The run is under way…"), NULL);
  else
    {
      const PenOutcome *outcome = pen_laboratory_outcome (self->laboratory);
      const char *reason = outcome != NULL && outcome->training != NULL ? outcome->training->reason : NULL;
      g_autofree char *both = reason != NULL ? g_strdup_printf ("%s. %s", reason, none) : g_strdup (none);

      show (self, "not applicable", both, NULL);
    }
}

static void
set_laboratory (PenAnswerBar *self, PenLaboratory *laboratory)
{
  if (!g_set_object (&self->laboratory, laboratory))
    return;
  g_signal_group_set_target (self->signals, laboratory);
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

static void
pen_answer_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_value_set_object (value, PEN_ANSWER_BAR (object)->laboratory);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_answer_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    set_laboratory (PEN_ANSWER_BAR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_answer_bar_dispose (GObject *object)
{
  PenAnswerBar *self = PEN_ANSWER_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->laboratory);
  g_clear_pointer (&self->said, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pen_answer_bar_parent_class)->dispose (object);
}

static void
pen_answer_bar_class_init (PenAnswerBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pen_answer_bar_get_property;
  object_class->set_property = pen_answer_bar_set_property;
  object_class->dispose = pen_answer_bar_dispose;
  properties[PROP_LABORATORY] =
      g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/answer-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PenAnswerBar, content);
  gtk_widget_class_bind_template_child (widget_class, PenAnswerBar, badge);
  gtk_widget_class_bind_template_child (widget_class, PenAnswerBar, icon);
  gtk_widget_class_bind_template_child (widget_class, PenAnswerBar, sentence);
  gtk_widget_class_bind_template_child (widget_class, PenAnswerBar, argument);
  gtk_widget_class_bind_template_child (widget_class, PenAnswerBar, why);
}

/* No wider than the window it stands in. */
static void
popup_cb (GtkMenuButton *button, gpointer user_data)
{
  PenAnswerBar *self = user_data;
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  int room = gtk_widget_get_width (root) - POPOVER_MARGIN;
  graphene_rect_t at;
  PangoLayout *layout = gtk_label_get_layout (self->argument);
  PangoFontMetrics *metrics = pango_context_get_metrics (pango_layout_get_context (layout), NULL, NULL);
  /* As a label counts: by the wider of the two. */
  int wide = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                  pango_font_metrics_get_approximate_digit_width (metrics));
  int chars = room * PANGO_SCALE / MAX (wide, 1);

  pango_font_metrics_unref (metrics);
  /* As wide as the window it stands in its middle: over the button it would reach past the edge. */
  if (gtk_widget_compute_bounds (GTK_WIDGET (button), root, &at))
    gtk_popover_set_offset (
        gtk_menu_button_get_popover (button),
        chars < ARGUMENT_CHARS ? gtk_widget_get_width (root) / 2 - (int)(at.origin.x + at.size.width / 2) : 0, 0);
  gtk_label_set_width_chars (self->argument, CLAMP (chars, 20, ARGUMENT_CHARS));
  gtk_label_set_max_width_chars (self->argument, CLAMP (chars, 20, ARGUMENT_CHARS));
}

static void
pen_answer_bar_init (PenAnswerBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->why, popup_cb, self, NULL);
  self->signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  g_signal_group_connect_swapped (self->signals, "theory-changed", G_CALLBACK (refresh), self);
  g_signal_group_connect_swapped (self->signals, "status-changed", G_CALLBACK (refresh), self);
  g_signal_group_connect_swapped (self->signals, "playhead-changed", G_CALLBACK (say), self);
  refresh (self);
}

GtkWidget *
pen_answer_bar_new (void)
{
  return g_object_new (PEN_TYPE_ANSWER_BAR, NULL);
}

const char *
pen_answer_bar_sentence (PenAnswerBar *self)
{
  g_return_val_if_fail (PEN_IS_ANSWER_BAR (self), NULL);
  return self->said;
}

const char *
pen_answer_bar_verdict (PenAnswerBar *self)
{
  g_return_val_if_fail (PEN_IS_ANSWER_BAR (self), NULL);
  return self->verdict;
}

void
pen_answer_bar_explain (PenAnswerBar *self)
{
  g_return_if_fail (PEN_IS_ANSWER_BAR (self));
  if (gtk_widget_get_visible (GTK_WIDGET (self->why)))
    gtk_menu_button_popup (self->why);
}

void
pen_answer_bar_set_narrow (PenAnswerBar *self, gboolean narrow)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (self->content);

  g_return_if_fail (PEN_IS_ANSWER_BAR (self));
  g_object_set (gtk_layout_manager_get_layout_child (layout, GTK_WIDGET (self->why)), "row", narrow ? 1 : 0, "column",
                narrow ? 1 : 2, NULL);
  gtk_widget_set_halign (GTK_WIDGET (self->why), narrow ? GTK_ALIGN_START : GTK_ALIGN_FILL);
}
