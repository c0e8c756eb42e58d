# SPDX-License-Identifier: GPL-2.0-only
"""A lossy network between two SIP servers: a relay with two faces that rewrites addresses in messages and drops packets of media.

    near server  <->  (face of the far one)  relay  (face of the near one)  <->  far server

Each server knows the other by a face of the relay alone. A port that a description names is opened at the face of the server
that named it, under the same number, and what comes there goes on to that server, but for what chance takes.
"""
import collections
import random
import re
import selectors
import socket
import struct
import threading

from .network import Place

SIP = 5060
PORTION = 65536


class Side:
    """One server, and the face by which the other one knows it."""

    def __init__(self, server: str, face: str, seed: int):
        self.server, self.face = server, face
        self.chance = random.Random(seed)               # of what comes for the server
        self.sockets: dict[int, socket.socket] = {}     # port -> at the face


class Relay:
    """Made with a place, the addresses of both servers, and the share of media packets that is lost; runs until `close`.

    `near_face` is what the far server knows the near one by, and the other way round."""

    def __init__(self, place: Place, near: str, far: str, loss: float = 0.0, seed: int = 1):
        self._place, self.loss = place, loss
        self._near, self._far = Side(near, place.address(), 2 * seed), Side(far, place.address(), 2 * seed + 1)
        self.passed: collections.Counter[int] = collections.Counter()  # packets of media, by the port that they were for
        self.dropped = 0
        self.first_sequence: int | None = None  # what streams of RTP begin with when they arrive; None: as they were sent
        self._offsets: dict[int, int] = {}      # what is added to numbers, by the stream's source
        self._lock = threading.Lock()
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ, None)
        for side in (self._near, self._far):
            self._open(side, SIP)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def near_face(self) -> str:
        """What the far server calls, and is called from."""
        return self._near.face

    @property
    def far_face(self) -> str:
        """What the near server calls, and is called from."""
        return self._far.face

    def _open(self, side: Side, port: int) -> None:
        """Listens at a side's face."""
        if port in side.sockets or not port:
            return
        made = self._place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((side.face, port))
        side.sockets[port] = made
        self._selector.register(made, selectors.EVENT_READ, (side, port))

    def _run(self) -> None:
        """Passes on what comes until it is closed."""
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                side, port = key.data
                other = self._far if side is self._near else self._near
                try:
                    data, source = key.fileobj.recvfrom(PORTION)
                except OSError:
                    continue
                if port == SIP:
                    self._pass_message(data, other, side)
                else:
                    self._pass_media(data, source[1], other, side, port)

    def _pass_message(self, data: bytes, sender: Side, receiver: Side) -> None:
        """A message of `sender`'s for `receiver`: each address in it becomes what the receiver knows."""
        head, _, body = data.partition(b"\r\n\r\n")
        for port in re.findall(rb"(?m)^m=\w+ (\d+)", body):
            self._open(sender, int(port))
        head, body = (self._translated(part, sender, receiver) for part in (head, body))
        head = re.sub(rb"(?im)^content-length[ \t]*:[ \t]*\d+", b"Content-Length: %d" % len(body), head)
        sender.sockets[SIP].sendto(head + b"\r\n\r\n" + body, (receiver.server, SIP))

    @staticmethod
    def _translated(text: bytes, sender: Side, receiver: Side) -> bytes:
        """Who sends is called by its face; the face by which it calls the receiver becomes the receiver."""
        def word(address: str) -> bytes:
            return rb"(?<![\d.])" + re.escape(address.encode()) + rb"(?![\d.]*\d)"
        text = re.sub(word(sender.server), sender.face.encode(), text)
        return re.sub(word(receiver.face), receiver.server.encode(), text)

    def _pass_media(self, data: bytes, source: int, sender: Side, receiver: Side, port: int) -> None:
        """A packet for a port of `receiver`'s, unless it is lost."""
        with self._lock:
            if receiver.chance.random() < self.loss:
                self.dropped += 1
                return
            self.passed[port] += 1
        data = self._renumbered(data)
        origin = sender.sockets.get(source) or sender.sockets[SIP]
        try:
            origin.sendto(data, (receiver.server, port))
        except OSError:     # its port is closed already
            pass

    def _renumbered(self, data: bytes) -> bytes:
        """A packet with the sequence number that it is to have. @rfc{3550,5.1}"""
        if self.first_sequence is None or len(data) < 12 or data[0] >> 6 != 2 or 192 <= data[1] <= 223:
            return data
        sequence, source = struct.unpack_from("!H", data, 2)[0], struct.unpack_from("!I", data, 8)[0]
        offset = self._offsets.setdefault(source, self.first_sequence - sequence)
        return data[:2] + struct.pack("!H", (sequence + offset) % 0x10000) + data[4:]

    def forget(self) -> None:
        """Counts from nothing again."""
        with self._lock:
            self.passed.clear()
            self.dropped = 0

    def close(self) -> None:
        """Ends it."""
        self._wake.send(b".")
        self._thread.join(5)
        for side in (self._near, self._far):
            for each in side.sockets.values():
                each.close()
        self._selector.close()
        self._wake.close()
        self._woken.close()
