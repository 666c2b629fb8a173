/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fields.h"

#include "numbers.h"
#include "settings.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>

static const char *const tasks[] = { N_ ("Regression"), N_ ("Classification"), N_ ("Matrix sensing"), NULL };
static const char *const maps[] = { N_ ("Identity"), N_ ("Polynomial"),  N_ ("Fourier"),
                                    N_ ("Radial"),   N_ ("Random ReLU"), NULL };
static const char *const kinds[] = { N_ ("Linear"),
                                     N_ ("Diagonal network"),
                                     N_ ("Single neuron"),
                                     N_ ("Factorization"),
                                     N_ ("ReLU network"),
                                     N_ ("Linear network"),
                                     NULL };
static const char *const activations[] = { N_ ("Identity"), N_ ("Leaky ReLU"), N_ ("ReLU"), N_ ("Tanh"),
                                           N_ ("Sigmoid"),  N_ ("Softplus"),   NULL };
static const char *const losses[] = { N_ ("Squared"), N_ ("Exponential"), N_ ("Logistic"), N_ ("Polynomial tail"),
                                      NULL };
static const char *const methods[] = {
#define PEN_METHOD_ENTRY(name, nick, label) label,
  PEN_METHOD_LIST (PEN_METHOD_ENTRY)
#undef PEN_METHOD_ENTRY
      NULL
};
static const char *const samplings[] = { N_ ("With replacement"), N_ ("Shuffled"), NULL };
static const char *const stops[] = { N_ ("At the limit"), N_ ("At a time"), N_ ("After steps"), NULL };
static const char *const soft_losses[] = { N_ ("Hinge"), N_ ("Exponential"), N_ ("Logistic"), NULL };

static gboolean
is_polynomial_map (const PenExperiment *self)
{
  return self->map.kind == PEN_FEATURES_POLYNOMIAL;
}

static gboolean
is_fourier (const PenExperiment *self)
{
  return self->map.kind == PEN_FEATURES_FOURIER;
}

static gboolean
has_centers (const PenExperiment *self)
{
  return self->map.kind == PEN_FEATURES_RBF || self->map.kind == PEN_FEATURES_RANDOM_RELU;
}

static gboolean
has_map_scale (const PenExperiment *self)
{
  return self->map.kind == PEN_FEATURES_RBF || is_fourier (self);
}

static gboolean
is_diagonal (const PenExperiment *self)
{
  return self->model == PEN_MODEL_DIAGONAL;
}

static gboolean
is_tied_diagonal (const PenExperiment *self)
{
  return is_diagonal (self) && !self->is_untied;
}

static gboolean
is_factorization (const PenExperiment *self)
{
  return self->model == PEN_MODEL_FACTORIZATION;
}

static gboolean
is_neuron (const PenExperiment *self)
{
  return self->model == PEN_MODEL_NEURON;
}

static gboolean
is_leaky (const PenExperiment *self)
{
  return is_neuron (self) && self->activation == PEN_ACTIVATION_LEAKY_RELU;
}

static gboolean
is_network (const PenExperiment *self)
{
  return self->model == PEN_MODEL_RELU_NETWORK || self->model == PEN_MODEL_LINEAR_NETWORK;
}

static gboolean
has_scale (const PenExperiment *self)
{
  return is_diagonal (self) || is_factorization (self) || is_network (self);
}

static gboolean
has_seeded_start (const PenExperiment *self)
{
  return is_factorization (self) || is_network (self);
}

static gboolean
has_exponent (const PenExperiment *self)
{
  return self->loss == PEN_LOSS_POLYNOMIAL;
}

static gboolean
takes_steps (const PenExperiment *self)
{
  return self->method != PEN_METHOD_GRADIENT_FLOW;
}

static gboolean
is_sgd (const PenExperiment *self)
{
  return self->method == PEN_METHOD_SGD;
}

static gboolean
has_momentum (const PenExperiment *self)
{
  return self->method == PEN_METHOD_MOMENTUM || self->method == PEN_METHOD_NESTEROV;
}

static gboolean
stops_at_time (const PenExperiment *self)
{
  return self->stop == PEN_STOP_TIME;
}

static gboolean
stops_after_steps (const PenExperiment *self)
{
  return self->stop == PEN_STOP_STEPS;
}

static gboolean
shows_ridge (const PenExperiment *self)
{
  return self->solutions[PEN_SOLUTION_RIDGE];
}

static gboolean
shows_lasso (const PenExperiment *self)
{
  return self->solutions[PEN_SOLUTION_LASSO];
}

static gboolean
shows_soft_margin (const PenExperiment *self)
{
  return self->solutions[PEN_SOLUTION_SOFT_MARGIN];
}

static const char *
task_refused (const PenExperiment *self, guint item)
{
  return pen_settings_task_refused (self, (PenTask)item);
}

static const char *
kind_refused (const PenExperiment *self, guint item)
{
  return pen_settings_model_refused (self, (PenModelKind)item);
}

static const char *
loss_refused (const PenExperiment *self, guint item)
{
  return pen_settings_loss_refused (self, (PenLoss)item);
}

static const char *
method_refused (const PenExperiment *self, guint item)
{
  return pen_settings_method_refused (self, (PenMethod)item);
}

static const char *
stop_refused (const PenExperiment *self, guint item)
{
  return pen_settings_stop_refused (self, (PenStop)item);
}

/* Of as many rows as there are, one at least is trained on. */
static double
most_held_out (const PenExperiment *self)
{
  gsize n = pen_dataset_n (self->data);

  return n > 0 ? (double)(n - 1) : 0;
}

static double
most_in_batch (const PenExperiment *self)
{
  gsize n = pen_dataset_n (self->data);

  return n > self->held_out ? (double)(n - self->held_out) : 1;
}

static char *
held_out_note (const PenExperiment *self)
{
  return self->held_out > 0 ? g_strdup (_ ("the last ones: tested on, not trained on")) : NULL;
}

/* Elsewhere a large parameter makes w small: here it is the fit that it weighs. */
static char *
ridge_note (const PenExperiment *self)
{
  return g_strdup (_ ("weighs the fit: ½‖w‖² + μ‖y − Xw‖²"));
}

static char *
lasso_note (const PenExperiment *self)
{
  return g_strdup (_ ("weighs the weights: ½‖y − Xw‖² + κ‖w‖₁"));
}

static char *
soft_margin_note (const PenExperiment *self)
{
  return g_strdup (_ ("weighs the points: ½‖w‖² + C Σ ℓ(yᵢ⟨w, xᵢ⟩)"));
}

static char *
scale_note (const PenExperiment *self)
{
  g_autofree char *effective = NULL, *power = NULL;

  if (is_diagonal (self) && self->is_untied)
    return g_strdup (_ ("u² − v² = α² at the start"));
  if (!is_diagonal (self))
    return g_strdup (_ ("standard deviation of the start"));
  effective = pen_log10_text (log10 (self->init_scale) * self->depth, 3);
  power = pen_superscript (self->depth);
  return g_strdup_printf (_ ("per weight; effective α%s = %s"), power, effective);
}

static char *
step_note (const PenExperiment *self)
{
  return g_strdup (self->step_size > 0 ? _ ("0 chooses a stable one by itself")
                                       : _ ("chosen by itself, from the curvature"));
}

#define EXACT 9007199254740992.0 /* beyond it a double passes over whole numbers */
#define AT(member) offsetof (PenExperiment, member), sizeof (((PenExperiment *)NULL)->member)

const PenField pen_fields[] = {
  { PEN_FIELDS_PROBLEM, PEN_FIELD_CHOICE, N_ ("Task"), N_ ("change of task"), tasks, 0, 0, .refused = task_refused },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_CHOICE, N_ ("Feature map"), N_ ("change of feature map"), maps, AT (map.kind),
    .shown = NULL },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_COUNT, N_ ("Degree"), N_ ("change of degree"), NULL, AT (map.degree), .lowest = 1,
    .shown = is_polynomial_map },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_COUNT, N_ ("Frequencies"), N_ ("change of frequencies"), NULL, AT (map.frequencies),
    .lowest = 1, .shown = is_fourier },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_COUNT, N_ ("Centers"), N_ ("change of centers"), NULL, AT (map.centers), .lowest = 1,
    .shown = has_centers },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_NUMBER, N_ ("Feature scale"), N_ ("change of feature scale"), NULL, AT (map.scale),
    .excludes_lowest = TRUE, .shown = has_map_scale },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_COUNT, N_ ("Feature seed"), N_ ("new features"), NULL, AT (map.seed),
    .highest = EXACT, .shown = has_centers },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_SWITCH, N_ ("Bias"), N_ ("change of bias"), NULL, AT (map.bias), .shown = NULL },
  { PEN_FIELDS_PROBLEM, PEN_FIELD_COUNT, N_ ("Rows held out"), N_ ("change of rows held out"), NULL, AT (held_out),
    .most = most_held_out, .note = held_out_note },
  { PEN_FIELDS_MODEL, PEN_FIELD_CHOICE, N_ ("Kind"), N_ ("change of model"), kinds, AT (model),
    .refused = kind_refused },
  { PEN_FIELDS_MODEL, PEN_FIELD_CHOICE, N_ ("Activation ψ"), N_ ("change of activation"), activations, AT (activation),
    .shown = is_neuron },
  { PEN_FIELDS_MODEL, PEN_FIELD_NUMBER, N_ ("Slope below 0"), N_ ("change of slope"), NULL, AT (slope),
    .excludes_lowest = TRUE, .shown = is_leaky },
  { PEN_FIELDS_MODEL, PEN_FIELD_COUNT, N_ ("Depth L"), N_ ("change of depth"), NULL, AT (depth), .lowest = 2,
    .shown = is_tied_diagonal },
  { PEN_FIELDS_MODEL, PEN_FIELD_COUNT, N_ ("Width"), N_ ("change of width"), NULL, AT (width), .lowest = 1,
    .shown = is_network },
  { PEN_FIELDS_MODEL, PEN_FIELD_COUNT, N_ ("Rank"), N_ ("change of rank"), NULL, AT (rank), .lowest = 1,
    .shown = is_factorization },
  { PEN_FIELDS_MODEL, PEN_FIELD_NUMBER, N_ ("Scale α"), N_ ("change of α"), NULL, AT (init_scale),
    .excludes_lowest = TRUE, .log10_low = -150, .log10_high = 3, .shown = has_scale, .note = scale_note },
  { PEN_FIELDS_MODEL, PEN_FIELD_COUNT, N_ ("Start seed"), N_ ("new start"), NULL, AT (model_seed), .highest = EXACT,
    .shown = has_seeded_start },
  { PEN_FIELDS_MODEL, PEN_FIELD_SWITCH, N_ ("Negative weights"), N_ ("change of signs"), NULL, AT (is_signed),
    .shown = is_tied_diagonal },
  { PEN_FIELDS_MODEL, PEN_FIELD_SWITCH, N_ ("Two factors, U Vᵀ"), N_ ("change of factors"), NULL, AT (is_signed),
    .shown = is_factorization },
  { PEN_FIELDS_MODEL, PEN_FIELD_SWITCH, N_ ("Untied, u∘v"), N_ ("change of parametrization"), NULL, AT (is_untied),
    .shown = is_diagonal },
  { PEN_FIELDS_TRAINING, PEN_FIELD_CHOICE, N_ ("Loss"), N_ ("change of loss"), losses, AT (loss),
    .refused = loss_refused },
  { PEN_FIELDS_TRAINING, PEN_FIELD_NUMBER, N_ ("Tail exponent"), N_ ("change of exponent"), NULL, AT (exponent),
    .excludes_lowest = TRUE, .shown = has_exponent },
  { PEN_FIELDS_TRAINING, PEN_FIELD_CHOICE, N_ ("Method"), N_ ("change of method"), methods, AT (method),
    .refused = method_refused },
  { PEN_FIELDS_TRAINING, PEN_FIELD_NUMBER, N_ ("Step size η"), N_ ("change of step size"), NULL, AT (step_size),
    .shown = takes_steps, .note = step_note },
  { PEN_FIELDS_TRAINING, PEN_FIELD_NUMBER, N_ ("Momentum β"), N_ ("change of momentum"), NULL, AT (momentum),
    .shown = has_momentum },
  { PEN_FIELDS_TRAINING, PEN_FIELD_COUNT, N_ ("Batch size"), N_ ("change of batch size"), NULL, AT (batch_size),
    .lowest = 1, .most = most_in_batch, .shown = is_sgd },
  { PEN_FIELDS_TRAINING, PEN_FIELD_CHOICE, N_ ("Sampling"), N_ ("change of sampling"), samplings, AT (sampling),
    .shown = is_sgd },
  { PEN_FIELDS_TRAINING, PEN_FIELD_COUNT, N_ ("Batch seed"), N_ ("new batches"), NULL, AT (seed), .highest = EXACT,
    .shown = is_sgd },
  { PEN_FIELDS_TRAINING, PEN_FIELD_CHOICE, N_ ("Stop"), N_ ("change of stop"), stops, AT (stop),
    .refused = stop_refused },
  { PEN_FIELDS_TRAINING, PEN_FIELD_NUMBER, N_ ("Time t"), N_ ("change of time"), NULL, AT (time),
    .excludes_lowest = TRUE, .shown = stops_at_time },
  { PEN_FIELDS_TRAINING, PEN_FIELD_COUNT, N_ ("Steps"), N_ ("change of steps"), NULL, AT (steps), .lowest = 1,
    .highest = EXACT, .shown = stops_after_steps },
  { PEN_FIELDS_REFERENCE, PEN_FIELD_NUMBER, N_ ("Ridge μ"), N_ ("change of μ"), NULL, AT (ridge_mu), .log10_low = -8,
    .log10_high = 8, .shown = shows_ridge, .note = ridge_note },
  { PEN_FIELDS_REFERENCE, PEN_FIELD_NUMBER, N_ ("Lasso κ"), N_ ("change of κ"), NULL, AT (lasso_kappa), .log10_low = -8,
    .log10_high = 4, .shown = shows_lasso, .note = lasso_note },
  { PEN_FIELDS_REFERENCE, PEN_FIELD_NUMBER, N_ ("Soft margin C"), N_ ("change of C"), NULL, AT (soft_margin_c),
    .excludes_lowest = TRUE, .log10_low = -6, .log10_high = 8, .shown = shows_soft_margin, .note = soft_margin_note },
  { PEN_FIELDS_REFERENCE, PEN_FIELD_CHOICE, N_ ("Soft margin loss"), N_ ("change of soft margin loss"), soft_losses,
    AT (soft_loss), .shown = shows_soft_margin },
};
const gsize pen_n_fields = G_N_ELEMENTS (pen_fields);

gboolean
pen_field_is_task (const PenField *self)
{
  return self->size == 0;
}

double
pen_field_get (const PenField *self, const PenExperiment *experiment)
{
  const char *at = (const char *)experiment + self->offset;

  if (pen_field_is_task (self))
    return (double)pen_dataset_task (experiment->data);
  if (self->type == PEN_FIELD_NUMBER)
    return *(const double *)(const void *)at;
  return self->size == sizeof (gsize) ? (double)*(const gsize *)(const void *)at
                                      : (double)*(const guint *)(const void *)at;
}

void
pen_field_set (const PenField *self, PenExperiment *experiment, double value)
{
  char *at = (char *)experiment + self->offset;

  g_return_if_fail (!pen_field_is_task (self));
  if (self->type == PEN_FIELD_NUMBER)
    *(double *)(void *)at = value;
  else if (self->size == sizeof (gsize))
    *(gsize *)(void *)at = (gsize)value;
  else
    *(guint *)(void *)at = (guint)value;
}
