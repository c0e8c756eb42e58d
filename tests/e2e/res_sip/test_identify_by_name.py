# SPDX-License-Identifier: GPL-2.0-only
"""A provider whose requests are known by the names of its hosts, which move."""
import pytest

from harness.dns import A, SRV, Dns
from harness.setups import DRIVER, EXTENSIONS
from harness.waiting import until

PROVIDER = """[global]
type=global
allow_guest=no
[udp]
type=transport
bind=0.0.0.0:5060
[provider]
type=endpoint
context=default
allow=ulaw
invite_without_auth=yes
[provider]
type=identify
endpoint=provider
match=sip.example.com
"""


@pytest.fixture(scope="module")
def dns(network):
    """The DNS of a provider with a host of its own and another one for its service."""
    place = network.place("provider")
    made = Dns(place, place.address(), {})
    yield made
    made.close()


@pytest.fixture
def by_names(asterisk, dns, phone):
    """Asterisk whose provider is known by names; with the provider's hosts."""
    hosts = [phone(name, address=None) for name in ("own", "service", "later")]
    dns.records.update({"sip.example.com": [(A, hosts[0].address)], "gate.example.com": [(A, hosts[1].address)],
                        "_sip._udp.sip.example.com": [(SRV, (1, 1, 5060, "gate.example.com"))]})
    pbx = asterisk(files={"res_sip.conf": PROVIDER, "extensions.conf": EXTENSIONS,
                          "resolver_unbound.conf": f"[general]\nnameserver={dns.address}\n"},
                   modules=("res_resolver_unbound.so", *DRIVER))
    return pbx, hosts


def test_a_provider_is_known_by_the_names_of_its_hosts(by_names, dns):
    pbx, (own, service, later) = by_names
    until(lambda: ("gate.example.com", A) in dns.asked, "all names to be asked for, before anybody calls")
    own.calls_to("echo").bye()
    for host in (own, service):
        until(lambda host=host: "is of peer 'provider'" in pbx.cli(f"sip show identify {host.address}"), "its address to be known")
        assert f"a section of type identify has {host.address}" in pbx.cli(f"sip show identify {host.address}")
        host.calls_to("echo").bye()
    assert "is nobody's" in pbx.cli(f"sip show identify {later.address}")
    assert later.invites("echo").transaction.wait().status in (401, 403)
    dns.records["sip.example.com"] = [(A, later.address)]
    until(lambda: "is of peer 'provider'" in pbx.cli(f"sip show identify {later.address}"), "the new address to be known")
    later.calls_to("echo").bye()
    until(lambda: "is nobody's" in pbx.cli(f"sip show identify {own.address}"), "the old address to count no more")
    pbx.wait_for_no_channels()
