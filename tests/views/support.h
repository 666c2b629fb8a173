/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtest/gtest.h>
#include <penchant/views.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

/* A view of hand-made results, and what its picture says, read back from the SVG in data coordinates. */
class Bench
{
public:
  PenViewInput input = {};
  static constexpr double width = 800, height = 600;

  explicit Bench (const std::string &text)
  {
    g_autoptr (GError) error = nullptr;

    input.experiment = pen_experiment_parse (text.c_str (), nullptr, nullptr, &error);
    EXPECT_EQ (error, nullptr) << (error != nullptr ? error->message : "");
    input.data = input.experiment->data;
    if (pen_dataset_n (input.data) > 0)
      input.problem = pen_experiment_problem (input.experiment, nullptr);
  }

  Bench (const Bench &) = delete;
  Bench &operator= (const Bench &) = delete;

  ~Bench ()
  {
    pen_scene_unref (scene);
    if (input.problem != nullptr)
      pen_problem_unref (const_cast<PenProblem *> (input.problem));
    pen_trace_free (trace);
    pen_experiment_unref (const_cast<PenExperiment *> (input.experiment));
  }

  void
  frame (double log10_time, const std::vector<double> &w, double log10_loss = 0)
  {
    if (trace == nullptr)
      trace = pen_trace_new (w.size ());
    pen_trace_append (trace, log10_time, log10_loss, w.data ());
    input.trace = trace;
    input.frame = trace->n_frames - 1;
  }

  PenSolution &
  solution (PenSolutionKind kind, const std::vector<double> &w)
  {
    PenSolution &made = solutions[kind];

    weights[kind] = w;
    made = PenSolution ();
    made.kind = kind;
    made.status = PEN_SOLUTION_OPTIMAL;
    made.d = w.size ();
    made.w = weights[kind].data ();
    input.solutions[kind] = &made;
    return made;
  }

  void
  draw (PenViewKind kind)
  {
    pen_scene_unref (scene);
    scene = pen_view_build (kind, &input);
    write ();
  }

  /* What pointing at a frame adds, in the axes that draw() has found. */
  void
  draw_hover (PenViewKind kind, gsize frame, bool x_log, bool y_log)
  {
    PenViewport shown;

    draw (kind);
    pen_scene_plot_area (scene, width, height, nullptr, &shown);
    pen_scene_unref (scene);
    input.hover = &frame;
    scene = pen_view_build_hover (kind, &input);
    input.hover = nullptr;
    pen_scene_set_axes (scene, nullptr, x_log, nullptr, y_log);
    pen_scene_set_viewport (scene, &shown);
    write ();
  }

  void
  write ()
  {
    g_autofree char *folder = g_dir_make_tmp ("penchant-XXXXXX", nullptr);
    g_autofree char *path = g_build_filename (folder, "view.svg", nullptr);
    g_autofree char *bytes = nullptr;
    PenExport options = PEN_EXPORT_INIT;

    options.format = PEN_IMAGE_SVG;
    options.width = width;
    options.height = height;
    ASSERT_TRUE (pen_scene_export (scene, &options, path, nullptr));
    ASSERT_TRUE (g_file_get_contents (path, &bytes, nullptr, nullptr));
    svg = bytes;
    remove (path);
    remove (folder);
    EXPECT_EQ (svg.find ("nan"), std::string::npos);
    EXPECT_EQ (svg.find ("\"inf"), std::string::npos);
  }

  bool
  says (const std::string &text) const
  {
    return svg.find (text) != std::string::npos;
  }

  bool
  has (const std::string &id) const
  {
    return !points (id).empty ();
  }

  /* Vertices of the first mark of that name. */
  std::vector<std::pair<double, double> >
  points (const std::string &id) const
  {
    std::vector<std::pair<double, double> > found;
    std::string group = body (id);

    for (size_t at = 0; at < group.size (); at++)
      {
        const char *text = group.c_str () + at;
        char *end = nullptr;
        double px = 0, py = 0, x, y;

        if ((*text == 'M' || *text == 'L') && (g_ascii_isdigit (text[1]) || text[1] == '-'))
          {
            px = g_ascii_strtod (text + 1, &end);
            py = g_ascii_strtod (end, nullptr);
          }
        else if (g_str_has_prefix (text, "cx=\""))
          {
            px = g_ascii_strtod (text + 4, &end);
            py = g_ascii_strtod (strstr (end, "cy=\"") + 4, nullptr);
          }
        else
          continue;
        pen_scene_to_data (scene, width, height, px, py, &x, &y);
        found.emplace_back (x, y);
      }
    return found;
  }

  /* Data units a pixel: the SVG has hundredths of pixels. */
  double
  pixel () const
  {
    cairo_rectangle_t area;
    PenViewport shown;

    pen_scene_plot_area (scene, width, height, &area, &shown);
    return std::fmax ((shown.x_high - shown.x_low) / area.width, (shown.y_high - shown.y_low) / area.height);
  }

  PenScene *scene = nullptr;
  PenTrace *trace = nullptr;
  std::string svg;

private:
  std::string
  body (const std::string &id) const
  {
    size_t start = svg.find ("<g id=\"" + id + "\">"), at, depth = 0;

    if (start == std::string::npos)
      return "";
    for (at = start; at < svg.size (); at++)
      if (svg.compare (at, 2, "<g") == 0)
        depth++;
      else if (svg.compare (at, 4, "</g>") == 0 && --depth == 0)
        break;
    return svg.substr (start, at - start);
  }

  std::map<int, PenSolution> solutions;
  std::map<int, std::vector<double> > weights;
};

/* A run of two weights from 0 that @bench keeps, of its own experiment where no other is given. */
struct Kept
{
  PenTrace *trace = pen_trace_new (2);
  PenGhost ghost;
  const PenGhost *list[1] = { &ghost };

  Kept (Bench &bench, const char *name, const std::vector<double> &end, const PenExperiment *experiment = nullptr)
      : ghost{ name, experiment != nullptr ? experiment : bench.input.experiment, trace, nullptr }
  {
    const double start[] = { 0, 0 };

    pen_trace_append (trace, 0, -1, start);
    pen_trace_append (trace, 2, -8, end.data ());
    bench.input.kept = list;
    bench.input.n_kept = 1;
  }
  Kept (const Kept &) = delete;
  ~Kept () { pen_trace_free (trace); }
};

inline std::string
experiment (const std::string &columns, const std::string &rows, const std::string &task, const std::string &more = "")
{
  std::string loss = task == "classification" ? "exponential" : "squared";

  return "[experiment]\nformat=1\ntitle=A test\n[data]\ncolumns=" + columns + "\nrows=" + rows
         + "\ntarget=y\ntask=" + task + "\n" + more + "\n[loss]\nkind=" + loss + "\n";
}
