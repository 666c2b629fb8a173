#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""window.py BUILD: the real window's times, printed and judged by nobody: the machine's other users are in them.

The first frame after the process began; the frames while 1,000 points train and play; the frames while one of them is
dragged, each step of which trains anew; and the frames while a view of 10,000 points is panned and zoomed, and one of them,
then all of them, dragged."""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../e2e'))
from harness import Canvas, Display, Program, until  # noqa: E402


def preload(folder):
    flags = subprocess.run(['pkg-config', '--cflags', 'gtk4'], capture_output=True, text=True, check=True).stdout.split()
    path = os.path.join(folder, 'frames.so')
    subprocess.run(['cc', '-O2', '-shared', '-fPIC', *flags, os.path.join(HERE, 'frames.c'), '-o', path, '-ldl'], check=True)
    return path


def cloud(path, n):
    rng = random.Random(1)
    with open(path, 'w') as file:
        print('x1,x2,y', file=file)
        count = 0
        while count < n:
            x, y = rng.gauss(0, 1.5), rng.gauss(0, 1.5)
            if abs(x + y) > 0.3:  # separable, so that the flow runs towards its direction without end
                print(f'{x:.4f},{y:.4f},{1 if x + y > 0 else -1}', file=file)
                count += 1
    return path


def frames(path):
    with open(path) as file:
        return [tuple(map(float, line.split())) for line in file.read().splitlines() if len(line.split()) == 2]


def tell(what, taken):
    late = sorted(taken)[min(len(taken) - 1, int(0.99 * len(taken)))]
    print(f'{what}: {len(taken)} frames, median {statistics.median(taken):.1f} ms, p99 {late:.1f} ms, '
          f'worst {max(taken):.1f} ms', flush=True)


def measure(program, folder):
    data = cloud(os.path.join(folder, 'thousand.csv'), 1000)
    log = os.path.join(folder, 'frames')
    extra = {'LD_PRELOAD': preload(folder), 'PENCHANT_FRAMES': log}
    with Display(), Program(program, data, extra=extra) as window:
        first = until('a frame', lambda: os.path.exists(log) and frames(log))[0]
        print(f'first frame: ready {first[0] + first[1]:.0f} ms after the process began', flush=True)
        window.read('^Data: 1,?000 points')
        loaded = len(frames(log))
        window.key('shift+F5', 'F5')
        time.sleep(5)
        tell('training and playing 1,000 points', [took for _, took in frames(log)[loaded:]])
        canvas = Canvas(window)
        held = len(frames(log))
        for _ in range(3):
            window.drag(*canvas.at(0.5, 0.6), *canvas.at(0.6, 0.45))
        tell('placing and dragging among 1,000 points', [took for _, took in frames(log)[held:]])


def sweep(window, button, x0, y0, x1, y1):
    """A slow drag there and back, some hundred places each way."""
    window.move(x0, y0)
    window.tool('mousedown', button)
    for step in [*range(1, 101), *range(100, -1, -1)]:
        window.move(x0 + (x1 - x0) * step / 100, y0 + (y1 - y0) * step / 100)
        time.sleep(0.012)
    window.tool('mouseup', button)


def measure_many(program, folder):
    data, log = cloud(os.path.join(folder, 'many.csv'), 10000), os.path.join(folder, 'frames-many')
    extra = {'LD_PRELOAD': preload(folder), 'PENCHANT_FRAMES': log}
    with Display(), Program(program, data, extra=extra) as window:
        window.read('^Data: 10,?000 points')
        time.sleep(5)
        window.key('F8')  # the playhead stands
        canvas = Canvas(window)

        def timed(what, act):
            before = len(frames(log))
            act()
            time.sleep(0.2)
            tell(what, [took for _, took in frames(log)[before:]])

        middle = canvas.at(0.5, 0.5)
        timed('panning 10,000 points', lambda: sweep(window, 2, *middle, *canvas.at(0.75, 0.3)))

        def zoom():
            window.move(*middle)
            for notch in [4] * 12 + [5] * 12 + [5] * 4 + [4] * 4:
                window.tool('click', notch)
                time.sleep(0.03)
        timed('zooming 10,000 points', zoom)
        timed('dragging one of 10,000 points', lambda: sweep(window, 1, *middle, *canvas.at(0.6, 0.4)))
        window.key('ctrl+a')
        timed('dragging all of 10,000 points', lambda: sweep(window, 1, *middle, *canvas.at(0.6, 0.4)))
        window.key('ctrl+z', 'ctrl+3')
        timed('a rubber band over 10,000 points', lambda: sweep(window, 1, *canvas.at(0.12, 0.12), *canvas.at(0.8, 0.8)))


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as made:
        for judge in (measure, measure_many):
            judge(os.path.join(os.path.abspath(sys.argv[1]), 'src/app/penchant'), made)
