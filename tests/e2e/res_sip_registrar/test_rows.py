# SPDX-License-Identifier: GPL-2.0-only
"""What REGISTER does, row by row of docs/spec/behaviour/registrar.md: on the wire, in the manager's events, in the database."""
import re

import pytest

from harness.message import parameter
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

MORE = """
[away]
type=friend
host=dynamic
secret=secret
supportpath=yes
[direct]
type=friend
host=dynamic
secret=secret
nat=no
[picky]
type=friend
host=dynamic
secret=secret
contactdeny=0.0.0.0/0.0.0.0
contactpermit=192.0.2.250/255.255.255.255
[counted]
type=friend
host=dynamic
secret=secret
callcounter=yes
[asked]
type=friend
host=dynamic
secret=secret
qualify=yes
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones of all kinds."""
    return asterisk(files={"sip.conf": sip_conf(more=MORE), "extensions.conf": EXTENSIONS},
                    modules=(*DRIVER, "func_devstate.so", "res_manager_devicestate.so"))


def stored(pbx, name: str) -> str:
    """The record of a phone in the database; empty without one."""
    found = re.search(r"Value: (.*)", pbx.cli(f"database get SIP/Registry {name}"))
    return found[1].strip() if found else ""


def test_the_answer_has_its_headers_in_order(pbx, phone):
    """reg-1-11 reg-1-16 reg-4-12"""
    response = phone("away").register(expires=300, headers={"Path": "<sip:192.0.2.240;lr>", "Supported": "path"})
    names = [name for name, _ in response.headers]
    assert names.index("Expires") < names.index("Contact") < names.index("Path") < names.index("Date")
    assert response["Expires"] == "300" and parameter(response["Contact"], "expires") == "300"
    assert response["Path"] == "<sip:192.0.2.240;lr>"
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", response["Date"])


@pytest.mark.parametrize("asked,granted", [("5", 60), ("60", 60), ("3600", 3600), ("100000", 3600), ("999999999999", 3600)])
def test_a_lifetime_is_drawn_into_its_bounds(pbx, phone, asked, granted):
    """reg-2-1"""
    assert parameter(phone("alice").register(expires=asked)["Contact"], "expires") == str(granted)


def test_without_a_lifetime_the_usual_one_is_granted(pbx, phone):
    """reg-2-1"""
    alice = phone("alice")
    response = alice.request("REGISTER", f"sip:alice@{alice.domain}", {"Contact": alice.contact})
    assert response.status == 200 and parameter(response["Contact"], "expires") == "120"


def test_a_contact_is_kept_as_it_was_written(pbx, phone):
    """reg-3-3 reg-4-1"""
    alice = phone("alice")
    contact = f"sip:al%69ce@{alice.address}:{alice.port};line=Q1;ob"
    response = alice.register(contact=f'"A, <x>" <{contact}>;q=0.5')
    assert f"<{contact}>" in response["Contact"]
    until(lambda: stored(pbx, "alice").endswith(contact), "the contact in the database", 2)


def test_a_new_contact_takes_the_place_of_the_old_one(pbx, phone):
    """reg-3-1"""
    alice = phone("alice")
    alice.register(contact=f"<sip:one@{alice.address}:5060>")
    response = alice.register(contact=f"<sip:two@{alice.address}:5060>, <sip:three@{alice.address}:5060>")
    assert response.all("Contact") == [f"<sip:two@{alice.address}:5060>;expires=300"]


def test_a_star_removes_and_must_stand_alone(pbx, phone):
    """reg-3-2 reg-1-13 reg-4-5 reg-4-10"""
    alice = phone("alice")
    alice.register()
    pbx.ami.forget()
    alice.register(contact="*", expires=60, status=400)
    alice.register(contact=f"*, {alice.contact}", expires=0, status=400)
    response = alice.register(contact="*", expires=0)
    assert response["Expires"] == "0" and not response.all("Contact")
    event = pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Unregistered")
    assert event["Cause"] == "Expired" and event["ChannelType"] == "SIP"
    until(lambda: not stored(pbx, "alice"), "the record to go", 2)


def test_a_removal_names_any_contact(pbx, phone):
    """reg-3-2 reg-1-4"""
    alice = phone("alice")
    alice.register()
    assert not alice.register(contact="<sip:another@192.0.2.249>", expires=0).all("Contact")
    assert not alice.register(expires=0).all("Contact")


def test_a_contact_behind_nat_lies_at_its_source(pbx, phone):
    """reg-3-5 reg-3-6"""
    alice = phone("alice")
    alice.register(contact="<sip:alice@10.9.9.9:7777>")
    until(lambda: stored(pbx, "alice").startswith(f"{alice.address}:{alice.port}:"), "the source in the database", 2)


def test_a_contact_that_is_believed_lies_where_it_says(pbx, phone):
    """reg-3-7"""
    device = phone("direct")
    request_of = device.new_request

    def without_rport(*arguments, **more):
        request = request_of(*arguments, **more)
        return request.set("Via", request["Via"].replace(";rport", ""))
    device.new_request = without_rport
    device.register(contact="<sip:direct@192.0.2.248:7777>")
    until(lambda: stored(pbx, "direct").startswith("192.0.2.248:7777:"), "the contact's address in the database", 2)
    device.register(contact="<sip:direct@192.0.2.248>")
    until(lambda: stored(pbx, "direct").startswith("192.0.2.248:5060:"), "its usual port", 2)
    device.register(contact="<sip:direct@no-such-host.invalid>", status=400)


def test_a_contact_must_lie_where_it_may(pbx, phone):
    """reg-1-14 reg-3-9"""
    response = phone("picky").register(status=403)
    assert "Date" in response


def test_a_query_changes_nothing(pbx, phone):
    """reg-1-12"""
    alice = phone("alice")
    alice.register(expires=600)
    response = alice.request("REGISTER", f"sip:alice@{alice.domain}")
    assert response.status == 200
    assert 590 <= int(parameter(response["Contact"], "expires")) <= 600
    assert 590 <= int(response["Expires"]) <= 600


def test_a_registration_is_an_event_with_an_address(pbx, phone):
    """reg-4-2 reg-4-3 reg-4-4"""
    alice = phone("alice")
    for _ in range(2):      # refreshes count as well
        pbx.ami.forget()
        alice.register()
        event = pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Registered")
        assert (event["ChannelType"], event["Address"]) == ("SIP", f"{alice.address}:{alice.port}")


def test_options_go_out_before_the_answer(pbx, phone):
    """reg-4-2 reg-5-2"""
    asked = phone("asked")
    asked.register()
    with asked.bell:
        came = [message for direction, message in asked.messages if direction == "in"]
    options = asked.expect_request("OPTIONS")
    assert any(message.is_request and message.method == "OPTIONS" for message in came), "OPTIONS came behind the 200"
    assert options.uri == f"sip:asked@{asked.address}:{asked.port}"
    pbx.ami.expect("PeerStatus", Peer="SIP/asked", PeerStatus="Reachable")


def state(pbx, name: str) -> str:
    """The device state that the dialplan sees."""
    return pbx.ami.action("Getvar", Variable=f"DEVICE_STATE(SIP/{name})")["Value"]


def test_states_of_endpoint_and_device_follow(pbx, phone):
    """reg-4-4 reg-4-5 reg-6-2 reg-6-3 reg-6-10"""
    alice = phone("alice")
    alice.register()
    pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Registered")
    assert state(pbx, "alice") == "NOT_INUSE"
    pbx.ami.forget()
    alice.unregister()
    pbx.ami.expect("DeviceStateChange", Device="SIP/alice", State="UNAVAILABLE")
    assert state(pbx, "alice") == "UNAVAILABLE"
    alice.register()
    pbx.ami.expect("DeviceStateChange", Device="SIP/alice", State="NOT_INUSE")
    assert state(pbx, "nobody") == "INVALID"


def test_a_path_is_the_way_to_the_phone(pbx, phone):
    """reg-4-12"""
    proxy, device = phone("proxy"), phone("away")
    device.register(contact="<sip:away@192.0.2.247:5060>", headers={"Path": f"<sip:{proxy.address}:{proxy.port};lr>", "Supported": "path"})
    pbx.cli("sip qualify peer away")
    options = proxy.expect_request("OPTIONS")
    assert options["Route"] == f"<sip:{proxy.address}:{proxy.port};lr>"
    assert options.uri == "sip:away@192.0.2.247:5060"
    alice = phone("alice")
    alice.register()
    call = alice.invites("away")
    ringing = proxy.expect_call()
    assert ringing.invite["Route"] == options["Route"] and ringing.invite.uri == options.uri
    ringing.accept()
    call.expect(200)
    call.bye()
    until(lambda: f"<sip:{proxy.address}:{proxy.port};lr>" in pbx.cli("database get SIP/RegistryPath away"), "the path in the database", 2)
    device.register()
    until(lambda: "not found" in pbx.cli("database get SIP/RegistryPath away"), "the path to go", 2)
