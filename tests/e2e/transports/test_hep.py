# SPDX-License-Identifier: GPL-2.0-only
"""Messages at a capture server (HEP3)."""
import socket
import struct

import pytest

from harness.setups import EXTENSIONS, sip_conf
from harness.transports import MODULES


def chunks(packet: bytes) -> dict[int, bytes]:
    """The parts of a HEP3 packet of vendor 0, by kind."""
    assert packet[:4] == b"HEP3", packet[:20]
    found, at = {}, 6
    while at + 6 <= len(packet):
        vendor, kind, length = struct.unpack_from("!HHH", packet, at)
        if vendor == 0:
            found[kind] = packet[at + 6:at + length]
        at += length
    return found


@pytest.fixture(scope="module")
def capture(network):
    """The capture server's socket."""
    place = network.place("capture")
    made = place.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((place.address(), 9060))
    made.settimeout(10)
    yield made
    made.close()


@pytest.fixture(scope="module")
def pbx(asterisk, capture):
    """An Asterisk that sends there."""
    address = capture.getsockname()[0]
    hep = f"[general]\nenabled=yes\ncapture_address={address}:9060\ncapture_id=7\nuuid_type=call-id\n"
    return asterisk(files={"sip.conf": sip_conf("tcpenable=yes\ntransport=udp,tcp"), "extensions.conf": EXTENSIONS, "hep.conf": hep},
                    modules=["res_hep.so", *(name for name in MODULES if "websocket" not in name), "res_sip_hep.so"])


@pytest.mark.parametrize("transport, number", [("udp", 17), ("tcp", 6)])
def test_every_message_is_captured(pbx, capture, phone, transport, number):
    """Requests and responses, with addresses, protocol and Call-ID."""
    alice = phone("alice", transport=transport)
    alice.register()
    parts = [chunks(capture.recv(65536)) for _ in range(4)]     # REGISTER, 401, REGISTER, 200
    # A response may be captured after the request that it brings about, for workers are several.
    words = [part[15].split()[0] for part in parts]
    assert sorted(words) == [b"REGISTER", b"REGISTER", b"SIP/2.0", b"SIP/2.0"]
    for word, part in zip(words, parts):
        ends = [socket.inet_ntoa(part[3]), socket.inet_ntoa(part[4])]
        assert ends == ([alice.address, "192.0.2.1"] if word == b"REGISTER" else ["192.0.2.1", alice.address])
        assert part[2] == bytes([number])
        assert part[17].rstrip(b"\0").decode() in part[15].decode()
