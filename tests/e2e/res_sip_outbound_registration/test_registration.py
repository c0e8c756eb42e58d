# SPDX-License-Identifier: GPL-2.0-only
"""Our registrations at a provider: what it sees, what console and manager show, and calls that come from there."""
import pytest

from harness.message import parameter
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

EXTENSIONS_OF_TRUNKS = """
[trunk]
exten => sales,1,UserEvent(Came,Where: sales)
 same => n,Answer()
 same => n,Wait(20)
exten => support,1,UserEvent(Came,Where: support)
 same => n,Answer()
 same => n,Wait(20)
"""


def lines(address: str, *registrations: str) -> str:
    """A sip.conf with `register =>` lines and the provider as a peer."""
    return sip_conf(general="\n".join(f"register => {each}" for each in registrations),
                    more=f"[carrier]\ntype=peer\nhost={address}\ncontext=trunk\n")


@pytest.fixture(scope="module")
def address(network):
    """Where the provider is."""
    return network.place("phones").address()


@pytest.fixture(scope="module")
def pbx(asterisk, address):
    """Asterisk with the driver and no registration yet."""
    return asterisk(files={"sip.conf": lines(address), "extensions.conf": EXTENSIONS + EXTENSIONS_OF_TRUNKS}, modules=DRIVER)


@pytest.fixture
def provider(phone, address):
    """A server that challenges each account once, and takes it then."""
    made = phone("provider", address=address)

    def take(request):
        if "Authorization" not in request:
            made.respond(request, 401, headers={"WWW-Authenticate": 'Digest realm="carrier", nonce="n1", algorithm=MD5'})
        else:
            made.respond(request, 200, headers={"Contact": f"{request['Contact']};expires=600"})
    made.takers["REGISTER"] = take
    return made


def configure(pbx, address: str, *registrations: str) -> None:
    """Puts other registrations in force."""
    pbx.write("sip.conf", lines(address, *registrations))
    pbx.cli("sip reload")


def test_it_proves_itself_and_stands(pbx, provider, address):  # outreg-3-1, outreg-4-1, outreg-2-5
    configure(pbx, address, f"4930111:pw:acct9@{address}/sales~300")
    proved = provider.expect_request("REGISTER", 2)
    assert proved.uri == f"sip:{address}"
    assert proved["Expires"] == "300"
    assert 'username="acct9"' in proved["Authorization"]
    assert proved["Contact"].startswith("<sip:sales@192.0.2.")
    assert proved["To"] == f"<sip:4930111@{address}>"
    event = pbx.ami.expect("Registry", Username="4930111", Status="Registered")
    assert event["ChannelType"] == "SIP" and event["Domain"] == address
    shown = pbx.cli("sip show registry").splitlines()
    assert shown[0].startswith("Host                                    dnsmgr Username")
    assert shown[1].startswith(f"{address + ':5060':<39} {'N':<6} {'4930111':<12}  {585:>8} {'Registered':<20} ")
    assert shown[-1] == "1 SIP registrations."
    entry, = pbx.ami.list("SIPshowregistry")
    assert entry["Event"] == "RegistryEntry" and entry["State"] == "Registered" and entry["Refresh"] == "585"
    assert list(entry)[2:] == ["Host", "Port", "Username", "Domain", "DomainPort", "Refresh", "State", "RegistrationTime"]


def test_a_reload_keeps_what_is_the_same_and_takes_back_what_is_gone(pbx, provider, address):
    configure(pbx, address, f"first:pw@{address}/sales", f"second:pw@{address}/support")
    for name in ("first", "second"):
        pbx.ami.expect("Registry", Username=name, Status="Registered")
    seen = len(provider.requests("REGISTER"))
    configure(pbx, address, f"second:pw@{address}/support")
    farewell = provider.expect_request("REGISTER", seen + 1)
    assert farewell["Expires"] == "0" and "<sip:first@" in farewell["To"]
    assert len(pbx.cli("sip show registry").splitlines()) == 3
    assert all("<sip:second@" not in each["To"] for each in provider.requests("REGISTER")[seen:])


def test_two_accounts_at_one_provider_are_told_apart(pbx, provider, address):  # outreg-1-1: /extension
    configure(pbx, address, f"4930111:pw@{address}/sales", f"4930112:pw@{address}/support")
    contacts = {}
    for name in ("4930111", "4930112"):
        pbx.ami.expect("Registry", Username=name, Status="Registered")
    for request in provider.requests("REGISTER"):
        contacts[request["To"]] = request["Contact"]
    for number, where in (("4930112", "support"), ("4930111", "sales")):
        uri = contacts[f"<sip:{number}@{address}>"].strip("<>")
        call = provider.calls_to(uri)
        pbx.ami.expect("UserEvent", UserEvent="Came", Where=where)
        call.bye()
    pbx.wait_for_no_channels()


def test_a_wrong_password_ends_it(pbx, phone, address):  # outreg-4-2
    server = phone("provider", address=address)
    server.takers["REGISTER"] = lambda request: server.respond(request, 403)
    mark = pbx.log.mark()
    configure(pbx, address, f"denied:pw@{address}")
    pbx.ami.expect("Registry", Username="denied", Status="No Authentication")
    assert "No Authentication" in pbx.cli("sip show registry")
    pbx.log.wait("Forbidden - wrong password on authentication for REGISTER for 'denied' to", mark)


def test_an_interval_that_is_too_brief_is_lengthened(pbx, phone, address):  # outreg-4-6
    server = phone("provider", address=address)

    def take(request):
        if int(request["Expires"]) < 900:
            server.respond(request, 423, "Interval Too Brief", headers={"Min-Expires": "900"})
        else:
            server.respond(request, 200, headers={"Expires": request["Expires"]})
    server.takers["REGISTER"] = take
    configure(pbx, address, f"brief:pw@{address}")
    pbx.ami.expect("Registry", Username="brief", Status="Request Sent")
    pbx.ami.expect("Registry", Username="brief", Status="Registered")
    assert server.requests("REGISTER")[-1]["Expires"] == "900"
    assert " 885 Registered" in pbx.cli("sip show registry")


def test_a_server_that_challenges_for_ever_is_left_alone(pbx, phone, address):  # outreg-4-1
    server = phone("provider", address=address)
    count = 0

    def take(request):
        nonlocal count
        count += 1
        server.respond(request, 401, headers={"WWW-Authenticate": f'Digest realm="carrier", nonce="n{count}"'})
    server.takers["REGISTER"] = take
    mark = pbx.log.mark()
    configure(pbx, address, f"endless:pw@{address}")
    pbx.log.wait(r"Failed to authenticate on REGISTER to 'endless@.*' \(Tries 3\)", mark)
    assert len([each for each in server.requests("REGISTER") if "endless" in each["To"]]) == 4


def test_the_tag_of_an_answer_is_not_taken_over(pbx, provider, address):  # outreg-3-2
    configure(pbx, address, f"tagged:pw@{address}")
    pbx.ami.expect("Registry", Username="tagged", Status="Registered")
    mine = [each for each in provider.requests("REGISTER") if "tagged" in each["To"]]
    assert len({each["Call-ID"] for each in mine}) == 1 and len({each.from_tag for each in mine}) == 1
    assert [each.sequence for each in mine] == [102, 103]
    assert all(parameter(each["To"], "tag") is None for each in mine)


def test_they_are_gone_when_the_module_goes(pbx, provider, address):
    configure(pbx, address, f"leaving:pw@{address}")
    pbx.ami.expect("Registry", Username="leaving", Status="Registered")
    seen = len(provider.requests("REGISTER"))
    pbx.remote("module unload chan_sip.so")
    pbx.remote("module unload res_sip_outbound_registration.so")
    farewell = provider.expect_request("REGISTER", seen + 1)
    assert farewell["Expires"] == "0"
    pbx.remote("module load res_sip_outbound_registration.so")
    until(lambda: " Registered" in pbx.cli("sip show registry"), "the registration after loading again")
