# SPDX-License-Identifier: GPL-2.0-only
"""Each command that lists something, with thousands of rows, while reloads take peers out and bring them back, under AddressSanitizer."""
import os
import re
import socket
import threading

import pytest

from harness.network import PBX_V4
from harness.sanitized import BUILD, Reports
from harness.setups import DRIVER
from harness.storm import Answered, Storm, StormCall
from harness.waiting import until

ROWS = int(os.environ.get("CHAN_SIP_ROWS", "10000"))        # peers, registrations and subscriptions
CALLS = ROWS // 10                                          # calls and connections
OPEN = 20                                                   # peers that prove nothing, each with a share of the subscriptions
RELOADS = 5
COPIED = re.compile(rb"^(?:Via|From|To|Call-ID|CSeq|Contact)[ \t]*:[^\r]*", re.IGNORECASE | re.MULTILINE)
EXTENSIONS = "[default]\nexten => now,1,Answer()\n same => n,Wait(3600)\nexten => lamp,hint,Custom:lamp\n"
GENERAL = """[general]
context=default
subscribecontext=default
udpbindaddr=0.0.0.0
tcpenable=yes
tcpauthlimit=5000
tcpauthtimeout=3600
disallow=all
allow=ulaw
directmedia=no
allowguest=no
registertimeout=60
"""


class Standing(Answered):
    """A call that stays."""

    def answered(self, message):
        self.request("ACK", target=self.contact)
        self.done = True


class Watching(StormCall):
    """A subscription that stays."""
    target = "lamp"

    def invite(self, more=""):
        self.user = f"p{self.number % OPEN}"
        self.sequence += 1
        self.request("SUBSCRIBE", "Event: dialog\r\nAccept: application/dialog-info+xml\r\nExpires: 3600\r\n")

    def take(self, message):
        if message.is_request:
            self.respond(message)
        elif message.status >= 200:
            self.done, self.failed = True, "" if message.status == 200 else str(message)


class Registrar:
    """Takes each REGISTER, in a thread of its own."""

    def __init__(self, place):
        self.address = place.address()
        self._socket = place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self._socket.bind((self.address, 5060))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        """Answers until the socket ends."""
        while True:
            try:
                data, source = self._socket.recvfrom(65536)
                if data.startswith(b"REGISTER"):
                    self._socket.sendto(b"SIP/2.0 200 OK\r\n" + b"\r\n".join(COPIED.findall(data)) + b"\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n", source)
            except OSError:
                return

    def close(self):
        """Ends it."""
        self._socket.close()


def conf(storm, registrar, rows):
    """sip.conf with so many peers and registrations."""
    peers = "".join(f"[p{number}](phone)\n" + ("" if number < OPEN else f"secret=secret{number}\n") for number in range(rows))
    registrations = "".join(f"register => u{number}:pw@{registrar.address}/u{number}\n" for number in range(rows))
    return (f"{GENERAL}{registrations}[phone](!)\ntype=friend\nhost=dynamic\n[storm]\ntype=friend\nhost={storm.address}\n"
            f"insecure=port,invite\n{peers}")


def rows_of(text):
    """How many lines a table has between its heading and its last line."""
    return max(0, len(text.splitlines()) - 2)


@pytest.mark.long
def test_every_list_with_many_rows_while_peers_come_and_go(asterisk, network, tmp_path):
    if not BUILD.exists():
        pytest.skip(f"no build with AddressSanitizer at {BUILD}")
    place = network.place("crowd")
    storm, registrar, reports = Storm(place, place.address(), (PBX_V4, 5060)), Registrar(place), Reports(tmp_path)
    pbx = asterisk(files={"sip.conf": conf(storm, registrar, ROWS), "extensions.conf": EXTENSIONS,
                          "rtp.conf": "[general]\nrtpstart = 10000\nrtpend = 29999\n", "logger.conf": "[general]\n[logfiles]\nfull = warning,error\n"},
                   modules=DRIVER, build=BUILD, environment=reports.environment)
    until(lambda: f"{ROWS} SIP registrations." in pbx.cli("sip show registry"), "all registrations", 120)
    storm.make([Watching], ROWS, window=50)
    storm.make([Standing], CALLS, window=20)
    connections = []
    for _ in range(CALLS):
        connections.append(place.socket(socket.AF_INET, socket.SOCK_STREAM))
        connections[-1].connect((PBX_V4, 5060))
    until(lambda: rows_of(pbx.cli("sip show tcp")) >= CALLS - 2, "all connections", 60)
    until(lambda: pbx.cli("sip show registry").count("Registered ") == ROWS, "all to be registered", 300)

    faults = []

    def reload():
        try:
            for turn in range(RELOADS):
                pbx.write("sip.conf", conf(storm, registrar, ROWS - 10 if turn % 2 == 0 else ROWS))
                pbx.cli("sip reload", 120)
            pbx.write("sip.conf", conf(storm, registrar, ROWS))
            pbx.cli("sip reload", 120)
        except BaseException as fault:      # shown by who waits
            faults.append(fault)
    reloading = threading.Thread(target=reload)
    reloading.start()
    turns = 0
    while reloading.is_alive() or turns == 0:
        turns += 1
        for command, least in (("peers", ROWS - 12), ("users", ROWS - 12), ("inuse all", ROWS - 12), ("objects", ROWS), ("registry", ROWS - 12),
                               ("subscriptions", ROWS - 2), ("channels", CALLS - 2), ("channelstats", CALLS - 2), ("tcp", CALLS - 2)):
            assert rows_of(pbx.cli(f"sip show {command}", 120)) >= least, command
        for command, least in (("peers", ROWS - 10), ("registry", ROWS - 10), ("subscriptions", ROWS), ("channels", CALLS), ("tcp", CALLS)):
            assert len(pbx.ami.show(command, seconds=120)[0]) >= least, command
        for command in ("settings", "domains", "mwi", "sched", "peer p30", "user p30", f"channel standing-{ROWS + 1}", "history", "config p30"):
            pbx.cli(f"sip show {command}")
        for action, end in (("SIPpeers", "PeerlistComplete"), ("SIPpeerstatus", "SIPpeerstatusComplete"), ("SIPshowregistry", "RegistrationsComplete")):
            pbx.ami.forget()
            assert pbx.ami.action(action)["Response"] == "Success"
            assert int(pbx.ami.expect(end, 120)["ListItems"]) >= ROWS - 10, action
    reloading.join()
    assert not faults, faults
    assert rows_of(pbx.cli("sip show peers")) == ROWS + 1
    assert pbx.cli("sip show channels").endswith(f"\n{CALLS} active SIP dialogs\n")
    print(f"{turns} rounds of all lists beside {RELOADS + 1} reloads")
    for each in connections:
        each.close()
    pbx.cli("channel request hangup all", 120)
    storm.make([Answered], 1, window=1)         # takes what comes for the calls that end
    registrar.close()
    reports.check()
