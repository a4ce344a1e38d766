# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that answers like Coze, signs in by device code, and repeats what it is told in secret wherever it can."""

import json
import time

from falsecoze import Listener, json_answer


class MarkedCoze(Listener):
    """Every secret of this service holds marker: tokens, the signatures of addresses of sound.

    It takes the tokens in accepted; whatever else comes is refused with the token in the words of the refusal. What it
    grants lasts for lifetime seconds.
    """

    def __init__(self, marker, sound, lifetime=2):
        self.marker, self.sound, self.lifetime = marker, sound, lifetime
        self.accepted = set()
        self.granted = 0
        self.asked = 0
        self.is_broken = False
        super().__init__(self.answer_to)

    def answer_to(self, request):
        path = request.path.split("?")[0]
        if path.startswith("/api/permission/oauth2/"):
            return self.sign_in(path, json.loads(request.body))
        if path.endswith(".wav"):
            return 200, {"Content-Type": "audio/wav"}, self.sound
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        echo = {"Set-Cookie": f"session={token}", "X-Tt-Logid": "20261121", "X-Echo": token}
        if self.is_broken:
            return 200, {"Content-Type": "text/html", **echo}, f"<h1>Broken for {token}</h1>".encode()
        if token not in self.accepted:
            refusal = {"code": 4100, "msg": f"the token {token} is not valid", "detail": {"logid": "20261121"}}
            return 401, {"Content-Type": "application/json", **echo}, json.dumps(refusal).encode()
        status, headers, body = json_answer(self.data(request.method, path))
        return status, {**headers, **echo}, body

    def data(self, method, path):
        person = {"id": "1", "name": "n", "nickname": "n", "avatar_url": ""}
        common = {"icon_url": "", "user_info": person, "created_at": 1749021940, "updated_at": 1749024396, "desc": ""}
        signed = f"{self.url}/sound.wav?signature={self.marker}"
        if path.endswith("/speaker_identify"):
            return {"feature_score_list": [{"feature_id": "8", "feature_name": "Ravi", "feature_desc": "", "score": 81}]}
        if method == "POST":
            return {"id": "9"}
        if path.endswith("/features"):
            return {"items": [{"id": "8", "group_id": "7", "name": "Ravi", "audio_url": signed, **common}], "total": 1}
        if path.endswith("/voiceprint_groups"):
            return {"items": [{"id": "7", "name": "Home", "feature_count": 1, **common}], "total": 1}
        return {"voice_list": [{"voice_id": "5", "name": "Alto", "is_system_voice": True, "language_code": "en",
                                "language_name": "English", "preview_text": "Hello", "preview_audio": signed,
                                "model_type": "big", "state": "cloned", "create_time": 1749021940,
                                "update_time": 1749021940}], "has_more": False}

    def sign_in(self, path, body):
        if path.endswith("/device/code"):
            data = {"device_code": f"device_{self.marker}", "user_code": "WDJB-MJHT", "interval": 1, "expires_in": 300,
                    "verification_uri": f"{self.url}/device"}
            return 200, {"Content-Type": "application/json"}, json.dumps(data).encode()
        self.asked += 1
        if body.get("device_code") and self.asked == 1:
            pending = {"error": "authorization_pending", "error_code": "authorization_pending", "error_message": ""}
            return 400, {"Content-Type": "application/json"}, json.dumps(pending).encode()
        self.granted += 1
        access = f"czu_{self.marker}_{self.granted}"
        self.accepted.add(access)
        grant = {"access_token": access, "refresh_token": f"refresh_{self.marker}_{self.granted}",
                 "expires_in": int(time.time()) + self.lifetime, "token_type": "Bearer"}
        return 200, {"Content-Type": "application/json"}, json.dumps(grant).encode()
