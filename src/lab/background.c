/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* gettid, SCHED_BATCH */
#include "background.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

void
pen_background_enter (int niceness)
{
  const struct sched_param none = { 0 };

  /* Of this thread alone, on Linux. A batch that wakes up, say with its next problem, waits for the frame being drawn.
   */
  sched_setscheduler (gettid (), SCHED_BATCH, &none);
  setpriority (PRIO_PROCESS, (id_t)gettid (), niceness);
}
