#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""layers.py SOURCE-ROOT: who may include whom.

Rooms see only the rooms below them, and each third-party library is seen by the files named here and no others."""
import os
import re
import sys

BELOW = {
    'linalg': set(),
    'data': {'linalg'},
    'losses': {'linalg'},
    'models': {'linalg', 'losses'},
    'training': {'linalg', 'data', 'losses', 'models'},
    'solutions': {'linalg', 'data', 'losses', 'models'},
    'theory': {'linalg', 'data', 'losses', 'models', 'training', 'solutions'},
    'experiment': {'linalg', 'data', 'losses', 'models', 'training', 'solutions', 'theory'},
    'plot': {'linalg'},
    'views': {'linalg', 'data', 'losses', 'models', 'training', 'solutions', 'theory', 'experiment', 'plot'},
    'lab': {'linalg', 'data', 'losses', 'models', 'training', 'solutions', 'theory', 'experiment', 'plot', 'views'},
    'app': {'linalg', 'data', 'losses', 'models', 'training', 'solutions', 'theory', 'experiment', 'plot', 'views', 'lab'},
    'cli': {'linalg', 'data', 'losses', 'models', 'training', 'solutions', 'theory', 'experiment', 'plot', 'views'},
}
PUBLIC = {
    'linalg.h': 'linalg', 'dataset.h': 'data', 'feature-map.h': 'data', 'csv.h': 'data', 'problem.h': 'data',
    'loss.h': 'losses', 'model.h': 'models', 'training.h': 'training', 'solution.h': 'solutions', 'theory.h': 'theory',
    'experiment.h': 'experiment', 'plot.h': 'plot', 'views.h': 'views', 'error.h': None, 'cancel.h': None,
}
# pattern of an included header → the files (by prefix) that may see it
FOREIGN = [
    (r'^(cblas|lapacke|openblas_config)', ['src/linalg/', 'src/training/', 'src/solutions/']),
    (r'^csv\.h', ['src/data/csv']),
    (r'^(cvode|nvector|sun|sundials)', ['src/training/cvode']),
    (r'^coin/', ['src/solutions/lp']),
    (r'^json-glib/', ['src/experiment/']),
    (r'^(cairo|pango)', ['src/plot/', 'include/penchant/plot.h', 'src/app/']),
    (r'^(gtk|gdk|adwaita|gsk)', ['src/app/']),
    (r'^glib-object', ['src/lab/', 'src/app/']),
]


def problems(root):
    for folder in ('src', 'include'):
        for here, _, names in os.walk(os.path.join(root, folder)):
            for name in sorted(n for n in names if n.endswith(('.c', '.h'))):
                path = os.path.relpath(os.path.join(here, name), root)
                room = path.split('/')[1] if folder == 'src' else PUBLIC.get(name)
                for number, line in enumerate(open(os.path.join(root, path), encoding='utf-8'), 1):
                    found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                    if not found:
                        continue
                    header, where = found.group(1), f'{path}:{number}'
                    for pattern, allowed in FOREIGN:
                        if re.match(pattern, header) and not any(path.startswith(a) for a in allowed):
                            yield f'{where}: {header} is not for this file'
                    owner = PUBLIC.get(header[len('penchant/'):]) if header.startswith('penchant/') else None
                    inside = re.match(r'(?:\.\./)?([a-z]+)/[^/]+\.h$', header)
                    if inside and inside.group(1) in BELOW:
                        owner = inside.group(1)
                    if owner and room in BELOW and owner != room and owner not in BELOW[room]:
                        yield f'{where}: {room} is below {owner} and may not include {header}'


if __name__ == '__main__':
    found = list(problems(sys.argv[1]))
    print('\n'.join(found) or 'Every include points downwards.')
    sys.exit(1 if found else 0)
