# SPDX-License-Identifier: GPL-2.0-only
"""Three phones of real users: one call is sent on, joined with another, held, picked up; baresip is each of them."""
import pytest

from harness import tones
from harness.network import PBX_V4
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

TONES = {"alice": 440, "bob": 1000, "carol": 1500}
GROUPS = "callgroup=1\npickupgroup=1\nallow=alaw"
MUSIC = 700
DIRECT = "".join(f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\nallow=alaw\ndirectmedia=yes\n" for name in ("amy", "ben"))
EXTENSIONS = """[default]
exten => take,1,Pickup(bob@default)
exten => _[abc].,1,Dial(SIP/${EXTEN},20)
 same => n,UserEvent(Ended,Chan: ${CHANNEL},Status: ${DIALSTATUS})
 same => n,Hangup()
"""


@pytest.fixture(scope="module")
def pbx(asterisk, tmp_path_factory):
    """Asterisk with the driver; its phones are of one pickup group, and the music for who waits is a tone."""
    music = tmp_path_factory.mktemp("music")
    tones.write_wave(music / "tone.wav", MUSIC, 60, tones.RATE)
    return asterisk(files={"sip.conf": sip_conf(each=GROUPS, more=DIRECT), "extensions.conf": EXTENSIONS,
                           "musiconhold.conf": f"[default]\nmode=files\ndirectory={music}\n"},
                    modules=[*DRIVER, "app_directed_pickup.so"])


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
    called.expect("CALL_ESTABLISHED")
    caller.expect("CALL_ESTABLISHED", id=call)
    hear_each_other(caller, called)
    return call


def hear_each_other(one, other, length=0.5):
    """From now on each hears the other's tone."""
    marks = one.mark(), other.mark()
    one.wait_for_tone(other.tone, length, since=marks[0])
    other.wait_for_tone(one.tone, length, since=marks[1])


def test_blind_transfer_by_the_called_one(pbx, phones):  # xfer-1-21
    alice, bob, carol = phones("alice", "bob", "carol")
    talk(alice, bob)
    bob.transfer("carol")
    carol.expect("CALL_ESTABLISHED")
    told = pbx.ami.expect("BlindTransfer")
    assert told["Result"] == "Success" and told["Extension"] == "carol"
    assert told["TransfererChannel"].startswith("SIP/bob-") and told["TransfereeChannel"].startswith("SIP/alice-")
    bob.expect("CALL_CLOSED")
    hear_each_other(alice, carol)
    assert bob.who_hung_up(bob.expect("CALL_ESTABLISHED")["id"]) == "out"       # it is left to who transfers
    assert not alice.said("CALL_CLOSED")
    alice.hangup()
    carol.expect("CALL_CLOSED")


def test_attended_transfer(pbx, phones):  # xfer-1-13 xfer-1-20
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
    assert (bob.who_hung_up(first), bob.who_hung_up(second)) == ("out", "in")
    hear_each_other(alice, carol)
    carol.hangup()
    alice.expect("CALL_CLOSED")


def test_another_codec_within_a_call(baresip, phone):
    """The other side of a call with direct media changes to a codec that was not agreed on with the phone: media comes back, and both
    hear each other, each in his own."""
    amy = baresip("amy", tone=440, codecs="PCMU")
    amy.expect("REGISTER_OK")
    ben = phone("ben")
    ben.register()
    amy.dial("ben")
    call = ben.expect_call()
    call.accept(payloads=(0, 8, 101))
    until(lambda: [each for each in call.rtp.packets[-10:] if each.payload_type == 0 and each.sender == amy.address], "PCMU of the phone itself")
    call.reinvite(payloads=(8, 101))
    until(lambda: [each for each in call.rtp.packets[-10:] if each.payload_type == 8 and each.sender == PBX_V4], "PCMA of the PBX")
    mark = amy.mark()
    call.rtp.play(1000)
    amy.wait_for_tone(1000, 0.5, since=mark)
    call.bye()
    amy.expect("CALL_CLOSED")


# --- transfers that fail

def test_a_transfer_to_nobody(pbx, phones):  # xfer-1-7
    alice, bob = phones("alice", "bob")
    talk(alice, bob)
    bob.transfer("missing")
    assert bob.expect("TRANSFER_FAILED")["param"] == "404 Not found"
    alice.expect("CALL_CLOSED")         # this phone hangs up when it is told so; the PBX leaves both talking
    assert bob.who_hung_up(bob.expect("CALL_ESTABLISHED")["id"]) == "out"
    assert not pbx.ami.seen("BlindTransfer", Extension="missing")


@pytest.mark.parametrize("how", ["declines", "busy"])
def test_a_transfer_to_who_does_not_take_it(pbx, phones, how):  # xfer-1-21
    alice, bob, carol = phones("alice", "bob", "carol", carol="manual")
    if how == "busy":
        carol.order("dnd", "true")
    talk(alice, bob)
    bob.transfer("carol")
    bob.expect("CALL_CLOSED")           # it was told 200 when the transfer began
    assert not bob.said("TRANSFER_FAILED")
    if how == "declines":
        carol.expect("CALL_INCOMING")
        assert not alice.said("CALL_CLOSED")
        carol.hangup()
    ended = pbx.ami.expect("UserEvent", UserEvent="Ended", Chan__startswith="SIP/alice-")
    assert ended["Status"] == "BUSY"
    alice.expect("CALL_CLOSED")


# --- hold

@pytest.mark.parametrize("who", ["caller", "called"])
def test_hold_and_back(pbx, phones, who):  # call-4-11 sdp-3-14
    alice, bob = phones("alice", "bob")
    talk(alice, bob)
    holder, held = (alice, bob) if who == "caller" else (bob, alice)
    holder.hold()
    pbx.ami.expect("Hold", Channel__startswith=f"SIP/{holder.name}-")
    held.wait_for_tone(MUSIC, 0.5)
    quiet = holder.mark(), held.mark()
    held.wait_for_tone(MUSIC, 0.5, since=quiet[1])
    assert held.heard(holder.tone, quiet[1]) == 0 and len(holder.ear.packets) == quiet[0].packets
    holder.resume()
    pbx.ami.expect("Unhold", Channel__startswith=f"SIP/{holder.name}-")
    again = holder.mark(), held.mark()
    held.wait_for_tone(holder.tone, 0.5, since=again[1])
    holder.ear.wait_for_tone(held.tone, 0.5, since=again[0].packets)
    alice.hangup()
    bob.expect("CALL_CLOSED")


# --- pickup

@pytest.mark.parametrize("extension", ["*8", "take"])
def test_a_ringing_phone_is_picked_up(pbx, phones, extension):  # call-12-1
    alice, bob, carol = phones("alice", "bob", "carol", bob="manual")
    call = alice.dial("bob")
    bob.expect("CALL_INCOMING")
    alice.expect("CALL_RINGING")
    carol.dial(extension)
    carol.expect("CALL_ESTABLISHED")
    alice.expect("CALL_ESTABLISHED", id=call)
    bob.expect("CALL_CLOSED")
    assert not bob.said("CALL_ESTABLISHED")
    told = pbx.ami.expect("Pickup")
    assert told["Channel"].startswith("SIP/carol-") and told["TargetChannel"].startswith("SIP/bob-")
    hear_each_other(alice, carol)
    alice.hangup()
    carol.expect("CALL_CLOSED")


def test_a_phone_that_does_not_ring_is_not_picked_up(phones):  # call-12-1
    carol, = phones("carol")
    carol.dial("*8")
    assert carol.expect("CALL_CLOSED")["param"].startswith("403")


# --- who transfers is the caller; the phone offers anew

def test_blind_transfer_by_the_caller(pbx, phones):
    alice, bob, carol = phones("alice", "bob", "carol", carol="manual")
    talk(alice, bob)
    alice.transfer("carol")
    carol.expect("CALL_INCOMING")
    alice.expect("CALL_CLOSED")
    carol.accept()
    carol.expect("CALL_ESTABLISHED")
    hear_each_other(bob, carol)
    assert not bob.said("CALL_CLOSED")
    carol.hangup()
    bob.expect("CALL_CLOSED")
