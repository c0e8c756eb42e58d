# SPDX-License-Identifier: GPL-2.0-only
"""A small DNS server over UDP: it answers from a table, and tells what it was asked."""
import socket
import struct
import threading
from collections.abc import Callable

from .network import Place

A, AAAA, SRV, NAPTR = 1, 28, 33, 35
NO_SUCH_NAME = 3


def _name(text: str) -> bytes:
    """A name as it goes over the wire."""
    return b"".join(bytes([len(label)]) + label.encode() for label in text.rstrip(".").split(".") if label) + b"\0"


class Dns:
    """Serves `records`: name -> list of (type, value), where a value is an address, for SRV (priority, weight, port, host), for NAPTR
    (order, preference, flags, service, replacement).

    `asked`: (name, type) of each question. `lifetime`: seconds for which answers count. `held`: names whose questions wait until
    `release`. `forged`: name -> what makes datagrams of (query, answer), sent in place of the answer."""

    def __init__(self, place: Place, address: str, records: dict[str, list[tuple[int, object]]], lifetime: int = 1):
        self.address, self.records, self.lifetime = address, records, lifetime
        self.asked: list[tuple[str, int]] = []
        self.held: set[str] = set()
        self.forged: dict[str, Callable[[bytes, bytes], list[bytes]]] = {}
        self._waiting: list[tuple[str, bytes, tuple]] = []
        self._socket = place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        """Answers until the socket ends."""
        while True:
            try:
                query, source = self._socket.recvfrom(4096)
            except OSError:
                return
            try:
                answer, name = self._answer(query)
                if name in self.held:
                    self._waiting.append((name, query, source))
                    continue
                for datagram in self.forged.get(name, lambda _, true: [true])(query, answer):
                    self._socket.sendto(datagram, source)
            except (OSError, IndexError, struct.error):
                pass

    def release(self, name: str) -> None:
        """Answers what was asked about a held name, and from now on at once."""
        self.held.discard(name)
        for each, query, source in self._waiting:
            if each == name:
                self._socket.sendto(self._answer(query)[0], source)

    def _answer(self, query: bytes) -> tuple[bytes, str]:
        """The response to a query with one question, and the name that it asks for."""
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        kind, = struct.unpack_from("!H", query, at + 1)
        question, name = query[12:at + 5], ".".join(labels)
        self.asked.append((name, kind))
        found = [value for each, value in self.records.get(name, []) if each == kind]
        code = 0 if name in self.records or any(known.endswith("." + name) for known in self.records) else NO_SUCH_NAME
        answers = b""
        for value in found:
            data = self._data(kind, value)
            answers += b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, self.lifetime, len(data)) + data
        return query[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, len(found), 0, 0) + question + answers, name

    @staticmethod
    def _data(kind: int, value) -> bytes:
        """The data of a record."""
        if kind == SRV:
            priority, weight, port, host = value
            return struct.pack("!HHH", priority, weight, port) + _name(host)
        if kind == NAPTR:
            order, preference, *texts, replacement = value
            return struct.pack("!HH", order, preference) + b"".join(bytes([len(each)]) + each.encode() for each in (*texts, "")) + _name(replacement)
        return socket.inet_pton(socket.AF_INET if kind == A else socket.AF_INET6, value)

    def close(self) -> None:
        """Ends it."""
        self._socket.close()
