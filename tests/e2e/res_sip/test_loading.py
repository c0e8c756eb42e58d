# SPDX-License-Identifier: GPL-2.0-only
"""Every way in which an installation names the driver in modules.conf brings it up."""
import pytest

from harness.asterisk import BASE_MODULES, OUR_LIBRARY, OURS
from harness.setups import EXTENSIONS, sip_conf

GUESTS = {"res_sip_hep.so", "res_sip_prometheus.so", "res_sip_websocket.so"}     # they come where the module of Asterisk's is that they serve
FILES = {"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}


@pytest.mark.parametrize("modules", ["autoload", [*BASE_MODULES, "chan_sip.so"], ["chan_sip.so", *BASE_MODULES]],
                         ids=["autoload", "chan_sip alone", "chan_sip alone and first"])
def test_a_call_goes_through(asterisk, phone, modules):
    """`autoload=yes`; and `autoload=no` with nothing of ours but `load => chan_sip.so`."""
    pbx = asterisk(files=FILES, modules=modules)
    try:
        wanted = {*OURS, OUR_LIBRARY} - (set() if modules == "autoload" else GUESTS)
        assert {path.rsplit("/", 1)[-1] for path in pbx.our_maps()} == wanted
        alice = phone("alice")
        alice.register()
        call = alice.calls_to("echo")
        call.rtp.play(440)
        call.rtp.wait_for_tone(440, 1)
        call.bye()
        pbx.wait_for_no_channels()
        assert "chan_sip.so" in pbx.cli("module show like chan_sip")
    finally:
        assert pbx.stop() == 0


def test_without_sip_conf_it_declines_with_a_clear_line(asterisk):
    pbx = asterisk(files={"extensions.conf": EXTENSIONS}, modules=[*BASE_MODULES, "chan_sip.so"])
    try:
        assert any("sip.conf" in line for line in pbx.log.complaints())
    finally:
        assert pbx.stop() == 0
