# SPDX-License-Identifier: GPL-2.0-only
"""Media goes from phone to phone and comes back: what re-INVITEs say, and where sound really goes."""
import pytest

from harness.call import SDP
from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MODULES = (*DRIVER, "app_chanspy.so", "func_cut.so", "func_groupcount.so", "func_uri.so", "func_periodic_hook.so", "app_mixmonitor.so", "bridge_builtin_features.so")


def device(name, *lines):
    """A device of sip.conf."""
    return f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\n" + "".join(f"{line}\n" for line in lines)


DEVICES = (device("direct1", "directmedia=yes") + device("direct2", "directmedia=yes") +
           device("nonat", "directmedia=nonat") + device("out1", "directmedia=outgoing") + device("out2", "directmedia=outgoing") +
           device("update1", "directmedia=update") + device("update2", "directmedia=update") +
           device("barred", "directmedia=yes", "directmediadeny=0.0.0.0/0") +
           device("picky", "directmedia=yes", "directmediadeny=0.0.0.0/0", "directmediapermit=192.0.2.0/24"))
EXTENSIONS = """[default]
exten => recorded,1,MixMonitor(direct.wav)
 same => n,Dial(SIP/direct2,20)
exten => watched,1,Dial(SIP/direct2,20,h)
exten => moh,1,Answer()
 same => n,Echo()
exten => target,1,Answer()
 same => n,Echo()
exten => _[a-z].,1,Dial(SIP/${EXTEN},20)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with devices of all kinds of directmedia."""
    return asterisk(files={"sip.conf": sip_conf(more=DEVICES), "extensions.conf": EXTENSIONS}, modules=MODULES)


def connected(phone, caller, called, extension=None):
    """Two phones in a call: the calls of both."""
    one, other = registered(phone, caller), registered(phone, called)
    call = one.invites(extension or called)
    ringing = other.expect_call()
    ringing.accept()
    call.expect(200)
    return call, ringing


def place(call):
    """Where the PBX says that media goes."""
    return call.answer.address, call.answer.port


def wait_for_place(call, other):
    """Waits until the PBX has told a phone that media goes to the other one."""
    call.phone.bell.wait_for(lambda: call.remote_description and place(call) == (other.phone.address, other.rtp.port),
                             f"media of {call.phone.name} at {other.phone.name}")


def wait_until_back(call):
    """Waits until the PBX has told a phone that media goes to itself."""
    call.phone.bell.wait_for(lambda: place(call)[0] == call.phone.server[0], f"media of {call.phone.name} at the PBX")


def wait_until_direct(one, other):
    """Waits until both send to each other."""
    wait_for_place(one, other)
    wait_for_place(other, one)


def assert_sound(one, other):
    """Both hear the tone of the other."""
    one.rtp.play(440)
    other.rtp.play(1000)
    one.rtp.forget()
    other.rtp.forget()
    other.rtp.wait_for_tone(440, 0.4)
    one.rtp.wait_for_tone(1000, 0.4)


def hang_up(call, other):
    """Ends a call from one side."""
    call.bye()
    other.wait_for_end()


def offers(call, method="INVITE"):
    """The offers that came in a call."""
    return [request for request in call.requests if request.method == method]


@pytest.mark.parametrize("one, other", [("direct1", "direct2"), ("nonat", "direct2"), ("direct1", "picky")])
def test_media_goes_from_phone_to_phone(pbx, phone, one, other):  # sdp-5-1
    call, ringing = connected(phone, one, other)
    wait_until_direct(call, ringing)
    assert all(f"o=root" in str(request) and f"IN IP4 {call.phone.server[0]}" in str(request) for request in offers(call))
    assert_sound(call, ringing)
    assert "(Outside bridge)" in pbx.cli(f"sip show channel {call.call_id}")
    hang_up(call, ringing)


@pytest.mark.parametrize("one, other", [("alice", "direct2"), ("direct1", "alice"), ("direct1", "barred"), ("barred", "direct2")])
def test_media_stays_where_one_side_wants_it_so(pbx, phone, one, other):  # sdp-5-1
    call, ringing = connected(phone, one, other)
    assert_sound(call, ringing)
    assert "(local)" in pbx.cli(f"sip show channel {call.call_id}")
    assert place(call)[0] == place(ringing)[0] == call.phone.server[0]
    hang_up(call, ringing)
    assert not offers(call) and not offers(ringing)


def test_outgoing_spares_the_caller_the_first_one(pbx, phone):  # sdp-5-1
    call, ringing = connected(phone, "out1", "out2")
    wait_for_place(ringing, call)
    assert_sound(call, ringing)
    assert place(call)[0] == call.phone.server[0]
    hang_up(call, ringing)
    assert not offers(call)


def test_update_tells_it_where_the_phone_takes_that(pbx, phone):  # sdp-5-1 call-8-1
    one, other = registered(phone, "update1"), registered(phone, "update2")
    call = one.invites("update2", headers={"Allow": "INVITE, ACK, BYE, CANCEL, UPDATE"})
    ringing = other.expect_call()
    ringing.accept()
    call.expect(200)
    wait_until_direct(call, ringing)
    assert_sound(call, ringing)
    assert offers(call, "UPDATE") and not offers(call)
    assert offers(ringing) and not offers(ringing, "UPDATE"), "who does not say that it takes UPDATE gets a re-INVITE"
    hang_up(call, ringing)


def test_hold_brings_media_back_and_its_end_sends_it_away(pbx, phone):  # sdp-5-1
    call, ringing = connected(phone, "direct1", "direct2")
    wait_until_direct(call, ringing)
    call.reinvite(direction="sendonly")
    wait_until_back(ringing)
    call.reinvite(direction="sendrecv")
    wait_until_direct(call, ringing)
    assert_sound(call, ringing)
    hang_up(call, ringing)


def test_a_recording_keeps_media_here(pbx, phone):  # sdp-5-1
    call, ringing = connected(phone, "direct1", "direct2", "recorded")
    assert_sound(call, ringing)
    assert place(call)[0] == place(ringing)[0] == call.phone.server[0]
    hang_up(call, ringing)


def test_a_recording_that_begins_brings_media_back(pbx, phone):  # sdp-5-1
    call, ringing = connected(phone, "direct1", "direct2")
    wait_until_direct(call, ringing)
    channel = next(line.split("!")[0] for line in pbx.cli("core show channels concise").splitlines() if "direct1" in line)
    pbx.cli(f"mixmonitor start {channel} later.wav")
    wait_until_back(call)
    wait_until_back(ringing)
    assert_sound(call, ringing)
    pbx.cli(f"mixmonitor stop {channel}")
    wait_until_direct(call, ringing)
    hang_up(call, ringing)


def test_digits_that_the_bridge_needs_keep_media_here(pbx, phone):  # sdp-5-1
    call, ringing = connected(phone, "direct1", "direct2", "watched")
    assert_sound(call, ringing)
    assert place(ringing)[0] == call.phone.server[0]
    hang_up(call, ringing)


def test_another_address_of_one_phone_is_told_to_the_other(pbx, phone):  # sdp-5-1
    call, ringing = connected(phone, "direct1", "direct2")
    wait_until_direct(call, ringing)
    moved = phone("moved")
    call.reinvite(address=moved.address, port=40000)
    ringing.phone.bell.wait_for(lambda: place(ringing) == (moved.address, 40000), "the other address")
    hang_up(call, ringing)


def test_offers_that_meet_are_tried_again(pbx, phone):  # call-1-4 call-6-30 sdp-5-1
    one, other = registered(phone, "direct1"), registered(phone, "direct2")
    call = one.invites("direct2")
    call.refuses_offers_with = 491
    ringing = other.expect_call()
    ringing.accept()
    call.expect(200)
    call.phone.expect_request("INVITE")
    wait_for_place(ringing, call)
    call.refuses_offers_with = 0
    wait_for_place(call, ringing)
    assert len({request.sequence for request in offers(call)}) > 1
    assert_sound(call, ringing)
    hang_up(call, ringing)


def test_a_refusal_leaves_the_call(pbx, phone):  # call-8-1
    one, other = registered(phone, "direct1"), registered(phone, "direct2")
    call = one.invites("direct2")
    call.refuses_offers_with = 488
    ringing = other.expect_call()
    ringing.accept()
    call.expect(200)
    call.phone.expect_request("INVITE")
    assert "2 active channels" in pbx.cli("core show channels count")
    hang_up(call, ringing)


def test_after_a_transfer_media_is_where_the_call_is(pbx, phone):  # sdp-5-1
    call, ringing = connected(phone, "direct1", "direct2")
    wait_until_direct(call, ringing)
    call.request("REFER", {"Contact": call.phone.contact, "Refer-To": f"<{call.phone.uri('target')}>"}, status=202)
    wait_until_back(ringing)
    ringing.rtp.play(1000)
    ringing.rtp.forget()
    ringing.rtp.wait_for_tone(1000, 0.4)
    if not call.ended:
        call.bye()
    ringing.bye()


def test_families_of_addresses_do_not_meet(pbx, phone):  # sdp-5-1
    one, other = registered(phone, "direct1", v6=True), registered(phone, "direct2")
    call = one.invites("direct2")
    ringing = other.expect_call()
    ringing.accept()
    call.expect(200)
    assert_sound(call, ringing)
    assert place(ringing)[0] == ringing.phone.server[0]
    hang_up(call, ringing)


def test_sdp_of_an_update_is_answered(phone):  # call-8-1
    alice = registered(phone, "alice")
    call = alice.calls_to("moh")
    answer = call.request("UPDATE", {"Contact": alice.contact, **SDP}, call.description(direction="sendonly"))
    assert b"a=recvonly" in answer.body
    answer = call.request("UPDATE", {"Contact": alice.contact, **SDP}, call.description(direction="sendrecv"))
    assert b"a=sendrecv" in answer.body
    call.bye()
