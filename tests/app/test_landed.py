#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A data folder of an earlier version opens with today's programs, and everything in it is there.

test_landed.py PROGRAM SPEECH : under `clean-room --pulse --display`. The folder, tests/data/landed, was made by version 0.1.0 as it was
at the end of November 2026; its window was in Chinese.
"""

import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import unittest

from desktop import wait
from studio import TOKEN, Server, Studio, labels

LANDED = pathlib.Path(__file__).parent.parent / "data/landed"
FAMILY = "7713303615909581418"
ANNA, BEN, ZOE = "7713303616250328320", "7713303617440659159", "7713303617440659160"
SPOKEN_BY_ANNA = "drafts/efa7ce07-b437-46f5-82a5-de86da6d649e.wav"


def rows(path, query):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = sorted(database.execute(query).fetchall())
    database.close()
    return found


class Landed(Studio):
    def setUp(self):
        super().setUp()
        shutil.copytree(LANDED, self.data, dirs_exist_ok=True)
        for path in [pathlib.Path(self.data), *pathlib.Path(self.data).rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)

    def serve(self, folder):
        server = Server(folder)
        self.addCleanup(server.end)
        return server

    def ask(self, server, path, *arguments):
        answer = subprocess.run(["curl", "-sS", "-H", f"Authorization: Bearer {TOKEN}", *arguments,
                                 f"{server.url}/v1/audio/voiceprint_groups{path}"], check=True, stdout=subprocess.PIPE)
        return json.loads(answer.stdout)["data"]

    def is_whole(self, server):
        """The server knows the groups and the voiceprints, and the voices in them."""
        groups = {(group["id"], group["name"], group["desc"], group["feature_count"])
                  for group in self.ask(server, "?page_size=100")["items"]}
        self.assertEqual(groups, {(FAMILY, "Family", "at home", 3), ("7713303616250328319", "空组", "", 0)})
        people = {(one["id"], one["name"], one["desc"])
                  for one in self.ask(server, f"/{FAMILY}/features?page_size=100")["items"]}
        self.assertEqual(people, {(ANNA, "Anna", "person 0"), (BEN, "Ben", "person 1"), (ZOE, "佐伊", "person 2")})
        scores = {match["feature_id"]: match["score"]
                  for match in self.ask(server, f"/{FAMILY}/speaker_identify", "-F", f"file=@{LANDED}/{SPOKEN_BY_ANNA}",
                                        "-F", "top_k=10")["feature_score_list"]}
        for who, score in {ANNA: 89.079, BEN: 4.394, ZOE: 1.228}.items():
            self.assertAlmostEqual(scores[who], score, delta=0.1)

    def test_the_server(self):
        self.is_whole(self.serve(self.data))
        [(size,)] = rows(f"{self.data}/server.db", f"SELECT length(wav) FROM voiceprints WHERE id = {ANNA}")
        self.assertGreater(size, 44)

    def test_a_backup(self):
        folder = f"{self.data}/restored"
        subprocess.run([pathlib.Path(sys.argv[1]).with_name("voiceprint-server"), "restore", f"{self.data}/server.db",
                        "--data-dir", folder], check=True)
        self.is_whole(self.serve(folder))

    def test_the_window(self):
        tables = {"draft": "SELECT * FROM draft", "consent": "SELECT * FROM consent",
                  "kept_recording": "SELECT * FROM kept_recording",
                  "call_counts": "SELECT * FROM call_counts WHERE day < '2026-11-29'"}
        before = {name: rows(f"{LANDED}/studio.db", query) for name, query in tables.items()}
        settings = (LANDED / "settings.ini").read_text()
        self.start()
        self.wait_names("声纹组", lambda names: sorted(names) == ["Family", "空组"], "the groups")
        self.assertEqual(self.window.place[2:], (760, 720))
        self.assertIn("本机", " ".join(labels(self.window)))
        switch = self.window.find("menu item", lambda name: name.startswith("切换连接"), showing=False)
        names = " ".join(item.name for item in switch.find_all("menu item", showing=False))
        for name in ("Lab", "Grandma's Coze"):
            self.assertIn(name, names)
        groups = self.table("声纹组")
        groups.cell(self.names("声纹组").index("Family")).act("Toggle")
        self.wait_names("声纹", lambda names: sorted(names) == ["Anna", "Ben", "佐伊"], "the voiceprints")

        self.window.press(lambda name: name == "2 段未发送的录音")
        unsent = self.dialog("未发送的录音")
        drafts = wait(lambda: self.table("未发送的录音", unsent).rows(), "the unsent recordings")
        self.assertEqual({(row[0], row[1], row[2]) for row in drafts},
                         {("佐伊 Zoë", "“Family”中的新声纹", "0:03"), ("（尚未命名）", "在“Family”中识别", "0:03")})
        unsent.press(lambda name: name.startswith("关闭"))

        self.window.find("list item", "设置").act("Toggle")
        self.window.press(lambda name: name.startswith("保留的录音"))
        kept = self.dialog("保留的录音")
        [copy] = wait(lambda: self.table("保留的录音", kept).rows(), "the kept recordings")
        self.assertEqual(copy[:3], ["Anna", "Family", "本机"])
        self.assertIn("0:06", copy)
        self.assertTrue(copy[-1].startswith("Anna"), copy)  # the consent
        kept.press(lambda name: name.startswith("关闭"))
        self.assertEqual(self.program.close(), 0)

        for name, query in tables.items():
            # Columns that came since stand at the end.
            found = [row[:len(old)] for row, old in zip(rows(f"{self.data}/studio.db", query), before[name], strict=True)]
            if name == "call_counts":  # those of this very day may have grown
                found = [(*row[:2], min(row[2], old[2]), *row[3:]) for row, old in zip(found, before[name])]
            self.assertEqual(found, before[name], name)
        left = pathlib.Path(self.data, "settings.ini").read_text()
        for line in settings.splitlines():
            if line.startswith(("language", "theme", "keepRecordings", "0b9ad8e6", "b7735c2f", "window")):
                self.assertIn(line, left.splitlines())
        for path in (LANDED / "drafts", LANDED / "archive"):
            for wav in path.iterdir():
                self.assertEqual(pathlib.Path(self.data, path.name, wav.name).read_bytes(), wav.read_bytes())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2, warnings="ignore")
