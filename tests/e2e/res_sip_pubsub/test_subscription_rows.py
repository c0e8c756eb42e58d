# SPDX-License-Identifier: GPL-2.0-only
"""The rest of what subscriptions do, row by row. Rows: docs/spec/behaviour/subscriptions.md."""
import xml.etree.ElementTree as ElementTree

import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

MODULES = (*DRIVER, "func_devstate.so", "app_voicemail.so")
HINTS = """
[lamps]
exten => 201,hint,Custom:lamp
exten => 202,hint,SIP/relay
"""
MORE = """[closed]
type=friend
host=dynamic
secret=secret
allowsubscribe=no
[far]
type=peer
host={far}
unsolicited_mailbox=900
[near]
type=friend
host=dynamic
secret=secret
mailbox=900@SIP_Remote
"""
DIALOG = {"Event": "dialog", "Accept": "application/dialog-info+xml", "Expires": 300}


@pytest.fixture(scope="module")
def far(network):
    """Where a server is that tells of mailboxes."""
    return network.place("phones").address()


@pytest.fixture(scope="module")
def pbx(asterisk, far):
    """Asterisk with hints."""
    return asterisk(files={"sip.conf": sip_conf(general="subscribecontext=lamps\nallowguest=yes\ntcpenable=yes", more=MORE.format(far=far)),
                           "extensions.conf": EXTENSIONS + HINTS}, modules=MODULES)


def subscribe(phone, target="201", **headers):
    """SUBSCRIBE with what proves it."""
    return phone.request("SUBSCRIBE", target, {"Contact": phone.contact, **DIALOG,
                                               **{name.replace("_", "-"): value for name, value in headers.items()}})


def test_a_call_is_no_place_to_subscribe_in(pbx, phone):  # sub-1-1
    call = phone("alice").calls_to("echo")
    answer = call.request("SUBSCRIBE", {**DIALOG, "Contact": phone("bob").contact}, status=403)
    assert answer.reason == "Forbidden (within dialog)"
    call.reinvite()
    call.bye()


def test_who_may_not_subscribe_is_told(pbx, phone):  # sub-1-6
    answer = subscribe(phone("closed"))
    assert (answer.status, answer.reason) == (403, "Forbidden (policy)")


def test_a_notify_goes_to_the_contact_along_the_route(pbx, phone):  # sub-1-7
    alice = phone("alice")
    answer = subscribe(alice, Contact=f"<sip:desk-7@{alice.address}:{alice.port};x=1>",
                       Record_Route=f"<sip:{alice.address}:{alice.port};lr;hop=1>")
    assert answer.status == 200 and answer.to_tag
    notify = alice.expect_request("NOTIFY")
    assert notify.uri == f"sip:desk-7@{alice.address}:{alice.port};x=1"
    assert notify["Route"] == f"<sip:{alice.address}:{alice.port};lr;hop=1>"


@pytest.mark.parametrize("target, headers, status", [
    ("nothing", {"Expires": 5}, 404),                       # sub-1-8 before sub-1-9
    ("201", {"Event": "unknown", "Expires": 5}, 489),       # sub-1-8 before sub-1-9
    ("201", {"Expires": 5}, 423),                           # sub-1-9
])
def test_what_is_watched_is_looked_at_before_for_how_long(pbx, phone, target, headers, status):  # sub-1-8 sub-1-9
    assert subscribe(phone("alice"), target, **headers).status == status


@pytest.mark.parametrize("accept, event, kind", [
    ("application/dialog-info+xml", "dialog", "dialog-info+xml"),                              # sub-2-5
    ("application/cpim-pidf+xml", "presence", "cpim-pidf+xml"),                                # sub-2-6
    ("application/xpidf+xml", "presence", "xpidf+xml"),                                        # sub-2-7
    ("application/xpidf+xml, application/cpim-pidf+xml, application/pidf+xml", "presence", "pidf+xml"),
    ("text/html, application/cpim-pidf+xml;q=0.5", "presence", "cpim-pidf+xml"),
])
def test_the_kind_is_the_first_that_is_accepted(pbx, phone, accept, event, kind):
    alice = phone("alice")
    assert subscribe(alice, Event="presence", Accept=accept).status == 200
    notify = alice.expect_request("NOTIFY")
    assert notify["Event"] == event and notify["Content-Type"] == f"application/{kind}"
    if kind != "dialog-info+xml":
        ElementTree.fromstring(notify.body)


def test_a_stranger_has_no_mailbox(pbx, phone):  # sub-3-2
    answer = subscribe(phone("stranger"), "stranger", Event="message-summary", Accept="application/simple-message-summary")
    assert (answer.status, answer.reason) == (404, "Not found")


def report(server, body=b"Messages-Waiting: yes\r\nVoice-Message: 4/2 (0/0)\r\n", event="message-summary", **headers):
    """An unsolicited NOTIFY."""
    return server.request("NOTIFY", "pbx", {**({"Event": event} if event else {}), "Subscription-State": "active",
                                            "Content-Type": "application/simple-message-summary", **headers}, body)


def test_a_mailbox_elsewhere_is_relayed(pbx, phone, far):  # sub-s1-1 sub-s1-6
    server, near = phone("server", address=far), phone("near")
    near.register()
    assert report(server).status == 200
    until(lambda: any(b"Voice-Message: 4/2" in each.body for each in near.requests("NOTIFY")), "the relayed counts")
    assert report(phone("elsewhere")).status == 489


@pytest.mark.parametrize("event, status", [("keep-alive", 200), ("refer", 489), ("call-completion", 489), ("dance", 489), ("", 489)])
def test_notifies_of_other_kinds(pbx, phone, far, event, status):  # sub-s1-2 sub-s1-3 sub-s1-4 sub-s1-5
    assert report(phone("server", address=far), event=event).status == status


@pytest.mark.parametrize("body", [b"x" * 49152, b"Voice-Message" * 3700, b":" * 49152, b"Voice-Message: " + b"9" * 40000 + b"/1",
                                  b"Voice-Message: 1/" + b"-" * 40000, b"", b"\x00" * 4096])
def test_a_body_that_says_nothing_does_no_harm(pbx, phone, far, body):  # sub-s1-1
    server = phone("server", address=far, transport="udp")
    assert report(server, body).status in (400, 413, 489, 513)
    assert report(server).status == 200


def test_64_kib_without_a_colon_over_a_connection(pbx, phone, far):  # sub-s1-1
    server = phone("server", address=far, transport="tcp")
    answer = report(server, b"x" * 65536)
    assert answer.status in (400, 413, 489, 513), answer
    assert report(phone("server", address=far)).status == 200


def test_a_refusal_of_our_subscription_is_answered_by_nothing(pbx, phone, far):  # sub-4-4 sub-4-6
    server = phone("server", address=far)
    server.takers["SUBSCRIBE"] = lambda request: server.respond(request, 403)
    mark = pbx.log.mark()
    pbx.write("sip.conf", sip_conf(general=f"tcpenable=yes\nsubscribecontext=lamps\nmwi => 77:pw@{far}/700", more=MORE.format(far=far)))
    pbx.cli("sip reload")
    server.expect_request("SUBSCRIBE")
    pbx.log.wait("Mailbox of '77@.*' cannot be watched: 403", mark)
    assert not [each for direction, each in server.messages if direction == "in" and not each.is_request]
    assert "77" in pbx.cli("sip show mwi")
