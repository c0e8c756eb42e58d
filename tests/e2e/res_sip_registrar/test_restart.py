# SPDX-License-Identifier: GPL-2.0-only
"""Bindings outlive Asterisk: they are on disk a second after the 200, and read when it starts again."""
import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until


@pytest.mark.parametrize("v6", [False, True])
def test_a_registered_phone_is_called_after_a_restart(asterisk, phone, v6):
    files = {"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}
    first = asterisk(files=files, modules=DRIVER)
    alice, bob = phone("alice"), phone("bob", v6=v6)
    bob.register(expires=600)
    until(lambda: bob.address in first.cli("database get SIP/Registry bob"), "the binding in the database", 2)
    assert first.stop() == 0
    second = asterisk(files=files, modules=DRIVER, database=first.database)
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.accept()
    call.expect(200)
    call.bye()
    ringing.wait_for_end()
    assert second.stop() == 0
