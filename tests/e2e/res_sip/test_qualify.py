# SPDX-License-Identifier: GPL-2.0-only
"""Qualify: a phone that is asked, one that falls silent, one that comes back; seen in CLI and events."""
import re
import time

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
    """reg-5-1 reg-5-2 reg-5-7 reg-5-10 reg-4-6"""
    alice = phone("alice", v6=v6)
    alice.register()
    first = alice.expect_request("OPTIONS")
    assert first.uri.startswith("sip:alice@")
    pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Reachable")
    until(lambda: re.search(r"OK \(\d+ ms\)", row(pbx, "alice")), "OK in sip show peers")
    alice.expect_request("OPTIONS", count=3)
    alice.unregister()


def test_a_silent_phone_is_unreachable_until_it_speaks(pbx, phone):
    """reg-5-5 reg-5-7 reg-5-10 reg-4-6 reg-4-7"""
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


def test_a_question_is_repeated_every_second_until_any_answer_comes(pbx, phone):
    """reg-5-3 reg-5-4: a 100 is no answer, a refusal is one"""
    carol = phone("carol")
    take = carol._take_request
    answers: list[tuple[int, float]] = []

    def answer(request):
        if request.method != "OPTIONS":
            return take(request)
        answers.append((request.sequence, time.monotonic()))
        if len(answers) == 1:
            carol.transmit(request.response(100, "Trying"), request.source)
        elif len(answers) == 3:
            carol.transmit(request.response(486, "Busy Here", "x"), request.source)
    carol._take_request = answer
    carol.register()
    pbx.ami.expect("PeerStatus", Peer="SIP/carol", PeerStatus="Lagged")
    (first, begun), (second, then), (third, last) = answers[:3]
    assert first == second == third
    assert 0.8 < then - begun < 1.6 and 0.8 < last - then < 1.6
    assert "LAGGED" in row(pbx, "carol")


def test_a_question_by_hand_needs_no_qualify(pbx, phone):
    """reg-5-9"""
    pbx.write("sip.conf", sip_conf(each="qualify=no"))
    pbx.cli("sip reload")
    until(lambda: "Unmonitored" in row(pbx, "alice"), "qualify off")
    alice = phone("alice")
    alice.register()
    pbx.cli("sip qualify peer alice")
    alice.expect_request("OPTIONS")
    assert "Unmonitored" in row(pbx, "alice")
