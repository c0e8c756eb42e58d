# SPDX-License-Identifier: GPL-2.0-only
"""Two real phones with every combination of encryption, each hearing the other's tone, and ICE beside it."""
import itertools
import socket
import threading

import pytest

from harness.network import PBX_V4
from harness.setups import DRIVER, sip_conf

MODULES = (*DRIVER, "res_srtp.so")
# what an account says at the PBX, and at the phone
POLICIES = {
    "plain": ("", ""),
    "keys": ("encryption=yes", ";mediaenc=srtp-mand"),
    "dtls": ("dtlsenable=yes\ndtlsautogeneratecert=yes\ndtlsverify=fingerprint\ndtlssetup=actpass",
             ";mediaenc=dtls_srtp"),
    "ice": ("dtlsenable=yes\ndtlsautogeneratecert=yes\ndtlsverify=fingerprint\ndtlssetup=actpass\nicesupport=yes\n"
            "rtcp_mux=yes", ";mediaenc=dtls_srtp;medianat=ice;rtcp_mux=yes"),
}
ENCRYPTED = {"plain": "", "keys": "1", "dtls": "1", "ice": "1"}
EXTENSIONS = """[default]
exten => _to.,1,Dial(SIP/${EXTEN},20,gU(secure))
 same => n,Hangup()
[secure]
exten => s,1,UserEvent(Secure,Media: ${CHANNEL(secure_media)})
 same => n,Return()
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Two accounts of each policy."""
    phones = "".join(f"[{side}{policy}]\ntype=friend\nhost=dynamic\nsecret=secret\n{lines}\n"
                     for policy, (lines, _) in POLICIES.items() for side in ("from", "to"))
    return asterisk(files={"sip.conf": sip_conf(phones=(), more=phones), "extensions.conf": EXTENSIONS},
                    modules=(*MODULES, "app_stack.so"))


@pytest.mark.parametrize("first, second", list(itertools.product(POLICIES, POLICIES)))
def test_each_hears_the_other(pbx, baresip, first, second):
    """sdp-6-1: each leg has its own keys, or none."""
    pbx.ami.forget()
    caller = baresip(f"from{first}", tone=440, account=POLICIES[first][1])
    called = baresip(f"to{second}", tone=1000, account=POLICIES[second][1])
    for each in (caller, called):
        each.expect("REGISTER_OK")
    caller.command("dial", f"to{second}")
    caller.expect("CALL_ESTABLISHED")
    called.expect("CALL_ESTABLISHED")
    assert pbx.ami.expect("UserEvent", UserEvent="Secure").get("Media", "") == ENCRYPTED[second]
    caller.wait_for_tone(1000, 1.0)
    called.wait_for_tone(440, 1.0)
    caller.command("hangup")
    called.expect("CALL_CLOSED")
    pbx.wait_for_no_channels()


# the beginning of a DTLS ClientHello: a record of the handshake, version 1.0, epoch 0
HELLO = bytes.fromhex("16feff0000000000000000003a0100002e000000000000002efefd") + bytes(32) + bytes.fromhex("00000002c02b0100")


def test_handshakes_of_strangers_do_no_harm(pbx, network, baresip):
    """sec-3b-21: somebody sends ClientHellos to every media port while a call with DTLS begins, and is not listened to."""
    place = network.place("strangers")
    address = place.address()
    over = threading.Event()

    def spray():
        stranger = place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        stranger.bind((address, 0))
        while not over.is_set():
            for port in range(10000, 11000):
                stranger.sendto(HELLO, (PBX_V4, port))
            over.wait(0.05)
        stranger.close()
    sender = threading.Thread(target=spray)
    sender.start()
    try:
        test_each_hears_the_other(pbx, baresip, "ice", "ice")
    finally:
        over.set()
        sender.join()
