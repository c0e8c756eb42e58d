# SPDX-License-Identifier: GPL-2.0-only
"""directrtpsetup: who is called sends straight to the caller from the first INVITE on."""
import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf

DEVICES = "".join(f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\ndirectmedia=yes\n" for name in ("direct1", "direct2"))
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => _[a-z].,1,Dial(SIP/${EXTEN},20)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with directrtpsetup."""
    return asterisk(files={"sip.conf": sip_conf("directrtpsetup=yes", more=DEVICES), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_the_first_invite_names_the_caller(pbx, phone):  # sdp-5-1
    one, other = registered(phone, "direct1"), registered(phone, "direct2")
    call = one.invites("direct2")
    ringing = other.expect_call()
    assert (ringing.answer.address, ringing.answer.port) == (one.address, call.rtp.port)
    ringing.accept()
    call.expect(200)
    one.bell.wait_for(lambda: (call.answer.address, call.answer.port) == (other.address, ringing.rtp.port), "media at the other phone")
    call.rtp.play(440)
    ringing.rtp.play(1000)
    ringing.rtp.wait_for_tone(440, 0.4)
    call.rtp.wait_for_tone(1000, 0.4)
    call.bye()
    ringing.wait_for_end()
    pbx.wait_for_no_channels()


def test_who_does_not_want_that_is_called_as_ever(pbx, phone):  # sdp-5-1
    one, other = registered(phone, "direct1"), registered(phone, "bob")
    call = one.invites("bob")
    ringing = other.expect_call()
    assert ringing.answer.address == one.server[0]
    ringing.accept()
    call.expect(200)
    assert call.answer.address == one.server[0]
    call.bye()
    ringing.wait_for_end()
    pbx.wait_for_no_channels()
