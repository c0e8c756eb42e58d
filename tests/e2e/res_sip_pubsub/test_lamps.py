# SPDX-License-Identifier: GPL-2.0-only
"""Lamps and presence: phones watch extensions of a real dialplan. Rows: docs/spec/behaviour/subscriptions.md."""
import xml.etree.ElementTree as ElementTree

import pytest

from harness.message import parameter
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

MODULES = (*DRIVER, "func_devstate.so", "func_presencestate.so")
DIALOGS = "{urn:ietf:params:xml:ns:dialog-info}"
HINTS = """
[default]
exten => bob,1,Dial(SIP/bob)
[lamps]
exten => 200,hint,SIP/bob
exten => 201,hint,Custom:lamp
exten => 202,hint,Custom:other
exten => gone,hint,Custom:gone
exten => 203,hint,Custom:third,CustomPresence:boss
"""
DIALPLAN = EXTENSIONS.replace("[default]\n", "") if not EXTENSIONS.startswith("[default]") else EXTENSIONS[len("[default]\n"):]


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with hints."""
    return asterisk(files={"sip.conf": sip_conf(general="subscribecontext=lamps", each="callcounter=yes"),
                           "extensions.conf": HINTS.replace("[lamps]", DIALPLAN + "[lamps]")}, modules=MODULES)


class Watch:
    """A subscription of a phone's."""

    def __init__(self, phone, target, event="dialog", accept="application/dialog-info+xml", expires=300, **more):
        self.phone, self.target, self.event = phone, target, event
        self.headers = {"Event": event, "Accept": accept, "Expires": expires, "Contact": phone.contact,
                        **{name.replace("_", "-"): value for name, value in more.items()}}
        self.before = len(phone.requests("NOTIFY"))
        self.response = phone.request("SUBSCRIBE", target, self.headers)
        self.call_id = self.response["Call-ID"]
        self.sequence = 2
        self.told = 0

    def refresh(self, expires):
        """SUBSCRIBE in the dialog, with what proves it."""
        uri = self.phone.uri(self.target)
        for attempt in range(2):
            self.sequence += 1
            request = self.phone.new_request("SUBSCRIBE", uri, self.response["To"], self.call_id, "", self.sequence,
                                             {**self.headers, "Expires": expires}, from_value=self.response["From"])
            if attempt:
                request.add(*self.phone.credentials(answer, request))
            answer = self.phone.send(request).wait()
            if answer.status != 401:
                return answer
        return answer

    def notifies(self):
        """Those that came, without repetitions."""
        seen = {}
        for each in self.phone.requests("NOTIFY"):
            if each["Call-ID"] == self.call_id:
                seen.setdefault(each.sequence, each)
        return list(seen.values())

    def next(self):
        """The next one."""
        self.told += 1
        return self.phone.bell.wait_for(lambda: (self.notifies()[self.told - 1:self.told] or [None])[0], f"NOTIFY {self.told}")

    def next_state(self):
        """The next one's dialog state and version."""
        root = ElementTree.fromstring(self.next().body)
        return root.find(f"{DIALOGS}dialog/{DIALOGS}state").text, int(root.get("version"))


def set_device(pbx, name, state):
    """Turns a custom device."""
    pbx.cli(f"devstate change Custom:{name} {state}")


def test_a_lamp_follows_a_device(pbx, phone):  # sub-2-9, sub-2.3-7, sub-2.2-1 sub-2.2-2 sub-2.2-3 sub-2.2-4 sub-2.2-5 sub-2.2-6 sub-2.2-7
    set_device(pbx, "lamp", "NOT_INUSE")
    watch = Watch(phone("alice"), "201")
    assert watch.response.status == 200 and watch.response["Expires"] == "300"
    assert parameter(watch.response["Contact"], "expires") == "300"
    assert watch.next_state() == ("terminated", 0)
    words = [("INUSE", "confirmed"), ("RINGING", "early"), ("RINGINUSE", "early"), ("BUSY", "confirmed"),
             ("ONHOLD", "confirmed"), ("UNAVAILABLE", "terminated"), ("NOT_INUSE", "terminated")]
    for version, (state, word) in enumerate(words, 1):
        set_device(pbx, "lamp", state)
        assert watch.next_state() == (word, version), state
    first = watch.notifies()[0]
    assert first["Event"] == "dialog" and first["Content-Type"] == "application/dialog-info+xml"
    assert first["Subscription-State"].startswith("active")
    assert first.from_tag == watch.response.to_tag


def test_a_lamp_blinks_for_a_call(pbx, phone):  # sub-2.3-11
    alice, bob, carol = phone("alice"), phone("bob"), phone("carol")
    bob.register()
    watch = Watch(carol, "200")
    watch.next()
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()

    def state_of(message):
        return ElementTree.fromstring(message.body).find(f"{DIALOGS}dialog")
    until(lambda: any(state_of(each).get("direction") == "recipient" for each in watch.notifies()), "the blinking lamp")
    ringing.accept()
    until(lambda: state_of(watch.notifies()[-1]).find(f"{DIALOGS}state").text == "confirmed", "the steady lamp")
    call.expect(200)
    call.bye()
    until(lambda: state_of(watch.notifies()[-1]).find(f"{DIALOGS}state").text == "terminated", "the dark lamp")


def test_presence_is_told_in_pidf(pbx, phone):  # sub-2-4, sub-2.3-2
    set_device(pbx, "lamp", "INUSE")
    watch = Watch(phone("alice"), "201", "presence", "application/pidf+xml")
    notify = watch.next()
    assert notify["Event"] == "presence" and notify["Content-Type"] == "application/pidf+xml"
    root = ElementTree.fromstring(notify.body)
    assert root.find("{urn:ietf:params:xml:ns:pidf}note").text == "On the phone"
    assert root.find(".//{urn:ietf:params:xml:ns:pidf}basic").text == "open"
    set_device(pbx, "lamp", "NOT_INUSE")
    assert ElementTree.fromstring(watch.next().body).find("{urn:ietf:params:xml:ns:pidf}note").text == "Ready"


def test_a_digium_phone_is_told_what_somebody_set(pbx, phone):  # sub-2.1-2, sub-2.3-3
    watch = Watch(phone("alice"), "203", "presence", "application/pidf+xml", User_Agent="Digium D40 1_0")
    watch.next()
    pbx.cli("presencestate change CustomPresence:boss AWAY,lunch")
    body = watch.next().body.decode()
    assert '<digium_presence type="away" subtype="lunch">' in body


def test_a_refresh_is_answered_and_told(pbx, phone):  # sub-2-9, sub-1.1-4
    watch = Watch(phone("alice"), "202")
    watch.next()
    assert watch.refresh(600)["Expires"] == "600"
    assert watch.next_state()[1] == 1
    assert watch.refresh(0).status == 200
    assert watch.next()["Subscription-State"] == "terminated;reason=timeout"
    until(lambda: watch.call_id[:15] not in pbx.cli("sip show subscriptions"), "the end of the subscription")
    assert watch.refresh(300).status == 481


def test_subscriptions_are_shown(pbx, phone):
    alice = phone("alice")
    set_device(pbx, "other", "INUSE")
    watch = Watch(alice, "202")
    watch.next()
    lines = pbx.cli("sip show subscriptions").splitlines()
    mine = next(line for line in lines if watch.call_id[:15] in line)
    assert mine == (f"{alice.address:<15.15}  {'alice':<15.15}  {watch.call_id:<15.15}  {'202@lamps':<15.15}  {'InUse':<13.13}  "
                    f"{'dialog-info+xml':<15.15} {'<none>':<10.10} 000300")
    assert lines[-1].endswith("active SIP subscriptions") or lines[-1] == "1 active SIP subscription"


def test_what_has_no_hint_is_not_found(pbx, phone):  # sub-2-1
    assert Watch(phone("alice"), "echo").response.status == 404


def test_a_stranger_is_asked_who_he_is(pbx, phone):  # sub-1-5
    assert Watch(phone("alice", secret="wrong"), "201").response.status == 403


def test_a_hint_that_goes_says_goodbye(pbx, phone):  # sub-2.1-5, mended
    watch = Watch(phone("alice"), "gone")
    watch.next()
    dialplan = (pbx.etc / "extensions.conf").read_text()
    pbx.write("extensions.conf", dialplan.replace("exten => gone,hint,Custom:gone\n", ""))
    pbx.cli("dialplan reload")
    assert watch.next()["Subscription-State"] == "terminated;reason=noresource"
    assert Watch(phone("bob"), "gone").response.status == 404


def test_a_hint_that_changes_goes_on(pbx, phone):
    set_device(pbx, "other", "NOT_INUSE")
    set_device(pbx, "fourth", "INUSE")
    watch = Watch(phone("alice"), "202")
    assert watch.next_state()[0] == "terminated"
    dialplan = (pbx.etc / "extensions.conf").read_text()
    pbx.write("extensions.conf", dialplan.replace("202,hint,Custom:other", "202,hint,Custom:fourth"))
    pbx.cli("dialplan reload")
    set_device(pbx, "fourth", "BUSY")
    until(lambda: b"<state>confirmed</state>" in watch.notifies()[-1].body, "the lamp of the changed hint")
