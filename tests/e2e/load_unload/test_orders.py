# SPDX-License-Identifier: GPL-2.0-only
"""Modules come and go in every order that the loader permits, and leave nothing; what it forbids, it says clearly."""
import pytest

from harness.asterisk import BASE_MODULES
from harness.orders import ALL, CHAN_SIP, LOADS, MESSAGING, PUBSUB, REGISTRAR, REGISTRATIONS, RES_SIP, load, running, turn, unload, unload_all
from harness.setups import EXTENSIONS, sip_conf

TURNS = 100
SETTLED = 20            # turns after which the process has all that it keeps
MAY_GROW = 3 << 19      # octets from then to the end: 0.9 to 1.3 MB were seen, fragments of what is made anew in each turn


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk without any of our modules loaded."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=BASE_MODULES)


@pytest.fixture(autouse=True)
def nothing_stays(pbx):
    """After each test nothing of ours is in memory."""
    yield
    unload_all(pbx, ALL)
    assert pbx.our_maps() == []


def test_a_hundred_turns_leave_nothing(pbx, phone):
    alice = phone("alice")

    def works(loaded):
        if REGISTRAR in loaded:
            alice.register()
    settled = 0
    for number in range(TURNS):
        turn(pbx, number, works)
        assert pbx.our_maps() == [], f"after turn {number + 1}"
        if number + 1 == SETTLED:
            settled = pbx.rss()
    grown = pbx.rss() - settled
    assert grown < MAY_GROW, f"grew by {grown} octets from turn {SETTLED} to {TURNS}"


def test_sockets_and_threads_go_with_the_modules(pbx):
    turn(pbx, 0)
    before = len(pbx.open_files()), pbx.threads()
    for number in range(10):
        turn(pbx, number)
    # Fewer may be left: threads of Asterisk's own pools end when they idle.
    assert len(pbx.open_files()) <= before[0] and pbx.threads() <= before[1]


def test_calls_before_the_modules_go(pbx, phone):
    alice = phone("alice")

    def talks(loaded):
        alice.register()
        call = alice.calls_to("echo")
        call.rtp.play(440)
        call.rtp.wait_for_packets(5)
        call.bye()
        pbx.wait_for_no_channels()
    for number in (0, 2, len(LOADS)):       # orders that load the driver itself
        turn(pbx, number, talks)
        assert pbx.our_maps() == []


def test_the_registrar_wants_the_stack(pbx):
    mark = pbx.log.mark()
    load(pbx, REGISTRAR)
    assert REGISTRAR not in running(pbx)
    assert [line for line in pbx.log.complaints(mark) if "res_sip_registrar" in line and "res_sip" in
            line.replace("res_sip_registrar", "")], pbx.log.complaints(mark)


@pytest.mark.parametrize("user", [REGISTRAR, REGISTRATIONS, PUBSUB, MESSAGING, CHAN_SIP])
def test_the_stack_stays_while_it_is_used(pbx, user):
    load(pbx, RES_SIP)
    load(pbx, user)
    mark = pbx.log.mark()
    said = unload(pbx, RES_SIP)
    assert RES_SIP in running(pbx)
    assert "res_sip.so" in said + "".join(pbx.log.complaints(mark))


def test_calls_stay_while_there_is_one(pbx, phone):
    load(pbx, CHAN_SIP)
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    unload(pbx, CHAN_SIP)
    assert CHAN_SIP in running(pbx)
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()
    pbx.wait_for_no_channels()


def test_a_module_is_not_loaded_twice(pbx):
    load(pbx, CHAN_SIP)
    load(pbx, CHAN_SIP)
    assert running(pbx) == set(ALL)
