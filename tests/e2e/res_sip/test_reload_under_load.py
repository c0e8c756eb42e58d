# SPDX-License-Identifier: GPL-2.0-only
"""A reload with one changed line of twenty thousand peers, while calls go on: none fails, and what it costs."""
import os
import pathlib
import threading

import pytest

from harness.network import PBX_V4
from harness.setups import DRIVER
from harness.storm import Answered, Storm, percentile

PEERS = int(os.environ.get("CHAN_SIP_PEERS", "20000"))
HEAD = """[general]
context=default
disallow=all
allow=ulaw
directmedia=no
allowguest=no
[phone](!)
type=friend
host=dynamic
[storm]
type=friend
host={address}
insecure=port,invite
"""
EXTENSIONS = "[default]\nexten => now,1,Answer()\n same => n,Wait(120)\n"


def conf(storm, changed=""):
    """sip.conf with all peers; the line of one of them may be another."""
    peers = "".join(f"[p{number}](phone)\nsecret=secret{number}\n" for number in range(PEERS))
    return HEAD.format(address=storm.address) + peers + (f"[p7](+)\ndescription={changed}\n" if changed else "")


def cpu(pbx):
    """Seconds of CPU that the process has used."""
    fields = pathlib.Path(f"/proc/{pbx.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.long
def test_a_reload_of_one_line_fails_no_call_and_takes_little(asterisk, network):
    place = network.place("storm")
    storm = Storm(place, place.address(), (PBX_V4, 5060))
    pbx = asterisk(files={"sip.conf": conf(storm), "extensions.conf": EXTENSIONS,
                          "logger.conf": "[general]\n[logfiles]\nfull = warning,error\n"}, modules=DRIVER)
    storm.make([Answered], 20)
    quiet = storm.call_for(10)
    before = cpu(pbx)
    pbx.cli("sip reload", 60)
    alone = cpu(pbx) - before
    pbx.write("sip.conf", conf(storm, "another"))
    spent = []

    def reload():
        begun = cpu(pbx)
        pbx.cli("sip reload", 60)
        spent.append(cpu(pbx) - begun)
    thread = threading.Timer(3, reload)
    thread.start()
    busy = storm.call_for(10)
    thread.join()
    assert "another" in pbx.cli("sip show peer p7")
    one, other = percentile(quiet, 0.99), percentile(busy, 0.99)
    print(f"{PEERS} peers: 99 % of set-ups within {one * 1000:.1f} ms without and {other * 1000:.1f} ms with a reload; "
          f"the reload took {spent[0]:.2f} s of CPU beside calls, {alone:.2f} s of one that changes nothing")
    assert other <= max(2 * one, 0.1)
    assert spent[0] < 1
    storm.close()
