/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Every model once: enumeration, file name, what it computes.
 * linear ⟨w, x⟩. diagonal ⟨u^L − v^L, x⟩, ⟨u^L, x⟩ when not signed, ⟨u∘v, x⟩ when untied. neuron ψ(⟨w, x⟩).
 * factorization ⟨U Vᵀ, x⟩, ⟨U Uᵀ, x⟩ when not signed, x read as a matrix row by row. ReLU network Σ_j a_j (⟨w_j, x⟩)₊.
 * linear network Σ_j a_j ⟨w_j, x⟩. */
#define PEN_MODEL_LIST(X)                     \
  X (LINEAR, "linear")                        \
  X (DIAGONAL, "diagonal")                    \
  X (NEURON, "neuron")                        \
  X (FACTORIZATION, "factorization")          \
  X (RELU_NETWORK, "relu-network")            \
  X (LINEAR_NETWORK, "linear-network")

typedef enum
{
#define PEN_MODEL_ENTRY(name, nick) PEN_MODEL_##name,
  PEN_MODEL_LIST (PEN_MODEL_ENTRY)
#undef PEN_MODEL_ENTRY
  PEN_N_MODELS
} PenModelKind;

#define PEN_ACTIVATION_LIST(X)                \
  X (IDENTITY, "identity")                    \
  X (LEAKY_RELU, "leaky-relu")                \
  X (RELU, "relu")                            \
  X (TANH, "tanh")                            \
  X (SIGMOID, "sigmoid")                      \
  X (SOFTPLUS, "softplus")

typedef enum
{
#define PEN_ACTIVATION_ENTRY(name, nick) PEN_ACTIVATION_##name,
  PEN_ACTIVATION_LIST (PEN_ACTIVATION_ENTRY)
#undef PEN_ACTIVATION_ENTRY
  PEN_N_ACTIVATIONS
} PenActivation;

/* A model seen through its mirror map w = h(z), ∇Q = h⁻¹, elementwise (NUMERICS: many models are one flow).
 * Arrays are borrowed and must outlive the model; NULL means its default (start 0, shape 1). */
typedef struct
{
  PenModelKind kind;
  gsize d;
  const double *start; /* linear, neuron, untied diagonal: w(0), d entries or NULL */
  guint depth;         /* diagonal: L ≥ 2 */
  gboolean is_signed;  /* diagonal: u^L − v^L */
  double init_scale;   /* diagonal: α > 0; 1e-150 is as good as 1 */
  const double *init_shape; /* diagonal: s, d entries > 0, or NULL for ones */
  gboolean is_untied;       /* diagonal: u∘v with u_j² − v_j² = (α s_j)² and u_j v_j = start_j at first; depth 2 only, α ≥ 0 */
  PenActivation activation; /* neuron */
  double slope;             /* neuron: of the leaky ReLU below 0, in (0, 1] */
  gsize rows, columns;      /* factorization: the shape of W, rows · columns = d */
  gsize rank;               /* factorization: the columns of U and V */
  gsize width;              /* networks: hidden units */
  gboolean in_parameters;   /* training follows θ itself even where w = h(z) would describe it: to compare the two */
  gsize seed;             /* factorizations and networks: parameters start as N(0, init_scale²) */
} PenModel;

/* The two that most code asks for; set further fields afterwards. */
static inline PenModel
pen_model_linear (gsize d, const double *start)
{
  PenModel self;

  memset (&self, 0, sizeof self);
  self.kind = PEN_MODEL_LINEAR;
  self.d = d;
  self.start = start;
  return self;
}

static inline PenModel
pen_model_diagonal (gsize d, guint depth, gboolean is_signed, double init_scale, const double *init_shape)
{
  PenModel self;

  memset (&self, 0, sizeof self);
  self.kind = PEN_MODEL_DIAGONAL;
  self.d = d;
  self.depth = depth;
  self.is_signed = is_signed;
  self.init_scale = init_scale;
  self.init_shape = init_shape;
  return self;
}

/* Errors: VALUE (depth < 2, α ≤ 0, a shape ≤ 0, width or rank 0, a rank above the shape, slope outside (0, 1], not finite),
 * DIMENSION (rows · columns ≠ d; U Uᵀ that is not square). */
gboolean pen_model_check (const PenModel *self, GError **error);
/* w = h(z), and h'(z) where @slope is not NULL. FALSE where h overflows or z is outside its domain (a trial
 * step too far: the integrator's recoverable error). z, w, slope: d. */
gboolean pen_model_map (const PenModel *self, const double *z, double *w, double *slope);
/* z = h⁻¹(w) = ∇Q(w). FALSE where w is outside the range of h. */
gboolean pen_model_inverse (const PenModel *self, const double *w, double *z);
/* Diagonal only, in the variable q_j = log(u_j/v_j) (not signed: log(u_j/a_j)), which keeps its digits where z is close to
 * the edge of h's domain: w, dw/dq, the rate dq/dz and d rate/dq. From u^{2−L} + v^{2−L} = 2a^{2−L}. All d. FALSE on overflow. */
gboolean pen_model_ratio_map (const PenModel *self, const double *q, double *w, double *slope, double *rate,
                              double *rate_slope);
/* Diagonal only, L ≥ 2, not untied: z of q, d each. */
void pen_model_ratio_inverse (const PenModel *self, const double *q, double *z);
/* Diagonal, L = 2: ℓ₊ and ℓ₋ of coordinate @j in w = e^{ℓ₊ + κz} − e^{ℓ₋ − κz}, κ = 4 (untied: 2). −HUGE_VAL for a part that
 * is zero for ever: v of u∘u; one or both of u ± v where an untied start has δ = 0. */
void pen_model_levels (const PenModel *self, gsize j, double *plus, double *minus);
/* Can w take both signs? */
static inline gboolean
pen_model_is_two_sided (const PenModel *self)
{
  return self->is_signed || self->is_untied;
}

/* Diagonal: is every weight on one side of 0 for ever, which it can only approach? uᴸ, and u∘v from δ = 0. */
static inline gboolean
pen_model_keeps_signs (const PenModel *self)
{
  return self->kind == PEN_MODEL_DIAGONAL && (self->is_untied ? self->init_scale == 0 : !self->is_signed);
}

/* w(0) = h(0). */
void pen_model_start (const PenModel *self, double *w);
/* Q(w) = Σ z w − ∫₀ᶻ h with z = h⁻¹(w), up to a constant; diagonal: ∫₀ᶻ h = (u² + v² − 2a²)/2L for every L (untied: (u² + v²)/2
 * less its start). NAN where
 * w is outside the range of h. */
double pen_model_potential (const PenModel *self, const double *w);
const char *pen_model_nick (PenModelKind kind);
const char *pen_activation_nick (PenActivation activation);
/* Is w = h(z) what its flow follows? Linear, diagonal, neuron, unless in_parameters. */
gboolean pen_model_has_map (const PenModel *self);
/* Entries of what a run follows: w (d), or all parameters where no linear predictor stands for them (ReLU network). */
gsize pen_model_size (const PenModel *self);
/* @x: n × d, @w: pen_model_size() entries, @f: n predictions. */
void pen_model_predict (const PenModel *self, gsize n, const double *x, const double *w, double *f);

/* ψ, ψ' and ψ⁻¹. The inverse is FALSE for a label that ψ never takes (|y| ≥ 1 for tanh, …); ReLU's: z for y > 0 only. */
double   pen_activation_value (PenActivation activation, double slope, double z);
double   pen_activation_slope (PenActivation activation, double slope, double z);
double   pen_activation_curvature (PenActivation activation, double slope, double z); /* ψ'' */
/* y − ψ(z), with all digits where ψ is close to a value it never takes (1 − tanh 30); @noise (nullable): what the sum was made
 * of, ε of which is its rounding. */
double   pen_activation_gap (PenActivation activation, double slope, double z, double y, double *noise);
gboolean pen_activation_inverse (PenActivation activation, double slope, double y, double *z);

G_END_DECLS
