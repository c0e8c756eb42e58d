# SPDX-License-Identifier: GPL-2.0-only
"""The harness proves itself on Asterisk's own chan_pjsip: what is red here is the harness or the machine, not the driver."""
import pytest

from harness.asterisk import BASE_MODULES, OURS, PJSIP_MODULES
from harness.sipp import SippError

PJSIP = """[udp4]
type=transport
protocol=udp
bind=192.0.2.1
[udp6]
type=transport
protocol=udp
bind=[2001:db8::1]
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
""" for name in ("alice", "bob"))
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => _[ab].,1,Dial(PJSIP/${EXTEN},20)
 same => n,Hangup(${HANGUPCAUSE})
exten => digits,1,Answer()
 same => n,Read(GOT,,4)
 same => n,UserEvent(Digits,Got: ${GOT})
 same => n,SendDTMF(17#)
 same => n,Wait(5)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """A stock Asterisk with chan_pjsip."""
    return asterisk(files={"pjsip.conf": PJSIP, "extensions.conf": EXTENSIONS}, modules=[*BASE_MODULES, *PJSIP_MODULES],
                    without=OURS)


def test_console_answers_by_both_ways(pbx):
    assert "Asterisk 22" in pbx.cli("core show version")
    assert "Asterisk 22" in pbx.remote("core show version").stdout


def test_nothing_of_ours_is_loaded(pbx):
    assert pbx.our_maps() == []
    assert pbx.maps("chan_pjsip.so")


def test_registers_with_digest(pbx, phone):
    alice = phone("alice")
    response = alice.register()
    assert "expires=" in response["Contact"]
    pbx.ami.expect("ContactStatus", EndpointName="alice")
    alice.unregister()


def test_a_wrong_secret_is_refused(pbx, phone):
    phone("alice").register(secret="wrong", status=401)


def test_echo_brings_the_tone_back(pbx, phone):
    call = phone("alice").calls_to("echo")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440)
    assert call.rtp.lost == 0
    call.bye()
    pbx.wait_for_no_channels()


def test_a_tone_that_was_not_played_is_not_heard(pbx, phone):
    call = phone("alice").calls_to("echo")
    call.rtp.play(440)
    with pytest.raises(TimeoutError):
        call.rtp.wait_for_tone(1000, length=0.5, seconds=2)
    call.bye()


def test_two_phones_of_both_families_talk(pbx, phone):
    alice, bob = phone("alice"), phone("bob", v6=True)
    bob.register()
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()
    call.expect(180)
    ringing.accept()
    call.expect(200)
    call.rtp.play(440)
    ringing.rtp.play(1000)
    ringing.rtp.wait_for_tone(440)
    call.rtp.wait_for_tone(1000)
    ringing.bye()
    call.wait_for_end()


def test_a_call_is_taken_back(pbx, phone):
    alice, bob = phone("alice"), phone("bob")
    bob.register()
    call = alice.invites("bob")
    ringing = bob.expect_call()
    ringing.ring()
    call.expect(180)
    assert call.cancel().status == 487
    ringing.wait_for_end()


def test_a_busy_phone_is_busy(pbx, phone):
    alice, bob = phone("alice"), phone("bob")
    bob.register()
    call = alice.invites("bob")
    bob.expect_call().refuse(486)
    with pytest.raises(AssertionError, match="486"):
        call.expect(200)


def test_digits_pass_both_ways(pbx, phone):
    call = phone("alice").calls_to("digits")
    call.rtp.dial("24*9")
    pbx.ami.expect("UserEvent", Got="24*9")
    call.rtp.wait_for_digits("17#")
    call.bye()


def test_two_baresips_of_both_families_hear_each_other(pbx, baresip):
    alice, bob = baresip("alice", tone=440), baresip("bob", tone=1000, v6=True)
    for each in (alice, bob):
        each.expect("REGISTER_OK")
    alice.command("dial", "bob")
    alice.expect("CALL_ESTABLISHED")
    bob.expect("CALL_ESTABLISHED")
    alice.wait_for_tone(1000)
    bob.wait_for_tone(440)
    alice.command("hangup")
    bob.expect("CALL_CLOSED")


OPTIONS_SCENARIO = """<?xml version="1.0"?><scenario name="options"><send retrans="500"><![CDATA[
OPTIONS sip:echo@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:alice@[remote_ip]>;tag=[call_number]
To: <sip:echo@[remote_ip]>
Call-ID: [call_id]
CSeq: 1 OPTIONS
Max-Forwards: 70
Content-Length: 0

]]></send><recv response="%d"/></scenario>"""


def test_sipp_runs_a_scenario(pbx, sipp, tmp_path):
    scenario = tmp_path / "options.xml"
    scenario.write_text(OPTIONS_SCENARIO % 401)
    sipp(scenario)


def test_sipp_tells_that_a_scenario_failed(pbx, sipp_starts, tmp_path):
    scenario = tmp_path / "never.xml"
    scenario.write_text(OPTIONS_SCENARIO % 299)
    with pytest.raises(SippError, match="(?s)never.xml ended with .*while expecting '299'"):
        sipp_starts(scenario).wait()


def test_sipp_is_stopped_where_it_stands(pbx, sipp_starts, tmp_path):
    scenario = tmp_path / "listens.xml"
    scenario.write_text('<?xml version="1.0"?><scenario name="listens"><recv request="INVITE"/></scenario>')
    with sipp_starts(scenario) as running:
        assert running.process.poll() is None
    assert running.process.poll() is not None


def test_a_baresip_answers_when_it_is_told_to(pbx, phone, baresip):
    bob = baresip("bob", tone=1000, answers="manual", codecs="PCMA,PCMU")
    bob.expect("REGISTER_OK")
    call = phone("alice").invites("bob")
    bob.expect("CALL_INCOMING")
    assert not call.transaction.final
    mark = bob.mark()
    bob.accept()
    call.expect(200)
    bob.expect("CALL_ESTABLISHED", since=mark)
    call.rtp.play(440)
    bob.ear.wait_for_tone(440, 0.5, mark.packets)
    bob.wait_for_tone(440, 0.5, since=mark)
    assert bob.ear.heard(1000) == 0
    later = bob.mark()
    with pytest.raises(TimeoutError):
        bob.expect("CALL_ESTABLISHED", 0.1, since=later)
    bob.hangup()
    call.wait_for_end()
