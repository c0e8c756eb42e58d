# SPDX-License-Identifier: GPL-2.0-only
"""Phones behind a router that masquerades (nftables) and soon forgets: they stay reachable, by their keep-alives."""
import socket

import pytest

from harness.network import Namespace
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

FORGETS = 3         # seconds after which the router forgets a silent flow of datagrams
DEVICES = f"""[kept]
type=friend
host=dynamic
secret=secret
nat=auto_force_rport,auto_comedia
keepalive=1
[second]
type=friend
host=dynamic
secret=secret
nat=force_rport,comedia
keepalive=1
[asked]
type=friend
host=dynamic
secret=secret
qualify=yes
qualifyfreq=1
[forgotten]
type=friend
host=dynamic
secret=secret
"""
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => _d-.,1,Dial(SIP/${EXTEN:2},20)
"""


class Inside(Namespace):
    """A network 10.0.0.0/24 behind a router of the phones' network."""

    def __init__(self, router):
        super().__init__()
        self.outside = router.address()
        self._hosts = 1
        router.run("ip", "link", "add", "inner", "type", "veth", "peer", "name", "eth0", "netns", self.path)
        router.run("ip", "addr", "add", "10.0.0.1/24", "dev", "inner")
        router.run("ip", "link", "set", "inner", "up")
        self.run("ip", "link", "set", "eth0", "up")
        router.run("sysctl", "-qw", "net.ipv4.ip_forward=1")
        router.run("nft", "add table ip nat; add chain ip nat post { type nat hook postrouting priority 100 ; }; "
                          "add rule ip nat post oifname eth0 masquerade")
        for timeout in ("udp_timeout", "udp_timeout_stream"):
            router.run("sysctl", "-qw", f"net.netfilter.nf_conntrack_{timeout}={FORGETS}")

    def address(self, family: int = socket.AF_INET) -> str:
        """A fresh address inside."""
        self._hosts += 1
        self.run("ip", "addr", "add", f"10.0.0.{self._hosts}/24", "dev", "eth0")
        if self._hosts == 2:
            self.run("ip", "route", "add", "default", "via", "10.0.0.1")
        return f"10.0.0.{self._hosts}"


@pytest.fixture(scope="module")
def router(network):
    """Who masquerades."""
    return network.place("router")


@pytest.fixture(scope="module")
def inside(network, router):
    """Where the phones are."""
    made = network._places["inside"] = Inside(router)
    return made


@pytest.fixture(scope="module")
def pbx(asterisk):
    """An Asterisk on the open side."""
    return asterisk(files={"sip.conf": sip_conf("tcpenable=yes\ntransport=udp,tcp", more=DEVICES), "extensions.conf": EXTENSIONS},
                    modules=DRIVER)


def talk(call) -> None:
    """Sound goes there and back."""
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.3)


def test_a_phone_is_known_by_where_the_router_sends_from(pbx, phone, inside):
    """tp-3-3, tp-3-6, tp-3-7: the address and the port outside."""
    kept = phone("kept", place="inside")
    ok = kept.register()
    assert f"received={inside.outside}" in ok["Via"] and "rport=" in ok["Via"]
    assert inside.outside in pbx.cli("sip show peers like kept")
    assert "10.0.0." not in pbx.cli("sip show peers like kept")


def test_a_phone_calls_with_sound_both_ways(pbx, phone, inside):
    """tp-3-4, tp-3-5"""
    kept = phone("kept", place="inside")
    kept.register()
    call = kept.calls_to("echo")
    talk(call)
    call.bye()
    pbx.wait_for_no_channels()


def test_two_phones_with_one_port_are_told_apart(pbx, phone, inside):
    """tp-3-2, tp-3-10: each is called where the router has it, and answers."""
    kept, second, alice = phone("kept", place="inside"), phone("second", place="inside"), phone("alice")
    for each in (kept, second, alice):
        each.register()
    for each in (second, kept):
        call = alice.invites(f"d-{each.name}")
        ringing = each.expect_call()
        ringing.accept()
        call.expect(200)
        alice_rtp = call.rtp
        alice_rtp.play(440)
        ringing.rtp.play(800)
        ringing.rtp.wait_for_tone(440, 0.3)
        alice_rtp.wait_for_tone(800, 0.3)
        call.bye()
        ringing.wait_for_end()
    pbx.wait_for_no_channels()


@pytest.mark.parametrize("name", ["kept", "asked"])
def test_a_phone_that_is_kept_alive_can_be_called_long_after(pbx, phone, inside, name):
    """tp-3-2: `keepalive`, or `qualify`, keeps the router from forgetting."""
    kept, alice = phone(name, place="inside"), phone("alice")
    kept.register()
    alice.register()
    if name == "kept":
        kept.expect_keepalives(2 * FORGETS, 20)
    else:
        kept.expect_request("OPTIONS", 2 * FORGETS, 30)
    call = alice.invites(f"d-{name}")
    kept.expect_call().refuse(486)
    call.expect(486)
    pbx.wait_for_no_channels()


def test_a_phone_that_is_not_kept_alive_is_forgotten(pbx, phone, router, inside):
    """What the test before proves is the keep-alive's doing: without one the router forgets, and no call comes in."""
    forgotten, alice = phone("forgotten", place="inside"), phone("alice")
    forgotten.register()
    alice.register()
    with router:
        until(lambda: forgotten.address not in open("/proc/net/nf_conntrack").read(), "the router to forget", 20)
    call = alice.invites("d-forgotten")
    call.expect(100)
    call.cancel()
    assert not forgotten.requests("INVITE")
    pbx.wait_for_no_channels()


def test_a_phone_over_tcp_is_called_by_its_connection(pbx, phone, inside):
    """tp-3-11, tp-4-1: nobody could connect to it."""
    kept, alice = phone("kept", place="inside", transport="tcp"), phone("alice")
    kept.register()
    alice.register()
    kept.expect_keepalives(2)
    call = alice.invites("d-kept")
    ringing = kept.expect_call()
    ringing.accept()
    call.expect(200)
    alice.request("OPTIONS", "echo")
    call.bye()
    ringing.wait_for_end()
    pbx.wait_for_no_channels()
