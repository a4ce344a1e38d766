# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of bad days share: the program on a data folder, a server beside it, what the window says."""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from desktop import Atspi, NotFound, PATIENCE, Program, enrols, wait

# One program after the other: what was known of a dead one must not be believed of the next. A role never changes.
Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.ROLE)

PROGRAM, SPEECH = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
TOKEN = "bad-days"
MEMBER = f"{SPEECH}/people/lp-test.wav"
VOICE = f"{SPEECH}/people/nsk-enrol.wav"  # 15 s


class Server:
    """voiceprint-server as a process of its own; port 0 takes any."""

    def __init__(self, folder, port=0):
        program = pathlib.Path(PROGRAM).with_name("voiceprint-server")
        self.process = subprocess.Popen([program, "--data-dir", folder, "--port", str(port)], text=True,
                                        stdout=subprocess.PIPE, env={**os.environ, "VOICEPRINT_SERVER_TOKEN": TOKEN})
        self.url = self.process.stdout.readline().split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def post(self, path, *arguments):
        answer = subprocess.run(["curl", "-sS", "-H", f"Authorization: Bearer {TOKEN}", *arguments,
                                 f"{self.url}/v1/audio/voiceprint_groups{path}"], check=True, stdout=subprocess.PIPE)
        return json.loads(answer.stdout)["data"]["id"]

    def make_group(self, name):
        return self.post("", "-H", "Content-Type: application/json", "-d", json.dumps({"name": name}))

    def enrol(self, group, name, clip=MEMBER):
        return self.post(f"/{group}/features", "-F", f"file=@{clip}", "-F", f"name={name}")

    def end(self, kill=False):
        self.process.kill() if kill else self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    @property
    def environment(self):
        return {"COZE_API_BASE": self.url, "COZE_API_TOKEN": TOKEN}


def voiceprints(folder):
    """The names that the server's file in folder holds."""
    store = sqlite3.connect(f"file:{folder}/server.db?mode=ro", uri=True)
    names = [row[0] for row in store.execute("SELECT name FROM voiceprints ORDER BY name")]
    store.close()
    return names


def labels(place):
    return [label.name for label in place.find_all("label")]


class Studio(unittest.TestCase):
    """A test with a data folder of its own in a place of its own, and the window on it."""

    def setUp(self):
        self.place = tempfile.mkdtemp()
        self.data = f"{self.place}/data"
        os.mkdir(self.data)
        self.program = None

    def tearDown(self):
        outcome = self._outcome.result
        if self.program and self.program.process.poll() is None:
            if any(test is self for test, _ in outcome.errors + outcome.failures):
                print("\n".join(self.program.app.outline()), file=sys.stderr)
            self.program.process.kill()
            self.program.process.wait()
        elif self.program and self.program.process.returncode:
            self.fail(f"the program ended with {self.program.process.returncode}")

    def start(self, environment=None, data=None, output=None):
        began = time.monotonic()
        self.program = Program([PROGRAM, "--data-dir", data or self.data], environment, output)
        self.window = self.program.window()
        self.pace = time.monotonic() - began  # of this machine, now
        self.addCleanup(self.program.process.wait)
        self.addCleanup(self.program.process.kill)

    def household(self, members=1, name="Home"):
        """A group with so many voiceprints in the data folder, before the program starts; gives the server's answer."""
        server = Server(self.data)
        group = server.make_group(name)
        for number in range(members):
            server.enrol(group, f"Member {number}")
        server.end()
        return group

    # What the window says: labels only, and no box to click away.
    def hears(self, place, *words, timeout=PATIENCE):
        def said():
            return [text for text in labels(place) if all(word.lower() in text.lower() for word in words)]

        try:
            text = wait(said, "a sentence", timeout)[0]
        except NotFound:
            self.fail(f"no sentence with {words} in {place.name!r}: {labels(place)}")
        self.assertFalse(self.program.app.find_all("alert"), "no message box")
        return text

    def table(self, name, place=None):
        return (place or self.window).find("table", name)

    def names(self, table, place=None):
        """The first column; empty while the list is read anew under our eyes."""
        node = self.table(table, place).node
        cells = [Atspi.Table.get_accessible_at(node, row, 0) for row in range(Atspi.Table.get_n_rows(node))]
        return [cell.get_name() for cell in cells] if all(cells) else []

    def wait_names(self, table, claim, what):
        wait(lambda: claim(self.names(table)), f"{what} in {table}")

    def dialog(self, name):
        return self.program.app.find("dialog", name)

    def open_enrol(self):
        wait(lambda: self.window.find_all("push button", "Enrol voice"), "the group chosen")
        self.window.press("Enrol voice")
        return self.dialog("Enrol a voiceprint")

    def recorded(self, place):
        """How many seconds a recording says that it has, as in “0:05 – 9:55 left”."""
        return max((seconds(text.split()[0]) for text in labels(place) if text.endswith(" left")), default=0)

    def begin_recording(self, place, least=0):
        """Records speech; returns once so many seconds of it are recorded, and speaks on."""
        place.press(lambda name: name.startswith("Record"))
        place.find("push button", "Stop")
        speaker = subprocess.Popen(["paplay", "-d", "micfeed", VOICE])
        self.addCleanup(speaker.wait)
        self.addCleanup(speaker.kill)
        wait(lambda: self.recorded(place) >= least, f"{least} s of a recording")
        return speaker

    def record(self, place, least):
        self.begin_recording(place, least).kill()
        place.press("Stop")
        self.insist(place)

    def insist(self, place):
        """Says that a recording is to be used even where it is poor, as the short ones of these tests are."""
        place.find("label", lambda name: name.startswith("Grade: "))
        for box in place.find_all("check box", "Use it anyway"):
            if not box.has("checked"):
                box.act("Toggle")

    def upload(self, dialog, timeout=PATIENCE):
        """Sends the recording, and closes the dialog, which stays for the next person."""
        dialog.press(enrols)
        self.hears(dialog, "is enrolled", timeout=timeout)
        dialog.press("Close")
        wait(lambda: not self.program.app.find_all("dialog"), "the dialog closed after the upload")

    def choose(self, dialog, path):
        dialog.press("Choose a file…")
        chooser = self.dialog("Choose a sound file")
        chooser.find("text", lambda name: name.startswith("File name")).write(str(path))
        chooser.press("Open")
        wait(lambda: not self.program.app.find_all("dialog", "Choose a sound file"), "the file dialog closed")

    def upload_enabled(self, dialog):
        """There is no such button before there is a clip."""
        return any(button.has("enabled") for button in dialog.find_all("push button", enrols))

    def close_dialogs(self):
        for dialog in reversed(self.program.app.find_all("dialog")):
            dialog.press("Close")
        wait(lambda: not self.program.app.find_all("dialog"), "the dialog closed")

    def unsent(self):
        """Opens the list of unsent recordings: the dialog and its rows (name, for, length, recorded)."""
        button = self.window.find("push button", lambda name: "unsent recording" in name)
        wait(lambda: button.usable, "the button of the unsent recordings")
        button.act("Press")
        dialog = self.dialog("Unsent recordings")
        return dialog, self.table("Unsent recordings", dialog).rows()

    def send_unsent(self, name):
        """Sends the only unsent recording, under that name."""
        dialog, rows = self.unsent()
        self.assertEqual(len(rows), 1, rows)
        dialog.press("Send…")
        enrol = self.dialog("Enrol a voiceprint")
        entry = enrol.find("text", "Name of the voiceprint")
        if entry.text != name:
            entry.write(name)
        self.insist(enrol)
        self.upload(enrol)
        self.wait_names("Voiceprints", lambda names: name in names, name)


def seconds(length):
    minutes, rest = length.split(":")
    return int(minutes) * 60 + int(rest)
