# SPDX-License-Identifier: GPL-2.0-only
"""What a socket of ours does by itself: repeats, gives up, says how urgent it is, and tells the address that a peer can answer to;
docs/spec/behaviour/transports-and-nat.md, ids in comments."""
import socket
import time

import pytest

from harness.message import Message
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.transports import originate
from harness.wire import Listener

CS3 = 0x60
GENERAL = "tcpenable=yes\ntransport=udp,tcp\ntos_sip=cs3"
OTHER = "198.51.100"        # another network of the PBX's


@pytest.fixture(scope="module")
def place(network):
    """Where the peers are."""
    return network.place("phones")


@pytest.fixture(scope="module")
def address(place):
    """Addresses of peers that say nothing, and one over IPv6."""
    return {"silent": place.address(), "asked": place.address(), "six": place.address(socket.AF_INET6)}


@pytest.fixture(scope="module")
def pbx(asterisk, network, address):
    """An Asterisk with peers that never answer."""
    network.pbx.run("ip", "addr", "add", f"{OTHER}.1/24", "dev", "lan")
    peers = f"""[silent]
type=peer
host={address['silent']}
[six]
type=peer
host={address['six']}
[stream]
type=peer
host={address['silent']}
transport=tcp
timerb=2000
"""
    made = asterisk(files={"sip.conf": sip_conf(GENERAL, more=peers), "extensions.conf": EXTENSIONS}, modules=DRIVER)
    made.peers = peers
    return made


class Ear:
    """A socket that only listens. `take` gives the next message, when it came, and its type of service."""

    def __init__(self, place, address: str, port: int = 5060):
        v6 = ":" in address
        self.socket = place.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(*((socket.IPPROTO_IPV6, socket.IPV6_RECVTCLASS) if v6 else (socket.IPPROTO_IP, socket.IP_RECVTOS)), 1)
        self.socket.bind((address, port))
        self.socket.settimeout(20)

    def take(self) -> tuple[Message, float, int]:
        """Waits for it."""
        data, control, _, self.source = self.socket.recvmsg(65536, 256)
        return Message.parse(data), time.monotonic(), control[0][2][0]

    def answer(self, request: Message, status: int) -> None:
        """Answers a request."""
        self.socket.sendto(bytes(request.response(status, "Trying", "")), self.source)


@pytest.fixture
def ear(place, address):
    """Makes ears: `ear(name)`."""
    made = []

    def make(name):
        made.append(Ear(place, address[name]))
        return made[-1]
    yield make
    for each in made:
        each.socket.close()


def hang_up(pbx) -> None:
    """Ends every call."""
    pbx.cli("channel request hangup all")
    pbx.wait_for_no_channels(40)


def test_an_invite_is_repeated_in_longer_and_longer_pauses(pbx, ear):
    """tp-6-1, tp-6-3: T1, 2 T1, 4 T1; a provisional response ends that (tp-6-6), and the next that is sent is the CANCEL."""
    peer = ear("silent")
    originate(pbx, "SIP/42@silent")
    invites = [peer.take() for _ in range(4)]
    assert {message.branch for message, _, _ in invites} == {invites[0][0].branch}
    pauses = [later[1] - earlier[1] for earlier, later in zip(invites, invites[1:])]
    for pause, expected in zip(pauses, (0.5, 1, 2)):
        assert 0.7 * expected < pause < 1.6 * expected, pauses
    peer.answer(invites[0][0], 100)
    pbx.cli("channel request hangup all")
    cancel, _, _ = peer.take()
    assert cancel.method == "CANCEL"
    peer.answer(cancel, 200)
    peer.answer(invites[0][0], 487)
    pbx.wait_for_no_channels()


def test_nothing_is_repeated_over_a_stream(pbx, place, address):
    """tp-6-2, tp-6-4: one INVITE, and after timer B the call ends."""
    listener = Listener(place, address["silent"], 5060)
    try:
        originate(pbx, "SIP/42@stream")
        wire = listener.expect()
        assert wire.receive()[0].startswith(b"INVITE ")
        pbx.wait_for_no_channels(20)
        listener.close()
        with pytest.raises(OSError):
            wire.receive()
    finally:
        listener.close()


@pytest.mark.parametrize("name", ["silent", "six"])
def test_messages_say_how_urgent_they_are(pbx, ear, name):
    """tp-7-1: tos_sip, in both families."""
    peer = ear(name)
    originate(pbx, f"SIP/42@{name}")
    invite, _, tos = peer.take()
    assert invite.method == "INVITE" and tos == CS3
    peer.answer(invite, 486)
    pbx.wait_for_no_channels()


def test_a_peer_is_told_the_address_that_leads_to_it(pbx, phone, place):
    """tp-2-1, tp-2-3: with a socket for all addresses the system's own choice, in Via, Contact and the description."""
    place.run("ip", "addr", "add", f"{OTHER}.9/24", "dev", "eth0")
    alice = phone("alice", address=f"{OTHER}.9")
    alice.server = alice.wire._server = (f"{OTHER}.1", 5060)
    alice.register()
    call = alice.calls_to("echo")
    assert f"@{OTHER}.1:5060" in call.expect(200)["Contact"]
    assert call.answer.address == f"{OTHER}.1"
    call.bye()
    originate(pbx, "SIP/alice")
    invite = alice.expect_call().invite
    assert f"SIP/2.0/UDP {OTHER}.1:5060" in invite["Via"] and f"@{OTHER}.1:5060" in invite["Contact"]
    hang_up(pbx)


def test_escapes_in_users_are_minded_unless_nobody_is_pedantic(pbx, phone):
    """`pedantic`: %68 is an h; without it, it is three characters, which no extension has."""
    alice = phone("alice")
    alice.register()
    assert alice.request("OPTIONS", "ec%68o").status == 200
    call = alice.calls_to("ec%68o")
    call.bye()
    pbx.write("sip.conf", sip_conf(f"{GENERAL}\npedantic=no", more=pbx.peers))
    pbx.cli("sip reload")
    try:
        alice.register()
        assert alice.request("OPTIONS", "ec%68o").status == 404
        alice.invites("ec%68o").expect(404)
    finally:
        pbx.write("sip.conf", sip_conf(GENERAL, more=pbx.peers))
        pbx.cli("sip reload")
    pbx.wait_for_no_channels()
