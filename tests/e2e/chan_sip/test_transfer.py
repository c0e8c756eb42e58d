# SPDX-License-Identifier: GPL-2.0-only
"""Phones transfer calls: REFER, blind and attended, what it is answered with, what both calls are afterwards."""
import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.transfers import assert_sound, assert_told, connected, consulted, refer, replaces_of

pytestmark = pytest.mark.usefixtures("nothing_is_left")

DEVICES = """[denied]
type=friend
host=dynamic
secret=secret
allowtransfer=no
[sales]
type=friend
host=dynamic
secret=secret
context=sales
"""
TARGET = "UserEvent(Target,Chan: ${CHANNEL},Transfer: ${SIPTRANSFER},Referer: ${SIPTRANSFER_REFERER},Replaces: ${SIPTRANSFER_REPLACES}," \
         "Context: ${SIPREFERRINGCONTEXT},By: ${SIPREFERREDBYHDR},Domain: ${SIPDOMAIN},Blind: ${BLINDTRANSFER}," \
         "Data: ${HASH(TRANSFER_DATA,X-Ticket)},Rdnis: ${CALLERID(rdnis)},Place: ${CONTEXT})"
EXTENSIONS = f"""[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => target,1,{TARGET}
 same => n,Answer()
 same => n,Echo()
exten => asks,1,Set(__GET_TRANSFERRER_DATA=X-)
 same => n,Dial(SIP/bob,20)
exten => to-sales,1,Dial(SIP/sales,20)
exten => elsewhere,1,Set(__TRANSFER_CONTEXT=special)
 same => n,Dial(SIP/bob,20)
exten => app,1,Answer()
 same => n,Milliwatt()
exten => denied,1,Dial(SIP/denied,20)
exten => _[abc].,1,Dial(SIP/${{EXTEN}},20)
[sales]
exten => target,1,{TARGET}
 same => n,Answer()
 same => n,Echo()
exten => _[abc].,1,Dial(SIP/${{EXTEN}},20)
[special]
exten => target,1,{TARGET}
 same => n,Answer()
 same => n,Echo()
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver, its phones, one that may not transfer and one in a context of its own."""
    return asterisk(files={"sip.conf": sip_conf(more=DEVICES), "extensions.conf": EXTENSIONS}, modules=DRIVER)


# --- blind

@pytest.mark.parametrize("who", ["caller", "called"])
def test_a_refer_that_comes_with_the_answer(pbx, phone, who):  # xfer-1-22
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    for _ in range(5):
        call = alice.invites("bob")
        ringing = bob.expect_call()
        ringing.accept()
        if who == "caller":
            call.expect(200)
        mover, moved = (call, ringing) if who == "caller" else (ringing, call)
        refer(mover, "target")
        assert_told(mover, "200 OK")
        if not mover.ended:
            mover.bye()
        moved.bye()
        pbx.wait_for_no_channels()


def test_the_called_one_transfers_the_caller(pbx, phone):  # xfer-1-1 xfer-1-10 xfer-1-21 xfer-1-22 xfer-1-26
    call, ringing = connected(phone)
    response = refer(ringing, "target", Referred_By=f"<sip:bob@{ringing.phone.domain};x=y>")
    assert response.reason == "Accepted"
    notify = assert_told(ringing, "200 OK")
    sequence = next(each for direction, each in ringing.phone.messages if direction == "out" and each.is_request
                    and each.method == "REFER").sequence
    assert notify["Event"] == f"refer;id={sequence}"
    assert [value for name, value in notify.headers if name == "Subscription-state"] == ["terminated;reason=noresource"]
    assert notify["Content-Type"] == "message/sipfrag;version=2.0"
    target = pbx.ami.expect("UserEvent", UserEvent="Target")
    assert target["Chan"].startswith("SIP/alice-") and target["Transfer"] == "yes"
    assert target["Referer"] == f"<sip:bob@{ringing.phone.domain}>" and target["By"] == f"<sip:bob@{ringing.phone.domain};x=y>"
    assert target["Context"] == "default" and target["Domain"] == ringing.phone.domain
    assert target["Blind"].startswith("SIP/bob-") and not target["Replaces"]
    assert_sound(call)
    assert not ringing.ended            # its BYE is waited for
    ringing.bye()
    call.bye()


def test_the_caller_transfers_the_called_one(pbx, phone):
    call, ringing = connected(phone)
    refer(call, "target")
    assert_told(call, "200 OK")
    target = pbx.ami.expect("UserEvent", UserEvent="Target")
    assert target["Chan"].startswith(("SIP/bob-", "Local/")) and not target["Referer"]
    call.bye()
    assert_sound(ringing)
    ringing.bye()


def test_to_a_third_phone(pbx, phone):
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    refer(ringing, "carol", Referred_By=f"<sip:bob@{ringing.phone.domain}>")
    third = carol.expect_call()
    assert "Referred-By" not in [name for name, _ in third.invite.headers]
    third.accept()
    assert_told(ringing, "200 OK")
    ringing.bye()
    assert_sound(call, third)
    call.bye()
    third.wait_for_end()


def test_the_phone_hangs_up_as_soon_as_it_is_accepted(phone):
    call, ringing = connected(phone)
    refer(ringing, "target")
    ringing.bye()
    assert_sound(call)
    call.bye()


def test_an_extension_that_is_not_there_leaves_both_talking(phone):  # xfer-1-7
    call, ringing = connected(phone)
    refer(ringing, "missing")
    assert_told(ringing, "404 Not found")
    assert_sound(call, ringing)
    ringing.requests.clear()
    refer(ringing, "target")            # and the next try is followed
    assert_told(ringing, "200 OK")
    ringing.bye()
    call.bye()


def test_in_the_context_of_who_transfers(pbx, phone):
    call, ringing = connected(phone, called="sales", extension="to-sales")
    refer(ringing, "target")
    target = pbx.ami.expect("UserEvent", UserEvent="Target")
    assert (target["Place"], target["Context"]) == ("sales", "sales")
    ringing.bye()
    call.bye()


def test_in_the_context_that_the_dialplan_sets(pbx, phone):
    call, ringing = connected(phone, extension="elsewhere")
    refer(ringing, "target")
    target = pbx.ami.expect("UserEvent", UserEvent="Target")
    assert (target["Place"], target["Context"]) == ("special", "default")
    ringing.bye()
    call.bye()


def test_headers_that_the_dialplan_asked_for(pbx, phone):
    call, ringing = connected(phone, extension="asks")
    refer(call, "target", X_Ticket="77", Diversion='"Red" <sip:777@dv.test>;reason=no-answer')
    target = pbx.ami.expect("UserEvent", UserEvent="Target")
    assert (target["Rdnis"], target["Data"]) == ("777", "77")
    call.bye()
    ringing.bye()


@pytest.mark.parametrize("headers, status, reason", [
    ({}, 400, "Bad Request (Refer-to missing)"),
    ({"Refer-To": "<tel:123>"}, 603, "Declined (Non sip: uri)"),
])
def test_what_cannot_be_followed(phone, headers, status, reason):  # xfer-1-5 xfer-1-6
    call, ringing = connected(phone)
    response = ringing.request("REFER", {"Contact": ringing.phone.contact, **headers}, status=status)
    assert response.reason == reason
    assert_sound(call, ringing)
    call.bye()
    ringing.wait_for_end()


def test_who_may_not_transfer(phone):  # xfer-1-3
    call, ringing = connected(phone, called="denied")
    assert refer(ringing, "target", 603).reason == "Declined (policy)"
    assert_sound(call, ringing)
    call.bye()
    ringing.wait_for_end()


def test_outside_of_a_call(phone):  # xfer-1-2
    response = registered(phone, "alice").request("REFER", "echo", {"Refer-To": "<sip:echo@192.0.2.1>"})
    assert (response.status, response.reason) == (603, "Declined (No dialog)")


def test_a_call_with_one_leg(phone):  # xfer-1-23
    call = registered(phone, "alice").calls_to("app")
    refer(call, "target")
    assert_told(call, "503 Service Unavailable (can't handle one-legged xfers)")
    assert not call.ended
    call.bye()


def test_bye_with_also(pbx, phone):  # xfer-4-1
    call, ringing = connected(phone)
    mark = pbx.log.mark()
    ringing.request("BYE", {"Also": f"<{ringing.phone.uri('target')}>"})
    ringing.ended = True
    pbx.ami.expect("UserEvent", UserEvent="Target")
    assert "using deprecated BYE/Also transfer method" in pbx.log.text(mark)
    assert_sound(call)
    call.bye()


# --- attended

def test_both_calls_are_joined(pbx, phone):  # xfer-1-12 xfer-1-13 xfer-1-20
    call, ringing, consultation, third = consulted(phone)
    refer(ringing, replaces_of(consultation, ringing.phone.uri("carol")))
    assert_told(ringing, "200 OK")
    assert_sound(call, third)
    assert not ringing.ended
    consultation.wait_for_end()
    ringing.bye()
    call.bye()
    third.wait_for_end()


def test_the_other_leg_may_be_the_one_that_transfers(phone):
    call, ringing, consultation, third = consulted(phone)
    refer(consultation, replaces_of(ringing, consultation.phone.uri("alice")))
    assert_told(consultation, "200 OK")
    assert_sound(third, call)
    ringing.wait_for_end()
    consultation.bye()
    third.bye()
    call.wait_for_end()


def test_the_call_itself(phone):  # xfer-1-7
    call, ringing = connected(phone)
    refer(ringing, replaces_of(ringing, ringing.phone.uri("alice")))
    assert_told(ringing, "404 Not found")
    call.bye()
    ringing.wait_for_end()


def test_a_call_that_nobody_knows(phone):  # xfer-1-18
    call, ringing = connected(phone)
    refer(ringing, f"<{ringing.phone.uri('carol')}?Replaces=gone%3Bto-tag%3Da%3Bfrom-tag%3Db>")
    assert_told(ringing, "481 Call leg/transaction does not exist")
    assert_sound(call, ringing)
    call.bye()
    ringing.wait_for_end()


def test_wrong_tags(phone):  # xfer-1-12
    call, ringing, consultation, third = consulted(phone)
    wrong = replaces_of(consultation, ringing.phone.uri("carol")).replace("from-tag%3D", "from-tag%3Dx")
    refer(ringing, wrong)
    assert_told(ringing, "481 Call leg/transaction does not exist")
    for each, other in ((call, ringing), (consultation, third)):
        each.bye()
        other.wait_for_end()


# --- INVITE with Replaces

def replaces_header(call):
    """A Replaces header that names a call of another phone, as we see it."""
    remote = call._remote.split("tag=")[1].split(";")[0]
    return {"Replaces": f"{call.call_id};to-tag={remote};from-tag={call._tag}", "Require": "replaces"}


def test_a_new_call_takes_a_place_in_a_bridge(phone):  # xfer-3-7
    call, ringing = connected(phone)
    taker = registered(phone, "carol").invites("whatever", headers=replaces_header(ringing))
    taker.expect(200)
    ringing.wait_for_end()
    assert_sound(call, taker)
    taker.bye()
    call.wait_for_end()


def test_a_new_call_picks_up_one_that_rings(phone):  # xfer-3-7
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()
    call.expect(180)
    # our tag is that of the INVITE's From, theirs that of its To
    ours = ringing.invite["From"].split("tag=")[1]
    taker = carol.invites("bob", headers={"Replaces": f"{ringing.call_id};to-tag={ours};from-tag={ringing._tag}"})
    taker.expect(200)
    call.expect(200)
    ringing.wait_for_end()
    assert_sound(call, taker)
    call.bye()
    taker.wait_for_end()


def test_a_new_call_takes_a_place_in_the_dialplan(phone):  # xfer-3-7
    call = registered(phone, "alice").calls_to("echo")
    taker = registered(phone, "carol").invites("whatever", headers=replaces_header(call))
    taker.expect(200)
    call.wait_for_end()
    assert_sound(taker)
    taker.bye()


def test_replacing_what_is_not_there(phone):  # xfer-3-3
    call = registered(phone, "alice").invites("echo", headers={"Replaces": "gone;to-tag=a;from-tag=b"})
    final = call.transaction.wait()
    assert (final.status, final.reason) == (481, "Call Leg Does Not Exist (Replaces)")


def test_replacing_a_call_whose_channel_is_gone(phone):  # xfer-3-5
    call, ringing, consultation, third = consulted(phone)
    refer(ringing, replaces_of(consultation, ringing.phone.uri("carol")))
    assert_told(ringing, "200 OK")
    late = call.phone.invites("echo", headers=replaces_header(ringing))
    final = late.transaction.wait()
    assert (final.status, final.reason) == (481, "Call Leg Does Not Exist (Replace)")
    ringing.bye()
    call.bye()
    third.wait_for_end()


def test_replacing_oneself(phone):  # xfer-3-4 xfer-3-1
    call = registered(phone, "alice").calls_to("echo")
    call.invite = call._request("INVITE", {"Contact": call.phone.contact, **replaces_header(call),
                                           "Content-Type": "application/sdp"}, call.description())
    call.transaction = call.phone.send(call.invite)
    assert call.transaction.wait().status == 400
    call.bye()
