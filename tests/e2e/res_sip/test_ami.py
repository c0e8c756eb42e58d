# SPDX-License-Identifier: GPL-2.0-only
"""The manager as monitoring programs know it: lists, fields and errors about peers (docs/spec/ami.md, sections 1 to 4 and 6)."""
import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf

TRUNK = "[trunk]\ntype=peer\nhost=192.0.2.77\nsetvar=COLOR=red\nsetvar=SIZE=large\nqualify=no\n"
USER = "[onlyuser]\ntype=user\nsecret=x\n"


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with three phones, a trunk and a pure user."""
    return asterisk(files={"sip.conf": sip_conf(more=TRUNK + USER), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_peers_are_listed_by_name_without_pure_users(pbx, phone):
    alice = phone("alice")
    alice.register()
    entries = pbx.ami.list("SIPpeers")
    assert [(entry["Event"], entry["ObjectName"]) for entry in entries] == [("PeerEntry", name) for name in ("alice", "bob", "carol", "trunk")]
    assert (entries[0]["IPaddress"], entries[0]["IPport"], entries[0]["Dynamic"]) == (alice.address, "5060", "yes")
    assert (entries[1]["IPaddress"], entries[1]["IPport"]) == ("-none-", "0")
    assert (entries[3]["IPaddress"], entries[3]["IPport"], entries[3]["Dynamic"]) == ("192.0.2.77", "5060", "no")
    assert not any("Privilege" in entry for entry in entries)


def test_a_peer_is_told_in_one_block(pbx):
    block = pbx.ami.action("SIPshowpeer", Peer="trunk")
    assert (block["Response"], block["ObjectName"], block["SecretExist"], block["ToHost"]) == ("Success", "trunk", "N", "192.0.2.77")
    assert list(block)[:5] == ["Response", "ActionID", "Channeltype", "ObjectName", "ChanObjectType"]
    assert list(block)[-1] == "Description"


@pytest.mark.parametrize("action, fields, message", [
    ("SIPshowpeer", {}, "Peer: <name> missing."),
    ("SIPshowpeer", {"Peer": "nobody"}, "Peer nobody not found."),
    ("SIPshowpeer", {"Peer": "SIP/trunk"}, "Peer SIP/trunk not found."),
    ("SIPshowpeer", {"Peer": "onlyuser"}, "Peer onlyuser not found."),
    ("SIPqualifypeer", {}, "Peer: <name> missing."),
    ("SIPqualifypeer", {"Peer": "nobody"}, "Peer not found"),
    ("SIPpeerstatus", {"Peer": "nobody"}, "No such peer"),
    ("SIPpeerstatus", {"Peer": "onlyuser"}, "No such peer"),
])
def test_errors_have_the_old_words(pbx, action, fields, message):
    answer = pbx.ami.action(action, **fields)
    assert (answer["Response"], answer["Message"]) == ("Error", message)


def test_a_peer_is_asked_now_although_it_is_not_monitored(pbx, phone):
    bob = phone("bob")
    bob.register()
    answer = pbx.ami.action("SIPqualifypeer", Peer="bob")
    assert answer["Message"] == "SIP peer found - will qualify"
    done = pbx.ami.expect("SIPQualifyPeerDone", Peer="bob")
    assert (done["Privilege"], done["ActionID"]) == ("call,all", answer["ActionID"])
    bob.expect_request("OPTIONS")


def test_the_console_asks_too(pbx):
    assert pbx.cli("sip qualify peer nobody") == "Peer 'nobody' not found\n"
    assert pbx.cli("sip qualify peer trunk").strip() == ""
    assert "ActionID" not in pbx.ami.expect("SIPQualifyPeerDone", Peer="trunk")


def test_the_status_of_all_tells_of_pure_users_too(pbx):
    entries = pbx.ami.list("SIPpeerstatus")
    assert {entry["Peer"] for entry in entries} == {"SIP/alice", "SIP/bob", "SIP/carol", "SIP/trunk", "SIP/onlyuser"}
    assert all(list(entry)[-1] == "ActionID" and entry["Privilege"] == "System" for entry in entries)
    assert [entry["PeerStatus"] for entry in pbx.ami.list("SIPpeerstatus", Peer="sip/trunk")] == ["Unmonitored"]


def test_every_action_is_documented(pbx):
    for action in ("SIPpeers", "SIPshowpeer", "SIPqualifypeer", "SIPpeerstatus"):
        text = pbx.cli(f"manager show command {action}")
        assert "[ActionID:]" in text and "[Synopsis]\nNot available" not in text, text
    assert "Peer: <value>" in pbx.cli("manager show event SIPQualifyPeerDone")


def test_names_are_completed(pbx):
    def words(line: str, word: str) -> list[str]:
        """What the console offers to complete a line with."""
        return pbx.cli(f'_command matchesarray "{line}" "{word}"').split()
    assert set(words("sip show peer ", "")) >= {"alice", "bob", "carol", "trunk", "onlyuser"}
    assert "load" in words("sip show peer alice ", "")
    assert "trunk" not in words("sip show user ", "") and "onlyuser" in words("sip show user ", "")
    assert "like" in words("sip show peers ", "")
