# SPDX-License-Identifier: GPL-2.0-only
"""The sound that reaches an address, taken from the wire: for phones whose own record has gaps."""
import socket
import struct
import threading

from . import tones
from .network import Place
from .waiting import PATIENCE, Bell

ALL_PROTOCOLS = 3
OUTGOING = 4        # a packet type of AF_PACKET


class Ear:
    """Listens for G.711 in plain RTP that comes to an address of a place, from construction to `close`."""

    def __init__(self, place: Place, address: str):
        self.packets: list[tuple[int, bytes]] = []      # payload type, payload
        self.address = address
        self._wanted = socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)
        self._bell = Bell()
        with place:
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ALL_PROTOCOLS))
        self._socket.settimeout(0.5)
        self._closing = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        """Keeps what comes until `close`."""
        while not self._closing:
            try:
                data, source = self._socket.recvfrom(65536)
            except TimeoutError:
                continue
            payload = b"" if source[2] == OUTGOING else self._datagram(data)
            if len(payload) > 12 and payload[0] >> 6 == 2 and payload[1] & 127 in tones.DECODED:
                with self._bell:
                    self.packets.append((payload[1] & 127, payload[12 + 4 * (payload[0] & 15):]))
                self._bell.ring()

    def _datagram(self, packet: bytes) -> bytes:
        """What a UDP packet to our address carries; nothing of any other packet."""
        if len(packet) < 28:
            return b""
        if packet[0] >> 4 == 4:
            protocol, destination, begin = packet[9], packet[16:20], 4 * (packet[0] & 15)
        else:
            protocol, destination, begin = packet[6], packet[24:40], 40
        if protocol != socket.IPPROTO_UDP or destination != self._wanted:
            return b""
        length, = struct.unpack_from("!H", packet, begin + 4)
        return packet[begin + 8:begin + length]

    def heard(self, frequency: float, since: int = 0) -> float:
        """How many seconds of a tone came after so many packets."""
        return tones.seconds_of([sample for kind, payload in self.packets[since:] for sample in tones.decode(payload, kind)], frequency)

    def wait_for_tone(self, frequency: float, length: float, since: int = 0, seconds: float = PATIENCE) -> None:
        """Waits until `length` seconds of a tone came after so many packets."""
        self._bell.wait_for(lambda: len(self.packets) % 10 == 0 and self.heard(frequency, since) >= length,
                            lambda: f"{length} s of {frequency} Hz on the wire to {self.address}; {len(self.packets) - since} packets came",
                            seconds)

    def wait_for_codec(self, payload_type: int, count: int, since: int = 0, seconds: float = PATIENCE) -> None:
        """Waits until the latest `count` packets, of those after so many, are all of a payload type."""
        def came():
            latest = [kind for kind, _ in self.packets[since:]][-count:]
            return len(latest) == count and set(latest) == {payload_type}
        self._bell.wait_for(came, lambda: f"{count} packets of type {payload_type} to {self.address}; "
                            f"{[kind for kind, _ in self.packets[since:]][-count:]} came", seconds)

    def close(self) -> None:
        """Ends it."""
        self._closing = True
        self._thread.join(2)
        self._socket.close()
