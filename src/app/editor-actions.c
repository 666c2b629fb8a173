/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-actions.h"

#include <string.h>

typedef struct
{
  GSimpleActionGroup *group; /* owns this */
  PenEditorActionFunc func;
  gpointer user_data;
  const char *tool_again; /* the tool was taken from the user, who gets it back; or NULL */
} Actions;

static const char *const names[] = {
  [PEN_EDITOR_ACTION_DELETE] = "delete",
  [PEN_EDITOR_ACTION_SELECT_ALL] = "select-all",
  [PEN_EDITOR_ACTION_SELECT_NONE] = "select-none",
  [PEN_EDITOR_ACTION_COPY] = "copy",
  [PEN_EDITOR_ACTION_PASTE] = "paste",
  [PEN_EDITOR_ACTION_NUDGE] = "nudge",
  [PEN_EDITOR_ACTION_STEP] = "step",
  [PEN_EDITOR_ACTION_ADD] = "add",
  [PEN_EDITOR_ACTION_ZOOM_IN] = "zoom-in",
  [PEN_EDITOR_ACTION_ZOOM_OUT] = "zoom-out",
  [PEN_EDITOR_ACTION_FIT] = "fit",
};

static const char *const tools[] = { "place", "select", "pan", "brush", "erase", NULL }; /* as PenEditorTool */

static Actions *
data_of (GSimpleActionGroup *group)
{
  return g_object_get_data (G_OBJECT (group), "pen-actions");
}

static GSimpleAction *
find (GSimpleActionGroup *group, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group), name));
}

static const char *
state_of (GSimpleActionGroup *group, const char *name)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (find (group, name)));

  return g_variant_get_string (state, NULL); /* the action keeps it */
}

static void
set_state (GSimpleActionGroup *group, const char *name, const char *value)
{
  if (strcmp (state_of (group, name), value) != 0)
    g_simple_action_set_state (find (group, name), g_variant_new_string (value));
}

static void
tell (Actions *self, PenEditorAction action, GVariant *parameter)
{
  if (self->func != NULL)
    self->func (action, parameter, self->user_data);
}

/* "place" says with one word which of the placing tools is on: the label, or nothing. */
static void
set_tool (Actions *self, const char *tool, const char *label)
{
  set_state (self->group, "tool", tool);
  set_state (self->group, "label", label);
  set_state (self->group, "place", strcmp (tool, "place") == 0 ? label : "");
}

/* Tools that make points where a person points. */
static gboolean
needs_place (const char *tool)
{
  return strcmp (tool, "place") == 0 || strcmp (tool, "brush") == 0;
}

static void
switched_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_simple_action_set_state (action, value);
  tell (user_data, PEN_EDITOR_ACTION_TOOL, NULL);
}

static void
chosen_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  Actions *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action)), *text = g_variant_get_string (value, NULL);
  const char *tool = state_of (self->group, "tool");
  gboolean is_tool = strcmp (name, "tool") == 0;

  if (is_tool ? !g_strv_contains (tools, text)
              : !g_strv_contains ((const char *const[]){ "positive", "negative", NULL }, text))
    return;
  if (is_tool && needs_place (text) && !g_action_get_enabled (G_ACTION (find (self->group, "place"))))
    return;
  self->tool_again = NULL;
  if (is_tool)
    set_tool (self, text, state_of (self->group, "label"));
  else if (strcmp (name, "label") == 0 || (strcmp (name, "choose") == 0 && strcmp (tool, "brush") == 0))
    set_tool (self, tool, text);
  else
    set_tool (self, "place", g_action_get_enabled (G_ACTION (find (self->group, "label"))) ? text : "positive");
  tell (self, PEN_EDITOR_ACTION_TOOL, NULL);
}

static void
activated_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      tell (user_data, (PenEditorAction)i, parameter);
}

GSimpleActionGroup *
pen_editor_actions_new (PenEditorActionFunc func, gpointer user_data)
{
  static const GActionEntry entries[] = {
    { "tool", NULL, "s", "'place'", chosen_cb, { 0 } },     { "label", NULL, "s", "'positive'", chosen_cb, { 0 } },
    { "place", chosen_cb, "s", "'positive'", NULL, { 0 } }, { "choose", chosen_cb, "s", NULL, NULL, { 0 } },
    { "go-on", NULL, NULL, "false", switched_cb, { 0 } },   { "snap", NULL, NULL, "false", switched_cb, { 0 } },
    { "table", NULL, NULL, "false", switched_cb, { 0 } },   { "nudge", activated_cb, "(ii)", NULL, NULL, { 0 } },
    { "step", activated_cb, "i", NULL, NULL, { 0 } },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();
  Actions *self = g_new0 (Actions, 1);

  self->group = group;
  self->func = func;
  self->user_data = user_data;
  g_object_set_data_full (G_OBJECT (group), "pen-actions", self, g_free);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (i != PEN_EDITOR_ACTION_NUDGE && i != PEN_EDITOR_ACTION_STEP)
      {
        const GActionEntry entry = { names[i], activated_cb, NULL, NULL, NULL, { 0 } };

        g_action_map_add_action_entries (G_ACTION_MAP (group), &entry, 1, self);
      }
  return group;
}

void
pen_editor_actions_disconnect (GSimpleActionGroup *actions)
{
  data_of (actions)->func = NULL;
}

PenEditorTool
pen_editor_actions_tool (GSimpleActionGroup *actions)
{
  const char *tool = state_of (actions, "tool");

  for (gsize i = 0; tools[i] != NULL; i++)
    if (strcmp (tools[i], tool) == 0)
      return (PenEditorTool)i;
  return PEN_EDITOR_SELECT;
}

int
pen_editor_actions_label (GSimpleActionGroup *actions)
{
  return strcmp (state_of (actions, "label"), "negative") == 0 ? -1 : 1;
}

gboolean
pen_editor_actions_is_on (GSimpleActionGroup *actions, const char *name)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (find (actions, name)));

  return g_variant_get_boolean (state);
}

static void
enable (GSimpleActionGroup *actions, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (find (actions, name), enabled);
}

void
pen_editor_actions_refresh (GSimpleActionGroup *actions, gboolean placeable, gboolean open, gboolean classes,
                            gboolean has_start, const PenSelection *selection)
{
  Actions *self = data_of (actions);
  const char *tool = tools[pen_editor_actions_tool (actions)];

  enable (actions, "place", placeable);
  enable (actions, "choose", placeable);
  enable (actions, "add", placeable);
  enable (actions, "label", placeable && classes);
  enable (actions, "go-on", has_start);
  enable (actions, "paste", open);
  enable (actions, "select-all", selection->n > 0);
  enable (actions, "step", selection->n > 0);
  enable (actions, "select-none", selection->count > 0);
  enable (actions, "copy", selection->count > 0);
  enable (actions, "delete", selection->count > 0);
  enable (actions, "nudge", selection->count > 0);
  if (open && !placeable && needs_place (tool))
    {
      self->tool_again = tool;
      set_tool (self, "select", state_of (actions, "label"));
    }
  else if (placeable && self->tool_again != NULL)
    {
      set_tool (self, self->tool_again, state_of (actions, "label"));
      self->tool_again = NULL;
    }
  if (placeable && !classes && pen_editor_actions_label (actions) < 0)
    set_tool (self, tools[pen_editor_actions_tool (actions)], "positive");
}
