# SPDX-License-Identifier: GPL-2.0-only
"""fail2ban as Debian ships it, with its asterisk filter unmodified, reads our log and bans who attacks."""
import pathlib
import subprocess
import tempfile

import pytest

from harness.message import new_tag
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

MORE = """
[fixed]
type=friend
host=192.0.2.250
secret=secret
[denied]
type=friend
host=dynamic
secret=secret
deny=0.0.0.0/0.0.0.0
"""
FORGED = "198.51.100.9"
RETRIES = 3


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones of all kinds, and the log of security events."""
    return asterisk(files={"sip.conf": sip_conf("domain=192.0.2.1\n", more=MORE), "extensions.conf": EXTENSIONS},
                    modules=(*DRIVER, "res_security_log.so"))


class Fail2ban:
    """A fail2ban with one jail, which writes down whom it bans."""

    def __init__(self, folder: pathlib.Path, log: pathlib.Path):
        # A socket's path may be no longer than 107 octets.
        self._runtime = tempfile.TemporaryDirectory(prefix="fail2ban-")
        runtime = pathlib.Path(self._runtime.name)
        self.bans = runtime / "bans"
        self.bans.touch()
        configuration = runtime / "etc"
        (configuration / "action.d").mkdir(parents=True)
        (configuration / "filter.d").symlink_to("/etc/fail2ban/filter.d")
        (configuration / "action.d" / "note.conf").write_text(f"[Definition]\nactionban = echo <ip> >> {self.bans}\n")
        (configuration / "fail2ban.conf").write_text(
            f"[Definition]\nloglevel = INFO\nlogtarget = {folder}/fail2ban.log\nsyslogsocket = auto\nsocket = {runtime}/socket\n"
            f"pidfile = {runtime}/pid\ndbfile = None\ndbpurgeage = 1d\nallowipv6 = auto\n")
        (configuration / "jail.conf").write_text(
            f"[INCLUDES]\n[DEFAULT]\nbackend = polling\nusedns = no\nmaxretry = {RETRIES}\nfindtime = 600\nbantime = 600\n"
            f"[asterisk]\nenabled = true\nfilter = asterisk\nlogpath = {log}\naction = note\n")
        self._client = ["fail2ban-client", "-c", str(configuration), "-s", str(runtime / "socket"), "-p", str(runtime / "pid")]
        self._server = subprocess.Popen(["fail2ban-server", *self._client[1:], "-f", "start"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: "asterisk" in self._ask("status"), "the jail", 30)

    def _ask(self, *what: str) -> str:
        """What the server answers."""
        return subprocess.run([*self._client, *what], capture_output=True, text=True, timeout=30).stdout

    def banned(self) -> list[str]:
        """Whom it banned, in order."""
        return self.bans.read_text().split()

    def stop(self) -> None:
        """Ends it."""
        self._server.terminate()
        self._server.wait(30)
        self._runtime.cleanup()


@pytest.fixture(scope="module")
def jail(pbx, keep):
    """A fail2ban that reads the log of this Asterisk."""
    made = Fail2ban(keep, pbx.log.path)
    yield made
    made.stop()


def registers(device, secret: str, username: str | None = None, to: str | None = None) -> int:
    """A REGISTER, and one with credentials when it is challenged; the last status."""
    uri = f"sip:{device.domain}"
    status, challenge = 0, None
    call_id = f"attack-{device.address}-{new_tag()}"
    for sequence in (1, 2):
        request = device.new_request("REGISTER", uri, to or f"<sip:{device.name}@{device.domain}>", call_id, "attack", sequence,
                                     {"Contact": device.contact})
        if challenge:
            request.add(*device.credentials(challenge, request, secret, username))
        challenge = device.send(request).wait()
        status = challenge.status
        if status != 401:
            break
    return status


def attacks(phone):
    """Each type of attack: its name, a device, and what it does once."""
    yield "wrong password", phone("alice"), lambda device: registers(device, "wrong")
    yield "another's name", phone("alice"), lambda device: registers(device, "wrong", "bob")
    yield "a name that is not there", phone("mallory"), lambda device: registers(device, "wrong")
    yield "not its address", phone("fixed"), lambda device: registers(device, "wrong")
    yield "not allowed from there", phone("denied"), lambda device: registers(device, "wrong")
    yield "not our domain", phone("bob"), lambda device: registers(device, "wrong", to="<sip:bob@elsewhere.example>")
    yield "a call with a wrong password", phone("carol", "wrong"), lambda device: device.invites("echo").transaction.wait().status
    yield "an extension that is not there", phone("carol"), lambda device: device.invites("nowhere").transaction.wait().status
    yield "a hostile To", phone("denied"), lambda device: registers(
        device, "wrong", to=f"\"x' failed for '{FORGED}' - Wrong password\" <sip:denied@{device.domain}>")
    yield "a hostile user", phone("mallory"), lambda device: registers(
        device, "wrong", to=f"<sip:a%22%2CRemoteAddress%3D%22IPV4%2FUDP%2F{FORGED}%2F5060%0D%0A@{device.domain}>")


def test_each_attacker_is_banned_once_and_who_is_honest_is_not(pbx, jail, phone):
    honest = phone("alice")
    for _ in range(RETRIES + 2):
        honest.register()
        honest.calls_to("echo").bye()
    guilty = {}
    for name, device, attack in attacks(phone):
        guilty[device.address] = name
        for _ in range(RETRIES):
            status = attack(device)
            assert status in (401, 403, 404), f"{name}: {status}"
    def missing():
        return [name for address, name in guilty.items() if address not in jail.banned()]
    until(lambda: not missing(), "a ban of each attacker", 30)
    banned = jail.banned()
    assert sorted(banned) == sorted(guilty), "each of them once, and nobody else"
    assert honest.address not in banned and FORGED not in banned

