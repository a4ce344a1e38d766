#!/usr/bin/env python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""test_cozepy.py PROGRAM SPEECH : the official Coze SDK for Python, unchanged, against voiceprint-server."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from cozepy import AudioFormat, Coze, CozeAPIError, TokenAuth

PROGRAM, SPEECH = sys.argv[1:3]
TOKEN = "token-of-the-sdk-test"


def clip(name):
    return pathlib.Path(SPEECH) / "people" / name


class Sdk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.server = subprocess.Popen(
            [PROGRAM, "--data-dir", os.path.join(cls.folder.name, "data")],
            env={**os.environ, "VOICEPRINT_SERVER_TOKEN": TOKEN}, stdout=subprocess.PIPE, text=True)
        cls.base = cls.server.stdout.readline().split()[-1]
        cls.coze = Coze(auth=TokenAuth(TOKEN), base_url=cls.base + "/")
        cls.groups = cls.coze.audio.voiceprint_groups
        cls.group = cls.groups.create(name="家", desc="Who lives here").id

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.wait(30)
        cls.server.stdout.close()
        cls.folder.cleanup()

    def enrol(self, name, file, **more):
        return self.groups.features.create(group_id=self.group, name=name, file=file, **more).id

    def test_groups(self):
        made = [self.groups.create(name=f"G{i}").id for i in range(12)]
        self.groups.update(group_id=made[0], name="第二 #2", desc="")
        found = list(self.groups.list(group_id=made[0]))
        self.assertEqual([(one.name, one.desc, one.feature_count) for one in found], [("第二 #2", "", 0)])
        self.assertRegex(found[0].id, "^[0-9]+$")
        self.assertLess(found[0].created_at, 10**11)
        self.groups.update(group_id=made[0])  # nothing to change is no error
        page = self.groups.list(page_num=1, page_size=5)
        self.assertLessEqual(set(made), {one.id for one in page})  # it reads page after page
        for one in made:
            self.groups.delete(group_id=one)
        with self.assertRaises(CozeAPIError) as refusal:
            self.groups.delete(group_id=made[0])
        self.assertEqual(refusal.exception.code, 4200)
        self.assertTrue(refusal.exception.logid)

    def test_voiceprints(self):
        people = {who: self.enrol(who, clip(f"{who}-enrol.wav"), desc="喜欢爵士乐") for who in ("lp", "krb")}
        pcm = pathlib.Path(self.folder.name) / "nsk.pcm"
        pcm.write_bytes(clip("nsk-enrol.wav").read_bytes()[44:])
        # The SDK itself sends these numbers only as words.
        people["nsk"] = self.enrol("nsk", pcm, sample_rate="16000", channel="1")
        features = self.groups.features
        known = {one.id: one for one in features.list(group_id=self.group, page_num=1, page_size=2)}
        self.assertEqual(set(known), set(people.values()))
        self.assertEqual(known[people["lp"]].desc, "喜欢爵士乐")
        self.assertTrue(known[people["lp"]].audio_url.startswith(self.base))
        for who, feature in people.items():
            scores = self.groups.speaker_identify(group_id=self.group, file=clip(f"{who}-test.wav")).feature_score_list
            self.assertEqual(len(scores), 3)
            self.assertEqual(scores[0].feature_id, feature)
            self.assertGreaterEqual(scores[0].score, 40)
            self.assertLess(scores[1].score, 40)
        features.update(group_id=self.group, feature_id=people["lp"])  # an empty JSON object
        features.update(group_id=self.group, feature_id=people["lp"], name="双胞胎", file=clip("krb-enrol.wav"))
        known = {one.id: one for one in features.list(group_id=self.group)}
        self.assertEqual(known[people["lp"]].name, "双胞胎")
        self.assertEqual(known[people["lp"]].desc, "喜欢爵士乐")
        for feature in people.values():
            features.delete(group_id=self.group, feature_id=feature)
        self.assertEqual(list(features.list(group_id=self.group)), [])

    def test_voices(self):
        voices = self.coze.audio.voices.list(page_num=1, page_size=20)
        self.assertEqual(len(voices.items), 20)
        self.assertTrue(voices.has_more)
        for sound, start in ((AudioFormat.WAV, b"RIFF"), (AudioFormat.MP3, b"\xff"), (AudioFormat.PCM, b"")):
            file = pathlib.Path(self.folder.name) / f"speech.{sound.value}"
            self.coze.audio.speech.create(input="Good morning, 早上好", voice_id=voices.items[0].voice_id,
                                          response_format=sound).write_to_file(file)
            self.assertTrue(file.read_bytes().startswith(start) and file.stat().st_size > 5000, sound)

    def test_refusals(self):
        stranger = Coze(auth=TokenAuth("wrong"), base_url=self.base)
        with self.assertRaises(CozeAPIError) as refusal:
            stranger.audio.voiceprint_groups.list()
        self.assertEqual(refusal.exception.code, 4100)
        with self.assertRaises(CozeAPIError) as refusal:
            self.enrol("noise", ("noise.wav", b"no sound at all"))
        self.assertIn(refusal.exception.code, (4303, 4304))
        with self.assertRaises(CozeAPIError) as refusal:
            self.groups.create(name="\u200b")
        self.assertEqual(refusal.exception.code, 4000)


unittest.main(argv=sys.argv[:1], verbosity=2)
