# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of connections share: the header, its menu, the dialog of connections and its editor."""

import subprocess

from desktop import wait
from studio import Studio, labels


class Connecting(Studio):
    def is_said(self, words):
        """The header's words, such as “Office: ready”."""
        wait(lambda: words in labels(self.window), f"{words!r} in the header")

    def choices(self):
        """What can be switched to, as the menu bar's items."""
        switch = self.window.find("menu item", "Switch connection", showing=False)
        return [item for item in switch.find_all("menu item", showing=False) if item.name != switch.name]

    def choose_connection(self, name):
        """Switches to the connection whose name begins so."""
        [item] = wait(lambda: [item for item in self.choices() if item.name.startswith(name)], f"{name!r} in the menu")
        item.act("Press")

    def connections(self):
        """The dialog of connections, open."""
        self.window.find("menu item", "Connections…", showing=False).act("Press")
        return self.dialog("Connections")

    def pick(self, place, key, old, new):
        """Turns the combo box that shows old to the entry that begins with new: by its mnemonic, then by typing."""
        box = place.find("combo box", lambda name: f": {old}" in name)
        wait(lambda: place.has("active"), f"{place.name!r} in front")
        subprocess.run(["xdotool", "key", key], check=True)
        wait(lambda: box.has("focused"), f"{old!r} has the focus")
        subprocess.run(["xdotool", "type", new.split()[0]], check=True)  # a space would open the list
        place.find("combo box", lambda name: f": {new}" in name)

    def begin_connection(self, dialog, name, url):
        """The editor with a new connection's name and address."""
        dialog.press("Add…")
        editor = self.dialog("Add a connection")
        self.pick(editor, "alt+v", "Coze in China", "Another address")
        editor.find("text", "Address of the service").write(url)
        editor.find("text", "Name of the connection").write(name)
        return editor

    def save(self, editor):
        name = editor.name
        editor.press("Save")
        wait(lambda: not self.program.app.find_all("dialog", name), "the connection saved")

    def add_connection(self, dialog, name, url, token):
        editor = self.begin_connection(dialog, name, url)
        editor.find("password text", "Token").write(token)
        self.save(editor)

    def select_connection(self, dialog, name):
        table = self.table("Connections", dialog)
        names = wait(lambda: [row[0] for row in table.rows()], "the connections")
        table.cell(next(i for i, text in enumerate(names) if text.startswith(name))).act("Toggle")
