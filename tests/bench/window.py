#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""window.py BUILD: the real window's times, printed and judged by nobody: the machine's other users are in them.

The first frame after the process began and what a preset takes of memory; the frames while 1,000 points train and play; the
frames while one of them is dragged, each step of which trains anew; and the frames while views of 10,000 and of 100,000
points are panned and zoomed, trained and played, and one point, then all of them, dragged; of 10,000 rows of five features
too, over their predictions, all of which move with every frame. Of each frame two times: from its
first event to the end of its painting, and the processor's time that the window's thread took since the last one, which
other programs do not lengthen by waiting. At last cycles.c: from an edit to its solutions, and what 200 windows leave
behind."""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../e2e'))
from harness import Canvas, Display, Program, environment, until  # noqa: E402


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


def rows(path, n):
    rng = random.Random(1)
    with open(path, 'w') as file:
        print('a,b,c,d,e,y', file=file)
        for _ in range(n):
            x = [rng.gauss(0, 1.5) for _ in range(5)]
            y = x[0] - 2 * x[1] + 0.5 * x[2] + 0.1 * x[3] + rng.gauss(0, 0.5)
            print(','.join(f'{value:.4f}' for value in (*x, y)), file=file)
    return path


def frames(path):
    with open(path) as file:
        return [tuple(map(float, line.split())) for line in file.read().splitlines() if len(line.split()) == 3]


def figures(taken):
    late = sorted(taken)[min(len(taken) - 1, int(0.99 * len(taken)))]
    return f'median {statistics.median(taken):.1f} ms, p99 {late:.1f} ms, worst {max(taken):.1f} ms'


def tell(what, seen):
    print(f'{what}: {len(seen)} frames, {figures([took for _, took, _ in seen])}; of the window\'s thread '
          f'{figures([busy for _, _, busy in seen])}', flush=True)


def held(window):
    """MiB resident, and of them those that are the process's own."""
    with open(f'/proc/{window.process.pid}/status') as file:
        status = dict(line.split(':', 1) for line in file)
    return tuple(int(status[name].split()[0]) / 1024 for name in ('VmRSS', 'RssAnon'))


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
        tell('training and playing 1,000 points', frames(log)[loaded:])
        canvas = Canvas(window)
        before = len(frames(log))
        for _ in range(3):
            window.drag(*canvas.at(0.5, 0.6), *canvas.at(0.6, 0.45))
        tell('placing and dragging among 1,000 points', frames(log)[before:])


def measure_preset(program, folder):
    with Display(), Program(program) as window:
        window.read('^Data: 4 points')
        time.sleep(5)
        print('the first preset: %.0f MiB resident, %.0f MiB of them its own' % held(window), flush=True)


def sweep(window, button, x0, y0, x1, y1):
    """A slow drag there and back, some hundred places each way."""
    window.move(x0, y0)
    window.tool('mousedown', button)
    for step in [*range(1, 101), *range(100, -1, -1)]:
        window.move(x0 + (x1 - x0) * step / 100, y0 + (y1 - y0) * step / 100)
        time.sleep(0.012)
    window.tool('mouseup', button)


def measure_many(program, folder, n, make=cloud):
    data, log = make(os.path.join(folder, 'many.csv'), n), os.path.join(folder, f'frames-{n}-{make.__name__}')
    print(f'{n:,} points, a {make.__name__ if make is cloud else "table of five features"}:', flush=True)
    extra = {'LD_PRELOAD': preload(folder), 'PENCHANT_FRAMES': log}
    with Display(), Program(program, data, extra=extra) as window:
        window.read(f'^Data: ({n}|{n:,}) points')
        time.sleep(5)
        canvas = Canvas(window)

        def timed(what, act):
            before = len(frames(log))
            act()
            time.sleep(0.2)
            tell(f'{what} {n:,} points', frames(log)[before:])

        def play():
            window.key('shift+F5', 'F5')
            time.sleep(5)
        timed('training and playing', play)
        window.key('F8')  # the playhead stands
        time.sleep(1)
        middle = canvas.at(0.5, 0.5)
        timed('panning', lambda: sweep(window, 2, *middle, *canvas.at(0.75, 0.3)))

        def zoom():
            window.move(*middle)
            for notch in [4] * 12 + [5] * 12 + [5] * 4 + [4] * 4:
                window.tool('click', notch)
                time.sleep(0.03)
        timed('zooming', zoom)
        timed('dragging one of', lambda: sweep(window, 1, *middle, *canvas.at(0.6, 0.4)))
        window.key('ctrl+a')
        timed('dragging all of', lambda: sweep(window, 1, *middle, *canvas.at(0.6, 0.4)))
        window.key('ctrl+z', 'ctrl+3')
        timed('a rubber band over', lambda: sweep(window, 1, *canvas.at(0.12, 0.12), *canvas.at(0.8, 0.8)))
        print('%.0f MiB resident, %.0f MiB of them its own' % held(window), flush=True)


def measure_cycles(build):
    cycles = os.path.join(build, 'tests/bench/cycles')
    subprocess.run(['ninja', '-C', build, 'tests/bench/cycles'], check=True, stdout=subprocess.DEVNULL)
    quiet = dict(environment(), GTK_A11Y='none')
    with Display():
        subprocess.run([cycles, 'edit', '200', '200'], check=True, env=quiet)
        print(subprocess.run([cycles, '200'], check=True, env=quiet, capture_output=True, text=True).stdout.splitlines()[-1])


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as made:
        folder_of_build = os.path.abspath(sys.argv[1])
        penchant = os.path.join(folder_of_build, 'src/app/penchant')
        measure(penchant, made)
        measure_preset(penchant, made)
        measure_many(penchant, made, 10000)
        measure_many(penchant, made, 10000, rows)
        measure_many(penchant, made, 100000)
        measure_cycles(folder_of_build)
