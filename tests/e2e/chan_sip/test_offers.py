# SPDX-License-Identifier: GPL-2.0-only
"""Offers and answers of calls: late ones, early media, other codecs, other addresses; and calls that are sent elsewhere."""
import re

import pytest

from harness.call import SDP
from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MORE = """[alaw]
type=friend
host=dynamic
secret=secret
disallow=all
allow=alaw
[both]
type=friend
host=dynamic
secret=secret
allow=alaw
[info]
type=friend
host=dynamic
secret=secret
dtmfmode=info
"""
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => tone,1,Answer()
 same => n,Milliwatt()
exten => early,1,Progress()
 same => n,Milliwatt()
exten => digits,1,Answer()
 same => n,Read(GOT,,3)
 same => n,UserEvent(Digits,Got: ${GOT})
 same => n,SendDTMF(17#)
 same => n,Wait(30)
exten => _[abi].,1,Dial(SIP/${EXTEN},20)
 same => n,Hangup(${HANGUPCAUSE})
exten => _slash-.,1,Dial(SIP/${EXTEN:6}/600,20)
exten => 700,1,Dial(SIP/carol,20)
exten => guests,1,Answer()
 same => n,UserEvent(Guest,Channel: ${CHANNEL})
 same => n,Echo()
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones of different codecs."""
    return asterisk(files={"sip.conf": sip_conf("allowguest=yes", more=MORE), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def confirmed(pbx):
    """Waits until the PBX has the ACK of the only call: an offer that overtakes it would be one too many."""
    until(lambda: "Rx: ACK" in pbx.cli("sip show channels"), "the ACK")


def talk(one, other, seconds=0.5):
    """Both hear the tone of the other."""
    one.rtp.play(440)
    other.rtp.play(1000)
    other.rtp.wait_for_tone(440, seconds)
    one.rtp.wait_for_tone(1000, seconds)


def test_phones_of_different_codecs_understand_each_other(phone):
    alice, alaw = registered(phone, "alice"), registered(phone, "alaw")
    call = alice.invites("alaw")
    ringing = alaw.expect_call()
    assert ringing.answer.codecs == ["PCMA/8000", "telephone-event/8000"]
    ringing.accept(payloads=(8, 101))
    call.expect(200)
    talk(call, ringing)
    call.bye()
    ringing.wait_for_end()


def test_an_answer_has_our_order(phone):     # sdp-2-5
    call = registered(phone, "both").calls_to("echo", payloads=(8, 0, 101))
    assert call.answer.codecs == ["PCMU/8000", "PCMA/8000", "telephone-event/8000"]
    call.bye()


def test_an_offer_begins_with_what_the_caller_speaks(phone):
    alaw, both = registered(phone, "alaw"), registered(phone, "both")
    call = alaw.invites("both", payloads=(8, 101))
    ringing = both.expect_call()
    assert ringing.answer.codecs == ["PCMA/8000", "PCMU/8000", "telephone-event/8000"]
    ringing.accept(payloads=(8, 101))
    call.expect(200)
    talk(call, ringing)
    call.bye()
    ringing.wait_for_end()


def test_early_media_of_the_called_phone_is_heard(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring(183, ringing.description())
    assert call.expect(183).body
    ringing.rtp.play(1000)
    call.rtp.wait_for_tone(1000, 0.5)
    ringing.accept()
    answer = call.expect(200)
    assert b"a=sendrecv" in answer.body
    talk(call, ringing)
    call.bye()
    ringing.wait_for_end()


def test_the_200_says_the_same_as_the_183(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring(183, ringing.description())
    early = call.expect(183).body
    ringing.accept()
    assert call.expect(200).body == early
    call.bye()
    ringing.wait_for_end()


def test_a_new_invite_without_an_offer_gets_ours(pbx, phone):
    alice = registered(phone, "alice")
    call = alice.calls_to("tone")
    confirmed(pbx)
    offer = call.request("INVITE", {"Contact": alice.contact}, status=200)
    assert b"m=audio" in offer.body and b"a=sendrecv" in offer.body
    call.bye()


def test_music_goes_where_a_new_offer_says(pbx, phone):
    call = registered(phone, "alice").calls_to("tone")
    confirmed(pbx)
    call.rtp.wait_for_packets(5)
    before = call.answer.port
    call.reinvite(extra=("a=x-changed",))
    assert call.answer.port == before
    call.rtp.forget()
    call.rtp.wait_for_packets(5)
    call.bye()


def test_hold_by_a_null_address(pbx, phone):
    alice = registered(phone, "alice")
    call = alice.calls_to("tone")
    confirmed(pbx)
    body = call.description().replace(f"c=IN IP4 {alice.address}".encode(), b"c=IN IP4 0.0.0.0")
    held = call.request("INVITE", {"Contact": alice.contact, **SDP}, body)
    assert b"a=sendrecv" in held.body
    call.reinvite()
    call.rtp.forget()
    call.rtp.wait_for_packets(5)
    call.bye()


def test_an_impossible_offer_leaves_the_call_alone(pbx, phone):
    alice = registered(phone, "alice")
    call = alice.calls_to("tone")
    confirmed(pbx)
    call.reinvite(488, payloads=(3,))
    call.rtp.forget()
    call.rtp.wait_for_packets(5)
    call.bye()


def test_a_slash_names_an_extension_at_the_phone(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("slash-bob")
    ringing = bob.expect_call()
    assert ringing.invite.uri.startswith("sip:600@")
    call.cancel()
    ringing.wait_for_end()


def test_a_redirected_call_rings_elsewhere(phone):
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    call = alice.invites("bob")
    moved = bob.expect_call()
    bob.respond(moved.invite, 302, to_tag=moved._tag, headers={"Contact": "<sip:700@example.com>"})
    ringing = carol.expect_call()
    ringing.accept()
    call.expect(200)
    talk(call, ringing)
    call.bye()
    ringing.wait_for_end()


def test_digits_cross_from_events_to_info(phone):
    alice, info = registered(phone, "alice"), registered(phone, "info")
    call = alice.invites("info")
    ringing = info.expect_call()
    ringing.accept()
    call.expect(200)
    call.rtp.dial("5")
    request = info.expect_request("INFO")
    assert request.body.startswith(b"Signal=5\r\nDuration=")
    call.bye()
    ringing.wait_for_end()


def test_digits_come_and_go_under_the_number_that_the_phone_offers(pbx, phone):
    alice = registered(phone, "alice")
    call = alice.calls_to("digits")
    confirmed(pbx)
    answer = call.request("INVITE", {"Contact": alice.contact, **SDP}, call.description().replace(b"101", b"96"))
    assert b"a=rtpmap:96 telephone-event/8000" in answer.body and not re.search(rb"\b101\b", answer.body.split(b"m=audio")[1])
    call.rtp.dial("423")
    pbx.ami.expect("UserEvent", UserEvent="Digits", Got="423")
    call.rtp.wait_for_digits("17#")
    call.bye()


def test_a_guest_may_call(pbx, phone):
    call = phone("stranger").calls_to("guests")
    assert pbx.ami.expect("UserEvent", UserEvent="Guest")["Channel"].startswith("SIP/192.0.2.1-")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()
