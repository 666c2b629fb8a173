/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include "app/gallery-card.h"
#include "app/gallery.h"

#include <cstring>
#include <vector>

struct GalleryBench : WindowBench
{
  PenGallery *gallery = nullptr;

  void
  open ()
  {
    act ("win.gallery");
    g_autoptr (GList) windows = gtk_window_list_toplevels ();
    for (GList *one = windows; one != nullptr; one = one->next)
      if (PEN_IS_GALLERY (one->data))
        gallery = PEN_GALLERY (one->data);
    ASSERT_NE (gallery, nullptr);
    g_object_add_weak_pointer (G_OBJECT (gallery), reinterpret_cast<gpointer *> (&gallery));
  }

  GtkWidget *
  search () const
  {
    return find (GTK_WIDGET (gallery), [] (GtkWidget *widget) { return GTK_IS_SEARCH_ENTRY (widget); });
  }

  /* The search waits for the end of the typing. */
  void
  type (const char *text, guint shown)
  {
    gtk_editable_set_text (GTK_EDITABLE (search ()), text);
    EXPECT_TRUE (wait ([this, shown] { return pen_gallery_shown (gallery) == shown; }))
        << text << ": " << pen_gallery_shown (gallery);
  }

  std::vector<PenGalleryCard *>
  cards () const
  {
    std::vector<PenGalleryCard *> found;

    find (GTK_WIDGET (gallery), [&found] (GtkWidget *widget) {
      if (PEN_IS_GALLERY_CARD (widget))
        found.push_back (PEN_GALLERY_CARD (widget));
      return false;
    });
    return found;
  }

  bool
  opened (const char *name)
  {
    return wait ([this, name] {
      const char *path = !pen_window_loading (window) ? pen_document_path (document ()) : nullptr;
      return path != nullptr && g_str_has_suffix (path, name);
    });
  }
};

TEST (Gallery, EveryPresetGetsItsPictureWhileTheWindowGoesOn)
{
  GalleryBench bench;
  gint64 turn = 0, longest = 0;

  bench.preset (PEN_PRESET_FIRST);
  bench.open ();
  EXPECT_GE (bench.cards ().size (), 25u);
  EXPECT_EQ (bench.cards ().size (), pen_gallery_shown (bench.gallery));
  ASSERT_TRUE (bench.wait ([&] {
    gint64 now = g_get_monotonic_time ();

    /* The first turns lay out a window of thirty cards; after that only pictures arrive. */
    if (turn != 0)
      longest = MAX (longest, now - turn);
    turn = now;
    for (PenGalleryCard *card : bench.cards ())
      if (!pen_gallery_card_has_picture (card))
        return false;
    return true;
  }, 60));
  /* The runs and drawings take some two seconds together; a quarter leaves room for a machine under load. */
  EXPECT_LT (longest, G_USEC_PER_SEC / 4);
  gtk_window_close (GTK_WINDOW (bench.gallery));
}

TEST (Gallery, TheSearchFindsWordsAnywhereAndEnterOpensTheFirst)
{
  GalleryBench bench;

  bench.preset (PEN_PRESET_FIRST);
  bench.open ();
  bench.type ("xyzzy", 0);
  g_signal_emit_by_name (bench.search (), "activate");
  EXPECT_NE (bench.gallery, nullptr) << "nothing is left to be opened";
  bench.type ("soudry fig", 1);
  bench.type ("SOUDRY Momentum", 1);
  g_signal_emit_by_name (bench.search (), "activate");
  EXPECT_TRUE (bench.opened ("soudry-2018.penchant"));
  bench.settle ();
  EXPECT_EQ (bench.gallery, nullptr) << "it has closed";
}

/* "layers" is in what an earlier preset says, and in a later one's title. */
TEST (Gallery, EnterPrefersATitle)
{
  GalleryBench bench;

  bench.preset (PEN_PRESET_FIRST);
  bench.open ();
  gtk_editable_set_text (GTK_EDITABLE (bench.search ()), "linear two");
  bench.wait ([] { return false; }, 0.5);
  g_signal_emit_by_name (bench.search (), "activate");
  EXPECT_TRUE (bench.opened ("linear-network.penchant"));
}

TEST (Gallery, ChangesAreGuarded)
{
  GalleryBench bench;
  g_autoptr (PenExperiment) changed = nullptr;

  bench.preset (PEN_PRESET_FIRST);
  bench.act ("win.save-to", bench.path ("mine.penchant").c_str ());
  changed = pen_experiment_copy (bench.experiment ());
  changed->loss = PEN_LOSS_LOGISTIC;
  ASSERT_TRUE (pen_document_apply (bench.document (), changed, "loss", nullptr, nullptr));
  bench.open ();
  g_signal_emit_by_name (gtk_widget_get_parent (GTK_WIDGET (bench.cards ()[1])), "child-activated", bench.cards ()[1]);
  ASSERT_NE (bench.dialog (), nullptr) << "it asks first";
  bench.respond ("cancel");
  EXPECT_EQ (bench.experiment (), changed);
  bench.open ();
  g_signal_emit_by_name (gtk_widget_get_parent (GTK_WIDGET (bench.cards ()[1])), "child-activated", bench.cards ()[1]);
  bench.respond ("discard");
  EXPECT_TRUE (bench.wait ([&] { return bench.experiment () != changed; }));
}

TEST (Gallery, ArrowsGoFromSectionToSection)
{
  GalleryBench bench;
  std::vector<PenGalleryCard *> cards;
  GtkWidget *last = nullptr, *next = nullptr, *box;
  gboolean handled = FALSE;

  bench.preset (PEN_PRESET_FIRST);
  bench.open ();
  cards = bench.cards ();
  for (size_t i = 1; i < cards.size () && next == nullptr; i++)
    if (gtk_widget_get_parent (GTK_WIDGET (cards[i])) != gtk_widget_get_parent (GTK_WIDGET (cards[i - 1])))
      {
        last = GTK_WIDGET (cards[i - 1]);
        next = GTK_WIDGET (cards[i]);
      }
  ASSERT_NE (next, nullptr);
  box = gtk_widget_get_parent (last);
  g_signal_emit_by_name (box, "keynav-failed", GTK_DIR_DOWN, &handled);
  EXPECT_TRUE (handled);
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (bench.gallery)), next);
  g_signal_emit_by_name (gtk_widget_get_parent (next), "keynav-failed", GTK_DIR_UP, &handled);
  EXPECT_EQ (gtk_window_get_focus (GTK_WINDOW (bench.gallery)), last);
  g_signal_emit_by_name (box, "keynav-failed", GTK_DIR_UP, &handled);
  EXPECT_TRUE (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (bench.gallery)), bench.search ()))
      << "above the first section stands the search";
  gtk_window_close (GTK_WINDOW (bench.gallery));
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
