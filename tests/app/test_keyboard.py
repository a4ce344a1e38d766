#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""All of the main job without a pointer: real keys, each control reached, the keyboard never lost.

test_keyboard.py PROGRAM SPEECH : under `clean-room --pulse --display --keyring`.
"""

import json
import pathlib
import sys
import unittest

from desktop import enrols, wait
from keys import Keys
from studio import SPEECH, TOKEN, Server, labels, voiceprints

PEOPLE = {"lp": "Anna", "nsk": "Ravi"}


class Keyboard(Keys):
    def setUp(self):
        super().setUp()
        self.office = Server(f"{self.place}/office")
        self.addCleanup(self.office.end)
        self.office.make_group("Office group")
        self.start()
        self.comes("Voiceprint Studio")
        self.is_ready("This computer")

    def is_ready(self, name):
        wait(lambda: f"{name}: ready" in labels(self.window), f"{name} ready", 30)

    def make_group(self, name):
        self.keys("ctrl+n")
        self.comes("New group")
        self.is_at("text", "Name")
        self.type(name)
        self.keys("Return")
        self.goes("New group")
        self.wait_names("Groups", lambda names: name in names, name)

    def enrol(self, clip, name):
        self.keys("ctrl+e")
        self.comes("Enrol a voiceprint")
        self.tab_to("push button", "Choose a file")
        self.keys("space")
        self.choose_file("Choose a sound file", clip)
        dialog = self.dialog("Enrol a voiceprint")
        dialog.find("label", lambda text: text.startswith("Grade: "))
        self.tab_to("text", "Name of the voiceprint")
        self.type(name)
        self.tab_to("push button", enrols)
        self.keys("space")
        self.hears(dialog, f"“{name}” is enrolled")
        self.keys("Escape")
        self.goes("Enrol a voiceprint")
        self.wait_names("Voiceprints", lambda names: name in names, name)

    def test_the_main_job(self):
        self.make_group("Home")
        for speaker, name in PEOPLE.items():
            self.enrol(f"{SPEECH}/people/{speaker}-enrol.wav", name)

        # Renamed and deleted where they stand; the keyboard stays in the list.
        self.tab_to("table", "Voiceprints")
        self.keys("Home", "F2")
        self.comes("Edit voiceprint")
        self.is_at("text", "Name")
        old = self.focus().text
        self.type("Renamed")
        self.keys("Return")
        self.goes("Edit voiceprint")
        self.wait_names("Voiceprints", lambda names: "Renamed" in names and old not in names, "the new name")
        self.is_at("table", "Voiceprints")
        self.keys("Delete")
        self.is_at("push button", "Cancel")
        self.keys("Escape")
        self.is_at("table", "Voiceprints")
        self.assertEqual(len(self.names("Voiceprints")), 2)
        self.keys("Delete")
        self.is_at("push button", "Cancel")
        self.tab_to("push button", "Delete voiceprint", key="shift+Tab")
        self.keys("Return")
        self.wait_names("Voiceprints", lambda names: len(names) == 1, "one left")
        self.is_at("table", "Voiceprints")
        [left] = self.names("Voiceprints")
        self.assertEqual(voiceprints(self.data), [left])

        self.identify(left, next(speaker for speaker, name in PEOPLE.items() if name != old))

        # Where the last one was, one can enrol the next.
        self.keys("ctrl+1")
        self.tab_to("table", "Voiceprints")
        self.keys("Delete")
        self.is_at("push button", "Cancel")
        self.keys("shift+Tab", "Return")
        self.hears(self.window, "Nobody is enrolled here yet")
        self.is_at("push button", "Enrol voice")

    def identify(self, person, speaker):
        self.keys("ctrl+2")
        self.tab_to("push button", "Choose a file")
        self.keys("space")
        self.choose_file("Choose a sound file", f"{SPEECH}/people/{speaker}-test.wav")
        self.window.find("label", lambda text: text.startswith("Grade: "))
        self.tab_to("push button", "Identify")
        self.keys("space")
        rows = wait(lambda: self.table("Matches, best first").rows(), "matches")
        self.assertEqual([row[1] for row in rows], [person])

    def test_voices_calls_and_settings(self):
        self.keys("ctrl+3")
        wait(lambda: len(self.names("Voices")) > 20, "the voices")
        self.keys("ctrl+f")
        self.is_at("text", "Find a voice")
        self.type("german")
        self.wait_names("Voices", lambda names: names and all("German" in name for name in names), "German ones")
        self.tab_to("table", "Voices")
        self.keys("space")
        self.window.find("push button", "Stop")
        self.keys("Escape")
        self.window.find("push button", "Play")
        self.is_at("table", "Voices")
        self.keys("ctrl+f", "Escape")
        self.wait_names("Voices", lambda names: len(names) > 20, "all of them again")

        self.keys("ctrl+4", "ctrl+s")
        self.is_at("push button", "Cancel")
        self.tab_to("push button", "Choose a file", key="shift+Tab")
        self.keys("Return")
        file = pathlib.Path(self.data, "calls.jsonl")
        self.choose_file("Export calls", file)
        wait(file.exists, "the file")
        wait(lambda: [json.loads(line) for line in file.read_text().splitlines()], "calls in it")
        self.assertIsNotNone(self.focus(), "the keyboard is somewhere")

        self.keys("ctrl+5")
        box = self.window.find("check box", lambda name: name.startswith("Keep a copy"))
        self.keys("alt+k")
        wait(lambda: box.has("checked"), "copies are kept")
        self.tab_to("push button", "Kept recordings")
        for keys, name in (("space", "Kept recordings"), ("F1", "Keyboard shortcuts")):
            self.keys(keys)
            self.comes(name)
            self.keys("Escape")
            self.goes(name)
            self.is_at("push button", "Kept recordings")

    def test_a_connection(self):
        self.keys("ctrl+k")
        self.comes("Connections")
        self.keys("alt+a")
        self.comes("Add a connection")
        self.is_at("combo box", "Service")
        self.type("Another")
        self.is_at("combo box", "Service: Another address")
        self.keys("Tab")
        self.is_at("text", "Address of the service")
        self.type(self.office.url)
        self.tab_to("text", "Name of the connection")
        self.keys("ctrl+a")
        self.type("Office")
        self.tab_to("password text", "Token")
        self.type(TOKEN)
        self.keys("Return")
        self.goes("Add a connection")
        self.comes("Connections")
        self.keys("alt+c")
        self.is_ready("Office")
        self.keys("Escape")
        self.goes("Connections")
        self.wait_names("Groups", lambda names: names == ["Office group"], "the groups of the office")
        # Back by the window's header.
        self.tab_to("push button", "Switch connection")
        self.pops_up("space")
        self.keys("Up", "Return")
        self.is_ready("This computer")

    def test_every_stop_of_the_first_screen(self):
        """Tab goes round: screens, header, groups, voiceprints, and back."""
        self.make_group("Home")
        self.tab_to("list", "Screens")
        self.keys("Tab")
        self.is_at("push button", "Switch connection")
        stops = self.tab_to("list", "Screens")
        names = [name for _, name in stops]
        for before, after in (("Switch connection", "New group"), ("New group", "Groups"),
                              ("Groups", "Enrol voice")):
            first, second = (next(i for i, name in enumerate(names) if name.startswith(words))
                             for words in (before, after))
            self.assertLess(first, second, f"{before} before {after}: {names}")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2, warnings="ignore")
