# SPDX-License-Identifier: GPL-2.0-only
"""Video and text beside the sound: offered, answered, relayed; where they stand among the streams; what is not touched."""
import struct

import pytest

from harness import sdp
from harness.phone import registered
from harness.rtp import Rtp
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

EACH = """type=friend
host=dynamic
secret=secret
"""
PHONES = f"""[video]
{EACH}videosupport=yes
allow=h264,vp8
maxcallbitrate=768
[screen]
{EACH}videosupport=yes
allow=h264,vp8
maxcallbitrate=0
[always]
{EACH}videosupport=always
allow=h264
[blind]
{EACH}allow=h264
[text]
{EACH}textsupport=yes
allow=t140,red
[typist]
{EACH}textsupport=yes
allow=t140,red
[preferred]
{EACH}videosupport=yes
allow=alaw,vp8,h264
preferred_codec_only=yes
"""
MORE_EXTENSIONS = """
exten => _to-.,1,Dial(SIP/${EXTEN:3},20)
exten => _wish-.,1,Set(SIP_CODEC=${EXTEN:5})
 same => n,Answer()
 same => n,Echo()
exten => type,1,Answer()
 same => n,Wait(1)
 same => n,SendText(hello)
 same => n,Wait(30)
exten => items,1,Answer()
 same => n,UserEvent(Items,Destination: ${CHANNEL(rtpdest,video)},Source: ${CHANNEL(rtpsource,video)},Text: ${CHANNEL(rtpdest,text)})
 same => n,Wait(30)
exten => h,1,UserEvent(Video,Quality: ${RTPVIDEOQOS})
"""
SOUND = ("m=audio {port} RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16")
H264 = "profile-level-id=42801F;packetization-mode=1"


def video_lines(rtp, payload=99):
    """A video stream in H.264."""
    return (f"m=video {rtp.port} RTP/AVP {payload}", f"a=rtpmap:{payload} H264/90000", f"a=fmtp:{payload} {H264}")


def text_lines(rtp, plain=98, redundant=100):
    """A text stream, redundant first, or not redundant at all."""
    if redundant is None:
        return f"m=text {rtp.port} RTP/AVP {plain}", f"a=rtpmap:{plain} t140/1000"
    return (f"m=text {rtp.port} RTP/AVP {redundant} {plain}", f"a=rtpmap:{plain} t140/1000", f"a=rtpmap:{redundant} red/1000",
            f"a=fmtp:{redundant} {plain}/{plain}/{plain}")


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones that see and type."""
    return asterisk(files={"sip.conf": sip_conf(more=PHONES), "extensions.conf": EXTENSIONS + MORE_EXTENSIONS},
                    modules=[*DRIVER, "res_format_attr_h264.so", "res_format_attr_vp8.so", "app_sendtext.so"])


@pytest.fixture
def stream(network):
    """A further stream of a phone: `stream(phone)`."""
    made = []

    def make(phone):
        made.append(Rtp(phone.place, phone.address))
        return made[-1]
    yield make
    for each in made:
        each.close()


def packet(payload_type, payload, sequence=1, marker=True, stamp=0):
    """An RTP packet."""
    return struct.pack("!BBHII", 0x80, payload_type | (0x80 if marker else 0), sequence, stamp, 0x51505150) + payload


def streams_of(description):
    """kind and whether it lives, of each stream."""
    return [(each.kind, each.port > 0) for each in description.media]


def see_each_other(phone, stream, caller="video", called="screen"):
    """Two phones in a call with video; returns calls and streams."""
    one, other = registered(phone, caller), registered(phone, called)
    seen, shown = stream(one), stream(other)
    call = one.invites(f"to-{called}", streams=(*SOUND, *video_lines(seen)))
    ringing = other.expect_call()
    payload = ringing.remote_description.first("video").payload("H264")
    ringing.accept(streams=(*SOUND, *video_lines(shown, payload)))
    call.expect(200)
    return call, ringing, seen, shown


def end(call, other):
    """The first hangs up."""
    call.bye()
    other.wait_for_end()


def test_video_is_offered_and_answered(phone, stream):
    """sdp-1-6 sdp-1-9 sdp-2-3: the offer goes on with what the caller says about its codec, and so does the answer."""
    call, other, seen, shown = see_each_other(phone, stream)
    offered = other.remote_description
    assert streams_of(offered) == [("audio", True), ("video", True)]
    video = offered.first("video")
    assert video.codecs == ["H264/90000"]
    assert {"profile-level-id=42801F", "packetization-mode=1"} <= set(video.parameters(video.formats[0]).split(";"))
    assert not [line for line in offered.lines if line.startswith("b=")], "maxcallbitrate=0 says nothing"
    answer = call.remote_description
    assert streams_of(answer) == [("audio", True), ("video", True)]
    assert answer.first("video").formats == ["99"]
    assert {"profile-level-id=42801F", "packetization-mode=1"} <= set(answer.first("video").parameters(99).split(";"))
    assert answer.lines[4:6] == ["b=CT:768", "t=0 0"], "sdp-1-1"
    end(call, other)


def test_pictures_pass(phone, stream):
    """sdp-4-1: both ways, each under the payload type that its receiver named."""
    call, other, seen, shown = see_each_other(phone, stream)
    ours, theirs = call.remote_description.first("video"), other.remote_description.first("video")
    seen.send_raw(packet(99, b"\x65picture"), (ours.address, ours.port))
    until(lambda: [each.payload for each in shown.packets] == [b"\x65picture"], "the picture")
    assert shown.packets[0].payload_type == theirs.payload("H264") and shown.packets[0].marker
    shown.send_raw(packet(theirs.payload("H264"), b"\x65answer"), (theirs.address, theirs.port))
    until(lambda: [each.payload for each in seen.packets] == [b"\x65answer"], "the answer's picture")
    assert seen.packets[0].payload_type == 99
    end(call, other)


def test_streams_keep_their_order(phone, stream):
    """sdp-1-3: an answer has the offer's lines one for one, with port 0 for what is not taken."""
    one = registered(phone, "video")
    seen, more = stream(one), stream(one)
    call = one.invites("echo", streams=(*video_lines(seen), "m=application 9 TCP/BFCP *", *SOUND, *video_lines(more, 97),
                                        "m=message 9 TCP/MSRP *"))
    call.expect(200)
    assert [(each.kind, each.port > 0, each.protocol, each.formats) for each in call.remote_description.media] == [
        ("video", True, "RTP/AVP", ["99"]), ("application", False, "TCP/BFCP", ["*"]), ("audio", True, "RTP/AVP", ["0", "101"]),
        ("video", False, "RTP/AVP", ["97"]), ("message", False, "TCP/MSRP", ["*"])]
    call.bye()


def test_who_has_no_video_is_offered_none(phone):
    one, other = registered(phone, "alice"), registered(phone, "screen")
    call = one.invites("to-screen")
    ringing = other.expect_call()
    assert streams_of(ringing.remote_description) == [("audio", True)]
    ringing.accept(payloads=(0, 101))
    call.expect(200)
    end(call, ringing)


def test_video_for_every_call(phone):
    """sdp-2-5: videosupport=always offers it whoever calls; who does not want it declines."""
    one, other = registered(phone, "alice"), registered(phone, "always")
    call = one.invites("to-always")
    ringing = other.expect_call()
    assert streams_of(ringing.remote_description) == [("audio", True), ("video", True)]
    assert "b=CT:384" in ringing.remote_description.lines
    ringing.accept(streams=(*SOUND, "m=video 0 RTP/AVP 99"))
    call.expect(200)
    end(call, ringing)


def test_without_videosupport_video_is_declined(phone, stream):
    one = registered(phone, "blind")
    call = one.invites("echo", streams=(*SOUND, *video_lines(stream(one))))
    call.expect(200)
    assert streams_of(call.remote_description) == [("audio", True), ("video", False)]
    call.bye()


def test_one_codec_of_each_kind(phone, stream):
    """sdp-2-5: preferred_codec_only"""
    one = registered(phone, "preferred")
    seen = stream(one)
    call = one.invites("echo", streams=("m=audio {port} RTP/AVP 0 8", *video_lines(seen)[:1], "a=rtpmap:99 H264/90000",
                                        f"m=video {seen.port} RTP/AVP 96 99", "a=rtpmap:96 VP8/90000"))
    call.expect(200)
    assert call.remote_description.audio.codecs == ["PCMU/8000"]
    assert call.remote_description.first("video").codecs == ["H264/90000"]
    call.bye()


@pytest.mark.parametrize("wish, audio, video", [("vp8", ["PCMU/8000"], ["VP8/90000"]), ("ulaw", ["PCMU/8000"], ["H264/90000", "VP8/90000"])])
def test_a_wished_codec(phone, stream, wish, audio, video):
    """SIP_CODEC names codecs of any kind; a kind that it does not name is left alone."""
    one = registered(phone, "video")
    seen = stream(one)
    call = one.invites(f"wish-{wish}", streams=("m=audio {port} RTP/AVP 0", f"m=video {seen.port} RTP/AVP 96 99",
                                                "a=rtpmap:96 VP8/90000", "a=rtpmap:99 H264/90000"))
    call.expect(200)
    assert call.remote_description.audio.codecs == audio
    assert call.remote_description.first("video").codecs == video
    call.bye()


def test_vp8_says_how_pictures_are_asked_for(phone, stream):
    """sdp-1-6: a=rtcp-fb behind the codec's rtpmap."""
    one = registered(phone, "video")
    seen = stream(one)
    call = one.invites("echo", streams=(*SOUND, f"m=video {seen.port} RTP/AVP 96", "a=rtpmap:96 VP8/90000"))
    call.expect(200)
    assert call.remote_description.first("video").value("rtcp-fb") == "* ccm fir"
    call.bye()


def test_hold_holds_the_picture_too(phone, stream):
    """sdp-1-9: the direction is that of every stream."""
    call, other, seen, shown = see_each_other(phone, stream)
    call.reinvite(streams=("a=sendonly", *SOUND, *video_lines(seen)))
    assert [each.direction for each in call.remote_description.media] == ["recvonly", "recvonly"]
    call.reinvite(streams=(*SOUND, *video_lines(seen)))
    assert [each.direction for each in call.remote_description.media] == ["sendrecv", "sendrecv"]
    end(call, other)


def test_a_whole_picture_is_asked_for_by_info(phone, stream):   # call-11-4
    call, other, seen, shown = see_each_other(phone, stream)
    call.request("INFO", {"Content-Type": "application/media_control+xml"},
                 b"<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>")
    info = other.phone.expect_request("INFO")
    assert info["Content-Type"] == "application/media_control+xml"
    assert b"<picture_fast_update" in info.body
    end(call, other)


def test_a_whole_picture_is_asked_for_by_rtcp(phone, stream):
    """A FIR that comes is passed on: by RTCP to who says that it takes it, and without INFO then."""
    one, other = registered(phone, "video"), registered(phone, "screen")
    seen, shown = stream(one), stream(other)
    reports = Rtp(other.place, other.address, shown.port + 1)
    call = one.invites("to-screen", streams=(*SOUND, *video_lines(seen)))
    ringing = other.expect_call()
    payload = ringing.remote_description.first("video").payload("H264")
    ringing.accept(streams=(*SOUND, *video_lines(shown, payload), "a=rtcp-fb:* ccm fir"))
    call.expect(200)
    ours = call.remote_description.first("video")
    theirs = ringing.remote_description.first("video")
    shown.send_raw(packet(payload, b"\x65picture"), (theirs.address, theirs.port))     # its source is what is asked
    until(lambda: seen.packets, "the picture")
    report = struct.pack("!BBHI", 0x80, 201, 1, 0x51505150)
    wish = struct.pack("!BBHIIIBBH", 0x84, 206, 4, 0x51505150, 0, seen.packets[0].source, 1, 0, 0)
    seen.send_raw(report + wish, (ours.address, ours.port + 1))
    until(lambda: any(b"\x84\xce" in each.payload for each in reports.packets), "the FIR")
    assert not other.requests("INFO")
    reports.close()
    end(call, ringing)


def test_text_is_offered_and_answered(phone, stream):
    """sdp-1-7 sdp-2-5: plain and redundant, each under its own numbers."""
    one, other = registered(phone, "text"), registered(phone, "typist")
    typed, read = stream(one), stream(other)
    call = one.invites("to-typist", streams=(*SOUND, *text_lines(typed)))
    ringing = other.expect_call()
    offered = ringing.remote_description.first("text")
    plain, redundant = offered.payload("T140"), offered.payload("RED")
    assert offered.codecs == ["T140/1000", "RED/1000"]
    assert offered.parameters(redundant) == f"{plain}/{plain}/{plain}"
    ringing.accept(streams=(*SOUND, *text_lines(read, plain, redundant)))
    call.expect(200)
    answer = call.remote_description.first("text")
    assert sorted(answer.formats) == ["100", "98"] and answer.parameters(100) == "98/98/98"
    # text of one is read by the other, redundantly
    typed.send_raw(packet(98, "é".encode()), (answer.address, answer.port))
    until(lambda: any("é".encode() in each.payload for each in read.packets), "the text")
    assert read.packets[0].payload_type == redundant
    end(call, ringing)


@pytest.mark.parametrize("redundant, payload_type", [(None, 98), (100, 100)])
def test_text_of_the_dialplan(phone, stream, redundant, payload_type):
    """sdp-1-7: SendText() with a text stream is real-time text."""
    one = registered(phone, "text")
    read = stream(one)
    call = one.invites("type", streams=(*SOUND, *text_lines(read, 98, redundant)))
    call.expect(200)
    until(lambda: any(each.payload.endswith(b"hello") for each in read.packets), "the text")
    assert {each.payload_type for each in read.packets} == {payload_type}
    call.bye()


def test_text_follows_what_is_agreed(phone, stream):
    """sdp-2-5: redundancy ends with the re-INVITE that drops it, and comes back with the next; so does the stream itself."""
    one, other = registered(phone, "text"), registered(phone, "typist")
    typed, read = stream(one), stream(other)
    call = one.invites("to-typist", streams=(*SOUND, *text_lines(typed)))
    ringing = other.expect_call()
    offered = ringing.remote_description.first("text")
    plain, redundant = offered.payload("T140"), offered.payload("RED")
    ringing.accept(streams=(*SOUND, *text_lines(read, plain, redundant)))
    call.expect(200)
    answer = call.remote_description.first("text")
    for number, (lines, expected) in enumerate([(text_lines(read, plain, None), plain), (text_lines(read, plain, redundant), redundant),
                                                (("m=text 0 RTP/AVP 98",), None), (text_lines(read, plain, redundant), redundant)]):
        ringing.reinvite(streams=(*SOUND, *lines))
        if expected is None:
            continue
        letter = chr(ord("a") + number).encode()
        typed.send_raw(packet(98, letter, number + 1), (answer.address, answer.port))
        until(lambda: [each for each in read.packets if each.payload.endswith(letter)], f"the letter {letter}")
        assert next(each for each in read.packets if each.payload.endswith(letter)).payload_type == expected
    end(call, ringing)


def test_text_that_is_not_supported_is_declined(phone, stream):
    one = registered(phone, "video")
    call = one.invites("echo", streams=(*SOUND, *text_lines(stream(one))))
    call.expect(200)
    assert streams_of(call.remote_description) == [("audio", True), ("text", False)]
    call.bye()


def test_what_the_dialplan_sees(phone, stream, pbx):
    one = registered(phone, "video")
    seen = stream(one)
    call = one.invites("items", streams=(*SOUND, *video_lines(seen)))
    call.expect(200)
    items = pbx.ami.expect("UserEvent", UserEvent="Items")
    video = call.remote_description.first("video")
    assert items["Destination"] == f"{one.address}:{seen.port}"
    assert items["Source"] == f"{video.address}:{video.port}"
    assert items["Text"] == ""
    assert "Video support           Yes" in pbx.cli(f"sip show channel {call.call_id}")
    call.bye()
    assert pbx.ami.expect("UserEvent", UserEvent="Video")["Quality"].startswith("ssrc=")
