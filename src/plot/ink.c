/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/plot.h>

/* After Okabe & Ito, so that hues stay apart for colour-blind eyes. Columns in the order of PenTheme. */
static const guint32 inks[PEN_N_INKS][4] = {
  [PEN_INK_TEXT] = { 0x2e2e33, 0xececf0, 0x000000, 0xffffff },
  [PEN_INK_GRID] = { 0xececef, 0x34343a, 0xb8b8bd, 0x6c6c72 },
  [PEN_INK_AXIS] = { 0x9a9aa0, 0x77777f, 0x000000, 0xffffff },
  [PEN_INK_MUTED] = { 0x6b6b73, 0xa3a3ac, 0x333338, 0xd8d8dc },
  [PEN_INK_ACCENT] = { 0x3584e4, 0x78aeed, 0x0040a0, 0xa0d0ff },
  [PEN_INK_POSITIVE] = { 0x0072b2, 0x56b4e9, 0x004a80, 0x8fd3ff },
  [PEN_INK_NEGATIVE] = { 0xd55e00, 0xf0894d, 0x8f3a00, 0xffb080 },
  [PEN_INK_FLOW] = { 0x1b1b1f, 0xf5f5f7, 0x000000, 0xffffff },
  [PEN_INK_MIN_L2] = { 0x009e73, 0x34c79a, 0x00583f, 0x66f0c4 },
  [PEN_INK_MIN_L1] = { 0xcc79a7, 0xe29cc6, 0x8a2a60, 0xffc0e4 },
  [PEN_INK_MIN_L1_NONNEGATIVE] = { 0x9a5ab8, 0xc393dd, 0x5f1f80, 0xe2bcff },
  [PEN_INK_MIN_POTENTIAL] = { 0x2f9ac9, 0x6cc7ee, 0x00506f, 0xa6e4ff },
  [PEN_INK_MAX_MARGIN] = { 0xe69f00, 0xf0b93a, 0x744e00, 0xffd75e },
  [PEN_INK_L1_MAX_MARGIN] = { 0xcc79a7, 0xe29cc6, 0x8a2a60, 0xffc0e4 },
  [PEN_INK_LINF_MAX_MARGIN] = { 0x009e73, 0x34c79a, 0x00583f, 0x66f0c4 },
  [PEN_INK_SOFT_MARGIN] = { 0x2f9ac9, 0x6cc7ee, 0x00506f, 0xa6e4ff },
  [PEN_INK_RIDGE] = { 0x8a7a10, 0xcfc04a, 0x544a00, 0xf2e680 },
  [PEN_INK_LASSO] = { 0xa0522d, 0xd99a78, 0x6a2c10, 0xffc8ac },
  [PEN_INK_MIN_NUCLEAR] = { 0xe69f00, 0xf0b93a, 0x744e00, 0xffd75e },
  [PEN_INK_TAIL_DIRECTION] = { 0x9a5ab8, 0xc393dd, 0x5f1f80, 0xe2bcff },
};

PenColor
pen_ink_color (PenInk ink, PenTheme theme)
{
  guint32 rgb;

  g_return_val_if_fail ((gsize)ink < PEN_N_INKS && (gsize)theme < 4, ((PenColor){ 0, 0, 0, 1 }));
  rgb = inks[ink][theme];
  return (PenColor){ (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, 1 };
}

PenDash
pen_ink_dash (PenInk ink)
{
  switch (ink)
    {
    case PEN_INK_MIN_L2:
      return PEN_DASH_LONG;
    case PEN_INK_MIN_L1:
    case PEN_INK_L1_MAX_MARGIN:
      return PEN_DASH_DOTTED;
    case PEN_INK_MIN_L1_NONNEGATIVE:
      return PEN_DASH_DASH_DOT_DOT;
    case PEN_INK_MIN_POTENTIAL:
    case PEN_INK_LINF_MAX_MARGIN:
      return PEN_DASH_DASH_DOT;
    case PEN_INK_MAX_MARGIN:
    case PEN_INK_RIDGE:
    case PEN_INK_MIN_NUCLEAR:
      return PEN_DASH_SHORT;
    case PEN_INK_LASSO:
    case PEN_INK_TAIL_DIRECTION:
      return PEN_DASH_LONG_SHORT;
    case PEN_INK_SOFT_MARGIN:
      return PEN_DASH_LONG;
    default:
      return PEN_DASH_SOLID;
    }
}
