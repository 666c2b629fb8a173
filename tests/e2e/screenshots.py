#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py BUILD [VIEW…]: every view in the real window, light and dark, at three sizes, into BUILD/screenshots; and the
six of README anew in data/screenshots."""
import os
import shutil
import subprocess
import sys
import time

from harness import SHADOW, Display, Program, until

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What each view is shown on, and its name in the chooser.
VIEWS = {
    'data': ('four-points', None),
    'path': ('rich-margin', 'Path in weight space'),
    'convergence': ('soudry-2018', 'Convergence'),
    'loss': ('soudry-2018', 'Loss'),
    'angle': ('sparse-recovery', 'Angle to solutions'),
    'margins': ('four-points', 'Margins'),
    'norms': ('sparse-recovery', 'Norms of the weights'),
    'coefficients': ('gissin-2020', 'Weights over time'),
    'stem': ('sparse-recovery', 'Weights beside solutions'),
    'regularization': ('ridge-lasso', 'Regularization path'),
    'sweep': ('woodworth-2020', 'Sweep'),
    'errors': ('li-2021', 'Training and test error'),
    'spectrum': ('completion', 'Spectrum'),
    'function': ('relu-line', 'Function and its kinks'),
    'neurons': ('relu-plane', 'Neurons'),
}
LOOKS = {'light': 'prefer-light', 'dark': 'prefer-dark'}
SIZES = {'1200x800': (1200, 800, 1), '1920x1080@2': (1920, 1080, 2), 'narrow': (360, 1240, 1)}
README = {'window-light': 'stem-light-1200x800', 'window-dark': 'stem-dark-1200x800', 'sweep': 'sweep-light-1200x800',
          'early-stopping': 'errors-light-1200x800', 'relu-line': 'function-dark-1200x800',
          'narrow': 'path-light-narrow'}


def show(window, view):
    """The view in the first plot, at the end of the run."""
    name = VIEWS[view][1]
    names = '|'.join(each for _, each in VIEWS.values() if each not in (None, 'Convergence'))
    if name is not None and not window.find(f'^{name}$', 'push button'):
        window.press(f'^({names})$')
        window.press(f'^{name}$', 'menu item')
    if view == 'sweep':
        window.read('^finished$')
    until('the end of the run', lambda: not window.find('is under way'))
    window.key('F6')
    window.move(1, 1)
    time.sleep(1.5)  # paths found beside the run, and the last frame


def shoot(window, size, scale, path):
    width, height = (scale * (side + 2 * SHADOW) for side in size)
    window.tool('windowsize', '--sync', window.window, width, height)
    time.sleep(1)
    window.screenshot(path)
    box = f'{scale * size[0]}x{scale * size[1]}+{scale * SHADOW}+{scale * SHADOW}'
    subprocess.run(['convert', path, '-crop', box, '+repage', '-strip', '-define', 'png:compression-level=9', path],
                   check=True)


def pictures(program, view, look, folder):
    for scale in sorted({scale for _, _, scale in SIZES.values()}):
        extra = {'ADW_DEBUG_COLOR_SCHEME': LOOKS[look], 'XCURSOR_SIZE': '1', 'GDK_SCALE': str(scale)}
        preset = os.path.join(SOURCE, f'data/presets/{VIEWS[view][0]}.penchant')
        with Display(1960 * scale, 1280 * scale), Program(program, preset, extra=extra) as window:
            show(window, view)
            for name, (width, height, its_scale) in SIZES.items():
                if its_scale == scale:
                    shoot(window, (width, height), scale, os.path.join(folder, f'{view}-{look}-{name}.png'))


if __name__ == '__main__':
    build = os.path.abspath(sys.argv[1])
    target = os.path.join(build, 'screenshots')
    for each in sys.argv[2:] or VIEWS:
        for colours in LOOKS:
            pictures(os.path.join(build, 'src/app/penchant'), each, colours, target)
    for kept, made in README.items():
        if os.path.exists(os.path.join(target, made + '.png')):
            shutil.copyfile(os.path.join(target, made + '.png'), os.path.join(SOURCE, f'data/screenshots/{kept}.png'))
