# SPDX-License-Identifier: GPL-2.0-only
"""Our devices as programs see them by Asterisk's REST interface: their states, and the channels that they have."""
import base64
import http.client
import json
import socket

import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

ARI_MODULES = ("res_http_websocket.so", "res_websocket_client.so", "res_stasis.so", "res_ari_model.so", "res_ari.so",
               "res_ari_endpoints.so")
ACCOUNT = ("viewer", "only-for-tests")


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with three phones and a trunk, and its REST interface."""
    return asterisk(files={"sip.conf": sip_conf(more="[trunk]\ntype=peer\nhost=192.0.2.77\n"), "extensions.conf": EXTENSIONS,
                           "http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport=8088\n",
                           "ari.conf": f"[general]\nenabled=yes\n[{ACCOUNT[0]}]\ntype=user\nread_only=yes\npassword={ACCOUNT[1]}\n"},
                    modules=[*ARI_MODULES, *DRIVER])


@pytest.fixture
def ask(network, pbx):
    """Asks the REST interface: `ask(path)` gives the status and what the JSON says."""
    def get(path: str):
        with network.pbx.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
            connection.settimeout(10)
            connection.connect(("127.0.0.1", 8088))
            client = http.client.HTTPConnection("127.0.0.1")
            client.sock = connection
            client.request("GET", f"/ari{path}", headers={"Authorization": "Basic " + base64.b64encode(":".join(ACCOUNT).encode()).decode()})
            answer = client.getresponse()
            return answer.status, json.loads(answer.read())
    return get


def endpoint(ask, name: str) -> dict:
    """What is told of one device."""
    status, told = ask(f"/endpoints/SIP/{name}")
    assert status == 200, told
    return told


def listed(ask) -> dict[str, dict]:
    """What is told of all devices, by name."""
    status, told = ask("/endpoints/SIP")
    assert status == 200, told
    return {each["resource"]: each for each in told}


def test_every_device_is_an_endpoint(ask):
    """One that nobody has heard of yet is in no state, as with the old driver; what there is not is not found. core-10-9"""
    assert set(listed(ask)) == {"alice", "bob", "carol", "trunk"}
    assert all(each["technology"] == "SIP" for each in listed(ask).values())
    assert endpoint(ask, "carol") == {"technology": "SIP", "resource": "carol", "state": "unknown", "channel_ids": []}
    assert ask("/endpoints/SIP/nobody")[0] == 404


def test_state_and_channels_follow_a_phone(pbx, ask, phone):
    """eco-6f: it registers, calls another, hangs up, and unregisters."""
    alice, bob = phone("alice"), phone("bob")
    alice.register()
    until(lambda: endpoint(ask, "alice")["state"] == "online", "alice to be online")
    assert listed(ask)["bob"]["state"] == "unknown"
    bob.register()
    until(lambda: listed(ask)["bob"]["state"] == "online", "bob to be online")

    call = alice.invites("bob")
    answered = bob.expect_call()
    answered.ring()
    answered.accept()
    call.expect(200)
    channels = {name: next(line.split("!")[-1] for line in pbx.cli("core show channels concise").splitlines()
                           if line.startswith(f"SIP/{name}-")) for name in ("alice", "bob")}
    for name, channel in channels.items():
        until(lambda: endpoint(ask, name)["channel_ids"] == [channel], f"the channel of {name}")
        assert listed(ask)[name] == endpoint(ask, name)
    assert channels["alice"] != channels["bob"]

    call.bye()
    pbx.wait_for_no_channels()
    for name in channels:
        until(lambda: endpoint(ask, name)["channel_ids"] == [], f"no channel of {name}")
    assert endpoint(ask, "alice")["state"] == "online"

    alice.unregister()
    until(lambda: endpoint(ask, "alice")["state"] == "offline", "alice to be offline")
    assert endpoint(ask, "bob")["state"] == "online"
