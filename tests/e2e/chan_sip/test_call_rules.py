# SPDX-License-Identifier: GPL-2.0-only
"""Rules of docs/spec/behaviour/calls.md as the two sides of a call see them; ids in comments."""
import re

import pytest

from harness.digest import answer, parse_challenge
from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

DEVICES = """[told]
type=friend
host=dynamic
secret=secret
use_q850_reason=yes
promiscredir=yes
allowoverlap=no
useclientcode=yes
recordonfeature=none
usereqphone=yes
busylevel=1
callcounter=yes
header=X-Device: told
maxforwards=33
auth=other:unused@elsewhere
auth=me:mine@There
[patient]
type=friend
host=dynamic
secret=secret
allowoverlap=dtmf
progressinband=never
[tones]
type=friend
host=dynamic
secret=secret
progressinband=yes
[trunk]
type=peer
host=192.0.2.200
port=5070
fromdomain=trunk.example.com
fromuser=account
timerb=1000
"""
EXTENSIONS = """[default]
exten => wait,1,Answer()
 same => n,Wait(60)
exten => quiet,1,Wait(60)
exten => ring,1,Ringing()
 same => n,Wait(60)
exten => both,1,Progress()
 same => n,Ringing()
 same => n,Wait(60)
exten => play,1,Playtones(425)
 same => n,Wait(60)
exten => more,1,Incomplete(n)
exten => _more[1-3],1,Congestion(5)
exten => _5XX,1,Answer()
 same => n,Wait(60)
exten => _cause-X!,1,Hangup(${EXTEN:6})
exten => none,1,Hangup()
exten => elsewhere,1,Transfer(700)
 same => n,UserEvent(Moved,Status: ${TRANSFERSTATUS})
 same => n,Hangup()
exten => abroad,1,Transfer(SIP/700@example.org)
 same => n,UserEvent(Moved,Status: ${TRANSFERSTATUS})
 same => n,Hangup()
exten => 700,1,UserEvent(Forwarded,To: 700,Domain: ${SIPDOMAIN})
 same => n,Answer()
 same => n,Wait(60)
exten => 5551234,1,UserEvent(Tel,Context: ${SIPURIPHONECONTEXT},Domain: ${SIPDOMAIN})
 same => n,Answer()
 same => n,Wait(60)
exten => dial,1,Dial(${WHERE},20)
 same => n,Set(KEY=${HANGUPCAUSE_KEYS()})
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE},Hash: ${HASH(SIP_CAUSE,${KEY})})
 same => n,Hangup(${HANGUPCAUSE})
exten => codec,1,Set(SIP_CODEC=alaw)
 same => n,Answer()
 same => n,Wait(60)
exten => codecs,1,Set(SIP_CODEC_INBOUND=alaw)
 same => n,Set(SIP_CODEC=gsm)
 same => n,Progress()
 same => n,Wait(60)
exten => nocodec,1,Set(SIP_CODEC=g729)
 same => n,Answer()
 same => n,Wait(60)
exten => forwarded,1,Set(REDIRECTING(from-num,i)=200)
 same => n,Set(REDIRECTING(to-num)=300)
 same => n,Wait(60)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver, its phones and some with options of their own."""
    general = "allow=alaw\nprematuremedia=no\nstoresipcause=yes"
    return asterisk(files={"sip.conf": sip_conf(general, more=DEVICES), "extensions.conf": EXTENSIONS},
                    modules=[*DRIVER, "func_hangupcause.so", "func_devstate.so", "func_redirecting.so", "app_transfer.so",
                             "app_cdr.so"])


def dials(pbx, caller, where):
    """A call whose dialplan dials a string; it is returned while that goes on."""
    pbx.cli(f"dialplan set global WHERE {where}")
    return caller.invites("dial")


# --- refusals: call-5-16

@pytest.mark.parametrize("cause, text", [(17, "User busy"), (21, "Call Rejected"), (34, "Circuit/channel congestion")])
def test_a_refusal_says_its_cause(phone, cause, text):
    final = registered(phone, "alice").invites(f"cause-{cause}").transaction.wait()
    assert (final["X-Asterisk-HangupCause"], final["X-Asterisk-HangupCauseCode"]) == (text, str(cause))
    assert final["Reason"] == ""


def test_a_refusal_says_its_cause_in_q850_where_that_is_known(phone):
    final = registered(phone, "told").invites("cause-17").transaction.wait()
    assert final["Reason"] == "Q.850;cause=17"


def test_a_refusal_without_a_cause_has_the_one_of_its_status(phone):    # call-5-15, call-5-16
    final = registered(phone, "told").invites("missing").transaction.wait()
    assert final.status == 404


@pytest.mark.parametrize("extension, status", [("busy", 486), ("congestion", 503)])
def test_the_causes_of_tones(pbx, phone, extension, status):       # call-4-6, call-4-7
    pbx.cli(f"dialplan add extension {extension},1,{extension.capitalize()},5 into default")
    assert registered(phone, "alice").invites(extension).transaction.wait().status == status


# --- destination: call-2-1 to call-2-7

def test_an_extension_that_is_begun(phone):                         # call-2-5, call-2-6
    assert registered(phone, "alice").invites("5").transaction.wait().status == 484
    assert registered(phone, "told").invites("5").transaction.wait().status == 404
    assert registered(phone, "patient").invites("5").transaction.wait().status == 404


@pytest.mark.parametrize("name, status", [("alice", 484), ("told", 404)])
def test_a_dialplan_that_wants_more_digits(phone, name, status):    # call-2-7, call-4-8
    assert registered(phone, name).invites("more").transaction.wait().status == status


def test_a_dialplan_waits_for_digits_where_it_may(phone):           # call-2-7
    call = registered(phone, "patient").invites("more")
    call.expect(100)
    assert call.cancel().status == 487


def test_a_telephone_number_is_an_extension(pbx, phone):            # call-2-1, call-3-1
    call = registered(phone, "alice").calls_to("tel:5551234;phone-context=example.com")
    event = pbx.ami.expect("UserEvent", UserEvent="Tel")
    assert (event["Context"], event["Domain"]) == ("example.com", "")
    call.bye()


# --- before the answer: call-4-2 to call-4-14

def test_ringing_after_progress_says_nothing_new(phone):            # call-4-3
    call = registered(phone, "alice").invites("both")
    call.expect(183)
    assert call.cancel().status == 487
    assert 180 not in [each.status for each in call.transaction.responses]


def test_progress_is_ringing_where_tones_are_never_sent(phone):     # call-4-4
    call = registered(phone, "patient").invites("both")
    assert call.expect(180).body == b""
    assert call.cancel().status == 487
    assert 183 not in [each.status for each in call.transaction.responses]


def test_ringing_with_tones(phone):                                 # call-4-2: the core plays them once media flows
    call = registered(phone, "tones").invites("ring")
    assert call.expect(180).body == b""
    assert call.cancel().status == 487


def test_sound_before_progress_opens_the_media(phone):              # call-4-12
    call = registered(phone, "alice").invites("play")
    assert call.expect(183).body
    call.rtp.wait_for_tone(425, 0.5)
    assert call.cancel().status == 487


def test_a_call_that_is_forwarded_says_so(phone):                   # call-4-9
    call = registered(phone, "alice").invites("forwarded")
    assert call.expect(181).start == "SIP/2.0 181 Call is being forwarded"
    assert call.cancel().status == 487


def test_the_caller_is_sent_elsewhere(pbx, phone):                  # call-7-1
    alice = registered(phone, "alice")
    final = alice.invites("elsewhere").transaction.wait()
    assert final.start == "SIP/2.0 302 Moved Temporarily"
    assert final.all("Contact") == [f"Transfer <sip:700@{alice.domain}>"]
    assert pbx.ami.expect("UserEvent", UserEvent="Moved")["Status"] == "SUCCESS"
    final = alice.invites("abroad").transaction.wait()
    assert final.all("Contact") == ["Transfer <sip:700@example.org>"]


def test_why_a_call_was_taken_back(pbx, phone):                     # call-5-17
    told = registered(phone, "told")
    call = told.invites("quiet")
    call.expect(100)
    invite = call.invite
    cancel = told.new_request("CANCEL", invite.uri, invite["To"], call.call_id, "", invite.sequence, {"Reason": "Q.850;cause=26"},
                              from_value=invite["From"])
    cancel.headers = [("Via", invite["Via"])] + [each for each in cancel.headers if each[0] != "Via"]
    told.send(cancel).wait(200)
    assert call.transaction.wait().status == 487
    assert pbx.ami.expect("Hangup")["Cause"] == "26"


# --- codecs: call-4-14, sdp-2-5

def test_the_dialplan_chooses_the_codec(phone):
    alice = registered(phone, "alice")
    call = alice.calls_to("wait")
    assert call.answer.codecs == ["PCMU/8000", "PCMA/8000", "telephone-event/8000"]
    call.bye()
    call = alice.calls_to("codec")
    assert call.answer.codecs == ["PCMA/8000", "telephone-event/8000"]
    call.bye()
    call = alice.calls_to("nocodec")
    assert call.answer.codecs[0] == "PCMU/8000"
    call.bye()
    call = alice.invites("codecs")
    call.expect(183)
    assert call.answer.codecs == ["PCMA/8000", "telephone-event/8000"]
    assert call.cancel().status == 487


def test_the_dialplan_chooses_what_is_offered(pbx, phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    pbx.cli("dialplan add extension offer,1,Set,_SIP_CODEC_OUTBOUND=alaw into default")
    pbx.cli("dialplan add extension offer,2,Dial,SIP/bob,20 into default")
    call = alice.invites("offer")
    ringing = bob.expect_call()
    assert ringing.answer.codecs == ["PCMA/8000", "telephone-event/8000"]
    call.cancel()
    ringing.wait_for_end()


# --- dial strings: call-6-1 to call-6-7

def invited(pbx, phone, caller, callee, where):
    """The INVITE that a dial string makes; the call is taken back."""
    call = dials(pbx, caller, where)
    ringing = callee.expect_call()
    invite = ringing.invite
    call.cancel()
    ringing.wait_for_end()
    pbx.wait_for_no_channels()
    return invite


def test_forms_of_dial_strings(pbx, phone):
    alice, told, other = registered(phone, "alice"), registered(phone, "told"), phone("other", port=5070)
    here = f"{other.address}:5070"

    def form(where, callee):
        return invited(pbx, phone, alice, callee, where)
    assert form("SIP/told", told).uri.startswith(f"sip:told@{told.address}")                     # call-6-3
    assert form("SIP/600@told", told).uri == f"sip:600@{told.address};user=phone"                # call-6-3, call-6-7
    assert form("SIP/told/+4930", told).uri == f"sip:+4930@{told.address};user=phone"
    assert form("SIP/told/6a", told).uri == f"sip:6a@{told.address}"
    assert form(f"SIP/told/600/{here}", other).uri == f"sip:600@{told.address};user=phone"       # call-6-2
    assert form(f"SIP/77@{here}", other).uri == f"sip:77@{here}"
    assert form(f"SIP/77:secret:::udp@{here}", other).uri == f"sip:77@{here}"                    # call-6-5
    invite = form(f"SIP/77@{here}!88@example.com!me@example.net", other)                         # call-6-4
    assert invite["To"] == "<sip:88@example.com>"
    assert "<sip:me@example.net>" in invite["From"]
    assert form(f"SIP/77@{here}!88", other)["To"] == f"<sip:88@{other.address}:{other.port}>"


def test_what_an_invite_carries(pbx, phone):                         # call-6-7
    alice, told = registered(phone, "alice"), registered(phone, "told")
    for number, line in enumerate(("_SIP_URI_OPTIONS=foo=bar", "_VXML_URL=voicexml=http://x/y", "_SIP_MAX_FORWARDS=12",
                                   "__SIPFROMDOMAIN=fd.example"), 1):
        pbx.cli(f"dialplan add extension carry,{number},Set,{line} into default")
    pbx.cli("dialplan add extension carry,5,Dial,SIP/600@told into default")
    call = alice.invites("carry")
    ringing = told.expect_call()
    assert ringing.invite.uri == f"sip:600@{told.address};user=phone;foo=bar"
    assert ringing.invite["Max-Forwards"] == "12"
    assert ringing.invite["X-Device"] == "told"                      # call-3-1: header=
    assert "@fd.example" in ringing.invite["From"]
    assert ringing.invite["To"].endswith(">;voicexml=http%3a%2f%2fx%2fy")
    call.cancel()
    ringing.wait_for_end()


@pytest.mark.parametrize("way", ["onward", "around"])
@pytest.mark.parametrize("came, goes", [("70", "69"), ("7", "6"), ("1", "0"), ("200", "70"), ("256", "70"), ("7x", "70"), ("-7", "70")])
def test_how_far_a_call_may_go(pbx, phone, way, came, goes):
    """Max-Forwards of who calls counts for whom he reaches, through a Local channel as well."""
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    pbx.cli("dialplan add extension onward,1,Dial,SIP/bob into default replace")
    pbx.cli("dialplan add extension around,1,Dial,Local/onward@default/n into default replace")
    call = alice.invites(way, headers={"Max-Forwards": came})
    ringing = bob.expect_call()
    assert ringing.invite["Max-Forwards"] == goes
    call.cancel()
    ringing.wait_for_end()


def test_a_call_that_may_go_no_further(pbx, phone):
    """It ends here, at a program or nowhere: a loop of servers comes to an end."""
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    pbx.cli("dialplan add extension onward,1,Dial,SIP/bob into default replace")
    mark = pbx.log.mark()
    call = alice.invites("onward", headers={"Max-Forwards": "0"})
    assert call.transaction.wait().status >= 400
    pbx.log.wait("has gone as far as it may", mark)
    assert not bob.requests("INVITE")
    pbx.cli("dialplan add extension here,1,Answer into default replace")
    pbx.cli("dialplan add extension here,2,Wait,30 into default replace")
    alice.calls_to("here", headers={"Max-Forwards": "0"}).bye()


def test_a_transport_that_a_peer_may_not_use(pbx, phone):            # call-6-5
    alice, told = registered(phone, "alice"), registered(phone, "told")
    pbx.cli("dialplan set global WHERE SIP/600::::tls@told")
    mark = pbx.log.mark()
    call = alice.invites("dial")
    assert pbx.ami.expect("UserEvent", UserEvent="Ended")["Status"] == "CHANUNAVAIL"
    call.transaction.wait()
    pbx.log.wait("transport 'tls' is not one that it may use", mark)
    assert not told.requests("INVITE")


def test_a_challenge_is_answered_by_the_dial_string(pbx, phone):     # call-6-1, call-6-18
    alice, other = registered(phone, "alice"), phone("other", port=5070)
    call = dials(pbx, alice, f"SIP/77:hush@{other.address}:5070")
    ringing = other.expect_call()
    ringing.refuses_offers_with = 404       # what the phone says to whatever comes next
    other.respond(ringing.invite, 401, to_tag="t", headers={"WWW-Authenticate": 'Digest realm="there", nonce="n", algorithm=MD5'})
    proved = other.expect_request("INVITE", 2)
    assert 'username="77"' in proved["Authorization"]
    assert call.transaction.wait().status == 404


@pytest.mark.parametrize("realm, user, secret", [("there", "me", "mine"), ("THERE", "me", "mine"), ("anywhere", "told", "secret")])
def test_a_challenge_is_answered_by_the_account_of_its_realm(pbx, phone, realm, user, secret):   # auth-9-2
    alice, told = registered(phone, "alice"), registered(phone, "told")
    call = dials(pbx, alice, "SIP/told")
    ringing = told.expect_call()
    ringing.refuses_offers_with = 404
    challenge = f'Digest realm="{realm}", nonce="n", algorithm=MD5'
    told.respond(ringing.invite, 401, to_tag="t", headers={"WWW-Authenticate": challenge})
    proved = told.expect_request("INVITE", 2)
    proof, expected = parse_challenge(proved["Authorization"]), parse_challenge(answer(challenge, "INVITE", proved.uri, user, secret))
    assert (proof["username"], proof["response"]) == (user, expected["response"])
    assert call.transaction.wait().status == 404


def test_a_peer_that_says_nothing_is_given_up(pbx, phone):           # call-6-8: timerb
    alice = registered(phone, "alice")
    call = dials(pbx, alice, "SIP/600@trunk")
    event = pbx.ami.expect("UserEvent", UserEvent="Ended")
    assert event["Status"] in ("CONGESTION", "CHANUNAVAIL", "NOANSWER")
    call.transaction.wait()


# --- responses: call-6-9 to call-6-33

@pytest.mark.parametrize("status, dialled, cause", [                 # the whole table of call-6-33
    (400, "CHANUNAVAIL", 127), (403, "CHANUNAVAIL", 21), (404, "CHANUNAVAIL", 1), (405, "CHANUNAVAIL", 127), (408, "CHANUNAVAIL", 18),
    (409, "CHANUNAVAIL", 41), (410, "CONGESTION", 22), (414, "CHANUNAVAIL", 127), (415, "CHANUNAVAIL", 127), (420, "CHANUNAVAIL", 3),
    (480, "BUSY", 19), (481, "CHANUNAVAIL", 127), (482, "CONGESTION", 127), (483, "NOANSWER", 19), (484, "CHANUNAVAIL", 28),
    (485, "CHANUNAVAIL", 1), (486, "BUSY", 17), (487, "NOANSWER", 16), (488, "CHANUNAVAIL", 58), (493, "CHANUNAVAIL", 127),
    (500, "CONGESTION", 38), (501, "CHANUNAVAIL", 29), (502, "CONGESTION", 27), (503, "CONGESTION", 34), (504, "CONGESTION", 102),
    (505, "CHANUNAVAIL", 127), (600, "BUSY", 17), (603, "BUSY", 21), (604, "CHANUNAVAIL", 1), (606, "CHANUNAVAIL", 58)])
def test_every_refusal_has_its_cause(pbx, phone, status, dialled, cause):
    # call-6-17 call-6-19 call-6-20 call-6-21 call-6-22 call-6-24 call-6-25 call-6-26 call-6-27 call-6-28 call-6-29 call-6-31
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = dials(pbx, alice, "SIP/bob")
    bob.expect_call().refuse(status)
    event = pbx.ami.expect("UserEvent", UserEvent="Ended")
    assert (event["Status"], event["Cause"]) == (dialled, str(cause))
    call.transaction.wait()


def test_a_reason_goes_before_the_status(pbx, phone):                # call-6-32
    alice, told = registered(phone, "alice"), registered(phone, "told")
    call = dials(pbx, alice, "SIP/told")
    ringing = told.expect_call()
    told.respond(ringing.invite, 503, to_tag="t", headers={"Reason": "Q.850;cause=42;text=\"switch\""})
    ringing.wait_for_confirmation()
    assert pbx.ami.expect("UserEvent", UserEvent="Ended")["Cause"] == "42"
    call.transaction.wait()


def test_the_response_is_kept_in_a_hash(pbx, phone):                 # call-6-32: storesipcause
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = dials(pbx, alice, "SIP/bob")
    bob.expect_call().refuse(486)
    assert pbx.ami.expect("UserEvent", UserEvent="Ended")["Hash"].startswith("SIP 486 ")
    call.transaction.wait()


def test_media_may_begin_in_a_183(pbx, phone):                       # call-6-13
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = dials(pbx, alice, "SIP/bob")
    ringing = bob.expect_call()
    ringing.ring(183, body=ringing.description())
    call.expect(183)
    ringing.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.cancel()
    ringing.wait_for_end()


def test_a_183_without_a_description_is_ringing(pbx, phone):         # call-6-13
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = dials(pbx, alice, "SIP/bob")
    ringing = bob.expect_call()
    ringing.ring(183)
    call.expect(180)
    call.cancel()
    ringing.wait_for_end()


def test_an_answer_without_a_description_ends_the_call(pbx, phone):  # call-6-15
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = dials(pbx, alice, "SIP/bob")
    ringing = bob.expect_call()
    bob.respond(ringing.invite, 200, to_tag=ringing._tag, headers={"Contact": bob.contact})
    ringing.wait_for_end()
    assert ringing.requests[-1].method == "BYE"
    call.transaction.wait()


def test_an_answer_in_no_codec_of_ours_ends_the_call(pbx, phone):    # call-6-15
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = dials(pbx, alice, "SIP/bob")
    ringing = bob.expect_call()
    bob.respond(ringing.invite, 200, to_tag=ringing._tag, headers={"Contact": bob.contact, "Content-Type": "application/sdp"},
                body=ringing.description(payloads=(3,)))
    ringing.wait_for_end()
    assert pbx.ami.expect("UserEvent", UserEvent="Ended")["Cause"] == "58"
    call.transaction.wait()


@pytest.mark.parametrize("status", [180, 182, 199])                  # call-6-11, call-6-14
def test_what_rings(pbx, phone, status):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = dials(pbx, alice, "SIP/bob")
    ringing = bob.expect_call()
    ringing.ring(status)
    call.expect(180)
    call.cancel()
    ringing.wait_for_end()


def moved(pbx, phone, name, contact):
    """A call of alice's to a phone that sends it elsewhere."""
    alice, callee = registered(phone, "alice"), registered(phone, name)
    call = dials(pbx, alice, f"SIP/{name}")
    ringing = callee.expect_call()
    callee.respond(ringing.invite, 302, to_tag="t", headers={"Contact": contact})
    ringing.wait_for_confirmation()
    return call


def test_a_phone_forwards_to_an_extension(pbx, phone):               # call-6-16, call-7-1
    call = moved(pbx, phone, "bob", "<sip:700@example.org>")
    pbx.ami.expect("UserEvent", UserEvent="Forwarded", To="700")
    call.expect(200)
    call.bye()


def test_a_phone_forwards_anywhere_when_it_may(pbx, phone):          # call-7-1: promiscredir
    other = phone("other", port=5070)
    call = moved(pbx, phone, "told", f"<sip:66@{other.address}:5070;transport=udp>")
    ringing = other.expect_call()
    assert ringing.invite.uri == f"sip:66@{other.address}:5070"
    call.cancel()
    ringing.wait_for_end()


# --- inside a call: call-8-1, call-11-*

def test_options_inside_a_call(phone):                               # call-8-1
    call = registered(phone, "alice").calls_to("wait")
    answer = call.request("OPTIONS")
    assert answer["Accept"] == "application/sdp"
    assert "INVITE" in answer["Allow"]
    call.bye()


def test_a_reinvite_without_a_description_gets_an_offer(phone):      # call-8-1
    call = registered(phone, "alice").calls_to("wait")
    call.invite = call._request("INVITE", {"Contact": call.phone.contact})
    call.transaction = call.phone.send(call.invite)
    assert b"m=audio" in call.transaction.wait(200).body
    call.bye()


def test_a_reinvite_in_no_codec_of_ours_leaves_the_call(phone):      # call-8-1
    call = registered(phone, "alice").calls_to("wait")
    call.reinvite(488, payloads=(3,))
    call.bye()


def test_a_client_code_goes_into_the_record(pbx, phone):             # call-11-5
    call = registered(phone, "told").calls_to("wait")
    call.request("INFO", {"X-ClientCode": "4711"}, status=200)
    call.bye()
    call = registered(phone, "alice").calls_to("wait")
    call.request("INFO", {"X-ClientCode": "4711"}, status=403)
    call.bye()


def test_a_record_key_without_the_feature(phone):                    # call-11-6
    call = registered(phone, "told").calls_to("wait")
    call.request("INFO", {"Record": "on"}, status=403)
    call.request("INFO", {"Record": "maybe"}, status=403)
    call.bye()


@pytest.mark.parametrize("kind, body", [("application/hook-flash", b""), ("application/media_control+xml", b"<x/>"),
                                        ("application/dtmf-relay", b"Signal=?\r\n"),
                                        ("application/vnd.nortelnetworks.digits", b"d=5\r\n")])
def test_other_kinds_of_info(phone, kind, body):                     # call-11-1, call-11-2, call-11-4
    call = registered(phone, "alice").calls_to("wait")
    call.request("INFO", {"Content-Type": kind}, body, status=200)
    call.bye()


# --- the console and counts: call-12-1, docs/spec/cli.md 6, 9, 10

def test_a_device_is_busy_from_its_level_on(pbx, phone):
    told = registered(phone, "told")
    call = told.calls_to("wait")
    state = pbx.ami.action("Getvar", Variable="DEVICE_STATE(SIP/told)")["Value"]
    assert state == "BUSY"
    assert re.search(r"^told +1/0/0 +2147483647", pbx.cli("sip show inuse"), re.MULTILINE)
    assert "alice" not in pbx.cli("sip show inuse")
    assert re.search(r"^alice +0/0/0 +N/A", pbx.cli("sip show inuse all"), re.MULTILINE)
    call.bye()
    until(lambda: re.search(r"^told +0/0/0", pbx.cli("sip show inuse"), re.MULTILINE), "an idle device")


def test_one_channel_and_its_figures(pbx, phone):
    alice = registered(phone, "alice")
    call = alice.calls_to("wait")
    until(lambda: "Rx: ACK" in pbx.cli("sip show channels"), "the ACK in the list")
    text = pbx.cli(f"sip show channel {call.call_id[:8]}")
    assert f"  Call-ID:                {call.call_id}\n" in text + "\n"
    assert "  Owner channel ID:       SIP/alice-" in text
    assert "  Joint Codec Capability:   (ulaw|alaw)" in text
    assert "  Their Codec Capability:   (ulaw|alaw)" in text
    assert f"  Received Address:       {alice.address}:5060" in text
    assert f"  Their Tag:              {call._tag}" in text
    assert "  DTMF Mode:              rfc2833" in text
    assert pbx.cli("sip show channel nothing").strip() == "No such SIP Call ID starting with 'nothing'"
    stats = pbx.cli("sip show channelstats").splitlines()
    assert stats[-1] == "1 active SIP channel"
    assert re.match(rf"{alice.address:<15}  {call.call_id[:11]:<11}  00:00:0\d \d{{10}}", stats[-2])
    call.bye()
