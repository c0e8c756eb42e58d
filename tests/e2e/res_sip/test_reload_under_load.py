# SPDX-License-Identifier: GPL-2.0-only
"""Twenty thousand peers while calls go on: a reload with one changed line, and lists of them all. No call fails or waits."""
import os
import pathlib
import socket
import threading

import pytest

from harness.asterisk import MANAGER
from harness.network import PBX_V4
from harness.setups import DRIVER
from harness.storm import Answered, Storm, percentile
from harness.waiting import until

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


def set_ups(name, quiet, busy):
    """The 99th percentile of the set-ups without and with what is named, said and compared."""
    one, other = percentile(quiet, 0.99), percentile(busy, 0.99)
    print(f"{PEERS} peers: 99 % of set-ups within {one * 1000:.1f} ms without and {other * 1000:.1f} ms with {name}")
    assert other <= max(2 * one, 0.1)


def ask(manager, action, end):
    """Sends an action, or a command to a console, and reads until its answer ends, or all with an empty `end`; returns the last of it.
    It does not look at what is between: the reader takes no time from the calls."""
    manager.sendall(action.encode())
    last = b""
    while (came := manager.recv(1 << 20)) and not (end and (last + came).endswith(end)):
        last = (last + came)[-200:]
    assert came or not end, "the manager ended the session"
    return last


@pytest.fixture(scope="module")
def calling(asterisk, network):
    """Asterisk with all the peers, and calls that may be made; (Asterisk, the storm)."""
    place = network.place("storm")
    storm = Storm(place, place.address(), (PBX_V4, 5060))
    pbx = asterisk(files={"sip.conf": conf(storm), "extensions.conf": EXTENSIONS,
                          "logger.conf": "[general]\n[logfiles]\nfull = warning,error\n"}, modules=DRIVER)
    storm.make([Answered], 20)
    yield pbx, storm
    storm.close()


@pytest.mark.long
def test_lists_of_all_leave_calls_alone(calling, network):
    """Both the command and the action, twice a second, for as long as the calls last."""
    pbx, storm = calling
    manager = network.pbx.socket(socket.AF_INET, socket.SOCK_STREAM)
    manager.connect(("127.0.0.1", 5038))
    manager.settimeout(60)
    ask(manager, "Action: Login\r\nUsername: {}\r\nSecret: {}\r\nEvents: off\r\n\r\n".format(*MANAGER), b"accepted\r\n\r\n")
    quiet = storm.call_for(10)
    over = threading.Event()
    lists = []

    def listing():
        while not over.is_set():
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as shell:
                shell.connect(str(pbx.folder / "run" / "asterisk.ctl"))
                assert f"{PEERS + 1} sip peers".encode() in ask(shell, "cli quit after sip show peers\0", b"")
            ask(manager, "Action: SIPpeers\r\n\r\n", f"ListItems: {PEERS + 1}\r\n\r\n".encode())
            lists.append(1)
            over.wait(0.5)
    thread = threading.Thread(target=listing)
    thread.start()
    busy = storm.call_for(10)
    over.set()
    thread.join(60)
    assert not thread.is_alive() and lists
    manager.close()
    set_ups(f"{len(lists)} lists of each kind in ten seconds", quiet, busy)


@pytest.mark.long
def test_a_reload_of_one_line_fails_no_call_and_takes_little(calling):
    pbx, storm = calling
    quiet = storm.call_for(10)
    before = cpu(pbx)
    pbx.cli("sip reload", 60)
    alone = cpu(pbx) - before
    pbx.write("sip.conf", conf(storm, "another"))
    spent = []

    def reload():
        begun = cpu(pbx)
        pbx.cli("sip reload", 60)
        until(lambda: "another" in pbx.cli("sip show peer p7"), "the changed line", 60)
        spent.append(cpu(pbx) - begun)
    thread = threading.Timer(3, reload)
    thread.start()
    busy = storm.call_for(10)
    thread.join()
    assert spent, "the reload did not end"
    print(f"the reload took {spent[0]:.2f} s of CPU beside calls, {alone:.2f} s of one that changes nothing")
    assert spent[0] < 1
    set_ups("a reload", quiet, busy)
