# SPDX-License-Identifier: GPL-2.0-only
"""The console as scripts and people know it, on a running driver."""
import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_peers_are_listed_by_name_with_a_summary(pbx, phone):
    alice = phone("alice")
    alice.register()
    lines = pbx.cli("sip show peers").splitlines()
    assert lines[0].startswith("Name/username")
    assert [line.split("/")[0].split()[0] for line in lines[1:-1]] == ["alice", "bob", "carol"]
    assert lines[1].startswith(f"{'alice/alice':<25.25} {alice.address:<39}  D")
    assert "(Unspecified)" in lines[2]
    assert lines[-1] == "3 sip peers [Monitored: 0 online, 0 offline Unmonitored: 1 online, 2 offline]"


def test_a_pattern_picks_peers(pbx):
    assert "1 sip peers" in pbx.cli("sip show peers like ^b")


def test_a_call_is_listed_while_it_is_up(pbx, phone):
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    lines = pbx.cli("sip show channels").splitlines()
    mine = next(line for line in lines if call.call_id[:15] in line)
    assert mine.startswith(alice.address) and "(ulaw)" in mine
    assert lines[-1].endswith(("active SIP dialog", "active SIP dialogs"))
    call.bye()
    pbx.wait_for_no_channels()


def test_messages_are_shown_while_debugging_is_on(pbx, phone):
    alice = phone("alice")
    assert pbx.cli("sip set debug on").strip() == "SIP Debugging enabled"
    assert pbx.cli("sip set debug on").strip() == "SIP Debugging re-enabled"
    mark = pbx.log.mark()
    alice.register()
    pbx.log.wait(rf"<--- SIP read from UDP:{alice.address}:5060 --->\s+REGISTER sip:", mark)
    pbx.log.wait(rf"ransmitting \(.*\) to {alice.address}:5060 --->\s+SIP/2.0 200 OK", mark)
    assert pbx.cli("sip set debug off").strip() == "SIP Debugging Disabled"
    mark = pbx.log.mark()
    alice.register()
    assert "SIP read from" not in pbx.log.text(mark)


def test_reload_brings_and_takes_peers(pbx, phone):
    pbx.write("sip.conf", sip_conf(phones=("alice", "bob", "erin")))
    pbx.cli("sip reload")
    until(lambda: "erin" in pbx.cli("sip show peers"), "erin after the reload")
    assert "carol" not in pbx.cli("sip show peers")
    phone("erin").register()
    phone("carol").register(status=403)


def test_a_reload_keeps_what_it_does_not_change(pbx, phone):
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    pbx.write("sip.conf", sip_conf(phones=("alice", "bob", "frank")))
    pbx.cli("sip reload")
    until(lambda: "frank" in pbx.cli("sip show peers"), "frank after the reload")
    assert alice.address in pbx.cli("sip show peers like alice")
    call.rtp.forget()
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()


def test_a_call_outlives_a_change_of_its_peer_and_even_its_end(pbx, phone):
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    pbx.write("sip.conf", sip_conf(each="description=changed"))
    pbx.cli("sip reload")
    until(lambda: "changed" in pbx.cli("sip show peer alice"), "the new description")
    assert alice.address in pbx.cli("sip show peers like alice"), "it stays registered"
    pbx.write("sip.conf", sip_conf(phones=("bob",)))
    pbx.cli("sip reload")
    until(lambda: "alice" not in pbx.cli("sip show peers"), "alice gone")
    call.rtp.forget()
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5)
    call.bye()
    pbx.wait_for_no_channels()
    pbx.write("sip.conf", sip_conf())
    pbx.cli("sip reload")
    until(lambda: "alice" in pbx.cli("sip show peers"), "alice is back")


def test_a_missing_file_changes_nothing(pbx):
    before = pbx.cli("sip show peers")
    (pbx.etc / "sip.conf").rename(pbx.etc / "away")
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    pbx.log.wait(r"sip\.conf", mark)
    assert pbx.cli("sip show peers") == before
    (pbx.etc / "away").rename(pbx.etc / "sip.conf")
