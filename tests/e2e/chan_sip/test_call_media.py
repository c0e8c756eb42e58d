# SPDX-License-Identifier: GPL-2.0-only
"""The audio of calls: codecs, packet times, digits, hold, silence; docs/spec/behaviour/sdp-and-media.md, ids in comments."""
import pytest

from harness import tones
from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

DEVICES = """[one]
type=friend
host=dynamic
secret=secret
preferred_codec_only=yes
disallow=all
allow=alaw,ulaw
autoframing=yes
[long]
type=friend
host=dynamic
secret=secret
disallow=all
allow=ulaw:40
[own]
type=friend
host=dynamic
secret=secret
disallow=all
allow=alaw,ulaw
ignore_requested_pref=yes
[inband]
type=friend
host=dynamic
secret=secret
dtmfmode=inband
[auto]
type=friend
host=dynamic
secret=secret
dtmfmode=auto
[short]
type=friend
host=dynamic
secret=secret
dtmfmode=shortinfo
[deaf]
type=friend
host=dynamic
secret=secret
rtptimeout=1
rtpholdtimeout=2
[alive]
type=friend
host=dynamic
secret=secret
rtpkeepalive=1
[discreet]
type=friend
host=dynamic
secret=secret
discard_remote_hold_retrieval=yes
ignoresdpversion=yes
"""
EXTENSIONS = """[default]
exten => wait,1,Answer()
 same => n,Wait(60)
exten => silent,1,Answer()
 same => n,Wait(60)
exten => echo,1,Answer()
 same => n,Echo()
exten => tone,1,Answer()
 same => n,Milliwatt()
exten => digits,1,Answer()
 same => n,Read(GOT,,3)
 same => n,UserEvent(Digits,Got: ${GOT})
 same => n,SendDTMF(17#)
 same => n,Wait(30)
exten => _d-.,1,Dial(SIP/${EXTEN:2},20)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver, its phones and one for each way of media."""
    return asterisk(files={"sip.conf": sip_conf("allow=alaw\nnotifyhold=yes\ncallcounter=yes", more=DEVICES),
                           "extensions.conf": EXTENSIONS}, modules=[*DRIVER, "func_devstate.so"])


def heard(sound, *frequencies):
    """Whether some 50 ms of a sound are made of these tones."""
    pieces = (sound[start:start + 400] for start in range(0, len(sound) - 400, 160))
    return any(all(tones.share(piece, frequency) > 0.25 for frequency in frequencies) for piece in pieces)


def attribute(media, name):
    """The value of an attribute."""
    return next((line.partition(":")[2] for line in media.attributes if line.partition(":")[0] == name), None)


def test_an_answer_names_all_codecs_in_our_order(phone):             # sdp-2-1 sdp-2-4 sdp-2-5
    call = registered(phone, "alice").calls_to("wait", payloads=(8, 0, 101))
    assert call.answer.codecs == ["PCMU/8000", "PCMA/8000", "telephone-event/8000"]
    assert attribute(call.answer, "fmtp") == "101 0-16"
    call.bye()


def test_an_answer_names_one_codec_where_that_is_wanted(phone):      # sdp-2-5
    call = registered(phone, "one").calls_to("wait", payloads=(0, 8, 101))
    assert call.answer.codecs == ["PCMA/8000", "telephone-event/8000"]
    call.bye()


def test_an_offer_begins_as_the_caller_speaks(pbx, phone):           # sdp-2-2 sdp-2-5
    alice, one, own = (registered(phone, name) for name in ("alice", "one", "own"))
    for callee, codecs in ((one, ["PCMU/8000", "PCMA/8000"]), (own, ["PCMA/8000", "PCMU/8000"])):
        call = alice.invites(f"d-{callee.name}", payloads=(0, 101))
        ringing = callee.expect_call()
        assert ringing.answer.codecs[:2] == codecs
        call.cancel()
        ringing.wait_for_end()
        pbx.wait_for_no_channels()


def test_packets_are_as_long_as_configured_or_asked_for(phone):      # sdp-1-5, sdp-2-5: autoframing
    call = registered(phone, "long").calls_to("tone", payloads=(0, 101))
    assert attribute(call.answer, "ptime") == "40"
    call.rtp.wait_for_packets(5)
    assert {len(packet.payload) for packet in call.rtp.audio[1:5]} == {320}
    call.bye()
    call = registered(phone, "alice").calls_to("tone", payloads=(0, 101), extra=("a=ptime:60",))
    call.rtp.wait_for_packets(5)
    assert {len(packet.payload) for packet in call.rtp.audio[1:5]} == {160}
    call.bye()


def test_digits_in_the_audio_are_heard_and_sent(pbx, phone):         # call-10-2
    call = registered(phone, "inband").calls_to("digits")
    assert "telephone-event/8000" not in call.answer.codecs
    call.rtp.dial_tones("24*")
    pbx.ami.expect("UserEvent", UserEvent="Digits", Got="24*")
    until(lambda: heard(call.rtp.sound, 697, 1209), "the tones of 1")
    call.bye()


def test_digits_travel_as_both_sides_can(pbx, phone):                # call-10-5
    auto = registered(phone, "auto")
    call = auto.calls_to("digits")
    call.rtp.dial("24*")
    pbx.ami.expect("UserEvent", UserEvent="Digits", Got="24*")
    call.rtp.wait_for_digits("17#")
    call.bye()
    call = auto.calls_to("digits", payloads=(0, 8))
    assert "telephone-event/8000" not in call.answer.codecs
    call.rtp.dial_tones("24*")
    pbx.ami.expect("UserEvent", UserEvent="Digits", Got="24*")
    call.bye()


def test_digits_by_short_info(pbx, phone):                           # call-10-4, call-11-3
    call = registered(phone, "short").calls_to("digits")
    for digit in (b"2", b"4", b"10"):
        call.request("INFO", {"Content-Type": "application/dtmf"}, digit)
    pbx.ami.expect("UserEvent", UserEvent="Digits", Got="24*")
    until(lambda: len([each for each in call.requests if each.method == "INFO"]) == 3, "three digits by INFO")
    assert [each.body for each in call.requests if each.method == "INFO"] == [b"1\r\n", b"7\r\n", b"11\r\n"]
    call.bye()


@pytest.mark.parametrize("changes, answer", [({"direction": "sendonly"}, "recvonly"), ({"direction": "inactive"}, "inactive")])
def test_a_hold_is_told_and_shown(pbx, phone, changes, answer):      # sdp-3-14, call-12-1: notifyhold
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob")
    ringing = bob.expect_call()
    ringing.accept()
    call.expect(200)
    ringing.reinvite(**changes)
    assert ringing.answer.direction == answer
    pbx.ami.expect("Hold")
    until(lambda: pbx.ami.action("Getvar", Variable="DEVICE_STATE(SIP/bob)")["Value"] == "ONHOLD", "a device on hold")
    ringing.reinvite(direction="sendrecv")
    pbx.ami.expect("Unhold")
    until(lambda: pbx.ami.action("Getvar", Variable="DEVICE_STATE(SIP/bob)")["Value"] == "INUSE", "a device in use")
    call.bye()
    ringing.wait_for_end()


def test_a_hold_that_nobody_is_told_of(pbx, phone):                  # sdp-3-14
    discreet = registered(phone, "discreet")
    before = len(pbx.ami.seen("Hold")) + len(pbx.ami.seen("Unhold"))
    call = discreet.calls_to("wait")
    call.reinvite(direction="sendonly")
    assert call.answer.direction == "recvonly"
    call._version -= 1                      # ignoresdpversion: sdp-3-3
    call.reinvite(direction="sendrecv")
    assert call.answer.direction == "sendrecv"
    call.bye()
    pbx.wait_for_no_channels()
    assert len(pbx.ami.seen("Hold")) + len(pbx.ami.seen("Unhold")) == before


def test_a_call_without_media_ends(pbx, phone):                      # sdp-4-1: rtptimeout
    deaf = registered(phone, "deaf")
    call = deaf.calls_to("wait")
    event = pbx.ami.expect("SessionTimeout", Source="RTPTimeout")
    assert event["Channel"].startswith("SIP/deaf-")
    call.wait_for_end()
    assert call.requests[-1]["X-Asterisk-HangupCauseCode"] == "44"


def test_a_call_with_media_goes_on(pbx, phone):                      # sdp-4-1
    call = registered(phone, "deaf").calls_to("tone")
    call.rtp.play(440)
    call.rtp.wait_for_packets(130)
    assert not call.ended
    call.bye()


def test_a_silent_call_is_kept_open(phone):                          # sdp-4-1: rtpkeepalive
    call = registered(phone, "alive").calls_to("silent")
    until(lambda: [packet for packet in call.rtp.packets if packet.payload_type == 13], "comfort noise")
    call.bye()
