# SPDX-License-Identifier: GPL-2.0-only
"""Lamps in great number: subscriptions from one socket, in a thread of its own, that answers each NOTIFY and remembers what it said."""
import re
import socket
import threading
import time

from servers import OPEN, PHONES, Server, hint, open_endpoint

PORT = 5080
RECEIVE_BUFFER = 64 << 20
SO_RCVBUFFORCE = 33
COPIED = re.compile(rb"^(?:Via|From|To|Call-ID|CSeq)[ \t]*:[^\r]*", re.IGNORECASE | re.MULTILINE)
CALL_ID = re.compile(rb"^Call-ID[ \t]*:[ \t]*([^\r]*)", re.IGNORECASE | re.MULTILINE)
SEQUENCE = re.compile(rb"^CSeq[ \t]*:[ \t]*(\d+)", re.IGNORECASE | re.MULTILINE)
STATE = re.compile(rb"<state[^>]*>(\w+)</state>")


class Watchers:
    """Subscriptions to dialog-info, `each` for every hint of a server."""

    def __init__(self, server: Server, hints: int, each: int):
        self.count = hints * each
        self.out_of_order = 0               # NOTIFYs that came after a later one of their subscription
        self._hints = hints
        self._accepted: set[bytes] = set()
        self._refused: list[bytes] = []
        self._last: dict[bytes, tuple[int, bytes]] = {}     # Call-ID: sequence and state
        self._changed = threading.Condition()
        self._socket = server.network.place().socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER)
        self._socket.bind((PHONES, PORT))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def subscribe(self, expires: int = 3600, window: int = 50) -> None:
        """Begins all, `window` at once; raises when one is refused or says nothing."""
        for number in range(self.count):
            name = open_endpoint(number % OPEN)
            self._socket.sendto(
                f"SUBSCRIBE sip:{hint(number % self._hints)}@192.0.2.1 SIP/2.0\r\n"
                f"Via: SIP/2.0/UDP {PHONES}:{PORT};branch=z9hG4bKw{number};rport\r\nMax-Forwards: 70\r\n"
                f"From: <sip:{name}@192.0.2.1>;tag=w{number}\r\nTo: <sip:{hint(number % self._hints)}@192.0.2.1>\r\n"
                f"Call-ID: watch-{number}\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:{name}@{PHONES}:{PORT}>\r\nEvent: dialog\r\n"
                f"Accept: application/dialog-info+xml\r\nExpires: {expires}\r\nContent-Length: 0\r\n\r\n".encode(),
                ("192.0.2.1", 5060))
            self._wait(lambda: len(self._accepted) > number - window, "subscriptions")
        self._wait(lambda: len(self._accepted) == self.count and len(self._last) == self.count, "first NOTIFYs")

    def wait_for(self, state: str) -> None:
        """Waits until this is the last state of every subscription."""
        wanted = state.encode()
        self._wait(lambda: all(last == wanted for _, last in self._last.values()), f"all lamps to be {state}")

    def _wait(self, look, what: str, seconds: float = 60) -> None:
        """Waits until `look` gives true."""
        with self._changed:
            done = self._changed.wait_for(lambda: self._refused or look(), seconds)
        if self._refused:
            raise RuntimeError(f"refused: {self._refused[0]!r}")
        if not done:
            raise TimeoutError(f"{what}: {len(self._accepted)} accepted, {len(self._last)} told, {time.strftime('%X')}")

    def _serve(self) -> None:
        """Takes what comes until the socket ends."""
        while True:
            try:
                data, source = self._socket.recvfrom(65536)
            except OSError:
                return
            call_id = CALL_ID.search(data)[1]
            if data.startswith(b"SIP/2.0 "):
                if data.startswith(b"SIP/2.0 2"):
                    self._accepted.add(call_id)
                elif not data.startswith(b"SIP/2.0 1"):
                    self._refused.append(data)
            else:
                head, _, body = data.partition(b"\r\n\r\n")
                self._socket.sendto(b"SIP/2.0 200 OK\r\n" + b"\r\n".join(COPIED.findall(head)) + b"\r\nContent-Length: 0\r\n\r\n", source)
                self._note(call_id, int(SEQUENCE.search(head)[1]), STATE.search(body))
            with self._changed:
                self._changed.notify_all()

    def _note(self, call_id: bytes, sequence: int, state: re.Match | None) -> None:
        """Remembers what a NOTIFY said."""
        last = self._last.get(call_id, (-1, b""))[0]
        if sequence > last:
            self._last[call_id] = (sequence, state[1] if state else b"none")
        elif sequence < last:
            self.out_of_order += 1

    def close(self) -> None:
        """Ends the socket."""
        self._socket.close()
        self._thread.join(5)
