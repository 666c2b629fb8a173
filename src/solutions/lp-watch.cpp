/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lp-watch.h"

#include <coin/ClpEventHandler.hpp>
#include <coin/ClpSimplex.hpp>

/* Clp's C interface cannot stop a running solve: a limit of iterations and a fresh start lose the pricing weights
 * and cost several times the work. Its C++ interface has events; this file is the one place that needs it. */
class CMessageHandler;
#define CLP_EXTERN_C
#include <coin/Clp_C_Interface.h>

namespace
{
class Watch : public ClpEventHandler
{
public:
  explicit Watch (const PenCancel *cancel) : cancel_ (cancel)
  {
  }

  int
  event (Event) override
  {
    return pen_cancel_requested (cancel_) ? 5 : -1;
  }

  ClpEventHandler *
  clone () const override
  {
    return new Watch (*this);
  }

private:
  const PenCancel *cancel_;
};
}

void
pen_lp_watch (void *model, const PenCancel *cancel)
{
  Watch watch (cancel);

  static_cast<Clp_Simplex *> (model)->model_->passInEventHandler (&watch);
}
