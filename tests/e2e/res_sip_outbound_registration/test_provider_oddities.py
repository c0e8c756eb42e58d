# SPDX-License-Identifier: GPL-2.0-only
"""Providers that do it their own way, accounts of devices, and what reloads do. Rows: docs/spec/behaviour/outbound-registration.md."""
import re

import pytest

from harness.message import uri_of
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

TRUNK = """
[trunk]
exten => sales,1,UserEvent(Came,Where: sales)
 same => n,Answer()
 same => n,Wait(20)
exten => desk,1,UserEvent(Came,Where: desk)
 same => n,Answer()
 same => n,Wait(20)
"""


@pytest.fixture(scope="module")
def address(network):
    """Where the provider is."""
    return network.place("phones").address()


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver and no registration yet."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS + TRUNK}, modules=DRIVER)


@pytest.fixture
def provider(phone, address):
    """A server that answers as the test says."""
    return phone("provider", address=address)


def configure(pbx, *lines: str, more: str = "") -> None:
    """Puts registrations in force, after those before are gone."""
    pbx.write("sip.conf", sip_conf())
    pbx.cli("sip reload")
    pbx.write("sip.conf", sip_conf(general="\n".join(lines), more=more))
    pbx.cli("sip reload")


def challenge(provider, request, nonce):
    """401 with a nonce."""
    provider.respond(request, 401, headers={"WWW-Authenticate": f'Digest realm="carrier", nonce="{nonce}", algorithm=MD5'})


def refresh_shown(pbx):
    """The refresh time and the state of the only registration."""
    line = pbx.cli("sip show registry").splitlines()[1].split()
    return line[3], line[4]


def test_a_nonce_that_changes_each_time(pbx, provider, address):  # outreg-4-1
    valid = []

    def take(request):
        if valid and f'nonce="{valid[-1]}"' in request["Authorization"]:
            valid.append(f"after{len(valid)}")      # each counts once
            provider.respond(request, 200, headers={"Contact": f"{request['Contact']};expires=2"})
        else:
            valid.append(f"fresh{len(valid)}")
            challenge(provider, request, valid[-1])
    provider.takers["REGISTER"] = take
    configure(pbx, f"register => once:pw@{address}/sales")
    pbx.ami.expect("Registry", Username="once", Status="Registered")
    pbx.ami.expect("Registry", Username="once", Status="Registered")
    assert len([each for each in valid if each.startswith("after")]) == 2
    assert "Registered" in pbx.cli("sip show registry")


def test_a_200_that_says_nothing_of_time(pbx, provider, address):  # outreg-2-5
    provider.takers["REGISTER"] = lambda request: provider.respond(request, 200)
    configure(pbx, "defaultexpiry=200", f"register => silent:pw@{address}/sales")
    pbx.ami.expect("Registry", Username="silent", Status="Registered")
    assert refresh_shown(pbx) == ("185", "Registered")


def test_other_contacts_are_echoed(pbx, provider, address):  # outreg-2-5
    def take(request):
        answer = request.response(200, "OK", "t1", {"Expires": "77"})
        answer.add("Contact", "<sip:somebody@198.51.100.7>;expires=60").add("Contact", f"{request['Contact']};expires=600")
        provider.transmit(answer, request.source)
    provider.takers["REGISTER"] = take
    configure(pbx, f"register => many:pw@{address}/sales")
    pbx.ami.expect("Registry", Username="many", Status="Registered")
    assert refresh_shown(pbx) == ("585", "Registered")


def test_only_another_contact_is_echoed(pbx, provider, address):  # outreg-2-5
    provider.takers["REGISTER"] = lambda request: provider.respond(
        request, 200, headers={"Contact": "<sip:somebody@198.51.100.7>;expires=60", "Expires": "400"})
    configure(pbx, f"register => alone:pw@{address}/sales")
    pbx.ami.expect("Registry", Username="alone", Status="Registered")
    assert refresh_shown(pbx) == ("385", "Registered")


def test_the_port_of_our_contact_is_written_anew(pbx, provider, address):  # outreg-2-5
    def take(request):
        written = re.sub(r"192\.0\.2\.1(:5060)?", "203.0.113.5:62001", uri_of(request["Contact"]))
        provider.respond(request, 200, headers={"Contact": f"<{written}>;expires=300"})
    provider.takers["REGISTER"] = take
    configure(pbx, f"register => moved:pw@{address}/sales")
    pbx.ami.expect("Registry", Username="moved", Status="Registered")
    assert refresh_shown(pbx) == ("285", "Registered")


def test_fresh_challenges_for_ever_stop_politely(pbx, provider, address):  # outreg-4-1
    count = 0

    def take(request):
        nonlocal count
        count += 1
        challenge(provider, request, f"n{count}")
    provider.takers["REGISTER"] = take
    mark = pbx.log.mark()
    configure(pbx, "registertimeout=1", "registerattempts=8", f"register => endless:pw@{address}")
    pbx.log.wait(r"Failed to authenticate on REGISTER to 'endless@.*' \(Tries 3\)", mark)
    pbx.ami.expect("Registry", Username="endless", Status="Failed")
    # two attempts of four requests each, and no more
    assert len([each for each in provider.requests("REGISTER") if "endless" in each["To"]]) == 8
    assert "Failed" in pbx.cli("sip show registry")


def test_an_account_of_a_device_by_its_callback_extension(pbx, provider, address):  # outreg-1-5
    def take(request):
        if "Authorization" in request:
            provider.respond(request, 200, headers={"Contact": f"{request['Contact']};expires=600"})
        else:
            challenge(provider, request, "n1")
    provider.takers["REGISTER"] = take
    device = (f"[carrier]\ntype=peer\nhost={address}\ndefaultuser=acct9\nfromuser=4930111\nsecret=old\nremotesecret=pw9\n"
              "callbackextension=desk\ncontext=trunk\ninsecure=invite\n")
    configure(pbx, more=device)
    pbx.ami.expect("Registry", Username="4930111", Status="Registered")
    proved = provider.expect_request("REGISTER", 2)
    assert proved["To"] == f"<sip:4930111@{address}>" and 'username="acct9"' in proved["Authorization"]
    assert uri_of(proved["Contact"]).startswith("sip:desk@192.0.2.1")
    call = provider.calls_to(uri_of(proved["Contact"]))
    pbx.ami.expect("UserEvent", UserEvent="Came", Where="desk")
    call.bye()
    pbx.wait_for_no_channels()


def test_a_reload_sends_no_farewell_for_what_stays_and_a_bindings_end_is_another_thing(pbx, phone, provider, address):  # outreg-2-6 outreg-2-7
    provider.takers["REGISTER"] = lambda request: provider.respond(
        request, 200, headers={"Contact": f"{request['Contact']};expires=600"})
    configure(pbx, f"register => stays:pw@{address}/sales")
    pbx.ami.expect("Registry", Username="stays", Status="Registered")
    seen = len(provider.requests("REGISTER"))
    alice = phone("alice")
    alice.register()
    assert "Unregistered peer 'alice'" in pbx.cli("sip unregister alice")
    assert "not registered" in pbx.cli("sip unregister alice")
    pbx.write("sip.conf", sip_conf(general=f"register => stays:pw@{address}/sales\nlanguage=de"))
    pbx.cli("sip reload")
    until(lambda: "de" in pbx.cli("sip show settings"), "the reload")
    assert len(provider.requests("REGISTER")) == seen
    assert refresh_shown(pbx)[1] == "Registered"
