# SPDX-License-Identifier: GPL-2.0-only
"""Qualify: a phone that is asked, one that falls silent, one that comes back; seen in CLI and events."""
import re

import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk that asks its phones every second."""
    return asterisk(files={"sip.conf": sip_conf(each="qualify=yes\nqualifyfreq=1"), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def row(pbx, name):
    """The row of a peer in `sip show peers`."""
    return next(line for line in pbx.cli("sip show peers").splitlines() if line.startswith(name))


@pytest.mark.parametrize("v6", [False, True])
def test_a_phone_is_asked_at_once_and_again(pbx, phone, v6):
    alice = phone("alice", v6=v6)
    alice.register()
    first = alice.expect_request("OPTIONS")
    assert first.uri.startswith("sip:alice@")
    pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Reachable")
    until(lambda: re.search(r"OK \(\d+ ms\)", row(pbx, "alice")), "OK in sip show peers")
    alice.expect_request("OPTIONS", count=3)
    alice.unregister()


def test_a_silent_phone_is_unreachable_until_it_speaks(pbx, phone):
    bob = phone("bob")
    bob.register()
    pbx.ami.expect("PeerStatus", Peer="SIP/bob", PeerStatus="Reachable")
    contact, port, address = bob.contact, bob.port, bob.address
    mark = pbx.log.mark()
    bob.close()
    pbx.ami.expect("PeerStatus", 30, Peer="SIP/bob", PeerStatus="Unreachable")
    pbx.log.wait(r"Peer 'bob' is now UNREACHABLE!", mark)
    assert "UNREACHABLE" in row(pbx, "bob")
    again = phone("bob", address=address, port=port)
    assert again.contact == contact
    pbx.ami.expect("PeerStatus", 30, Peer="SIP/bob", PeerStatus="Reachable")
    pbx.log.wait(r"Peer 'bob' is now Reachable", mark)


def test_who_is_not_registered_is_not_asked(pbx):
    assert "UNKNOWN" in row(pbx, "carol")
