/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-card.h"

#include "sweep-bar.h"

#include <glib/gi18n-lib.h>

struct _PenPlotCard
{
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkMenuButton *chooser;
  PenPlotView *plot;
  PenSweepBar *sweep;
  GSimpleAction *action;
};

enum
{
  PROP_LABORATORY = 1,
  PROP_KIND,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenPlotCard, pen_plot_card, GTK_TYPE_WIDGET)

static void
set_kind (PenPlotCard *self, PenViewKind kind)
{
  g_object_set (self->plot, "kind", (guint)kind, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sweep), kind == PEN_VIEW_SWEEP);
  gtk_menu_button_set_label (self->chooser, pen_view_label (kind));
  g_simple_action_set_state (self->action, g_variant_new_string (pen_view_nick (kind)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
kind_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenViewKind kind = pen_view_from_nick (g_variant_get_string (parameter, NULL));

  if (kind != PEN_N_VIEWS)
    set_kind (user_data, kind);
}

static void
pen_plot_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PenPlotCard *self = PEN_PLOT_CARD (object);

  if (id == PROP_LABORATORY || id == PROP_KIND)
    g_object_get_property (G_OBJECT (self->plot), pspec->name, value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_plot_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PenPlotCard *self = PEN_PLOT_CARD (object);

  if (id == PROP_LABORATORY)
    g_object_set_property (G_OBJECT (self->plot), "laboratory", value);
  else if (id == PROP_KIND)
    set_kind (self, (PenViewKind)g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_plot_card_dispose (GObject *object)
{
  PenPlotCard *self = PEN_PLOT_CARD (object);

  if (self->action != NULL)
    g_signal_handlers_disconnect_by_data (self->action, self);
  g_clear_object (&self->action);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pen_plot_card_parent_class)->dispose (object);
}

static void
pen_plot_card_class_init (PenPlotCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pen_plot_card_get_property;
  object_class->set_property = pen_plot_card_set_property;
  object_class->dispose = pen_plot_card_dispose;
  properties[PROP_LABORATORY] = g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY, flags);
  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, PEN_N_VIEWS - 1, PEN_VIEW_DATA, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (PEN_TYPE_PLOT_VIEW);
  g_type_ensure (PEN_TYPE_SWEEP_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/plot-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, content);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, chooser);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, plot);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, sweep);
}

static void
pen_plot_card_init (PenPlotCard *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  pen_sweep_bar_set_study (self->sweep, pen_plot_view_study (self->plot));
  self->action = g_simple_action_new_stateful ("kind", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect (self->action, "activate", G_CALLBACK (kind_cb), self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "card", G_ACTION_GROUP (group));
  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    {
      g_autofree char *detailed = g_strdup_printf ("card.kind::%s", pen_view_nick (kind));

      g_menu_append (menu, pen_view_label (kind), detailed);
    }
  gtk_menu_button_set_menu_model (self->chooser, G_MENU_MODEL (menu));
  set_kind (self, PEN_VIEW_DATA);
}

GtkWidget *
pen_plot_card_new (void)
{
  return g_object_new (PEN_TYPE_PLOT_CARD, NULL);
}

PenPlotView *
pen_plot_card_plot (PenPlotCard *self)
{
  g_return_val_if_fail (PEN_IS_PLOT_CARD (self), NULL);
  return self->plot;
}

PenViewKind
pen_plot_card_kind (PenPlotCard *self)
{
  guint kind = 0;

  g_return_val_if_fail (PEN_IS_PLOT_CARD (self), PEN_N_VIEWS);
  g_object_get (self->plot, "kind", &kind, NULL);
  return (PenViewKind)kind;
}
