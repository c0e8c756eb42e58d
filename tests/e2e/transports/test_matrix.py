# SPDX-License-Identifier: GPL-2.0-only
"""Every transport with every family: registering, asking, and calls with sound, half of them from one transport to another."""
import pytest

from harness.message import parameter
from harness.transports import FAMILIES, MODULES, PORTS, TRANSPORTS, Authority, files

CELLS = [(transport, v6) for transport in TRANSPORTS for v6 in FAMILIES]


@pytest.fixture(scope="module")
def pbx(asterisk, keep):
    """One Asterisk for all cells."""
    certificate = Authority(keep / "certificates").issue("pbx.example.com")
    return asterisk(files=files(certificate), modules=MODULES)


@pytest.fixture
def phones(phone):
    """Makes a phone on a transport and a family: `phones(name, transport, v6)`."""
    def make(name, transport, v6):
        return phone(name, v6=v6, transport=transport, port=0 if transport != "udp" else 5060, server_port=PORTS[transport])
    return make


def word(transport: str) -> str:
    """The word of a transport in Via."""
    return transport.upper()


@pytest.mark.parametrize("transport, v6", CELLS)
def test_registers_is_asked_and_calls(pbx, phones, transport, v6):
    """tp-1-1, tp-1-2, tp-1-3, tp-1-4, tp-1-5, tp-2-4, tp-3-7"""
    alice = phones("alice", transport, v6)
    assert alice.request("OPTIONS", "echo", authenticate=False).status == 200
    registered = alice.register()
    assert parameter(registered["Via"], "received") == alice.address
    assert registered["Via"].startswith(f"SIP/2.0/{word(transport)} ")
    call = alice.calls_to("echo")
    contact = call.transaction.final["Contact"]
    assert ("transport=" in contact) == (transport != "udp"), contact
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()


@pytest.mark.parametrize("index", range(len(CELLS)))
def test_one_transport_calls_another(pbx, phones, index):
    """tp-4-1, reg-3-8: the called phone is reached by the connection that it opened."""
    (first, first_v6), (second, second_v6) = CELLS[index], CELLS[(index * 3 + 1) % len(CELLS)]
    alice, bob = phones("alice", first, first_v6), phones("bob", second, second_v6)
    alice.register()
    bob.register()
    call = alice.invites("bob")
    incoming = bob.expect_call()
    assert incoming.invite["Via"].startswith(f"SIP/2.0/{word(second)} "), incoming.invite
    incoming.ring()
    incoming.accept()
    call.expect(200)
    call.rtp.play(440)
    incoming.rtp.play(660)
    incoming.rtp.wait_for_tone(440, 0.5)
    call.rtp.wait_for_tone(660, 0.5)
    incoming.bye()
    call.wait_for_end()
