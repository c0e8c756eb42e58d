# SPDX-License-Identifier: GPL-2.0-only
"""What reads the words of the console and the manager in the field, each with its own logic (docs/spec/ecosystem.md 6b, 6c):
Zabbix, LibreNMS, Nagios, munin, watchdogs that cut columns, exporters."""
import re

import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

MORE = """
[trunk]
type=peer
host=192.0.2.200
port=5070
[asked]
type=friend
host=dynamic
secret=secret
qualify=yes
[silent]
type=friend
host=192.0.2.201
qualify=yes
qualifyfreq=1
call-limit=5
"""


@pytest.fixture(scope="module")
def carrier(network):
    """Where the provider is."""
    return network.place("phones").address()


@pytest.fixture(scope="module")
def pbx(asterisk, carrier):
    """Asterisk with devices of all kinds, and an account at a provider."""
    return asterisk(files={"sip.conf": sip_conf(f"register => us:secret@{carrier}/600\n", each="call-limit=3\n", more=MORE),
                           "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_zabbix(pbx, phone):
    """The template `Asterisk by HTTP`: ListCommands, PeerEntry, channels in concise form. eco-6c"""
    phone("alice").register()
    bob = phone("bob")
    bob.register()
    call = bob.calls_to("echo")
    commands = pbx.ami.action("ListCommands")
    assert "SIPpeers" in commands, "the letters' case is tested"
    peers = {each["ObjectName"]: each for each in pbx.ami.list("SIPpeers")}
    assert {"alice", "bob", "carol", "trunk", "asked", "silent"} == set(peers)
    for peer in peers.values():
        status = peer["Status"].split(" ")[0]
        assert status in ("OK", "UNKNOWN", "UNREACHABLE", "Unmonitored", "LAGGED")
    assert peers["trunk"]["IPaddress"] == "192.0.2.200" and peers["carol"]["IPaddress"] == "-none-"
    channels = pbx.cli("core show channels concise")
    assert len(re.findall(r"(?:^|[^!J])SIP/bob", channels, re.M)) == 1
    call.bye()
    pbx.wait_for_no_channels()


def test_librenms(pbx, phone):
    """Its agent takes the fields 1, 5, 7, 10 and 12 of the line that has "sip peers". eco-6b"""
    phone("alice").register()
    line = next(each for each in pbx.cli("sip show peers").splitlines() if "sip peers" in each)
    fields = line.split()
    total, online, offline, free_online, free_offline = (int(fields[i - 1]) for i in (1, 5, 7, 10, 12))
    assert total == 6
    assert online + offline == 2 and free_online + free_offline == 4
    assert free_online >= 2, "alice, and the trunk with its fixed address"


def test_exporters_and_scripts_that_match_the_totals(pbx):
    """eco-6b"""
    text = pbx.cli("sip show peers")
    assert re.search(r"([0-9]+) sip peer", text)[1] == "6"
    monitored = re.search(r"Monitored: (\d+) online, (\d+) offline Unmonitored: (\d+) online, (\d+) offline", text)
    assert sum(int(each) for each in monitored.groups()) == 6


def test_nagios(pbx, phone):
    """Plug-ins look for a port, gaps and a state in a line of the list, and take the name before the slash. eco-6b"""
    asked = phone("asked")
    asked.register()
    until(lambda: re.search(r"^asked/asked .* 5060     OK \(\d+ ms\)", pbx.cli("sip show peers"), re.M), "a line that is OK")
    until(lambda: "UNREACHABLE" in pbx.cli("sip show peers"), "one that does not answer")
    line = next(each for each in pbx.cli("sip show peers").splitlines() if "UNREACHABLE" in each)
    assert line.split("/")[0].split()[0] == "silent"
    shown = pbx.cli("sip show peer asked")
    assert re.search(r"^  Addr->IP     : " + re.escape(f"{asked.address}:5060"), shown, re.M)
    assert re.search(r"^  Status       : OK \(\d+ ms\)", shown, re.M)


def test_a_watchdog_that_cuts_the_time_of_a_registration(pbx, phone, carrier):
    """`sip show registry | grep Registered | cut -b 92-`. eco-6b"""
    provider = phone("provider", address=carrier)
    provider.takers["REGISTER"] = lambda request: provider.respond(
        request, 200, headers={"Contact": f"{request['Contact']};expires=600"})
    pbx.ami.expect("Registry", Username="us", Status="Registered", seconds=60)
    found = [line[91:] for line in pbx.cli("sip show registry").splitlines() if "Registered" in line]
    assert len(found) == 1 and re.fullmatch(r"\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2}", found[0]), found


def test_munin_counts_calls_in_use(pbx, phone):
    """The plug-in takes the second column of `sip show inuse`, before the first slash. eco-6b"""
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    def in_use():
        rows = pbx.cli("sip show inuse").splitlines()
        assert rows[0].startswith("* Peer name")
        return {each.split()[0]: each.split()[1].split("/")[0] for each in rows[1:] if each.strip()}
    until(lambda: in_use()["alice"] == "1", "the call in use")
    assert in_use()["bob"] == "0"
    call.bye()
    pbx.wait_for_no_channels()
    until(lambda: in_use()["alice"] == "0", "no call in use")


def test_a_panel_that_counts_dialogs(pbx, phone):
    """eco-6b"""
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    assert re.search(r"^1 active SIP dialog$", pbx.cli("sip show channels"), re.M)
    assert "1 active SIP channel" in pbx.cli("sip show channelstats")
    assert pbx.cli("core show channels concise").startswith("SIP/alice-")
    call.bye()
    pbx.wait_for_no_channels()
