# SPDX-License-Identifier: GPL-2.0-only
"""Text in calls: SendText(), ReceiveText() and bridges, as MESSAGE in the dialog. Rows: docs/spec/behaviour/messaging.md."""
import pytest

from harness.message import parameter
from harness.setups import DRIVER, EXTENSIONS, sip_conf

DIALPLAN = """
[talk]
exten => say,1,Answer()
 same => n,SendText(hello, caller)
 same => n,UserEvent(Said,Status: ${SENDTEXTSTATUS})
 same => n,Wait(20)
exten => listen,1,Answer()
 same => n,ReceiveText(10)
 same => n,UserEvent(Heard,Text: ${RECEIVETEXTMESSAGE},Status: ${RECEIVETEXTSTATUS})
 same => n,Wait(20)
exten => _[abq].,1,Dial(SIP/${EXTEN},20)
"""
PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones, one of which is sent no MESSAGE."""
    quiet = "[quiet]\ntype=friend\nhost=dynamic\nsecret=secret\ndisallowed_methods=MESSAGE\n"
    return asterisk(files={"sip.conf": sip_conf(general="context=talk", more=quiet), "extensions.conf": EXTENSIONS + DIALPLAN},
                    modules=(*DRIVER, "app_sendtext.so"))


@pytest.fixture(autouse=True)
def fresh(pbx):
    """No test sees what happened in another one."""
    pbx.ami.forget()


def texts(call):
    """The MESSAGEs that came in a call, without repetitions."""
    return list({each.sequence: each for each in call.requests if each.method == "MESSAGE"}.values())


def test_the_dialplan_says_something(pbx, phone):  # msg-2-1
    call = phone("alice").invites("say", headers={"Allow": "INVITE, ACK, BYE, CANCEL, MESSAGE"})
    call.expect(200)
    first = call.phone.bell.wait_for(lambda: texts(call), "the text")[0]
    assert first.body == b"hello, caller" and first["Content-Type"] == "text/plain;charset=UTF-8"
    assert "Contact" not in first and parameter(first["To"], "tag") == call._tag
    assert pbx.ami.expect("UserEvent", UserEvent="Said")["Status"] == "SUCCESS"
    call.bye()


@pytest.mark.parametrize("name, headers", [("alice", {"Allow": "INVITE, ACK, BYE, CANCEL"}),
                                           ("quiet", {"Allow": "INVITE, ACK, BYE, CANCEL, MESSAGE"})])
def test_who_takes_no_messages_is_sent_none(pbx, phone, name, headers):  # msg-2-1
    call = phone(name).invites("say", headers=headers)
    call.expect(200)
    assert pbx.ami.expect("UserEvent", UserEvent="Said")["Status"] == "SUCCESS"
    call.bye()
    pbx.wait_for_no_channels()
    assert not texts(call)


def test_the_dialplan_hears_what_a_phone_says(pbx, phone):  # msg-1-4, msg-1-14
    call = phone("alice").invites("listen")
    call.expect(200)
    answer = call.request("MESSAGE", PLAIN, "grüße\r\nzwei\r\n".encode(), status=202)
    assert answer.reason == "Accepted"
    event = pbx.ami.expect("UserEvent", UserEvent="Heard")
    assert event["Text"].startswith("grüße") and event["Status"] == "SUCCESS"
    call.bye()


def test_text_passes_a_bridge(pbx, phone):  # msg-1-4, msg-2-1
    alice, bob = phone("alice"), phone("bob")
    bob.register()
    call = alice.invites("bob")
    other = bob.expect_call()
    other.accept()
    call.expect(200)
    pbx.ami.expect("BridgeEnter", BridgeNumChannels="2")
    call.request("MESSAGE", PLAIN, b"to bob", status=202)
    bob.bell.wait_for(lambda: texts(other), "the text at bob")
    assert texts(other)[0].body == b"to bob"
    other.request("MESSAGE", PLAIN, b"to alice", status=202)
    alice.bell.wait_for(lambda: texts(call), "the text at alice")
    assert texts(call)[0].body == b"to alice"
    call.bye()


@pytest.mark.parametrize("headers", [{"Content-Type": "text/html"}, {}])
def test_other_kinds_are_refused_in_a_call_too(pbx, phone, headers):  # msg-1-2
    call = phone("alice").invites("listen")
    call.expect(200)
    call.request("MESSAGE", headers, b"x", status=415)
    call.bye()
