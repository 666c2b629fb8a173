/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-card.h"

#include "menus.h"
#include "sweep-bar.h"
#include "view-chooser.h"

#include <glib/gi18n-lib.h>

struct _PenPlotCard
{
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkMenuButton *chooser, *options;
  PenViewChooser *views;
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
show_views_cb (PenPlotCard *self)
{
  g_autoptr (PenLaboratory) laboratory = NULL;

  g_object_get (self->plot, "laboratory", &laboratory, NULL);
  pen_view_chooser_update (self->views,
                           laboratory != NULL ? pen_document_experiment (pen_laboratory_document (laboratory)) : NULL,
                           pen_plot_card_kind (self));
}

/* Its curves and axes are those of the moment. */
static void
make_options_cb (GtkMenuButton *button, gpointer user_data)
{
  PenPlotCard *self = user_data;
  g_autoptr (GMenuModel) model = pen_plot_view_menu (self->plot);
  g_autoptr (GMenu) more = g_menu_new ();

  /* Of this plot, which opening its menu made the one last worked with. */
  g_menu_append (more, _ ("_Figure…"), "win.figure");
  g_menu_append (more, _ ("Copy as _Image"), "win.copy-image");
  g_menu_append (more, _ ("_Third view"), "win.third-view");
  g_menu_append_section (G_MENU (model), NULL, G_MENU_MODEL (more));
  gtk_menu_button_set_menu_model (button, model);
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
  g_type_ensure (PEN_TYPE_VIEW_CHOOSER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/plot-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, content);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, chooser);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, options);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, views);
  gtk_widget_class_bind_template_callback (widget_class, show_views_cb);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, plot);
  gtk_widget_class_bind_template_child (widget_class, PenPlotCard, sweep);
}

static void
pen_plot_card_init (PenPlotCard *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  pen_sweep_bar_set_study (self->sweep, pen_plot_view_study (self->plot));
  self->action = g_simple_action_new_stateful ("kind", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect (self->action, "activate", G_CALLBACK (kind_cb), self);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "card", G_ACTION_GROUP (group));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", pen_plot_view_options (self->plot));
  gtk_menu_button_set_create_popup_func (self->options, make_options_cb, self, NULL);
  pen_menu_button_hush (self->chooser);
  pen_menu_button_hush (self->options);
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
