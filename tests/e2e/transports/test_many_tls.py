# SPDX-License-Identifier: GPL-2.0-only
"""Ten thousand idle phones over TLS in one process: no thread each, and what each costs."""
import re
import resource

import pytest

from harness.transports import MODULES, Authority, files
from harness.waiting import until
from harness.wire import Octets, Tls, connect

PHONES = 10000
FIRST = 100         # after which memory is looked at first: what is made once is there by then
LARGEST = 64 << 10  # octets that a phone may cost


@pytest.fixture(scope="module")
def authority(keep):
    """Who signs the PBX's certificate."""
    return Authority(keep / "certificates")


@pytest.fixture(scope="module")
def pbx(asterisk, authority):
    """An Asterisk with as many phones, which need no secret."""
    phones = "".join(f"[p{number}]\ntype=friend\nhost=dynamic\n\n" for number in range(PHONES))
    return asterisk(files=files(authority.issue("pbx.example.com"), general="tcpauthlimit=20000\nallowguest=no", more=phones), modules=MODULES)


def register(octets: Octets, number: int, address: str) -> None:
    """Registers a phone by its connection."""
    port = octets.socket.getsockname()[1]
    octets.send((f"REGISTER sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/TLS {address}:{port};branch=z9hG4bK{number}\r\nMax-Forwards: 70\r\n"
                 f"From: <sip:p{number}@192.0.2.1>;tag={number}\r\nTo: <sip:p{number}@192.0.2.1>\r\nCall-ID: many-{number}\r\n"
                 f"CSeq: 1 REGISTER\r\nContact: <sip:p{number}@{address}:{port};transport=tls>\r\nExpires: 3600\r\n"
                 f"Content-Length: 0\r\n\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += octets.receive()
    assert answer.startswith(b"SIP/2.0 200 "), answer


@pytest.mark.long
def test_ten_thousand_idle_phones(pbx, network, phone, authority, record_property):
    """Memory for each is told and bounded; there are as many threads as before; one of them is called, one registers anew."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    place, address, kept = network.place("phones"), network.place("phones").address(), []
    threads = pbx.threads()
    begin = 0
    for number in range(PHONES):
        if number == FIRST:
            begin = pbx.rss()
        octets = Octets(connect(place, address, ("192.0.2.1", 5061)), Tls())
        register(octets, number, address)
        kept.append(octets if number == 0 else octets.socket)       # the PBX sees an idle phone either way
    assert pbx.threads() == threads
    each = (pbx.rss() - begin) // (PHONES - FIRST)
    record_property("octets for each idle TLS phone", each)
    print(f"{PHONES} idle TLS phones: {each} octets each, {threads} threads")
    assert each < LARGEST
    assert int(re.search(r"^TLS +(\d+)", pbx.cli("sip show transports").split("Connections")[1], re.M)[1]) == PHONES
    pbx.ami.action("Originate", Channel="SIP/p0", Application="Echo", Async="true")
    assert b"INVITE sip:p0@" in kept[0].receive()
    pbx.cli("channel request hangup all")
    for octets in kept:
        octets.close()
    until(lambda: not re.search(r"^TLS +[1-9]", pbx.cli("sip show transports").split("Connections")[1], re.M), "all to be gone", 60)
