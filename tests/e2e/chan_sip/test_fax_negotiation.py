# SPDX-License-Identifier: GPL-2.0-only
"""The switch to T.38 as phones see it: offered by either side, passed through to the other leg, refused, taken back."""
import contextlib

import pytest

from harness import sdp
from harness.phone import registered
from harness.rtp import Rtp
from harness.setups import DRIVER, EXTENSIONS, sip_conf

pytestmark = pytest.mark.usefixtures("nothing_is_left")

PHONES = """[fax]
type=friend
host=dynamic
secret=secret
t38pt_udptl=yes,redundancy,maxdatagram=400
[parity]
type=friend
host=dynamic
secret=secret
t38pt_udptl=yes,fec
[bare]
type=friend
host=dynamic
secret=secret
t38pt_udptl=yes,none
[behind]
type=friend
host=dynamic
secret=secret
nat=force_rport,comedia
t38pt_udptl=yes
t38pt_usertpsource=yes
[detecting]
type=friend
host=dynamic
secret=secret
t38pt_udptl=yes
faxdetect=t38
"""
MORE_EXTENSIONS = """
exten => _to-.,1,Dial(SIP/${EXTEN:3},20,g)
exten => item,1,Answer()
 same => n,UserEvent(Item,Passthrough: ${CHANNEL(t38passthrough)})
 same => n,Wait(30)
exten => fax,1,UserEvent(Jumped,From: ${FAXEXTEN},Passthrough: ${CHANNEL(t38passthrough)})
 same => n,ReceiveFAX(FOLDER/none.tif,f)
 same => n,Wait(30)
"""
IMAGE = ("m=image {port} udptl t38", "a=T38FaxVersion:0", "a=T38MaxBitRate:9600", "a=T38FaxFillBitRemoval",
         "a=T38FaxTranscodingMMR", "a=T38FaxRateManagement:transferredTCF", "a=T38FaxMaxDatagram:200",
         "a=T38FaxUdpEC:t38UDPRedundancy")
SOUND = ("m=audio {port} RTP/AVP 0", "a=sendrecv")


@pytest.fixture(scope="module")
def pbx(asterisk, tmp_path_factory):
    """Asterisk with phones of which some know T.38."""
    return asterisk(files={"sip.conf": sip_conf(more=PHONES), "extensions.conf": EXTENSIONS + MORE_EXTENSIONS.replace("FOLDER", str(tmp_path_factory.mktemp("faxes"))),
                           "udptl.conf": "[general]\nudptlstart=4000\nudptlend=4199\n"},
                    modules=[*DRIVER, "res_fax.so", "res_fax_spandsp.so"])


def connected(phone, caller="fax", called="parity"):
    """Two phones in a call."""
    one, other = registered(phone, caller), registered(phone, called)
    call = one.invites(f"to-{called}")
    ringing = other.expect_call()
    ringing.accept(payloads=(0, 101))
    call.expect(200)
    return call, ringing


def takes_faxes(call, image=IMAGE):
    """The phone answers an image with an image, and sound with sound."""
    call.taker = lambda request: {"streams": image if b"m=image" in request.body else SOUND}


def streams_of(message):
    """kind, port and protocol of each stream."""
    return [(each.kind, each.port, each.protocol) for each in sdp.parse(message.body).media]


def offers(call, count):
    """Waits for so many re-INVITEs of the PBX and returns the last one's description."""
    def came():
        return [each for each in call.requests if each.method == "INVITE"]
    call.phone.bell.wait_for(lambda: len(came()) >= count, f"{count} offers")
    return sdp.parse(came()[count - 1].body)


def ended(*calls):
    """The first hangs up, the other one is hung up."""
    calls[0].bye()
    for each in calls[1:]:
        each.wait_for_end()


def test_a_fax_passes_through(phone, pbx):
    """sdp-7-1 sdp-7-2 sdp-7-4 sdp-7-8 sdp-7-12 sdp-1-8"""
    call, other = connected(phone)
    takes_faxes(other, (*IMAGE[:-1], "a=T38FaxUdpEC:t38UDPFEC"))
    answer = sdp.parse(call.reinvite(streams=IMAGE).body)
    # the other leg was asked in our words for it
    offered = offers(other, 1)
    assert [each.kind for each in offered.media] == ["image"]
    image = offered.media[0]
    assert image.protocol == "udptl" and image.formats == ["t38"] and 4000 <= image.port < 4200
    assert image.value("T38FaxVersion") == "0" and image.value("T38MaxBitRate") == "9600"
    assert image.value("T38FaxFillBitRemoval") == "" and image.value("T38FaxTranscodingMMR") == ""
    assert image.value("T38FaxTranscodingJBIG") is None
    assert image.value("T38FaxRateManagement") == "transferredTCF"
    assert image.value("T38FaxUdpEC") == "t38UDPFEC"
    assert int(image.value("T38FaxMaxDatagram")) > 0
    # and who asked is answered in its own
    assert [each.kind for each in answer.media] == ["image"]
    assert answer.media[0].value("T38FaxUdpEC") == "t38UDPRedundancy"
    assert answer.media[0].value("T38MaxBitRate") == "9600"
    assert "T.38 support            Yes" in pbx.cli(f"sip show channel {call.call_id}")
    ended(call, other)


def test_sound_beside_an_image_is_declined(phone):
    """sdp-7-12: who takes the fax takes nothing else."""
    call, other = connected(phone)
    takes_faxes(other)
    answer = call.reinvite(streams=(*SOUND, *IMAGE))
    assert [(kind, port > 0) for kind, port, _ in streams_of(answer)] == [("audio", False), ("image", True)]
    ended(call, other)


def test_an_image_in_the_first_invite_is_declined(phone):
    """sdp-7-12"""
    call = registered(phone, "fax").calls_to("echo", streams=(*SOUND, *IMAGE))
    assert [(each.kind, each.port > 0) for each in call.remote_description.media] == [("audio", True), ("image", False)]
    assert "m=image 0 udptl t38" in call.remote_description.lines
    call.bye()


@pytest.mark.parametrize("status", [415, 488, 606])
def test_a_fax_that_is_refused(phone, status):
    """sdp-7-10 sdp-7-5: who asked is refused, and the other leg is offered sound again."""
    call, other = connected(phone)
    other.refuses_offers_with = status
    answer = call.reinvite(488, streams=IMAGE)
    assert answer.start == "SIP/2.0 488 Not acceptable here"
    assert [each.kind for each in offers(other, 1).media] == ["image"]
    assert [each.kind for each in offers(other, 2).media] == ["audio"]
    call.rtp.play(440)
    other.rtp.wait_for_tone(440, 0.5)
    ended(call, other)


def test_an_answer_without_an_image(phone):
    """sdp-7-9"""
    call, other = connected(phone)
    other.taker = lambda request: {"streams": ("m=image 0 udptl t38",)}
    call.reinvite(488, streams=IMAGE)
    other.taker = lambda request: {"streams": SOUND}
    call.reinvite(488, streams=IMAGE)
    ended(call, other)


def test_nobody_decides(phone):
    """sdp-7-8: an offer of a fax waits five seconds."""
    call = registered(phone, "fax").calls_to("echo")
    call.reinvite(488, streams=IMAGE)
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()


def test_the_way_back_to_sound(phone):
    """sdp-7-6 sdp-7-11: the side that takes the fax back takes it back from the other leg as well."""
    call, other = connected(phone)
    takes_faxes(other)
    call.reinvite(streams=IMAGE)
    answer = call.reinvite(streams=SOUND)
    assert [kind for kind, _, _ in streams_of(answer)] == ["audio"]
    assert [each.kind for each in offers(other, 2).media] == ["audio"]
    call.rtp.play(440)
    other.rtp.wait_for_tone(440, 0.5)
    ended(call, other)


def test_an_endpoint_without_t38(phone):
    """sdp-7-1: without t38pt_udptl an image is not acceptable, and beside sound it is declined."""
    call = registered(phone, "alice").calls_to("echo")
    call.reinvite(488, streams=IMAGE)
    answer = call.reinvite(streams=(*SOUND, *IMAGE))
    assert [(kind, port > 0) for kind, port, _ in streams_of(answer)] == [("audio", True), ("image", False)]
    call.bye()


def test_the_other_leg_without_t38(phone):
    """A fax that the other leg cannot have is refused."""
    call, other = connected(phone, "fax", "bob")
    call.reinvite(488, streams=IMAGE)
    assert not [each for each in other.requests if each.method == "INVITE"]
    ended(call, other)


@pytest.mark.parametrize("called, word", [("fax", "t38UDPRedundancy"), ("parity", "t38UDPFEC"), ("bare", None)])
def test_how_lost_packets_are_mended(phone, called, word):
    """sdp-7-1"""
    call, other = connected(phone, "behind", called)
    takes_faxes(other)
    call.reinvite(streams=IMAGE)
    assert offers(other, 1).media[0].value("T38FaxUdpEC") == word
    ended(call, other)


def test_packets_pass_through(phone, network):
    """Packets of both sides are passed on to where the other side's description says. sdp-7-8"""
    call, other = connected(phone)
    takes_faxes(other)
    answer = sdp.parse(call.reinvite(streams=IMAGE).body).media[0]
    offered = offers(other, 1).media[0]
    # UDPTL: sequence number, length and one IFP packet (a T.30 indicator), no packets before it
    for sequence in range(3):
        call.rtp.send_raw(bytes([0, sequence, 1, 6 << 1, 0, 0]), (answer.address, answer.port))
    other.rtp.wait_for_raw(1)
    assert other.rtp.raw[0][2:4] == bytes([1, 6 << 1])
    other.rtp.send_raw(bytes([0, 0, 1, 4 << 1, 0, 0]), (offered.address, offered.port))
    call.rtp.wait_for_raw(1)
    assert call.rtp.raw[0][2:4] == bytes([1, 4 << 1])
    ended(call, other)


def test_a_fax_without_room_for_a_packet(phone):
    """sdp-7-3: the other leg takes no octet in a packet, so there is nothing to agree on."""
    call, other = connected(phone, "fax", "bare")
    takes_faxes(other, (*IMAGE[:-2], "a=T38FaxMaxDatagram:5"))
    answer = call.reinvite(488, streams=IMAGE)
    assert answer.start == "SIP/2.0 488 Not acceptable here"
    assert [each.kind for each in offers(other, 1).media] == ["image"]
    ended(call, other)


def test_a_fax_offered_again_moves(phone):
    """sdp-7-8: the same fax from another place; it goes on there, and the other leg is asked nothing."""
    call, other = connected(phone)
    takes_faxes(other)
    call.reinvite(streams=IMAGE)
    offered = offers(other, 1).media[0]
    with contextlib.closing(Rtp(call.phone.place, call.phone.address)) as elsewhere:
        answer = call.reinvite(streams=(IMAGE[0].format(port=elsewhere.port), *IMAGE[1:]))
        assert [(kind, port > 0) for kind, port, _ in streams_of(answer)] == [("image", True)]
        other.rtp.send_raw(bytes([0, 0, 1, 4 << 1, 0, 0]), (offered.address, offered.port))
        elsewhere.wait_for_raw(1)
    assert len([each for each in other.requests if each.method == "INVITE"]) == 1
    ended(call, other)


def test_packets_go_where_sound_came_from(phone):
    """sdp-7-8: with comedia and t38pt_usertpsource the description's address does not count."""
    fax, behind = registered(phone, "fax"), registered(phone, "behind")
    call = fax.invites("to-behind")
    other = behind.expect_call()
    other.accept(payloads=(0, 101))
    call.expect(200)
    other.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    other.rtp.play(None)
    other.taker = lambda request: {"streams": ("m=image {port} udptl t38", "c=IN IP4 192.0.2.254", *IMAGE[1:])}
    answer = sdp.parse(call.reinvite(streams=IMAGE).body).media[0]
    call.rtp.send_raw(bytes([0, 0, 1, 6 << 1, 0, 0]), (answer.address, answer.port))
    other.rtp.wait_for_raw(1)
    ended(call, other)


def test_an_offer_of_a_fax_leads_to_extension_fax(phone, pbx):
    """sdp-7-7 sdp-7-12: the dialplan goes on at `fax`, where a program asks what was offered."""
    call = registered(phone, "detecting").calls_to("item")
    assert pbx.ami.expect("UserEvent", UserEvent="Item")["Passthrough"] == "0"
    answer = call.reinvite(streams=IMAGE)
    assert [kind for kind, _, _ in streams_of(answer)] == ["image"]
    jumped = pbx.ami.expect("UserEvent", UserEvent="Jumped")
    assert jumped["From"] == "item" and jumped["Passthrough"] == "1"
    call.bye()
