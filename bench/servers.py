# SPDX-License-Identifier: GPL-2.0-only
"""The two drivers under measurement: the same Asterisk, the same dialplan and equivalent configurations, a process and a
network each."""
import os
import pathlib
import re
import shutil
import time

from harness.asterisk import BASE_MODULES, PJSIP_MODULES, Asterisk
from harness.network import Network
from harness.waiting import until

OURS, THEIRS = "chan_sip", "chan_pjsip"
TICKS = os.sysconf("SC_CLK_TCK")
TRUNK, PHONES, CALLEE = "192.0.2.10", "192.0.2.11", "192.0.2.12"    # in the order in which a place gives addresses
CALLEE_PORT = 5070
OPEN = 400                                                          # endpoints that need no credentials
LAMPS_OURS = ("func_devstate.so", "res_sip_pubsub.so")              # what hints and their watchers need
LAMPS_THEIRS = ("func_devstate.so", "res_pjsip_outbound_publish.so", "res_pjsip_exten_state.so",
                "res_pjsip_dialog_info_body_generator.so")
COMMON = {
    "manager.conf": "[general]\nenabled = yes\nbindaddr = 127.0.0.1\n[tester]\nsecret = only-for-tests\n"
                    "read = system\nwrite = all\n",
    "logger.conf": "[general]\n[logfiles]\nfull = warning,error\n",
    "rtp.conf": "[general]\nrtpstart = 10000\nrtpend = 29999\n",
}


def account(number: int) -> str:
    """The name of an account."""
    return f"u{number:05}"


def open_endpoint(number: int) -> str:
    """The name of an endpoint that calls without credentials."""
    return f"open{number:03}"


def hint(number: int) -> str:
    """An extension with a lamp."""
    return f"lamp{number:03}"


def dialplan(technology: str, hints: int) -> str:
    """What callers reach, and whose lamps they watch."""
    return f"""[default]
exten => answer,1,Answer()
 same => n,Wait(3600)
exten => bridge,1,Dial({technology}/callee,20)
""" + "".join(f"exten => {hint(i)},hint,Custom:{hint(i)}\n" for i in range(hints))


def sip_conf(accounts: int) -> str:
    """The set-up in the old driver's words."""
    text = f"""[general]
context=default
udpbindaddr=0.0.0.0:5060
disallow=all
allow=ulaw
directmedia=no
allowguest=no
[trunk]
type=peer
host={TRUNK}
insecure=port,invite
[callee]
type=peer
host={CALLEE}
port={CALLEE_PORT}
[phone](!)
type=friend
host=dynamic
[account](!,phone)
secret=secret
"""
    text += "".join(f"[{open_endpoint(i)}](phone)\n" for i in range(OPEN))
    return text + "".join(f"[{account(i)}](account)\n" for i in range(accounts))


def pjsip_conf(accounts: int) -> str:
    """The same in chan_pjsip's words."""
    text = f"""[udp]
type=transport
protocol=udp
bind=0.0.0.0:5060
[endpoint](!)
type=endpoint
context=default
disallow=all
allow=ulaw
direct_media=no
[aor](!)
type=aor
max_contacts=1
remove_existing=yes
[auth](!)
type=auth
auth_type=userpass
password=secret
[trunk](endpoint)
[trunk]
type=identify
endpoint=trunk
match={TRUNK}
[callee](endpoint)
aors=callee
[callee]
type=aor
contact=sip:callee@{CALLEE}:{CALLEE_PORT}
"""
    for i in range(OPEN):
        name = open_endpoint(i)
        text += f"[{name}](endpoint)\naors={name}\n[{name}](aor)\n"
    for i in range(accounts):
        name = account(i)
        text += f"[{name}](endpoint)\nauth={name}\naors={name}\n[{name}](auth)\nusername={name}\n[{name}](aor)\n"
    return text


class Server(Asterisk):
    """One of the two, running."""

    def __init__(self, driver: str, accounts: int, keep: pathlib.Path, hints: int = 0):
        """Starts it with so many accounts and hints in a network of its own; logs go below `keep`."""
        self.driver = driver
        self.accounts = accounts
        self.network = Network()
        place = self.network.place()
        for wanted in (TRUNK, PHONES, CALLEE):
            got = place.address()
            assert got == wanted, f"{got} is not {wanted}"
        logs = keep / f"{driver}-{accounts}"
        shutil.rmtree(logs, ignore_errors=True)
        logs.mkdir(parents=True)
        ours = driver == OURS
        files = {**COMMON, "extensions.conf": dialplan("SIP" if ours else "PJSIP", hints),
                 **({"sip.conf": sip_conf(accounts)} if ours else {"pjsip.conf": pjsip_conf(accounts)})}
        modules = [*BASE_MODULES, *(("res_sip.so", "res_sip_registrar.so", "chan_sip.so") if ours else PJSIP_MODULES),
                   *((LAMPS_OURS if ours else LAMPS_THEIRS) if hints else ())]
        super().__init__(self.network, logs, files=files, modules=modules)
        until(self.complete, "all accounts to be there", 120)
        self.idle = 0.0
        self.calm()

    def _write_configuration(self, files, samples, modules) -> None:
        """As for any test, but nothing is printed that nobody reads."""
        super()._write_configuration(files, samples, modules)
        main = self.etc / "asterisk.conf"
        main.write_text(main.read_text().replace("verbose = 4", "verbose = 0"))

    def complete(self) -> bool:
        """Whether the last account is known."""
        name = account(self.accounts - 1)
        command = f"sip show peer {name}" if self.driver == OURS else f"pjsip show endpoint {name}"
        return name in self.cli(command, 60) and "not found" not in self.cli(command, 60)

    def cpu(self) -> float:
        """Seconds of CPU that the process has used."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def calm(self, seconds: float = 2) -> float:
        """Finds out what it uses when nothing is asked of it, as CPU seconds a second."""
        before, start = self.cpu(), time.monotonic()
        time.sleep(seconds)
        self.idle = (self.cpu() - before) / (time.monotonic() - start)
        return self.idle

    def change_one_account(self, said: str) -> None:
        """Gives one account another caller's name in the configuration, which is not read yet."""
        name, text = ("sip.conf", sip_conf) if self.driver == OURS else ("pjsip.conf", pjsip_conf)
        self.write(name, text(self.accounts) + f'[{account(7)}](+)\ncallerid="{said}" <7>\n')

    def reload(self) -> None:
        """Has the configuration read again, and waits until it is."""
        self.cli("sip reload" if self.driver == OURS else "module reload res_pjsip.so", 120)

    def reload_anew(self, said: str) -> None:
        """A reload with one changed account, and two seconds to breathe."""
        self.change_one_account(said)
        self.reload()
        time.sleep(2)

    def registered(self) -> int:
        """How many accounts have a contact."""
        if self.driver == OURS:
            return len(re.findall(rf"(?m)^u\d{{5}}\S*\s+{re.escape(PHONES)}", self.cli("sip show peers", 60)))
        return len(re.findall(r"Contact:\s+u\d{5}/", self.cli("pjsip show contacts", 60)))

    def channels(self) -> int:
        """How many channels there are; asks again when the console does not answer at once."""
        for _ in range(5):
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.driver} ended with {self.process.returncode}")
            said = self.cli("core show channels count", 60)
            if found := re.search(r"(\d+) active channels?", said):
                return int(found[1])
            time.sleep(0.5)
        raise RuntimeError(f"{self.driver}: the console says {said!r}")

    def drained(self, seconds: float) -> bool:
        """Waits until all channels are gone, at most so long, and tells whether they are."""
        try:
            self.wait_for_no_channels(seconds)
        except TimeoutError:
            return False
        return True

    def hang_up_all(self) -> None:
        """Ends all calls."""
        self.cli("channel request hangup all", 60)
        self.wait_for_no_channels(120)

    def end(self) -> None:
        """Ends the process, and removes what it had."""
        try:
            self.stop(120)
        except TimeoutError:
            pass
        self.clean()
        self.network.close()
