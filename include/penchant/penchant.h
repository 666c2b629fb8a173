/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>
#include <penchant/csv.h>
#include <penchant/dataset.h>
#include <penchant/error.h>
#include <penchant/experiment.h>
#include <penchant/feature-map.h>
#include <penchant/file.h>
#include <penchant/linalg.h>
#include <penchant/loss.h>
#include <penchant/model.h>
#include <penchant/paths.h>
#include <penchant/plot.h>
#include <penchant/problem.h>
#include <penchant/solution.h>
#include <penchant/theory.h>
#include <penchant/training.h>
#include <penchant/views.h>
