/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include "app/export-dialog.h"

/* A window on a preset, its export dialog, and the path it said it has exported to. */
struct ExportBench
{
  WindowBench bench;
  PenExportDialog *dialog = nullptr;
  std::string exported;

  explicit ExportBench (const char *preset = "four-points.penchant")
  {
    bench.preset (preset);
    open ();
  }
  ~ExportBench ()
  {
    if (dialog != nullptr)
      gtk_window_destroy (GTK_WINDOW (dialog));
  }
  void
  open ()
  {
    g_autoptr (GListModel) tops = G_LIST_MODEL (g_object_ref (gtk_window_get_toplevels ()));

    bench.act ("win.figure");
    for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
      {
        g_autoptr (GtkWindow) top = GTK_WINDOW (g_list_model_get_item (tops, i));

        if (PEN_IS_EXPORT_DIALOG (top))
          dialog = PEN_EXPORT_DIALOG (top);
      }
    ASSERT_NE (dialog, nullptr);
    g_object_add_weak_pointer (G_OBJECT (dialog), reinterpret_cast<gpointer *> (&dialog));
    g_signal_connect (
        dialog, "exported",
        G_CALLBACK (+[] (PenExportDialog *, const char *path, ExportBench *self) { self->exported = path; }), this);
  }
  template <typename Widget>
  Widget *
  child (const char *name)
  {
    return reinterpret_cast<Widget *> (
        gtk_widget_get_template_child (GTK_WIDGET (dialog), PEN_TYPE_EXPORT_DIALOG, name));
  }
  void
  choose (const char *name, guint item)
  {
    gtk_drop_down_set_selected (child<GtkDropDown> (name), item);
  }
  guint
  chosen (const char *name)
  {
    return gtk_drop_down_get_selected (child<GtkDropDown> (name));
  }
  void
  type (const char *name, const char *text)
  {
    gtk_editable_set_text (child<GtkEditable> (name), text);
  }
  std::string
  typed (const char *name)
  {
    return gtk_editable_get_text (child<GtkEditable> (name));
  }
  bool
  ready ()
  {
    return gtk_widget_get_sensitive (child<GtkWidget> ("export"));
  }
  std::string
  message ()
  {
    return pen_export_dialog_message (dialog);
  }
  std::string
  item (const char *name, guint at)
  {
    GListModel *model = gtk_drop_down_get_model (child<GtkDropDown> (name));
    g_autoptr (GtkStringObject) object = GTK_STRING_OBJECT (g_list_model_get_item (model, at));

    return object != nullptr ? gtk_string_object_get_string (object) : "";
  }
  /* The file's bytes, once the dialog has said so. */
  std::string
  save (const char *name)
  {
    exported.clear ();
    pen_export_dialog_save (dialog, bench.path (name).c_str ());
    EXPECT_TRUE (bench.wait ([this] { return !exported.empty (); }));
    return bench.read (exported.substr (exported.rfind ('/') + 1).c_str ());
  }
};

static guint32
number_at (const std::string &bytes, size_t at)
{
  guint32 number = 0;

  for (size_t i = 0; i < 4; i++)
    number = number << 8 | (guint8)bytes.at (at + i);
  return number;
}

TEST (ExportDialog, WritesThePixelsThatWereTyped)
{
  ExportBench figure;
  std::string png;

  EXPECT_EQ (figure.typed ("width"), "1600");
  figure.type ("width", "1001");
  figure.type ("height", "707");
  figure.type ("dpi", "300");
  EXPECT_EQ (figure.typed ("width"), "1001") << "what was typed stands";
  EXPECT_NE (figure.message ().find ("1001 × 707"), std::string::npos) << figure.message ();
  png = figure.save ("a.png");
  ASSERT_GT (png.size (), 54u);
  EXPECT_EQ (number_at (png, 16), 1001u);
  EXPECT_EQ (number_at (png, 20), 707u);
  EXPECT_EQ (number_at (png, 41), 11811u); /* 300 / 0.0254, in the pHYs chunk */
  EXPECT_EQ (figure.exported, figure.bench.path ("a.png"));
  EXPECT_STREQ (pen_window_last_message (figure.bench.window), "Exported as a.png");
}

TEST (ExportDialog, AColumnOfAPaperIsOneInSvgAndPdf)
{
  ExportBench figure;
  std::string svg, pdf;

  figure.choose ("format", 1);
  figure.choose ("size", 1);
  figure.choose ("unit", 1);
  EXPECT_EQ (figure.typed ("width"), "86");
  EXPECT_EQ (figure.typed ("height"), "65");
  EXPECT_FALSE (gtk_widget_get_sensitive (figure.child<GtkWidget> ("dpi")));
  svg = figure.save ("a.svg");
  EXPECT_NE (svg.find ("width=\"325.04\" height=\"245.67\""), std::string::npos); /* 86 and 65 · 96 / 25.4 */
  figure.choose ("format", 2);
  pdf = figure.save ("a.pdf");
  EXPECT_NE (pdf.find ("/MediaBox [ 0 0 243.7795"), std::string::npos); /* 86 · 72 / 25.4 */
}

/* 16 : 9 in full HD, with few CSS pixels: what is written is large. The next format is one step away. */
TEST (ExportDialog, ASlideHasLargeWordsAndTheDialogStays)
{
  ExportBench figure;
  std::string png, svg;

  figure.choose ("size", 3);
  EXPECT_EQ (figure.typed ("width"), "1920");
  EXPECT_EQ (figure.typed ("height"), "1080");
  png = figure.save ("a.png");
  EXPECT_EQ (number_at (png, 16), 1920u);
  EXPECT_EQ (number_at (png, 20), 1080u);
  EXPECT_EQ (figure.message (), "Exported as a.png");
  EXPECT_STREQ (gtk_button_get_label (figure.child<GtkButton> ("cancel")), "_Close");
  figure.choose ("format", 1);
  EXPECT_EQ (figure.chosen ("size"), 3u);
  svg = figure.save ("a.svg");
  EXPECT_NE (svg.find ("width=\"640\" height=\"360\""), std::string::npos);
}

/* Whatever is chosen, nothing is asked more room for. */
TEST (ExportDialog, ALongNameMovesNothing)
{
  ExportBench figure;
  int widths[2];
  guint longest = 0;

  for (guint i = 0; figure.item ("view", i) != ""; i++)
    if (figure.item ("view", i).size () > figure.item ("view", longest).size ())
      longest = i;
  for (int i = 0; i < 2; i++)
    {
      figure.choose ("view", i == 0 ? 0 : longest);
      WindowBench::settle ();
      gtk_widget_measure (figure.child<GtkWidget> ("choices"), GTK_ORIENTATION_HORIZONTAL, -1, nullptr, &widths[i],
                          nullptr, nullptr);
    }
  ASSERT_GT (figure.item ("view", longest).size (), 20u);
  EXPECT_LE (widths[0], 784) << "four beside each other at the width it opens with";
  EXPECT_LE (widths[1], 784);
}

TEST (ExportDialog, TheFigureKeepsItsSizeInEveryUnit)
{
  ExportBench figure;

  figure.type ("width", "1000");
  for (guint unit : { 1u, 2u, 3u, 0u })
    {
      figure.choose ("unit", unit);
      ASSERT_TRUE (figure.ready ());
      EXPECT_DOUBLE_EQ (pen_export_dialog_figure (figure.dialog)->width, 500); /* at 192 an inch */
    }
  figure.choose ("format", 1);
  EXPECT_EQ (figure.typed ("width"), "500");
  EXPECT_EQ (figure.chosen ("size"), 4u) << "a size of its own";
  figure.choose ("format", 0);
  EXPECT_EQ (figure.typed ("width"), "1000");
  figure.choose ("size", 3);
  EXPECT_EQ (figure.typed ("width"), "1920");
  EXPECT_EQ (figure.typed ("height"), "1080");
}

TEST (ExportDialog, AnImpossibleSizeIsSaidAndCannotBeExported)
{
  ExportBench figure;
  const struct
  {
    const char *entry, *text, *says;
  } cases[] = {
    { "width", "", "is not a number" },
    { "width", "wide", "“wide” is not a number" },
    { "height", "0", "each side must have" },
    { "height", "-5", "each side must have" },
    { "width", "32001", "each side must have" },
    { "dpi", "0", "more than 0 pixels per inch" },
    { "dpi", "-1", "more than 0 pixels per inch" },
  };

  for (const auto &one : cases)
    {
      std::string before = figure.typed (one.entry);

      figure.type (one.entry, one.text);
      EXPECT_FALSE (figure.ready ()) << one.text;
      EXPECT_NE (figure.message ().find (one.says), std::string::npos) << figure.message ();
      pen_export_dialog_save (figure.dialog, figure.bench.path ("a.png").c_str ());
      figure.type (one.entry, before.c_str ());
      EXPECT_TRUE (figure.ready ()) << figure.message ();
    }
  figure.type ("width", "20000");
  figure.type ("height", "20000");
  EXPECT_FALSE (figure.ready ());
  EXPECT_NE (figure.message ().find ("GiB"), std::string::npos) << figure.message ();
  figure.choose ("format", 1); /* a drawing takes no pixels */
  EXPECT_TRUE (figure.ready ());
  EXPECT_FALSE (g_file_test (figure.bench.path ("a.png").c_str (), G_FILE_TEST_EXISTS));
}

TEST (ExportDialog, ColoursGroundAndTitleAreChosen)
{
  ExportBench figure;
  std::string svg;

  figure.choose ("format", 1);
  svg = figure.save ("a.svg");
  EXPECT_NE (svg.find ("fill=\"#ffffff\""), std::string::npos);
  EXPECT_NE (svg.find (">Four points, two classes</text>"), std::string::npos);
  gtk_window_destroy (GTK_WINDOW (figure.dialog));
  figure.open ();
  EXPECT_EQ (figure.chosen ("format"), 1u) << "the last choices are remembered";
  figure.choose ("colours", 1);
  gtk_check_button_set_active (figure.child<GtkCheckButton> ("transparent"), TRUE);
  gtk_check_button_set_active (figure.child<GtkCheckButton> ("titled"), FALSE);
  svg = figure.save ("b.svg");
  EXPECT_EQ (svg.find ("id=\"background\""), std::string::npos);
  EXPECT_EQ (svg.find ("Four points"), std::string::npos);
  EXPECT_NE (svg.find ("#56b4e9"), std::string::npos) << "the light blue of a dark theme";
  gtk_window_destroy (GTK_WINDOW (figure.dialog));
  figure.open ();
  EXPECT_EQ (figure.chosen ("colours"), 1u);
  EXPECT_TRUE (gtk_check_button_get_active (figure.child<GtkCheckButton> ("transparent")));
  EXPECT_FALSE (gtk_check_button_get_active (figure.child<GtkCheckButton> ("titled")));
}

TEST (ExportDialog, CancellingRemembersNothing)
{
  ExportBench figure;

  figure.choose ("format", 2);
  gtk_window_close (GTK_WINDOW (figure.dialog));
  ASSERT_TRUE (figure.bench.wait ([&figure] { return figure.dialog == nullptr; }));
  figure.open ();
  EXPECT_EQ (figure.chosen ("format"), 0u);
}

TEST (ExportDialog, OffersTheViewsThatApplyAndBeginsWithTheLast)
{
  ExportBench figure;
  PenViewsArea *views = PEN_VIEWS_AREA (WindowBench::find (
      GTK_WIDGET (figure.bench.window), [] (GtkWidget *widget) { return PEN_IS_VIEWS_AREA (widget); }));
  guint n = 0, applying = 0;
  std::string svg;

  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    applying += pen_view_applies ((PenViewKind)kind, figure.bench.experiment (), nullptr);
  while (figure.item ("view", n) != "")
    EXPECT_NE (figure.item ("view", n++), "Neurons") << "of a linear model";
  EXPECT_EQ (n, applying);
  EXPECT_EQ (figure.item ("view", figure.chosen ("view")), "Data");
  gtk_window_destroy (GTK_WINDOW (figure.dialog));
  g_object_set (pen_views_area_card (views, 1), "kind", (guint)PEN_VIEW_STEM, nullptr);
  figure.open ();
  EXPECT_EQ (figure.item ("view", figure.chosen ("view")), "Weights beside solutions");
  gtk_window_destroy (GTK_WINDOW (figure.dialog));
  gtk_widget_grab_focus (GTK_WIDGET (pen_plot_card_plot (pen_views_area_card (views, 0))));
  WindowBench::settle ();
  figure.open ();
  EXPECT_EQ (figure.item ("view", figure.chosen ("view")), "Path in weight space");
  figure.choose ("format", 1);
  figure.choose ("view", 0);
  svg = figure.save ("a.svg");
  EXPECT_NE (svg.find ("id=\"positive\""), std::string::npos) << "the view that was chosen";
}

/* A view that no plot shows finds what it needs by itself, and says so meanwhile. */
TEST (ExportDialog, WaitsForWhatAViewNeeds)
{
  ExportBench figure ("ridge-lasso.penchant");
  guint at = 0;
  std::string svg;

  while (figure.item ("view", at) != "Regularization path")
    ASSERT_NE (figure.item ("view", at++), "");
  figure.choose ("view", at);
  EXPECT_NE (figure.message ().find ("Still being computed"), std::string::npos) << figure.message ();
  ASSERT_TRUE (figure.bench.wait ([&] { return figure.message ().find ("Still") == std::string::npos; }));
  figure.choose ("format", 1);
  svg = figure.save ("a.svg");
  EXPECT_NE (svg.find ("ridge"), std::string::npos);
}

TEST (ExportDialog, TheNameSaysTheKindOfImage)
{
  ExportBench figure;
  std::string path;

  EXPECT_EQ (figure.save ("plain").substr (1, 3), "PNG");
  EXPECT_EQ (figure.exported, figure.bench.path ("plain.png"));
  pen_export_dialog_save (figure.dialog, figure.bench.path ("plain").c_str ());
  EXPECT_NE (figure.message ().find ("plain.png exists already"), std::string::npos) << figure.message ();
  pen_export_dialog_save (figure.dialog, figure.bench.path ("a.gif").c_str ());
  EXPECT_NE (figure.message ().find (".png, .svg, .pdf or .csv"), std::string::npos) << figure.message ();
  EXPECT_EQ (figure.save ("a.pdf").substr (0, 4), "%PDF");
}

/* Numbers have neither a size nor colours, so that what stands in those entries cannot be wrong. */
TEST (ExportDialog, WritesTheNumbersOfTheCurves)
{
  ExportBench figure;
  std::string csv;

  figure.type ("width", "no number");
  EXPECT_FALSE (figure.ready ());
  figure.choose ("format", PEN_IMAGE_CSV);
  EXPECT_TRUE (figure.ready ());
  for (const char *name : { "size", "width", "height", "unit", "dpi", "colours", "transparent" })
    EXPECT_FALSE (gtk_widget_get_sensitive (figure.child<GtkWidget> (name))) << name;
  figure.choose ("view", 0);
  ASSERT_TRUE (done (figure.bench));
  csv = figure.save ("a.csv");
  EXPECT_EQ (csv.substr (0, 6), "curve,");
  EXPECT_NE (csv.find ("\nmax-margin"), std::string::npos) << csv.substr (0, 500);
  figure.choose ("format", PEN_IMAGE_SVG);
  for (const char *name : { "size", "width", "height", "unit", "colours", "transparent" })
    EXPECT_TRUE (gtk_widget_get_sensitive (figure.child<GtkWidget> (name))) << name;
  EXPECT_TRUE (figure.ready ()) << figure.message ();
}

TEST (ExportDialog, AFileThatCannotBeWrittenIsSaidAndTheDialogStays)
{
  ExportBench figure;

  pen_export_dialog_save (figure.dialog, "/proc/penchant.png");
  EXPECT_FALSE (figure.ready ()) << "while it is written";
  ASSERT_TRUE (figure.bench.wait ([&] { return figure.ready (); }));
  EXPECT_NE (figure.message ().find ("/proc/penchant.png"), std::string::npos) << figure.message ();
  EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (figure.dialog)));
  EXPECT_EQ (figure.exported, "");
}

/* The window goes while the worker still draws a large image. */
TEST (ExportDialog, OutlivesItsWindowWhileWriting)
{
  auto *figure = new ExportBench;

  figure->type ("width", "5000");
  figure->type ("height", "4000");
  pen_export_dialog_save (figure->dialog, figure->bench.path ("a.png").c_str ());
  gtk_window_close (GTK_WINDOW (figure->dialog));
  ASSERT_NE (figure->dialog, nullptr);
  EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (figure->dialog))) << "no closing while it writes";
  gtk_window_destroy (GTK_WINDOW (figure->bench.window));
  figure->bench.window = nullptr;
  EXPECT_TRUE (figure->bench.wait ([figure] { return figure->dialog == nullptr; }));
  delete figure;
}

/* The texture on the clipboard, as another program would be given it. */
static GdkTexture *
pasted (WindowBench &bench)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (bench.window));
  g_autoptr (GAsyncResult) result = nullptr;

  gdk_clipboard_read_texture_async (
      clipboard, nullptr,
      [] (GObject *, GAsyncResult *found, gpointer into) {
        *static_cast<GAsyncResult **> (into) = G_ASYNC_RESULT (g_object_ref (found));
      },
      &result);
  EXPECT_TRUE (bench.wait ([&result] { return result != nullptr; }));
  return gdk_clipboard_read_texture_finish (clipboard, result, nullptr);
}

TEST (Copy, PutsAnImageAndAnSvgOnTheClipboard)
{
  WindowBench bench;
  g_autoptr (GdkTexture) texture = nullptr;
  auto said = [&bench] (const char *text) {
    return bench.wait ([&] { return g_strcmp0 (pen_window_last_message (bench.window), text) == 0; });
  };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (bench.window));

  bench.preset ("four-points.penchant");
  bench.act ("win.copy-image");
  ASSERT_TRUE (said ("Copied as an image: Data"));
  EXPECT_TRUE (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "image/png"));
  texture = pasted (bench);
  ASSERT_NE (texture, nullptr);
  EXPECT_EQ (gdk_texture_get_width (texture), 1600);
  EXPECT_EQ (gdk_texture_get_height (texture), 1200);
  bench.act ("win.copy-svg");
  ASSERT_TRUE (said ("Copied as SVG: Data"));
  EXPECT_TRUE (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "image/svg+xml"));
  EXPECT_TRUE (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING));
}

static std::string
copied_text (WindowBench &bench)
{
  GdkContentProvider *content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (bench.window)));
  GValue value = G_VALUE_INIT;
  std::string text;

  g_value_init (&value, G_TYPE_STRING);
  if (content != nullptr && gdk_content_provider_get_value (content, &value, nullptr))
    text = g_value_get_string (&value);
  g_value_unset (&value);
  return text;
}

TEST (Copy, TheCommandNamesTheSavedFile)
{
  WindowBench bench;
  g_autoptr (PenExperiment) next = nullptr;
  std::string path = bench.path ("it's mine.penchant");

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (bench.window)), "before");
  bench.act ("win.new");
  bench.act ("win.copy-command");
  EXPECT_NE (std::string (pen_window_last_message (bench.window)).find ("Save the experiment first"),
             std::string::npos);
  bench.preset ("four-points.penchant");
  next = pen_experiment_copy (bench.experiment ());
  next->tolerance = 1e-6;
  ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
  bench.act ("win.copy-command");
  EXPECT_EQ (copied_text (bench), "before");
  bench.act ("win.save-to", path.c_str ());
  bench.act ("win.copy-command");
  EXPECT_EQ (copied_text (bench), "penchant-run '" + bench.path ("it'\\''s mine.penchant") + "'");
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
