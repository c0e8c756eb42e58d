# SPDX-License-Identifier: GPL-2.0-only
"""`sip config translate`, `sip config check`, `sip show config`, `config show help res_sip`; sip.conf and res_sip.conf together."""
import json
import pathlib
import subprocess

import pytest

from harness.asterisk import PJSIP_MODULES
from harness.setups import DRIVER, EXTENSIONS
from harness.waiting import until

ROOT = pathlib.Path(__file__).resolve().parents[3]
SECRETS = "[phone-secret-101](!)\nsecret=change-me-too\n[phone-secret-102](!)\nsecret=change-me-as-well\n" \
    "[phone-secret-103](!)\nsecret=change-me-in-the-browser\n"
SAMPLE = (ROOT / "samples" / "sip.conf").read_text()
CONTEXT = EXTENSIONS.replace("[default]", "[internal]\nexten => _10X,1,Dial(${TECH}/${EXTEN},20)\n")
MORE_PJSIP = tuple(f"{name}.so" for name in ("res_pjsip_endpoint_identifier_anonymous", "res_pjsip_outbound_registration", "res_pjsip_mwi",
                                             "res_pjsip_messaging", "res_pjsip_diversion", "res_pjsip_outbound_authenticator_digest",
                                             "res_pjsip_acl", "res_pjsip_one_touch_record_info"))


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the sample."""
    return asterisk(files={"sip.conf": SAMPLE, "sip_secrets.conf": SECRETS, "sip_notify.conf": (ROOT / "samples" / "sip_notify.conf").read_text(),
                           "extensions.conf": "[globals]\nTECH=SIP\n" + CONTEXT}, modules=DRIVER)


@pytest.fixture
def as_it_was(pbx):
    """Puts the sample back afterwards."""
    yield pbx
    pbx.write("sip.conf", SAMPLE)
    (pbx.etc / "res_sip.conf").unlink(missing_ok=True)
    pbx.cli("sip reload")


def test_the_translation_is_loaded_in_place_of_the_old_file(as_it_was, phone):
    pbx = as_it_was
    settings = pbx.cli("sip show settings")
    peers = pbx.cli("sip show peers")
    text = pbx.remote("sip config translate").stdout
    assert "; sip.conf:" in text
    pbx.write("res_sip.conf", text)
    (pbx.etc / "sip.conf").unlink()
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    assert pbx.log.complaints(mark) == []
    assert pbx.cli("sip show settings") == settings
    assert pbx.cli("sip show peers") == peers
    one, other = phone("101", "change-me-too"), phone("102", "change-me-as-well")
    one.register()
    other.register()
    call = one.invites("102")
    incoming = other.expect_call()
    incoming.accept()
    call.expect(200)
    call.bye()
    incoming.wait_for_end()


def test_what_runs_stays_when_the_modular_file_is_wrong(as_it_was):
    pbx = as_it_was
    pbx.write("res_sip.conf", "[gw]\ntype=endpoint\ncontxt=x\n")
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    pbx.log.wait(r"res_sip.conf:3: unknown option 'contxt' of an endpoint; did you mean 'context'", mark)
    pbx.log.wait("is not put in force", mark)
    assert "gw" not in pbx.cli("sip show users")
    pbx.write("res_sip.conf", "[gw]\ntype=endpoint\nauth=nobody\n")
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    pbx.log.wait(r"res_sip.conf:3: there is not an auth 'nobody'", mark)


def test_both_files_are_one_configuration_and_a_name_in_both_is_an_error(as_it_was):
    pbx = as_it_was
    pbx.write("res_sip.conf", "[gw]\ntype=endpoint\nidentify_by=username\n")
    pbx.cli("sip reload")
    until(lambda: "gw" in pbx.cli("sip show users"), "the endpoint of the modular file")
    pbx.write("res_sip.conf", "[101]\ntype=endpoint\n")
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    pbx.log.wait(r"res_sip.conf:1: there is an endpoint '101' already, at sip.conf:\d+", mark)
    assert "gw" in pbx.cli("sip show users")


def test_the_modular_sample_is_loaded_without_a_complaint(as_it_was):
    pbx = as_it_was
    pbx.write("res_sip.conf", (ROOT / "samples" / "res_sip.conf").read_text())
    (pbx.etc / "sip.conf").unlink()
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    assert pbx.log.complaints(mark) == []
    assert pbx.cli("sip config check").strip() == "0 errors, 0 warnings, 0 notices"


def test_the_check_finds_nothing_in_the_samples_and_changes_nothing(as_it_was):
    pbx = as_it_was
    assert pbx.cli("sip config check").strip() == "0 errors, 0 warnings, 0 notices"
    pbx.write("sip.conf", SAMPLE + "\n[late]\ntype=friend\nhost=dynamic\nsecret=x\nqualfy=yes\n")
    text = pbx.cli("sip config check")
    line = SAMPLE.count("\n") + 6
    assert f"sip.conf:{line}: warning: qualfy is not known; did you mean 'qualify'? [unknown-option]" in text
    assert "the secret of 'late' is one character [short-secret]" in text
    assert "late" not in pbx.cli("sip show peers")
    found = json.loads(pbx.cli("sip config check json"))
    assert found["errors"] == 0 and found["warnings"] == 2
    assert {each["kind"] for each in found["findings"]} == {"unknown-option", "short-secret"}


def test_a_script_learns_the_outcome_from_the_exit_status(as_it_was):
    pbx = as_it_was
    def status(*words):
        done = subprocess.run(["sh", str(ROOT / "modules" / "res_sip" / "sip-config-check"), "-C", str(pbx.etc / "asterisk.conf"), *words],
                              capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout
    assert status()[0] == 0
    pbx.write("other.conf", "[general]\nallowguest=nope\n")
    code, text = status("other.conf")
    assert code == 1 and "other.conf:2" in text
    pbx.write("broken.conf", "[a]\ntype=endpoint\nbad=1\n")
    assert status("--json", "broken.conf")[0] == 2
    assert status("absent.conf")[0] == 2
    assert status("--nonsense")[0] == 3


def test_each_effective_option_names_the_line_that_set_it(pbx):
    text = pbx.cli("sip show config 101")
    assert "[101] endpoint" in text and "[101] aor" in text and "[101] auth" in text
    lines = {line.split()[0]: line for line in text.splitlines() if line.startswith("  ")}
    assert "sip.conf:" in lines["context"] and "internal" in lines["context"]
    assert lines["max_forwards"].endswith("default")
    assert "sip_secrets.conf:2 secret" in lines["password"] and "change-me-too" not in text
    assert "[global] global" in pbx.cli("sip show config")
    assert "Peer nobody not found." in pbx.cli("sip show config nobody")


def test_options_are_documented_in_the_console(pbx):
    text = pbx.cli("config show help res_sip")
    assert "endpoint" in text and "transport" in text
    assert "dtmf_mode" in pbx.cli("config show help res_sip endpoint")
    assert "how digits travel" in pbx.cli("config show help res_sip endpoint dtmf_mode")


def test_the_sample_of_notify_types_is_loaded(pbx, phone):
    one = phone("101", "change-me-too")
    one.register()
    mark = pbx.log.mark()
    pbx.cli("sip notify reload 101")
    until(lambda: "check-sync;reboot=false" in [each["Event"] for each in one.requests("NOTIFY")], "the NOTIFY")
    assert pbx.log.complaints(mark) == []


def test_chan_pjsip_takes_the_translation_and_serves_the_phones(asterisk, pbx, phone):
    text = pbx.remote("sip config translate pjsip").stdout
    assert "; cannot be said: sip.conf:" in text
    pbx.stop()
    other = asterisk(files={"pjsip.conf": text, "extensions.conf": "[globals]\nTECH=PJSIP\n" + CONTEXT},
                     modules=[*(each for each in DRIVER if "sip" not in each or "pjproject" in each), *PJSIP_MODULES, *MORE_PJSIP])
    assert [line for line in other.log.complaints() if "pjsip" in line.split("]: ")[0] or "sorcery" in line and "pjproject.conf" not in line] == []
    listed = other.cli("pjsip show endpoints")
    assert "101" in listed and "102" in listed and "trunk" in listed
    one, two = phone("101", "change-me-too"), phone("102", "change-me-as-well")
    one.register()
    two.register()
    call = one.invites("102")
    incoming = two.expect_call()
    incoming.accept()
    call.expect(200)
    call.rtp.play(440)
    incoming.rtp.wait_for_tone(440)
    call.bye()
    incoming.wait_for_end()
