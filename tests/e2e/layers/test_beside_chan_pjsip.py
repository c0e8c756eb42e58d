# SPDX-License-Identifier: GPL-2.0-only
"""The driver and chan_pjsip in one process: each serves calls on its own port, with its own PJSIP."""
import pytest

from harness.asterisk import PJSIP_MODULES
from harness.orders import ALL
from harness.setups import DRIVER, EXTENSIONS, sip_conf

PJSIP_PORT = 5080
PJSIP = f"""[udp]
type=transport
protocol=udp
bind=192.0.2.1:{PJSIP_PORT}
""" + "".join(f"""[{name}]
type=endpoint
context=default
disallow=all
allow=ulaw
direct_media=no
auth={name}
aors={name}
[{name}]
type=auth
username={name}
password=secret
[{name}]
type=aor
max_contacts=1
remove_existing=yes
""" for name in ("dave", "erin"))
MORE = """exten => _[de].,1,Dial(PJSIP/${EXTEN},20)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Both drivers."""
    return asterisk(files={"sip.conf": sip_conf(), "pjsip.conf": PJSIP, "extensions.conf": EXTENSIONS + MORE},
                    modules=[*DRIVER, *PJSIP_MODULES])


def test_both_are_mapped(pbx):
    assert pbx.maps("chan_pjsip.so") and pbx.maps("libasteriskpj") and pbx.maps("libsipcore.so")


def test_each_serves_its_phones_at_the_same_time(pbx, phone):
    alice, dave = phone("alice"), phone("dave", server_port=PJSIP_PORT)
    calls = []
    for each in (alice, dave):
        each.register()
        calls.append(each.calls_to("echo"))
    for frequency, call in zip((440, 1000), calls):
        call.rtp.play(frequency)
    for frequency, call in zip((440, 1000), calls):
        call.rtp.wait_for_tone(frequency)
    listed = pbx.cli("core show channels concise")
    assert "SIP/alice-" in listed and "PJSIP/dave-" in listed
    for call in calls:
        call.bye()
    pbx.wait_for_no_channels()


@pytest.mark.parametrize("caller, called", [("alice", "dave"), ("dave", "alice")])
def test_a_phone_of_one_calls_a_phone_of_the_other(pbx, phone, caller, called):
    ports = {"alice": 5060, "dave": PJSIP_PORT}
    one, other = phone(caller, server_port=ports[caller]), phone(called, server_port=ports[called])
    one.register()
    other.register()
    call = one.invites(called)
    ringing = other.expect_call()
    ringing.accept()
    call.expect(200)
    call.rtp.play(440)
    ringing.rtp.play(1000)
    ringing.rtp.wait_for_tone(440)
    call.rtp.wait_for_tone(1000)
    ringing.bye()
    call.wait_for_end()
    pbx.wait_for_no_channels()


def test_a_phone_of_one_is_a_stranger_to_the_other(pbx, phone):
    """An account is asked for at the port of the driver that has it, and refused at the other's."""
    phone("dave").register(status=403)
    phone("alice", server_port=PJSIP_PORT).register(status=401)


def test_one_goes_and_the_other_stays(pbx, phone):
    for name in ALL:
        pbx.remote(f"module unload {name}")
    assert pbx.our_maps() == []
    dave = phone("dave", server_port=PJSIP_PORT)
    dave.register()
    call = dave.calls_to("echo")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 1)
    call.bye()
    pbx.remote("module load chan_sip.so")
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 1)
    call.bye()
    pbx.wait_for_no_channels()
