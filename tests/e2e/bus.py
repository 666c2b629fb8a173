# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader sees of a program: the tree of its widgets, asked over the accessibility bus.

A program that draws answers between two frames only, so that asking for one thing after another takes a frame for each.
Here the questions of a whole level of the tree are sent together."""
import functools

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ATSPI = 'org.a11y.atspi.'
ROOT = '/org/a11y/atspi/accessible/root'
PROPERTIES = 'org.freedesktop.DBus.Properties'
SECONDS = 10  # for one answer


class Bus:
    """The accessibility bus of this session, started by asking for it."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                                    Gio.DBusCallFlags.NONE, SECONDS * 1000, None).unpack()[0]
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def ask(self, questions):
        """For each (owner, path, interface, method, arguments) its answer, unpacked; None for one that has gone meanwhile."""
        answers, left = [None] * len(questions), len(questions)

        def answered(connection, result, i):
            nonlocal left
            left -= 1
            try:
                answers[i] = connection.call_finish(result).unpack()
            except GLib.Error:
                pass

        for i, (owner, path, interface, method, arguments) in enumerate(questions):
            self.connection.call(owner, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, SECONDS * 1000,
                                 None, answered, i)
        while left:
            GLib.MainContext.default().iteration(True)
        return answers

    def program(self, process):
        """The root of the program with that process number, or None."""
        listed = self.ask([(ATSPI + 'Registry', ROOT, ATSPI + 'Accessible', 'GetChildren', None)])[0]
        found = listed[0] if listed else []
        numbers = self.ask([('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                             'GetConnectionUnixProcessID', GLib.Variant('(s)', (owner,))) for owner, _ in found])
        for (owner, path), number in zip(found, numbers):
            if number == (process,):
                return Node(self, owner, path)
        return None

    def having(self, nodes, state):
        """Those of the nodes that are in that Atspi.StateType now."""
        nodes = list(nodes)
        answers = self.ask([node.question(ATSPI + 'Accessible', 'GetState') for node in nodes])
        return [node for node, answer in zip(nodes, answers) if answer and answer[0][state // 32] >> state % 32 & 1]


class Node:
    """A widget: its name, description and children as they were when it was looked at last."""

    def __init__(self, bus, owner, path, parent=None):
        self.bus, self.owner, self.path, self.parent = bus, owner, path, parent
        self.name, self.description, self.children = '', '', []

    def question(self, interface, method, arguments=None):
        return self.owner, self.path, interface, method, arguments

    def ask(self, interface, method, arguments=None):
        return self.bus.ask([self.question(ATSPI + interface, method, arguments)])[0]

    def questions(self):
        accessible = ATSPI + 'Accessible'
        return [self.question(PROPERTIES, 'GetAll', GLib.Variant('(s)', (accessible,))),
                self.question(accessible, 'GetChildren')]

    def take(self, answers):
        """True unless it has gone."""
        if None in answers:
            return False
        (properties,), (children,) = answers
        self.name, self.description = properties.get('Name', ''), properties.get('Description', '')
        self.children = [Node(self.bus, owner, path, self) for owner, path in children]
        return True

    def now(self):
        """Itself, looked at anew; as it was if it has gone."""
        self.take(self.bus.ask(self.questions()))
        return self

    @functools.cached_property
    def role(self):
        """The bus's word for what it is; '' if it has gone."""
        answer = self.ask('Accessible', 'GetRole')
        return Atspi.role_get_name(answer[0]) if answer else ''

    def tree(self):
        """Itself and all below it, looked at anew: each before what it holds, the last of its children first."""
        level, gone = [self], set()
        while level:
            answers = iter(self.bus.ask([question for node in level for question in node.questions()]))
            for node in level:
                if not node.take([next(answers), next(answers)]):
                    gone.add(node)
                    node.children = []
            level = [child for node in level for child in node.children]
        pending = [self]
        while pending:
            node = pending.pop()
            pending += node.children
            if node not in gone:
                yield node

    def count(self, interface, what):
        """A number that it says of itself; 0 if it has no such interface, or has gone."""
        answer = self.bus.ask([self.question(PROPERTIES, 'Get', GLib.Variant('(ss)', (ATSPI + interface, what)))])[0]
        return answer[0] if answer else 0

    def can_act(self):
        return self.count('Action', 'NActions') > 0

    def act(self):
        """Its main action, what a click does; False if it has gone."""
        return self.ask('Action', 'DoAction', GLib.Variant('(i)', (0,))) is not None

    def extents(self):
        """x, y, width, height inside its window."""
        return self.ask('Component', 'GetExtents', GLib.Variant('(u)', (int(Atspi.CoordType.WINDOW),)))[0]

    def text(self):
        return self.ask('Text', 'GetText', GLib.Variant('(ii)', (0, self.count('Text', 'CharacterCount'))))[0]
