# SPDX-License-Identifier: GPL-2.0-only
"""Transfers whose parties refuse or leave, each in a fixed order: what every phone is told, and that every call ends as it should.

alice is in a call with bob, who sends her on to carol, unless a test says otherwise."""
import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.transfers import assert_sound, assert_told, connected, consulted, refer, replaces_of

pytestmark = pytest.mark.usefixtures("nothing_is_left")

ENDED = "UserEvent(Ended,Chan: ${CHANNEL},Status: ${DIALSTATUS})"
EXTENSIONS = f"""[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => milliwatt,1,Answer()
 same => n,Milliwatt()
exten => try,1,Dial(SIP/carol,20)
 same => n,{ENDED}
 same => n,Echo()
exten => after,1,Dial(SIP/alice,20,g)
 same => n,{ENDED}
 same => n,Echo()
exten => _[abc].,1,Dial(SIP/${{EXTEN}},20)
 same => n,{ENDED}
 same => n,Hangup()
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver; its phones may come by UDP and TCP."""
    return asterisk(files={"sip.conf": sip_conf(general="tcpenable=yes\ntcpbindaddr=::", each="transport=udp,tcp"),
                           "extensions.conf": EXTENSIONS}, modules=DRIVER)


def requests(call, method):
    """The requests of a method that came in a call, without repetitions."""
    return list({each.sequence: each for each in call.requests if each.method == method}.values())


def assert_ended(pbx, channel, status):
    """The dialplan of a channel went on after its Dial()."""
    ended = pbx.ami.expect("UserEvent", UserEvent="Ended", Chan__startswith=channel)
    assert ended["Status"] == status


# --- blind: the target

@pytest.mark.parametrize("answer, status", [(486, "BUSY"), (603, "BUSY"), (480, "BUSY"), (404, "CHANUNAVAIL"), (503, "CONGESTION")])
def test_the_target_does_not_take_it(pbx, phone, answer, status):  # xfer-1-21
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    refer(ringing, "carol")
    target = carol.expect_call()
    assert_told(ringing, "200 OK")              # the transfer began
    assert not call.ended
    target.refuse(answer)
    assert_ended(pbx, "SIP/alice-", status)
    call.wait_for_end()
    assert not ringing.ended
    ringing.bye()
    assert len(requests(ringing, "NOTIFY")) == 1 and not requests(call, "NOTIFY") and not requests(call, "REFER")


def test_the_target_stops_ringing(pbx, phone):
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    refer(ringing, "carol")
    target = carol.expect_call()
    target.ring()
    pbx.ami.expect("Newstate", Channel__startswith="SIP/carol-", ChannelStateDesc="Ringing")
    ringing.bye()
    assert not call.ended
    target.refuse(480)
    assert_ended(pbx, "SIP/alice-", "BUSY")
    call.wait_for_end()


def test_who_is_transferred_goes_on_in_the_dialplan(pbx, phone):
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    refer(ringing, "try")
    carol.expect_call().refuse(486)
    assert_told(ringing, "200 OK")
    ringing.bye()
    assert_ended(pbx, "SIP/alice-", "BUSY")
    assert_sound(call)
    call.bye()


@pytest.mark.parametrize("who", ["caller", "called"])
def test_nobody_has_that_number_and_the_hold_is_taken_back(pbx, phone, who):  # xfer-1-7
    call, ringing = connected(phone)
    mover, moved = (call, ringing) if who == "caller" else (ringing, call)
    mover.reinvite(direction="sendonly")
    pbx.ami.expect("Hold")
    refer(mover, "missing")
    assert_told(mover, "404 Not found")
    mover.reinvite(direction="sendrecv")
    pbx.ami.expect("Unhold")
    assert_sound(mover, moved)
    assert_sound(moved, mover)
    mover.bye()
    moved.wait_for_end()


# --- blind: who is transferred, and who transfers

@pytest.mark.parametrize("who", ["caller", "called"])
def test_who_is_transferred_hangs_up_while_the_target_rings(phone, who):  # xfer-1-21
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    mover, moved = (call, ringing) if who == "caller" else (ringing, call)
    refer(mover, "carol")
    target = carol.expect_call()
    target.ring()
    assert_told(mover, "200 OK")
    moved.bye()
    target.wait_for_end()
    assert requests(target, "CANCEL") and not requests(target, "BYE")
    assert not mover.ended
    mover.bye()
    assert len(requests(mover, "NOTIFY")) == 1


@pytest.mark.parametrize("who", ["caller", "called"])
def test_who_transfers_hangs_up_at_once(phone, who):  # xfer-1-10
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    mover, moved = (call, ringing) if who == "caller" else (ringing, call)
    told = mover.phone
    asked = told.send(mover._request("REFER", {"Contact": told.contact, "Refer-To": f"<{told.uri('carol')}>"}))
    ended = told.send(mover._request("BYE", {}))
    assert asked.wait().status == 202 and ended.wait().status == 200
    target = carol.expect_call()
    target.accept()
    assert_sound(moved, target)
    assert not requests(mover, "BYE")
    target.bye()
    moved.wait_for_end()


@pytest.mark.long
def test_who_transfers_never_hangs_up(phone):  # xfer-1-20
    """What the transferring phone then gets is our own BYE, 64 T1 after the transfer."""
    call, ringing = connected(phone)
    refer(ringing, "milliwatt")
    assert_told(ringing, "200 OK")
    call.rtp.forget()
    call.rtp.wait_for_tone(1004, 0.5)
    call.bye()
    ringing.wait_for_end(40)
    assert len(requests(ringing, "BYE")) == 1


# --- attended

def test_the_asked_one_hangs_up_before_the_transfer(phone):  # xfer-1-18
    call, ringing, consultation, third = consulted(phone)
    third.bye()
    consultation.wait_for_end()
    refer(ringing, replaces_of(consultation, ringing.phone.uri("carol")))
    assert_told(ringing, "481 Call leg/transaction does not exist")
    ringing.reinvite(direction="sendrecv")
    assert_sound(call, ringing)
    assert_sound(ringing, call)
    ringing.bye()
    call.wait_for_end()


def test_who_is_transferred_hangs_up_before_the_transfer(phone):  # xfer-1-2
    call, ringing, consultation, third = consulted(phone)
    call.bye()
    ringing.wait_for_end()
    to = replaces_of(consultation, ringing.phone.uri("carol"))
    response = ringing.request("REFER", {"Contact": ringing.phone.contact, "Refer-To": to}, status=None)
    assert (response.status, response.reason) == (603, "Declined (No dialog)")
    assert_sound(consultation, third)           # the other call goes on
    assert not requests(ringing, "NOTIFY")
    consultation.bye()
    third.wait_for_end()


def test_what_comes_after_the_end_is_answered(phone):  # xfer-1-2 xfer-2-6
    """The hold's transaction keeps the dialog for a while; who speaks in it is told that the call is over."""
    call, ringing = connected(phone)
    ringing.reinvite(direction="sendonly")
    call.bye()
    ringing.wait_for_end()
    for method, status in (("REFER", 603), ("NOTIFY", 200), ("OPTIONS", 481), ("INFO", 481), ("INVITE", 481)):
        headers = {"Contact": ringing.phone.contact, **({"Event": "refer", "Subscription-State": "terminated"} if method == "NOTIFY" else {})}
        assert ringing.request(method, headers, status=None).status == status, method


def test_who_is_transferred_left_the_call_to_the_dialplan(pbx, phone):  # xfer-1-22 xfer-1-25
    bob = phone("bob")
    alice = registered(phone, "alice")
    call = bob.invites("after")
    other = alice.expect_call()
    other.accept()
    call.expect(200)
    other.bye()
    assert_ended(pbx, "SIP/bob-", "ANSWER")
    assert_sound(call)
    refer(call, "milliwatt")
    assert_told(call, "503 Service Unavailable (can't handle one-legged xfers)")
    assert_sound(call)
    call.bye()


@pytest.mark.parametrize("answers", [True, False])
def test_the_asked_one_rings_yet(phone, answers):  # xfer-1-13
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    consultation = ringing.phone.invites("carol")
    third = carol.expect_call()
    third.ring()
    consultation.expect(180)
    refer(ringing, replaces_of(consultation, ringing.phone.uri("carol")))
    assert_told(ringing, "200 OK")
    assert consultation.transaction.wait().status == 603        # who transfers needs that call no more
    ringing.bye()
    assert not call.ended and not third.ended
    if answers:
        third.accept()
        assert_sound(call, third)
        third.bye()
    else:
        third.refuse(486)
    call.wait_for_end()


def test_the_asked_one_is_an_application(phone):  # xfer-1-13
    call, ringing = connected(phone)
    consultation = ringing.phone.calls_to("echo")
    refer(ringing, replaces_of(consultation, ringing.phone.uri("echo")))
    assert_told(ringing, "200 OK")
    consultation.wait_for_end()
    assert_sound(call)                          # she took his place there
    ringing.bye()
    call.bye()


# --- calls by different transports

@pytest.mark.parametrize("by", ["udp", "tcp"])
def test_both_calls_are_of_different_transports(phone, by):  # xfer-1-12 xfer-1-13
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    other = phone("bob", transport="tcp", port=0)
    call = (bob if by == "udp" else other).invites("alice")
    first = alice.expect_call()
    first.accept()
    call.expect(200)
    consultation = (other if by == "udp" else bob).invites("carol")
    third = carol.expect_call()
    third.accept()
    consultation.expect(200)
    call.rtp.play(440)
    consultation.rtp.play(440)
    first.rtp.wait_for_packets(2)
    third.rtp.wait_for_packets(2)
    refer(call, replaces_of(consultation, bob.uri("carol")))
    assert_told(call, "200 OK")
    consultation.wait_for_end()
    assert not call.ended
    call.bye()
    assert_sound(first, third)
    assert_sound(third, first)
    first.bye()
    third.wait_for_end()
