# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window by keys alone: real key events, and assistive technology's word for where the keyboard is."""

import subprocess

from desktop import GLib, NotFound, wait
from studio import Studio

# Qt calls the current row of a list focused wherever the keyboard is.
ROWS = ("list item", "table cell", "tree item")


class Keys(Studio):
    def keys(self, *names):
        subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "30", *names], check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "4", text], check=True)

    def pops_up(self, *names):
        """Presses keys that bring a menu, which has the keyboard then: no part of the window, but one of the screen."""
        def windows():
            search = ["xdotool", "search", "--onlyvisible", "--pid", str(self.program.process.pid)]
            return len(subprocess.run(search, stdout=subprocess.PIPE, check=True).stdout.split())

        before = windows()
        self.keys(*names)
        wait(lambda: windows() > before, "a menu")

    def front(self):
        """The window that has the keyboard."""
        return next((window for window in self.program.app.children()
                     if window.has("active") and window.has("showing")), None)

    def focus(self):
        """What has the keyboard, or None."""
        front = self.front()
        for element in front.walk(showing=True) if front else ():
            try:
                if element.role not in ROWS and element.has("focused") and element.has("focusable"):
                    return element
            except GLib.Error:
                continue
        return None

    def at(self):
        """The role and the name of what has the keyboard."""
        focus = self.focus()
        return (focus.role, focus.name) if focus else None

    def is_at(self, role, name):
        """Waits until the keyboard is there."""
        def fits():
            now = self.at()
            return now and now[0] == role and now[1].startswith(name)

        try:
            wait(fits, "", 8)
        except NotFound:
            self.fail(f"the keyboard is at {self.at()}, not at {role} {name!r}")

    def comes(self, name):
        """Waits until the window or dialog of that name has the keyboard."""
        wait(lambda: self.front() and self.front().name == name, f"{name!r} in front")

    def goes(self, name):
        wait(lambda: not self.program.app.find_all("dialog", name), f"{name!r} closed")
        wait(self.focus, "the keyboard somewhere")

    def tab_to(self, role, name, key="Tab", most=30):
        """Goes on by Tab until the keyboard is there; gives the stops between."""
        def stop():
            now = self.focus()
            return now and (now.role, now.name, now.place)

        fits = name if callable(name) else lambda found: found.startswith(name)
        stops = []
        for _ in range(most):
            now = wait(stop, "the keyboard somewhere")
            if now[0] == role and fits(now[1]):
                return stops
            stops.append(now[:2])
            self.keys(key)
            wait(lambda: stop() not in (None, now), f"the keyboard away from {now}", 5)
        self.fail(f"no {role} {name!r} on the way: {stops}")
        return None

    def choose_file(self, title, path):
        """Types the path into the dialog for files."""
        self.comes(title)
        self.is_at("text", "File name")
        self.type(str(path))
        self.keys("Return")
        self.goes(title)
