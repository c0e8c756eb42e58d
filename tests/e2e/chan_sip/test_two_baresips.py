# SPDX-License-Identifier: GPL-2.0-only
"""Two real phones, one on each family of addresses, hear each other through the driver."""
import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_each_hears_the_tone_of_the_other(pbx, baresip):
    alice, bob = baresip("alice", tone=440), baresip("bob", tone=1000, v6=True)
    for each in (alice, bob):
        each.expect("REGISTER_OK")
    alice.command("dial", "bob")
    alice.expect("CALL_ESTABLISHED")
    bob.expect("CALL_ESTABLISHED")
    alice.wait_for_tone(1000, 2.0)
    bob.wait_for_tone(440, 2.0)
    assert alice.heard(440) < 0.5 and bob.heard(1000) < 0.5
    alice.command("hangup")
    bob.expect("CALL_CLOSED")
    pbx.wait_for_no_channels()
