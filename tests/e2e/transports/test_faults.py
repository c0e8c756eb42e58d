# SPDX-License-Identifier: GPL-2.0-only
"""Connections that end, stand still or bring what nobody can use, with calls undisturbed beside them."""
import resource
import socket
import struct
import threading
import time

import pytest

from harness.message import new_branch, new_tag
from harness.transports import MODULES, Authority, files
from harness.waiting import until
from harness.wire import Octets, connect

LIMIT = 20
OPEN = "[open]\ntype=friend\nhost=dynamic\nsecret=secret\ninsecure=invite\n"     # whose calls need no credentials


@pytest.fixture(scope="module")
def certificate(keep):
    """The PBX's."""
    return Authority(keep / "certificates").issue("pbx.example.com")


@pytest.fixture(scope="module")
def pbx(asterisk, certificate):
    """An Asterisk with little patience for strangers."""
    return asterisk(files=files(certificate, general=f"tcpauthlimit={LIMIT}\ntcpauthtimeout=4", more=OPEN), modules=MODULES)


@pytest.fixture
def beside(pbx, phone):
    """A call over TCP that goes on beside the fault, with sound; it must be there at the end."""
    alice = phone("alice", transport="tcp")
    alice.register()
    call = alice.calls_to("echo")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.2)
    yield call
    call.rtp.forget()
    call.rtp.wait_for_tone(440, 0.2)
    assert call.request("INFO", {"Content-Type": "application/x-nothing"}, status=None).status != 481
    call.bye()
    pbx.wait_for_no_channels()


@pytest.fixture
def raw(network):
    """Makes a bare connection to the PBX: `raw()`."""
    place = network.place("phones")
    made = []

    def make() -> Octets:
        made.append(Octets(connect(place, place.address(), ("192.0.2.1", 5060))))
        return made[-1]
    yield make
    for each in made:
        each.close()


def ended(octets: Octets, seconds: float = 10) -> bool:
    """Whether the PBX ends a connection in time."""
    octets.socket.settimeout(seconds)
    try:
        while octets.receive():
            pass
    except TimeoutError:
        return False
    except OSError:
        return True


def test_closes_in_the_middle_of_a_message(pbx, beside, raw):
    """What came of a message is forgotten."""
    octets = raw()
    octets.send(b"INVITE sip:echo@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKhalf\r\nContent-Le")
    octets.close()
    until(lambda: pbx.cli("sip show tcp").count("Server") == 1, "the half message's connection to go")


def test_closes_in_the_middle_of_a_transaction(pbx, beside, phone):
    """sec-3b-29: the channel of a call whose connection went, between INVITE and 200, goes with it."""
    bob = phone("bob", transport="tcp")
    bob.register()
    call = bob.invites("ring")
    call.expect(180)
    assert pbx.channels() == 2
    bob.wire.close()
    until(lambda: pbx.channels() == 1, "the channel of the lost call to go")


def test_closes_in_a_burst_of_invites(pbx, beside, phone):
    """sec-3b-12, sec-3b-16: twenty at once, then silence: nothing of them stays."""
    bob = phone("open", transport="tcp")
    bob.register()
    assert bob.request("OPTIONS", "echo").status == 200
    first = bob.invites("ring")
    first.expect(180)
    burst = b""
    for _ in range(20):
        request = first._request("INVITE", {"Contact": bob.contact, "Content-Type": "application/sdp"}, first.description())
        request.set("Call-ID", f"{new_tag()}@burst").set("Via", request["Via"].split(";")[0] + f";branch={new_branch()};rport")
        request.set("To", request["To"].split(";tag")[0])
        burst += bytes(request)
    bob.transmit_octets(burst)
    until(lambda: pbx.channels() > 10, "the burst's calls to begin")
    bob.wire.close()
    until(lambda: pbx.channels() == 1, "the channels of the burst to go")


def test_ends_what_proves_nothing_in_time(pbx, beside, raw):
    """sec-3-17: tcpauthtimeout: a silent connection, and one that only asks, are closed after 4 s."""
    silent, asking = raw(), raw()
    begin = time.monotonic()
    asking.send(b"OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKask\r\nFrom: <sip:x@a>;tag=1\r\n"
                b"To: <sip:y@a>\r\nCall-ID: ask\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")
    assert ended(silent) and ended(asking)
    assert 3.5 < time.monotonic() - begin < 10


def test_many_silent_connections_keep_nobody_out_who_is_in(pbx, beside, raw):
    """sec-3-17, auth-8-1: tcpauthlimit: one more is closed at once; calls of those who proved themselves go on."""
    crowd = [raw() for _ in range(LIMIT)]
    until(lambda: pbx.cli("sip show tcp").count("Server") == LIMIT + 1, "the crowd to be in")
    assert ended(raw(), 1)
    call = beside.phone.calls_to("echo")
    call.bye()
    for each in crowd:
        each.close()
    until(lambda: pbx.cli("sip show tcp").count("Server") == 1, "the crowd to be gone")


def test_a_length_that_nobody_can_take(pbx, beside, raw):
    """tp-1-6, sec-3-27: Content-Length 10^8."""
    octets = raw()
    octets.send(b"OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKbig\r\nFrom: <sip:x@a>;tag=1\r\n"
                b"To: <sip:y@a>\r\nCall-ID: big\r\nCSeq: 1 OPTIONS\r\nContent-Length: 100000000\r\n\r\nx")
    assert b" 513 " in octets.receive()
    assert ended(octets)


def test_a_slow_reader_is_let_go(pbx, beside, phone):
    """Who asks and never reads is ended when too much waits for it."""
    bob = phone("bob", transport="tcp")
    bob.register()
    octets, asleep = bob.wire.octets, threading.Event()
    octets.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    def read_no_more():
        asleep.wait()
        raise ConnectionResetError
    octets.receive = read_no_more       # from the next message on
    uri = bob.uri("echo")
    request = bytes(bob.new_request("OPTIONS", uri, f"<{uri}>", "slow@bob", new_tag(), 1))
    try:
        with pytest.raises(OSError):
            for _ in range(20000):
                octets.socket.sendall(request)
    finally:
        asleep.set()
    until(lambda: pbx.cli("sip show tcp").count("Server") == 1, "the slow reader to be gone")


def test_garbage_of_every_kind(pbx, beside, raw):
    """Octets that are no SIP do not stay long, and cost nothing."""
    for noise in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 10, b"\x00" * 5000,
                  b"x" * 30000, b"\r\n" * 4000):
        octets = raw()
        try:
            octets.send(noise)
        except OSError:
            pass
        octets.close()
    until(lambda: pbx.cli("sip show tcp").count("Server") == 1, "the noise to be gone")


def test_malformed_messages_do_not_fill_the_log(pbx, beside, raw):
    """sec-3-27: each is answered; of the lines that would tell so, 20 are written in 10 s."""
    mark = pbx.log.mark()
    octets, answers = raw(), b""
    octets.send(b"".join(b"OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.9;branch=z9hG4bKbad%d\r\nFrom: <sip:x@a>;tag=1\r\n"
                         b"To: <sip:y@a>\r\nCall-ID: bad\r\nCSeq: x OPTIONS\r\nContent-Length: 0\r\n\r\n" % i for i in range(200)))
    while answers.count(b"SIP/2.0 400 ") < 200:
        answers += octets.receive()
    lines = pbx.log.text(mark).count("for what it sent")
    assert 0 < lines <= 40      # a period may end meanwhile


def test_a_call_goes_on_over_a_new_connection(pbx, phone):
    """tp-3-11, tp-4-1: the dialog follows its phone; what the PBX sends next comes by the new connection."""
    bob = phone("bob", transport="tcp")
    bob.register()
    call = bob.calls_to("echo")
    assert call.request("OPTIONS").status == 200        # the ACK before it was taken too
    bob.reconnect()
    call.reinvite()
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.2)
    pbx.cli("channel request hangup all")
    call.wait_for_end()
    pbx.wait_for_no_channels()


def test_a_connection_that_is_half_open_is_found_out(pbx, beside, phone, network):
    """The phone's host lost it without a word: the next call finds out, and the phone is back by a new one."""
    place = network.place("lost")
    bob = phone("bob", transport="tcp", place="lost")
    bob.register()
    place.run("ip", "link", "set", "eth0", "down")
    lost = bob.wire.octets.socket
    lost.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    bob.wire.close()        # its reset gets nowhere
    place.run("ip", "link", "set", "eth0", "up")
    assert pbx.cli("sip show tcp").count("Server") == 2
    status = beside.phone.invites("bob").transaction.wait(seconds=5).status
    assert status in (480, 503)
    until(lambda: pbx.cli("sip show tcp").count("Server") == 1, "the half-open connection to be gone")
    bob.reconnect()
    bob.register()
    call = beside.phone.invites("bob")
    bob.expect_call().refuse(486)
    call.expect(486)


def test_six_thousand_silent_strangers(pbx, beside, phone, network, certificate):
    """sec-3b-6: with room for them and without: calls go on, begin and end; in time all strangers are gone, and what they cost too."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    place, address = network.place("phones"), network.place("phones").address()
    begin = pbx.rss()
    for room in (10000, LIMIT):
        for name, text in files(certificate, general=f"tcpauthlimit={room}\ntcpauthtimeout=30", more=OPEN).items():
            pbx.write(name, text)
        pbx.cli("sip reload")
        crowd = [connect(place, address, ("192.0.2.1", 5060)) for _ in range(6000)]
        expected = min(room, 6000)
        until(lambda: pbx.cli("sip show tcp").count("Server") == expected + 1, f"{expected} of the crowd to be in", 30)
        call = beside.phone.calls_to("echo")
        call.rtp.play(440)
        call.rtp.wait_for_tone(440, 0.2)
        call.bye()
        bob = phone("bob")
        bob.register()
        bob.close()
        until(lambda: pbx.cli("sip show tcp").count("Server") == 1, "the crowd to be gone", 60)
        for each in crowd:
            each.close()
    until(lambda: len(pbx.open_files()) < 500, "the descriptors to be closed")
    assert pbx.rss() - begin < 64 << 20
