# SPDX-License-Identifier: GPL-2.0-only
"""Devices in PostgreSQL, which hangs, dies and comes back while phones register and call."""
import time

import pytest

from harness.databases import Postgres, row
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

PHONES = ("alice", "bob")


@pytest.fixture(scope="module")
def database(network):
    """PostgreSQL with two phones, their registrations in a table of their own."""
    made = Postgres(network.pbx)
    for name in PHONES:
        made.insert(row(name))
        made.insert({"name": name}, "sipregs")
    yield made
    made.close()


@pytest.fixture(scope="module")
def pbx(asterisk, database):
    """Asterisk with devices of that database."""
    return asterisk(files={"sip.conf": sip_conf("rtcachefriends=yes", ()), "extensions.conf": EXTENSIONS,
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
    (database.freeze if how == "frozen" else database.kill)()
    try:
        mark = pbx.log.mark()
        again = phone("alice", port=5066)
        took = [registered(again) for _ in range(10)] + [call_each_other(again, bob) for _ in range(10)]
        print(f"{how}: the slowest of {len(took)} took {max(took) * 1000:.0f} ms")
        assert max(took) < 2
        if how == "killed":
            pbx.log.wait("does not take registrations", mark)
            assert pbx.log.text(mark).count("does not take registrations") == 1
    finally:
        (database.thaw if how == "frozen" else database.start)()
    until(lambda: database.read("alice", "port", "sipregs") == "5066", "the last registration in the table", 60)
    pbx.wait_for_no_channels()
