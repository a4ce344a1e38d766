#!/usr/bin/python3
# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""take_pictures.py PROGRAM SPEECH FOLDER [LANGUAGE THEME [WIDTH HEIGHT]] : one picture of every screen, to be looked at.

Run under `clean-room --pulse --display`. LANGUAGE is English or SimplifiedChinese, THEME is Light or Dark. The household
is enrolled over the wire, the rest is done in the real window; the pictures of the README are FOLDER/identify.png and
FOLDER/desk.png.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from desktop import Program, wait

PROGRAM, SPEECH, FOLDER = sys.argv[1:4]
LANGUAGE, THEME = sys.argv[4:6] if len(sys.argv) > 5 else ("English", "Light")
SIZE = sys.argv[6:8] if len(sys.argv) > 7 else None
CHINESE = LANGUAGE == "SimplifiedChinese"
PEOPLE = [("lp", "妈妈" if CHINESE else "Anna", "喜欢爵士乐" if CHINESE else "likes jazz, answers in short"),
          ("nsk", "爸爸" if CHINESE else "Ravi", "素食" if CHINESE else "vegetarian"),
          ("krb", "爷爷" if CHINESE else "Karel", "听力不好，请慢说" if CHINESE else "hard of hearing: speak slowly")]


def curl(url, *arguments):
    answer = subprocess.run(["curl", "-sS", "-H", "Authorization: Bearer pictures", *arguments, url],
                            check=True, stdout=subprocess.PIPE)
    return json.loads(answer.stdout)["data"]


def fill(folder):
    server = subprocess.Popen([pathlib.Path(PROGRAM).with_name("voiceprint-server"), "--data-dir", folder], text=True,
                              stdout=subprocess.PIPE, env={**os.environ, "VOICEPRINT_SERVER_TOKEN": "pictures"})
    url = server.stdout.readline().split()[-1] + "/v1/audio/voiceprint_groups"
    for name in ("书房", "客厅") if CHINESE else ("Study", "Living room"):
        body = json.dumps({"name": name, "desc": "客厅的音箱" if CHINESE else "The loudspeaker on the shelf"})
        group = curl(url, "-H", "Content-Type: application/json", "-d", body)["id"]
    for speaker, name, description in PEOPLE:
        curl(f"{url}/{group}/features", "-F", f"file=@{SPEECH}/people/{speaker}-enrol.wav", "-F", f"name={name}",
             "-F", f"desc={description}")
    server.terminate()
    server.wait()
    pathlib.Path(folder, "settings.ini").write_text(f"[General]\nlanguage={LANGUAGE}\ntheme={THEME}\n")


def main():
    os.makedirs(FOLDER, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fill(folder)
        # No real room is silent.
        subprocess.Popen("sox -q -n -r 16000 -c 1 -b 16 -e signed -t raw - synth 600 brownnoise vol 0.004 |"
                         " pacat --raw --rate=16000 --channels=1 --format=s16le -d micfeed", shell=True)
        program = Program([PROGRAM, "--data-dir", folder])
        window = program.window()
        identifier = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(program.process.pid)], check=True,
                                    stdout=subprocess.PIPE, text=True).stdout.split()[-1]
        if SIZE:
            subprocess.run(["xdotool", "windowsize", "--sync", identifier, *SIZE], check=True)

        def picture(name, of=None):
            time.sleep(0.7)
            subprocess.run(["import", "-window", of or identifier, f"{FOLDER}/{name}.png"], check=True)

        def turn(place):
            window.find("list", timeout=5).children()[place].act("Toggle")
            time.sleep(1)

        wait(lambda: [t for t in window.find_all("table") if t.rows()], "rows", 10)
        picture("voiceprints")
        turn(1)
        window.press(lambda name: name.startswith(("Record", "录音")))
        subprocess.run(["paplay", "-d", "micfeed", f"{SPEECH}/people/lp-test.wav"], check=True)
        picture("recording")
        window.press(lambda name: name.startswith(("Stop", "停止")))
        window.press(lambda name: name.startswith(("Identify", "识别")))
        wait(lambda: [t for t in window.find_all("table") if t.rows()], "matches", 10)
        picture("identify")
        turn(2)
        wait(lambda: [t for t in window.find_all("table") if t.rows()], "voices", 10)
        picture("voices")
        turn(3)
        picture("activity")
        turn(4)
        picture("settings")
        window.find("push button", lambda name: name.startswith(("Switch connection", "切换连接"))).act("Press")
        picture("menu", "root")
        subprocess.run(["xdotool", "key", "Escape"], check=True)
        subprocess.run(["xdotool", "key", "ctrl+k"], check=True)
        dialog = program.app.find("dialog")
        picture("connections", "root")
        subprocess.run(["xdotool", "key", "Escape"], check=True)
        wait(lambda: not program.app.find_all("dialog"), "the dialog closed", 10)
        turn(0)
        window.press(lambda name: name.startswith(("Enrol voice", "录入声音")))
        dialog = program.app.find("dialog")
        dialog.press(lambda name: name.startswith(("Record", "录音")))
        speaker = subprocess.Popen(["paplay", "-d", "micfeed", f"{SPEECH}/people/mv-enrol.wav"])
        time.sleep(7)
        active = subprocess.run(["xdotool", "getactivewindow"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        picture("desk", active)
        speaker.wait()
        dialog.press(lambda name: name.startswith(("Stop", "停止")))
        time.sleep(1)
        picture("enrol", "root")
        subprocess.run(["xdotool", "key", "Escape"], check=True)
        wait(lambda: not program.app.find_all("dialog"), "the dialog closed", 10)
        turn(4)
        window.press(lambda name: name.startswith(("Kept recordings", "保留的录音")))
        program.app.find("dialog")
        picture("kept", "root")
        program.close()


main()
