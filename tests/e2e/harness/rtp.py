# SPDX-License-Identifier: GPL-2.0-only
"""One end of an RTP stream: sends tones and digits, keeps and judges what comes."""
import socket
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass

from . import tones
from .network import Namespace
from .waiting import PATIENCE, Bell

PIECE = 160                     # samples in a packet of 20 ms
DIGITS = "0123456789*#ABCD"     # RFC 4733 events 0 to 15


@dataclass
class Packet:
    """A packet that came."""
    sequence: int
    payload_type: int
    marker: bool
    timestamp: int
    source: int         # SSRC
    payload: bytes
    tos: int = 0        # type of service of its IP header; IPv4 alone
    sender: str = ""    # the address that it came from


class Rtp:
    """A socket for one stream. Made with a call's description; `set_remote` when the other side's is known."""

    def __init__(self, namespace: Namespace, address: str, port: int = 0):
        self._socket = self._bind(namespace, address, port)
        self.address = address
        self.port: int = self._socket.getsockname()[1]
        self.packets: list[Packet] = []
        self.raw: list[bytes] = []          # what came and is no RTP: a fax
        self.sent = 0
        self._bell = Bell()
        self._remote: tuple[str, int] | None = None
        self._payload_type, self._event_type = 0, 101
        self._frequency: float | None = None
        self._digits: deque[str] = deque()
        self._keys: deque[tuple[str, int]] = deque()    # digit or blank, and which piece of it
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._receive, daemon=True), threading.Thread(target=self._send, daemon=True)]
        for thread in self._threads:
            thread.start()

    @staticmethod
    def _bind(namespace: Namespace, address: str, port: int = 0) -> socket.socket:
        """A bound socket: with this port, or with an even one, as RTP has it."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        while True:
            made = namespace.socket(family, socket.SOCK_DGRAM)
            if family == socket.AF_INET:
                made.setsockopt(socket.IPPROTO_IP, socket.IP_RECVTOS, 1)
            made.bind((address, port))
            if port or made.getsockname()[1] % 2 == 0:
                return made
            made.close()

    def set_remote(self, address: str, port: int, payload_type: int = 0, event_type: int | None = 101) -> None:
        """Where to send, and as which payload types."""
        with self._bell:
            self._remote = (address, port) if port else None
            self._payload_type, self._event_type = payload_type, event_type if event_type is not None else -1

    def _receive(self) -> None:
        """Keeps what comes until the socket ends."""
        while not self._closing.is_set():
            try:
                data, notes, _, sender = self._socket.recvmsg(2048, 64)
            except OSError:
                break
            if len(data) < 12 or data[0] >> 6 != 2:
                with self._bell:
                    self.raw.append(data)
                self._bell.ring()
                continue
            first, second, sequence, timestamp, source = struct.unpack_from("!BBHII", data)
            start = 12 + 4 * (first & 15)
            tos = next((note[0] for level, kind, note in notes if (level, kind) == (socket.IPPROTO_IP, socket.IP_TOS)), 0)
            with self._bell:
                self.packets.append(Packet(sequence, second & 127, second > 127, timestamp, source, data[start:], tos, sender[0]))
            self._bell.ring()

    def _send(self) -> None:
        """Every 20 ms: a piece of the tone or of the digit that is asked for."""
        sequence, timestamp, phase, source = 1000, 8000, 0, 0x5150
        event: tuple[int, int, int] | None = None       # number, samples so far, timestamp of its begin
        begin, turn = time.monotonic(), 0
        while not self._closing.wait(max(0.0, begin + turn * 0.02 - time.monotonic())):
            turn += 1
            with self._bell:
                remote, frequency = self._remote, self._frequency
                key = self._keys.popleft() if self._keys else None
                if event is None and self._digits:
                    event = (DIGITS.index(self._digits.popleft()), 0, timestamp)
            timestamp = (timestamp + PIECE) & 0xFFFFFFFF
            if remote is None or (frequency is None and event is None and key is None):
                continue
            if event:
                number, samples, started = event
                samples += PIECE
                ends = samples >= 800
                body, stamp, kind = struct.pack("!BBH", number, 10 | (0x80 if ends else 0), samples), started, self._event_type
                repeat, event = (3, None) if ends else (1, (number, samples, started))
                marker = samples == PIECE
            elif key:
                samples = [0] * PIECE if key[0] == " " else tones.key(key[0], PIECE, key[1] * PIECE)
                body, stamp, kind = tones.encode(samples, self._payload_type), timestamp, self._payload_type
                repeat, marker = 1, False
            else:
                body, stamp, kind = tones.encode(tones.tone(frequency, PIECE, phase), self._payload_type), timestamp, self._payload_type
                phase, repeat, marker = phase + PIECE, 1, False
            for _ in range(repeat):
                sequence = (sequence + 1) & 0xFFFF
                try:
                    self._socket.sendto(struct.pack("!BBHII", 0x80, kind | (0x80 if marker else 0), sequence, stamp, source) + body,
                                        remote)
                    self.sent += 1
                except OSError:     # the other side's port is gone; a phone goes on
                    pass

    def play(self, frequency: float | None) -> None:
        """Sends a tone from now on; None sends nothing."""
        with self._bell:
            self._frequency = frequency

    def dial(self, digits: str) -> None:
        """Sends digits by RFC 4733, each 100 ms, one after the other."""
        with self._bell:
            for digit in digits:
                self._digits.append(digit)

    def dial_tones(self, digits: str) -> None:
        """Sends digits as tones in the audio, each 100 ms with a pause behind it."""
        with self._bell:
            for digit in digits:
                self._keys.extend((sound, piece) for sound in (digit, " ") for piece in range(5))

    def forget(self) -> None:
        """What came until now does not count any more."""
        with self._bell:
            self.packets.clear()

    @property
    def audio(self) -> list[Packet]:
        """The packets with sound, in the order in which they came."""
        return [packet for packet in self.packets if packet.payload_type in tones.DECODED]

    @property
    def sound(self) -> list[int]:
        """The samples that came."""
        return [sample for packet in self.audio for sample in tones.decode(packet.payload, packet.payload_type)]

    @property
    def lost(self) -> int:
        """How many packets of the latest source did not come, by their numbers."""
        ours = [packet for packet in self.packets if packet.source == self.packets[-1].source]
        expected, highest = 0, None
        for packet in ours:
            step = 1 if highest is None else (packet.sequence - highest) & 0xFFFF
            if step < 0x8000:
                expected, highest = expected + step, packet.sequence
        return expected - len(ours)

    @property
    def digits(self) -> str:
        """The digits that came by RFC 4733, each once."""
        found: dict[int, str] = {}
        for packet in self.packets:
            if packet.payload_type == self._event_type and len(packet.payload) >= 4 and packet.payload[0] < 16:
                found.setdefault(packet.timestamp, DIGITS[packet.payload[0]])
        return "".join(found.values())

    def wait_for_packets(self, count: int, seconds: float = PATIENCE) -> None:
        """Waits until `count` packets with sound came."""
        self._bell.wait_for(lambda: len(self.audio) >= count, lambda: f"{count} RTP packets at {self.address}:{self.port}; "
                            f"{len(self.audio)} with sound came", seconds)

    def wait_for_tone(self, frequency: float, length: float = 2.0, seconds: float = PATIENCE) -> None:
        """Waits until `length` seconds of the tone were heard."""
        def heard():
            if len(self.audio) * PIECE < length * tones.RATE or len(self.audio) % 10:
                return False
            return tones.seconds_of(self.sound, frequency) >= length
        self._bell.wait_for(heard, lambda: f"{length} s of {frequency} Hz at {self.address}:{self.port}; {len(self.audio)} packets "
                            f"came, {tones.seconds_of(self.sound, frequency)} s of it", seconds)

    def send_raw(self, data: bytes, to: tuple[str, int]) -> None:
        """Sends a datagram that is no RTP."""
        self._socket.sendto(data, to)

    def wait_for_raw(self, count: int, seconds: float = PATIENCE) -> None:
        """Waits until `count` datagrams came that are no RTP."""
        self._bell.wait_for(lambda: len(self.raw) >= count, lambda: f"{count} datagrams at {self.address}:{self.port}", seconds)

    def wait_for_digits(self, digits: str, seconds: float = PATIENCE) -> None:
        """Waits until these digits came, all and in order."""
        self._bell.wait_for(lambda: self.digits == digits, lambda: f"digits {digits}; {self.digits!r} came", seconds)

    def close(self) -> None:
        """Ends it."""
        self._closing.set()
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
