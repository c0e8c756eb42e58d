# SPDX-License-Identifier: GPL-2.0-only
"""Transfer() of the dialplan before and after answer, transfers to other servers, call pickup, parking."""
import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf

pytestmark = pytest.mark.usefixtures("nothing_is_left")

DEVICES = """[groupone]
type=friend
host=dynamic
secret=secret
callgroup=1
[groupper]
type=friend
host=dynamic
secret=secret
pickupgroup=1
[namedone]
type=friend
host=dynamic
secret=secret
namedcallgroup=sales
[namedper]
type=friend
host=dynamic
secret=secret
namedpickupgroup=sales
"""
RESULT = "UserEvent(Transferred,Status: ${TRANSFERSTATUS},Protocol: ${TRANSFERSTATUSPROTOCOL})"
EXTENSIONS = f"""[default]
exten => early,1,Ringing()
 same => n,Transfer(SIP/555)
 same => n,{RESULT}
exten => earlyhost,1,Transfer(SIP/555@there.example)
 same => n,{RESULT}
exten => up,1,Answer()
 same => n,SIPAddHeader(X-Added: yes)
 same => n,Transfer(SIP/555)
 same => n,{RESULT}
 same => n,Wait(30)
exten => uphost,1,Answer()
 same => n,Transfer(555@there.example)
 same => n,{RESULT}
 same => n,Wait(30)
exten => _[abcgn].,1,Dial(SIP/${{EXTEN}},20)
exten => remote,1,UserEvent(Remote,Replaces: ${{SIPTRANSFER_REPLACES}})
 same => n,Dial(SIP/carol,20)
exten => bob,hint,SIP/bob
include => parkedcalls
"""
PARKING = """[general]
[default]
parkext => 700
parkpos => 701-710
context => parkedcalls
parkingtime => 60
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver, parking, and phones in groups; one domain is ours, so that others are foreign."""
    return asterisk(files={"sip.conf": sip_conf(general="domain=192.0.2.1\nallowexternaldomains=yes", more=DEVICES),
                           "extensions.conf": EXTENSIONS, "res_parking.conf": PARKING},
                    modules=[*DRIVER, "res_sip_pubsub.so", "bridge_holding.so", "res_parking.so", "app_transfer.so",
                             "app_directed_pickup.so"])


def notified(call):
    """The NOTIFY that tells what became of a transfer."""
    return call.phone.bell.wait_for(lambda: next((each for each in call.requests if each.method == "NOTIFY"), None),
                                    f"a NOTIFY at {call.phone.name}")


# --- Transfer()

@pytest.mark.parametrize("extension, contact", [("early", None), ("earlyhost", "Transfer <sip:555@there.example>")])
def test_before_the_call_is_answered(pbx, phone, extension, contact):  # core-2-11 call-7-1
    call = registered(phone, "alice").invites(extension)
    moved = call.transaction.wait()
    assert (moved.status, moved.reason) == (302, "Moved Temporarily")
    assert moved["Contact"] == (contact or f"Transfer <sip:555@{call.phone.domain}>")
    result = pbx.ami.expect("UserEvent", UserEvent="Transferred")
    assert (result["Status"], result["Protocol"]) == ("SUCCESS", "0")


def referred(phone, extension="up"):
    """A call whose dialplan transfers it, and the REFER that came."""
    call = registered(phone, "alice").calls_to(extension)
    request = call.phone.bell.wait_for(lambda: next((each for each in call.requests if each.method == "REFER"), None), "a REFER")
    return call, request


def tell(call, status, content_type="message/sipfrag;version=2.0", answer=200):
    """Sends a NOTIFY about the transfer."""
    return call.request("NOTIFY", {"Contact": call.phone.contact, "Event": "refer", "Subscription-State": "active",
                                   "Content-Type": content_type}, f"SIP/2.0 {status}\r\n".encode(), status=answer)


def answers_refer(phone, status, headers=None):
    """Makes the next REFER get this answer. The harness answers 200 by itself, so calls are told before."""
    from harness.call import Call
    usual = Call.take_request

    def take(self, request):
        if request.method != "REFER":
            return usual(self, request)
        self.requests.append(request)
        self.phone.respond(request, status[min(len([each for each in self.requests if each.method == "REFER"]), len(status)) - 1],
                           headers=headers)
    return Call, "take_request", take


def test_after_it_is_answered(pbx, phone, monkeypatch):  # xfer-2-1 xfer-2-2 xfer-2-6
    monkeypatch.setattr(*answers_refer(phone, [202]))
    call, refer = referred(phone)
    assert refer["Refer-To"] == f"<sip:555@{call.phone.domain}>" and refer["X-Added"] == "yes"
    assert refer["Referred-By"].startswith("<sip:up@")
    assert tell(call, "200 OK", "text/plain", 400).reason == "Bad request"
    tell(call, "100 Trying")
    tell(call, "200 OK")
    result = pbx.ami.expect("UserEvent", UserEvent="Transferred")
    assert (result["Status"], result["Protocol"]) == ("SUCCESS", "0")
    call.bye()


def test_to_a_host(phone, monkeypatch):
    monkeypatch.setattr(*answers_refer(phone, [202]))
    call, refer = referred(phone, "uphost")
    assert refer["Refer-To"] == "<sip:555@there.example>"
    call.bye()


def test_the_other_side_fails(pbx, phone, monkeypatch):  # xfer-2-6
    monkeypatch.setattr(*answers_refer(phone, [202]))
    call, _ = referred(phone)
    tell(call, "503 Service Unavailable")
    result = pbx.ami.expect("UserEvent", UserEvent="Transferred")
    assert (result["Status"], result["Protocol"]) == ("FAILURE", "1")
    call.bye()


@pytest.mark.parametrize("status, words", [(603, "declined, call miserably fails."), (405, "failed, REFER not allowed."), (200, None)])
def test_the_other_side_refuses(pbx, phone, monkeypatch, status, words):  # xfer-2-3
    monkeypatch.setattr(*answers_refer(phone, [status]))
    mark = pbx.log.mark()
    call, refer = referred(phone)
    result = pbx.ami.expect("UserEvent", UserEvent="Transferred")
    assert (result["Status"], result["Protocol"]) == ("FAILURE", "1")
    assert not words or f"SIP transfer to {refer['Refer-To']} {words}" in pbx.log.text(mark)
    call.bye()


# --- to other servers

def test_a_dialog_of_another_server_is_replaced_there(pbx, phone):  # xfer-1-19 xfer-1-27
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.accept()
    call.expect(200)
    ringing.request("REFER", {"Contact": bob.contact,
                              "Refer-To": "<sip:remote@foreign.example?Replaces=far%3Bto-tag%3Da%3Bfrom-tag%3Db>"}, status=202)
    assert notified(ringing).body == b"SIP/2.0 200 OK\r\n"
    assert pbx.ami.expect("UserEvent", UserEvent="Remote")["Replaces"] == "far;to-tag=a;from-tag=b"
    third = carol.expect_call()
    assert third.invite["Replaces"] == "far;to-tag=a;from-tag=b" and "replaces" in third.invite["Require"]
    third.accept()
    ringing.bye()
    call.bye()
    third.wait_for_end()


# --- pickup

@pytest.mark.parametrize("called, picker", [("groupone", "groupper"), ("namedone", "namedper")])
def test_a_group_is_picked_up(phone, called, picker):  # call-12-1
    alice, one, taker = (registered(phone, name) for name in ("alice", called, picker))
    call = alice.invites(called)
    ringing = one.expect_call()
    ringing.ring()
    call.expect(180)
    picked = taker.invites("*8")
    picked.expect(200)
    call.expect(200)
    ringing.wait_for_end()
    picked.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    picked.bye()
    call.wait_for_end()


def test_nothing_rings(phone):  # call-12-1
    picked = registered(phone, "groupper").invites("*8")
    assert picked.transaction.wait().status == 403


def test_what_a_lamp_shows_is_picked_up(phone):  # xfer-3-7 call-12-1
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    watch = carol.request("SUBSCRIBE", "bob", {"Event": "dialog", "Accept": "application/dialog-info+xml", "Expires": "60",
                                               "Contact": carol.contact})
    assert watch.status == 200, watch
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()
    call.expect(180)
    taker = carol.invites("bob", headers={"Replaces": f"pickup-{watch['Call-ID']};to-tag=a;from-tag=b"})
    taker.expect(200)
    call.expect(200)
    ringing.wait_for_end()
    taker.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    taker.bye()
    call.wait_for_end()


def test_a_lamp_that_nobody_watches(phone):  # xfer-3-2
    taker = registered(phone, "carol").invites("bob", headers={"Replaces": "pickup-gone;to-tag=a;from-tag=b"})
    final = taker.transaction.wait()
    assert (final.status, final.reason) == (481, "Call Leg Does Not Exist (Replaces)")


# --- parking

def test_a_call_is_parked_and_taken_back(pbx, phone):
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.accept()
    call.expect(200)
    ringing.request("REFER", {"Contact": bob.contact, "Refer-To": f"<{bob.uri('700')}>"}, status=202)
    assert notified(ringing).body == b"SIP/2.0 200 OK\r\n"
    parked = pbx.ami.expect("ParkedCall")
    assert parked["ParkeeChannel"].startswith("SIP/alice-")
    ringing.bye()
    back = carol.invites(parked["ParkingSpace"])
    back.expect(200)
    back.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    back.bye()
    call.bye() if not call.ended else None
