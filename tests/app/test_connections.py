#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections in the real window: added, tested, used, kept over a restart by a real keyring, locked out, removed.

test_connections.py PROGRAM SPEECH : under `clean-room --display --keyring`.
"""

import base64
import pathlib
import subprocess
import sys
import unittest

from connecting import Connecting
from desktop import wait
from studio import TOKEN, Server, labels

KEYRING = pathlib.Path(__file__).resolve().parent.parent / "keyring"


class Connections(Connecting):
    def setUp(self):
        super().setUp()
        self.household(name="Home")
        self.office = Server(f"{self.place}/office")
        self.addCleanup(self.office.end)
        self.office.make_group("Office group")
        self.addCleanup(subprocess.run, [KEYRING, "unlock"])

    def kept(self):
        """Whether the keyring holds the token."""
        found = subprocess.run(["secret-tool", "search", "--all", "server", "voiceprint-studio"], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        return base64.b64encode(TOKEN.encode()).decode() in found or TOKEN in found

    def shows(self, group):
        self.wait_names("Groups", lambda names: names == [group], f"the groups of {group}")

    def test_a_connection_from_its_first_to_its_last_day(self):
        self.start()
        self.is_said("This computer: ready")
        dialog = self.connections()
        self.add_connection(dialog, "Office", self.office.url, TOKEN)
        self.select_connection(dialog, "Office")
        dialog.press("Test")
        self.hears(dialog, "answers in")
        self.hears(dialog, "stays on this computer")
        dialog.press("Connect")
        self.is_said("Office: ready")
        dialog.press("Close")
        self.shows("Office group")

        self.choose_connection("This computer")
        self.is_said("This computer: ready")
        self.shows("Home")
        self.choose_connection("Office")
        self.is_said("Office: ready")
        self.shows("Office group")
        self.assertEqual(self.program.close(), 0)
        self.assertTrue(self.kept())
        self.assertNotIn(TOKEN, pathlib.Path(self.data, "settings.ini").read_text())

        # The one that was used last comes back, with its token.
        self.start()
        self.is_said("Office: ready")
        self.shows("Office group")
        self.assertEqual(self.program.close(), 0)

        # As after a login without the password: nobody is told to sign in again.
        subprocess.run([KEYRING, "lock"], check=True)
        self.start()
        self.is_said("Office: connecting")
        self.assertEqual(self.program.close(), 0)  # in the midst of the question
        self.refuse_unlocking()
        self.start()
        self.is_said("Office: connecting")
        # While the desktop asks for the password, the window is at work elsewhere; the answer comes too late.
        self.choose_connection("This computer")
        self.is_said("This computer: ready")
        self.refuse_unlocking()
        self.shows("Home")
        self.is_said("This computer: ready")
        self.assertFalse([text for text in labels(self.window) if "keyring" in text])
        self.choose_connection("Office")
        self.refuse_unlocking()
        self.is_said("Office: keyring may be locked")
        said = self.hears(self.window, "keyring", "locked")
        self.assertNotIn("sign in", said.lower())
        self.assertTrue(self.window.find_all("push button", "Connection…"))
        subprocess.run([KEYRING, "unlock"], check=True)
        self.window.press("Retry")
        self.is_said("Office: ready")
        self.shows("Office group")

        dialog = self.connections()
        self.select_connection(dialog, "Office")
        dialog.press("Remove…")
        dialog.press("Remove")
        self.is_said("This computer: ready")
        wait(lambda: len(self.table("Connections", dialog).rows()) == 1, "only This computer left")
        dialog.press("Close")
        self.shows("Home")
        wait(lambda: not self.kept(), "its token gone")
        self.assertEqual(self.program.close(), 0)
        self.start()
        self.is_said("This computer: ready")

    def refuse_unlocking(self):
        """The desktop asks for the keyring's password, and nobody gives it."""
        search = ["xdotool", "search", "--onlyvisible", "--class", "gcr-prompter"]
        asks = lambda: subprocess.run(search, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout  # noqa: E731
        wait(asks, "the desktop's question")
        wait(lambda: subprocess.run(["xdotool", "key", "Escape"], check=True) and not asks(), "the question gone")

    def test_the_environment_is_not_kept(self):
        self.start(self.office.environment)
        host = self.office.url.removeprefix("http://")
        self.is_said(f"{host}: ready")
        self.shows("Office group")
        self.assertEqual([(item.name, item.has("checked")) for item in self.choices()],
                         [("This computer", False), (f"{host} (from the environment)", True)])
        self.choose_connection("This computer")
        self.is_said("This computer: ready")
        self.choose_connection(host)
        self.is_said(f"{host}: ready")
        self.shows("Office group")
        self.assertEqual(self.program.close(), 0)
        self.start()
        self.is_said("This computer: ready")
        self.assertEqual([item.name for item in self.choices()], ["This computer"])

    def test_a_bad_environment_is_left(self):
        self.start({"COZE_API_BASE": "http://192.168.7.7", "COZE_API_TOKEN": TOKEN})
        self.hears(self.window, "not encrypted", "no token is sent")
        self.choose_connection("This computer")
        self.is_said("This computer: ready")
        self.shows("Home")
        self.assertFalse([text for text in labels(self.window) if "not encrypted" in text])


if __name__ == "__main__":
    # The desktop's question is asked by another program, whose news on the accessibility bus nobody here wants.
    subprocess.run(["dbus-update-activation-environment", "NO_AT_BRIDGE=1"], check=True)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2, warnings="ignore")
