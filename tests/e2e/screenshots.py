#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py BUILD: makes data/screenshots anew from the real window, light and dark."""
import os
import subprocess
import sys
import time

from harness import SHADOW, Display, Program, until

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRESET = 'sparse-recovery.penchant'
SIZE = (1200, 800)


def picture(program, scheme, path):
    extra = {'ADW_DEBUG_COLOR_SCHEME': scheme, 'XCURSOR_SIZE': '1'}
    with Display(), Program(program, os.path.join(SOURCE, 'data/presets', PRESET), extra=extra) as window:
        window.tool('windowsize', '--sync', window.window, SIZE[0] + 2 * SHADOW, SIZE[1] + 2 * SHADOW)
        window.move(1, 1)
        window.read('potential')
        until('the answer', lambda: window.find('The theorem and the run agree'))
        window.key('F6')
        time.sleep(1)  # the last frame
        window.screenshot(path)
    box = f'{SIZE[0]}x{SIZE[1]}+{SHADOW}+{SHADOW}'
    subprocess.run(['convert', path, '-crop', box, '+repage', '-strip', '-define', 'png:compression-level=9', path],
                   check=True)


if __name__ == '__main__':
    build = os.path.abspath(sys.argv[1])
    for look, colours in (('light', 'prefer-light'), ('dark', 'prefer-dark')):
        picture(os.path.join(build, 'src/app/penchant'), colours, os.path.join(SOURCE, f'data/screenshots/window-{look}.png'))
