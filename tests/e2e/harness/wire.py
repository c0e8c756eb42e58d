# SPDX-License-Identifier: GPL-2.0-only
"""What carries a test phone's messages: datagrams, a connection over TCP or TLS, or a WebSocket.

Every wire sends whole messages and gives whole messages back; `receive` blocks, and ends with an OSError when the wire does.
"""
import base64
import os
import re
import socket
import ssl
import struct
import threading

from .network import Place
from .waiting import PATIENCE, Bell

TRANSPORTS = ("udp", "tcp", "tls", "ws", "wss")
PORTION = 65536
KEEPALIVE = b"\r\n\r\n"       # RFC 5626 §4.4.1


def wire(transport: str, place: Place, address: str, port: int, server: tuple[str, int], **options) -> "Wire":
    """The wire of a transport, from an address of a place to the PBX; for connections, connected. `options`: see Tls."""
    if transport == "udp":
        return Datagrams(place, address, port, server)
    if transport == "tcp":
        return Stream(place, address, server)
    if transport == "tls":
        return Stream(place, address, server, Tls(**options))
    return WebSocket(place, address, server, Tls(**options) if transport == "wss" else None)


class Wire:
    """The common face of all wires."""

    via = "UDP"             # the word in Via
    parameters = ""         # what a Contact's URI gets
    connected = False       # whether it has one other end

    def send(self, data: bytes, to: tuple[str, int] | None = None) -> None:
        """Sends a message, or octets that need not be one."""
        raise NotImplementedError

    def receive(self) -> tuple[bytes, tuple]:
        """Waits for a message: its octets, and where it came from."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends it; who waits in `receive` gets an OSError."""
        raise NotImplementedError


class Datagrams(Wire):
    """UDP."""

    def __init__(self, place: Place, address: str, port: int, server: tuple[str, int]):
        self._server = server
        self._socket = place.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, port))
        self.port = self._socket.getsockname()[1]

    def send(self, data, to=None):
        self._socket.sendto(data, to or self._server)

    def receive(self):
        return self._socket.recvfrom(PORTION)

    def close(self):
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()


class Tls:
    """How the TLS of a wire is set up, and its session. `ca`: a file of authorities, None believes everybody; `server_name`: whom the
    certificate must be for; `certificate`: a file with ours and its key; `version`: the only one that is spoken."""

    def __init__(self, ca: str | None = None, server_name: str | None = None, certificate: str | None = None,
                 version: ssl.TLSVersion | None = None, server: bool = False):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
        self.context.check_hostname = bool(server_name)
        self.context.verify_mode = ssl.CERT_REQUIRED if ca else ssl.CERT_NONE
        if ca:
            self.context.load_verify_locations(ca)
        if certificate:
            self.context.load_cert_chain(certificate)
        if version:
            self.context.minimum_version = self.context.maximum_version = version
        self.server_name, self.server = server_name, server


class Octets:
    """A connected socket, plain or with TLS: `send` and `receive` may be used by two threads at once."""

    def __init__(self, connected: socket.socket, tls: Tls | None = None):
        self.socket = connected
        self._lock = threading.Lock()
        self._tls = None
        self.version: str | None = None         # of TLS
        self.certificate: bytes | None = None   # the other side's
        if tls:
            self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
            self._tls = tls.context.wrap_bio(self._in, self._out, tls.server, tls.server_name)
            self._shake_hands()
            # Kept, since while a session ticket is read OpenSSL says that there is none yet.
            self.version = self._tls.version()
            self.certificate = self._tls.getpeercert(binary_form=True)

    def _shake_hands(self) -> None:
        """Waits for the end of the handshake; ssl.SSLError when it fails."""
        while True:
            try:
                self._tls.do_handshake()
                self._drain()
                return
            except ssl.SSLWantReadError:
                self._drain()
                data = self.socket.recv(PORTION)
                if not data:
                    raise ConnectionResetError("the other side ended the handshake") from None
                self._in.write(data)
            except ssl.SSLError:
                self._drain()       # the alert
                raise

    def _drain(self) -> None:
        """Sends what TLS wants to be sent."""
        waiting = self._out.read()
        if waiting:
            self.socket.sendall(waiting)

    def send(self, data: bytes) -> None:
        """Sends all of it."""
        with self._lock:
            if self._tls:
                self._tls.write(data)
                self._drain()
            else:
                self.socket.sendall(data)

    def receive(self) -> bytes:
        """Waits for some octets; raises ConnectionResetError at the end."""
        while True:
            plain = self._read() if self._tls else b""      # what came together with the handshake's end
            if plain:
                return plain
            data = self.socket.recv(PORTION)
            if not data:
                raise ConnectionResetError("the other side ended the connection")
            if not self._tls:
                return data
            with self._lock:
                self._in.write(data)

    def _read(self) -> bytes:
        """The plain octets that there are; empty when some are still to come."""
        plain = b""
        with self._lock:
            try:
                while more := self._tls.read(PORTION):
                    plain += more
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLZeroReturnError:
                if not plain:
                    raise ConnectionResetError("the other side said good-bye") from None
            self._drain()
        return plain

    def close(self) -> None:
        """Ends it."""
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()


def connect(place: Place, address: str, server: tuple[str, int], port: int = 0) -> socket.socket:
    """A socket of a place that is connected to the PBX."""
    made = place.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    made.bind((address, port))
    made.connect(server)
    return made


class Stream(Wire):
    """A connection over TCP or TLS, cut into messages by Content-Length. Made with `connected`, it goes on with a socket."""

    connected = True

    def __init__(self, place: Place | None, address: str, server: tuple[str, int], tls: Tls | None = None,
                 connected: socket.socket | None = None):
        self.octets = Octets(connected or connect(place, address, server), tls)
        self.via, self.parameters = ("TLS", ";transport=tls") if tls else ("TCP", ";transport=tcp")
        self.port = self.octets.socket.getsockname()[1]
        self._source = server
        self._buffer = b""

    def send(self, data, to=None):
        self.octets.send(data)

    def receive(self):
        while True:
            if self._buffer.startswith(KEEPALIVE):
                self._buffer = self._buffer[len(KEEPALIVE):]
                return KEEPALIVE, self._source
            if self._buffer not in (b"\r", b"\r\n", b"\r\n\r"):      # it may become one
                self._buffer = self._buffer.lstrip(b"\r\n")
            head, separator, rest = self._buffer.partition(b"\r\n\r\n")
            if separator:
                found = re.search(rb"(?im)^(?:content-length|l)[ \t]*:[ \t]*(\d+)", head)
                length = int(found[1]) if found else 0
                if len(rest) >= length:
                    self._buffer = rest[length:]
                    return head + separator + rest[:length], self._source
            self._buffer += self.octets.receive()

    def close(self):
        self.octets.close()


class WebSocket(Wire):
    """A WebSocket with the sub-protocol `sip`: one message a frame. (RFC 6455, RFC 7118)"""

    connected = True
    parameters = ";transport=ws"

    def __init__(self, place: Place, address: str, server: tuple[str, int], tls: Tls | None = None):
        self.via = "WSS" if tls else "WS"
        self.octets = Octets(connect(place, address, server), tls)
        self.port = self.octets.socket.getsockname()[1]
        self._source = server
        self._buffer = b""
        self._lock = threading.Lock()
        self._open(server)

    def _open(self, server: tuple[str, int]) -> None:
        """Turns the HTTP connection into a WebSocket."""
        host = f"[{server[0]}]" if ":" in server[0] else server[0]
        key = base64.b64encode(os.urandom(16)).decode()
        self.octets.send((f"GET /ws HTTP/1.1\r\nHost: {host}:{server[1]}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self.octets.receive()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionRefusedError(head.decode(errors="replace"))

    def _frame(self, kind: int, data: bytes) -> None:
        """Sends a frame, masked as a client must."""
        mask = os.urandom(4)
        size = len(data)
        if size < 126:
            length = struct.pack("!B", 0x80 | size)
        elif size < 65536:
            length = struct.pack("!BH", 0x80 | 126, size)
        else:
            length = struct.pack("!BQ", 0x80 | 127, size)
        masked = bytes(octet ^ mask[i % 4] for i, octet in enumerate(data))
        with self._lock:
            self.octets.send(struct.pack("!B", 0x80 | kind) + length + mask + masked)

    def send(self, data, to=None):
        self._frame(1, data)

    def _take(self, count: int) -> bytes:
        """Waits for so many octets."""
        while len(self._buffer) < count:
            self._buffer += self.octets.receive()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def receive(self):
        message = b""
        while True:
            first, second = self._take(2)
            size = second & 127
            if size == 126:
                size = struct.unpack("!H", self._take(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self._take(8))[0]
            data, kind = self._take(size), first & 15
            if kind == 8:
                raise ConnectionResetError("the WebSocket was closed")
            if kind == 9:
                self._frame(10, data)
            elif kind in (0, 1, 2):
                message += data
                if first & 0x80:
                    return message, self._source

    def close(self):
        self.octets.close()


class Listener:
    """Takes connections over TCP or TLS at an address of a place, as a server that the PBX calls. `taken`: their wires, in order;
    `failed`: why handshakes failed."""

    def __init__(self, place: Place, address: str, port: int, tls: Tls | None = None):
        self.taken: list[Stream] = []
        self.failed: list[Exception] = []
        self.bell = Bell()
        self._tls = tls
        self._socket = place.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((address, port))
        self._socket.listen(20)
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        """Takes connections until the socket ends."""
        while True:
            try:
                connected, source = self._socket.accept()
            except OSError:
                return
            try:
                made = Stream(None, "", source, self._tls, connected)
                with self.bell:
                    self.taken.append(made)
            except (OSError, ssl.SSLError) as error:
                connected.close()
                with self.bell:
                    self.failed.append(error)
            self.bell.ring()

    def expect(self, count: int = 1, seconds: float = PATIENCE) -> "Stream":
        """Waits until `count` connections stood, and returns the last of them."""
        return self.bell.wait_for(lambda: self.taken[count - 1] if len(self.taken) >= count else None,
                                  lambda: f"{count} connections; failed: {self.failed}", seconds)

    def expect_failure(self, count: int = 1, seconds: float = PATIENCE) -> Exception:
        """Waits until `count` handshakes failed, and returns why the last of them did."""
        return self.bell.wait_for(lambda: self.failed[count - 1] if len(self.failed) >= count else None,
                                  lambda: f"{count} failed handshakes; stood: {len(self.taken)}", seconds)

    def close(self) -> None:
        """Takes no more, and ends those that it took."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
        for made in self.taken:
            made.close()
