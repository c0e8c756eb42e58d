# SPDX-License-Identifier: GPL-2.0-only
"""Seeing what passes: `sip set debug` by address and by peer, `sip set debug pcap`, and the figures of `sip show transports`."""
import re
import struct

import pytest

from harness.transports import MODULES, Authority, files


@pytest.fixture(scope="module")
def authority(keep):
    """Who signs the PBX's certificate."""
    return Authority(keep / "certificates")


@pytest.fixture(scope="module")
def pbx(asterisk, authority):
    """An Asterisk that listens on all transports."""
    return asterisk(files=files(authority.issue("pbx.example.com")), modules=MODULES)


@pytest.fixture(autouse=True)
def silence(pbx):
    """After each test nothing is printed any more."""
    yield
    pbx.cli("sip set debug off")


def packets(path) -> list[tuple[str, str, bytes]]:
    """What a file of libpcap holds: source, destination and payload of each packet, which is IPv4 with UDP."""
    data, found, at = path.read_bytes(), [], 24
    assert struct.unpack_from("=IHHiIII", data) == (0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)
    while at < len(data):
        _, _, length, whole = struct.unpack_from("=IIII", data, at)
        packet = data[at + 16:at + 16 + length]
        assert length == whole == len(packet) and packet[0] == 0x45 and packet[9] == 17
        ends = [".".join(str(octet) for octet in packet[begin:begin + 4]) for begin in (12, 16)]
        ports = struct.unpack_from("!HH", packet, 20)
        found.append((f"{ends[0]}:{ports[0]}", f"{ends[1]}:{ports[1]}", packet[28:]))
        at += 16 + length
    return found


def test_debug_by_address_prints_no_other(pbx, phone):
    """docs/spec/cli.md §20"""
    alice, bob = phone("alice"), phone("bob")
    assert pbx.cli(f"sip set debug ip {alice.address}").strip() == f"SIP Debugging Enabled for IP: {alice.address}"
    mark = pbx.log.mark()
    bob.request("OPTIONS", "echo")
    alice.request("OPTIONS", "echo")
    pbx.log.wait(rf"<--- SIP read from UDP:{alice.address}:5060 --->", mark)
    assert not re.search(rf"SIP read from UDP:{re.escape(bob.address)}", pbx.log.text(mark))


def test_debug_by_peer_prints_where_it_is(pbx, phone):
    """docs/spec/cli.md §20: also when it is reached over a connection."""
    alice, bob = phone("alice", transport="tcp"), phone("bob")
    alice.register()
    bob.register()
    assert pbx.cli("sip set debug peer alice").strip() == f"SIP Debugging Enabled for IP: {alice.address}"
    mark = pbx.log.mark()
    bob.request("OPTIONS", "echo")
    alice.request("OPTIONS", "echo")
    pbx.log.wait(rf"<--- SIP read from TCP:{alice.address}:{alice.port} --->", mark)
    assert not re.search(rf"SIP read from UDP:{re.escape(bob.address)}", pbx.log.text(mark))


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls", "ws", "wss"])
def test_what_passes_is_written_into_a_file(pbx, phone, authority, keep, transport):
    """Every message in the clear, from and to its own addresses, whatever carried it; the file is its owner's alone."""
    options = {"tls": {"server_port": 5061, "ca": authority.file}, "ws": {"server_port": 8088},
               "wss": {"server_port": 8089, "ca": authority.file}}
    path = keep / f"{transport}.pcap"
    alice = phone("alice", transport=transport, **options.get(transport, {}))
    assert f"written into '{path}'" in pbx.cli(f"sip set debug pcap {path}")
    alice.register()
    said_by_then = list(alice.messages)
    alice.request("OPTIONS", "echo")        # what is sent is written after it was sent: by now all of the above is
    said = pbx.cli("sip set debug pcap off")
    written = packets(path)
    assert f"{len(written)} messages in '{path}', 0 left out" in said
    assert path.stat().st_mode & 0o777 == 0o600
    here, there = f"{alice.address}:{alice.port}", f"192.0.2.1:{alice.server[1]}"
    for direction, message in said_by_then:
        ends = (here, there) if direction == "out" else (there, here)
        assert any((source, to) == ends and payload == (message.octets or bytes(message)) for source, to, payload in written), f"{ends} {message.start}"


def test_a_file_that_cannot_be_written_is_told(pbx, keep):
    """A folder that is none, and what is no plain file."""
    assert "Unable to write" in pbx.cli(f"sip set debug pcap {keep}/nowhere/x.pcap")
    (keep / "link.pcap").symlink_to(keep / "target")
    assert "Unable to write" in pbx.cli(f"sip set debug pcap {keep}/link.pcap")
    assert not (keep / "target").exists()
    assert "No file is being written" in pbx.cli("sip set debug pcap off")


def row(pbx, transport: str) -> list[int]:
    """A transport's figures: connections, messages and octets that came, and that went."""
    return [int(number) for number in re.search(rf"^{transport} +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$", pbx.cli("sip show transports"), re.M).groups()]


def test_each_transport_has_its_figures(pbx, phone):
    """Messages and octets as they were on the wire; the connections that are open."""
    before = {transport: row(pbx, transport) for transport in ("UDP", "TCP")}
    alice = phone("alice", transport="tcp")
    alice.request("OPTIONS", "echo", authenticate=False)
    out = sum(len(bytes(message)) for direction, message in alice.messages if direction == "out")
    into = sum(len(message.octets) for direction, message in alice.messages if direction == "in")
    count = len(alice.messages) // 2
    after = row(pbx, "TCP")
    assert [b - a for a, b in zip(before["TCP"], after)] == [1, count, out, count, into]
    assert row(pbx, "UDP") == before["UDP"]
    assert re.search(r"^UDP +0\.0\.0\.0:5060 +$", pbx.cli("sip show transports"), re.M)
