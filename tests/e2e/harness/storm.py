# SPDX-License-Identifier: GPL-2.0-only
"""Many calls from one socket, as lean as they can be: no sound, one thread, text put together from templates. Each call is a
small machine whose steps are the messages that come; a window says how many go on at once."""
import re
import selectors
import socket
import time

from . import digest
from .message import Message
from .network import Place

SDP = ("v=0\r\no=storm 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 40000 RTP/AVP {payload}\r\n"
       "a=rtpmap:{payload} {name}/8000\r\n")
CALL_ID = re.compile(rb"\r\nCall-ID: *([^\r]+)", re.IGNORECASE)


class StormCall:
    """One call of a storm; a kind is a subclass. `done` says that it needs nothing any more."""
    user, target, payload, name = "storm", "now", 0, "PCMU"

    def __init__(self, storm: "Storm", number: int):
        self.storm, self.number, self.done, self.failed = storm, number, False, ""
        self.call_id = f"{type(self).__name__.lower()}-{number}-{storm.run}"
        self.sequence, self.to, self.via, self.sent = 0, "", "", b""
        self.since = time.monotonic()
        self.again = 0.0        # when it is tried again, if it is
        self.invite()

    # --- what it sends

    def request(self, method: str, more: str = "", body: str = "", sequence: int = 0, target: str = "", same_branch: bool = False) -> None:
        """Sends a request of the call."""
        storm = self.storm
        if not same_branch:
            storm.branches += 1
            self.via = f"SIP/2.0/UDP {storm.address}:{storm.port};branch=z9hG4bKs{storm.run}-{storm.branches};rport"
        to = self.to or f"<sip:{self.target}@{storm.server[0]}>"
        self.uri = target or f"sip:{self.target}@{storm.server[0]}"
        head = "Content-Type: application/sdp\r\n" if body else ""
        self.sent = (f"{method} {self.uri} SIP/2.0\r\nVia: {self.via}\r\nMax-Forwards: 70\r\n"
                     f"From: <sip:{self.user}@{storm.server[0]}>;tag={self.number}\r\nTo: {to}\r\nCall-ID: {self.call_id}\r\n"
                     f"CSeq: {sequence or self.sequence} {method}\r\nContact: <sip:{self.user}@{storm.address}:{storm.port}>\r\n"
                     f"{more}{head}Content-Length: {len(body)}\r\n\r\n{body}").encode()
        storm.socket.sendto(self.sent, storm.server)

    def invite(self, more: str = "") -> None:
        """Sends the INVITE."""
        self.sequence += 1
        self.to = ""
        body = SDP.format(address=self.storm.address, payload=self.payload, name=self.name)
        self.request("INVITE", more, body)

    def respond(self, request: Message, status: int = 200) -> None:
        """Answers a request."""
        self.storm.socket.sendto(bytes(request.response(status, "OK", "")), self.storm.server)

    # --- what comes

    def take(self, message: Message) -> None:
        """A message of the call came."""
        self.since = time.monotonic()
        if message.is_request:
            self.respond(message)
            if message.method == "BYE":
                self.done = True
        elif message.method == "INVITE" and message.status >= 200:
            self.to = message["To"]
            if message.status >= 300:
                self.request("ACK", same_branch=True)
                if message.status == 503:       # the PBX has too much to do: later
                    self.again = time.monotonic() + 0.5
                else:
                    self.refused(message)
            else:
                self.contact = message["Contact"].strip("<>")
                self.answered(message)
        elif message.method == "INVITE" and message.status >= 180:
            self.rings()
        elif message.method == "BYE" and message.status >= 200:
            self.done = True

    def answered(self, message: Message) -> None:
        """A 2xx came, again perhaps."""
        self.request("ACK", target=self.contact)
        self.sequence += 1
        self.request("BYE", target=self.contact)

    def refused(self, message: Message) -> None:
        """A refusal came and was acknowledged."""
        self.done, self.failed = True, f"{self.call_id}: {message.start}"

    def rings(self) -> None:
        """It rings."""

    def repeat(self) -> None:
        """Nothing came for a while."""
        self.since = time.monotonic()
        self.storm.socket.sendto(self.sent, self.storm.server)


class Answered(StormCall):
    """Answered, and over at once."""


class Measured(Answered):
    """Tells its storm how long its answer took."""

    def __init__(self, storm, number):
        self.begun = time.monotonic()
        super().__init__(storm, number)

    def answered(self, message):
        if self.sequence == 1:
            self.storm.took.append(time.monotonic() - self.begun)
        super().answered(message)


class NoCodec(StormCall):
    """Offers what nobody has."""
    payload, name = 3, "GSM"

    def refused(self, message):
        self.done, self.failed = True, "" if message.status == 488 else str(message)


class WrongSecret(StormCall):
    """Cannot prove who it is."""
    user, proved = "alice", False

    def refused(self, message):
        if message.status == 401 and not self.proved:
            self.proved = True
            proof = digest.answer(message["WWW-Authenticate"], "INVITE", self.uri, self.user, "wrong")
            self.invite(f"Authorization: {proof}\r\n")
        else:
            self.done, self.failed = True, "" if message.status in (401, 403) else str(message)


class Cancelled(StormCall):
    """Taken back while it rings."""
    target = "ring"

    def rings(self):
        self.request("CANCEL", same_branch=True)

    def refused(self, message):
        self.done, self.failed = True, "" if message.status == 487 else str(message)


class NoAck(StormCall):
    """Never acknowledges the answer: the PBX gives up, and hangs up."""

    def answered(self, message):
        self.sent = b""

    def repeat(self):
        if self.sent:
            super().repeat()


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of sorted values lies."""
    return values[min(len(values) - 1, int(len(values) * share))]


class Storm:
    """A socket that makes calls: `storm.make(kind, count)`."""

    def __init__(self, place: Place, address: str, server: tuple[str, int], run: str = "1", port: int = 5060):
        self.address, self.port, self.server, self.run, self.branches = address, port, server, run, 0
        self.socket = place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.bind((address, port))
        self._selector = selectors.DefaultSelector()
        self._selector.register(self.socket, selectors.EVENT_READ)
        self._made = 0
        self.took: list[float] = []     # seconds in which calls that are measured were answered

    def make(self, kinds: list[type[StormCall]], count: int, window: int = 50, seconds: float = 600) -> None:
        """Makes `count` calls of these kinds in turn, `window` at once; raises when one is not done in time or goes wrong."""
        calls: dict[str, StormCall] = {}
        begun, end = 0, time.monotonic() + seconds
        while begun < count or calls:
            while begun < count and len(calls) < window:
                self._made += 1
                call = kinds[begun % len(kinds)](self, self._made)
                calls[call.call_id] = call
                begun += 1
            self._receive(calls)
            if time.monotonic() > end:
                raise TimeoutError(f"{begun} of {count} calls begun, {len(calls)} not done, such as {next(iter(calls))}")

    def call_for(self, seconds: float, rate: float = 20) -> list[float]:
        """Calls at a rate, one after the other, each answered and over at once; the seconds that each took to be answered, sorted."""
        self.took = []
        end = time.monotonic() + seconds
        while (begun := time.monotonic()) < end:
            self.make([Measured], 1, window=1, seconds=30)
            time.sleep(max(0.0, begun + 1 / rate - time.monotonic()))      # the pace of the load, not a wait for something
        return sorted(self.took)

    def _receive(self, calls: dict[str, StormCall]) -> None:
        """Takes what came; repeats what got no answer."""
        idle = not self._selector.select(0.2)
        now = time.monotonic()
        for call in calls.values():
            if call.again and now > call.again:
                call.again, call.sequence, call.since = 0.0, call.sequence + 1, now
                call.invite()
            elif idle and not call.again and now - call.since > 1:
                call.repeat()
        while True:
            try:
                data = self.socket.recv(65536, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            found = CALL_ID.search(data)
            call = calls.get(found[1].decode()) if found else None
            if call is None:
                self._take_stray(data)
                continue
            call.take(Message.parse(data))
            if call.failed:
                raise AssertionError(call.failed)
            if call.done:
                del calls[call.call_id]

    def _take_stray(self, data: bytes) -> None:
        """What comes for a call that is over: a repetition is answered, so that it ends."""
        message = Message.parse(data)
        if message.is_request and message.method != "ACK":
            self.socket.sendto(bytes(message.response(200, "OK", "")), self.server)

    def close(self) -> None:
        """Ends it."""
        self._selector.close()
        self.socket.close()
