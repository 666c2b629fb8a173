#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""window.py BUILD: the real window's times, printed and judged by nobody: the machine's other users are in them.

The first frame after the process began; the frames while 1,000 points train and play; the frames while one of them is
dragged, each step of which trains anew."""
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


def thousand(path):
    rng = random.Random(1)
    with open(path, 'w') as file:
        print('x1,x2,y', file=file)
        count = 0
        while count < 1000:
            x, y = rng.gauss(0, 1.5), rng.gauss(0, 1.5)
            if abs(x + y) > 0.3:  # separable, so that the flow runs towards its direction without end
                print(f'{x:.4f},{y:.4f},{1 if x + y > 0 else -1}', file=file)
                count += 1
    return path


def frames(path):
    with open(path) as file:
        return [tuple(map(float, line.split())) for line in file.read().splitlines() if len(line.split()) == 2]


def tell(what, taken):
    print(f'{what}: {len(taken)} frames, median {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms', flush=True)


def measure(program, data, folder):
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


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as made:
        measure(os.path.join(os.path.abspath(sys.argv[1]), 'src/app/penchant'), thousand(os.path.join(made, 'thousand.csv')), made)
