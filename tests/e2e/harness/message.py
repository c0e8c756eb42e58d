# SPDX-License-Identifier: GPL-2.0-only
"""SIP messages as the tests' phones read and write them: an ordered list of headers, and a body."""
import re
import secrets

COMPACT = {"i": "Call-ID", "m": "Contact", "e": "Content-Encoding", "l": "Content-Length", "c": "Content-Type", "f": "From",
           "s": "Subject", "k": "Supported", "t": "To", "v": "Via", "o": "Event", "u": "Allow-Events", "r": "Refer-To"}


def new_tag() -> str:
    """A fresh tag."""
    return secrets.token_hex(5)


def new_branch() -> str:
    """A fresh branch."""
    return "z9hG4bK" + secrets.token_hex(8)


def parameter(value: str, name: str) -> str | None:
    """A header value's `;name=` (outside of `<>`); an empty text when it has no value; None when it is not there."""
    outside = re.sub(r'"(?:\\.|[^"\\])*"|<[^>]*>', "", value)
    found = re.search(rf";\s*{re.escape(name)}(?:\s*=\s*([^;,\s]*))?(?=\s*(?:[;,]|$))", outside, re.IGNORECASE)
    return (found[1] or "") if found else None


def uri_of(value: str) -> str:
    """The URI of a name-addr or addr-spec."""
    found = re.search(r"<([^>]*)>", value)
    return found[1] if found else value.split(";")[0].strip()


class Message:
    """A request or a response. Header names are compared without case; compact names are read as long ones."""

    def __init__(self, start: str, headers: list[tuple[str, str]] | None = None, body: bytes = b""):
        self.start = start
        self.headers = headers or []
        self.body = body
        self.source: tuple | None = None    # where it came from
        self.octets: bytes | None = None    # as they came, of one that was read

    @classmethod
    def parse(cls, data: bytes) -> "Message":
        """Reads a datagram; raises ValueError for what is no SIP message."""
        head, _, body = data.partition(b"\r\n\r\n")
        lines = re.sub(r"\r\n[ \t]+", " ", head.decode(errors="replace")).split("\r\n")
        if not re.match(r"SIP/2\.0 \d{3} ?|[A-Z]+ \S+ SIP/2\.0$", lines[0]):
            raise ValueError(f"no SIP message: {data[:60]!r}")
        headers = []
        for line in lines[1:]:
            name, separator, value = line.partition(":")
            if not separator:
                raise ValueError(f"no header: {line!r}")
            headers.append((COMPACT.get(name.strip().lower(), name.strip()), value.strip()))
        message = cls(lines[0], headers, body)
        message.octets = data
        return message

    def __bytes__(self) -> bytes:
        headers = [pair for pair in self.headers if pair[0].lower() != "content-length"]
        headers.append(("Content-Length", str(len(self.body))))
        return ("\r\n".join([self.start, *(f"{name}: {value}" for name, value in headers)]) + "\r\n\r\n").encode() + self.body

    def __str__(self) -> str:
        return bytes(self).decode(errors="replace")

    def __repr__(self) -> str:
        return f"<{self.start}; {self['CSeq']}>"

    @property
    def is_request(self) -> bool:
        """Whether it asks."""
        return not self.start.startswith("SIP/2.0")

    @property
    def status(self) -> int:
        """A response's status; 0 of a request."""
        return 0 if self.is_request else int(self.start.split(" ", 2)[1])

    @property
    def reason(self) -> str:
        """A response's reason phrase."""
        return "" if self.is_request else (self.start.split(" ", 2) + [""])[2]

    @property
    def method(self) -> str:
        """A request's method, or that of the request which a response answers."""
        return self.start.split(" ")[0] if self.is_request else self["CSeq"].split()[-1]

    @property
    def uri(self) -> str:
        """A request's URI."""
        return self.start.split(" ")[1]

    def all(self, name: str) -> list[str]:
        """All values of a header, in order; lists with commas are not taken apart."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def __getitem__(self, name: str) -> str:
        """The first value of a header; empty when there is none."""
        return next(iter(self.all(name)), "")

    def __contains__(self, name: str) -> bool:
        return bool(self.all(name))

    def add(self, name: str, value: object) -> "Message":
        """Adds a header at the end."""
        self.headers.append((name, str(value)))
        return self

    def set(self, name: str, value: object) -> "Message":
        """Replaces the first header of that name, or adds it."""
        for index, (key, _) in enumerate(self.headers):
            if key.lower() == name.lower():
                self.headers[index] = (key, str(value))
                return self
        return self.add(name, value)

    def remove(self, name: str) -> "Message":
        """Removes all headers of that name."""
        self.headers = [pair for pair in self.headers if pair[0].lower() != name.lower()]
        return self

    @property
    def sequence(self) -> int:
        """The number of CSeq."""
        return int(self["CSeq"].split()[0])

    @property
    def branch(self) -> str:
        """The topmost Via's branch."""
        return parameter(self["Via"], "branch") or ""

    @property
    def from_tag(self) -> str:
        """The tag of From."""
        return parameter(self["From"], "tag") or ""

    @property
    def to_tag(self) -> str:
        """The tag of To; empty outside of dialogs."""
        return parameter(self["To"], "tag") or ""

    def response(self, status: int, reason: str, to_tag: str = "", headers: dict[str, str] | None = None,
                 body: bytes = b"") -> "Message":
        """The response to this request, with what RFC 3261 §8.2.6 copies."""
        answer = Message(f"SIP/2.0 {status} {reason}")
        for via in self.all("Via"):
            answer.add("Via", via)
        for route in self.all("Record-Route"):
            answer.add("Record-Route", route)
        to = self["To"]
        answer.add("From", self["From"])
        answer.add("To", to if not to_tag or parameter(to, "tag") else f"{to};tag={to_tag}")
        answer.add("Call-ID", self["Call-ID"]).add("CSeq", self["CSeq"])
        for name, value in (headers or {}).items():
            answer.add(name, value)
        answer.body = body
        return answer


REASONS = {100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 183: "Session Progress", 200: "OK", 202: "Accepted",
           302: "Moved Temporarily", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
           405: "Method Not Allowed", 408: "Request Timeout", 415: "Unsupported Media Type", 480: "Temporarily Unavailable",
           481: "Call/Transaction Does Not Exist", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
           491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable",
           600: "Busy Everywhere", 603: "Decline"}
