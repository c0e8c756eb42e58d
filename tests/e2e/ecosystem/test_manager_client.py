# SPDX-License-Identifier: GPL-2.0-only
"""npm's asterisk-manager, with which many programs are written, as a client of the manager: it must understand what we say.

tools/manager_client gets the package; manager_client/client.js tells what it was given.
"""
import json
import pathlib
import subprocess
import threading

import pytest

from harness.asterisk import MANAGER
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import PATIENCE, Bell

ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGES = ROOT / "build" / "manager_client" / "node_modules"
PROGRAM = pathlib.Path(__file__).parent / "manager_client" / "client.js"
MORE = "[trunk]\ntype=peer\nhost=192.0.2.77\nport=5070\ndescription=To: the world\nsetvar=COLOR=red\nsetvar=SIZE=large\n"


class Client:
    """The program, in the PBX's namespace. `told` holds all that it said."""

    def __init__(self, network, secret: str = MANAGER[1]):
        self._bell = Bell()
        self.told: list[dict] = []
        self._process = network.pbx.start(["node", str(PROGRAM), "5038", MANAGER[0], secret], text=True, bufsize=1,
                                          env={"NODE_PATH": str(PACKAGES)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        """Collects lines until the program ends."""
        for line in self._process.stdout:
            with self._bell:
                self.told.append(json.loads(line) if line.startswith("{") else {"said": line})
            self._bell.ring()

    def expect(self, kind: str, since: int = 0, **fields):
        """What it was told of that kind, with fields of these values, when it has come."""
        def look():
            return next((each[kind] for each in self.told[since:] if kind in each
                         and all(each[kind].get(name) == value for name, value in fields.items())), None)
        return self._bell.wait_for(look, lambda: f"{kind} {fields} among {self.told[since:]}", PATIENCE)

    def action(self, **action) -> tuple[dict, int]:
        """Sends an action; its answer, and the place in `told` from which to look for what it brought."""
        mark = len(self.told)
        self._process.stdin.write(json.dumps(action) + "\n")
        return self.expect("answer", mark), mark

    def close(self) -> None:
        """Ends it, in order when it can."""
        self._process.stdin.close()
        try:
            code = self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait(10)
            self._reader.join(5)
        assert code == 0, code


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with three phones and a trunk."""
    return asterisk(files={"sip.conf": sip_conf(more=MORE), "extensions.conf": EXTENSIONS}, modules=DRIVER)


@pytest.fixture
def client(network, pbx):
    """The program, logged in."""
    assert (PACKAGES / "asterisk-manager").exists(), "tools/manager_client has not got the package"
    made = Client(network)
    assert made.expect("login") == "ok"
    yield made
    made.close()


def test_a_wrong_password_is_told(network, pbx):
    made = Client(network, "wrong")
    try:
        assert made.expect("login") == "Authentication failed"
    finally:
        made.close()


def test_it_lists_devices(client, phone):
    """eco-6c: each entry comes as an event of its own, and the end with the number of them."""
    alice = phone("alice")
    alice.register()
    answer, mark = client.action(action="SIPpeers")
    assert (answer["response"], answer["eventlist"], answer["message"]) == ("Success", "start", "Peer status list will follow")
    end = client.expect("event", mark, event="PeerlistComplete")
    assert (end["eventlist"], end["listitems"], end["actionid"]) == ("Complete", "4", answer["actionid"])
    entries = {each["event"]["objectname"]: each["event"] for each in client.told[mark:]
               if each.get("event", {}).get("event") == "PeerEntry"}
    assert list(entries) == ["alice", "bob", "carol", "trunk"]
    assert (entries["alice"]["ipaddress"], entries["alice"]["ipport"], entries["alice"]["dynamic"]) == (alice.address, "5060", "yes")
    assert (entries["bob"]["ipaddress"], entries["bob"]["status"]) == ("-none-", "Unmonitored")
    assert (entries["trunk"]["ipaddress"], entries["trunk"]["ipport"], entries["trunk"]["dynamic"]) == ("192.0.2.77", "5070", "no")
    assert entries["trunk"]["description"] == "To: the world"


def test_it_shows_a_device(client):
    """All in one answer; variables become an object of the package's own."""
    answer, _ = client.action(action="SIPshowpeer", peer="trunk")
    assert (answer["response"], answer["objectname"], answer["chanobjecttype"]) == ("Success", "trunk", "peer")
    assert (answer["tohost"], answer["address-port"], answer["secretexist"]) == ("192.0.2.77", "5070", "N")
    assert answer["chanvariable"] == {"COLOR": "red", "SIZE": "large"}
    assert answer["description"] == "To: the world"


def test_a_device_that_is_not_there_is_an_error(client):
    answer, _ = client.action(action="SIPshowpeer", peer="nobody")
    assert (answer["response"], answer["message"]) == ("Error", "Peer nobody not found.")


def test_it_is_told_of_registrations(client, phone):
    """PeerStatus, when a phone comes and when it goes."""
    bob = phone("bob")
    mark = len(client.told)
    bob.register()
    came = client.expect("event", mark, event="PeerStatus", peer="SIP/bob", peerstatus="Registered")
    assert (came["channeltype"], came["address"]) == ("SIP", f"{bob.address}:5060")
    bob.unregister()
    gone = client.expect("event", mark, event="PeerStatus", peer="SIP/bob", peerstatus="Unregistered")
    assert gone["cause"] == "Expired"
