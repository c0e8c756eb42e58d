# SPDX-License-Identifier: GPL-2.0-only
"""The rest of what MESSAGE does outside of calls, row by row. Rows: docs/spec/behaviour/messaging.md."""
import re

import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf

DIALPLAN = """
[texts]
exten => note,1,UserEvent(Text,Exten: ${EXTEN},Context: ${CONTEXT},Channel: ${CHANNEL},From: ${MESSAGE(from)},Body: ${MESSAGE(body)},Contact: ${MESSAGE_DATA(SIP_FULLCONTACT)},Peer: ${MESSAGE_DATA(SIP_PEERNAME)},Addr: ${MESSAGE_DATA(SIP_RECVADDR)},Subject: ${MESSAGE_DATA(Subject)},Twice: ${MESSAGE_DATA(X-Twice)})
exten => a+b,1,UserEvent(Text,Exten: ${EXTEN})
exten => target,1,Set(MESSAGE_DATA(Request-URI)=sip:other@${MESSAGE(body)})
 same => n,MessageSend(sip:bob)
 same => n,UserEvent(Relayed,Status: ${MESSAGE_SEND_STATUS})
exten => nobody,1,MessageSend(sip:bob)
 same => n,UserEvent(Relayed,Status: ${MESSAGE_SEND_STATUS})
exten => all,1,Set(MESSAGE(custom_data)=mark_all_outbound)
 same => n,MessageSend(sip:bob,carol)
 same => n,UserEvent(Relayed,Status: ${MESSAGE_SEND_STATUS})
exten => hops,1,Set(MESSAGE_DATA(Max-Forwards)=${MESSAGE(body)})
 same => n,MessageSend(sip:bob,carol)
 same => n,UserEvent(Relayed,Status: ${MESSAGE_SEND_STATUS})
exten => named,1,MessageSend(sip:bob,someone)
 same => n,UserEvent(Relayed,Status: ${MESSAGE_SEND_STATUS})
[own]
exten => note,1,UserEvent(Text,Context: ${CONTEXT})
[example]
exten => note,1,UserEvent(Text,Context: ${CONTEXT})
"""
PLAIN = {"Content-Type": "text/plain"}
ACCOUNT = "[{}]\ntype=friend\nhost=dynamic\nsecret=secret\n{}"


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with a dialplan for messages."""
    more = (ACCOUNT.format("dora", "outofcall_message_context=own\n")
            + ACCOUNT.format("nina", 'callerid="Nina N." <4711>\n'))
    return asterisk(files={"sip.conf": sip_conf(general="outofcall_message_context=texts", more=more),
                           "extensions.conf": EXTENSIONS + DIALPLAN}, modules=DRIVER)


@pytest.fixture(autouse=True)
def fresh(pbx):
    """No test sees what happened in another one."""
    pbx.ami.forget()


@pytest.fixture
def bob(phone):
    """Who is sent to."""
    made = phone("bob")
    made.register()
    return made


def heard(pbx):
    """What the dialplan was told."""
    return pbx.ami.expect("UserEvent", UserEvent="Text")


def sent(pbx):
    """Whether the dialplan could send."""
    return pbx.ami.expect("UserEvent", UserEvent="Relayed")["Status"]


def test_a_message_that_comes_twice_is_answered_twice_and_taken_once(pbx, phone):  # msg-1-1
    alice = phone("alice")
    first = alice.request("MESSAGE", "note", PLAIN, b"once")
    assert first.status == 202
    heard(pbx)
    again = next(each for direction, each in reversed(alice.messages) if direction == "out" and each.method == "MESSAGE")
    seen = len([1 for direction, each in alice.messages if direction == "in" and each.status == 202])
    alice.transmit(again)
    alice.bell.wait_for(lambda: len([1 for direction, each in alice.messages if direction == "in" and not each.is_request
                                     and each.status == 202]) == seen + 1, "the answer again")
    alice.request("MESSAGE", "note", PLAIN, b"after it")
    assert heard(pbx)["Body"] == "after it"


def test_a_body_that_is_not_there_is_an_error(pbx, phone):  # msg-1-3
    alice = phone("alice")
    request = alice.new_request("MESSAGE", alice.uri("note"), f"<{alice.uri('note')}>", "short@alice", "t1", 1, PLAIN)
    text = bytes(request).replace(b"Content-Length: 0", b"Content-Length: 40")
    alice.transmit_octets(text)
    answer = alice.bell.wait_for(lambda: next((each for direction, each in alice.messages if direction == "in"), None), "an answer")
    assert answer.status in (400, 500)


@pytest.mark.parametrize("uri, status", [("tel:+493011", 416), ("http://example.com", 416)])
def test_other_schemes_are_refused(pbx, phone, uri, status):  # msg-1-9
    alice = phone("alice")
    request = alice.new_request("MESSAGE", uri, "<sip:note@192.0.2.1>", f"{status}{uri[:3]}@alice", "t2", 1, PLAIN, b"x")
    answer = alice.send(request).wait()
    assert answer.status == status


def test_what_the_dialplan_is_told(pbx, phone):  # msg-s1-2 msg-s1-3 msg-s1-4 msg-s1-6 msg-s1-7 msg-s1-8 msg-s1-10
    alice = phone("alice")
    alice.request("MESSAGE", "note", {**PLAIN, "Contact": "<sip:alice@192.0.2.77:5099;x=1>", "s": "about"}, b"one\r\ntwo\r\n\r\n")
    event = heard(pbx)
    assert event["Exten"] == "note" and event["Context"] == "texts" and event["Channel"] == "Message/ast_msg_queue"
    assert event["Contact"].startswith("sip:alice@192.0.2.77:5099") and event["Peer"] == "alice"
    assert event["Addr"] == f"{alice.address}:{alice.port}" and event["Subject"] == "about"
    assert event["Body"].startswith("one")


def test_without_a_contact_it_is_empty(pbx, phone):  # msg-s1-8
    phone("alice").request("MESSAGE", "note", PLAIN, b"x")
    assert heard(pbx)["Contact"] == ""


def test_an_escaped_extension_is_found(pbx, phone):  # msg-1-15
    assert phone("alice").request("MESSAGE", "sip:a%2Bb@192.0.2.1", PLAIN, b"x").status == 202
    assert heard(pbx)["Exten"] == "a+b"


def test_an_account_may_have_a_context_of_its_own(pbx, phone):  # msg-1-15
    phone("dora").request("MESSAGE", "note", PLAIN, b"x")
    assert heard(pbx)["Context"] == "own"


def test_a_request_uri_can_be_given(pbx, phone, bob):  # msg-3-4
    phone("alice").request("MESSAGE", "target", PLAIN, f"{bob.address}:{bob.port}".encode())
    assert sent(pbx) == "SUCCESS"
    assert bob.expect_request("MESSAGE").uri == f"sip:other@{bob.address}:{bob.port}"


def test_without_a_sender_the_usual_name_is_used(pbx, phone, bob):  # msg-3-8
    phone("alice").request("MESSAGE", "nobody", PLAIN, b"x")
    came = bob.expect_request("MESSAGE")
    assert re.match(r'"?(asterisk)?"? ?<sip:asterisk@192\.0\.2\.1>;tag=', came["From"]), came["From"]


def test_a_sender_who_is_nobody_is_a_display_name(pbx, phone, bob):  # msg-3-7
    phone("alice").request("MESSAGE", "named", PLAIN, b"x")
    assert sent(pbx) == "SUCCESS"
    assert bob.expect_request("MESSAGE")["From"].startswith('"someone" <sip:')


def test_an_account_is_named_by_its_callerid(pbx, phone, bob):  # msg-3-5
    answer = pbx.ami.action("MessageSend", To="sip:bob", From="nina", Body="x")
    assert answer["Response"] == "Success"
    assert bob.expect_request("MESSAGE")["From"].startswith('"Nina N." <sip:4711@')


def test_a_plain_relay_takes_no_headers_along_and_a_marked_one_all(pbx, phone, bob):  # msg-3-12
    alice = phone("alice")
    alice.request("MESSAGE", "nobody", {**PLAIN, "X-Mine": "1"}, b"x")
    assert "X-Mine" not in bob.expect_request("MESSAGE")
    alice.request("MESSAGE", "all", {**PLAIN, "X-Mine": "1", "Subject": "about"}, b"x")
    came = bob.expect_request("MESSAGE", 2)
    assert came["X-Mine"] == "1" and came["Subject"] == "about" and came["SIP_RECVADDR"] == f"{alice.address}:{alice.port}"
    assert came["Call-ID"] != "" and len(came.all("Call-ID")) == 1 and len(came.all("Via")) == 1
    names = [name for name, _ in came.headers]
    assert names[:1] == ["Via"] and names.index("From") < names.index("To") < names.index("CSeq") < names.index("X-Mine")
    for absent in ("Date", "Allow", "Supported"):
        assert absent not in came


@pytest.mark.parametrize("hops, status, left", [("7", "SUCCESS", "6"), ("1", "SUCCESS", "0"), ("0", "FAILURE", None),
                                                ("-3", "FAILURE", None), ("many", "FAILURE", None)])
def test_hops_are_counted(pbx, phone, bob, hops, status, left):  # msg-3-9
    phone("alice").request("MESSAGE", "hops", PLAIN, hops.encode())
    assert sent(pbx) == status
    if left is None:
        assert not bob.requests("MESSAGE")
    else:
        assert bob.expect_request("MESSAGE")["Max-Forwards"] == left


@pytest.mark.parametrize("statuses, logged", [
    ((100, 200), False),    # msg-3-13 msg-3-14
    ((180, 202), False),    # msg-3-13 msg-3-14
    ((405,), True),         # msg-3-16
    ((501,), True),         # msg-3-16
    ((404,), True),         # msg-3-17
    ((603,), True),         # msg-3-17
])
def test_answers_are_logged_when_they_refuse(pbx, phone, bob, statuses, logged):  # msg-3-19
    bob.takers["MESSAGE"] = lambda request: [bob.respond(request, status) for status in statuses]
    mark = pbx.log.mark()
    phone("alice").request("MESSAGE", "nobody", PLAIN, b"x")
    assert sent(pbx) == "SUCCESS"
    bob.expect_request("MESSAGE")
    if logged:
        pbx.log.wait(f"MESSAGE to 'sip:bob@.*' was not taken: {statuses[-1]}", mark)
    bob.takers["MESSAGE"] = lambda request: bob.respond(request, 200)
    phone("alice").request("MESSAGE", "nobody", PLAIN, b"y")
    bob.bell.wait_for(lambda: any(each.body == b"y" for each in bob.requests("MESSAGE")), "the next message")
    assert ("was not taken" in pbx.log.text(mark)) == logged


def test_the_domain_of_a_message_is_not_ours(asterisk, pbx, phone):  # msg-1-8, msg-1-15, msg-s1-5
    pbx.write("sip.conf", sip_conf(general="context=texts\nallowexternaldomains=no\ndomain=192.0.2.1\ndomain=example.com,example"))
    pbx.cli("sip reload")
    alice = phone("alice")
    assert alice.request("MESSAGE", "sip:note@elsewhere.example", PLAIN, b"x").status == 403
    assert alice.request("MESSAGE", "sip:note@example.com", PLAIN, b"x").status == 202
    assert heard(pbx)["Context"] == "example"
    assert alice.request("MESSAGE", "note", PLAIN, b"x").status == 202
    assert heard(pbx)["Peer"] == "alice"


def test_nothing_is_taken_where_it_is_switched_off(pbx, phone):  # msg-1-5
    pbx.write("sip.conf", sip_conf(general="accept_outofcall_message=no"))
    pbx.cli("sip reload")
    assert phone("alice").request("MESSAGE", "note", PLAIN, b"x").status == 405
