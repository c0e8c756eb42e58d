# SPDX-License-Identifier: GPL-2.0-only
"""Devices in a database of SQLite, through Asterisk's own engine."""
import time

import pytest

from harness.databases import Sqlite, row
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

FAMILIES = "[settings]\nsippeers => {engine},sippeers\n"


@pytest.fixture(scope="module")
def database(keep):
    """The file, with two phones in it."""
    made = Sqlite(keep)
    for name in ("alice", "bob"):
        made.insert(row(name))
    return made


@pytest.fixture(scope="module")
def pbx(asterisk, database):
    """Asterisk with devices of that database, which stay in memory, and one of sip.conf."""
    return asterisk(files={"sip.conf": sip_conf("rtcachefriends=yes\nrtsavesysname=yes\nrtsavepath=yes", ("carol",)), "extensions.conf": EXTENSIONS,
                           "asterisk.conf": "systemname = pbx-of-tests\n", "extconfig.conf": FAMILIES.format(engine=database.engine), **database.files},
                    modules=[database.module, *DRIVER])


def names(pbx):
    """Names of all peers."""
    return [line.split("/")[0].split()[0] for line in pbx.cli("sip show peers").splitlines()[1:-1]]


def test_rows_are_devices_beside_those_of_the_file(pbx):  # conf-16-1
    until(lambda: names(pbx) == ["alice", "bob", "carol"], "the rows")
    text = pbx.cli("sip show peers")
    assert "Realtime" in text.splitlines()[0]
    settings = pbx.cli("sip show settings")
    assert "SIP realtime:           Enabled\n" in settings and "Realtime Peers:         Yes\n" in settings and "Realtime Regs:          No\n" in settings
    assert pbx.cli("sip show objects").startswith("-= Peer objects: 3 static, 0 realtime, 0 autocreate =-\n")
    assert [line.rstrip().endswith("Cached RT") for line in text.splitlines()[1:-1]] == [True, True, False]


def test_registrations_are_written_and_taken_back(pbx, phone, database):  # conf-16-2
    alice = phone("alice")
    alice.register(expires=300)
    until(lambda: database.read("alice", "fullcontact"), "the registration in the row")
    assert database.read("alice", "fullcontact") == f"sip:alice@{alice.address}:5060"
    assert (database.read("alice", "ipaddr"), database.read("alice", "port")) == (alice.address, "5060")
    assert database.read("alice", "regserver") == "pbx-of-tests"
    assert abs(int(database.read("alice", "regseconds")) - time.time() - 300) < 60
    alice.unregister()
    until(lambda: database.read("alice", "fullcontact") == "", "the registration to be gone")
    assert (database.read("alice", "ipaddr"), database.read("alice", "port"), database.read("alice", "regseconds")) == ("", "0", "0")
    assert database.read("alice", "regserver") == ""
    assert pbx.cli("database show SIP/Registry").count("alice") == 0


def test_two_devices_of_the_database_call_each_other(pbx, phone):
    alice, bob = phone("alice"), phone("bob")
    alice.register()
    bob.register()
    call = alice.invites("bob")
    incoming = bob.expect_call()
    incoming.accept()
    call.expect(200)
    call.bye()
    pbx.wait_for_no_channels()


def test_a_row_that_came_later_is_found_when_its_phone_comes(pbx, phone, database):
    database.insert(row("dave"))
    assert "dave" not in names(pbx)
    phone("dave").register()
    assert "dave" in names(pbx)


def test_a_row_is_found_when_it_is_asked_for_by_name(pbx, database):
    database.insert(row("erin", description="of the database"))
    assert "of the database" in pbx.cli("sip show peer erin load")


def test_a_program_finds_it_by_name_too(pbx):
    pbx.cli("sip prune realtime erin")
    with pytest.raises(RuntimeError, match="Peer erin not found."):
        pbx.ami.show("peer", "erin")
    (peer,), _ = pbx.ami.show("peer", "erin load")
    assert peer["description"] == "of the database"
    told = {each["name"]: each["realtime"] for each in pbx.ami.show("peers")[0]}
    assert (told["erin"], told["carol"]) == (True, False)


def test_who_has_no_row_is_refused_as_ever(pbx, phone):
    phone("nobody").register(status=403)


def test_prune_in_all_its_forms(pbx, phone, database):  # cli-18-3
    until(lambda: {"alice", "bob", "dave", "erin"} <= set(names(pbx)), "all rows")
    assert pbx.cli("sip prune realtime alice") == "Peer 'alice' pruned.\n"
    assert "alice" not in names(pbx)
    assert pbx.cli("sip prune realtime peer bob") == "Peer 'bob' pruned.\n"
    assert pbx.cli("sip prune realtime carol") == "Peer 'carol' is not a Realtime peer, cannot be pruned.\n"
    assert pbx.cli("sip prune realtime nobody") == "Peer 'nobody' not found.\n"
    assert pbx.cli("sip prune realtime like ^da") == "1 peers pruned.\n"
    assert pbx.cli("sip prune realtime peer like ^da") == "No peers found to prune.\n"
    assert pbx.cli("sip prune realtime all") == "1 peers pruned.\n"
    assert pbx.cli("sip prune realtime peer all") == "No peers found to prune.\n"
    assert pbx.cli("sip prune realtime peer").startswith("Usage: sip prune realtime")
    assert names(pbx) == ["carol"]
    phone("alice").register()
    assert names(pbx) == ["alice", "carol"]


def test_a_reload_reads_all_rows_anew(pbx, database):
    database.delete("erin")
    pbx.cli("sip reload")
    until(lambda: names(pbx) == ["alice", "bob", "carol", "dave"], "the rows there are")


def test_bindings_of_rows_outlive_a_restart(asterisk, pbx, phone, database):
    alice = phone("alice")
    alice.register()
    until(lambda: database.read("alice", "ipaddr") == alice.address, "the registration in the row")
    pbx.stop()
    again = asterisk(files={"sip.conf": sip_conf("rtcachefriends=yes", ("carol",)), "extensions.conf": EXTENSIONS,
                            "asterisk.conf": "systemname = pbx-of-tests\n", "extconfig.conf": FAMILIES.format(engine=database.engine), **database.files},
                     modules=[database.module, *DRIVER])
    until(lambda: alice.address in again.cli("sip show peers like alice"), "the binding from the row")
