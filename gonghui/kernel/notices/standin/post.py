"""A mail server just large enough to be handed letters (RFC 5321): no sign-in, no relaying, nothing kept on disk."""

from __future__ import annotations

import email
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer

from gonghui.kernel.notices.standin.box import Box, Fault, Received

ANSWERS: dict[Fault, str] = {
    "busy": "451 try later",
    "limit": "450 too often",
    "refuse": "554 no",
    "nobody": "550 no such user",
}


class PostOffice(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, box: Box, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Counter)
        self.box = box

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Counter(StreamRequestHandler):
    """One sender at the counter."""

    server: PostOffice
    to = ""

    def handle(self) -> None:
        try:
            self.say("220 stand-in")
            while line := self.rfile.readline().decode(errors="replace").strip():
                if not self.obey(line.split(" ", 1)[0].upper(), line):
                    return
        except ConnectionError:
            return

    def obey(self, word: str, line: str) -> bool:
        """False when the conversation is over."""
        if word == "QUIT":
            self.say("221 bye")
            return False
        if word == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
        if word == "DATA":
            return self.letter()
        self.say("250 ok")
        return True

    def letter(self) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        fault = self.server.box.fault("mail")
        if fault in ANSWERS:
            self.say(ANSWERS[fault])
            return True
        found = email.message_from_bytes(b"".join(lines), policy=default)
        body = found.get_body()
        text = f"{found['Subject']}\n{body.get_content().strip() if body else ''}"
        self.server.box.take(Received("mail", str(found["Message-ID"]), self.to, text))
        if fault == "drop":
            return False
        self.say("250 taken")
        return True

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
