# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program from outside, through the desktop's accessibility interface, as a screen reader does."""

import os
import subprocess
import time
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)  # the binding's own names for an action's name
PATIENCE = 60.0  # seconds for what takes a moment on a machine that has nothing else to do
Atspi.set_timeout(30_000, 60_000)


# Tables and trees are read by cell, and in the others nothing stands.
NEVER_WALKED = {"table", "tree table", "tree", "label", "push button", "check box", "image", "separator"}


class NotFound(AssertionError):
    """No such element came up in time."""


def wait(claim, what, timeout=PATIENCE):
    """The first true value of claim(), asked again until then."""
    end = time.monotonic() + timeout
    while True:
        try:
            value = claim()
        except GLib.Error:  # an element that went away while it was read
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise NotFound(f"not within {timeout:g} s: {what}")
        time.sleep(0.05)


class Element:
    """One accessible element of the program."""

    def __init__(self, node):
        self.node = node

    @property
    def name(self):
        return self.node.get_name() or ""

    @property
    def role(self):
        return self.node.get_role_name()

    @property
    def text(self):
        return Atspi.Text.get_text(self.node, 0, -1)

    @property
    def value(self):
        return Atspi.Value.get_current_value(self.node)

    @property
    def place(self):
        """Its left, top, width and height on the screen."""
        box = Atspi.Component.get_extents(self.node, Atspi.CoordType.SCREEN)
        return box.x, box.y, box.width, box.height

    def has(self, state):
        return self.node.get_state_set().contains(getattr(Atspi.StateType, state.upper()))

    @property
    def usable(self):
        return self.has("showing") and self.has("enabled")

    def children(self):
        return list(self._children())

    def _children(self):
        for i in range(self.node.get_child_count()):
            child = self.node.get_child_at_index(i)
            if child:
                yield Element(child)

    def walk(self, showing=False):
        """This element and all below it; where showing, without what stands in something that is hidden."""
        yield self
        # Each question that is spared is one message less.
        if self.role not in NEVER_WALKED:
            for child in self._children():
                if not showing or child.has("showing"):
                    yield from child.walk(showing)

    def _fitting(self, role, name, showing):
        for element in self.walk(showing):
            try:
                if role and element.role != role:
                    continue
                if name is not None and not (name(element.name) if callable(name) else element.name == name):
                    continue
                if showing and element is self and not element.has("showing"):
                    continue  # of all others walk() knows it
            except GLib.Error:
                continue
            yield element

    def find_all(self, role=None, name=None, showing=True):
        return list(self._fitting(role, name, showing))

    def find(self, role=None, name=None, showing=True, timeout=PATIENCE):
        label = name if not callable(name) else "(a name that fits)"
        return wait(lambda: next(self._fitting(role, name, showing), None), f"{role} {label!r} in {self.name!r}", timeout)

    def act(self, action=0):
        """Does the element's action: its number, or its name such as Press."""
        if isinstance(action, str):
            count = Atspi.Action.get_n_actions(self.node)
            names = [Atspi.Action.get_action_name(self.node, i) for i in range(count)]
            action = names.index(action)
        if not Atspi.Action.do_action(self.node, action):
            raise AssertionError(f"{self.role} {self.name!r} did not do its action {action}")

    def press(self, name):
        """Presses the button of that name in here, once there is one that can be pressed."""
        wait(lambda: self._press(name), f"a button {name!r} in {self.name!r} to press")

    def _press(self, name):
        usable = next((button for button in self._fitting("push button", name, True) if button.usable), None)
        if usable:
            usable.act("Press")
        return usable

    def write(self, text):
        """Replaces the text of an entry."""
        wait(lambda: self.usable, f"{self.role} {self.name!r} usable")
        if not Atspi.EditableText.set_text_contents(self.node, text):
            raise AssertionError(f"{self.role} {self.name!r} took no text")

    # Tables: every cell by row and column, as text.
    def rows(self):
        count, width = Atspi.Table.get_n_rows(self.node), Atspi.Table.get_n_columns(self.node)
        return [[(Atspi.Table.get_accessible_at(self.node, row, column).get_name() or "") for column in range(width)]
                for row in range(count)]

    def cell(self, row, column=0):
        return Element(Atspi.Table.get_accessible_at(self.node, row, column))

    def outline(self, depth=0):
        """What is here, for a failed test's report."""
        lines = []
        try:
            lines.append("  " * depth + f"{self.role} {self.name!r}" + ("" if self.has("showing") else " (hidden)"))
            if self.role in ("table", "tree table"):
                lines += ["  " * (depth + 1) + " | ".join(row) for row in self.rows()]
            else:
                for child in self.children():
                    lines += child.outline(depth + 1)
        except GLib.Error:
            pass
        return lines


def enrols(name):
    """Whether a button of that name enrols: it says whom."""
    return name.startswith("Enrol")


class Program:
    """voiceprint-studio as a process of its own, and its window."""

    def __init__(self, arguments, environment=None, output=None):
        self.process = subprocess.Popen(arguments, env={**os.environ, **(environment or {})}, stdout=output,
                                        stderr=output and subprocess.STDOUT)
        self.app = wait(self._find, f"{arguments[0]} on the accessibility bus", 2 * PATIENCE)

    def _find(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the program ended with {self.process.returncode}")
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and child.get_process_id() == self.process.pid:
                return Element(child)
        return None

    def window(self, role="frame"):
        return self.app.find(role)

    def close(self):
        """Ends the program as a session manager would, and gives its exit status."""
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
