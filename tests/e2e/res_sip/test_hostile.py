# SPDX-License-Identifier: GPL-2.0-only
"""The messages of tests/hostile/messages.txt against a real Asterisk: each gets the answer that it is owed, while a call beside
goes on undisturbed."""
import pathlib
import re
import socket

import pytest

from harness.network import PBX_V4
from harness.setups import DRIVER, EXTENSIONS, sip_conf

FILE = pathlib.Path(__file__).resolve().parents[2] / "hostile" / "messages.txt"


def messages() -> list[tuple[str, list[str], list[str]]]:
    """Name, right answers and lines of each message."""
    found: list[tuple[str, list[str], list[str]]] = []
    for line in FILE.read_text().splitlines():
        if line.startswith("=== "):
            name, _, *answers = (part.strip() for part in line[4:].split("|"))
            found.append((name, answers, []))
        elif not line.startswith("#") and found:
            found[-1][2].append(line)
    for _, _, lines in found:
        while lines and not lines[-1]:
            lines.pop()
    return found


def octets(lines: list[str], pbx: str, peer: str, number: str) -> bytes:
    """A message as it is sent."""
    end = lines.index("") if "" in lines else len(lines)
    head, body = lines[:end], [line for line in lines[end + 1:]]

    def text(part: list[str]) -> bytes:
        whole = "".join(line + r"\r\n" for line in part)
        whole = re.sub(r"\{([^{}*]*)\*(\d+)\}", lambda match: match[1] * int(match[2]), whole)
        for name, value in (("pbx", pbx), ("host", pbx.rsplit(":", 1)[0]), ("peer", peer), ("id", number)):
            whole = whole.replace("{" + name + "}", value)
        parts = re.split(r"\\(x[0-9a-f]{2}|n|r|\\)", whole)
        return b"".join(part.encode() if not index % 2 else
                        {"n": b"\n", "r": b"\r", "\\": b"\\"}.get(part) or bytes([int(part[1:], 16)])
                        for index, part in enumerate(parts))
    content = text(body)
    return text(head).replace(b"{cl}", str(len(content)).encode()) + b"\r\n" + content


class Sender:
    """A plain socket that sends a message, and a good one behind it."""

    def __init__(self, place):
        self.socket = place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((place.address(socket.AF_INET), 5060))
        self.address = "%s:%d" % self.socket.getsockname()

    def good(self, number: str) -> bytes:
        """An OPTIONS that is served."""
        return (f"OPTIONS sip:{PBX_V4} SIP/2.0\r\nVia: SIP/2.0/UDP {self.address};branch=z9hG4bKg{number};rport\r\n"
                f"From: <sip:a@example.com>;tag=1\r\nTo: <sip:{PBX_V4}>\r\nCall-ID: good-{number}\r\nCSeq: 1 OPTIONS\r\n"
                "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n").encode()

    def answer_to(self, message: bytes, number: str, patient: bool) -> str:
        """What came back for a message: a status, or `silence`; the good one must be served."""
        self.socket.sendto(message, (PBX_V4, 5060))
        self.socket.sendto(self.good(number), (PBX_V4, 5060))
        got, served = "silence", False
        while not served or (patient and got == "silence"):
            self.socket.settimeout(0.5 if served else 5)
            try:
                answer = self.socket.recv(65536)
            except TimeoutError:
                break
            if f"Call-ID: good-{number}\r\n".encode() in answer:
                served = answer.startswith(b"SIP/2.0 200")
            elif got == "silence":
                got = answer.split(b" ")[1].decode()
        assert served, "a good message was not served"
        return got


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones and without guests."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_every_message_gets_its_answer_beside_a_call(pbx, phone, network):
    alice = phone("alice")
    call = alice.calls_to("echo")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440)
    sender = Sender(network.place("attackers"))
    wrong = {}
    for number, (name, answers, lines) in enumerate(messages()):
        got = sender.answer_to(octets(lines, f"{PBX_V4}:5060", sender.address, str(number)), str(number),
                               answers != ["silence"])
        if got not in answers:
            wrong[name] = f"wanted {'|'.join(answers)}, got {got}"
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in wrong.items())
    call.rtp.wait_for_tone(440)
    assert pbx.channels() == 1
    call.bye()
    pbx.wait_for_no_channels()
    assert pbx.process.poll() is None
