# SPDX-License-Identifier: GPL-2.0-only
"""Channels as a dialplan, a console and a bridge see them: causes, variables, digits in all modes, hold, counts, the list."""
import re

import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MODES = """[info]
type=friend
host=dynamic
secret=secret
dtmfmode=info
[inband]
type=friend
host=dynamic
secret=secret
dtmfmode=inband
[limited]
type=friend
host=dynamic
secret=secret
call-limit=2
callerid="L. Imited" <555>
setvar=COLOUR=green
mohsuggest=default
[fixed]
type=friend
host=192.0.2.200
"""
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => ring,1,Ringing()
 same => n,Wait(60)
exten => wait,1,Answer()
 same => n,Wait(60)
exten => digits,1,Answer()
 same => n,Read(GOT,,4)
 same => n,UserEvent(Digits,Got: ${GOT})
 same => n,SendDTMF(17#)
 same => n,Wait(30)
exten => who,1,Answer()
 same => n,UserEvent(Who,Name: ${CALLERID(name)},Number: ${CALLERID(num)},Uri: ${SIPURI},Domain: ${SIPDOMAIN},CallId: ${SIPCALLID},Colour: ${COLOUR},Peer: ${CHANNEL(peername)},PeerIp: ${CHANNEL(peerip)},Agent: ${CHANNEL(useragent)},Dest: ${CHANNEL(rtpdest)})
 same => n,Wait(30)
exten => _cause-X!,1,Hangup(${EXTEN:6})
exten => header,1,Set(__SIPADDHEADER01=X-One: 1)
 same => n,Set(__SIPADDHEADER02=X-Two:2)
 same => n,Dial(SIP/bob,20)
exten => host,1,Dial(SIP/77@${HOST},20)
exten => both,1,Dial(SIP/alice&SIP/bob,20)
exten => mode,1,Dial(SIP/info,20)
exten => limit,1,Dial(SIP/limited,20)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
 same => n,Hangup(${HANGUPCAUSE})
exten => _d-.,1,Dial(SIP/${EXTEN:2},20)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE},Text: ${HANGUPCAUSE(${HANGUPCAUSE_KEYS()},tech)})
 same => n,Hangup(${HANGUPCAUSE})
exten => _5XX,1,Answer()
 same => n,Wait(60)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver, its phones and one for each way of sending digits."""
    return asterisk(files={"sip.conf": sip_conf(more=MODES), "extensions.conf": EXTENSIONS},
                    modules=[*DRIVER, "func_hangupcause.so", "func_devstate.so"])


def state(pbx, name):
    """A device's state."""
    return pbx.ami.action("Getvar", Variable=f"DEVICE_STATE(SIP/{name})")["Value"]


@pytest.mark.parametrize("cause, start", [
    (1, "404 Not Found"), (16, "603 Declined"), (17, "486 Busy here"), (18, "408 Request Timeout"),
    (19, "480 Temporarily unavailable"), (20, "480 Temporarily unavailable"), (21, "403 Forbidden"), (22, "410 Gone"),
    (27, "502 Bad Gateway"), (28, "484 Address incomplete"), (29, "501 Not Implemented"), (34, "503 Service Unavailable"),
    (38, "500 Server internal failure"), (58, "488 Not Acceptable Here"), (127, "500 Network error"), (66, "503 Service Unavailable")])
def test_a_cause_refuses_with_its_status(phone, cause, start):
    # call-5-1 call-5-2 call-5-3 call-5-4 call-5-5 call-5-6 call-5-7 call-5-8 call-5-9 call-5-10 call-5-11 call-5-12 call-5-13 call-5-14
    call = registered(phone, "alice").invites(f"cause-{cause}")
    assert call.transaction.wait().start == f"SIP/2.0 {start}"


@pytest.mark.parametrize("status, dialled, cause, told", [
    (404, "CHANUNAVAIL", "1", 404), (480, "BUSY", "19", 480), (486, "BUSY", "17", 486), (603, "BUSY", "21", 403),
    (503, "CONGESTION", "34", 503), (488, "CHANUNAVAIL", "58", 488), (408, "CHANUNAVAIL", "18", 408), (500, "CONGESTION", "38", 500),
    (410, "CONGESTION", "22", 410)])
def test_a_refusal_has_its_dial_status_and_cause(pbx, phone, status, dialled, cause, told):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob")
    bob.expect_call().refuse(status)
    event = pbx.ami.expect("UserEvent", UserEvent="Ended")
    assert (event["Status"], event["Cause"]) == (dialled, cause)
    assert event["Text"].startswith(f"SIP {status} ")
    assert call.transaction.wait().status == told


def test_a_host_that_is_nobody(pbx, phone):     # call-6-6
    alice = registered(phone, "alice")
    for text in ("12345", "nobody.invalid"):
        call = alice.invites(f"d-{text}")
        event = pbx.ami.expect("UserEvent", UserEvent="Ended")
        assert (event["Status"], event["Cause"]) == ("CHANUNAVAIL", "20")
        call.transaction.wait()
        pbx.ami.forget()


def test_a_host_without_an_endpoint_is_called(pbx, phone):
    alice, bob = registered(phone, "alice"), phone("anybody", port=5070)
    pbx.cli(f"dialplan set global HOST {bob.address}:5070")
    call = alice.invites("host")
    ringing = bob.expect_call()
    assert ringing.invite.uri == f"sip:77@{bob.address}:5070"
    ringing.accept()
    call.expect(200)
    call.bye()
    ringing.wait_for_end()


def test_the_channel_tells_about_its_call(pbx, phone):
    limited = registered(phone, "limited")
    call = limited.calls_to("who")
    event = pbx.ami.expect("UserEvent", UserEvent="Who")
    assert (event["Name"], event["Number"], event["Colour"]) == ("L. Imited", "555", "green")
    assert event["CallId"] == call.call_id
    assert event["Peer"] == "limited"
    assert event["PeerIp"] == limited.address
    assert event["Uri"] == f"sip:limited@{limited.address}:5060"
    assert event["Dest"] == f"{call.rtp.address}:{call.rtp.port}"
    call.bye()


def test_headers_that_the_dialplan_adds(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("header")
    ringing = bob.expect_call()
    assert ringing.invite["X-One"] == "1"
    assert ringing.invite["X-Two"] == "2"
    call.cancel()
    ringing.wait_for_end()


def test_a_lost_branch_is_told_that_the_call_was_answered(phone):
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    call = carol.invites("both")
    first, second = alice.expect_call(), bob.expect_call()
    first.ring()
    second.ring()
    first.accept()
    second.wait_for_end()
    cancel = next(each for each in second.requests if each.method == "CANCEL")
    assert cancel["Reason"] == 'SIP;cause=200;text="Call completed elsewhere"'
    call.expect(200)
    call.bye()
    first.wait_for_end()


def test_a_bye_carries_the_cause(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob")
    ringing = bob.expect_call()
    ringing.accept()
    call.expect(200)
    call.bye()
    ringing.wait_for_end()
    bye = next(each for each in ringing.requests if each.method == "BYE")
    assert bye["X-Asterisk-HangupCause"] == "Normal Clearing"
    assert bye["X-Asterisk-HangupCauseCode"] == "16"


def test_digits_by_info_reach_the_dialplan_and_the_phone(pbx, phone):     # call-10-3, call-10-6
    call = registered(phone, "info").calls_to("digits")
    relay = {"Content-Type": "application/dtmf-relay"}
    for digit in "24*":
        call.request("INFO", relay, f"Signal={digit}\r\nDuration=160\r\n".encode())
    call.request("INFO", {"Content-Type": "application/dtmf"}, b"9")
    pbx.ami.expect("UserEvent", UserEvent="Digits", Got="24*9")
    until(lambda: len([each for each in call.requests if each.method == "INFO"]) == 3, "three digits by INFO")
    sent = [each for each in call.requests if each.method == "INFO"]
    assert [each["Content-Type"] for each in sent] == ["application/dtmf-relay"] * 3
    assert [re.match(rb"Signal=(.)\r\nDuration=\d+\r\n$", each.body)[1] for each in sent] == [b"1", b"7", b"#"]
    call.bye()


def test_digits_in_the_audio_are_heard(pbx, phone):
    call = registered(phone, "inband").calls_to("digits")
    assert call.answer.codecs == ["PCMU/8000"]
    call.bye()


def test_an_info_that_says_nothing_known(phone):     # call-11-7, call-11-8
    call = registered(phone, "alice").calls_to("wait")
    call.request("INFO", {"Content-Type": "text/plain"}, b"hello", status=415)
    call.request("INFO", {}, b"", status=200)
    call.bye()


def test_the_list_of_channels(pbx, phone):
    assert pbx.cli("sip show channels").splitlines()[-1] == "0 active SIP dialogs"
    alice = registered(phone, "alice")
    call = alice.calls_to("wait")
    until(lambda: "Rx: ACK" in pbx.cli("sip show channels"), "the ACK in the list")
    heading, row, footer = pbx.cli("sip show channels").splitlines()
    assert heading == ("Peer             User/ANR         Call ID          Format           Hold     Last Message    "
                       "Expiry     Peer      ")
    assert row == (f"{alice.address:<15.15}  {'alice':<15}  {call.call_id:<15.15}  {'(ulaw)':<15}  No       "
                   f"{'Rx: ACK':<15} {'':<10} {'alice':<10}")
    assert footer == "1 active SIP dialog"
    call.reinvite(direction="sendonly")
    assert "Yes" in pbx.cli("sip show channels")
    call.bye()
    until(lambda: "0 active SIP dialogs" in pbx.cli("sip show channels"), "an empty list")


def test_hold_plays_music_to_the_other_side(pbx, phone):     # call-4-11
    alice, limited = registered(phone, "alice"), registered(phone, "limited")
    call = alice.invites("limit")
    ringing = limited.expect_call()
    ringing.accept()
    call.expect(200)
    ringing.reinvite(direction="sendonly")
    assert ringing.answer.direction == "recvonly"
    pbx.ami.expect("Hold", MusicClass="default")
    ringing.reinvite(direction="sendrecv")
    assert ringing.answer.direction == "sendrecv"
    pbx.ami.expect("Unhold")
    call.rtp.play(440)
    ringing.rtp.forget()
    ringing.rtp.wait_for_tone(440, 0.5)
    call.bye()
    ringing.wait_for_end()


def test_the_same_offer_again_gets_the_same_answer(pbx, phone):
    call = registered(phone, "alice").calls_to("echo")
    until(lambda: "Rx: ACK" in pbx.cli("sip show channels"), "the ACK in the list")
    before = call.remote_description
    call._version -= 1
    call.reinvite()
    assert call.remote_description is not before
    assert call.remote_description.lines == before.lines
    call.bye()


def test_device_states_follow_the_calls(pbx, phone):     # call-1-8, call-12-1
    alice, limited = registered(phone, "alice"), registered(phone, "limited")
    assert state(pbx, "limited") == "NOT_INUSE"
    assert state(pbx, "nobody") == "INVALID"
    first = alice.invites("limit")
    ringing = limited.expect_call()
    assert state(pbx, "limited") == "RINGING"
    ringing.accept()
    first.expect(200)
    until(lambda: state(pbx, "limited") == "INUSE", "a device in use")
    second = limited.calls_to("wait")
    assert state(pbx, "limited") == "BUSY"
    third = limited.invites("wait")
    assert third.transaction.wait().start == "SIP/2.0 480 Temporarily Unavailable (Call limit) "
    fourth = alice.invites("limit")
    assert pbx.ami.expect("UserEvent", UserEvent="Ended")["Cause"] == "17"
    assert fourth.transaction.wait().status == 486
    second.bye()
    first.bye()
    ringing.wait_for_end()
    until(lambda: state(pbx, "limited") == "NOT_INUSE", "an idle device")
    limited.unregister()
    until(lambda: state(pbx, "limited") == "UNAVAILABLE", "a device that is nowhere")


def test_a_called_phone_is_sent_to_another_place(pbx, phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob")
    ringing = bob.expect_call()
    ringing.accept()
    call.expect(200)
    names = [line.split("!")[0] for line in pbx.cli("core show channels concise").splitlines()]
    name = next(each for each in names if each.startswith("SIP/bob-"))
    # Who is sent away before both are in the bridge leaves the other one alone in there.
    for each in (n for n in names if n.startswith(("SIP/alice-", "SIP/bob-"))):
        pbx.ami.expect("BridgeEnter", Channel=each)
    assert pbx.ami.action("Redirect", Channel=name, Context="default", Exten="echo", Priority=1)["Response"] == "Success"
    call.wait_for_end()
    ringing.rtp.forget()
    ringing.rtp.play(440)
    ringing.rtp.wait_for_tone(440, 0.5)
    ringing.bye()


def test_an_offer_without_a_codec_of_ours(phone):     # call-1-7, call-1-11
    call = registered(phone, "alice").invites("wait", payloads=(3, 101))
    assert call.transaction.wait().status == 488


def test_part_of_an_extension(phone):
    assert registered(phone, "alice").invites("5").transaction.wait().status == 484


def test_the_module_stays_while_there_is_a_call(pbx, phone):
    def running():
        return "1 modules loaded" in pbx.cli("module show like chan_sip.so")
    call = registered(phone, "alice").calls_to("echo")
    pbx.remote("module unload chan_sip.so")
    assert running()
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()
    pbx.wait_for_no_channels()
    pbx.remote("module unload chan_sip.so")
    assert not running()
    pbx.remote("module load chan_sip.so")
    assert running()
    registered(phone, "alice").calls_to("echo").bye()


def test_the_technology_describes_itself(pbx):
    assert re.search(r"^SIP +Session Initiation Protocol \(SIP\) +yes +no +yes +yes", pbx.cli("core show channeltypes"), re.MULTILINE)
    assert "Device State: yes" in pbx.cli("core show channeltype SIP")
