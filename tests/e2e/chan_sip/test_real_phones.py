# SPDX-License-Identifier: GPL-2.0-only
"""Three phones of real users: one call is sent on, joined with another, held, picked up; baresip is each of them."""
import pytest

from harness.network import PBX_V4
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

TONES = {"alice": 440, "bob": 1000, "carol": 1500}
GROUPS = "callgroup=1\npickupgroup=1\nallow=alaw"
EXTENSIONS = """[default]
exten => _[abc].,1,Dial(SIP/${EXTEN},20)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver; its phones are of one pickup group."""
    return asterisk(files={"sip.conf": sip_conf(each=GROUPS), "extensions.conf": EXTENSIONS}, modules=DRIVER)


@pytest.fixture(autouse=True)
def nothing_is_left(pbx):
    """After each test every channel and dialog is gone, and no error was logged."""
    mark = pbx.log.mark()
    pbx.ami.forget()
    yield
    pbx.wait_for_no_channels()
    assert not [line for line in pbx.log.complaints(mark) if "ERROR" in line]


@pytest.fixture
def phones(baresip):
    """Starts phones by their names, each with a tone of its own, and waits until they are registered."""
    def start(*names: str, **behaviour: str):
        made = [baresip(name, tone=TONES[name], answers=behaviour.get(name, "auto"), codecs="PCMU,PCMA") for name in names]
        for each in made:
            each.expect("REGISTER_OK")
        return made
    return start


def talk(caller, called):
    """One calls the other; returns the Call-ID of the caller's call when each hears the other."""
    call = caller.dial(called.name)
    caller.expect("CALL_ESTABLISHED", id=call)
    hear_each_other(caller, called)
    return call


def hear_each_other(one, other, length=0.5):
    """From now on each hears the other's tone."""
    marks = one.mark(), other.mark()
    one.wait_for_tone(other.tone, length, since=marks[0])
    other.wait_for_tone(one.tone, length, since=marks[1])


def test_blind_transfer_by_the_called_one(pbx, phones):
    alice, bob, carol = phones("alice", "bob", "carol")
    talk(alice, bob)
    bob.transfer("carol")
    carol.expect("CALL_ESTABLISHED")
    told = pbx.ami.expect("BlindTransfer")
    assert told["Result"] == "Success" and told["Extension"] == "carol"
    assert told["TransfererChannel"].startswith("SIP/bob-") and told["TransfereeChannel"].startswith("SIP/alice-")
    bob.expect("CALL_CLOSED")
    hear_each_other(alice, carol)
    assert not alice.said("CALL_CLOSED")
    alice.hangup()
    carol.expect("CALL_CLOSED")


def test_attended_transfer(pbx, phones):
    alice, bob, carol = phones("alice", "bob", "carol")
    talk(alice, bob)
    first = bob.expect("CALL_ESTABLISHED")["id"]
    bob.hold()
    pbx.ami.expect("Hold", Channel__startswith="SIP/bob-")
    second = talk(bob, carol)
    bob.select(first)
    bob.transfer_to_call(second, f"sip:carol@{PBX_V4}")
    told = pbx.ami.expect("AttendedTransfer")
    assert told["Result"] == "Success" and told["DestType"] == "Bridge"
    for call in (first, second):
        bob.expect("CALL_CLOSED", id=call)
    hear_each_other(alice, carol)
    carol.hangup()
    alice.expect("CALL_CLOSED")
