/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>

/* clang-format off */
G_DEFINE_QUARK (pen-error-quark, pen_error)
/* clang-format on */

const char *
pen_error_nick (PenError code)
{
  static const char *const nicks[] = {
#define PEN_ERROR_NICK(name, nick, meaning) [PEN_ERROR_##name] = nick,
    PEN_ERROR_LIST (PEN_ERROR_NICK)
#undef PEN_ERROR_NICK
  };

  g_return_val_if_fail ((gsize)code < G_N_ELEMENTS (nicks), NULL);
  return nicks[code];
}

const char *
pen_error_meaning (PenError code)
{
  static const char *const meanings[] = {
#define PEN_ERROR_MEANING(name, nick, meaning) [PEN_ERROR_##name] = meaning,
    PEN_ERROR_LIST (PEN_ERROR_MEANING)
#undef PEN_ERROR_MEANING
  };

  g_return_val_if_fail ((gsize)code < G_N_ELEMENTS (meanings), NULL);
  return meanings[code];
}
