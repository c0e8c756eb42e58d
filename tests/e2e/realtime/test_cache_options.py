# SPDX-License-Identifier: GPL-2.0-only
"""The options of [general] about rows of a database, and rows of modular objects."""
import pytest

from harness.databases import Sqlite, row
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until


@pytest.fixture
def database(keep, tmp_path):
    """A fresh file with one phone in it."""
    made = Sqlite(tmp_path)
    made.insert(row("alice"))
    return made


@pytest.fixture
def start(asterisk, database):
    """Starts Asterisk with lines for [general], and ends it."""
    started = []

    def begin(general, **more):
        started.append(asterisk(files={"sip.conf": sip_conf(general, ()), "extensions.conf": EXTENSIONS,
                                       "extconfig.conf": f"[settings]\nsippeers => {database.engine},sippeers\n" + more.pop("families", ""),
                                       **database.files, **more}, modules=[database.module, *DRIVER]))
        return started[-1]
    yield begin
    for each in started:
        each.stop()


def names(pbx):
    """Names of all peers."""
    return [line.split("/")[0].split()[0] for line in pbx.cli("sip show peers").splitlines()[1:-1]]


def test_without_rtcachefriends_a_changed_row_counts_at_the_next_use(start, database, phone):
    pbx = start("rtcachefriends=no")
    alice = phone("alice")
    alice.register()
    assert "Unmonitored" in pbx.cli("sip show peers like alice")    # such a device is never asked
    database.update("alice", "description", "changed")
    alice.register()
    until(lambda: "changed" in pbx.cli("sip show peers like alice"), "the row as it is now")


def test_with_rtcachefriends_a_changed_row_counts_from_the_next_reload_on(start, database, phone):
    pbx = start("rtcachefriends=yes")
    alice = phone("alice")
    alice.register()
    database.update("alice", "description", "changed")
    alice.register()
    assert "changed" not in pbx.cli("sip show peers like alice")
    pbx.cli("sip reload")
    until(lambda: "changed" in pbx.cli("sip show peers like alice"), "the row as it is now")
    assert alice.address in pbx.cli("sip show peers like alice")    # and it is still registered


def test_rtautoclear_forgets_a_device_after_a_while(start, phone):
    pbx = start("rtcachefriends=yes\nrtautoclear=1")
    phone("alice").register()
    until(lambda: names(pbx) == [], "the device to be forgotten")
    phone("alice").register()
    assert names(pbx) == ["alice"]


def test_without_rtupdate_the_table_is_only_read(start, database, phone):
    pbx = start("rtcachefriends=yes\nrtupdate=no")
    alice = phone("alice")
    alice.register()
    until(lambda: "alice" in pbx.cli("database show SIP/Registry"), "the registration in astdb")
    assert database.read("alice", "ipaddr") is None


def test_rtsavesysname_and_rtsavepath_write_columns_of_their_own(start, database, phone):
    start("rtcachefriends=yes\nrtsavesysname=yes\nrtsavepath=yes\nsupportpath=yes")
    alice = phone("alice")
    alice.register(headers={"Path": "<sip:edge.example.net;lr>", "Supported": "path"})
    until(lambda: database.read("alice", "path") == "<sip:edge.example.net;lr>", "the path in the row")


def test_modular_objects_are_rows_too_one_family_for_each_type(start, database, phone):
    database.sql('create table sip_endpoint (name, auth, aors, context, allow)')
    database.sql('create table sip_auth (name, username, password)')
    database.sql('create table sip_aor (name, max_contacts)')
    database.sql("insert into sip_endpoint values ('gus', 'gus', 'gus', 'default', '!all,ulaw')")
    database.sql("insert into sip_auth values ('gus', 'gus', 'secret')")
    database.sql("insert into sip_aor values ('gus', '1')")
    pbx = start("rtcachefriends=yes", families="".join(f"sip_{each} => {database.engine},sip_{each}\n" for each in ("endpoint", "auth", "aor")))
    phone("gus").register()
    assert "gus" in names(pbx)
