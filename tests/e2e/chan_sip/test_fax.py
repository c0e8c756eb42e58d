# SPDX-License-Identifier: GPL-2.0-only
"""Faxes of four pages between two servers with a fax program at each end: by T.38 and as sound, through a network that loses
packets, through a third party, and where one side refuses T.38. What arrives is compared with what was sent, bit by bit."""
import pytest

from harness import fax_pages
from harness.network import PBX_V4
from harness.relay import Relay
from harness.setups import DRIVER

FAX = ("res_fax.so", "res_fax_spandsp.so", "app_originate.so", "func_global.so")
PAGES = [fax_pages.page(number) for number in range(1, 5)]
PATIENCE = 180          # a fax takes the time that a telephone line takes

SIP_CONF = """[general]
context=default
udpbindaddr=0.0.0.0
disallow=all
allow=ulaw
directmedia=no
allowguest=no
[far]
type=peer
host={other}
insecure=invite,port
t38pt_udptl=yes,redundancy
[parity]
type=peer
host={other}
insecure=invite,port
fromuser=parity
t38pt_udptl=yes,fec
[sound]
type=peer
host={other}
insecure=invite,port
fromuser=plain
[plain]
type=user
[detecting]
type=user
t38pt_udptl=yes,redundancy
faxdetect=cng
[knocks]
type=peer
host={other}
insecure=invite,port
fromuser=detecting
t38pt_udptl=yes,redundancy
"""
EXTENSIONS = """[default]
exten => receive,1,Answer()
 same => n,ReceiveFAX({folder}/received.tif,{how})
exten => person,1,Answer()
 same => n,Wait(60)
exten => fax,1,UserEvent(Jumped,From: ${{FAXEXTEN}})
 same => n,ReceiveFAX({folder}/received.tif,f)
exten => through,1,Dial(SIP/{through}/receive,30)
exten => gateway,1,Set(FAXOPT(gateway)=yes)
 same => n,Dial(SIP/sound/receive,30)
exten => h,1,UserEvent(Fax,Status: ${{FAXOPT(status)}},Error: ${{FAXOPT(error)}},Pages: ${{FAXOPT(pages)}},Rate: ${{FAXOPT(rate)}})
[send]
exten => _[zfF]!,1,SendFAX({folder}/sent.tif,${{EXTEN}})
exten => h,1,UserEvent(Fax,Status: ${{FAXOPT(status)}},Error: ${{FAXOPT(error)}},Pages: ${{FAXOPT(pages)}},Rate: ${{FAXOPT(rate)}})
"""


class Servers:
    """Two servers and the relay between them; `near` sends."""

    def __init__(self, asterisk, network, folder):
        place = network.place("far")
        address = place.address()
        self.relay = Relay(network.place("relay"), PBX_V4, address)
        self.folder = folder
        self.near = self._start(asterisk, "near", self.relay.far_face)
        self.far = self._start(asterisk, "far", self.relay.near_face, place="far")

    def _start(self, asterisk, name, other, **options):
        folder = self.folder / name
        folder.mkdir()
        fax_pages.write(folder / "sent.tif", PAGES)
        return asterisk(files={"sip.conf": SIP_CONF.format(other=other), "udptl.conf": "[general]\nudptlstart=4000\nudptlend=4199\n",
                               "extensions.conf": EXTENSIONS.format(folder=folder, how="f", through="far")},
                        modules=[*DRIVER, *FAX], **options)

    def send(self, to, how="z", receiver=None, seconds=PATIENCE):
        """Sends the pages and returns what both programs say."""
        receiver = receiver or self.far
        for server in (self.near, self.far):
            server.ami.forget()
        for path in self.folder.glob("*/received.tif"):
            path.unlink()
        self.relay.forget()
        answer = self.near.ami.action("Originate", Channel=f"SIP/{to}", Context="send", Exten=how, Priority=1, Async="true")
        assert answer["Response"] == "Success", answer
        return self.near.ami.expect("UserEvent", seconds, UserEvent="Fax"), receiver.ami.expect("UserEvent", seconds, UserEvent="Fax")

    def received(self, name="far"):
        """The pages that came."""
        return fax_pages.read(self.folder / name / "received.tif")


@pytest.fixture(scope="module")
def servers(asterisk, network, tmp_path_factory):
    """Both servers."""
    made = Servers(asterisk, network, tmp_path_factory.mktemp("faxes"))
    yield made
    made.relay.close()


@pytest.fixture(autouse=True)
def nothing_is_left(servers):
    """No packet is lost unless a test wants it, and no call stays."""
    servers.relay.loss, servers.relay.first_sequence = 0.0, None
    yield
    for server in (servers.near, servers.far):
        server.wait_for_no_channels()


def results(told):
    """Status, pages and error of each program."""
    return [(each["Status"], each["Pages"], each.get("Error")) for each in told]


def whole(servers, told):
    """Both programs are content, and every page is what was sent."""
    assert [result[:2] for result in results(told)] == [("SUCCESS", "4")] * 2, results(told)
    pages = servers.received()
    assert len(pages) == 4
    assert [ours == theirs for ours, theirs in zip(PAGES, pages)] == [True] * 4


def fax_packets(servers):
    """How many packets of T.38 passed."""
    return sum(count for port, count in servers.relay.passed.items() if 4000 <= port < 4200)


def test_four_pages_by_t38(servers):
    """sdp-7-1 sdp-7-2 sdp-7-4 sdp-7-8"""
    whole(servers, servers.send("far/receive"))
    assert fax_packets(servers) > 100


def test_four_pages_by_t38_with_parity(servers):
    whole(servers, servers.send("parity/receive"))
    assert fax_packets(servers) > 100


def test_four_pages_as_sound(servers):
    """sdp-7-10: the receiver asks for T.38, the sender refuses it, and both go on with sound."""
    whole(servers, servers.send("sound/receive", how="f"))
    assert fax_packets(servers) == 0


def test_four_pages_by_t38_while_packets_are_lost(servers):
    """sdp-7-4: each packet carries those before it as well. What is lost right before a pause no packet carries again in time; one
    fax in hundreds does not get over that, and is sent once more, as fax machines do."""
    servers.relay.loss = 0.02
    told = servers.send("far/receive")
    if any(each["Status"] != "SUCCESS" for each in told):
        print("sent again after", results(told))
        for server in (servers.near, servers.far):
            server.wait_for_no_channels()
        told = servers.send("far/receive")
    whole(servers, told)
    assert fax_packets(servers) > 100 and servers.relay.dropped > 0


def test_through_a_third_party(servers):
    """Both programs at one server, and the other one between: T.38 passes through it."""
    told = servers.send("far/through", receiver=servers.near)
    for each in told:
        assert each["Status"] == "SUCCESS" and each["Pages"] == "4", each
    assert servers.received("near") == PAGES
    assert fax_packets(servers) > 100


def test_a_tone_leads_to_extension_fax(servers):
    """sdp-7-12: faxdetect=cng."""
    told = servers.send("knocks/person")
    assert servers.far.ami.expect("UserEvent", UserEvent="Jumped")["From"] == "person"
    whole(servers, told)


def test_a_gateway_speaks_t38_to_one_and_sound_to_the_other(servers):
    """The receiver knows no T.38: the server between turns it into sound and back. Debian's Asterisk took what its gateway plays
    for late packets when those before had numbers above zero and below 0x8000."""
    servers.relay.first_sequence = 0x100
    told = servers.send("far/gateway", receiver=servers.near)
    for each in told:
        assert each["Status"] == "SUCCESS" and each["Pages"] == "4", each
    assert servers.received("near") == PAGES
    assert fax_packets(servers) > 100
