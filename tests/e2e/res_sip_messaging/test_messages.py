# SPDX-License-Identifier: GPL-2.0-only
"""Text messages outside of calls, both ways, through a real dialplan. Rows: docs/spec/behaviour/messaging.md."""
import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf

DIALPLAN = """
[texts]
exten => note,1,UserEvent(Text,Body: ${MESSAGE(body)},From: ${MESSAGE(from)},To: ${MESSAGE(to)},Addr: ${MESSAGE_DATA(SIP_RECVADDR)},Peer: ${MESSAGE_DATA(SIP_PEERNAME)},Extra: ${MESSAGE_DATA(X-Extra)})
exten => relay,1,MessageSend(sip:bob,"Alice" <sip:alice@example.com>)
 same => n,UserEvent(Relayed,Status: ${MESSAGE_SEND_STATUS})
exten => lost,1,MessageSend(sip:nobody-here)
 same => n,UserEvent(Relayed,Status: ${MESSAGE_SEND_STATUS})
exten => extra,1,Set(MESSAGE_DATA(X-Mine)=yes)
 same => n,MessageSend(sip:77@bob,alice)
"""
PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with a dialplan for messages."""
    return asterisk(files={"sip.conf": sip_conf(general="outofcall_message_context=texts"), "extensions.conf": EXTENSIONS + DIALPLAN},
                    modules=DRIVER)


def test_a_message_reaches_the_dialplan(pbx, phone):  # msg-1-6, msg-1-11, msg-1-14, msg-s1-1 msg-s1-2 msg-s1-3 msg-s1-4 msg-s1-5 msg-s1-6 msg-s1-7 msg-s1-8 msg-s1-9
    alice = phone("alice")
    response = alice.request("MESSAGE", "note", {**PLAIN, "X-Extra": "more"}, b"hello there\r\n")
    assert (response.status, response.reason) == (202, "Accepted")
    event = pbx.ami.expect("UserEvent", UserEvent="Text")
    assert event["Body"] == "hello there"
    assert event["From"] == f"alice <sip:alice@{alice.domain}>"     # UserEvent takes quotes away
    assert event["To"] == f"sip:note@{alice.domain}"
    assert event["Addr"] == f"{alice.address}:{alice.port}"
    assert event["Peer"] == "alice" and event["Extra"] == "more"


def test_a_message_is_sent_on(pbx, phone):  # msg-3-1, msg-3-6, msg-3-11
    alice, bob = phone("alice"), phone("bob")
    bob.register()
    assert alice.request("MESSAGE", "relay", PLAIN, b"pass it on").status == 202
    came = bob.expect_request("MESSAGE")
    assert came.body == b"pass it on" and came["Content-Type"] == "text/plain;charset=UTF-8"
    assert came["From"].startswith('"Alice" <sip:alice@example.com>;tag=')
    assert came.uri.startswith(f"sip:bob@{bob.address}")
    assert pbx.ami.expect("UserEvent", UserEvent="Relayed")["Status"] == "SUCCESS"
    for absent in ("Date", "Allow", "Supported", "X-Extra"):
        assert absent not in came


def test_headers_and_a_user_can_be_given(pbx, phone):  # msg-3-3, msg-3-5, msg-3-10
    alice, bob = phone("alice"), phone("bob")
    bob.register()
    alice.request("MESSAGE", "extra", PLAIN, b"x")
    came = bob.expect_request("MESSAGE")
    assert came["X-Mine"] == "yes" and came.uri.startswith(f"sip:77@{bob.address}")
    assert came["From"].startswith('"alice" <sip:alice@')


def test_who_cannot_be_found_is_not_sent_to(pbx, phone):  # msg-3-2
    phone("alice").request("MESSAGE", "lost", PLAIN, b"x")
    assert pbx.ami.expect("UserEvent", UserEvent="Relayed")["Status"] == "FAILURE"


def test_a_challenge_is_answered(pbx, phone):  # msg-3-15
    alice, bob = phone("alice"), phone("bob")
    bob.register()

    def take(request):
        if "Authorization" in request:
            bob.respond(request, 200)
        else:
            bob.respond(request, 401, headers={"WWW-Authenticate": 'Digest realm="bob", nonce="n1", algorithm=MD5'})
    bob.takers["MESSAGE"] = take
    alice.request("MESSAGE", "relay", PLAIN, b"prove it")
    second = bob.expect_request("MESSAGE", 2)
    assert 'username="bob"' in second["Authorization"] and second.sequence == 103


@pytest.mark.parametrize("target, headers, status", [
    ("note", {"Content-Type": "text/html"}, 415),       # msg-1-2
    ("note", {}, 415),
    ("nowhere", PLAIN, 404),                            # msg-1-12
])
def test_what_is_not_taken(pbx, phone, target, headers, status):
    assert phone("alice").request("MESSAGE", target, headers, b"x").status == status


def test_a_kind_that_is_not_taken_is_refused_before_anybody_is_asked(pbx, phone):  # msg-1-13
    response = phone("mallory").request("MESSAGE", "note", {"Content-Type": "text/html"}, b"x", authenticate=False)
    assert response.status == 415


def test_a_stranger_is_asked_who_he_is(pbx, phone):  # msg-1-6
    assert phone("mallory").request("MESSAGE", "note", PLAIN, b"x").status == 403


def test_the_manager_sends(pbx, phone):
    bob = phone("bob")
    bob.register()
    answer = pbx.ami.action("MessageSend", To="sip:bob", From="carol", Body="from the manager")
    assert answer["Response"] == "Success", answer
    came = bob.expect_request("MESSAGE")
    assert came.body == b"from the manager" and came["From"].startswith('"carol" <sip:carol@')
