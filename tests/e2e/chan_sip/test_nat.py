# SPDX-License-Identifier: GPL-2.0-only
"""Addresses: what peers inside and outside are told, and where messages and media go; docs/spec/behaviour/transports-and-nat.md,
ids in comments. Phones from 192.0.2.128 on are outside."""
import pytest

from harness.setups import DRIVER, sip_conf

pytestmark = pytest.mark.usefixtures("nothing_is_left")

OUTSIDE = "198.51.100.7"
DEVICES = """[comedia]
type=friend
host=dynamic
secret=secret
nat=force_rport,comedia
[plain]
type=friend
host=dynamic
secret=secret
nat=no
[auto]
type=friend
host=dynamic
secret=secret
nat=auto_force_rport,auto_comedia
"""
EXTENSIONS = """[default]
exten => wait,1,Answer()
 same => n,Wait(60)
exten => tone,1,Answer()
 same => n,Milliwatt()
exten => _d-.,1,Dial(SIP/${EXTEN:2},20)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk behind a NAT: its network is the lower half of the phones'."""
    general = f"udpbindaddr=0.0.0.0\nexternaddr={OUTSIDE}:5099\nlocalnet=192.0.2.0/255.255.255.128"
    return asterisk(files={"sip.conf": sip_conf(general, more=DEVICES).replace("udpbindaddr=::\n", ""),
                           "extensions.conf": EXTENSIONS}, modules=DRIVER)


@pytest.fixture
def outside(phone, network):
    """Makes phones outside: `outside(name)`."""
    place = network.place("phones")

    def make(name, **options):
        address = f"192.0.2.{128 + network.next_host() % 100}"
        place.run("ip", "addr", "add", f"{address}/24", "dev", "eth0")
        return phone(name, address=address, **options)
    return make


def test_a_phone_inside_is_told_our_own_address(phone):              # tp-2-2
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("tone")
    assert call.answer.address == "192.0.2.1"
    assert "@192.0.2.1:5060" in call.expect(200)["Contact"]
    call.rtp.wait_for_packets(5)
    call.bye()


def test_a_phone_outside_is_told_the_external_address(outside):      # tp-2-2
    alice = outside("alice")
    alice.register()
    call = alice.calls_to("wait")
    assert call.answer.address == OUTSIDE
    assert call.remote_description.lines[1].endswith(f" IN IP4 {OUTSIDE}")
    assert f"@{OUTSIDE}:5099" in call.expect(200)["Contact"]
    call.bye()


def test_a_call_to_a_phone_outside_comes_from_the_external_address(phone, outside):    # tp-2-2, tp-2-4
    alice, bob = phone("alice"), outside("bob")
    alice.register()
    bob.register()
    call = alice.invites("d-bob")
    ringing = bob.expect_call()
    assert f"{OUTSIDE}:5099" in ringing.invite["Via"]
    assert f"@{OUTSIDE}:5099" in ringing.invite["Contact"]
    assert f"@{OUTSIDE}" in ringing.invite["From"]
    assert ringing.answer.address == OUTSIDE
    call.cancel()
    ringing.wait_for_end()


def test_media_goes_to_where_it_comes_from(pbx, phone):              # tp-3-4
    comedia = phone("comedia")
    comedia.register()
    call = comedia.invites("tone")
    call.expect(200)
    call.rtp.play(440)
    call.rtp.wait_for_tone(1004, 0.5)
    call.bye()


@pytest.mark.parametrize("name, heard", [("comedia", True), ("auto", True), ("plain", False)])
def test_media_of_a_phone_that_lies_about_its_address(pbx, phone, name, heard):    # tp-3-3, tp-3-4, tp-3-5
    liar = phone(name)
    liar.register()
    lie = liar.address
    call = None
    try:
        liar.told = "192.0.2.77"
        call = liar.invites("tone", address="192.0.2.77")
        call.expect(200)
        call.rtp.play(440)
        if heard:
            call.rtp.wait_for_tone(1004, 0.5)
        else:
            call.request("OPTIONS")
            assert not call.rtp.audio
    finally:
        liar.told = lie
        if call:
            call.bye()
