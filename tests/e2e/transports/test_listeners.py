# SPDX-License-Identifier: GPL-2.0-only
"""Several transports and addresses at once, in each peer's order, and moved by a reload."""
import pytest

from harness.setups import EXTENSIONS
from harness.transports import MODULES, originate
from harness.waiting import until
from harness.wire import Listener, connect


def sip_conf(tcp_port: int, more: str = "") -> str:
    """UDP and TCP at different ports of one address."""
    return f"""[general]
context=default
udpbindaddr=192.0.2.1:5062
tcpenable=yes
tcpbindaddr=192.0.2.1:{tcp_port}
transport=udp,tcp
disallow=all
allow=ulaw
directmedia=no
[alice]
type=friend
host=dynamic
secret=secret
{more}"""


@pytest.fixture(scope="module")
def place(network):
    """Where phones are."""
    return network.place("phones")


@pytest.fixture(scope="module")
def address(place):
    """Where the servers are."""
    return place.address()


@pytest.fixture(scope="module")
def peers(address):
    """Peers with a fixed address, each with transports in another order."""
    return "".join(f"[{name}]\ntype=peer\nhost={address}\nport={port}\ntransport={order}\n\n"
                   for name, port, order in (("tcpfirst", 5070, "tcp,udp"), ("udpfirst", 5071, "udp,tcp")))


@pytest.fixture(scope="module")
def pbx(asterisk, peers):
    """An Asterisk without WebSocket: its modules do not need the HTTP server."""
    return asterisk(files={"sip.conf": sip_conf(5066, peers), "extensions.conf": EXTENSIONS},
                    modules=[name for name in MODULES if "websocket" not in name])


def test_a_peer_is_called_over_its_first_transport(pbx, place, address, phone):
    """tp-1-5, tp-2-4: Via and Contact have the port of the listener of that transport."""
    listener = Listener(place, address, 5070)
    try:
        originate(pbx, "SIP/42@tcpfirst")
        invite = listener.expect().receive()[0].decode()
        assert "Via: SIP/2.0/TCP 192.0.2.1:5066;" in invite
        assert "@192.0.2.1:5066;transport=tcp>" in invite
        assert f"INVITE sip:42@{address}:5070" in invite
    finally:
        listener.close()
    pbx.wait_for_no_channels()
    server = phone("udpfirst", address=address, port=5071, server_port=5062)
    originate(pbx, "SIP/42@udpfirst")
    call = server.expect_call()
    assert call.invite["Via"].startswith("SIP/2.0/UDP 192.0.2.1:5062;")
    call.refuse(486)


def test_sip_show_tcp(pbx, phone):
    """docs/spec/cli.md §16"""
    alice = phone("alice", transport="tcp", server_port=5066)
    alice.register()
    rows = pbx.cli("sip show tcp").splitlines()
    assert f"{f'{alice.address}:{alice.port}':<47} {'TCP':<9} {'Server':<6}" in rows


def test_a_message_over_tcp_is_printed_as_such(pbx, phone):
    """docs/spec/cli.md §20"""
    alice = phone("alice", transport="tcp", server_port=5066)
    pbx.cli(f"sip set debug ip {alice.address}")
    mark = pbx.log.mark()
    alice.register()
    pbx.log.wait(rf"<--- SIP read from TCP:{alice.address}:{alice.port} --->\s+REGISTER sip:", mark)
    pbx.cli("sip set debug off")


def test_a_reload_moves_a_listener_and_calls_go_on(pbx, place, peers, phone):
    """The new one listens before the old one closes; what it took stays."""
    alice = phone("alice", transport="tcp", server_port=5066)
    alice.register()
    call = alice.calls_to("echo")
    pbx.write("sip.conf", sip_conf(5067, peers))
    pbx.cli("sip reload")

    def refused():
        try:
            connect(place, alice.address, ("192.0.2.1", 5066)).close()
        except ConnectionRefusedError:
            return True
        return False
    until(refused, "the old port to be closed")
    other = phone("alice", transport="tcp", server_port=5067)
    assert other.request("OPTIONS", "echo", authenticate=False).status == 200
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.2)
    call.bye()
