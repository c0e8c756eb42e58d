# SPDX-License-Identifier: GPL-2.0-only
"""SIPp is a phone that transfers, holds, picks up and changes its codec; what it must be told stands in sipp/*.xml. It sends back each
sound that it gets, so that who talks with it hears his own tone."""
import pathlib

import pytest

from harness.ear import Ear
from harness.phone import registered
from harness.setups import DRIVER, sip_conf
from harness.transfers import replaces_of

pytestmark = pytest.mark.usefixtures("nothing_is_left")

SCENARIOS = pathlib.Path(__file__).parent / "sipp"
EXTENSIONS = """[default]
exten => _[abc].,1,Dial(SIP/${EXTEN},20)
"""


@pytest.fixture(scope="module")
def place(network):
    """Where SIPp is."""
    return network.place("sipp")


@pytest.fixture(scope="module")
def pbx(asterisk, place):
    """Asterisk with the driver and its phones; SIPp is known by its address."""
    device = f"[sipp]\ntype=peer\nhost={place.home()}\ninsecure=port,invite\npickupgroup=1\nallow=alaw\n"
    return asterisk(files={"sip.conf": sip_conf(each="callgroup=1", more=device), "extensions.conf": EXTENSIONS}, modules=DRIVER)


@pytest.fixture
def plays(sipp_starts, place):
    """Starts a scenario that calls an extension: `plays("hold", "alice")`."""
    def start(scenario: str, extension: str, **keys: str):
        return sipp_starts(SCENARIOS / f"{scenario}.xml", place="sipp", address=place.home(),
                           options=("-s", extension, "-rtp_echo", "-mi", place.home()), **keys)
    return start


@pytest.fixture
def ear(place):
    """Hears what reaches SIPp."""
    made = Ear(place, place.home())
    yield made
    made.close()


def answered(phone):
    """The call that came, answered; its tone is on."""
    call = phone.expect_call()
    call.accept()
    call.rtp.play(440)
    return call


def says_go_on(call):
    """A text in the call, at which SIPp takes its next step."""
    call.request("MESSAGE", {"Content-Type": "text/plain"}, b"go on", status=202)


def assert_sound(one, other):
    """A tone passes from one call to the other."""
    one.rtp.play(1000)
    other.rtp.forget()
    other.rtp.wait_for_tone(1000, 0.5)


def test_blind_transfer(pbx, phone, plays):  # xfer-1-10 xfer-1-21 xfer-1-26
    alice, carol = registered(phone, "alice"), registered(phone, "carol")
    sipp = plays("transfer", "alice", refer_to=f"<{alice.uri('carol')}>")
    call = answered(alice)
    third = answered(carol)
    sipp.wait()
    told = pbx.ami.expect("BlindTransfer")
    assert told["Result"] == "Success" and told["TransfererChannel"].startswith("SIP/sipp-")
    assert_sound(call, third)
    call.bye()
    third.wait_for_end()


def test_blind_transfer_to_nobody(phone, plays):  # xfer-1-7
    alice = registered(phone, "alice")
    sipp = plays("transfer_refused", "alice", refer_to=f"<{alice.uri('missing')}>")
    call = answered(alice)
    call.rtp.wait_for_tone(440, 0.5)        # they talk on
    call.bye()
    sipp.wait()


def test_attended_transfer(pbx, phone, plays):  # xfer-1-12 xfer-1-13
    alice, bob, carol = (registered(phone, name) for name in ("alice", "bob", "carol"))
    consultation = bob.invites("carol")
    third = answered(carol)
    consultation.expect(200)
    sipp = plays("transfer", "alice", refer_to=replaces_of(consultation, alice.uri("carol")))
    call = answered(alice)
    sipp.wait()
    consultation.wait_for_end()
    assert pbx.ami.expect("AttendedTransfer")["Result"] == "Success"
    assert_sound(call, third)
    call.bye()
    third.wait_for_end()


def test_hold(pbx, phone, plays, ear):  # sdp-3-14
    alice = registered(phone, "alice")
    sipp = plays("hold", "alice")
    call = answered(alice)
    call.rtp.wait_for_tone(440, 0.5)
    for _ in ("sendonly", "inactive", "no address"):
        says_go_on(call)
        pbx.ami.expect("Hold", Channel__startswith="SIP/sipp-")
        before = len(ear.packets)
        says_go_on(call)
        pbx.ami.expect("Unhold", Channel__startswith="SIP/sipp-")
        call.rtp.forget()
        call.rtp.wait_for_tone(440, 0.5)
        assert ear.heard(440, before) > 0
    call.bye()
    sipp.wait()


def test_pickup(pbx, phone, plays):  # call-12-1
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()
    call.expect(180)
    sipp = plays("pickup", "*8")
    call.expect(200)
    ringing.wait_for_end()
    told = pbx.ami.expect("Pickup")
    assert told["Channel"].startswith("SIP/sipp-") and told["TargetChannel"].startswith("SIP/bob-")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()
    sipp.wait()


def test_another_codec_within_a_call(phone, plays, ear):
    alice = registered(phone, "alice")
    sipp = plays("codec", "alice")
    call = answered(alice)
    ear.wait_for_codec(0, 10)
    for payload in (8, 0):
        says_go_on(call)
        ear.wait_for_codec(payload, 10)
        mark = len(ear.packets)
        ear.wait_for_tone(440, 0.5, mark)
        call.rtp.forget()
        call.rtp.wait_for_tone(440, 0.5)        # there and back
    call.bye()
    sipp.wait()
