# SPDX-License-Identifier: GPL-2.0-only
"""Devices in PostgreSQL, which hangs, dies and comes back while phones register and call."""
import threading
import time

import pytest

from harness.databases import Postgres, row
from harness.network import PBX_V4
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.storm import Storm, percentile
from harness.waiting import until

PHONES = ("alice", "bob")
CROWDS = ("frozen", "killed")       # while the database is so, phones of that name register for the first time
CROWD = 10
NOW = "exten => now,1,Answer()\n same => n,Wait(60)\n"
CALLER = """[storm]
type=friend
host={address}
insecure=port,invite
"""


@pytest.fixture(scope="module")
def database(network):
    """PostgreSQL with two phones, their registrations in a table of their own."""
    made = Postgres(network.pbx)
    for name in (*PHONES, *(f"{crowd}{number}" for crowd in CROWDS for number in range(CROWD))):
        made.insert(row(name))
        made.insert({"name": name}, "sipregs")
    yield made
    made.close()


@pytest.fixture(scope="module")
def storm(network):
    """Who calls at a rate."""
    place = network.place("storm")
    made = Storm(place, place.address(), (PBX_V4, 5060))
    yield made
    made.close()


@pytest.fixture(scope="module")
def pbx(asterisk, database, storm):
    """Asterisk with devices of that database, and a caller of the file."""
    return asterisk(files={"sip.conf": sip_conf("rtcachefriends=yes", (), more=CALLER.format(address=storm.address)), "extensions.conf": EXTENSIONS + NOW,
                           "extconfig.conf": f"[settings]\nsippeers => {database.engine},sippeers\nsipregs => {database.engine},sipregs\n",
                           **database.files},
                    modules=[database.module, *DRIVER])


def registered(phone):
    """How long a registration took to be answered."""
    before = time.monotonic()
    phone.register()
    return time.monotonic() - before


def call_each_other(one, other):
    """A call, from its INVITE to its end; how long it took to ring through."""
    before = time.monotonic()
    call = one.invites(other.name)
    incoming = other.expect_call()
    took = time.monotonic() - before
    incoming.accept()
    call.expect(200)
    call.bye()
    return took


def test_registrations_are_kept_in_a_table_of_their_own(pbx, phone, database):
    alice = phone("alice")
    alice.register()
    until(lambda: database.read("alice", "ipaddr", "sipregs") == alice.address, "the registration in sipregs")
    assert database.read("alice", "ipaddr") == ""


@pytest.mark.parametrize("how", ["frozen", "killed"])
def test_a_database_that_is_gone_delays_nobody_and_loses_nothing(pbx, phone, database, how):
    alice, bob = phone("alice"), phone("bob")
    alice.register()
    bob.register()
    until(lambda: database.read("bob", "ipaddr", "sipregs") == bob.address, "the registrations in the table")
    with getattr(database, how)():
        mark = pbx.log.mark()
        again = phone("alice", port=5066)
        took = [registered(again) for _ in range(10)] + [call_each_other(again, bob) for _ in range(10)]
        print(f"{how}: the slowest of {len(took)} took {max(took) * 1000:.0f} ms")
        assert max(took) < 2
        if how == "killed":
            pbx.log.wait("does not take registrations", mark)
            assert pbx.log.text(mark).count("does not take registrations") == 1
    until(lambda: database.read("alice", "port", "sipregs") == "5066", "the last registration in the table", 60)
    pbx.wait_for_no_channels()


class Crowd:
    """Phones that register again and again, in a thread of their own."""

    def __init__(self, phones):
        self._phones, self._thread, self._end = phones, None, 0.0
        self.took: list[float] = []
        self.fault: BaseException | None = None

    def begin(self, seconds):
        """Goes on for so long."""
        self.took, self._end = [], time.monotonic() + seconds
        self._thread = threading.Thread(target=self._go_on)
        self._thread.start()

    def _go_on(self):
        turn = 0
        try:
            while time.monotonic() < self._end or turn < len(self._phones):
                self.took.append(registered(self._phones[turn % len(self._phones)]))
                turn += 1
                time.sleep(0.02)        # the pace of the load, not a wait for something
        except BaseException as fault:  # shown by who waits
            self.fault = fault

    def finish(self):
        """Waits for the end; the seconds that each registration took, sorted."""
        self._thread.join()
        if self.fault:
            raise self.fault
        return sorted(self.took)


def test_load_goes_on_while_the_database_hangs_dies_and_comes_back(pbx, phone, database, storm):
    alice, bob = phone("alice"), phone("bob")
    alice.register()
    bob.register()
    standing = alice.invites("bob")
    other = bob.expect_call()
    other.accept()
    standing.expect(200)
    crowds = {name: [phone(f"{name}{number}") for number in range(CROWD)] for name in CROWDS}
    everybody = Crowd([alice, bob])
    figures = {}

    def load(phase, crowd, seconds=3):
        crowd.begin(seconds)
        calls = storm.call_for(seconds)
        figures[phase] = (calls, crowd.finish())
        standing.reinvite()
        other.reinvite()

    load("at peace", everybody)
    for how in CROWDS:
        with getattr(database, how)():
            load(how, Crowd(crowds[how]))
        load(f"after it was {how}", everybody)
    for phase, (calls, registrations) in figures.items():
        print(f"{phase}: " + "; ".join(
            f"{len(times)} {what}, half of them within {percentile(times, 0.5) * 1000:.1f} ms, 99 % within {percentile(times, 0.99) * 1000:.1f} ms"
            for what, times in (("calls", calls), ("registrations", registrations))))
        for peace, times in zip(figures["at peace"], (calls, registrations)):
            assert len(times) >= CROWD
            assert percentile(times, 0.9) < max(0.1, 3 * percentile(peace, 0.9)), phase
    for one in (one for crowd in crowds.values() for one in crowd):
        until(lambda one=one: database.read(one.name, "ipaddr", "sipregs") == one.address, f"the registration of {one.name} in the table", 60)
    standing.bye()
    other.wait_for_end()
    pbx.wait_for_no_channels()
