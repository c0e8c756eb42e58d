# SPDX-License-Identifier: GPL-2.0-only
"""Waiting messages, asked for and not; and NOTIFYs by order. Rows: docs/spec/behaviour/subscriptions.md."""
import pytest

from harness.message import parameter
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

MODULES = (*DRIVER, "app_voicemail.so")
VOICEMAIL = "[general]\nformat=wav\npollmailboxes=yes\npollfreq=1\n[default]\n"
TYPES = """[polycom-check-cfg]
Event=>check-sync
Content-Type=>text/plain
Content=>line1
Content=>line\\;2

[clear-mwi]
Event=>message-summary
Content-type=>application/simple-message-summary
Content=>Messages-Waiting: no
Content=>
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk whose phones have mailboxes."""
    conf = sip_conf(phones=("carol",)) + "".join(
        f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\nmailbox={boxes}\n" for name, boxes in (("alice", "100,101@other"), ("bob", "102")))
    return asterisk(files={"sip.conf": conf, "extensions.conf": EXTENSIONS, "sip_notify.conf": TYPES,
                           "voicemail.conf": VOICEMAIL}, modules=MODULES)


def put(pbx, mailbox, new, old):
    """Makes a mailbox hold so many messages, as voicemail keeps them, and has it looked at."""
    box, _, context = mailbox.partition("@")
    for folder, count in (("INBOX", new), ("Old", old)):
        place = pbx.folder / "spool" / "voicemail" / context / box / folder
        place.mkdir(parents=True, exist_ok=True)
        for each in place.glob("msg*"):
            each.unlink()
        for number in range(count):
            (place / f"msg{number:04}.txt").write_text("[message]\n")
    pbx.ami.action("VoicemailRefresh", Context=context, Mailbox=box)


def last_count(phone):
    """The count that a phone was told last."""
    told = [each for each in phone.requests("NOTIFY") if each["Event"] == "message-summary"]
    return next((line for line in told[-1].body.decode().split("\r\n") if line.startswith("Voice-Message")), "") if told else ""


def test_a_phone_is_told_without_asking(pbx, phone):  # sub-3-6 sub-3-7 sub-3-8 sub-3-9 sub-3-10 sub-3-11 sub-3-12 sub-3-13 sub-3-14
    put(pbx, "102@default", 2, 1)
    bob = phone("bob")
    bob.register()
    until(lambda: last_count(bob) == "Voice-Message: 2/1 (0/0)", "what there is when it registers")
    notify = bob.requests("NOTIFY")[-1]
    assert notify.uri.startswith(f"sip:bob@{bob.address}")
    assert notify["From"].startswith('"asterisk" <sip:asterisk@') and notify.from_tag
    assert not notify.to_tag and "Subscription-State" not in notify
    assert notify["To"] == f"<{notify.uri.split(';')[0]}>" and notify["Call-ID"]
    for absent in ("Date", "Allow", "Supported"):
        assert absent not in notify
    assert notify["Content-Type"] == "application/simple-message-summary"
    assert b"Messages-Waiting: yes\r\nMessage-Account: sip:asterisk@" in notify.body
    put(pbx, "102@default", 0, 3)
    until(lambda: last_count(bob) == "Voice-Message: 0/3 (0/0)", "the change")
    assert b"Messages-Waiting: no\r\n" in bob.requests("NOTIFY")[-1].body


def test_several_mailboxes_are_one_lamp(pbx, phone):  # sub-3-5
    put(pbx, "100@default", 1, 0)
    put(pbx, "101@other", 2, 2)
    alice = phone("alice")
    alice.register()
    until(lambda: last_count(alice) == "Voice-Message: 3/2 (0/0)", "the sum")


def test_who_subscribes_is_told_in_his_dialog(pbx, phone):  # sub-3-4, sub-3-5
    put(pbx, "102@default", 5, 0)
    bob = phone("bob")
    bob.register()
    response = bob.request("SUBSCRIBE", "bob", {"Event": "message-summary", "Accept": "application/simple-message-summary",
                                                "Contact": bob.contact, "Expires": 600})
    assert response.status == 200 and response["Expires"] == "600"

    def mine():
        return [each for each in bob.requests("NOTIFY") if each["Call-ID"] == response["Call-ID"]]
    until(lambda: mine() and b"5/0" in mine()[-1].body, "the first NOTIFY of the subscription")
    assert mine()[0]["Subscription-State"].startswith("active")
    assert mine()[0].from_tag == response.to_tag and parameter(mine()[0]["To"], "tag")
    before = len(bob.requests("NOTIFY"))
    put(pbx, "102@default", 6, 0)
    until(lambda: b"6/0" in mine()[-1].body, "the change, in the dialog")
    assert len(bob.requests("NOTIFY")) == before + 1, "and nowhere else"
    assert "mwi             102@defaul" in pbx.cli("sip show subscriptions")


def test_without_a_mailbox_there_is_nothing_to_watch(pbx, phone):  # sub-3-3
    carol = phone("carol")
    response = carol.request("SUBSCRIBE", "carol", {"Event": "message-summary", "Contact": carol.contact})
    assert (response.status, response.reason) == (404, "Not found (no mailbox)")


def test_a_notify_is_sent_by_order(pbx, phone):  # sub-6-1
    carol = phone("carol")
    carol.register()
    said = pbx.cli("sip notify polycom-check-cfg carol nosuchpeer")
    assert said.splitlines() == ["Sending NOTIFY of type 'polycom-check-cfg' to 'carol'", "Could not create address for 'nosuchpeer'"]
    notify = carol.expect_request("NOTIFY")
    assert notify["Event"] == "check-sync" and notify["Subscription-State"] == "terminated"
    assert notify.body == b"line1\r\nline;2" and notify["Content-Type"] == "text/plain"
    assert notify["From"].startswith('"asterisk" <sip:asterisk@')
    assert pbx.cli("sip notify nosuchtype carol").startswith("Unable to find notify type 'nosuchtype'")


def test_a_notify_is_sent_by_the_manager(pbx, phone):  # sub-6-1
    carol = phone("carol")
    carol.register()
    answer = pbx.ami.action("SIPnotify", Channel="SIP/carol",
                            Variable=["Event=check-sync", "Content-Type=text/plain", "Content=line1", "Content=line2"])
    assert (answer["Response"], answer["Message"]) == ("Success", "Notify Sent")
    notify = carol.expect_request("NOTIFY")
    assert notify["Event"] == "check-sync" and notify.body == b"line1\r\nline2"
    assert pbx.ami.action("SIPnotify", Channel="SIP/nosuchpeer")["Message"] == "Could not create address"
    assert pbx.ami.action("SIPnotify")["Message"] == "SIPNotify requires a channel name"
    assert pbx.ami.action("SIPnotify", **{"Channel": "SIP/carol", "Call-ID": "nosuch"})["Message"] == "Call-ID not found"
