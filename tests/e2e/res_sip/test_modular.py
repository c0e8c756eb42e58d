# SPDX-License-Identifier: GPL-2.0-only
"""What the modular file has that sip.conf never had: shared objects, several contacts, addresses and lists by name."""
import socket

import pytest

from harness.setups import DRIVER, EXTENSIONS
from harness.waiting import until

CONF = """[global]
type=global
allow_guest=no
[udp]
type=transport
bind=0.0.0.0:5060
[second]
type=transport
bind=192.0.2.1:5070
[common](!)
type=endpoint
context=default
allow=!all,ulaw
direct_media=no
[alice](common)
auth=both
aors=desk
[assistant](common)
auth=both
aors=desk
[both]
type=auth
username=alice
password=secret
[desk]
type=aor
max_contacts=1
[gateway](common)
identify_by=ip
invite_without_auth=yes
context=gateways
[gateway-addresses]
type=identify
endpoint=gateway
match={gateway}
[two-places](common)
identify_by=ip
aors=two-places
[two-places]
type=aor
contact=sip:192.0.2.251
contact=sip:{other}
qualify_frequency=1
qualify_timeout=0.2
[not-those]
type=acl
deny={banned}
"""
MORE = "[gateways]\nexten => from,1,Answer()\n same => n,UserEvent(Gateway)\n same => n,Wait(30)\n"


@pytest.fixture(scope="module")
def places(network):
    """Addresses for phones that the file names."""
    place = network.place("phones")
    return {name: place.address(socket.AF_INET) for name in ("gateway", "other", "banned")}


@pytest.fixture(scope="module")
def pbx(asterisk, places):
    """Asterisk with that file alone."""
    return asterisk(files={"res_sip.conf": CONF.format(**places), "extensions.conf": EXTENSIONS + MORE}, modules=DRIVER)


def test_it_is_loaded_without_a_complaint_and_listens_on_both_sockets(pbx, phone):
    assert "res_sip.conf" not in "".join(pbx.log.complaints())
    phone("desk", server_port=5070).request("OPTIONS", "echo")


def test_endpoints_share_an_auth_and_an_aor(pbx, phone):
    alice = phone("alice")
    assert alice.request("REGISTER", "desk", {"Contact": alice.contact, "Expires": "300"}).status == 200
    for name in ("alice", "assistant"):
        assert alice.address in pbx.cli(f"sip show peers like ^{name}")
    call = alice.invites("assistant")
    incoming = alice.expect_call()
    incoming.accept()
    call.expect(200)
    call.bye()
    incoming.wait_for_end()
    alice.request("REGISTER", "desk", {"Contact": alice.contact, "Expires": "0"})
    assert alice.address not in pbx.cli("sip show peers")


def test_an_identify_section_says_whose_requests_come_from_where(pbx, phone, places):
    gateway = phone("anybody", address=places["gateway"], port=5555)
    call = gateway.invites("from", authenticate=False)
    call.expect(200)
    assert "SIP/gateway-" in pbx.cli("core show channels concise")
    call.bye()
    pbx.wait_for_no_channels()


def test_of_several_contacts_the_one_that_answers_is_used(pbx, phone, places):
    phone("two-places", address=places["other"])
    until(lambda: places["other"] in pbx.cli("sip show peers like two-places") and "OK" in pbx.cli("sip show peers like two-places"),
          "the second contact", 30)


def test_a_list_for_all_keeps_senders_out(pbx, phone, places):
    banned = phone("alice", address=places["banned"])
    assert banned.request("REGISTER", "alice", {"Contact": banned.contact}).status == 403
