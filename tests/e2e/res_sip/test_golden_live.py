# SPDX-License-Identifier: GPL-2.0-only
"""What the console and the manager show of calls, registrations and subscriptions that stand, as the old driver showed it.

The same phones (tools/oracle.d/play.py) play beside our Asterisk as played beside the old one (tests/golden/live); answer by answer
is compared. What may differ is named below, each with the line of docs/differences.md, or the reason for which it depends on the
moment.
"""
import difflib
import re
import sys

import pytest

from harness.golden import LIVE, ROOT, Rule, by_name, first_line_of_usage, masked, played, without
from harness.setups import DRIVER

OLD = played((LIVE / "answer").read_text(encoding="utf-8"))



def calls_alone(text: str) -> str:
    """`sip show channels` with the rows of calls that have not ended, and as many counted."""
    lines = [line for line in text.splitlines(keepends=True) if not re.search(r"  (register-|short@).*\(nothing\) ", line)]
    if not lines[-1].endswith("active SIP dialogs\n"):
        return text
    rows = len(lines) - 2
    return "".join(lines[:-1]) + f"{rows} active SIP dialog{'' if rows == 1 else 's'}\n"


def rows_by_name(text: str) -> str:
    """A table with its rows sorted, between a first line and a last one that counts."""
    lines = text.splitlines(keepends=True)
    return text if len(lines) < 2 or lines[0].startswith("Usage:") else "".join(lines[:1] + sorted(lines[1:-1]) + lines[-1:])


def packets_by_name(text: str) -> str:
    """The packets of a list of the manager, sorted between the first and the last."""
    first, *packets = text.split("\n\n")
    return "\n\n".join([first, *sorted(packets[:-1]), *packets[-1:]])


def objects_by_name(text: str) -> str:
    """`sip show objects` with the blocks of each part sorted, and without dialogs that are no calls and no subscriptions."""
    block = r"name: .*\ntype: .*\nobjflags: .*\nrefcount: .*\n\n"
    return re.sub(f"({block})+", lambda found: "".join(sorted(each for each in re.findall(block, found[0])
                                                              if not each.startswith("name: register-"))), text)


def accounts(text: str) -> str:
    """Accounts elsewhere of `sip show objects` as `user@host`, by name."""
    def shortened(found):
        lines = found[0].splitlines(keepends=True)
        return "".join(sorted(re.sub(r"^name: ([^:@]+)(@[^:]+)?:.*@([0-9.]+).*", r"name: \1@\3", line) for line in lines))
    return re.sub(r"(?<==-\n\n)(name: .*\n)+(?=-=)", shortened, text)


def messages_alone(text: str) -> str:
    """`sip show history` with the messages that came and went, without their numbers."""
    lines = [re.sub(r"^[0-9]+\. ", "", line) for line in text.splitlines(keepends=True)]
    return "".join(line for line in lines if re.match(r"(Rx|Tx)|\n|\*|  \*|Call|No such", line))


RULES = [
    Rule("order of users", "sip show (users|inuse)", by_name, "| order of `sip show users` and"),
    Rule("order of what has a last line", "sip show (registry|channels|channelstats|subscriptions)", rows_by_name,
         "| order of `sip show users` and"),
    Rule("order of the manager's lists", "Action: (SIPshowregistry|SIPpeerstatus)", packets_by_name, "| order of `sip show users` and"),
    Rule("order of objects", "sip show objects", objects_by_name, "| order of `sip show users` and"),
    Rule("explanation in usage", "sip ", first_line_of_usage, "| explanations below `Usage:`"),
    Rule("usage of subscriptions", "sip show subscriptions all", without(r"^Usage: sip show (channels|subscriptions)$"),
         "| explanations below `Usage:`"),
    Rule("dialogs that are no calls", "sip show channels", calls_alone, "| dialogs in `sip show channels`"),
    Rule("dialogs that are no calls", "sip show (channel|history) <TAB>", lambda text: by_name(re.sub("(?m)^(register-|short@).*\n", "", text)),
         "| dialogs in `sip show channels`"),
    Rule("call that went on without its channel", r"sip show channel by-tcp \(again\)",
         without(r"^  (Their Codec Capability|Joint Codec Capability):.*"), "| dialogs in `sip show channels`",
         only=("transferred",)),
    Rule("commands that are new", "sip (show )?<TAB>", without(r"\n(config|identify|ladder|transports)$"), "| `sip show transports`"),
    Rule("commands that are new", "sip set debug <TAB>", without(r"\npcap$"), "| `sip show transports`"),
    Rule("counts of references", "sip show objects", without(r"^refcount: .*"), "| `refcount`"),
    Rule("peers that made themselves", "sip show objects", without(r"[0-9]+ autocreate"), "| `refcount`"),
    Rule("accounts elsewhere", "sip show objects", accounts, "| `sip show objects`: accounts elsewhere"),
    Rule("timers that nobody counts", "sip show sched",
         without(r"^ (Highwater|schedcnt) = .*", r"^ +(retrans_pkt|__sip_autodestruct|<unknown>) : .*"), "| `sip show sched`"),
    Rule("timer of who has left", "sip show sched", without(r"^ +sip_poke_peer_s : .*"), "| what is shown of a device after its registration",
         only=("wrong",)),
    Rule("what happened inside", r"sip show history \w", messages_alone, "| `sip show history` |"),
    Rule("number of a timer", "sip show channel ", without(r"^  S-Timer Sched Id: .*"), "| `S-Timer Sched Id` of"),
    Rule("codec that was answered", "sip show channel invite-to-ivan",
         without(r"^  (Our Codec Capability|Joint Codec Capability|Format): .*"), "| codec of a call that we make"),
    Rule("codec that was answered", "sip show channels", lambda text: re.sub(r"(invite-to-ivan +)\([au]law\)", r"\1<>", text),
         "| codec of a call that we make"),
    Rule("who has left", "sip show peers$", without(r"^bob/bobby .*", r"^9 sip peers .*"),
         "| what is shown of a device after its registration", only=("care", "wrong")),
    Rule("who has left", "sip show peer bob", without(r"^  (Status       |Useragent    |Reg. Contact ): .*"),
         "| what is shown of a device after its registration", only=("care",)),
    Rule("round trips", "", lambda text: re.sub(r"\(<n> ms\) *", "(<n> ms) ", re.sub(r"(?m)^Time: [0-9]+$", "Time: <n>", text)),
         why="how fast an answer came"),
    Rule("lifetimes", "sip show peer |Action: SIPshowpeer", lambda text: re.sub(r"(?m)^(  Expire       |RegExpire): (6[01][0-9])\b", r"\1: <n>", text),
         why="how long ago a phone registered"),
    Rule("sound", "sip show channelstats", lambda text: re.sub(r"[0-9]\.[0-9]{4}\b|\b00:00:[0-9]{2}\b", "<n>", text),
         why="how long a call stands, and how evenly its packets came"),
]


@pytest.fixture(scope="module")
def new(asterisk):
    """What our Asterisk answered in the same play."""
    files = {path.name: path.read_text() for path in LIVE.glob("*.conf") if path.name not in ("modules.conf", "manager.conf")}
    pbx = asterisk(files=files, modules=["res_crypto.so", *DRIVER])
    text = pbx.beside([sys.executable, str(ROOT / "tools/oracle.d/play.py")], 300)
    (pbx.keep / "played.txt").write_text(text)
    return played(masked(text))


@pytest.mark.parametrize("question", OLD)
def test_it_shows_what_it_showed(new, question):
    stage, _, command = question.partition(": ")
    assert question in new, f"the play stopped before: {list(new)[-1:]}"
    old, now = OLD[question], new[question]
    for rule in RULES:
        old, now = rule.apply(stage, command, old), rule.apply(stage, command, now)
    differing = list(difflib.unified_diff(old.splitlines(), now.splitlines(), f"{question} (old)", "(new)", "", "", 0, ""))
    assert not differing, "\n".join(differing)


def test_every_tolerated_difference_is_written_down():
    for rule in RULES:
        assert rule.is_written_down(), rule.name
