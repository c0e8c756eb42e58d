# SPDX-License-Identifier: GPL-2.0-only
"""What the console and the manager show of calls, registrations and subscriptions that stand, as the old driver showed it.

The same phones (tools/oracle.d/phones.py and the plays beside it) play beside our Asterisk as played beside the old one
(tests/golden/live); answer by answer is compared. What may differ is named below, each with the line of docs/differences.md, or the reason for which it depends on the
moment.
"""
import difflib
import functools
import re
import shlex
import sys

import pytest

from harness.golden import LIVE, ROOT, Rule, by_name, first_line_of_usage, masked, played, without
from harness.setups import DRIVER
from harness.transports import Authority

CASES = {path.parent.name: path.parent for path in sorted(LIVE.parent.glob("*/answer"))}
OLD = {name: played((folder / "answer").read_text(encoding="utf-8")) for name, folder in CASES.items()}
# what a case needs besides the driver
MODULES = {**dict.fromkeys(("realtime", "realtime-uncached"), ("res_config_sqlite3.so", "func_devstate.so")), "tls": ("res_srtp.so",)}


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


def several_values(text: str) -> str:
    """Variables of a device, one a line and sorted, whether they stood in one value or in several."""
    lines = []
    for line in text.splitlines(keepends=True):
        found = re.match(r"(ChanVariable: | {17})(COLOR|SIZE)( ?= ?)(.*)\n", line)
        if not found:
            lines.append(line)
            continue
        for each in f"{found[2]}={found[4]}".split(";"):
            lines.append(f"{found[1]}{each}\n")
    ours = sorted(line for line in lines if re.match(r"(ChanVariable: | {17})(COLOR|SIZE)=", line))
    return "".join(ours.pop(0) if re.match(r"(ChanVariable: | {17})(COLOR|SIZE)=", line) else line for line in lines)


# in every play
RULES = [
    Rule("order of users", "sip show (users|inuse|tcp)", by_name, "| order of `sip show users` and"),
    Rule("order of what has a last line", "sip show (registry|channels|channelstats|subscriptions)", rows_by_name,
         "| order of `sip show users` and"),
    Rule("order of the manager's lists", "Action: (SIPshowregistry|SIPpeerstatus)", packets_by_name, "| order of `sip show users` and"),
    Rule("order of objects", "sip show objects", objects_by_name, "| order of `sip show users` and"),
    Rule("explanation in usage", "sip ", first_line_of_usage, "| explanations below `Usage:`"),
    Rule("counts of references", "sip show objects", without(r"^refcount: .*"), "| `refcount`"),
    Rule("peers that made themselves", "sip show objects", without(r"[0-9]+ autocreate"), "| `refcount`"),
    Rule("round trips", "", lambda text: re.sub(r"\(<n> ms\) *", "(<n> ms) ", re.sub(r"(?m)^Time: [0-9]+$", "Time: <n>", text)),
         why="how fast an answer came"),
    Rule("lifetimes", "sip show peer |Action: SIPshowpeer", lambda text: re.sub(r"(?m)^(  Expire       |RegExpire): (6[01][0-9])\b", r"\1: <n>", text),
         why="how long ago a phone registered"),
]
# in one
RULES_OF = {
    "everything": [
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
        Rule("sound", "sip show channelstats", lambda text: re.sub(r"[0-9]\.[0-9]{4}\b|\b00:00:[0-9]{2}\b", "<n>", text),
             why="how long a call stands, and how evenly its packets came"),
    ],
    "realtime-uncached": [
        Rule("codec that was answered", "sip show channel invite-to-heidi", without(r"^  Our Codec Capability: .*"), "| codec of a call that we make"),
        Rule("devices that are listed", "sip prune realtime (ALL|PEER ALL|LIKE)", without(r"^No peers found to prune.", r"^[0-9]+ peers pruned."),
             "| `rtcachefriends=no`"),
    ],
    "tls": [
        Rule("dialogs that are no calls", "sip show channels", calls_alone, "| dialogs in `sip show channels`"),
    ],
    "realtime": [
        Rule("nobody has been asked", "Action: SIPpeerstatus", without(r"^PeerStatus: (Unreachable|Unknown)"), "| state of a device of a database",
             only=("start",)),
        Rule("end of a registration in a row", "sip show peer (mallory|bob)|Action: SIPshowpeer Peer: mallory",
             without(r"^(  Expire       |RegExpire): .*"), "| a registration that a row holds", only=("asked for", "found again")),
        Rule("end of a registration in a row", "sip unregister mallory", without(r"^Peer mallory not registered\n", r"^Unregistered peer 'mallory'\n\n"),
             "| a registration that a row holds"),
        Rule("several values", "sip show (peer|user) alice|Action: SIPshowpeer Peer: alice", several_values, "| a value with semicolons in a row"),
        Rule("where registrations are kept", "database show SIP/Registry", lambda text: re.sub(r"(?m)^(/SIP/Registry/(alice|bob|grace) .*\n|[0-9]+ results found.$)", "", text),
             "| where the registration of a device of a database"),
        Rule("where registrations are kept", "sip show peers$", without(r"^alice/.*", r"^[0-9]+ sip peers.*"),
             "| where the registration of a device of a database", only=("found again",)),
        Rule("where registrations are kept", "sip show peer alice",
             without(r"^  (LastMsgsSent |Addr->IP     |Status       |Useragent    |Reg. Contact |Expire       ): .*"),
             "| where the registration of a device of a database", only=("found again",)),
        Rule("dialogs that are no calls", "sip show objects", lambda text: text.partition("-= Dialog objects")[0], "| dialogs in `sip show channels`"),
        Rule("peers that are forgotten", "sip show objects", without(r"^-= Peer objects: [0-9]+ static"), "| `refcount`", only=("pruned",)),
        Rule("known by its address", "sip show peers", without(r"^carol .*"), "| `nat` with `auto_` of a device", only=("calls",)),
        Rule("known by its address", "sip show channel by-carol", without(r"^  Force rport: .*"), "| `nat` with `auto_` of a device"),
        Rule("codec that was answered", "sip show channel invite-to-heidi", without(r"^  Our Codec Capability: .*"), "| codec of a call that we make"),
        Rule("who has left", "sip show peers$", without(r"^(alice|grace|mallory)\S* .*", r"^[0-9]+ sip peers.*"),
             "| what is shown of a device after its registration", only=("pruned",)),
        Rule("who has left", "sip show peer grace", without(r"^  (Def. Username|Status       |Useragent    |Reg. Contact ): .*"),
             "| what is shown of a device after its registration", only=("gone",)),
    ],
}


@pytest.fixture(scope="module")
def play(asterisk, keep):
    """Lets our Asterisk answer in the same play as the old one; each case is played once."""
    @functools.cache
    def answers(case):
        folder = CASES[case]
        Authority(keep, "server").together()
        own = lambda text: text.replace("/tmp/oracle/server.pem", f"{keep}/together.pem").replace("/tmp/oracle", str(keep))      # noqa: E731
        files = {path.name: own(path.read_text()) for path in folder.glob("*.conf") if path.name not in ("modules.conf", "manager.conf")}
        _, player, *words = shlex.split("python3" + own((folder / "command").read_text()).partition("python3")[2])
        pbx = asterisk(files=files, modules=[*MODULES.get(case, ()), "res_crypto.so", *DRIVER])
        text = pbx.beside([sys.executable, str(ROOT / player), *words], 300)
        pbx.stop()
        (pbx.keep / f"played-{case}.txt").write_text(text)
        return played(masked(text))
    return answers


@pytest.mark.parametrize("case, question", [(case, question) for case, old in OLD.items() for question in old],
                         ids=[f"{case}: {question}" for case, old in OLD.items() for question in old])
def test_it_shows_what_it_showed(play, case, question):
    new = play(case)
    stage, _, command = question.partition(": ")
    assert question in new, f"the play stopped before: {list(new)[-1:]}"
    old, now = OLD[case][question], new[question]
    for rule in (*RULES, *RULES_OF.get(case, ())):
        old, now = rule.apply(stage, command, old), rule.apply(stage, command, now)
    differing = list(difflib.unified_diff(old.splitlines(), now.splitlines(), f"{question} (old)", "(new)", "", "", 0, ""))
    assert not differing, "\n".join(differing)


def test_every_tolerated_difference_is_written_down():
    for rule in (*RULES, *(each for rules in RULES_OF.values() for each in rules)):
        assert rule.is_written_down(), rule.name
