# SPDX-License-Identifier: GPL-2.0-only
"""SRTP with keys in the descriptions: what is offered, answered and refused, and what the packets then are."""
import base64

import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MODULES = (*DRIVER, "res_srtp.so")
PHONES = """
[keys]
type=friend
host=dynamic
secret=secret
encryption=yes
[short]
type=friend
host=dynamic
secret=secret
encryption=yes
encryption_taglen=32
[feedback]
type=friend
host=dynamic
secret=secret
encryption=yes
avpf=yes
"""
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,UserEvent(Secure,Media: ${CHANNEL(secure_media)},Signaling: ${CHANNEL(secure_signaling)})
 same => n,Echo()
exten => ask,1,Answer()
 same => n,Milliwatt()
exten => media-bob,1,Set(CHANNEL(secure_bridge_media)=1)
 same => n,Goto(bob,1)
exten => signaling-bob,1,Set(CHANNEL(secure_bridge_signaling)=1)
 same => n,Goto(bob,1)
exten => _[a-z].,1,Dial(SIP/${EXTEN},20,g)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
"""
KEY = base64.b64encode(bytes(range(30))).decode()
CRYPTO = f"a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:{KEY}|2^48"
SOUND = 160         # octets of 20 ms


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones that insist on keys, and some that do not."""
    return asterisk(files={"sip.conf": sip_conf(more=PHONES), "extensions.conf": EXTENSIONS}, modules=MODULES)


def sizes(call):
    """Sizes of what came where sound is expected, once there are some packets."""
    until(lambda: len(call.rtp.packets) >= 10, "10 packets")
    return {len(packet.payload) for packet in call.rtp.packets if packet.payload_type == 0}


def ended(pbx):
    """Dial status and cause of the call that ended."""
    event = pbx.ami.expect("UserEvent", UserEvent="Ended")
    return event["Status"], event["Cause"]


@pytest.mark.parametrize("suite, tag", [("AES_CM_128_HMAC_SHA1_80", 10), ("AES_CM_128_HMAC_SHA1_32", 4)])
def test_an_offered_key_is_answered_by_ours_of_the_same_suite_and_tag(pbx, phone, suite, tag):
    """sdp-6-1: a phone without encryption=yes that offers a key gets one, and packets that carry a tag."""
    alice = registered(phone, "alice")
    call = alice.calls_to("ask", profile="RTP/SAVP", extra=(f"a=crypto:7 {suite} inline:{KEY}",))
    assert call.answer.protocol == "RTP/SAVP"
    number, answered, key = call.answer.value("crypto").split()
    assert (number, answered) == ("7", suite) and key.startswith("inline:") and KEY not in key
    assert sizes(call) == {SOUND + tag}
    call.bye()


def test_the_first_key_that_can_be_used_is_taken(pbx, phone):
    """sdp-6-1: unknown suites, a short life and another MKI are passed by."""
    alice = registered(phone, "alice")
    other = base64.b64encode(bytes(range(1, 31))).decode()
    call = alice.calls_to("ask", profile="RTP/SAVP", extra=(
        f"a=crypto:1 F8_128_HMAC_SHA1_80 inline:{KEY}", f"a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:{KEY}|2^10",
        f"a=crypto:3 AES_CM_128_HMAC_SHA1_32 inline:{other}|2^31|1:4", CRYPTO))
    assert call.answer.value("crypto").split()[:2] == ["3", "AES_CM_128_HMAC_SHA1_32"]
    call.bye()


def test_a_key_beside_a_plain_profile_is_used(pbx, phone):
    """sdp-6-1: some phones write it so."""
    alice = registered(phone, "alice")
    call = alice.calls_to("ask", extra=(CRYPTO,))
    assert call.answer.protocol == "RTP/AVP" and call.answer.value("crypto")
    assert sizes(call) == {SOUND + 10}
    call.bye()


@pytest.mark.parametrize("name, offer", [
    ("keys", {}),
    ("keys", {"profile": "RTP/SAVP"}),
    ("keys", {"profile": "RTP/SAVP", "extra": ("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2hvcnQ=",)}),
    ("keys", {"profile": "UDP/TLS/RTP/SAVP", "extra": (CRYPTO,)}),
    ("alice", {"profile": "RTP/SAVP"}),
    ("alice", {"profile": "UDP/TLS/RTP/SAVPF", "extra": ("a=setup:actpass",
               "a=fingerprint:sha-256 " + ":".join(["AB"] * 32), "a=rtcp-mux")}),
])
def test_an_offer_that_cannot_be_kept_secure_is_refused(pbx, phone, name, offer):
    """sdp-3-13: 488, and the log says why."""
    caller = registered(phone, name)
    mark = pbx.log.mark()
    call = caller.invites("ask", **offer)
    call.expect(488)
    pbx.log.wait(rf"Offer by '{name}' refused: |None of the other side's SRTP keys", mark)


def test_a_phone_that_wants_keys_is_offered_one(pbx, phone):
    """sdp-6-1, sdp-1-5: profile, key before the codecs, and packets with tags both ways."""
    alice, keys = registered(phone, "alice"), registered(phone, "keys")
    call = alice.invites("keys")
    incoming = keys.expect_call()
    offered = incoming.answer
    assert offered.protocol == "RTP/SAVP"
    assert offered.value("crypto").startswith("1 AES_CM_128_HMAC_SHA1_80 inline:")
    assert offered.attributes[0].startswith("crypto:")
    incoming.accept(profile="RTP/SAVP", extra=(CRYPTO.replace(":7", ":1"),))
    call.expect(200)
    assert call.answer.protocol == "RTP/AVP"
    call.rtp.play(440)
    assert sizes(incoming) == {SOUND + 10}
    incoming.bye()
    call.wait_for_end()


@pytest.mark.parametrize("name, profile, suite", [("short", "RTP/SAVP", "AES_CM_128_HMAC_SHA1_32"),
                                                  ("feedback", "RTP/SAVPF", "AES_CM_128_HMAC_SHA1_80")])
def test_options_choose_tag_and_profile(pbx, phone, name, profile, suite):
    """sdp-1-9: encryption_taglen and avpf."""
    alice, called = registered(phone, "alice"), registered(phone, name)
    call = alice.invites(name)
    incoming = called.expect_call()
    assert incoming.answer.protocol == profile
    assert incoming.answer.value("crypto").split()[1] == suite
    incoming.refuse()
    call.expect(486)


@pytest.mark.parametrize("answer", [{}, {"profile": "RTP/SAVP"}])
def test_an_answer_without_a_key_ends_the_call(pbx, phone, answer):
    """sdp-3-13: cause 58 for the dialplan."""
    alice, keys = registered(phone, "alice"), registered(phone, "keys")
    call = alice.invites("keys")
    incoming = keys.expect_call()
    incoming.accept(**answer)
    incoming.wait_for_end()
    assert ended(pbx)[1] == "58"
    call.expect(call.transaction.wait().status)


def test_the_dialplan_asks_for_secure_media(pbx, phone):
    """CHANNEL(secure_bridge_media): the phone that is called is offered a key although its options do not say so."""
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("media-bob")
    incoming = bob.expect_call()
    assert incoming.answer.protocol == "RTP/SAVP" and incoming.answer.value("crypto")
    incoming.refuse()
    call.expect(486)


def test_the_dialplan_asks_for_secure_signaling(pbx, phone):
    """CHANNEL(secure_bridge_signaling): a phone that registered over UDP is not called, with cause 58."""
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    mark = pbx.log.mark()
    alice.invites("signaling-bob").transaction.wait()
    assert ended(pbx)[1] == "58"
    assert "Encrypted signaling is required" in pbx.log.text(mark)
    assert not [each for way, each in bob.messages if way == "in" and each.method == "INVITE" and not each.status]


def test_the_dialplan_reads_whether_media_is_secure(pbx, phone):
    """CHANNEL(secure_media)"""
    alice = registered(phone, "alice")
    for offer, said in (({}, ""), ({"profile": "RTP/SAVP", "extra": (CRYPTO,)}, "1")):
        pbx.ami.forget()
        call = alice.calls_to("echo", **offer)
        assert pbx.ami.expect("UserEvent", UserEvent="Secure").get("Media", "") == said
        call.bye()


def test_a_secure_call_stays_secure(pbx, phone):
    """A re-INVITE brings a new key, or is refused when it brings none, and the call goes on with what it had."""
    alice = registered(phone, "alice")
    call = alice.calls_to("ask", profile="RTP/SAVP", extra=(CRYPTO,))
    first = call.answer.value("crypto")
    sizes(call)
    other = base64.b64encode(bytes(range(1, 31))).decode()
    call.reinvite(extra=(f"a=crypto:8 AES_CM_128_HMAC_SHA1_32 inline:{other}",))
    assert call.answer.value("crypto").startswith("8 AES_CM_128_HMAC_SHA1_32 ") and first
    call.rtp.forget()
    assert sizes(call) == {SOUND + 4}
    call.reinvite(488, profile="RTP/AVP", extra=())
    call.rtp.forget()
    assert sizes(call) == {SOUND + 4}
    call.bye()


def test_the_same_key_again_changes_nothing(pbx, phone):
    """A hold and its end with the key of before."""
    alice = registered(phone, "alice")
    call = alice.calls_to("ask", profile="RTP/SAVP", extra=(CRYPTO,))
    first = call.answer.value("crypto")
    sizes(call)
    call.reinvite(direction="sendonly")
    assert call.answer.direction == "recvonly" and call.answer.value("crypto") == first
    call.reinvite(direction="sendrecv")
    call.rtp.forget()
    assert sizes(call) == {SOUND + 10}
    call.bye()


def test_keys_on_a_stream_that_is_off_do_no_harm(pbx, phone):
    """sec-3-24: video is not taken, whatever stands with it."""
    alice = registered(phone, "alice")
    call = alice.calls_to("ask", profile="RTP/SAVP", extra=(CRYPTO, "m=video 6000 RTP/SAVP 34", CRYPTO, "a=crypto:x", "a=crypto:1"))
    assert [media.port > 0 for media in call.remote_description.media] == [True, False]
    assert call.remote_description.media[1].attributes == []
    assert sizes(call) == {SOUND + 10}
    call.bye()


@pytest.mark.parametrize("line", ["a=crypto:", "a=crypto:1", "a=crypto:1 AES_CM_128_HMAC_SHA1_80", "a=crypto:x y z",
                                  "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 400,
                                  "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:|||:::", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline",
                                  "a=crypto:99999999999999999999 AES_CM_128_HMAC_SHA1_80 inline:" + KEY])
def test_a_line_that_is_no_key_is_refused(pbx, phone, line):
    """sdp-3-13: 488, and nothing is left."""
    alice = registered(phone, "alice")
    alice.invites("ask", profile="RTP/SAVP", extra=(line,)).expect(488)
