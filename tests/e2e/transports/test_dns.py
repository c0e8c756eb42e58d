# SPDX-License-Identifier: GPL-2.0-only
"""Hosts that are names: servers by SRV records, addresses by A and AAAA, and what happens when one of them is not there."""
import pytest

from harness.dns import A, AAAA, NAPTR, SRV, Dns
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


SIX = "2001:db8::77"


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
        "naptr.example.com": [(NAPTR, (20, 1, "s", "SIP+D2U", "_sip._udp.naptr.example.com")),
                              (NAPTR, (10, 1, "s", "SIP+D2T", "_sip._tcp.elsewhere.example.com"))],
        "_sip._tcp.elsewhere.example.com": [(SRV, (1, 1, 5074, "one.example.com"))],
        "_sip._udp.two.example.com": [(SRV, (1, 1, 5091, "one.example.com")), (SRV, (2, 1, 5092, "one.example.com"))],
        "six.example.com": [(AAAA, SIX)],
        **{f"{name}.example.com": [(A, first)] for name in ("late", "silent", "lied")},
        "_sip._udp.nobody.example.com": [(SRV, (1, 1, 5060, "."))],
        "_sip._udp.loop.example.com": [(SRV, (1, 1, 5060, "loop.example.com"))],
        **{f"_sip._udp.heavy.example.com": [(SRV, (1, weight, 5081 + i, "one.example.com")) for i, weight in enumerate((0, 100))]},
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
    call = server.expect_call()
    assert call.invite.uri.startswith("sip:42@")
    call.refuse(486)
    pbx.wait_for_no_channels()


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
    pbx.cli("channel request hangup all")
    pbx.wait_for_no_channels(40)


def test_a_host_tells_by_a_pointer_what_carries_its_calls(pbx, addresses, place, dns):
    """tp-5-5, RFC 3263 §4.1: NAPTR prefers TCP, and names the service."""
    server = Listener(place, addresses[0], 5074)
    try:
        originate(pbx, "SIP/42@naptr.example.com")
        invite = server.expect().receive()[0].decode()
        assert invite.startswith("INVITE sip:42@naptr.example.com SIP/2.0") and "SIP/2.0/TCP" in invite
        assert ("naptr.example.com", NAPTR) in dns.asked
    finally:
        server.close()
    pbx.wait_for_no_channels()


def test_a_host_with_an_ipv6_address_alone(pbx, place, phone):
    """RFC 3263 §4.2, tp-5-2: AAAA."""
    place.run("ip", "addr", "add", f"{SIX}/32", "dev", "eth0", "nodad")
    server = phone("six", address=SIX)
    originate(pbx, "SIP/42@six.example.com")
    call = server.expect_call()
    assert call.invite.uri == "sip:42@six.example.com"
    call.refuse(486)
    pbx.wait_for_no_channels()


def test_weights_count_among_equal_priorities(pbx, addresses, phone):
    """RFC 2782: of 100 to 0, the heavy one is called (the other would be, once in a hundred times)."""
    heavy = phone("heavy", address=addresses[0], port=5082)
    light = phone("light", address=addresses[0], port=5081)
    originate(pbx, "SIP/42@heavy.example.com")
    until(lambda: heavy.requests("INVITE") or light.requests("INVITE"), "the call")
    (heavy if heavy.requests("INVITE") else light).expect_call().refuse(486)
    pbx.wait_for_no_channels()


def test_an_answer_that_is_late_stops_nobody_else(pbx, addresses, phone, dns):
    """While DNS takes its time for one call, others are made; then it goes its way."""
    dns.held.add("late.example.com")
    asked = len(dns.asked)
    originate(pbx, "SIP/42@late.example.com:5060")
    until(lambda: ("late.example.com", A) in dns.asked[asked:], "the question")
    alice = phone("alice")
    alice.register()
    for _ in range(20):
        assert alice.request("OPTIONS", "echo").status == 200
    call = alice.calls_to("echo")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.2)
    call.bye()
    server = phone("late", address=addresses[0])
    assert not server.requests("INVITE")
    dns.release("late.example.com")
    server.expect_call().refuse(486)
    pbx.wait_for_no_channels()


def test_dns_that_never_answers_ends_a_call_and_stops_nobody_else(pbx, phone, dns):
    """tp-5-2: the call is given up in time."""
    dns.held.add("silent.example.com")
    mark = pbx.log.mark()
    originate(pbx, "SIP/42@silent.example.com:5060")
    alice = phone("alice")
    alice.register()
    assert alice.request("OPTIONS", "echo").status == 200
    pbx.log.wait(r"No such host: silent.example.com", mark, 30)
    assert pbx.channels() == 0


def forged(query: bytes, true: bytes) -> list[bytes]:
    """What is no answer, or not to this question, and then the answer: another id, another name, octets of all kinds."""
    wrong = bytes([query[0] ^ 0x55, query[1] ^ 0x55]) + true[2:-4] + b"\xc0\x00\x02\x42"
    return [wrong, b"", query[:5], b"\xff" * 600, true]


def test_forged_answers_are_no_answers(pbx, addresses, phone, dns):
    """What has another id or cannot be read leads nowhere."""
    dns.forged["lied.example.com"] = forged
    server = phone("lied", address=addresses[0])
    originate(pbx, "SIP/42@lied.example.com:5060")
    server.expect_call().refuse(486)
    pbx.wait_for_no_channels()


@pytest.mark.parametrize("host", ["nobody.example.com", "loop.example.com", "unknown.example.com", ".1", "[.1]", "a..b", "x" * 300])
def test_hosts_that_lead_nowhere(pbx, host):
    """sec-3b-23: a service that says that it is not there, one that points at nothing, names that are none."""
    mark = pbx.log.mark()
    originate(pbx, f"SIP/42@{host}")
    pbx.log.wait(r"No such host: ", mark, 30)
    assert pbx.channels() == 0


def test_a_contact_or_a_route_that_leads_nowhere(pbx, phone, dns):
    """sec-3b-23, tp-5-4: hosts of a Contact and of a Request-URI; the call that has one ends, others go on."""
    alice = phone("alice")
    alice.register()
    for host in (".1", "[.1]", "unknown.example.com"):
        call = alice.invites("echo", headers={"Record-Route": f"<sip:{host};lr>"})
        call.expect(200)
        pbx.cli("channel request hangup all")
        pbx.wait_for_no_channels()
        assert alice.request("OPTIONS", "echo").status == 200


def test_a_call_goes_to_the_next_server_when_one_does_not_serve(pbx, addresses, phone):
    """tp-5-5, RFC 3263 §4.3: 503 at the first, so the second rings; it hears of it once."""
    first = phone("first", address=addresses[0], port=5091)
    second = phone("second", address=addresses[0], port=5092)
    originate(pbx, "SIP/42@two.example.com")
    first.expect_call().refuse(503)
    call = second.expect_call()
    assert call.invite.uri == "sip:42@two.example.com"
    call.accept()
    pbx.cli("channel request hangup all")
    call.wait_for_end()
    assert len(first.requests("INVITE")) == 1
    pbx.wait_for_no_channels()
