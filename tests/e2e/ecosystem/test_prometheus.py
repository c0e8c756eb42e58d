# SPDX-License-Identifier: GPL-2.0-only
"""The page that res_prometheus serves: devices of technology SIP, which Asterisk tells of by itself, and our registrations."""
import http.client
import re
import socket

import pytest

from harness.asterisk import PJSIP_MODULES
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

STATUS = "asterisk_sip_outbound_registration_status"
LINE = re.compile(r'^(?P<name>[a-z_]+)(?:\{(?P<labels>.*)\})? (?P<value>\S+)$')
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


@pytest.fixture(scope="module")
def carrier(network):
    """Where the provider is."""
    return network.place("phones").address()


@pytest.fixture(scope="module")
def files(carrier):
    """Three phones, an account at a provider that answers and one at a provider that refuses it, and the page."""
    return {"sip.conf": sip_conf(f"register => us:secret@{carrier}/600\nregister => them:secret@{carrier}:5070/601\n"),
            "extensions.conf": EXTENSIONS, "pjsip.conf": "",
            "http.conf": "[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport=8088\n",
            "prometheus.conf": "[general]\nenabled=yes\ncore_metrics_enabled=no\nuri=metrics\n"}


@pytest.fixture(scope="module")
def pbx(asterisk, files):
    """Asterisk with all that."""
    return asterisk(files=files, modules=[*DRIVER, *PJSIP_MODULES, "res_prometheus.so", "res_sip_prometheus.so"])


@pytest.fixture
def scrape(network, pbx):
    """Reads the page: `scrape(metric)` gives its values with their labels."""
    def read(metric: str) -> list[tuple[dict[str, str], float]]:
        with network.pbx.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
            connection.settimeout(10)
            connection.connect(("127.0.0.1", 8088))
            client = http.client.HTTPConnection("127.0.0.1")
            client.sock = connection
            client.request("GET", "/metrics")
            answer = client.getresponse()
            assert answer.status == 200
            lines = answer.read().decode().splitlines()
        assert all(line.startswith("#") or LINE.match(line) for line in lines if line), lines
        found = [LINE.match(line) for line in lines if not line.startswith("#")]
        return [(dict(LABEL.findall(each["labels"] or "")), float(each["value"])) for each in found if each and each["name"] == metric]
    return read


def of_device(scrape, metric: str, name: str) -> float:
    """A metric's value for one device."""
    values = [value for labels, value in scrape(metric) if labels.get("resource") == name and labels.get("tech") == "SIP"]
    assert len(values) == 1, scrape(metric)
    return values[0]


def test_devices_with_their_states_and_channels(pbx, scrape, phone):
    """eco-6f: 0 unknown, 1 offline, 2 online, as Asterisk numbers them."""
    assert of_device(scrape, "asterisk_endpoints_state", "alice") == 0
    alice = phone("alice")
    alice.register()
    until(lambda: of_device(scrape, "asterisk_endpoints_state", "alice") == 2, "alice to be online")
    assert of_device(scrape, "asterisk_endpoints_channels_count", "alice") == 0
    call = alice.calls_to("echo")
    until(lambda: of_device(scrape, "asterisk_endpoints_channels_count", "alice") == 1, "alice's channel")
    call.bye()
    until(lambda: of_device(scrape, "asterisk_endpoints_channels_count", "alice") == 0, "no channel of alice")
    alice.unregister()
    until(lambda: of_device(scrape, "asterisk_endpoints_state", "alice") == 1, "alice to be offline")


def test_registrations_and_what_becomes_of_them(pbx, scrape, phone, carrier, files):
    """eco-6f: one that stands, one that is refused, and one that a reload takes away."""
    def status() -> dict[str, tuple[float, str]]:
        assert all(labels["channel_type"] == "SIP" and labels["eid"] for labels, _ in scrape(STATUS))
        return {labels["username"]: (value, labels["domain"]) for labels, value in scrape(STATUS)}

    assert status() == {"us": (0, carrier), "them": (0, f"{carrier}:5070")}
    provider, other = phone("provider", address=carrier), phone("other", address=carrier, port=5070)
    provider.takers["REGISTER"] = lambda request: provider.respond(
        request, 200, headers={"Contact": f"{request['Contact']};expires=600"})
    other.takers["REGISTER"] = lambda request: other.respond(request, 403)
    until(lambda: status() == {"us": (1, carrier), "them": (2, f"{carrier}:5070")}, "both to have their answers", 60)

    pbx.write("sip.conf", files["sip.conf"].replace("register => them", ";register => them"))
    pbx.cli("sip reload")
    until(lambda: status() == {"us": (1, carrier)}, "the one that is gone to be told no more")


def test_the_metric_comes_and_goes_with_its_module(pbx, scrape):
    """And it is no hindrance to what it tells of: with nobody who registers there is none."""
    assert scrape(STATUS)
    assert "Unloaded" in pbx.remote("module unload res_sip_prometheus.so").stdout
    assert not scrape(STATUS)
    assert "Loaded" in pbx.remote("module load res_sip_prometheus.so").stdout
    assert scrape(STATUS)
    for module in ("chan_sip.so", "res_sip_outbound_registration.so"):
        assert "Unloaded" in pbx.remote(f"module unload {module}").stdout
    assert not scrape(STATUS)
