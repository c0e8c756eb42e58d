# SPDX-License-Identifier: GPL-2.0-only
"""Options of devices that are seen beside a call: what it costs, jitter, marks on packets, the lot
in which calls are parked."""
import struct

import pytest

from harness.phone import registered
from harness.rtp import Rtp
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

pytestmark = pytest.mark.usefixtures("nothing_is_left")

EACH = "type=friend\nhost=dynamic\nsecret=secret\n"
DEVICES = f"""[cost]
{EACH}snom_aoc_enabled=yes
[lot]
{EACH}parkinglot=other
[seen]
{EACH}videosupport=yes
allow=h264
[read]
{EACH}textsupport=yes
allow=t140
"""
GENERAL = """tos_audio=ef
cos_audio=5
tos_video=af41
cos_video=4
tos_text=af31
cos_text=3
jbenable=yes
jbimpl=fixed
jbmaxsize=200
videosupport=yes
"""
EXTENSIONS = """[default]
exten => wait,1,Answer()
 same => n,Wait(60)
exten => tone,1,Answer()
 same => n,Milliwatt()
exten => park,1,Answer()
 same => n,Park()
exten => show,1,Answer()
 same => n,Echo()
exten => write,1,Answer()
 same => n,Wait(1)
 same => n,SendText(hello)
 same => n,Wait(60)
exten => _to-.,1,Dial(SIP/${EXTEN:3},20)
"""
PARKING = """[general]
[default]
parkpos => 701-710
context => parkedcalls
[other]
parkpos => 801-810
context => parkedelsewhere
"""
SOUND = ("m=audio {port} RTP/AVP 0",)


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with devices of all these kinds."""
    return asterisk(files={"sip.conf": sip_conf(GENERAL, more=DEVICES), "extensions.conf": EXTENSIONS, "res_parking.conf": PARKING},
                    modules=[*DRIVER, "bridge_holding.so", "res_parking.so", "app_sendtext.so",
                             "res_format_attr_h264.so"])


def channel_of(pbx, name):
    """The only channel of a device."""
    return next(word for word in pbx.cli("core show channels concise").replace("\n", "!").split("!") if word.startswith(f"SIP/{name}-"))


CHARGES = [
    ({"MsgType": "D", "ChargeType": "Currency", "CurrencyAmount": 16, "CurrencyMultiplier": "OneThousandth", "CurrencyName": "USD",
      "TotalType": "Total"},
     "type=active;charging;charging-info=currency;amount=16;multiplier=0.001;currency=USD;"),
    ({"MsgType": "D", "ChargeType": "Unit", "UnitAmount(0)": 5, "UnitType(0)": 1, "TotalType": "Total"},
     "type=active;charging;charging-info=pulse;recorded-units=5;"),
    ({"MsgType": "D", "ChargeType": "Free", "TotalType": "Total"}, "type=active;free-of-charge;"),
    ({"MsgType": "E", "ChargeType": "NA", "TotalType": "Total"}, "type=terminated;not-available;"),
]


@pytest.mark.parametrize("message, header", CHARGES, ids=[each["ChargeType"] for each, _ in CHARGES])
def test_what_a_call_costs_is_told(phone, pbx, message, header):
    """core-3-14: INFO without a body, with a header that phones show. @option{snom_aoc_enabled}"""
    cost = registered(phone, "cost")
    call = cost.calls_to("wait")
    answer = pbx.ami.action("AOCMessage", Channel=channel_of(pbx, "cost"), **message)
    assert answer["Response"] == "Success", answer
    info = cost.expect_request("INFO")
    assert info["AOC"] == header and info.body == b""
    call.bye()


def test_what_a_call_costs_is_not_told_to_others(phone, pbx):
    call = registered(phone, "alice").calls_to("wait")
    pbx.ami.action("AOCMessage", Channel=channel_of(pbx, "alice"), **CHARGES[0][0])
    call.request("OPTIONS")     # a message behind it that is answered
    assert not call.phone.requests("INFO")
    call.bye()


def test_marks_on_packets_of_sound(phone, pbx):
    """@option{tos_audio} @option{cos_audio}"""
    mark = pbx.log.mark()
    call = registered(phone, "alice").calls_to("tone")
    call.rtp.wait_for_packets(3)
    assert {each.tos for each in call.rtp.audio} == {0xB8}
    pbx.log.wait(r"Using SIP RTP CoS mark 5", mark)
    call.bye()


def test_marks_on_packets_of_pictures(phone, pbx):
    """@option{tos_video} @option{cos_video}"""
    mark = pbx.log.mark()
    seen = registered(phone, "seen")
    shown = Rtp(seen.place, seen.address)
    call = seen.invites("show", streams=(*SOUND, f"m=video {shown.port} RTP/AVP 99", "a=rtpmap:99 H264/90000"))
    call.expect(200)
    video = call.remote_description.first("video")
    shown.send_raw(struct.pack("!BBHII", 0x80, 0x80 | 99, 1, 0, 0x4242) + b"\x65picture", (video.address, video.port))
    until(lambda: shown.packets, "the picture")
    assert shown.packets[0].tos == 0x88
    pbx.log.wait(r"Using SIP RTP CoS mark 4", mark)
    call.bye()
    shown.close()


@pytest.mark.parametrize("name, lot", [("alice", "default"), ("lot", "other")])
def test_the_lot_in_which_calls_are_parked(phone, pbx, name, lot):
    """core-5-8 @option{parkinglot}"""
    call = registered(phone, name).calls_to("park")
    assert pbx.ami.expect("ParkedCall")["Parkinglot"] == lot
    call.bye()
