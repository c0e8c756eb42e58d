# SPDX-License-Identifier: GPL-2.0-only
"""Calls of phones that an old sip.conf names: their signalling, their sound, their ends."""
import pytest

from harness.phone import registered
from harness.setups import DRIVER, EXTENSIONS, sip_conf

pytestmark = pytest.mark.usefixtures("nothing_is_left")


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver and three phones."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_the_tone_of_an_echoed_call_comes_back(phone):
    alice = registered(phone, "alice")
    call = alice.calls_to("echo")
    assert call.answer.codecs == ["PCMU/8000", "telephone-event/8000"]
    call.rtp.play(440)
    call.rtp.wait_for_tone(440)
    assert call.rtp.lost == 0
    call.bye()


def test_a_call_over_ipv6(phone):
    call = registered(phone, "alice", v6=True).calls_to("echo")
    assert ":" in call.answer.address
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 1)
    call.bye()


def test_an_invite_is_challenged_before_anything_else(phone):
    call = phone("alice").invites("echo", authenticate=False)
    challenge = call.transaction.final
    assert challenge.status == 401
    assert challenge["WWW-Authenticate"].startswith("Digest ")


def test_a_wrong_secret_is_refused(phone):     # call-1-6
    call = phone("alice", "wrong").invites("echo")
    with pytest.raises(AssertionError, match="40[13]"):
        call.expect(200)


def test_a_stranger_learns_no_more_than_a_wrong_secret(phone):
    """Known and unknown names are told the same, word for word, but for what differs in any two answers."""
    def told(name):
        call = phone(name, "wrong").invites("echo")
        final = call.transaction.wait()
        return final.start, [header for header, _ in final.headers]
    assert told("alice") == told("mallory")


def test_an_extension_that_is_not_there(phone):     # call-1-9, call-2-6
    call = registered(phone, "alice").invites("missing")
    assert call.transaction.wait().status == 404


def test_two_phones_of_both_families_talk(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob", v6=True)
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()
    call.expect(180)
    ringing.accept()
    call.expect(200)
    call.rtp.play(440)
    ringing.rtp.play(1000)
    ringing.rtp.wait_for_tone(440)
    call.rtp.wait_for_tone(1000)
    call.bye()
    ringing.wait_for_end()


def test_an_ack_that_comes_late(phone):
    """The 200 is repeated until it comes, and the call is up all the while. (RFC 3261 §13.3.1.4)"""
    alice = registered(phone, "alice")
    alice.lost_acks = 2
    call = alice.calls_to("echo")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    alice.bell.wait_for(lambda: call.transaction.acks == 3, "the 200 for the third time")
    call.rtp.wait_for_tone(440, 4.5)        # the fourth would have come two seconds later
    assert call.transaction.acks == 3
    call.bye()


def test_an_offer_that_overtakes_an_ack(phone):
    """Who offers anew has heard the answer to what he offered before. call-1-4"""
    alice = registered(phone, "alice")
    alice.lost_acks = 1
    call = alice.calls_to("echo")
    for direction in ("sendonly", "sendrecv", "inactive", "sendrecv"):
        call.reinvite(direction=direction)
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()


def test_who_never_acknowledges_may_hang_up(pbx, phone):
    alice = registered(phone, "alice")
    alice.lost_acks = 100
    alice.calls_to("echo").bye()
    pbx.wait_for_no_channels()


def test_the_called_phone_hangs_up(pbx, phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.accept()
    call.expect(200)
    ringing.bye()
    call.wait_for_end()
    # the dialplan ends with an answered call: what it was is told by events
    pbx.ami.expect("DialEnd", DialStatus="ANSWER")
    assert {pbx.ami.expect("Hangup")["Cause"], pbx.ami.expect("Hangup")["Cause"]} == {"16"}


def test_the_called_phone_is_told_who_calls(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    ringing = bob.expect_call()
    assert "sip:alice@" in ringing.invite["From"]
    assert ringing.invite.uri.startswith("sip:bob@")
    assert ringing.answer.codecs[0] == "PCMU/8000"
    call.cancel()
    ringing.wait_for_end()


def test_an_extension_at_a_phone_is_its_request_uri(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("200")
    ringing = bob.expect_call()
    assert ringing.invite.uri.startswith("sip:600@")
    ringing.refuse(603)
    call.transaction.wait()


def test_a_call_is_taken_back(pbx, phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()
    call.expect(180)
    assert call.cancel().status == 487
    ringing.wait_for_end()
    ringing.wait_for_confirmation()


@pytest.mark.parametrize("status, dialled, told", [(486, "BUSY", 486), (603, "BUSY", 486), (404, "CHANUNAVAIL", 503)])
def test_a_refusal_reaches_the_dialplan_and_the_caller(pbx, phone, status, dialled, told):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    bob.expect_call().refuse(status)
    pbx.ami.expect("UserEvent", UserEvent="Ended", Status=dialled)
    assert call.transaction.wait().status == told


@pytest.mark.parametrize("status, cause", [(486, "17"), (404, "1"), (403, "21")])
def test_the_cause_of_a_refusal_is_what_it_always_was(pbx, phone, status, cause):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    bob.expect_call().refuse(status)
    pbx.ami.expect("UserEvent", UserEvent="Ended", Cause=cause)
    call.transaction.wait()


def test_nobody_answers_in_time(pbx, phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("short")
    ringing = bob.expect_call()
    ringing.ring()
    ringing.wait_for_end()
    pbx.ami.expect("UserEvent", UserEvent="Ended", Status="NOANSWER")
    assert call.transaction.wait().status >= 400


def test_a_phone_that_is_not_registered_is_not_reached(pbx, phone):
    alice, carol = registered(phone, "alice"), registered(phone, "carol")
    carol.unregister()
    call = alice.invites("carol")
    assert call.transaction.wait().status >= 400
    pbx.ami.expect("UserEvent", UserEvent="Ended", Status="CHANUNAVAIL")


@pytest.mark.parametrize("extension, status", [("busy", 486), ("congestion", 503), ("refuse", 403)])
def test_the_dialplan_refuses(phone, extension, status):
    call = registered(phone, "alice").invites(extension)
    assert call.transaction.wait().status == status


def test_ringing_and_early_sound(phone):     # call-4-1, call-4-2, call-4-4
    alice = registered(phone, "alice")
    ringing = alice.invites("ring")
    assert ringing.expect(180).body == b""
    assert ringing.cancel().status == 487
    early = alice.invites("early")
    assert early.expect(183).body
    early.rtp.wait_for_tone(425, 0.5)
    assert early.cancel().status == 487


def test_digits_pass_both_ways(pbx, phone):     # call-10-1
    call = registered(phone, "alice").calls_to("digits")
    call.rtp.dial("24*9")
    pbx.ami.expect("UserEvent", UserEvent="Digits", Got="24*9")
    call.rtp.wait_for_digits("17#")
    call.bye()


def test_the_channel_carries_the_names_that_dialplans_know(pbx, phone):
    call = registered(phone, "alice").calls_to("who")
    event = pbx.ami.expect("UserEvent", UserEvent="Who", Number="alice")
    assert event["Channel"].startswith("SIP/alice-")
    assert event["Codec"] == "(ulaw)" or event["Codec"] == "ulaw"
    call.bye()


def test_the_pbx_hangs_up(phone):
    call = registered(phone, "alice").calls_to("leave")
    call.wait_for_end()
    assert call.requests[-1].method == "BYE"


def test_hold_is_answered_and_taken_back(phone):
    call = registered(phone, "alice").calls_to("ask")
    call.reinvite(direction="sendonly")
    assert call.answer.direction in ("recvonly", "inactive")
    call.reinvite(direction="sendrecv")
    assert call.answer.direction == "sendrecv"
    call.rtp.forget()
    call.rtp.wait_for_packets(10)
    call.bye()


def test_options_is_answered(phone):
    response = phone("alice").request("OPTIONS", "echo")
    assert response.status == 200
    assert "INVITE" in response["Allow"] and "BYE" in response["Allow"]


def test_a_bye_out_of_nowhere(phone):
    alice = phone("alice")
    request = alice.new_request("BYE", alice.uri("echo"), f"<{alice.uri('echo')}>;tag=gone", "nowhere@alice", "here", 2)
    assert alice.send(request).wait().status == 481


def test_a_method_that_nobody_knows(phone):
    alice = phone("alice")
    response = alice.send(alice.new_request("FROBNICATE", alice.uri("echo"), f"<{alice.uri('echo')}>", "odd@alice", "odd", 1)).wait()
    assert response.status in (405, 501)


def test_several_calls_at_once(pbx, phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    calls = [each.calls_to("echo") for each in (alice, bob) for _ in range(5)]
    for frequency, call in enumerate(calls, 4):
        call.rtp.play(frequency * 100)
    for frequency, call in enumerate(calls, 4):
        call.rtp.wait_for_tone(frequency * 100, 1)
    assert pbx.channels() == 10
    for call in calls:
        call.bye()
