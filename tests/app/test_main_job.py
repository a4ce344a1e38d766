#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job as a person does it: the real window, a real microphone, three people enrolled and found, a stranger not.

test_main_job.py PROGRAM SPEECH : under `clean-room --pulse --display`. Every step goes through the accessibility interface.
"""

import io
import sqlite3
import subprocess
import sys
import time
import unittest
import wave

import numpy

from desktop import enrols, wait
from studio import SPEECH, Studio

PEOPLE = {"lp": "Anna", "nsk": "Ravi", "krb": "Karel"}
STRANGER = "pc"
BUFFERED = 0.25  # seconds of sound that may be on their way when a recording begins or ends


def samples(source):
    with wave.open(source) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16000, 1, 2)
        return numpy.frombuffer(sound.readframes(sound.getnframes()), dtype=numpy.int16).astype(float)


def likeness(recorded, played):
    """The correlation of played with that stretch of recorded which resembles it most."""
    size = 1 << (len(recorded) + len(played)).bit_length()
    product = numpy.fft.rfft(recorded, size) * numpy.conj(numpy.fft.rfft(played, size))
    lag = int(numpy.argmax(numpy.fft.irfft(product, size)[: len(recorded) - len(played) + 1]))
    return numpy.corrcoef(recorded[lag : lag + len(played)], played)[0, 1]


class MainJob(Studio):
    def setUp(self):
        super().setUp()
        self.start()

    def record(self, place, clip):
        """Speaks clip into the microphone between pressing Record and Stop.

        Gives the fewest and the most seconds that this may have recorded: between the two presses, and around both."""
        first = time.monotonic()
        place.press(lambda name: name.startswith("Record"))
        place.find("push button", "Stop")
        recording = time.monotonic()
        time.sleep(0.3)
        subprocess.run(["paplay", "-d", "micfeed", clip], check=True)
        time.sleep(0.3)
        fewest = time.monotonic() - recording
        place.press("Stop")
        place.find("label", lambda name: name.startswith("Grade: "))
        return fewest, time.monotonic() - first

    def make_group(self, name):
        self.window.press("New group")
        dialog = self.program.app.find("dialog", "New group")
        dialog.find("text", "Name").write(name)
        dialog.press("Create")
        wait(lambda: name in [row[0] for row in self.table("Groups").rows()], f"the group {name} in its list")

    def enrol(self, clip, name):
        self.window.press("Enrol voice")
        dialog = self.program.app.find("dialog", "Enrol a voiceprint")
        seconds = self.record(dialog, clip)
        dialog.find("text", "Name of the voiceprint").write(name)
        dialog.press(enrols)
        dialog.find("label", lambda text: text.startswith(f"“{name}” is enrolled."))
        dialog.press("Close")
        wait(lambda: not self.program.app.find_all("dialog"), "the dialog closed")
        wait(lambda: name in [row[0] for row in self.table("Voiceprints").rows()], f"{name} among the voiceprints")
        return seconds

    def identify(self, clip):
        """The ranked table after an identification: rows of rank, name, score, description."""
        def matches():
            shown = self.window.find_all("table", "Matches, best first")
            return shown[0].rows() if shown else []

        before = matches()
        self.record(self.window, clip)
        self.window.press("Identify")
        return wait(lambda: matches() != before and matches(), "other matches")

    def kept_audio(self, name):
        store = sqlite3.connect(f"file:{self.data}/server.db?mode=ro", uri=True)
        [(audio,)] = store.execute("SELECT wav FROM voiceprints WHERE name = ?", (name,)).fetchall()
        store.close()
        return samples(io.BytesIO(audio))

    def is_heard(self, press_play):
        """Whether the loudspeaker sounds (half a second at an RMS above 100 of 16 bit) within a minute."""
        with subprocess.Popen(["parec", "-d", "spk.monitor", "--raw", "--format=s16le", "--rate=16000", "--channels=1"],
                              stdout=subprocess.PIPE) as ear:
            press_play()
            halves = (numpy.frombuffer(ear.stdout.read(16000), dtype=numpy.int16).astype(float) for _ in range(120))
            sounds = any(numpy.sqrt(numpy.mean(half**2)) > 100 for half in halves)
            ear.terminate()
        return sounds

    def test_household(self):
        self.make_group("Home")
        for speaker, name in PEOPLE.items():
            clip = f"{SPEECH}/people/{speaker}-enrol.wav"
            fewest, most = self.enrol(clip, name)
            recorded = self.kept_audio(name)
            self.assertGreater(len(recorded) / 16000, fewest - BUFFERED, f"{name}: all of it was recorded")
            self.assertLess(len(recorded) / 16000, most + BUFFERED, f"{name}: nothing but it was recorded")
            self.assertGreater(numpy.sqrt(numpy.mean(recorded**2)), 300, f"{name}: not silent")
            self.assertGreater(likeness(recorded, samples(clip)), 0.98, f"{name}: what was played is what was recorded")
        names = sorted(row[0] for row in self.table("Voiceprints").rows())
        self.assertEqual(names, sorted(PEOPLE.values()))

        self.assertTrue(self.is_heard(lambda: self.window.press("Play")), "the enrolment is heard again")

        self.window.find("list item", "Identify").act("Toggle")
        right = []
        for speaker, name in PEOPLE.items():
            rows = self.identify(f"{SPEECH}/people/{speaker}-test.wav")
            self.assertEqual(len(rows), len(PEOPLE))
            scores = [float(row[2]) for row in rows]
            self.assertEqual(scores, sorted(scores, reverse=True))
            self.assertEqual(rows[0][1], name)
            right.append(scores[0])
        strangers = [float(row[2]) for row in self.identify(f"{SPEECH}/{STRANGER}/test1.wav")]
        print(f"right matches {right}, stranger {strangers}")
        self.assertLess(max(strangers), min(right))
        self.assertLess(max(strangers), 40)

        self.window.find("list item", "Voices").act("Toggle")
        wait(lambda: len(self.table("Voices").rows()) > 20, "the voices of this machine")
        self.assertTrue(self.is_heard(lambda: self.window.press("Play")), "the preview of a voice is heard")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2, warnings="ignore")
