#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad days in the real window: whatever goes wrong, a sentence says what and what to do, and nothing is lost.

test_bad_days.py PROGRAM SPEECH : under `clean-room --pulse --display`.
"""

import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
import wave

from desktop import PATIENCE, enrols, wait
from falsecoze import FalseCoze, Listener
from studio import MEMBER, PROGRAM, VOICE, Server, Studio, labels, seconds, voiceprints

NAME = "Name of the voiceprint"
KEPT = 4  # seconds of speech that a recording of these tests has: enough to be enrolled


def has_unread(port):
    """Whether a connection to the port holds bytes that its server has not read yet."""
    sockets = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(local.endswith(f":{port:04X}") and state == "01" and not queues.endswith(":00000000")
               for _, local, _, state, queues, *_ in sockets)


class Files(Studio):
    """Choosing a file to enrol."""

    def setUp(self):
        super().setUp()
        self.household()
        self.start()
        self.enrol = self.open_enrol()
        self.enrol.find("text", NAME).write("Typed before")

    def made(self, name, *sox):
        path = f"{self.place}/{name}"
        subprocess.run(["sox", VOICE, *sox[:-1], path, *([sox[-1]] if sox and sox[-1] else [])], check=True)
        return path

    def test_what_is_no_sound_is_refused(self):
        text, empty = (pathlib.Path(self.place, name) for name in ("text.wav", "empty.wav"))
        text.write_text("Dear diary, today I was renamed.\n" * 40)
        empty.write_bytes(b"")
        for path, why in ((text, ()), (empty, ("empty",))):
            with self.subTest(path.name):
                self.choose(self.enrol, path)
                self.hears(self.enrol, "this file cannot be used", *why)
                self.hears(self.enrol, "choose another file")
                self.assertFalse(self.upload_enabled(self.enrol))
        # A file that was refused takes nothing away: neither the name nor the way to a good one.
        self.assertEqual(self.enrol.find("text", NAME).text, "Typed before")
        self.choose(self.enrol, VOICE)
        wait(lambda: self.upload_enabled(self.enrol), "a good file can be sent")
        self.choose(self.enrol, empty)
        self.hears(self.enrol, "the file is empty")
        self.assertTrue(self.upload_enabled(self.enrol), "the good one is still there")
        self.upload(self.enrol)
        self.wait_names("Voiceprints", lambda names: "Typed before" in names, "the new voiceprint")

    def test_of_what_was_cut_short_the_rest_is_used(self):
        cut = pathlib.Path(self.place, "cut.wav")
        cut.write_bytes(pathlib.Path(VOICE).read_bytes()[:200000])
        self.choose(self.enrol, cut)
        self.hears(self.enrol, "is cut short", "header promises 15.0 s", "6.2 s are there")
        self.insist(self.enrol)
        wait(lambda: self.upload_enabled(self.enrol), "what is there can be sent")

    def test_other_kinds_of_wav_are_converted(self):
        with wave.open(VOICE) as voice:
            speech = voice.readframes(voice.getnframes())
        streamed = pathlib.Path(self.place, "streamed.wav")
        header = pathlib.Path(VOICE).read_bytes()[:44]
        streamed.write_bytes(header[:40] + b"\xff\xff\xff\xff" + speech)
        paths = [self.made("8bit.wav", "-b", "8", "-e", "unsigned-integer", ""), self.made("24bit.wav", "-b", "24", ""),
                 self.made("float.wav", "-b", "32", "-e", "floating-point", ""),
                 self.made("stereo.wav", "-r", "48000", "-c", "2", ""), streamed]
        for path in paths:
            self.choose(self.enrol, path)
            wait(lambda: self.upload_enabled(self.enrol), f"{path} taken")
            self.assertIn("0:15", labels(self.enrol))
            self.hears(self.enrol, "grade: ")
            [draft] = pathlib.Path(self.data, "drafts").glob("*.wav")
            with wave.open(str(draft)) as sound:
                self.assertEqual((sound.getframerate(), sound.getnchannels(), sound.getsampwidth()), (16000, 1, 2))
                self.assertAlmostEqual(sound.getnframes() / 16000, 15, delta=0.02)

    def test_of_what_is_too_long_a_stretch_is_used(self):
        path = f"{self.place}/5mb.wav"
        subprocess.run(["sox", *[VOICE] * 11, path], check=True)
        self.assertGreater(os.path.getsize(path), 5_000_000)
        self.choose(self.enrol, path)
        self.hears(self.enrol, "2:45 long", "at most 125 seconds")
        self.enrol.press("Use this stretch")
        self.insist(self.enrol)
        self.upload(self.enrol, 30)
        self.wait_names("Voiceprints", lambda names: "Typed before" in names, "the new voiceprint")


class Limits(Studio):
    def test_the_eleventh_voiceprint_and_a_long_name(self):
        server = Server(f"{self.place}/service")
        self.addCleanup(server.end)
        group = server.make_group("Home")
        for number in range(9):
            server.enrol(group, f"Member {number}")
        self.start(server.environment)

        dialog = self.open_enrol()
        self.record(dialog, KEPT)
        dialog.find("text", NAME).write("Eleventh")
        server.enrol(group, "Tenth")  # behind the window's back
        dialog.press(enrols)
        self.hears(dialog, "did not accept", "holds 10 voiceprints already")
        self.hears(dialog, "group is full", "delete a voiceprint", "unsent recordings")
        self.assertFalse(self.upload_enabled(dialog))
        self.assertEqual(dialog.find("text", NAME).text, "Eleventh")
        self.close_dialogs()
        self.hears(self.window, "group is full: delete a voiceprint")
        self.assertFalse(self.window.find("push button", "Enrol voice").has("enabled"))

        dialog, rows = self.unsent()
        self.assertEqual([row[0] for row in rows], ["Eleventh"])
        dialog.press("Close")
        self.table("Voiceprints").cell(0).act("Toggle")
        self.window.press("Delete voiceprint")
        self.hears(self.window, "Delete the voiceprint “Member 0”", "cannot be undone")
        wait(lambda: self.press_confirm("Delete voiceprint"), "the confirmation pressed")
        self.wait_names("Voiceprints", lambda names: len(names) == 9, "room for one")
        self.send_unsent("Eleventh")

        self.window.press("New group")
        dialog = self.dialog("New group")
        dialog.find("text", "Name").write("x" * 21)
        self.hears(dialog, "too long: 21 of 20 characters")
        self.assertFalse(dialog.find("push button", "Create").has("enabled"))
        dialog.find("text", "Name").write("😀" * 20)
        dialog.press("Create")
        self.wait_names("Groups", lambda names: "😀" * 20 in names, "a name of 20 characters")

    def press_confirm(self, name):
        """The confirmation's button, not the tool bar's of the same name."""
        buttons = [b for b in self.window.find_all("push button", name) if b.usable]
        if len(buttons) > 1:
            buttons[-1].act("Press")
        return len(buttons) > 1


class Service(Studio):
    def test_a_killed_server_loses_nothing(self):
        folder = f"{self.place}/service"
        server = Server(folder)
        self.addCleanup(lambda: server.end())
        server.enrol(server.make_group("Home"), "Member")
        self.start(server.environment)
        self.wait_names("Voiceprints", lambda names: names == ["Member"], "the member")
        dialog = self.open_enrol()
        self.record(dialog, KEPT)
        dialog.find("text", NAME).write("Ravi")
        server.end(kill=True)
        dialog.press(enrols)
        self.hears(dialog, "service cannot be reached")
        self.hears(dialog, "then try again")
        self.close_dialogs()
        dialog, rows = self.unsent()
        self.assertEqual([(row[0], seconds(row[2]) >= KEPT) for row in rows], [("Ravi", True)])
        dialog.press("Close")
        wait(lambda: not self.program.app.find_all("dialog"), "the list closed")

        self.window.find("menu item", "Refresh", showing=False).act("Press")
        self.hears(self.window, "service cannot be reached")
        self.hears(self.window, "not reachable")
        server = Server(folder, server.port)
        self.window.press("Retry")
        self.hears(self.window, "ready")
        self.wait_names("Voiceprints", lambda names: names == ["Member"], "the member, read again")
        wait(lambda: not [text for text in labels(self.window) if "cannot be reached" in text], "the sentence gone")
        self.send_unsent("Ravi")
        self.assertEqual(voiceprints(folder), ["Member", "Ravi"])


    def test_a_server_that_stands_still(self):
        server = Server(f"{self.place}/service")
        self.addCleanup(server.end)
        server.enrol(server.make_group("Home"), "Member")
        self.start(server.environment)
        dialog = self.open_enrol()
        self.choose(dialog, VOICE)
        dialog.find("text", NAME).write("Ravi")
        wait(lambda: self.upload_enabled(dialog), "the file taken")
        server.process.send_signal(signal.SIGSTOP)
        self.addCleanup(server.process.send_signal, signal.SIGCONT)
        dialog.press(enrols)
        wait(lambda: has_unread(server.port), "the upload on its way")
        dialog.press("Cancel upload")
        self.hears(dialog, "no answer came", "may have been made already", "look before you send it again")
        self.assertEqual(dialog.find("text", NAME).text, "Ravi")
        server.process.send_signal(signal.SIGCONT)
        self.close_dialogs()
        self.wait_names("Voiceprints", lambda names: "Member" in names, "the list, read again")
        _, rows = self.unsent()
        self.assertEqual([row[0] for row in rows], ["Ravi"])


class Folder(Studio):
    """The data folder goes away under the running program."""

    def goes_away(self, how):
        self.household()
        self.start()
        dialog = self.open_enrol()
        dialog.find("text", NAME).write("Ravi")
        self.begin_recording(dialog, KEPT)
        how()
        self.hears(dialog, "data folder was moved or removed", "is kept", "start the application again")
        self.hears(self.window, "data folder was moved or removed", "nothing is kept there any more")
        [draft] = pathlib.Path(self.data, "drafts").glob("*.wav")
        with wave.open(str(draft)) as sound:
            self.assertGreaterEqual(sound.getnframes() / 16000, KEPT - 0.5)
        self.assertEqual(draft.stat().st_mode & 0o777, 0o600)
        self.assertEqual(os.stat(self.data).st_mode & 0o777, 0o700)
        self.close_dialogs()
        self.assertEqual(self.program.close(), 0)
        self.start()
        _, rows = self.unsent()
        self.assertEqual(len(rows), 1)

    def test_moved_while_recording(self):
        self.goes_away(lambda: os.rename(self.data, f"{self.place}/elsewhere"))
        self.assertEqual(voiceprints(f"{self.place}/elsewhere"), ["Member 0"])

    def test_removed_while_recording(self):
        self.goes_away(lambda: shutil.rmtree(self.data))


class Ends(Studio):
    """The program ends in the midst of a recording."""

    def setUp(self):
        super().setUp()
        self.household()
        self.start()

    def kept(self):
        [draft] = pathlib.Path(self.data, "drafts").glob("*.wav")
        return (draft.stat().st_size - 44) / 32000

    def is_kept(self, least, name):
        self.start()
        dialog, [row] = self.unsent()
        self.assertGreaterEqual(seconds(row[2]) + 0.5, least)
        self.assertEqual(row[0], name)
        self.assertIn("Home", row[1])
        dialog.press("Close")
        self.send_unsent("Ravi")
        self.assertIn("Ravi", voiceprints(self.data))

    def test_killed_while_recording(self):
        dialog = self.open_enrol()
        dialog.find("text", NAME).write("Ravi")
        began = time.monotonic()
        self.begin_recording(dialog, KEPT + 1)
        told = self.recorded(dialog)
        self.program.process.kill()
        self.program.process.wait()
        self.assertGreaterEqual(told, KEPT)
        self.assertLess(told, time.monotonic() - began)
        self.assertGreaterEqual(self.kept() + 0.5, told - 1, "at most a second lost; what is told is rounded")
        self.is_kept(told - 1, "Ravi")

    def test_asked_to_end_while_recording(self):
        dialog = self.open_enrol()
        dialog.find("text", NAME).write("Ravi")
        self.begin_recording(dialog, KEPT)
        began = time.monotonic()
        self.program.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.program.process.wait(PATIENCE), 0)
        self.assertLess(time.monotonic() - began, max(1.5, 3 * self.pace))
        [draft] = pathlib.Path(self.data, "drafts").glob("*.wav")
        with wave.open(str(draft)) as sound:  # its header is whole; what the desk says is rounded to seconds
            self.assertGreaterEqual(sound.getnframes() / 16000 + 0.5, KEPT)
        self.is_kept(KEPT, "Ravi")

    def test_second_start_and_closed_while_recording(self):
        window = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.program.process.pid)],
                                check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1]
        subprocess.run(["xdotool", "windowminimize", "--sync", window], check=True)
        began = time.monotonic()
        second = subprocess.run([PROGRAM, "--data-dir", self.data], timeout=PATIENCE)
        self.assertEqual(second.returncode, 0)
        self.assertLess(time.monotonic() - began, max(3, 2 * self.pace))
        active = ["xdotool", "getactivewindow"]
        wait(lambda: subprocess.run(active, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()
             == window, "the first window in front")

        self.window.find("list item", "Identify").act()
        self.begin_recording(self.window, 2)
        subprocess.run(["xdotool", "key", "alt+F4"], check=True)
        self.assertEqual(self.program.process.wait(PATIENCE), 0)
        self.start()
        dialog, [row] = self.unsent()
        self.assertIn("To identify", row[1])
        self.assertGreaterEqual(seconds(row[2]), 2)
        dialog.press("Send…")
        self.window.press("Identify")
        wait(lambda: self.table("Matches, best first").rows(), "matches")


class FullDisk(Studio):
    """A data folder without room: a small file system of its own, or a limit to the size of each file."""

    def setUp(self):
        super().setUp()
        self.folder = f"{self.place}/full"
        os.mkdir(self.folder)
        self.is_mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", self.folder],
                                         stderr=subprocess.DEVNULL).returncode == 0
        if self.is_mounted:
            self.addCleanup(subprocess.run, ["umount", "-l", self.folder])
        self.addCleanup(lambda: self.program.process.poll() is None and self.program.process.kill())

    def fill(self):
        """Leaves room for some seconds of sound."""
        if not self.is_mounted:
            return resource.prlimit(self.program.process.pid, resource.RLIMIT_FSIZE, (160_000, resource.RLIM_INFINITY))
        room = shutil.disk_usage(self.folder).free - 160_000
        self.assertGreater(room, 0)
        pathlib.Path(self.folder, "filler").write_bytes(bytes(room))

    def clear(self):
        if not self.is_mounted:
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            return resource.prlimit(self.program.process.pid, resource.RLIMIT_FSIZE, unlimited)
        pathlib.Path(self.folder, "filler").unlink()

    def test_recording_and_enrolling(self):
        data, self.data = self.data, self.folder
        self.household()
        self.data = data
        self.start(data=self.folder)
        self.wait_names("Voiceprints", lambda names: names == ["Member 0"], "what is there")
        dialog = self.open_enrol()
        dialog.find("text", NAME).write("Ravi")
        wait(lambda: pathlib.Path(self.folder, "drafts").is_dir(), "a folder for drafts")
        self.fill()
        self.begin_recording(dialog)
        self.hears(dialog, "disk is full", "recorded before is kept", "free some space")
        self.insist(dialog)
        wait(lambda: self.upload_enabled(dialog), "what was recorded")
        dialog.press("Record again")
        wait(lambda: [text for text in labels(dialog) if "could not keep the data" in text or "disk is full" in text],
             "a sentence at the second try")
        wait(lambda: self.upload_enabled(dialog), "what was recorded is still there")
        dialog.press(enrols)
        self.hears(dialog, "computer could not keep the data")
        self.hears(dialog, "check the free space")
        self.assertEqual(dialog.find("text", NAME).text, "Ravi")
        self.assertEqual(self.names("Voiceprints"), ["Member 0"])
        self.clear()
        self.upload(dialog)
        self.wait_names("Voiceprints", lambda names: "Ravi" in names, "the new voiceprint")
        self.assertEqual(voiceprints(self.folder), ["Member 0", "Ravi"])


class Hostile(Studio):
    def test_what_a_service_may_not_do(self):
        sound = pathlib.Path(MEMBER).read_bytes()
        other = Listener(lambda _: (200, {"Content-Type": "audio/wav"}, sound), "127.0.0.2")
        self.addCleanup(other.end)
        secret = f"{self.place}/secret"
        os.mkfifo(secret)
        reader = threading.Thread(target=lambda: open(secret, "wb").close(), daemon=True)  # ends once somebody reads it
        reader.start()
        name = f"<b>x</b><img src={other.url}/x.png>"
        sounds = {"Password": "file:///etc/passwd", "Secret": f"file://{secret}", "Elsewhere": other.url + "/sound.wav",
                  "Sent on": "{here}/elsewhere", "Sent to a file": "{here}/file", name: "data:audio/wav;base64,AAAA"}
        coze = FalseCoze(name, sounds, {"/elsewhere": other.url + "/sound.wav", "/file": f"file://{secret}"})
        self.addCleanup(coze.end)
        self.start(coze.environment)
        self.wait_names("Voiceprints", lambda names: names == list(sounds), "the voiceprints, as typed")
        for row, title in enumerate(sounds):
            with self.subTest(title):
                self.table("Voiceprints").cell(row).act("Toggle")
                wait(lambda: self.window.find("push button", "Play").usable, "Play")
                self.window.press("Play")
                if title == "Sent on":
                    self.hears(self.window, "led to 127.0.0.2")
                else:
                    self.hears(self.window, "address that is not safe to open")
                    self.hears(self.window, "nothing was fetched")
                self.assertTrue(self.window.find_all("push button", "Play"), "nothing plays")
                self.window.press("Close this message")
        self.assertTrue(reader.is_alive(), "nobody opened the local file")

        self.assertEqual(self.names("Groups"), [name])
        self.hears(self.window, name)  # the heading
        self.window.press("Delete group")
        self.hears(self.window, f"Delete “{name}” with its 6 voiceprints?")
        self.window.press("Cancel")
        dialog = self.open_enrol()
        self.hears(dialog, f"New voiceprint in “{name}”")
        self.close_dialogs()
        self.window.find("list item", "Identify").act()
        wait(lambda: [box for box in self.window.find_all("combo box") if name in box.name or
                      [text for text in box.find_all("text") if text.text == name]], "the group's name as typed")
        self.assertEqual(other.seen, [], "nothing was asked of the other host")
        self.assertTrue(all(request.path.startswith(("/v1/", "/elsewhere", "/file")) for request in coze.seen))


class Lacking(Studio):
    def test_without_a_sound_service(self):
        self.household()
        self.start({"PULSE_SERVER": f"unix:{self.data}/nobody"})
        dialog = self.open_enrol()
        self.hears(dialog, "no microphone was found", "sound service", "start the application again",
                   "a file can be used")
        self.assertFalse(dialog.find("push button", "Record").has("enabled"))
        dialog.find("text", NAME).write("Ravi")
        self.choose(dialog, VOICE)
        wait(lambda: self.upload_enabled(dialog), "a file is taken all the same")
        dialog.press("Play")
        self.hears(dialog, "sound device does not work", "sound service")
        dialog.press(enrols)
        self.wait_names("Voiceprints", lambda names: "Ravi" in names, "the new voiceprint")

    def test_without_a_display(self):
        without = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
        ended = subprocess.run([PROGRAM, "--data-dir", self.data], env=without, stderr=subprocess.PIPE, text=True,
                               timeout=PATIENCE)
        self.assertEqual(ended.returncode, 1)
        self.assertIn("no display", ended.stderr)
        self.assertIn("xvfb-run", ended.stderr)


if __name__ == "__main__":
    # What is mounted here is nobody else's, and goes with this process.
    private = ["unshare", "--mount"]
    if os.geteuid() == 0 and "BAD_DAYS" not in os.environ and subprocess.run([*private, "true"]).returncode == 0:
        os.execvpe("unshare", [*private, sys.executable, *sys.argv], {**os.environ, "BAD_DAYS": "in private"})
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2, warnings="ignore")
