# SPDX-License-Identifier: GPL-2.0-only
"""`outboundproxy` of a peer, of [general] and of a dial string: which requests go there, and which do not.

The proxies are phones that answer for whom they were sent; docs/spec/behaviour/transports-and-nat.md, ids in comments."""
import pytest

from harness.dns import A, SRV, Dns
from harness.message import uri_of
from harness.setups import DRIVER, EXTENSIONS
from harness.transports import Authority, originate
from harness.waiting import until
from harness.wire import Listener, Tls

DIALPLAN = EXTENSIONS + """
[texts]
exten => relay,1,MessageSend(sip:once,"Alice" <sip:alice@example.com>)
exten => far,1,MessageSend(sip:42@far.example.net)
"""


@pytest.fixture(scope="module")
def place(network):
    """Where servers, proxies and DNS are."""
    return network.place("phones")


@pytest.fixture(scope="module")
def address(place):
    """Addresses: of the server, of a peer's proxy, of the global one, of DNS."""
    return {name: place.address() for name in ("server", "proxy", "general", "dns")}


@pytest.fixture(scope="module")
def dns(place, address):
    """The DNS of example.com: a proxy by SRV, one by its name, and nothing of example.net."""
    made = Dns(place, address["dns"], {
        "_sip._udp.proxy.example.com": [(SRV, (10, 1, 5066, "one.example.com"))],
        "one.example.com": [(A, address["proxy"])],
        "secure.example.com": [(A, address["proxy"])],
        "later.example.com": [(A, address["server"])],
    })
    yield made
    made.close()


@pytest.fixture(scope="module")
def authority(keep):
    """Who signs the certificate of the proxy that is reached over TLS."""
    return Authority(keep / "certificates")


def sip_conf(address, certificate, ca, general="", more=""):
    """Peers that differ in their proxy alone."""
    text = f"""[general]
context=default
udpbindaddr=0.0.0.0
tcpenable=yes
tlsenable=yes
tlscertfile={certificate}
tlscafile={ca}
disallow=all
allow=ulaw
directmedia=no
allowguest=no
outofcall_message_context=texts
auth_message_requests=no
{general}
[alice]
type=friend
host=dynamic
secret=secret
"""
    for name, proxy in (("straight", ""), ("once", address["proxy"]), ("always", f"{address['proxy']},force"),
                        ("service", "proxy.example.com"), ("tcp", f"tcp://{address['proxy']}:5068,force"),
                        ("secure", "tls://secure.example.com:5069"), ("lost", "nowhere.example.com")):
        text += f"[{name}]\ntype=peer\nhost={address['server']}\n" + (f"outboundproxy={proxy}\n" if proxy else "") + "\n"
    return text + more


@pytest.fixture(scope="module")
def certificate(authority):
    """The PBX's."""
    return authority.issue("pbx.example.com")


@pytest.fixture
def configure(pbx, address, certificate, authority):
    """Puts other lines in force: `configure(general=, more=)`; at the end the first ones again."""
    def put(**lines):
        pbx.write("sip.conf", sip_conf(address, certificate, authority.file, **lines))
        pbx.cli("sip reload")
    yield put
    put()


@pytest.fixture(scope="module")
def pbx(asterisk, address, dns, certificate, authority):
    """An Asterisk with these peers, which asks our DNS."""
    return asterisk(files={"sip.conf": sip_conf(address, certificate, authority.file), "extensions.conf": DIALPLAN,
                           "sip_notify.conf": "[check]\nEvent=>check-sync\n",
                           "resolver_unbound.conf": f"[general]\nnameserver={dns.address}\n"},
                    modules=("res_resolver_unbound.so", *DRIVER))


@pytest.fixture
def server(phone, address):
    """The server itself."""
    return phone("server", address=address["server"])


def answer_for(call, server):
    """Answers a call at a proxy with the server's contact, as a proxy does that does not record its route."""
    call.phone.respond(call.invite, 200, to_tag=call._tag, body=call.description(),
                       headers={"Contact": f"<sip:server@{server.address}>", "Content-Type": "application/sdp"})


def test_without_force_what_follows_the_answer_goes_straight(pbx, phone, address, server):
    """tp-4-2, tp-3-9, tp-3-13: the INVITE goes to the proxy and names the server; no Route is written; ACK and BYE do not pass it."""
    proxy = phone("proxy", address=address["proxy"])
    originate(pbx, "SIP/42@once")
    call = proxy.expect_call()
    assert call.invite.uri == f"sip:42@{address['server']}"
    assert not call.invite.all("Route")
    answer_for(call, server)
    assert server.expect_request("ACK").uri == f"sip:server@{address['server']}"
    pbx.cli("channel request hangup all")
    server.expect_request("BYE")
    assert not proxy.requests("ACK") and not proxy.requests("BYE")
    pbx.cli("channel request hangup all")
    pbx.wait_for_no_channels()


def test_without_force_a_refused_call_is_acknowledged_at_the_proxy(pbx, phone, address):
    """tp-3-9: until it is answered."""
    proxy = phone("proxy", address=address["proxy"])
    originate(pbx, "SIP/42@once")
    proxy.expect_call().refuse(486)
    pbx.wait_for_no_channels()


def test_with_force_all_of_the_dialog_goes_to_the_proxy(pbx, phone, address, server):
    """tp-4-2, tp-3-9: ACK and BYE name the contact, and pass the proxy."""
    proxy = phone("proxy", address=address["proxy"])
    originate(pbx, "SIP/42@always")
    answer_for(proxy.expect_call(), server)
    assert proxy.expect_request("ACK").uri == f"sip:server@{address['server']}"
    pbx.cli("channel request hangup all")
    bye = proxy.expect_request("BYE")
    assert bye.uri == f"sip:server@{address['server']}" and not bye.all("Route")
    assert not server.requests("ACK") and not server.requests("BYE")
    pbx.wait_for_no_channels()


def test_a_proxy_that_is_a_name_is_found_by_its_service(pbx, phone, address, dns):
    """conf-10-1"""
    until(lambda: ("_sip._udp.proxy.example.com", SRV) in dns.asked, "the question for the proxy")
    proxy = phone("proxy", address=address["proxy"], port=5066)
    originate(pbx, "SIP/42@service")
    call = proxy.expect_call()
    assert call.invite.uri == f"sip:42@{address['server']}"
    call.refuse(486)
    pbx.wait_for_no_channels()


def test_a_proxy_over_tcp(pbx, place, address):
    """tp-4-2: the transport that is written before it."""
    listener = Listener(place, address["proxy"], 5068)
    try:
        originate(pbx, "SIP/42@tcp")
        invite = listener.expect().receive()[0].decode()
        assert invite.startswith(f"INVITE sip:42@{address['server']} SIP/2.0")
        assert "\r\nVia: SIP/2.0/TCP 192.0.2.1:5060;" in invite and "\r\nRoute:" not in invite
    finally:
        listener.close()
    pbx.wait_for_no_channels()


def test_a_proxy_over_tls_proves_its_name(pbx, place, address, authority):
    """tp-4-1, tp-4-2: the certificate must be for the proxy's name."""
    good = Tls(server=True, certificate=authority.issue("x", "DNS:secure.example.com"))
    listener = Listener(place, address["proxy"], 5069, good)
    try:
        originate(pbx, "SIP/42@secure")
        assert listener.expect().receive()[0].decode().startswith(f"INVITE sip:42@{address['server']} SIP/2.0")
    finally:
        listener.close()
    pbx.wait_for_no_channels()
    mark = pbx.log.mark()
    listener = Listener(place, address["proxy"], 5069, Tls(server=True, certificate=authority.issue("x", "DNS:other.example.com")))
    try:
        originate(pbx, "SIP/42@secure")
        pbx.log.wait(r"its certificate is not for 'secure.example.com'", mark)
        pbx.wait_for_no_channels()
    finally:
        listener.close()


def test_a_proxy_that_nobody_knows_makes_its_peer_unreachable(pbx):
    """The call fails; it does not go past the proxy."""
    assert "Unable" in pbx.cli("channel originate SIP/42@lost application Echo") or pbx.channels() == 0
    pbx.wait_for_no_channels()


def test_the_proxy_of_a_dial_string_goes_before_the_peers(pbx, phone, address, server):
    """call-6-2: with force, and for a peer that has a proxy of its own."""
    other = phone("other", address=address["general"], port=5071)
    originate(pbx, f"SIP/once/42/{address['general']}:5071,force")
    call = other.expect_call()
    assert call.invite.uri == f"sip:42@{address['server']}"
    answer_for(call, server)
    other.expect_request("ACK")
    pbx.cli("channel request hangup all")
    other.expect_request("BYE")
    pbx.wait_for_no_channels()


def test_the_proxy_of_a_dial_string_may_know_a_host_that_dns_does_not(pbx, phone, address):
    """call-6-2: the Request-URI keeps the name."""
    other = phone("other", address=address["general"], port=5071)
    originate(pbx, f"SIP/hidden.example.net/42/{address['general']}:5071")
    call = other.expect_call()
    assert call.invite.uri == "sip:42@hidden.example.net"
    call.refuse(486)
    pbx.wait_for_no_channels()


def test_the_global_proxy_serves_all_that_have_none(pbx, phone, address, configure, dns):
    """tp-4-2, outreg-2-2: calls, OPTIONS, REGISTER, NOTIFY, MESSAGE and SUBSCRIBE; the host of an account is not looked up."""
    general = phone("general", address=address["general"])
    taken = {"REGISTER": 200, "SUBSCRIBE": 200, "OPTIONS": 200, "NOTIFY": 200, "MESSAGE": 200}
    for method, status in taken.items():
        general.takers[method] = lambda request, status=status: general.respond(
            request, status, headers={"Contact": request["Contact"] or "<sip:x@192.0.2.99>", "Expires": "300"})
    configure(general=f"outboundproxy={address['general']}\nregister => acct:pw@far.example.net\nmwi => box:pw@far.example.net/100",
              more=f"[asked]\ntype=peer\nhost={address['server']}\nqualify=yes\n")
    assert general.expect_request("OPTIONS").uri.startswith(f"sip:{address['server']}")
    assert general.expect_request("REGISTER").uri == "sip:far.example.net"
    assert general.expect_request("SUBSCRIBE").uri.startswith("sip:box@far.example.net")
    pbx.cli("sip notify check straight")
    assert general.expect_request("NOTIFY").uri.startswith(f"sip:{address['server']}")
    alice = phone("alice")
    alice.request("MESSAGE", "far", {"Content-Type": "text/plain"}, b"x", authenticate=False)
    assert general.expect_request("MESSAGE").uri == "sip:42@far.example.net"
    originate(pbx, "SIP/42@straight")
    call = general.expect_call()
    assert call.invite.uri == f"sip:42@{address['server']}"
    call.refuse(486)
    originate(pbx, "SIP/43@far.example.net")
    call = general.expect_call()
    assert call.invite.uri == "sip:43@far.example.net"
    call.refuse(486)
    assert not [name for name, _ in dns.asked if name.endswith("far.example.net")]
    pbx.wait_for_no_channels()


def test_a_message_goes_by_the_proxy_of_its_peer(pbx, phone, address):
    """tp-4-2"""
    proxy = phone("proxy", address=address["proxy"])
    phone("alice").request("MESSAGE", "relay", {"Content-Type": "text/plain"}, b"x", authenticate=False)
    assert uri_of(f"<{proxy.expect_request('MESSAGE').uri}>").startswith(f"sip:{address['server']}")
