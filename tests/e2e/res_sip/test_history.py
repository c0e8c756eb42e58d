# SPDX-License-Identifier: GPL-2.0-only
"""What was said in a dialog: its history and its ladder, while somebody wants them kept."""
import re
import xml.etree.ElementTree

import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver, and a log with the level of the history."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS,
                           "logger.conf": "[general]\n[logfiles]\nfull = debug,verbose,notice,warning,error,SIP_HISTORY\n"},
                    modules=DRIVER)


def short_call(pbx, phone):
    """A call that was made and ended; its Call-ID."""
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    call.bye()
    pbx.wait_for_no_channels()
    return call.call_id


def test_nothing_is_kept_until_it_is_asked_for(pbx, phone):
    call_id = short_call(pbx, phone)
    assert "  Record SIP history:     Off" in pbx.cli("sip show settings")
    assert pbx.cli(f"sip show history {call_id}") == (
        "\n***Note: History recording is currently DISABLED.  Use 'sip set history on' to ENABLE.\n"
        f"No such SIP Call ID starting with '{call_id}'\n")
    assert pbx.cli("sip show history").startswith("Usage: sip show history <call-id>")


def test_a_dialog_is_kept_and_told_message_by_message(pbx, phone):
    assert pbx.cli("sip set history on") == "SIP History Recording Enabled (use 'sip show history')\n"
    assert "  Record SIP history:     On" in pbx.cli("sip show settings")
    mark = pbx.log.mark()
    call_id = short_call(pbx, phone)
    lines = pbx.cli(f"sip show history {call_id[:12].upper()}").splitlines()
    assert lines[:2] == ["", "  * SIP Call"]
    entries = [line.split(". ", 1)[1] for line in lines[2:]]
    assert [entry.split()[0] for entry in entries][:2] == ["Rx", "TxRespRel"]       # INVITE and its 401
    assert re.fullmatch(r"Rx              INVITE / \d+ INVITE / sip:echo@.*", entries[0])
    assert any(re.fullmatch(r"TxRespRel       SIP/2.0 / \d+ INVITE - 200 OK", entry) for entry in entries)
    assert re.fullmatch(r"TxResp          SIP/2.0 / \d+ BYE - 200 OK", entries[-1])
    pbx.log.wait(r"SIP_HISTORY\[.*Rx              INVITE / ", mark)
    assert pbx.cli("sip set history off") == "SIP History Recording Disabled\n"
    assert pbx.cli(f"sip show history {call_id}").count("\n1. Rx ") == 1
    other = short_call(pbx, phone)
    assert f"No such SIP Call ID starting with '{other}'" in pbx.cli(f"sip show history {other}")


def test_a_dialog_is_drawn_on_the_console_and_into_files(pbx, phone, tmp_path):
    pbx.cli("sip set history on")
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    channel = pbx.cli("core show channels concise").split("!")[0]
    # what is sent is noted after it was sent
    drawn = until(lambda: (text := pbx.cli(f"sip show ladder {channel}")).count("200 OK (SDP)") and text, "the answer in the ladder")
    assert f"Call-ID: {call.call_id}" in drawn
    assert f"{alice.address}:5060" in drawn
    assert re.search(r"\|-- INVITE \(SDP\) -+>\|", drawn)
    assert re.search(r"\|<-- 200 OK \(SDP\) -+\|", drawn)
    call.bye()
    pbx.wait_for_no_channels()
    for kind in ("svg", "html"):
        file = tmp_path / f"ladder.{kind}"
        assert pbx.cli(f"sip show ladder {call.call_id} {file}") == f"Wrote {file}\n"
        text = file.read_text()
        picture = xml.etree.ElementTree.fromstring(text[text.index("<svg"):text.index("</svg>") + 6])
        words = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
        assert f"Call-ID: {call.call_id}" in words
        assert words.count("BYE") == 1
    assert pbx.cli(f"sip show ladder {call.call_id} /proc/no.svg").startswith("Could not write /proc/no.svg\n")
    assert pbx.cli(f"sip show ladder {call.call_id} ladder.txt").startswith("Usage: sip show ladder")
    pbx.cli("sip set history off")


def test_the_configuration_begins_it_and_has_it_logged_at_the_end(pbx, phone):
    pbx.write("sip.conf", sip_conf("recordhistory=yes\ndumphistory=yes\n"))
    pbx.cli("sip reload")
    pbx.cli("core set debug 1")
    mark = pbx.log.mark()
    call_id = short_call(pbx, phone)
    pbx.log.wait(re.escape(f"---------- SIP HISTORY for '{call_id}'"), mark)
    pbx.log.wait(r"  001\. Rx              INVITE / ", mark)
    pbx.log.wait(re.escape(f"---------- END SIP HISTORY for '{call_id}'"), mark)
    pbx.write("sip.conf", sip_conf())
    pbx.cli("sip reload")
    assert "  Record SIP history:     Off" in pbx.cli("sip show settings")
