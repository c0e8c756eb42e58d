# SPDX-License-Identifier: GPL-2.0-only
"""Session descriptions as the tests' phones read and write them."""
import re
from dataclasses import dataclass, field

NAMES = {0: "PCMU/8000", 8: "PCMA/8000", 9: "G722/8000", 3: "GSM/8000", 18: "G729/8000", 101: "telephone-event/8000"}
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")


@dataclass
class Media:
    """One `m=` part."""
    kind: str                               # audio, video, image
    port: int
    protocol: str
    formats: list[str]
    address: str                            # its own `c=`, or the session's
    attributes: list[str] = field(default_factory=list)

    @property
    def direction(self) -> str:
        """sendrecv when nothing is said."""
        return next((line for line in self.attributes if line in DIRECTIONS), "sendrecv")

    def codec(self, payload: str) -> str:
        """`name/rate` of a payload type."""
        for line in self.attributes:
            found = re.match(rf"rtpmap:{payload} (\S+)", line)
            if found:
                return found[1]
        return NAMES.get(int(payload), "") if payload.isdigit() else ""

    @property
    def codecs(self) -> list[str]:
        """`name/rate` of all payload types, in order."""
        return [self.codec(payload) for payload in self.formats]

    def value(self, name: str) -> str | None:
        """The value of the first attribute of that name, empty for one without; None without the attribute."""
        for line in self.attributes:
            found, _, value = line.partition(":")
            if found == name:
                return value
        return None

    def parameters(self, payload: int | str) -> str:
        """What fmtp says of a payload type."""
        return next((line.split(" ", 1)[1] for line in self.attributes if line.startswith(f"fmtp:{payload} ")), "")

    def payload(self, name: str) -> int | None:
        """The payload type of a codec, by the beginning of its name in any case."""
        return next((int(payload) for payload in self.formats if self.codec(payload).lower().startswith(name.lower())), None)


@dataclass
class Description:
    """A session description."""
    lines: list[str]
    media: list[Media]

    def first(self, kind: str) -> Media | None:
        """The first part of a kind."""
        return next((media for media in self.media if media.kind == kind), None)

    @property
    def audio(self) -> Media:
        """The first audio part."""
        return next(media for media in self.media if media.kind == "audio")


def parse(body: bytes) -> Description:
    """Reads a body; raises ValueError for what is none."""
    lines = body.decode().split("\r\n")
    if lines[0] != "v=0":
        raise ValueError(f"no session description: {body[:80]!r}")
    session_address, media = "", []
    for line in filter(None, lines):
        kind, _, value = line.partition("=")
        if kind == "m":
            name, port, protocol, *formats = value.split()
            media.append(Media(name, int(port.split("/")[0]), protocol, formats, session_address))
        elif kind == "c":
            address = value.split()[2].split("/")[0]
            if media:
                media[-1].address = address
            else:
                session_address = address
        elif kind == "a" and media:
            media[-1].attributes.append(value)
    return Description(lines, media)


def write(address: str, port: int, payloads: tuple[int, ...] = (0, 8, 101), direction: str = "sendrecv",
          version: int = 1, extra: tuple[str, ...] = (), streams: tuple[str, ...] = (), profile: str = "RTP/AVP") -> bytes:
    """A description with one audio part. `extra`: more lines for it; `streams`: lines that stand in the place of all parts, with
    `{port}` for the port."""
    family = "IP6" if ":" in address else "IP4"
    lines = ["v=0", f"o=phone 1 {version} IN {family} {address}", "s=call", f"c=IN {family} {address}", "t=0 0"]
    if streams:
        return ("\r\n".join([*lines, *(line.format(port=port) for line in streams)]) + "\r\n").encode()
    lines.append(f"m=audio {port} {profile} {' '.join(map(str, payloads))}")
    lines += [f"a=rtpmap:{payload} {NAMES[payload]}" for payload in payloads]
    if 101 in payloads:
        lines.append("a=fmtp:101 0-16")
    return ("\r\n".join([*lines, "a=ptime:20", *extra, f"a={direction}"]) + "\r\n").encode()
