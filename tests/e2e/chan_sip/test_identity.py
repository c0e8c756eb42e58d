# SPDX-License-Identifier: GPL-2.0-only
"""Who is calling and who is called: identity headers both ways, presentation, From, Diversion and redirecting."""
import re

import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf

pytestmark = pytest.mark.usefixtures("nothing_is_left")


def device(name: str, *lines: str) -> str:
    """A phone that registers."""
    return f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\n" + "".join(f"{line}\n" for line in lines)


DEVICES = "".join((
    device("trusted", "trustrpid=yes", "sendrpid=yes", "rpid_update=yes"),
    device("named", 'callerid="Configured" <555>', "cid_tag=blue"),
    device("hidden", "callingpres=prohib_passed_screen"),
    device("rpid", "sendrpid=yes"),
    device("pai", "sendrpid=pai"),
    device("paitold", "sendrpid=pai", "trust_id_outbound=yes"),
    device("paikept", "sendrpid=pai", "trust_id_outbound=no"),
    device("rpidkept", "sendrpid=rpid", "trust_id_outbound=no"),
    device("atonce", "sendrpid=yes", "rpid_immediate=yes"),
    device("fixed", "fromuser=trunk", "fromdomain=trunk.example", "sendrpid=yes"),
    device("digits", "usereqphone=yes"),
    device("ported", "fromdomain=trunk.example:5070"),
    device("usual", "fromdomain=trunk.example:5060"),
))
SHOW = "UserEvent(Who,Num: ${CALLERID(num)},Name: ${CALLERID(name)},Pres: ${CALLERID(pres)},Tag: ${CALLERID(tag)},Ani: ${CALLERID(ani)}," \
       "Ani2: ${CALLERID(ani2)},Dnid: ${CALLERID(dnid)},Rdnis: ${CALLERID(rdnis)},From: ${REDIRECTING(from-name)}," \
       "Reason: ${REDIRECTING(reason)},Domain: ${SIPRDNISDOMAIN},Pri: ${PRIREDIRECTREASON},Word: ${SIPREDIRECTREASON})"
EXTENSIONS = f"""[default]
exten => who,1,{SHOW}
 same => n,Answer()
 same => n,Wait(30)
exten => _d-.,1,Set(CALLERID(all)="Al Pha" <100>)
 same => n,Dial(SIP/${{EXTEN:2}},20)
 same => n,UserEvent(Ended,Status: ${{DIALSTATUS}},Reason: ${{REDIRECTING(reason)}},From: ${{REDIRECTING(from-num)}})
exten => _h-.,1,Set(CALLERID(all)="Al Pha" <100>)
 same => n,Set(CALLERID(pres)=prohib_not_screened)
 same => n,Dial(SIP/${{EXTEN:2}},20)
exten => _r-.,1,Set(CALLERID(all)="Al Pha" <100>)
 same => n,Set(REDIRECTING(from-num,i)=777)
 same => n,Set(REDIRECTING(from-name,i)=Red)
 same => n,Set(REDIRECTING(reason,i)=cfnr)
 same => n,Dial(SIP/${{EXTEN:2}},20)
exten => domain,1,Set(CALLERID(all)="Al Pha" <100>)
 same => n,Set(_SIPFROMDOMAIN=var.example)
 same => n,Dial(SIP/fixed,20)
exten => quotes,1,Set(CALLERID(name)=Al "the" Pha)
 same => n,Set(CALLERID(num)=100)
 same => n,Dial(SIP/bob,20)
exten => number,1,Dial(SIP/digits/0123,20)
exten => word,1,Dial(SIP/digits/abc,20)
exten => connected,1,Ringing()
 same => n,Set(CONNECTEDLINE(all)="Con Nected" <200>)
 same => n,Wait(1)
 same => n,Ringing()
 same => n,Wait(1)
 same => n,Answer()
 same => n,Wait(1)
 same => n,Set(CONNECTEDLINE(all)="Chan Ged" <300>)
 same => n,Wait(30)
exten => forwarding,1,Set(REDIRECTING(from-num)=777)
 same => n,Wait(30)
exten => trusted-line,1,Dial(SIP/trusted,20,I)
exten => tell,1,Dial(SIP/trusted,20,g)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver and a phone for each way of telling identities."""
    return asterisk(files={"sip.conf": sip_conf(more=DEVICES), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def who_is(pbx, phone, name, headers=None):
    """What the dialplan knows of a call of that phone's."""
    call = registered(phone, name).calls_to("who", headers=headers or {})
    seen = pbx.ami.expect("UserEvent", UserEvent="Who")
    call.bye()
    return seen


def invite_to(phone, prefix, name):
    """The INVITE that a phone gets by an extension of that prefix."""
    alice, other = registered(phone, "alice"), registered(phone, name)
    call = alice.invites(f"{prefix}{name}")
    ringing = other.expect_call()
    ringing.refuse(486)
    call.transaction.wait()
    return ringing.invite


# --- who calls

RPID = {"Remote-Party-ID": '"Re Mote" <sip:900@x>;party=calling;privacy=full;screen=yes'}
PAI = {"P-Asserted-Identity": '"As Serted" <sip:901@x>'}


def test_headers_of_strangers_are_not_believed(pbx, phone):  # id-2-1
    seen = who_is(pbx, phone, "alice", RPID | PAI)
    assert (seen["Num"], seen["Name"]) == ("alice", "alice") and seen["Dnid"] == "who"


@pytest.mark.parametrize("headers, number, name, presentation", [
    (RPID, "900", "Re Mote", "prohib_passed_screen"),
    (PAI, "901", "As Serted", "allowed_not_screened"),
    (PAI | {"Privacy": "id"}, "901", "As Serted", "prohib_not_screened"),
    (RPID | PAI, "900", "Re Mote", "prohib_passed_screen"),
    ({"P-Asserted-Identity": '"Anonymous" <sip:anonymous@anonymous.invalid>'}, "trusted", "Anonymous", "prohib_not_screened"),
])
def test_headers_of_the_trusted_are_believed(pbx, phone, headers, number, name, presentation):  # id-2-1
    seen = who_is(pbx, phone, "trusted", headers)
    assert (seen["Num"], seen["Name"], seen["Pres"]) == (number, name, presentation)


def test_the_configuration_names_a_caller(pbx, phone):  # id-2-1
    seen = who_is(pbx, phone, "named")
    assert (seen["Num"], seen["Name"], seen["Tag"], seen["Ani"]) == ("555", "Configured", "blue", "555")
    assert who_is(pbx, phone, "hidden")["Pres"] == "prohib_passed_screen"


def test_who_sent_the_call_here(pbx, phone):  # id-4-16
    seen = who_is(pbx, phone, "alice", {"Diversion": '"Red" <sip:777@dv.test>;reason=no-answer'})
    assert (seen["Rdnis"], seen["From"], seen["Reason"]) == ("777", "Red", "cfnr")
    assert (seen["Domain"], seen["Pri"], seen["Word"]) == ("dv.test", "NOANSWER", "no-answer")


# --- who is told

def test_remote_party_id(phone):  # id-3-2 id-3-4 id-3-5
    header = invite_to(phone, "d-", "rpid")["Remote-Party-ID"]
    assert header.startswith('"Al Pha" <sip:100@') and header.endswith(">;party=calling;privacy=off;screen=no")
    hidden = invite_to(phone, "h-", "rpid")
    assert hidden["Remote-Party-ID"].endswith(";party=calling;privacy=full;screen=no") and "sip:100@" in hidden["Remote-Party-ID"]
    assert hidden["From"].startswith('"Anonymous" <sip:anonymous@anonymous.invalid>')


def test_asserted_identity(phone):  # id-3-2 id-3-3
    assert invite_to(phone, "d-", "pai")["P-Asserted-Identity"].startswith('"Al Pha" <sip:100@')
    hidden = invite_to(phone, "h-", "pai")
    assert hidden["P-Asserted-Identity"] == '"Anonymous" <sip:anonymous@anonymous.invalid>'
    told = invite_to(phone, "h-", "paitold")
    assert told["P-Asserted-Identity"].startswith('"Al Pha" <sip:100@') and told["Privacy"] == "id"


@pytest.mark.parametrize("name", ["paikept", "rpidkept", "bob"])
def test_nothing_is_told(phone, name):  # id-3-1 id-3-3 id-3-4
    names = [header for header, _ in invite_to(phone, "h-", name).headers]
    assert not {"P-Asserted-Identity", "Remote-Party-ID", "Privacy"} & set(names)


def test_from_of_a_trunk(pbx, phone):  # id-1-2 id-1-4 id-3-1
    invite = invite_to(phone, "d-", "fixed")
    assert invite["From"].startswith('"Al Pha" <sip:trunk@trunk.example>;tag=')
    assert invite["Remote-Party-ID"].startswith('"Al Pha" <sip:100@trunk.example>')
    alice, other = registered(phone, "alice"), registered(phone, "fixed")
    call = alice.invites("domain")
    ringing = other.expect_call()
    assert "<sip:trunk@var.example>" in ringing.invite["From"] and "<sip:100@var.example>" in ringing.invite["Remote-Party-ID"]
    ringing.refuse(486)
    call.transaction.wait()


@pytest.mark.parametrize("name, host", [("ported", "trunk.example:5070"), ("usual", "trunk.example")])
def test_from_has_a_port_that_is_not_the_usual_one(phone, name, host):  # id-1-5
    assert f"<sip:100@{host}>" in invite_to(phone, "d-", name)["From"]


def test_from_stays_for_the_dialog(phone):  # id-1-1 id-1-6
    alice, other = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob")
    ringing = other.expect_call()
    invite = ringing.invite
    assert re.fullmatch(r'"Al Pha" <sip:100@192\.0\.2\.1>;tag=\S+', invite["From"])
    assert re.match(r"<sip:100@192\.0\.2\.1:5060[;>]", invite["Contact"])
    ringing.accept()
    call.expect(200)
    call.bye()
    ringing.wait_for_end()
    assert other.expect_request("BYE")["From"] == invite["From"]


def test_a_name_is_escaped(phone):  # id-1-6
    alice, other = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("quotes")
    ringing = other.expect_call()
    assert ringing.invite["From"].startswith(r'"Al \"the\" Pha" <sip:100@')
    ringing.refuse(486)
    call.transaction.wait()


def test_numbers_are_marked_as_such(phone):  # call-6-7
    alice, other = registered(phone, "alice"), registered(phone, "digits")
    for extension, end in (("number", ";user=phone"), ("word", "")):
        call = alice.invites(extension)
        ringing = other.expect_call()
        assert ringing.invite.uri.endswith(";user=phone") == bool(end), ringing.invite.uri
        ringing.refuse(486)
        call.transaction.wait()


def test_who_sent_the_call_on_is_told(phone):  # id-4-1
    assert invite_to(phone, "r-", "bob")["Diversion"].split("@")[0] == '"Red" <sip:777'
    assert invite_to(phone, "r-", "bob")["Diversion"].endswith(">;reason=no-answer")


def test_a_reason_of_ones_own_is_kept(phone):  # id-4-15 id-4-16
    alice, other = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob", headers={"Diversion": '"Red" <sip:777@there.example>;reason=lunch'})
    ringing = other.expect_call()
    assert ringing.invite["Diversion"].startswith('"Red" <sip:777@') and ringing.invite["Diversion"].endswith(";reason=lunch")
    ringing.refuse(486)
    call.transaction.wait()


# --- connected line

def test_the_caller_learns_who_answers(phone):  # id-3-7 id-3-10
    call = registered(phone, "rpid").invites("connected")
    assert "Remote-Party-ID" not in [name for name, _ in call.expect(180).headers]
    ok = call.expect(200)
    told = [each["Remote-Party-ID"] for each in call.transaction.responses if each["Remote-Party-ID"]]
    assert told[0].startswith('"Con Nected" <sip:200@') and told[0].endswith(";party=called;privacy=off;screen=no")
    assert ok["Remote-Party-ID"].startswith('"Con Nected" <sip:200@')
    again = call.phone.expect_request("INVITE")
    assert again["Remote-Party-ID"].startswith('"Chan Ged" <sip:300@') and again.body
    call.bye()


def test_at_once_where_that_is_wished(phone):  # id-3-10
    call = registered(phone, "atonce").invites("connected")
    progress = call.expect(183)
    assert progress["Remote-Party-ID"].startswith('"Con Nected" <sip:200@') and not progress.body
    call.expect(200)
    call.phone.expect_request("INVITE")
    call.bye()


def test_who_answers_may_say_who_it_is(pbx, phone):  # id-2-1 id-3-7
    rpid, trusted = registered(phone, "rpid"), registered(phone, "trusted")
    pbx.ami.forget()
    call = rpid.invites("d-trusted")
    ringing = trusted.expect_call()
    trusted.respond(ringing.invite, 180, to_tag=ringing._tag, headers={
        "Contact": trusted.contact, "Remote-Party-ID": '"In Fact" <sip:42@x>;party=called;privacy=off'})
    first = call.expect(180)
    ringing.accept()
    ok = call.expect(200)
    assert '"In Fact" <sip:42@' in (first["Remote-Party-ID"] or ok["Remote-Party-ID"])
    for _ in range(2):      # what the one says before the other is in the bridge, Asterisk's bridge tells nobody
        pbx.ami.expect("BridgeEnter")
    ringing.request("UPDATE", {"Contact": trusted.contact, "X-Asterisk-rpid-update": "Yes",
                               "Remote-Party-ID": '"New One" <sip:43@x>;party=called;privacy=off'})
    again = rpid.expect_request("INVITE")
    assert '"New One" <sip:43@' in again["Remote-Party-ID"]
    assert ringing.request("UPDATE", {"Contact": trusted.contact}, status=200)
    call.bye()
    ringing.wait_for_end()


def changes_while_it_rings(pbx, phone, name, headers=None):
    """A call that rings at a phone when whom it is connected with changes: both ends of it."""
    alice, other = registered(phone, "alice"), registered(phone, name)
    call = alice.invites(f"d-{name}")
    ringing = other.expect_call()
    other.respond(ringing.invite, 180, to_tag=ringing._tag, headers={"Contact": other.contact, **(headers or {})})
    call.expect(180)
    channel = next(line.split("!")[0] for line in pbx.cli("core show channels concise").splitlines() if line.startswith(f"SIP/{name}-"))
    pbx.ami.action("Setvar", Channel=channel, Variable="CONNECTEDLINE(all)", Value='"La Ter" <77>')
    return call, ringing


@pytest.mark.parametrize("name, headers", [("trusted", {"Allow": "INVITE, ACK, CANCEL, BYE"}), ("rpid", None), ("rpid", {"Allow": "INVITE, UPDATE"})])
def test_a_phone_that_rings_is_told_by_update(pbx, phone, name, headers):  # id-3-8 id-3-11
    call, ringing = changes_while_it_rings(pbx, phone, name, headers)
    update = ringing.phone.expect_request("UPDATE")
    assert update["Remote-Party-ID"].startswith('"La Ter" <sip:77@') and update["X-Asterisk-rpid-update"] == "Yes"
    assert not update.body
    assert call.cancel().status == 487
    ringing.wait_for_end()


def test_a_phone_that_takes_no_update_is_told_when_it_answers(pbx, phone):  # id-3-9 id-3-11
    call, ringing = changes_while_it_rings(pbx, phone, "rpid", {"Allow": "INVITE, ACK, CANCEL, BYE"})
    ringing.accept()
    call.expect(200)
    again = ringing.phone.expect_request("INVITE", 2)
    assert again["Remote-Party-ID"].startswith('"La Ter" <sip:77@') and again.body
    assert not ringing.phone.requests("UPDATE")
    call.bye()
    ringing.wait_for_end()


# --- redirecting

def test_a_call_that_is_sent_on_is_told_to_the_caller(phone):  # call-4-9 id-4-1
    call = registered(phone, "alice").invites("forwarding")
    told = call.expect(181)
    assert told.reason == "Call is being forwarded" and told["Diversion"].startswith("<sip:777@")
    assert call.cancel().status == 487


def test_why_a_phone_sends_calls_elsewhere(pbx, phone):  # call-7-1 id-4-16
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob")
    ringing = bob.expect_call()
    bob.respond(ringing.invite, 302, to_tag=ringing._tag, headers={
        "Contact": f"<sip:who@{bob.domain}>", "Diversion": '"Bo" <sip:600@bob.test>;reason=user-busy'})
    ringing.wait_for_confirmation()
    seen = pbx.ami.expect("UserEvent", UserEvent="Who")
    assert (seen["Rdnis"], seen["Reason"]) == ("600", "cfb")
    call.expect(200)
    call.bye()


def test_the_phrase_of_a_480_is_a_reason(pbx, phone):  # call-6-25
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("d-bob")
    ringing = bob.expect_call()
    bob.respond(ringing.invite, 480, "Do Not Disturb", to_tag=ringing._tag)
    ringing.wait_for_confirmation()
    assert pbx.ami.expect("UserEvent", UserEvent="Ended")["Reason"] == "Do Not Disturb"
    call.transaction.wait()
