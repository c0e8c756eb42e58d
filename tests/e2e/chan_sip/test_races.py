# SPDX-License-Identifier: GPL-2.0-only
"""Both sides of a call act at the same moment, with a real dialplan between: each call ends once, and no channel is left.

CHAN_SIP_TURNS says how often each race is run. The long run is made under AddressSanitizer where such a build is there
(CHAN_SIP_ASAN_BUILD, otherwise build/asan)."""
import os
import random
import threading

import pytest

from harness.message import Message
from harness.phone import registered
from harness.sanitized import BUILD, Reports
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

DEVICES = "".join(f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\ndirectmedia=yes\n" for name in ("direct1", "direct2"))
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => ring,1,Ringing()
 same => n,Wait(30)
exten => brief,1,Answer()
 same => n,Hangup()
exten => target,1,Dial(SIP/carol,20)
exten => _[a-z].,1,Dial(SIP/${EXTEN},20)
"""
# what Asterisk's bridges say when the target of a transfer hangs up while it is made
TOO_LATE = "Target channel disappeared during transfer!"


def turns(usual: int) -> int:
    """How often a race is run."""
    return int(os.environ.get("CHAN_SIP_TURNS", usual))


@pytest.fixture(scope="module", params=["installed", pytest.param("sanitized", marks=pytest.mark.long)])
def pbx(request, asterisk, tmp_path_factory):
    """Asterisk with the modules as they are installed, or as they are built for AddressSanitizer."""
    files = {"sip.conf": sip_conf(more=DEVICES), "extensions.conf": EXTENSIONS}
    if request.param == "installed":
        made = asterisk(files=files, modules=DRIVER)
        made.turns = turns(8)
        yield made
        made.stop()     # the other one needs its addresses
        return
    if not BUILD.exists():
        pytest.skip(f"no build with AddressSanitizer at {BUILD}")
    reports = Reports(tmp_path_factory.mktemp("asan"))
    made = asterisk(files=files, modules=DRIVER, build=BUILD, environment=reports.environment)
    made.turns = turns(200)
    yield made
    reports.check()


@pytest.fixture
def race(pbx):
    """Runs two acts at the same moment, in an order that chance makes; afterwards no channel is left and nobody complained."""
    chance = random.Random(6)
    mark = pbx.log.mark()
    pbx.ami.forget()

    def meet(*acts):
        threads = [threading.Thread(target=act) for act in acts]
        chance.shuffle(threads)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
            assert not thread.is_alive()
    yield meet
    pbx.wait_for_no_channels()
    until(lambda: "0 active SIP dialogs" in pbx.cli("sip show channels"), "the end of all dialogs", 40)
    assert not [line for line in pbx.log.complaints(mark) if "ERROR" in line and TOO_LATE not in line]


def send_bye(call):
    """Sends BYE, whatever it is answered."""
    call.phone.send(call._request("BYE", {}))


def send_cancel(call):
    """Sends CANCEL, whatever it is answered."""
    invite = call.invite
    request = Message(f"CANCEL {invite.uri} SIP/2.0").add("Via", invite["Via"]).add("From", invite["From"])
    request.add("To", invite["To"]).add("Call-ID", call.call_id).add("CSeq", f"{invite.sequence} CANCEL").add("Max-Forwards", 70)
    call.phone.send(request)


def accept(call):
    """Answers with a description, and waits for nothing."""
    call.phone.respond(call.invite, 200, to_tag=call._tag,
                       headers={"Contact": call.phone.contact, "Content-Type": "application/sdp"}, body=call.description())


def wait_for_final(call):
    """Waits until the INVITE of a call has its final response."""
    return call.phone.bell.wait_for(lambda: call.transaction.final, f"the end of the INVITE of {call.phone.name}", 30)


def test_cancel_meets_the_answer(pbx, phone, race):  # call-5-17
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    for _ in range(pbx.turns):
        call = alice.invites("bob")
        ringing = bob.expect_call()
        race(lambda: send_cancel(call), lambda: accept(ringing))
        if wait_for_final(call).status == 200:
            send_bye(call)
        pbx.wait_for_no_channels()


def test_bye_meets_bye(pbx, phone, race):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    for _ in range(pbx.turns):
        call = alice.invites("bob")
        ringing = bob.expect_call()
        ringing.accept()
        call.expect(200)
        race(lambda: send_bye(call), lambda: send_bye(ringing))
        pbx.wait_for_no_channels()


def test_offers_meet(pbx, phone, race):  # call-1-4 call-6-30
    one, other = registered(phone, "direct1"), registered(phone, "direct2")
    for _ in range(pbx.turns):
        call = one.invites("direct2")
        ringing = other.expect_call()
        ringing.accept()
        call.expect(200)

        def offer(side):
            """Offers anew while the PBX does; a refusal because of that is no error."""
            request = side._request("INVITE", {"Contact": side.phone.contact, "Content-Type": "application/sdp"}, side.description())
            assert side.phone.send(request).wait().status in (200, 491, 500)
        race(lambda: offer(call), lambda: offer(ringing))
        send_bye(call)
        ringing.wait_for_end()
        pbx.wait_for_no_channels()


@pytest.mark.parametrize("stage", ["calling", "ringing", "early", "answered"])
@pytest.mark.parametrize("who", ["caller", "called", "both"])
def test_hang_up_in_each_state(pbx, phone, race, stage, who):  # call-6-34 call-5-17
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    for _ in range(pbx.turns):
        call = alice.invites("bob")
        ringing = bob.expect_call()
        if stage == "ringing":
            ringing.ring()
        elif stage == "early":
            ringing.ring(183, ringing.description())
        elif stage == "answered":
            accept(ringing)
            call.expect(200)

        def caller():
            """The caller gives up as the stage wants."""
            send_bye(call) if stage == "answered" else send_cancel(call)

        def called():
            """The called one gives up as the stage wants."""
            send_bye(ringing) if stage == "answered" else bob.respond(ringing.invite, 486, to_tag=ringing._tag)
        race(*{"caller": [caller], "called": [called], "both": [caller, called]}[who])
        wait_for_final(call)
        pbx.wait_for_no_channels()


def test_a_transfer_meets_the_end_of_its_target(pbx, phone, race):
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    for _ in range(pbx.turns):
        call = alice.invites("bob")
        ringing = bob.expect_call()
        ringing.accept()
        call.expect(200)
        call.request("REFER", {"Contact": alice.contact, "Refer-To": f"<{alice.uri('target')}>"}, status=202)
        target = carol.expect_call()
        race(lambda: send_bye(ringing), lambda: carol.respond(target.invite, 486, to_tag=target._tag), lambda: send_bye(call))
        pbx.wait_for_no_channels()


def test_an_attended_transfer_meets_the_end_of_its_target(pbx, phone, race):
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    for _ in range(pbx.turns):
        call = alice.invites("bob")
        ringing = bob.expect_call()
        ringing.accept()
        call.expect(200)
        second = alice.invites("carol")
        target = carol.expect_call()
        target.accept()
        second.expect(200)
        remote = second._remote.split("tag=")[1].split(";")[0]
        refer_to = (f"<{alice.uri('carol')}?Replaces={second.call_id.replace('@', '%40')}%3Bto-tag%3D{remote}"
                    f"%3Bfrom-tag%3D{second._tag}>")
        race(lambda: alice.send(call._request("REFER", {"Contact": alice.contact, "Refer-To": refer_to})), lambda: send_bye(target))
        for each in (call, second, ringing):
            if not each.ended:
                send_bye(each)
        pbx.wait_for_no_channels()
