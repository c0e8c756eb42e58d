# SPDX-License-Identifier: GPL-2.0-only
"""Hosts that are names: servers by SRV records, addresses by A and AAAA, and what happens when one of them is not there."""
import pytest

from harness.dns import A, SRV, Dns
from harness.transports import MODULES, Authority, files, originate
from harness.waiting import until
from harness.wire import Listener, Tls


@pytest.fixture(scope="module")
def place(network):
    """Where servers and DNS are."""
    return network.place("phones")


@pytest.fixture(scope="module")
def dns(place):
    """The DNS of example.com."""
    made = Dns(place, place.address(), {})
    yield made
    made.close()


@pytest.fixture(scope="module")
def authority(keep):
    """Who signs the servers' certificates."""
    return Authority(keep / "certificates")


@pytest.fixture(scope="module")
def addresses(place):
    """Two addresses of servers."""
    return place.address(), place.address()


@pytest.fixture(scope="module")
def pbx(asterisk, dns, addresses, authority):
    """An Asterisk that asks our DNS; its peers are names."""
    first, second = addresses
    dns.records.update({
        "udp.example.com": [(A, first)],
        "_sip._tcp.tcp.example.com": [(SRV, (10, 1, 5071, "one.example.com")), (SRV, (20, 1, 5072, "two.example.com"))],
        "one.example.com": [(A, first)],
        "two.example.com": [(A, second)],
        "tls.example.com": [(A, first)],
    })
    peers = ""
    for name, transport, more in (("udp", "udp", ""), ("tcp", "tcp", "qualify=1000\nqualifyfreq=2"), ("tls", "tls", "port=5061")):
        peers += f"[{name}peer]\ntype=peer\nhost={name}.example.com\ntransport={transport}\n{more}\n\n"
    configuration = files(authority.issue("pbx.example.com"), general=f"tlscafile={authority.file}", more=peers)
    configuration["resolver_unbound.conf"] = f"[general]\nnameserver={dns.address}\n"
    return asterisk(files=configuration, modules=("res_resolver_unbound.so", *MODULES))


def test_asks_for_a_service_and_then_for_the_host(pbx, dns, addresses, phone):
    """tp-5-1"""
    server = phone("udp", address=addresses[0])
    until(lambda: addresses[0] in pbx.cli("sip show peers like udppeer"), "the address of udppeer")
    assert ("_sip._udp.udp.example.com", SRV) in dns.asked
    pbx.cli("sip qualify peer udppeer")
    originate(pbx, "SIP/42@udppeer")
    assert server.expect_call().invite.uri.startswith("sip:42@")


def test_goes_to_the_next_server_when_one_is_not_there(pbx, addresses, place):
    """RFC 3263 §4.3: the first by priority refuses connections, so the second is asked."""
    second = Listener(place, addresses[1], 5072)
    try:
        assert b"OPTIONS " in second.expect(1, 30).receive()[0]
        until(lambda: f"{addresses[1]}" in pbx.cli("sip show peers like tcppeer"), "tcppeer to have moved")
    finally:
        second.close()


def test_compares_a_certificate_with_the_name(pbx, addresses, place, authority):
    """tp-4-1: the name of the peer, not its address."""
    good = Listener(place, addresses[0], 5061, Tls(server=True, certificate=authority.issue("x", "DNS:tls.example.com")))
    try:
        originate(pbx, "SIP/42@tlspeer")
        assert b"INVITE sip:42@" in good.expect().receive()[0]
    finally:
        good.close()
