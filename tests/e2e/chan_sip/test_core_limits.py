# SPDX-License-Identifier: GPL-2.0-only
"""Calls whose dialplan does not start: the core has enough of them, as it says itself."""
import pytest

from harness.phone import registered
from harness.setups import DRIVER, EXTENSIONS, sip_conf


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk that takes one call at a time."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS, "asterisk.conf": "maxcalls = 1\n"}, modules=DRIVER)


def test_one_call_more_than_the_core_takes(pbx, phone):  # call-1-12
    first = registered(phone, "alice").calls_to("echo")
    bob = registered(phone, "bob")
    refusal = bob.invites("echo").transaction.wait()
    assert refusal.start == "SIP/2.0 480 Temporarily Unavailable"
    first.bye()
    pbx.wait_for_no_channels()
    bob.calls_to("echo").bye()
    pbx.wait_for_no_channels()
