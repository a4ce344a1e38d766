# SPDX-FileCopyrightText: Voiceprint Studio developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service that answers like Coze and means harm: names that are markup, addresses of sound that lead elsewhere."""

import http.server
import json
import threading
import typing


class Request(typing.NamedTuple):
    method: str
    path: str
    headers: dict
    body: bytes


class Listener:
    """A loopback HTTP server that notes every Request; answer(request) gives (status, headers, body)."""

    def __init__(self, answer, host="127.0.0.1"):
        seen = self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = Request(self.command, self.path, dict(self.headers), body)
                seen.append(request)
                status, headers, body = answer(request)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_PUT = do_DELETE = do_GET

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer((host, 0), Handler)
        self.url = f"http://{host}:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever)
        self.thread.start()

    def end(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def json_answer(data):
    body = json.dumps({"code": 0, "msg": "", "data": data, "detail": {"logid": "20261121"}}).encode()
    return 200, {"Content-Type": "application/json"}, body


class FalseCoze(Listener):
    """One group name with a voiceprint for each of sounds (name to address of its sound; {here} is this server)."""

    def __init__(self, name, sounds, redirects):
        person = {"id": "1", "name": name, "nickname": name, "avatar_url": ""}
        common = {"icon_url": "", "user_info": person, "created_at": 1749021940, "updated_at": 1749024396,
                  "desc": name}

        def answer(request):
            path = request.path.split("?")[0]
            if path == "/v1/audio/voiceprint_groups":
                group = {"id": "7", "name": name, "feature_count": len(sounds), **common}
                return json_answer({"items": [group], "total": 1})
            if path.endswith("/features"):
                prints = [{"id": str(number), "group_id": "7", "name": title,
                           "audio_url": address.format(here=self.url), **common}
                          for number, (title, address) in enumerate(sounds.items())]
                return json_answer({"items": prints, "total": len(prints)})
            if path in redirects:
                return 302, {"Location": redirects[path]}, b""
            return json_answer({"voice_list": [], "has_more": False})

        super().__init__(answer)

    @property
    def environment(self):
        return {"COZE_API_BASE": self.url, "COZE_API_TOKEN": "secret-of-coze"}
