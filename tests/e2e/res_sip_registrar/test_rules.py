# SPDX-License-Identifier: GPL-2.0-only
"""What a registration brings about in Asterisk: extensions in regcontext, events of refusals, strangers that become devices, and
lists of acl.conf that decide who may."""
import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

GENERAL = "regcontext=registered\nregextenonqualify=yes\nauthfailureevents=yes\n{more}"
MORE = """
[many]
type=friend
host=dynamic
secret=secret
regexten=701&702@known&703@nowhere
[asked]
type=friend
host=dynamic
secret=secret
qualify=yes
qualifyfreq=1
[listed]
type=friend
host=dynamic
secret=secret
acl=office
[fixed]
type=friend
host=192.0.2.250
secret=secret
"""
ACL = "[office]\ndeny=0.0.0.0/0.0.0.0\n{more}"


def files(general: str = "") -> dict[str, str]:
    """The configuration, with further lines for [general]."""
    return {"sip.conf": sip_conf(GENERAL.format(more=general), more=MORE), "acl.conf": ACL.format(more=""),
            "extensions.conf": EXTENSIONS + "[known]\nexten => 1,1,NoOp()\n"}


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with all of these."""
    return asterisk(files=files(), modules=DRIVER)


def is_there(pbx, extension: str, context: str) -> bool:
    """Whether an extension of ours is in a context."""
    text = pbx.cli(f"dialplan show {extension}@{context}")
    return f"'{extension}' =>" in text and "[SIP]" in text


def test_an_extension_stands_for_a_registered_phone(pbx, phone):
    """reg-4-11"""
    alice = phone("alice")
    assert not is_there(pbx, "alice", "registered")
    alice.register()
    until(lambda: is_there(pbx, "alice", "registered"), "the extension")
    assert "Noop(alice)" in pbx.cli("dialplan show alice@registered")
    alice.unregister()
    until(lambda: not is_there(pbx, "alice", "registered"), "the extension to go")


def test_extensions_go_where_they_are_said_to_go(pbx, phone):
    """reg-4-11"""
    mark = pbx.log.mark()
    many = phone("many")
    many.register()
    until(lambda: is_there(pbx, "702", "known"), "the extension in another context")
    assert is_there(pbx, "701", "registered") and not is_there(pbx, "many", "registered")
    pbx.log.wait("Context nowhere must exist in regcontext= in sip.conf!", mark)
    many.unregister()
    until(lambda: not is_there(pbx, "702", "known"), "the extension to go")


def test_extensions_follow_reachability(pbx, phone):
    """reg-4-11"""
    asked = phone("asked")
    asked.register()
    until(lambda: is_there(pbx, "asked", "registered"), "the extension")
    asked.close()
    pbx.ami.expect("PeerStatus", 30, Peer="SIP/asked", PeerStatus="Unreachable")
    until(lambda: not is_there(pbx, "asked", "registered"), "the extension to go")


def test_a_refused_registration_is_an_event_of_the_device(pbx, phone):
    """auth-10-14 reg-4-8"""
    bob = phone("bob")
    bob.register(secret="wrong", status=403)
    event = pbx.ami.expect("PeerStatus", Peer="SIP/bob", PeerStatus="Rejected")
    assert (event["Cause"], event["Address"], event["Port"]) == ("AUTH_SECRET_FAILED", bob.address, str(bob.port))
    phone("fixed").register(status=403)
    assert pbx.ami.expect("PeerStatus", Peer="SIP/fixed", PeerStatus="Rejected")["Cause"] == "AUTH_PEER_NOT_DYNAMIC"


def test_a_list_of_acl_conf_decides_and_a_reload_of_it_counts(pbx, phone):
    """auth-7-1"""
    listed = phone("listed")
    listed.register(status=403)
    pbx.write("acl.conf", ACL.format(more=f"permit={listed.address}\n"))
    mark = pbx.log.mark()
    pbx.cli("module reload acl")
    pbx.log.wait("Reloading SIP", mark)
    until(lambda: listed.request("REGISTER", f"sip:listed@{listed.domain}", {"Contact": listed.contact}).status == 200,
          "the list to count")


def test_a_stranger_becomes_a_device_where_that_is_said(pbx, phone):
    """reg-4-13"""
    stranger = phone("stranger", "")
    stranger.register(status=403)
    pbx.write("sip.conf", files("autocreatepeer=yes")["sip.conf"])
    pbx.cli("sip reload")
    until(lambda: stranger.request("REGISTER", f"sip:stranger@{stranger.domain}", {"Contact": stranger.contact}).status == 200,
          "the stranger to be let in")
    assert "stranger" in pbx.cli("sip show peers")
    event = pbx.ami.expect("PeerStatus", Peer="SIP/stranger", PeerStatus="Registered")
    assert event["Address"] == f"{stranger.address}:{stranger.port}"
    pbx.write("sip.conf", files()["sip.conf"])
    pbx.cli("sip reload")
    until(lambda: "stranger" not in pbx.cli("sip show peers"), "the stranger to end with the reload")
