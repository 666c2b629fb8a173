#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""summary.py JUNIT.xml: counts the test cases of a meson run and prints one line of totals.

A program that reports no cases of its own counts as one. A skipped case is a failure of the run: on a machine where
`make check` has installed everything, nothing has a reason to be skipped."""
import sys
import xml.etree.ElementTree as ElementTree


def main(path):
    passed = failed = skipped = 0
    try:
        cases = list(ElementTree.parse(path).getroot().iter('testcase'))
    except (OSError, ElementTree.ParseError) as problem:
        print(f'{path}: {problem}', file=sys.stderr)
        return 1
    for case in cases:
        if case.find('failure') is not None or case.find('error') is not None:
            failed += 1
            print(f'failed: {case.get("classname")} {case.get("name")}')
        elif case.find('skipped') is not None:
            skipped += 1
            print(f'skipped: {case.get("classname")} {case.get("name")}')
        else:
            passed += 1
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 0 if passed and not failed and not skipped else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
