#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program on the real local server, over and over: it reads lists, plays what is good and what is damaged, chooses
good and bad files, records, identifies. At the end it holds as much memory and as many descriptors as after the first minute.

soak.py PROGRAM SPEECH SECONDS : under `clean-room --pulse --display`; packaging/soak takes half an hour.
"""

import pathlib
import sqlite3
import subprocess
import sys
import time
import unittest

from desktop import wait
from studio import MEMBER, VOICE, Studio, labels

LENGTH = float(sys.argv[3])
WARM = 60.0  # seconds after which nothing should grow any more
ROUNDS = 3  # that are held against as many: at a given moment some of it may be in use
MEMORY = 12.0  # MiB that caches, fonts and the heap's gaps may still take
DESCRIPTORS = 4
DAMAGED, WHOLE = "Member 0", "Member 1"


class Soak(Studio):
    def setUp(self):
        super().setUp()
        self.household(2)
        store = sqlite3.connect(f"{self.data}/server.db")
        store.execute("UPDATE voiceprints SET wav = zeroblob(length(wav)) WHERE name = ?", (DAMAGED,))
        store.commit()
        store.close()
        self.junk = pathlib.Path(self.place, "junk.mp3")
        self.junk.write_bytes(bytes(range(256)) * 400)
        self.start()

    def held(self):
        """MiB that are the program's own, descriptors, threads."""
        proc = pathlib.Path(f"/proc/{self.program.process.pid}")
        rollup = proc.joinpath("smaps_rollup").read_text().splitlines()
        memory = sum(int(line.split()[1]) for line in rollup if line.startswith("Private_")) / 1024
        return memory, len(list(proc.joinpath("fd").iterdir())), len(list(proc.joinpath("task").iterdir()))

    def turn_to(self, screen):
        self.window.find("list item", screen).act("Toggle")

    def refresh(self):
        self.window.find("menu item", "Refresh", showing=False).act("Press")
        self.wait_names("Voiceprints", lambda names: len(names) >= 2, "both members")

    def play(self):
        names = self.names("Voiceprints")
        for name in (WHOLE, DAMAGED):
            row = next(i for i, shown in enumerate(names) if name in shown)
            self.table("Voiceprints").cell(row).act("Toggle")
            self.window.press("Play")
            if name == DAMAGED:
                self.hears(self.window, "damaged")
            else:
                self.window.press("Stop")

    def choose_files(self):
        dialog = self.open_enrol()
        self.choose(dialog, self.junk)
        self.hears(dialog, "this file cannot be used")
        self.choose(dialog, VOICE)
        wait(lambda: "0:15" in labels(dialog), "the good file taken")
        self.close_dialogs()
        dialog, _ = self.unsent()
        dialog.press("Delete…")
        dialog.press("Delete")
        self.hears(dialog, "nothing is waiting")
        dialog.press("Close")
        wait(lambda: not self.program.app.find_all("dialog"), "the list closed")

    def identify(self):
        self.window.press(lambda name: name.startswith("Record"))
        self.window.find("push button", "Stop")
        subprocess.run(["paplay", "-d", "micfeed", MEMBER], check=True)
        self.window.press("Stop")
        wait(lambda: self.window.find("push button", "Identify").usable, "the recording measured")
        self.window.press("Identify")
        wait(lambda: self.table("Matches, best first").rows(), "the matches")

    def one_round(self):
        self.turn_to("Voiceprints")
        self.refresh()
        self.play()
        self.choose_files()
        self.turn_to("Identify")
        self.identify()

    def test_nothing_grows(self):
        began = time.monotonic()
        early, late, count = [], [], 0
        while time.monotonic() < began + LENGTH or len(early) < ROUNDS or len(late) < ROUNDS:
            self.one_round()
            count += 1
            elapsed, held = time.monotonic() - began, self.held()
            print(f"{elapsed:6.0f} s, round {count}: {held[0]:.1f} MiB, {held[1]} descriptors, {held[2]} threads", flush=True)
            if elapsed > WARM:
                (early if len(early) < ROUNDS else late).append(held)
        before = [max(column) for column in zip(*early)]
        after = [min(column) for column in zip(*late[-ROUNDS:])]
        print(f"{count} rounds: from {before[0]:.1f} to {after[0]:.1f} MiB, from {before[1]} to {after[1]} descriptors, "
              f"from {before[2]} to {after[2]} threads")
        self.assertLess(after[0], before[0] + MEMORY)
        self.assertLessEqual(after[1], before[1] + DESCRIPTORS)
        self.assertLessEqual(after[2], before[2] + DESCRIPTORS)
        self.assertEqual(self.program.close(), 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2, warnings="ignore")
