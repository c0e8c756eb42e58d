# SPDX-License-Identifier: GPL-2.0-only
"""What the console shows of 300 configurations, octet by octet as the old driver showed it.

The cases are recorded (tests/golden, tools/oracle.d/README.md). One Asterisk reads them one after the other. What may differ is
named below, each with the line of docs/differences.md, or the reason for which an answer depends on the moment.
"""
import difflib
import re

import pytest

from harness import console
from harness.golden import Case, Rule, by_name, cases, first_line_of_usage, masked, shared_files, without
from harness.setups import DRIVER

# the commands that are compared; `log` is there for people
COMPARED = re.compile(r"sip show (settings|peers|peer|users|user|domains|registry|mwi|inuse)\b")


def qualify_under_way(text: str) -> str:
    """A peer that is asked and has not answered is one word, however far the asking is."""
    return text.replace("UNREACHABLE", "UNKNOWN    ").replace("Status       : UNKNOWN    ", "Status       : UNKNOWN")


RULES = [
    Rule("order of users", "sip show users", by_name, "| order of `sip show users` and"),
    Rule("order of counted calls", "sip show inuse", by_name, "| order of `sip show users` and"),
    Rule("explanation in usage", "sip show", first_line_of_usage, "| explanations below `Usage:`"),
    Rule("callbackextension without a place", "sip show registry", without(r"\n(:5060 {33}| *\S+:5060 +N {20}) .*", r"^\d+ SIP registrations.$"),
         "| `callbackextension` of a device", only=("g049", "g136", "g148", "g237", "g258", "g263")),
    Rule("order of registrations", "sip show (registry|mwi)", by_name, "| order of `sip show users` and"),
    Rule("own Max-Forwards", "sip show peer ", without(r"^  Max forwards : (0|70|20|255)$"), "| `Max forwards` of `sip show peer`"),
    Rule("another host line", "sip show peers?", without(r"^  ToHost       : .*", r"^  Addr->IP     : .*", r"^(alice|a_very_long|front|gw-out|6100|Zed|erin).*", r"^\d+ sip peers.*"),
         "| a second `host` line", only=("g084", "g092", "g136", "g158", "g210", "g221", "g245", "g259", "g260")),
    Rule("networks with an exclamation mark", "sip show settings", without(r"^  SIP address remapping: .*", r"\n(  Localnet: | {18}).* 10\.1\.0\.0/255\.255\.0\.0$", r"\n  Localnet:$"),
         "| `!` before a network of `localnet`", only=("g116", "g146", "g213", "g284")),
    Rule("own name with a port", "sip show domains", without(r"^nat\.example\.invalid.*"), "| `autodomain` and an `externhost` with a port", only=("g114",)),
    Rule("qualify under way", "sip show peers?", qualify_under_way, why="the first OPTIONS may have failed already"),
    Rule("registration under way", "sip show registry", without(r"(?<=[0-9] )(Unregistered|Request Sent|Auth. Sent|Failed) +$"),
         why="the first REGISTER may have failed already"),
    Rule("last messages", "sip show peer ", without(r"^  LastMsgsSent : .*"), why="the first NOTIFY may have failed already"),
    Rule("width of our own name", "sip show domains", lambda text: re.sub("<host> +", "<host> ", text), why="the machine's name is as long as it is"),
    Rule("all codecs", "sip show (peer |settings)", lambda text: re.sub(r"\((\w+\|){30,}\w+\)?", "(all)", text), why="each Asterisk has its own"),
    Rule("certificate", "sip show settings", without(r"^  TLS SIP Bindaddress:    (\(null\)|.*:5061)$"), why="whether asterisk.pem is there"),
]


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver, and what all cases have besides their own files."""
    return asterisk(files={"sip.conf": "[general]\n", "extensions.conf": "[default]\n", **shared_files()},
                    modules=["res_crypto.so", "res_http_websocket.so", *DRIVER])


def read_files(pbx, case: Case) -> bool:
    """Lets the driver read a case's files; whether it took them."""
    for name in ("users.conf", "more.conf"):
        (pbx.etc / name).unlink(missing_ok=True)
    for name, content in case.files.items():
        (pbx.etc / name).write_bytes(content)
    said = console.run(pbx.folder / "run", "module reload res_sip.so", 30)
    return "reloaded successfully" in said


def answers(pbx, case: Case) -> dict[str, tuple[str, str]]:
    """Command by command what the old driver answered and what this one does, after masks and rules."""
    both = {}
    for command, old in case.answers.items():
        if not COMPARED.match(command):
            continue
        new = masked(console.run(pbx.folder / "run", command))
        for rule in RULES:
            old, new = rule.apply(case.name, command, old), rule.apply(case.name, command, new)
        both[command] = old, new
    return both


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_console_shows_what_it_showed(pbx, case):
    taken = read_files(pbx, case)
    assert taken != case.declined, f"the old driver {'declined' if case.declined else 'took'} {case.folder}"
    if not taken:
        return
    differing = []
    for command, (old, new) in answers(pbx, case).items():
        if old != new:
            differing += difflib.unified_diff(old.splitlines(), new.splitlines(), f"{case.name}: {command} (old)", "(new)", "", "", 0, "")
    assert not differing, "\n".join(differing)


def test_counted_calls_are_listed_by_name(pbx):
    """The rule above compares without the order; ours is one that can be foreseen."""
    assert read_files(pbx, next(case for case in cases() if case.name == "g087"))
    names = [line.split()[0] for line in console.run(pbx.folder / "run", "sip show inuse all").splitlines()[1:]]
    assert len(names) > 3 and names == sorted(names)


def test_every_tolerated_difference_is_written_down():
    for rule in RULES:
        assert rule.is_written_down(), rule.name
