#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every screen and dialog as assistive technology finds it: names, roles, actions, values, keys; in both languages.

test_accessibility.py PROGRAM SPEECH : under `clean-room --pulse --display`.
"""

import collections
import pathlib
import subprocess
import sys
import unittest

from desktop import Atspi, GLib, wait
from keys import ROWS, Keys
from studio import MEMBER

# What a person can do something with, or is told something by alone.
TELLING = {"push button", "toggle button", "check box", "radio button", "combo box", "text", "password text", "spin button",
           "slider", "list", "list item", "table", "tree", "menu", "menu item", "check menu item", "progress bar", "link",
           "image", "icon", "dialog", "frame", "page tab", "table column header"}
FIELDS = {"check box", "combo box", "text", "password text", "spin button", "slider", "list", "table", "tree"}
ACTIONS = {"push button": "Press", "check box": "Toggle", "combo box": "ShowMenu", "list item": "Toggle"}
VALUES = {"progress bar", "slider", "spin button"}


def actions(element):
    count = Atspi.Action.get_n_actions(element.node)
    return {Atspi.Action.get_action_name(element.node, i): Atspi.Action.get_key_binding(element.node, i)
            for i in range(count)}


def mnemonics(element):
    """The letters that choose it together with Alt."""
    return {key[-1].upper() for key in actions(element).values() if key.startswith("Alt+") and len(key) == 5}


class Accessibility(Keys):
    def setUp(self):
        super().setUp()
        self.problems = []

    def audit(self, place, window):
        """Notes whatever assistive technology could not tell a person."""
        fields, letters = collections.Counter(), collections.defaultdict(set)
        for element in window.walk(showing=True):
            try:
                self.look_at(place, element)
                if not element.has("enabled"):
                    continue
                if element.role in FIELDS:
                    fields[element.role, element.name] += 1
                if element.role == "page tab list":
                    continue  # it answers for its current tab
                for letter in mnemonics(element):
                    letters[letter].add(f"{element.role} {element.name}")
            except GLib.Error:
                continue  # gone while it was read
        self.problems += [f"{place}: {count} times {role} {name!r}"
                          for (role, name), count in fields.items() if count > 1]
        self.problems += [f"{place}: Alt+{letter} is of {sorted(names)}" for letter, names in letters.items()
                          if len(names) > 1]

    def look_at(self, place, element):
        role, name, node = element.role, element.name, element.node
        canFocus = element.has("focusable") and role not in ROWS
        if not name and (role in TELLING or canFocus):
            parent = node.get_parent()
            self.problems.append(f"{place}: a {role} without a name in {parent.get_role_name()} {parent.get_name()!r}")
        if not element.has("enabled"):
            return
        if role in ACTIONS and ACTIONS[role] not in actions(element):
            self.problems.append(f"{place}: {role} {name!r} cannot be used: {list(actions(element))}")
        if role in VALUES and not (Atspi.Value.get_minimum_value(node) <= Atspi.Value.get_current_value(node)
                                   <= Atspi.Value.get_maximum_value(node)):
            self.problems.append(f"{place}: {role} {name!r} has no value")
        if role == "table":
            self.look_at_table(place, element)

    def look_at_table(self, place, table):
        node = table.node
        for column in range(Atspi.Table.get_n_columns(node)):
            if not Atspi.Table.get_column_header(node, column).get_name():
                self.problems.append(f"{place}: column {column} of {table.name!r} has no header")
        for number, row in enumerate(table.rows()[:3]):
            if not any(row):
                self.problems.append(f"{place}: row {number} of {table.name!r} says nothing")

    def screen(self, number):
        """Turns to a screen; every one has its place in the list of them."""
        self.keys(f"ctrl+{number}")
        places = self.window.find("list").children()
        wait(lambda: places[number - 1].has("selected"), f"screen {number}")
        wait(self.focus, "the keyboard somewhere")

    def in_dialog(self, place, *keys, then=None):
        """Audits the dialog that comes by these keys, and closes it."""
        def in_front():
            front = self.front()
            return front if front and front.role == "dialog" else None

        before = len(self.program.app.find_all("dialog"))
        self.keys(*keys)
        dialog = wait(lambda: len(self.program.app.find_all("dialog")) > before and in_front(), place)
        wait(self.focus, f"the keyboard in {place}")
        self.audit(place, dialog)
        if then:
            then(dialog)
        self.keys("Escape")
        wait(lambda: len(self.program.app.find_all("dialog")) == before, f"{place} closed")

    def editors(self, connections):
        self.in_dialog("connection editor", "alt+a", then=self.kinds_of_connection)

    def kinds_of_connection(self, editor):
        for keys, place in ((("alt+v", "End"), "another address"), (("alt+i", "End"), "device code")):
            self.keys(*keys)
            self.audit(f"connection editor, {place}", editor)

    def confirmation(self, dialog):
        self.keys("alt+d")
        wait(lambda: self.at()[0] == "push button", "the question")
        self.audit("the question before a deletion", dialog)
        self.keys("Escape")

    def tour(self):
        self.household(members=2)
        drafts = pathlib.Path(self.data, "drafts")
        self.start()
        wait(lambda: [table for table in self.window.find_all("table") if table.rows()], "rows", 20)
        wait(self.front, "the window in front")
        for number, place in enumerate(("voiceprints", "identify", "voices", "activity", "settings"), 1):
            self.screen(number)
            self.audit(place, self.front())
        self.in_dialog("kept recordings", "alt+g")
        self.in_dialog("shortcuts", "F1")
        self.in_dialog("about", "alt+h", "a")
        self.in_dialog("connections", "ctrl+k", then=self.editors)
        self.screen(1)
        self.in_dialog("new group", "ctrl+n")
        self.in_dialog("enrolment", "ctrl+e", then=self.record_a_little)
        self.assertTrue(list(drafts.glob("*.wav")), "a recording is unsent")
        self.in_dialog("unsent recordings", "alt+f", "u", then=self.confirmation)
        self.keys("ctrl+f", "Tab", "Delete")
        wait(lambda: self.at()[0] == "push button", "the question")
        self.audit("the question before a group is deleted", self.front())
        self.keys("Escape")
        self.assertEqual(self.problems, [], "\n" + "\n".join(self.problems))

    def record_a_little(self, dialog):
        speaker = subprocess.Popen(["paplay", "-d", "micfeed", MEMBER])
        self.addCleanup(speaker.wait)
        self.addCleanup(speaker.kill)
        self.keys("alt+r")
        wait(lambda: list(pathlib.Path(self.data, "drafts").glob("*.wav")), "a recording")
        self.audit("while recording", dialog)
        wait(lambda: max(file.stat().st_size for file in pathlib.Path(self.data, "drafts").glob("*.wav")) > 100_000,
             "some speech")
        self.keys("alt+s")
        wait(lambda: dialog.find_all("slider"), "the wave", 20)
        self.audit("a recording", dialog)

    def test_in_english(self):
        self.tour()

    def test_in_chinese(self):
        pathlib.Path(self.data, "settings.ini").write_text("[General]\nlanguage=SimplifiedChinese\n")
        self.tour()


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2, warnings="ignore")
