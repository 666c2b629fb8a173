# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program in a real window: an Xvfb of its own, pointer and keys through xdotool, texts through the
accessibility bus. Importing it starts the script again in a session of its own: a bus, a home, no one else's files."""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest


def own_session():
    """Runs this same script inside a message bus and a home that end with it."""
    with tempfile.TemporaryDirectory(prefix='penchant-session-', ignore_cleanup_errors=True) as home:
        run = subprocess.run(['dbus-run-session', '--', sys.executable, *sys.argv],
                             env=dict(os.environ, PENCHANT_SESSION=home, HOME=home, XDG_RUNTIME_DIR=home,
                                      XDG_CACHE_HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home,
                                      PYTHONWARNINGS='ignore::DeprecationWarning'))
    return run.returncode


if 'PENCHANT_SESSION' not in os.environ:
    sys.exit(own_session())

from bus import Atspi, Bus  # noqa: E402, F401

PATIENCE = float(os.environ.get('PENCHANT_PATIENCE', 30))  # seconds; a shared machine under load, not a measurement
FIGURE = '^Export a figure$'
SHADOW = 5  # without a compositor the window's content starts five pixels in


class Display:
    """An X server on a free number, ended with the block."""

    def __init__(self, width=1280, height=840):
        self.size = f'{width}x{height}x24'

    def __enter__(self):
        read, write = os.pipe()
        # Without -noreset the server starts anew when its last client leaves, and drops one that comes meanwhile.
        self.server = subprocess.Popen(['Xvfb', '-displayfd', str(write), '-screen', '0', self.size, '-nolisten', 'tcp',
                                        '-noreset'], pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    for name in ('GTK_A11Y', 'NO_AT_BRIDGE', 'WAYLAND_DISPLAY'):
        found.pop(name, None)
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
        # What one program leaves unsaved is not offered by the next, unless a script wants that.
        self.state = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.bus = Bus()  # it is there before the program looks for it
        self.on_bus = None
        self.started = time.monotonic()
        self.process = subprocess.Popen([program, *arguments], env={**environment(), 'XDG_STATE_HOME': self.state.name, **(extra or {})},
                                        stderr=self.log, stdout=self.log, stdin=subprocess.DEVNULL)
        try:
            self.window = self.toplevel()
        except AssertionError:
            self.process.kill()
            self.process.wait()
            raise
        self.seconds_to_window = time.monotonic() - self.started
        self.focus(self.window)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None and self.process.poll() is None and WindowTest.artifacts:
            self.screenshot(os.path.join(WindowTest.artifacts, f'failed-{self.process.pid}.png'), whole=True)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.seek(0)
        written = self.log.read()
        # GTK 4.8 stumbles by itself when the accessibility bus asks for a widget that has just gone.
        warnings = [line for line in written.splitlines()
                    if re.search(r'WARNING|CRITICAL|ERROR|Error', line) and 'object_path' not in line]
        if warnings and kind is None:
            raise AssertionError('the program wrote:\n' + '\n'.join(warnings))
        if kind is not None and written:
            print(written)

    # ---- pointer and keys

    def tool(self, *words):
        return subprocess.run(['xdotool', *map(str, words)], check=True, capture_output=True, text=True,
                              timeout=PATIENCE).stdout

    def windows(self, title=''):
        """The visible X windows of this program whose title matches."""
        found = subprocess.run(['xdotool', 'search', '--all', '--onlyvisible', '--pid', str(self.process.pid), '--name',
                                title or '.'], capture_output=True, text=True, check=False, timeout=PATIENCE)
        return found.stdout.split()

    def toplevel(self, title=''):
        """The first of them, once it is there; xdotool's own --sync looks twice a second only."""
        return until(f'a window {title}', lambda: self.windows(title))[0]

    def focus(self, window=None):
        """No window manager hands the focus on: a person's click on the title would."""
        self.tool('windowfocus', '--sync', window or self.window)

    def move(self, x, y):
        self.tool('mousemove', '--window', self.window, int(x), int(y))

    def click(self, x, y, button=1):
        self.move(x, y)
        time.sleep(0.05)
        self.tool('click', button)
        time.sleep(0.1)

    def click_on(self, node, title):
        """In the dialog of that title, whose own window the place is counted from."""
        x, y, width, height = node.extents()
        self.tool('mousemove', '--window', self.toplevel(title), x + SHADOW + width // 2, y + SHADOW + height // 2)
        time.sleep(0.05)
        self.tool('click', 1)
        time.sleep(0.1)

    def drag(self, x0, y0, x1, y1, button=1):
        self.move(x0, y0)
        time.sleep(0.05)
        self.tool('mousedown', button)
        for step in range(1, 11):
            self.move(x0 + (x1 - x0) * step / 10, y0 + (y1 - y0) * step / 10)
            time.sleep(0.02)
        self.tool('mouseup', button)
        time.sleep(0.1)

    def key(self, *keys):
        self.tool('key', '--clearmodifiers', *keys)
        time.sleep(0.05)

    def type(self, text):
        self.tool('type', '--delay', '5', '--', text)

    def screenshot(self, path, title=None, whole=False):
        """Of the window, or of the dialog of that title, or of all that is on the display."""
        os.makedirs(os.path.dirname(path), exist_ok=True)
        window = 'root' if whole else self.toplevel(title) if title else self.window
        subprocess.run(['import', '-window', window, path], check=True)

    # ---- what a screen reader sees

    def application(self):
        """The program on the bus, or None; remembered, since the bus's own list of programs now and then comes back short."""
        if self.on_bus is None and self.process.poll() is None:
            self.on_bus = self.bus.program(self.process.pid)
        return self.on_bus

    def nodes(self, root=None):
        if root is None and self.process.poll() is not None:
            raise AssertionError(f'the program has ended, with {self.process.returncode}')
        return (root or until('the program on the accessibility bus', self.application)).tree()

    def all(self, name, role=None, root=None):
        """The nodes whose accessible name matches the pattern."""
        for node in self.nodes(root):
            if re.search(name, node.name) and role in (None, node.role):
                yield node

    def find(self, name, role=None, root=None):
        return next(self.all(name, role, root), None)

    def wait(self, name, role=None, root=None):
        return until(f'a {role or "widget"} named {name!r}', lambda: self.find(name, role, root))

    def read(self, pattern, patience=PATIENCE):
        """Waits for a text that matches; returns the match."""
        def look():
            node = self.find(pattern)
            return node and re.search(pattern, node.name)
        return until(f'a text that matches {pattern!r}', look, patience)

    def press(self, name, role='push button', root=None):
        until(f'a {role} named {name!r} that can be pressed',
              lambda: next((node for node in self.all(name, role, root) if node.can_act()), None)).act()
        time.sleep(0.05)

    def box(self, name, role=None):
        """x, y, width, height of a widget inside the window."""
        x, y, width, height = self.wait(name, role).extents()
        return x + SHADOW, y + SHADOW, width, height

    # ---- whole gestures

    def menu(self, button, *path):
        """Opens a menu and follows its items by name; an item of a submenu is taken below the submenu's own heading."""
        self.press(button)
        for item in path[:-1]:
            self.press(item, 'menu item')
        root = None
        if len(path) > 1:
            def submenu():
                for heading in self.all(path[-2], 'menu item'):
                    if self.find(path[-1], 'menu item', heading.parent):
                        return heading.parent
                return None
            root = until(f'the submenu {path[-2]}', submenu)
        self.press(path[-1], 'menu item', root)

    def window_called(self, title):
        top = self.application()
        return next((window for window in top.now().children if re.search(title, window.now().name)), None) if top else None

    def is_up(self, title):
        """By its window: GTK 4.8 ends the program where the bus asks for a dialog that is just going."""
        return bool(self.windows(title))

    def dialog(self, title):
        """The dialog of that title, on the accessibility bus."""
        return until(f'the dialog {title}', lambda: self.window_called(title))

    def choose(self, title, path):
        """Types an absolute path into a file dialog and confirms it."""
        root = self.dialog(title)
        window = self.toplevel(title)
        self.focus(window)
        entry = self.find('^Name:$', 'text', root)
        if entry is None:  # to open a file, the place to type comes by a key
            self.key('ctrl+l')
            entry = self.wait('^GtkFileChooserEntry$', 'text', root)

        def typed():
            self.key('ctrl+a')
            self.type(path)
            return entry.text() == path
        until('the path in the dialog', typed)
        accept = list(self.all('^_(Open|Save|Export) ', 'push button', root))[0]

        def gone():
            if self.is_up(title):
                accept.act()  # False where it went meanwhile
                time.sleep(0.1)
            return not self.is_up(title)
        until(f'the dialog {title} to go', gone)
        self.focus_again()

    def focus_again(self):
        """To the window, unless that was its last dialog; its widgets have a moment to go."""
        time.sleep(0.3)
        subprocess.run(['xdotool', 'windowfocus', '--sync', self.window], capture_output=True, check=False,
                       timeout=PATIENCE)

    def answer(self, title, key):
        """Answers a message by its keys: Return is its main button, Escape leaves it."""
        self.dialog(title)
        self.focus(self.toplevel(title))

        def gone():
            self.key(key)
            return self.process.poll() is not None or not self.is_up(title)
        until(f'the message {title} to go', gone)
        self.focus_again()


class Canvas:
    """The data editor's plot, addressed by fractions of its size."""

    def __init__(self, program):
        self.program = program
        self.frame = program.box('^Data:', 'image')

    def at(self, u, v):
        x, y, width, height = self.frame
        return x + u * width, y + v * height


class WindowTest(unittest.TestCase):
    """PROGRAM SOURCE-ROOT ARTIFACTS on the command line; a display and a folder for every test."""
    program, source, artifacts = (sys.argv[1:4] + [''] * 3)[:3]

    def setUp(self):
        display = Display()
        display.__enter__()
        self.addCleanup(display.__exit__)
        folder = tempfile.TemporaryDirectory(prefix='e')
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        with open(self.path(name), 'wb') as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def preset(self, name):
        return os.path.join(self.source, 'data/presets', name)

    def picture(self, program, name, title=None):
        program.screenshot(os.path.join(self.artifacts, name), title)

    def blank(self, program):
        program.key('ctrl+n')
        program.read('^Data: 0 points')
        return Canvas(program)

    def figure(self, program, path):
        """Through the dialog, as it stands: the path's ending says the kind of image."""
        program.key('ctrl+e')
        root = program.dialog(FIGURE)
        program.press('^_?Export…', root=root)
        program.choose('^Export$', path)
        return root

    def exported(self, program, name):
        """Waits until a file is whole: the message tells it."""
        program.read(f'^Exported as {re.escape(name)}$')
        if program.is_up(FIGURE):  # it stays for the next format
            program.focus(program.toplevel(FIGURE))
            program.key('Escape')
            until('the dialog to go', lambda: not program.is_up(FIGURE))
            program.focus_again()
        return self.path(name)

    def points(self, program, name='points.csv'):
        """The table as the program exports it: rows of cells."""
        if os.path.exists(self.path(name)):
            os.remove(self.path(name))
        program.key('ctrl+shift+e')
        program.choose('^Export$', self.path(name))
        until('the table', lambda: os.path.exists(self.path(name)))
        with open(self.exported(program, name)) as file:
            return [line.split(',') for line in file.read().split()[1:]]


def main():
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
