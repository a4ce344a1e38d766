#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nowhere a token: all that the application does with marked ones, then a search for the mark wherever it could be.

test_marker.py PROGRAM SPEECH : under `clean-room --pulse --display --keyring`.
"""

import base64
import glob
import os
import pathlib
import secrets
import subprocess
import sys
import unittest

from connecting import Connecting
from desktop import Atspi, wait
from markedcoze import MarkedCoze
from studio import MEMBER

LOUD = {"QT_LOGGING_RULES": "*=true"}
ROOM = pathlib.Path(os.environ["HOME"]).parent  # where everything of this run is, the keyring too


def spellings(mark):
    """The mark as it may stand in a file: plain, in UTF-16, within Base64 whatever stands before it."""
    text = mark.encode()
    coded = [base64.b64encode(bytes(shift) + text)[(shift * 8 + 5) // 6:-4] for shift in range(3)]
    return [text, mark.encode("utf-16-le"), *coded, text.hex().encode()]


class Marker(Connecting):
    def setUp(self):
        super().setUp()
        self.mark = "m" + secrets.token_hex(12)
        self.coze = MarkedCoze(self.mark, pathlib.Path(MEMBER).read_bytes())
        self.addCleanup(self.coze.end)
        self.output = open(f"{self.place}/output.txt", "wb")
        self.addCleanup(self.output.close)

    # Where the mark must not be.
    def assert_unmarked(self, text, where):
        for spelling in spellings(self.mark):
            found = text.find(spelling)
            self.assertLess(found, 0, f"{where}: …{text[max(0, found - 200):found + 60]!r}…")

    def search_files(self):
        files = [path for path in ROOM.rglob("*") if path.is_file() and not path.is_symlink()]
        self.assertTrue(any(path.name == "settings.ini" for path in files))
        self.assertTrue(any(path.name == "studio.db" for path in files))
        for path in files:
            try:
                self.assert_unmarked(path.read_bytes(), path)
            except FileNotFoundError:  # a passing one, of the sound server or the keyring
                pass

    def search_processes(self):
        me = os.getpid()
        for path in glob.glob("/proc/[0-9]*/cmdline") + glob.glob("/proc/[0-9]*/environ"):
            if path.split("/")[2] != str(me):
                try:
                    self.assert_unmarked(pathlib.Path(path).read_bytes(), path)
                except (FileNotFoundError, ProcessLookupError, PermissionError):
                    pass

    def clipboard(self):
        """What is in the clipboard, pasted where nothing comes of it."""
        self.turn("Activity")
        entry = self.window.find("text", lambda name: name.startswith("Find calls"))
        entry.write("")
        Atspi.EditableText.paste_text(entry.node, 0)
        text = wait(lambda: entry.text, "the clipboard's text")
        entry.write("")
        return text

    # What a user does.
    def begin(self, environment=None):
        self.start({**LOUD, **(environment or {})}, output=self.output)

    def end(self):
        self.search_processes()
        self.assertEqual(self.program.close(), 0)
        self.search_files()

    def turn(self, place):
        self.window.find("list item", place).act("Toggle")

    def work(self):
        """Lists, enrols, listens, identifies, looks at voices."""
        self.wait_names("Voiceprints", lambda names: names == ["Ravi"], "the voiceprints")
        seen = len(self.coze.seen)
        dialog = self.open_enrol()
        self.choose(dialog, MEMBER)
        dialog.find("text", "Name of the voiceprint").write("Ann")
        self.insist(dialog)
        self.upload(dialog)
        self.wait_names("Voiceprints", lambda names: names == ["Ravi"], "the voiceprints again")
        self.table("Voiceprints").cell(0).act("Toggle")
        self.window.press("Play")
        wait(lambda: any("signature" in request.path for request in self.coze.seen[seen:]), "the sound fetched")
        self.turn("Identify")
        self.choose(self.window, MEMBER)
        self.window.press(lambda name: name.startswith("Identify"))
        wait(lambda: self.table("Matches, best first").rows(), "matches")
        self.turn("Voices")
        self.wait_names("Voices", lambda names: names == ["Alto"], "the voices")
        self.turn("Voiceprints")

    def fail_twice(self):
        """The service repeats the token in its refusal, then breaks with it on its page; the details are copied."""
        accepted, self.coze.accepted = self.coze.accepted, set()
        self.window.find("menu item", "Refresh", showing=False).act("Press")
        self.hears(self.window, "did not accept the access token")
        self.window.find("check box", "Show details").act()
        self.window.press("Copy details")
        self.assert_unmarked("\n".join(element.name for element in self.window.walk()).encode(), "the window")
        details = self.clipboard()
        self.assertIn("4100", details)
        self.assert_unmarked(details.encode(), "the details")
        self.coze.accepted = accepted
        self.coze.is_broken = True
        self.turn("Voiceprints")
        self.window.find("menu item", "Refresh", showing=False).act("Press")
        self.hears(self.window, "a web page answered instead of the service")
        self.coze.is_broken = False
        self.window.press("Retry")

    def look_at_calls(self, name):
        """Copies every call as curl, reads its texts, exports them all."""
        self.turn("Activity")
        table = self.table("Calls")
        count = Atspi.Table.get_n_rows(table.node)
        self.assertGreater(count, 10)
        sides = [self.window.find("text", part) for part in ("Request", "Answer")]
        for row in range(count):
            table.cell(row).act("Toggle")
            self.assert_unmarked("\n".join(side.text for side in sides).encode(), f"call {row}")
        for row in (0, count // 2, count - 1):
            table.cell(row).act("Toggle")
            self.window.press("Copy as curl")
            line = self.clipboard()
            self.assertIn("curl", line)
            self.assert_unmarked(line.encode(), "the copied line")
        path = f"{self.place}/{name}.jsonl"
        self.window.press("Export…")
        self.window.press("Choose a file…")
        chooser = self.dialog("Export calls")
        chooser.find("text", lambda label: label.startswith("File name")).write(path)
        chooser.press("Save")
        wait(lambda: os.path.exists(path) and pathlib.Path(path).read_text().count("\n") >= count, "the export")
        self.assertIn("speaker_identify", pathlib.Path(path).read_text())
        self.turn("Voiceprints")

    def test_a_token_of_the_environment(self):
        token = f"pat_{self.mark}_environment"
        self.coze.accepted.add(token)
        self.begin({"COZE_API_TOKEN": token, "COZE_API_BASE": self.coze.url})
        self.work()
        self.fail_twice()
        self.work()
        self.look_at_calls("environment")
        self.end()
        self.assertTrue(any(token in request.headers.get("Authorization", "") for request in self.coze.seen))

    def test_a_saved_token(self):
        token = f"pat_{self.mark}_saved"
        self.coze.accepted.add(token)
        self.begin()
        dialog = self.connections()
        self.add_connection(dialog, "Marked", self.coze.url, token)
        self.select_connection(dialog, "Marked")
        dialog.press("Test")
        self.hears(dialog, "answers in")
        dialog.press("Connect")
        self.is_said("Marked: ready")
        dialog.press("Close")
        self.work()
        self.fail_twice()
        self.look_at_calls("saved")
        self.end()
        self.begin()
        self.is_said("Marked: ready")
        self.end()

    def test_tokens_by_device_code(self):
        self.begin()
        dialog = self.connections()
        editor = self.begin_connection(dialog, "Signed in", self.coze.url)
        self.pick(editor, "alt+i", "Personal", "Device code")
        editor.find("text", "Client id").write("12345")
        editor.press(lambda name: name.startswith("Sign in"))
        self.hears(editor, "WDJB-MJHT")
        self.assert_unmarked("\n".join(element.name for element in editor.walk()).encode(), "the editor")
        self.hears(editor, "Signed in. Save")
        self.save(editor)
        self.select_connection(dialog, "Signed in")
        dialog.press("Connect")
        self.is_said("Signed in: ready")
        dialog.press("Close")
        self.work()
        self.look_at_calls("signed-in")
        self.end()
        self.assertGreater(self.coze.granted, 1, "the tokens were renewed")
        self.begin()
        self.is_said("Signed in: ready")
        self.end()


class Spellings(unittest.TestCase):
    def test_the_search_finds(self):
        """A search that finds nothing must be one that could."""
        for before in range(5):
            secret = b"x" * before + b"mark42mark42" + b"y" * 7
            for text in (secret, base64.b64encode(secret), secret.decode().encode("utf-16-le"), secret.hex().encode()):
                self.assertTrue(any(spelling in text for spelling in spellings("mark42mark42")), text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2, warnings="ignore")
