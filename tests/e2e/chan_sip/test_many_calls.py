# SPDX-License-Identifier: GPL-2.0-only
"""Thousands of calls leave nothing: memory, descriptors, ports, dialogs are as they were after the first few hundred."""
import os
import time

import pytest

from harness.network import PBX_V4
from harness.setups import DRIVER, sip_conf
from harness.storm import Answered, Cancelled, NoAck, NoCodec, Storm, WrongSecret
from harness.waiting import until

FAILING = [WrongSecret, NoCodec, Cancelled, NoAck]
EXTENSIONS = """[default]
exten => now,1,Answer()
 same => n,Wait(120)
exten => ring,1,Ringing()
 same => n,Wait(60)
"""
STORM = """[storm]
type=friend
host={address}
insecure=port,invite
"""


@pytest.fixture(scope="module")
def storm(network):
    """A socket that makes many calls."""
    place = network.place("storm")
    made = Storm(place, place.address(), (PBX_V4, 5060))
    yield made
    made.close()


def start(asterisk, storm, general=""):
    """Asterisk that the storm may call without a secret, with ports enough."""
    return asterisk(files={"sip.conf": sip_conf(general, more=STORM.format(address=storm.address)), "extensions.conf": EXTENSIONS,
                           "rtp.conf": "[general]\nrtpstart = 10000\nrtpend = 19999\n",
                           "logger.conf": "[general]\n[logfiles]\nfull = warning,error\n"}, modules=DRIVER)


def settled(pbx, seconds):
    """What the process holds once everything that waits for its end has ended."""
    pbx.wait_for_no_channels(60)
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end, "the timers of what is over", seconds + 5)
    until(lambda: pbx.cli("sip show channels").splitlines()[-1] == "0 active SIP dialogs", "an empty list")
    pbx.cli("malloc trim")      # what is freed goes back to the system, so that what is left is what is held
    files = [file.split(":")[0] for file in pbx.open_files() if not file.startswith("/")]   # astdb's journal comes and goes
    return pbx.rss(), len(files), files.count("socket")


def compare(before, after):
    """Memory within 5 % and 8 MiB; sockets, and descriptors that are no files, as before."""
    print(f"memory {before[0] >> 10} and {after[0] >> 10} KiB, descriptors {before[1]} and {after[1]}, sockets {before[2]} and {after[2]}")
    assert after[1:] == before[1:], f"descriptors and sockets: {before[1:]}, then {after[1:]}"
    assert after[0] <= before[0] * 1.05 + (8 << 20), f"memory grew from {before[0] >> 10} to {after[0] >> 10} KiB"


def test_some_hundred_calls_leave_nothing(asterisk, storm):
    pbx = start(asterisk, storm, "timert1=100\n")
    storm.make([Answered], 200)
    storm.make(FAILING[:3], 150)
    storm.make([NoAck], 20, window=20)
    before = settled(pbx, 7)
    storm.make([Answered], 300)
    storm.make(FAILING[:3], 300)
    storm.make([NoAck], 20, window=20)
    compare(before, settled(pbx, 7))
    assert not [line for line in pbx.log.complaints() if "ERROR" in line]
    pbx.stop()


@pytest.mark.long
def test_twenty_thousand_calls_leave_nothing(asterisk, storm):
    calls = int(os.environ.get("CHAN_SIP_CALLS", "10000"))
    pbx = start(asterisk, storm)
    storm.make([Answered], 250)
    storm.make(FAILING[:3], 150)
    storm.make([NoAck], 100, window=100)
    before = settled(pbx, 40)
    storm.make([Answered], calls, seconds=3600)
    storm.make(FAILING[:3], calls * 3 // 4, seconds=3600)
    storm.make([NoAck], calls // 4, window=100, seconds=3600)
    compare(before, settled(pbx, 40))
    assert not [line for line in pbx.log.complaints() if "ERROR" in line]
