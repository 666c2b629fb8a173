# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program in a real window: an Xvfb of its own, pointer and keys through xdotool, texts through the
accessibility bus. Run inside `dbus-run-session`."""
import os
import re
import signal
import subprocess
import tempfile
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

PATIENCE = 30  # seconds; a shared machine under load, not a measurement


class Display:
    """An X server on a free number, ended with the block."""

    def __init__(self, width=1280, height=840):
        self.size = f'{width}x{height}x24'

    def __enter__(self):
        read, write = os.pipe()
        self.server = subprocess.Popen(['Xvfb', '-displayfd', str(write), '-screen', '0', self.size, '-nolisten', 'tcp'],
                                       pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start')
        os.environ['DISPLAY'] = f':{number}'
        return self

    def __exit__(self, *problem):
        self.server.terminate()
        self.server.wait()


def environment():
    found = dict(os.environ, GDK_BACKEND='x11', GSK_RENDERER='cairo', GSETTINGS_BACKEND='memory', GTK_USE_PORTAL='0',
                 ADW_DISABLE_PORTAL='1', LANG='C.UTF-8', LC_ALL='C.UTF-8')
    found.pop('GTK_A11Y', None)
    found.pop('NO_AT_BRIDGE', None)
    return found


def until(what, predicate, patience=PATIENCE):
    """Waits for a true value of predicate() and returns it."""
    end = time.monotonic() + patience
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'waited {patience} s for {what}')
        time.sleep(0.05)


class Program:
    """One running Penchant; `with` ends it and insists that it wrote no warning."""

    def __init__(self, program, *arguments, extra=None):
        self.log = tempfile.TemporaryFile('w+')
        self.started = time.monotonic()
        self.process = subprocess.Popen([program, *arguments], env=dict(environment(), **(extra or {})),
                                        stderr=self.log, stdout=self.log, stdin=subprocess.DEVNULL)
        found = subprocess.run(['timeout', str(PATIENCE), 'xdotool', 'search', '--sync', '--onlyvisible', '--pid',
                                str(self.process.pid)], capture_output=True, text=True, check=True)
        self.window = found.stdout.split()[0]
        self.seconds_to_window = time.monotonic() - self.started
        subprocess.run(['xdotool', 'windowfocus', '--sync', self.window], check=False, capture_output=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        written = self.log.read()
        warnings = [line for line in written.splitlines() if re.search(r'WARNING|CRITICAL|ERROR|Error', line)]
        if warnings and kind is None:
            raise AssertionError('the program wrote:\n' + '\n'.join(warnings))
        if kind is not None and written:
            print(written)

    # ---- pointer and keys

    def tool(self, *words):
        subprocess.run(['xdotool', *map(str, words)], check=True, capture_output=True, timeout=PATIENCE)

    def move(self, x, y):
        self.tool('mousemove', '--window', self.window, int(x), int(y))

    def click(self, x, y, button=1):
        self.move(x, y)
        time.sleep(0.05)
        self.tool('click', button)
        time.sleep(0.15)

    def drag(self, x0, y0, x1, y1):
        self.move(x0, y0)
        time.sleep(0.05)
        self.tool('mousedown', 1)
        for step in range(1, 11):
            self.move(x0 + (x1 - x0) * step / 10, y0 + (y1 - y0) * step / 10)
            time.sleep(0.02)
        self.tool('mouseup', 1)
        time.sleep(0.15)

    def key(self, *keys):
        self.tool('key', '--clearmodifiers', *keys)
        time.sleep(0.1)

    def type(self, text):
        self.tool('type', '--delay', '15', text)

    def screenshot(self, path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        subprocess.run(['import', '-window', self.window, path], check=True)

    # ---- what a screen reader sees

    def application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def nodes(self):
        pending = [until('the program on the accessibility bus', self.application)]
        while pending:
            node = pending.pop()
            try:
                for i in range(node.get_child_count()):
                    child = node.get_child_at_index(i)
                    if child is not None:
                        pending.append(child)
                yield node
            except gi.repository.GLib.Error:
                continue  # it went away while we looked

    def find(self, name, role=None):
        """The first node whose accessible name matches the pattern, or None."""
        for node in self.nodes():
            try:
                if re.search(name, node.get_name() or '') and (role is None or node.get_role_name() == role):
                    return node
            except gi.repository.GLib.Error:
                continue
        return None

    def read(self, pattern, patience=PATIENCE):
        """Waits for a text that matches; returns the match."""
        def look():
            for node in self.nodes():
                try:
                    found = re.search(pattern, node.get_name() or '')
                except gi.repository.GLib.Error:
                    continue
                if found:
                    return found
            return None
        return until(f'a text that matches {pattern!r}', look, patience)

    def press(self, name, role='push button'):
        node = until(f'a {role} named {name!r}', lambda: self.find(name, role))
        node.get_action_iface().do_action(0)
        time.sleep(0.1)

    def box(self, name, role=None):
        """x, y, width, height of a widget inside the window."""
        node = until(f'a widget named {name!r}', lambda: self.find(name, role))
        extents = node.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        return extents.x, extents.y, extents.width, extents.height
