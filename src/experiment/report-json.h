/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <penchant/experiment.h>

G_BEGIN_DECLS

/* One member each of the object being built. What is not a finite number is null. */
void pen_json_number (JsonBuilder *json, const char *name, double value);
void pen_json_vector (JsonBuilder *json, const char *name, const double *values, gsize n); /* @values NULL: null */
void pen_json_text (JsonBuilder *json, const char *name, const char *text);
void pen_json_count (JsonBuilder *json, const char *name, gsize value);
void pen_json_truth (JsonBuilder *json, const char *name, int value); /* 0, 1, or −1 for unknown */

/* "relu": what is known of a ReLU network, which no w stands for: θ itself, its KKT residual, its kinks. */
void pen_report_add_relu (JsonBuilder *json, const PenOutcome *outcome);

G_END_DECLS
