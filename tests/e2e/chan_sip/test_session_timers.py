# SPDX-License-Identifier: GPL-2.0-only
"""Session timers with a real dialplan: what is asked for and answered, who refreshes, and what ends without a refresh."""
import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf


def device(name, *lines):
    """A device of sip.conf."""
    return f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\n" + "".join(f"{line}\n" for line in lines)


DEVICES = (device("asks", "session-timers=originate", "session-expires=90", "session-refresher=uac") +
           device("refuses", "session-timers=refuse") + device("rel", "prack=yes") +
           device("min", "session-minse=200", "session-expires=300"))
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => _[a-z].,1,Dial(SIP/${EXTEN},20)
"""
SUPPORTED = {"Supported": "timer"}


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with devices of all modes."""
    return asterisk(files={"sip.conf": sip_conf(more=DEVICES), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_a_caller_that_can_gets_a_timer_and_we_refresh(pbx, phone):  # call-9-4 call-9-5
    call = registered(phone, "alice").calls_to("echo", headers=SUPPORTED)
    ok = call.expect(200)
    assert ok["Session-Expires"] == "1800;refresher=uas"
    assert ok["Require"] == "timer"
    shown = pbx.cli(f"sip show channel {call.call_id}")
    for line in ("  Session-Timer:          Active\n", "  S-Timer Interval:       1800\n", "  S-Timer Refresher:      us\n",
                 "  S-Timer Peer Sts:       Active\n", "  S-Timer Cached Min-SE:  90\n", "  S-Timer Cached SE:      1800\n",
                 "  S-Timer Cached Ref:     us\n", "  S-Timer Cached Mode:    Accept\n"):
        assert line in shown
    call.bye()


def test_a_caller_that_cannot_gets_none(pbx, phone):  # call-9-7
    call = registered(phone, "alice").calls_to("echo")
    assert call.expect(200)["Session-Expires"] == ""
    assert "  Session-Timer:          Inactive\n" in pbx.cli(f"sip show channel {call.call_id}")
    call.bye()


def test_too_short_an_interval_is_refused(phone):  # call-9-3 call-1-10
    call = registered(phone, "min").invites("echo", headers={**SUPPORTED, "Session-Expires": "120"})
    refusal = call.transaction.wait()
    assert refusal.start == "SIP/2.0 422 Session Interval Too Small"
    assert refusal["Min-SE"] == "200"


def test_refused_timers_are_named_where_they_are_required(phone):  # call-9-6
    refuses = registered(phone, "refuses")
    call = refuses.invites("echo", headers={"Require": "timer"})
    refusal = call.transaction.wait()
    assert refusal.start == "SIP/2.0 420 Option Disabled"
    assert refusal["Unsupported"] == "timer"
    call = refuses.calls_to("echo", headers=SUPPORTED)
    assert call.expect(200)["Session-Expires"] == ""
    call.bye()


def test_a_device_is_asked_for_a_timer_and_climbs_the_ladder(phone):  # call-9-2 call-6-23
    alice, asks = registered(phone, "alice"), registered(phone, "asks")
    call = alice.invites("asks")
    asked = asks.expect_request("INVITE")
    assert asked["Session-Expires"] == "90"
    assert asked["Min-SE"] == "90"
    asks.respond(asked, 422, headers={"Min-SE": "1000", "Contact": asks.contact})
    again = asks.expect_request("INVITE", 2)
    assert (again["Session-Expires"], again["Min-SE"]) == ("1000", "1000")
    assert again["Call-ID"] == asked["Call-ID"]
    ringing = asks.expect_call()
    ringing.invite = again
    ringing.accept()
    call.expect(200)
    call.bye()
    ringing.wait_for_end()


@pytest.mark.parametrize("method", ["INVITE", "UPDATE"])
def test_a_refresh_of_theirs_is_answered_with_the_timer(phone, method):  # call-9-7
    alice = registered(phone, "alice")
    call = alice.calls_to("echo", headers={**SUPPORTED, "Session-Expires": "600;refresher=uac"})
    assert call.expect(200)["Session-Expires"] == "600;refresher=uac"
    refresh = {"Contact": alice.contact, **SUPPORTED, "Session-Expires": "500;refresher=uac"}
    if method == "INVITE":
        refresh["Content-Type"] = "application/sdp"
    answer = call.request(method, refresh, call.description() if method == "INVITE" else b"")
    assert answer["Session-Expires"] == "500;refresher=uac"
    call.bye()


@pytest.mark.long
def test_we_refresh_with_the_same_description(phone):  # call-9-7
    call = registered(phone, "alice").calls_to("echo", headers={**SUPPORTED, "Session-Expires": "90;refresher=uas"})
    before = call.remote_description.lines
    refresh = call.phone.expect_request("INVITE", seconds=60)
    assert refresh["Session-Expires"] == "90;refresher=uac"
    assert call.remote_description.lines == before
    call.bye()


@pytest.mark.long
def test_who_does_not_refresh_is_hung_up_and_the_manager_is_told(pbx, phone):  # call-9-7
    call = registered(phone, "alice").calls_to("echo", headers={**SUPPORTED, "Session-Expires": "90;refresher=uac"})
    event = pbx.ami.expect("SessionTimeout", seconds=90)
    assert event["Source"] == "SIPSessionTimer"
    assert event["Channel"].startswith("SIP/alice-")
    call.wait_for_end()


def test_reliable_provisional_responses(phone):  # call-1-1
    rel = registered(phone, "rel")
    bob = registered(phone, "bob")
    call = rel.invites("bob", headers={"Require": "100rel"})
    ringing = bob.expect_call()
    ringing.ring(183, ringing.description())
    progress = call.transaction.wait(183)
    assert progress["Require"] == "100rel"
    call._remote = progress["To"]
    call._target = progress["Contact"].strip("<>")
    call.request("PRACK", {"RAck": f"{progress['RSeq']} {call.invite.sequence} INVITE"})
    ringing.accept()
    call.expect(200)
    call.bye()
    ringing.wait_for_end()


def test_without_the_option_reliable_responses_are_refused(phone):  # call-1-1
    call = registered(phone, "alice").invites("echo", headers={"Require": "100rel"})
    refusal = call.transaction.wait()
    assert refusal.status == 420
    assert refusal["Unsupported"] == "100rel"
