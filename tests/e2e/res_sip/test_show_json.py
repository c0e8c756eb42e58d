# SPDX-License-Identifier: GPL-2.0-only
"""SIPShow: what the console's `sip show` commands print, as JSON; every command is asked both ways, and the two are compared."""
import datetime
import json
import re
import subprocess
import threading
import time

import pytest

from harness.ami import Ami
from harness.asterisk import DEFAULTS, INSTALLED_DATA, MANAGER
from harness.orders import CHAN_SIP, PUBSUB, REGISTRATIONS, load, running, unload
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

READERS = """
[reader]
secret=reader
read=all
write=reporting
[caller]
secret=caller
read=all
write=call
"""
LONG = "x" * 7000
MORE = f"""[onlyuser]
type=user
secret=x
accountcode=acc
[trunk]
type=peer
host=192.0.2.77
setvar=COLOR=red
setvar=SIZE=two  blanks
mailbox=100@default,101@default
description=The trunk
accountcode=bill
call-limit=4
deny=0.0.0.0/0.0.0.0
permit=192.0.2.77
fromdomain=example.com
fromuser=us
outboundproxy=192.0.2.60
qualify=no
[long]
type=peer
host=192.0.2.78
setvar=LONG={LONG}
[my phone]
type=peer
host=192.0.2.79
"""
HINTS = """
[lamps]
exten => 201,hint,Custom:lamp
"""
# what people read where there is nothing, or yes and no
NOTHING = {"", "-", "N/A", "(null)", "(none)", "<none>", "<None>", "(nothing)", "(not set)", "<Not set>", "<not set>", "(Unspecified)", "Disabled",
           "UNKNOWN", "(None)", "<guest>", "--", "-1", "(default)", "[]"}
TRUE = {"Yes", "<Set>", "On", "Enabled", "Y", "D", "A", "(d)"}
FALSE = {"No", "<Not set>", "Off", "Disabled", "N", ""}


def general(more: str = "") -> str:
    """Lines of [general]."""
    return f"tcpenable=yes\nsubscribecontext=lamps\n{more}"


@pytest.fixture(scope="module")
def far(network):
    """Where another server is."""
    return network.place("phones").address()


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones, trunks and a pure user, and managers that may read or call."""
    return asterisk(files={"sip.conf": sip_conf(general=general(), each="transport=udp,tcp", more=MORE), "extensions.conf": EXTENSIONS + HINTS,
                           "manager.conf": DEFAULTS["manager.conf"] + READERS}, modules=[*DRIVER, "func_devstate.so"])


@pytest.fixture
def configured(pbx):
    """Puts lines of [general] in force; the usual ones come back afterwards."""
    def configure(more: str) -> None:
        pbx.write("sip.conf", sip_conf(general=general(more), each="transport=udp,tcp", more=MORE))
        pbx.cli("sip reload")
    yield configure
    configure("")


def name_of(label: str) -> str:
    """The name under which a label's value is told."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub("[.:]", "", label.lower())).strip("_")


def agree(text: str, value) -> bool:
    """Whether a value is what people read."""
    text = text.strip()
    if value is None:
        return text in NOTHING
    if isinstance(value, bool):
        return text in (TRUE if value else FALSE)
    if isinstance(value, (int, float)):
        return bool(text) and float(text.split()[0]) == value
    if isinstance(value, list):
        return [part for part in re.split(r"[,|]", text.strip("()")) if part] == value or (not value and text in NOTHING)
    return text == value.strip()


def table(text: str, *widths: int, first: int = 1, last: int | None = -1) -> list[list[str]]:
    """The cells of a table whose columns begin after so many octets each; heading and closing line are left out."""
    lines = text.splitlines()[first:last]
    edges = [sum(widths[:number]) for number in range(len(widths) + 1)]
    return [[line[begin:end].strip() for begin, end in zip(edges, [*edges[1:], None])] for line in lines]


def same_table(cells: list[list[str]], rows: list[dict], *names: str) -> None:
    """Every row has what its line has, as far as that is cut off."""
    assert len(cells) == len(rows)
    for line, row in zip(cells, rows):
        for cell, name in zip(line, names):
            value = row[name]
            uncut = value[:len(cell)] if isinstance(value, str) and cell else value
            assert agree(cell, uncut), (name, cell, value)


def labels(text: str) -> dict[str, list[str]]:
    """The lines `  Label   : value` of a page."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if match := re.match(r"  (?! )(\S.*?)\s*: ?(.*)$", line):
            found.setdefault(name_of(match[1]), []).append(match[2])
    return found


def same_page(text: str, row: dict, besides: tuple[str, ...] = ()) -> None:
    """A record has everything that a page has, and what it has besides is not printed when there is nothing to say."""
    printed = labels(text)
    for name, values in printed.items():
        if name not in ("variables", "fromdomain"):
            assert agree(values[0], row[name]), (name, values, row[name])
    for name in set(row) - set(printed) - set(besides):
        assert not row[name], (name, row[name])
    variables = re.findall(r"^ {17}(\S+) = (.*)$", text, re.MULTILINE)
    assert row["variables"] == [{"name": name, "value": value} for name, value in variables]


# --- peers and users

@pytest.mark.parametrize("pattern, count", [("^nobody$", 0), ("^alice$", 1), ("^(bob|carol)$", 2), ("", 6)])
def test_peers(pbx, phone, pattern, count):
    phone("alice").register(headers={"User-Agent": "Phone"})
    arguments = f"like {pattern}" if pattern else ""
    text = pbx.cli(f"sip show peers {arguments}")
    rows, totals = pbx.ami.show("peers", arguments)
    assert len(rows) == count
    same_table(table(text, 26, 40, 4, 11, 11, 4, 9, 12), [{**row, "both": "/".join(filter(None, (row["name"], row["username"])))} for row in rows],
               "both", "host", "dyn", "forcerport", "comedia", "acl", "port", "status", "description")
    assert text.splitlines()[-1] == (
        "{} sip peers [Monitored: {monitored_online} online, {monitored_offline} offline Unmonitored: {unmonitored_online} online, "
        "{unmonitored_offline} offline]".format(count, **totals))


@pytest.mark.parametrize("pattern, count", [("^nobody$", 0), ("^onlyuser$", 1), ("", 4)])
def test_users(pbx, pattern, count):
    arguments = f"like {pattern}" if pattern else ""
    rows, totals = pbx.ami.show("users", arguments)
    assert (len(rows), totals) == (count, {})
    cells = table(pbx.cli(f"sip show users {arguments}"), 27, 17, 17, 17, 5, last=None)
    for cell in cells:
        cell[1] = "Yes" if cell[1] else "No"        # the table shows the secret itself; that is for the console alone
    same_table(cells, rows, "username", "secret", "accountcode", "def_context", "acl", "forcerport")


@pytest.mark.parametrize("name", ["alice", "trunk", "my phone"])
def test_peer(pbx, phone, name):
    phone("alice").register()
    asked = f'"{name}"'
    until(lambda: re.search(r"Expire +: (\d+)", pbx.cli("sip show peer alice")), "the registration")
    rows, totals = pbx.ami.show("peer", asked)
    text = pbx.cli(f"sip show peer {asked}")
    if name == "alice":     # the clock went on between the two
        left = int(labels(text)["expire"][0])
        assert 0 <= rows[0].pop("expire") - left <= 2
        text = re.sub(r"  Expire .*\n", "", text)
    assert (len(rows), totals) == (1, {})
    same_page(text, rows[0], besides=("fromdomain_port",))
    if name == "trunk":
        assert (rows[0]["fromdomain"], rows[0]["fromdomain_port"], rows[0]["mailbox"]) == ("example.com", 5060, ["100@default", "101@default"])
        assert rows[0]["variables"] == [{"name": "SIZE", "value": "two  blanks"}, {"name": "COLOR", "value": "red"}]


def test_user(pbx):
    rows, _ = pbx.ami.show("user", "onlyuser")
    assert len(rows) == 1
    same_page(pbx.cli("sip show user onlyuser"), rows[0])
    assert (rows[0]["secret"], rows[0]["accountcode"], rows[0]["maxcallbr"]) == (True, "acc", 384)


# --- what holds for all

@pytest.mark.parametrize("more", ["", "localnet=192.0.2.0/255.255.255.0\nlocalnet=198.51.100.0/24\nexternaddr=198.51.100.7\njbenable=yes\n"
                                      "outboundproxy=192.0.2.60,force\nnotifyringing=no\nregcontext=here\ntonezone=de\nauth=u:p@example.com"])
def test_settings(pbx, configured, more):
    configured(more)
    sections = {row["section"]: row for row in pbx.ami.show("settings")[0]}
    section, seen, label = None, set(), ""
    lines = pbx.cli("sip show settings").replace("\t", "     ").splitlines()
    listed: dict[str, list[str]] = {}
    for line, following in zip(lines, [*lines[1:], ""]):
        if re.fullmatch("-+", following) and line:
            section = sections[name_of(line)]
            seen.add(section["section"])
        elif section and line.startswith("  ") and "Additional Info" not in line and "IPv4 in addition" not in line:
            label = line[2:26].strip() or label
            name, value = name_of(label), line[26:].strip()
            if isinstance(section[name], list) and name != "codecs":
                listed.setdefault(name, []).append(value)
                assert section[name][:len(listed[name])] == listed[name]
            else:
                assert agree(value, section[name]) or f"{value} " == section[name], (name, value, section[name])
    assert seen == set(sections)
    assert listed.get("localnet", []) == sections["network_settings"]["localnet"]
    assert (len(sections["network_settings"]["localnet"]) == 2) == bool(more)


@pytest.mark.parametrize("domains", [(), ("example.com",), ("example.com", "a-domain-whose-name-is-longer-than-its-column.example.org,inside")])
def test_domains(pbx, configured, domains):
    configured("".join(f"domain={domain}\n" for domain in domains))
    rows, _ = pbx.ami.show("domains")
    assert [row["domain"] for row in rows] == [domain.partition(",")[0] for domain in domains]
    cells = table(pbx.cli("sip show domains"), 41, 21) if domains else []
    same_table(cells, [{**row, "by": "[Automatic]" if row["automatic"] else "[Configured]"} for row in rows], "domain", "context", "by")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_registry(pbx, phone, far, configured, count):
    provider = phone("provider", address=far)
    answered = []

    def take(request):
        """Takes every account."""
        provider.respond(request, 200, headers={"Contact": f"{request['Contact']};expires=600"})
        answered.append(request)
    provider.takers["REGISTER"] = take
    configured("".join(f"register => user{number}@realm.example.com:pw@{far}\n" for number in range(count)))
    until(lambda: pbx.cli("sip show registry").count(" Registered ") == count, "the registrations")
    rows, _ = pbx.ami.show("registry")
    assert len(rows) == count
    now = time.time()
    for row in rows:
        assert abs(now - row["reg_time"]) < 60
        moment = datetime.datetime.fromtimestamp(row["reg_time"])
        row.update(where=f"{row['host']}:{row['port']}", when=moment.strftime("%a, %d %b %Y %T"))
    same_table(table(pbx.cli("sip show registry"), 40, 7, 14, 9, 21), rows, "where", "dnsmgr", "username", "refresh", "state", "when")
    configured("")
    until(lambda: len(answered) == 2 * count, "the registrations to be taken back")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_mailboxes_elsewhere(pbx, phone, far, configured, count):
    server = phone("server", address=far)
    server.takers["SUBSCRIBE"] = lambda request: server.respond(request, 403)
    configured("".join(f"mwi => {number}:pw@{far}/70{number}\n" for number in range(count)))
    rows, _ = pbx.ami.show("mwi")
    assert [row["mailbox"] for row in rows] == [f"70{number}" for number in range(count)]
    same_table(table(pbx.cli("sip show mwi"), 32, 14, 12, last=None), [{**row, "where": f"{row['host']}:{row['port']}"} for row in rows],
               "where", "username", "mailbox", "subscribed")


# --- calls and subscriptions

@pytest.fixture
def calls(pbx, phone):
    """Makes so many calls that stand; they end with the test."""
    made = []

    def make(count: int) -> list:
        for name in ("alice", "bob")[:count]:
            caller = phone(name)
            caller.register()
            made.append(caller.calls_to("echo"))
        until(lambda: pbx.cli("sip show channels").count("Rx: ACK") == count, "the calls")
        return made
    yield make
    for call in made:
        call.bye()
    pbx.wait_for_no_channels()
    until(lambda: pbx.ami.show("channels") == ([], {}), "no dialog to be listed")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_channels(pbx, calls, count):
    made = calls(count)
    rows, _ = pbx.ami.show("channels")
    assert sorted(row["call_id"] for row in rows) == sorted(call.call_id for call in made)
    same_table(table(pbx.cli("sip show channels"), 17, 17, 17, 17, 4, 5, 16, 11), rows,
               "address", "user", "call_id", "format", "hold", "ending", "last_message", "refer", "peer")


def test_a_held_channel(pbx, calls):
    call, = calls(1)
    call.reinvite(direction="sendonly")
    until(lambda: pbx.ami.show("channels")[0][0]["hold"] is True, "the hold")


@pytest.mark.parametrize("count", [1, 2])
def test_channel(pbx, calls, count):
    for call in calls(count):
        rows, _ = pbx.ami.show("channel", call.call_id)
        assert [row["call_id"] for row in rows] == [call.call_id]
        row, lines = rows[0], pbx.cli(f"sip show channel {call.call_id}").splitlines()[2:]
        row.update(curr_trans_direction=row["direction"].capitalize(), non_codec_capability_dtmf=int(row["telephone_events"]))
        compared = set()
        for line in filter(None, lines):
            if name := re.match(r"  (T.38|Video) support", line):
                name, value = name_of(name[0]), line[26:]
            else:
                label, _, value = line.partition(":")
                name = name_of(label)
            compared.add(name)
            if name == "session_timer":
                assert (value.strip() == "Active") == (row[name] is not None)
            elif name == "sip_options":
                assert value.split() == (row[name] or ["(none)"])
            else:
                assert agree(value, row[name]), (name, value, row[name])
        absent = set(row) - compared - {"direction", "telephone_events"}
        assert not [name for name in absent if row[name] is not None], absent
    everything, _ = pbx.ami.show("channel", '""')       # what begins with nothing
    assert len(everything) == count


def test_a_session_timer(pbx, phone):
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo", headers={"Supported": "timer", "Session-Expires": "300;refresher=uac", "Min-SE": "90"})
    timer = pbx.ami.show("channel", call.call_id)[0][0]["session_timer"]
    text = labels(pbx.cli(f"sip show channel {call.call_id}"))
    assert (timer["interval"], timer["refresher"], timer["mode"]) == (300, "them", "Accept")
    for name, label in (("interval", "interval"), ("refresher", "refresher"), ("min_se", "cached_min_se"), ("se", "cached_se"),
                        ("wanted_refresher", "cached_ref"), ("mode", "cached_mode")):
        assert agree(text[f"s_timer_{label}"][0], timer[name]), name
    call.bye()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_channelstats(pbx, calls, count):
    made = calls(count)
    for call in made:
        call.rtp.play(440)
        call.rtp.wait_for_tone(440)
    before = pbx.ami.show("channelstats")[0]
    text = pbx.cli("sip show channelstats")
    after = pbx.ami.show("channelstats")[0]
    lines = text.splitlines()[1:-1]
    assert len(lines) == len(before) == len(after) == count
    for line, low, high in zip(lines, before, after):
        assert line[:15].strip() == low["address"] and line[17:28] == low["call_id"][:11]
        hours, minutes, seconds = map(int, line[30:38].split(":"))
        assert low["duration"] <= 3600 * hours + 60 * minutes + seconds <= high["duration"]
        received, sent = re.findall(r"(\d{10})  (\d{10}) \( *([\d.]+)%\) ([\d.]+)", line)
        for way, counted in (("received", received), ("sent", sent)):
            for number, name in enumerate(("packets", "lost")):
                assert low[way][name] <= int(counted[number]) <= high[way][name]
            assert low[way]["packets"] > 0 and 0 <= low[way]["lost_percent"] <= 100


@pytest.mark.parametrize("arguments", ["", "all"])
def test_inuse(pbx, calls, arguments):
    calls(1)
    rows, _ = pbx.ami.show("inuse", arguments)
    assert [row["peer"] for row in rows if row["limit"]] == ["trunk"] and (len(rows) > 1) == bool(arguments)
    counted = [{**row, "use": f"{row['in_use']}/{row['ringing']}/{row['on_hold']}"} for row in rows]
    same_table(table(pbx.cli(f"sip show inuse {arguments}"), 26, 16, last=None), counted, "peer", "use", "limit")
    assert agree("N/A", next((row["limit"] for row in rows if row["peer"] == "alice"), None))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_subscriptions(pbx, phone, count):
    watches = []
    for name, event, accept in (("alice", "dialog", "application/dialog-info+xml"), ("bob", "presence", "application/pidf+xml"))[:count]:
        watcher = phone(name)
        watcher.register()
        headers = {"Contact": watcher.contact, "Event": event, "Accept": accept}
        answer = watcher.request("SUBSCRIBE", "201", {**headers, "Expires": "300"})
        assert answer.status == 200
        watches.append((watcher, headers, answer))
    rows, _ = pbx.ami.show("subscriptions")
    assert sorted(row["call_id"] for row in rows) == sorted(answer["Call-ID"] for *_, answer in watches)
    told = [{**row, "watched": f"{row['extension']}@{row['context']}"} for row in rows]
    same_table(table(pbx.cli("sip show subscriptions"), 17, 17, 17, 17, 15, 16, 11), told,
               "address", "user", "call_id", "watched", "last_state", "type", "mailbox", "expiry")
    for watcher, headers, answer in watches:
        unsubscribe(watcher, headers, answer)
    until(lambda: pbx.ami.show("subscriptions")[0] == [], "the subscriptions to end")


def unsubscribe(watcher, headers, answer) -> None:
    """Ends a subscription, with what proves it."""
    def request(sequence):
        """SUBSCRIBE in its dialog."""
        return watcher.new_request("SUBSCRIBE", watcher.uri("201"), answer["To"], answer["Call-ID"], "", sequence, {**headers, "Expires": "0"},
                                   from_value=answer["From"])
    challenged = watcher.send(request(90)).wait()
    if challenged.status == 401:
        again = request(91)
        again.add(*watcher.credentials(challenged, again))
        assert watcher.send(again).wait().status == 200


# --- inside, on the wire, in the files

def test_objects(pbx, configured, far):
    configured(f"register => someone:pw@{far}\n")
    rows, totals = pbx.ami.show("objects")
    text = pbx.cli("sip show objects")
    heading = re.search(r"-= Peer objects: (\d+) static, (\d+) realtime, (\d+) autocreate", text)
    assert [int(number) for number in heading.groups()] == [totals["static"], totals["realtime"], totals["autocreate"]]
    peers, _, rest = text.partition("-= Peer objects by IP =-")
    by_ip, _, rest = rest.partition("-= Registry objects: 1 =-")
    registries, _, dialogs = rest.partition("-= Dialog objects:")
    assert "name:" not in dialogs
    for kind, part in (("peer", peers), ("peer_by_ip", by_ip), ("registry", registries)):
        assert re.findall(r"^name: (.*)$", part, re.MULTILINE) == [row["name"] for row in rows if row["kind"] == kind]
    assert totals["registries"] == 1 and all(row["refcount"] > 0 for row in rows if row["kind"] == "peer")


def test_objects_name_calls(pbx, configured, phone):
    configured("")
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    dialogs = pbx.cli("sip show objects").partition("-= Dialog objects:\n\n")[2]
    assert dialogs == f"name: {call.call_id}\ntype: dialog\nobjflags: 0\nrefcount: 1\n\n"
    assert [row["call_id"] for row in pbx.ami.show("channels")[0]] == [call.call_id]
    call.bye()


def test_sched(pbx, phone):
    phone("alice").register()
    rows, totals = pbx.ami.show("sched")
    text = pbx.cli("sip show sched")
    assert re.findall(r"^ +(\S+) : (\d+)$", text, re.MULTILINE) == [(row["kind"], str(row["timers"])) for row in rows]
    assert re.findall(r"^ (\w+) = (\d+)$", text, re.MULTILINE) == [("Highwater", str(totals["highwater"])), ("schedcnt", str(totals["schedcnt"]))]
    assert next(row["timers"] for row in rows if row["kind"] == "expire_register") >= 1


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tcp(pbx, phone, count):
    until(lambda: pbx.ami.show("tcp")[0] == [], "connections of before to be gone")
    phones = [phone(name, transport="tcp") for name in ("alice", "bob")[:count]]
    for each in phones:
        each.register()
    rows, _ = pbx.ami.show("tcp")
    assert sorted(row["address"].rpartition(":")[0] for row in rows) == sorted(each.address for each in phones)
    same_table(table(pbx.cli("sip show tcp"), 48, 10, last=None), rows, "address", "transport", "type")


def test_transports(pbx):
    rows, _ = pbx.ami.show("transports")
    listening, _, figures = pbx.cli("sip show transports").partition("\n\n")
    bound = [tuple(line.split()) for line in listening.splitlines()[1:]]
    assert sorted(bound) == sorted((row["transport"], place) for row in rows for place in row["listens_at"]) and len(bound) >= 2
    lines = [line.split() for line in figures.splitlines()[1:]]
    assert lines == [[str(row[name]) for name in ("transport", "connections", "received", "received_octets", "sent", "sent_octets")] for row in rows]


@pytest.mark.parametrize("arguments, peer", [("192.0.2.77", "trunk"), ("192.0.2.250:5061 alice echo tcp", "alice"), ("192.0.2.250", None)])
def test_identify(pbx, arguments, peer):
    (row,), _ = pbx.ami.show("identify", arguments)
    text = pbx.cli(f"sip show identify {arguments}")
    assert (row["peer"], row["guest"]) == (peer, False)
    assert text.startswith(f"A request from {row['source']} over {row['transport']}")
    if peer:
        assert f"  is of peer '{peer}': {row['way']}\n" in text
        assert re.search(rf"Access list +: {'none' if row['access_list'] is None else '(?i:' + row['access_list'] + ' it)'}\n", text)
        assert f": {row['must_prove']}\n" in text and f": {row['context']}\n" in text
    else:
        assert "is nobody's" in text and row["context"] is None


def test_identify_tells_who_is_there_too(pbx):
    (row,), _ = pbx.ami.show("identify", "192.0.2.77:5070")
    text = pbx.cli("sip show identify 192.0.2.77:5070")
    assert row["others"] and re.findall(r"  Not '(.*)': (.*)", text) == [(other["peer"], other["why"]) for other in row["others"]]


@pytest.mark.parametrize("name", ["", "alice", "trunk"])
def test_config(pbx, name):
    rows, _ = pbx.ami.show("config", name)
    lines, current = [], ()
    for line in pbx.cli(f"sip show config {name}").splitlines():
        if head := re.match(r"\[(.*)\] (.*)", line):
            current = head.groups()
        else:
            lines.append((*current, line))
    assert len(lines) == len(rows) > 20
    for (thing, kind, line), row in zip(lines, rows):
        said = ", ".join(f"{each['file']}:{each['line']} {each['option']}" for each in row["said_by"])
        assert (row["object"], row["type"]) == (thing, kind)
        assert line == f"  {row['option']:<32} {row['value'] or '-':<32} {said or 'default'}"
    assert "secret" not in [row["value"] for row in rows]


def test_history_and_ladder(pbx, phone):
    assert pbx.cli("sip set history on")
    alice = phone("alice")
    alice.register()
    call = alice.calls_to("echo")
    channel = pbx.ami.show("channel", call.call_id)[0][0]["owner_channel_id"]
    by_channel, _ = pbx.ami.show("ladder", channel)
    call.bye()
    pbx.wait_for_no_channels()
    rows, totals = pbx.ami.show("history", call.call_id)
    printed = re.findall(r"^(\d+)\. (.*)$", pbx.cli(f"sip show history {call.call_id}"), re.MULTILINE)
    assert printed == [(str(row["number"]), row["entry"]) for row in rows] and totals == {"recording": True}
    assert {(row["call_id"], row["kind"]) for row in rows} == {(call.call_id, "call")}
    messages, _ = pbx.ami.show("ladder", call.call_id)
    assert len(messages) == len(rows) and messages[:len(by_channel)] == by_channel
    assert messages[0]["first"].startswith("INVITE sip:echo@") and messages[0]["sent"] is False and messages[0]["sdp"] is True
    assert (messages[0]["remote"], messages[-1]["cseq"].split()[1]) == (f"{alice.address}:5060", "BYE")
    moments = [datetime.datetime.fromisoformat(row["at"]) for row in messages]
    assert moments == sorted(moments) and abs(moments[0].timestamp() - time.time()) < 60
    pbx.cli("sip set history off")
    assert pbx.ami.show("history", call.call_id)[1] == {"recording": False}


# --- the action itself

@pytest.mark.parametrize("fields, message", [
    ({}, "Command: <name> missing."),
    ({"Command": "nothing"}, "No such command; there are channel, channels, channelstats, config, domains, history, identify, inuse, ladder, mwi, "
                             "objects, peer, peers, registry, sched, settings, subscriptions, tcp, transports, user, users"),
    ({"Command": "peers", "Arguments": "like"}, "Arguments wanted: [like <pattern>]"),
    ({"Command": "peers", "Arguments": "like ("}, "Arguments wanted: [like <pattern>], a regular expression"),
    ({"Command": "users", "Arguments": "alice"}, "Arguments wanted: [like <pattern>]"),
    ({"Command": "peer"}, "Arguments wanted: <name> [load]"),
    ({"Command": "peer", "Arguments": "alice lood"}, "Arguments wanted: <name> [load]"),
    ({"Command": "peer", "Arguments": "nobody"}, "Peer nobody not found."),
    ({"Command": "peer", "Arguments": "onlyuser load"}, "Peer onlyuser not found."),
    ({"Command": "user", "Arguments": "trunk"}, "User trunk not found."),
    ({"Command": "config", "Arguments": "nobody"}, "Peer nobody not found."),
    ({"Command": "channel"}, "Arguments wanted: <call-id>"),
    ({"Command": "channel", "Arguments": "nothing"}, "No such SIP Call ID starting with 'nothing'"),
    ({"Command": "history", "Arguments": "nothing"}, "No such SIP Call ID starting with 'nothing'"),
    ({"Command": "ladder", "Arguments": "nothing"}, "No such SIP Call ID starting with 'nothing'"),
    ({"Command": "inuse", "Arguments": "most"}, "Arguments wanted: [all]"),
    ({"Command": "identify", "Arguments": "here"}, "Arguments wanted: <address>[:<port>] [<user> [<extension> [udp|tcp|tls|ws|wss]]]"),
    *(({"Command": command, "Arguments": "x"}, "This command takes no Arguments")
      for command in ("settings", "domains", "registry", "mwi", "channels", "channelstats", "subscriptions", "objects", "sched", "tcp", "transports")),
])
def test_errors(pbx, fields, message):
    answer = pbx.ami.action("SIPShow", **fields)
    assert (answer["Response"], answer["Message"]) == ("Error", message)


def test_a_list_bears_the_id_of_its_action(pbx):
    packets = pbx.ami.list("SIPShow", Command="PEERS", Arguments="like ^(alice|bob)$")
    assert [packet["Event"] for packet in packets] == ["SIPShowRow"] * 2
    assert len({packet["ActionID"] for packet in packets}) == 1
    assert [json.loads("".join(packet.json))["name"] for packet in packets] == ["alice", "bob"]


def test_lines_are_bounded_and_give_the_row_back(pbx):
    packet, = pbx.ami.list("SIPShow", Command="peer", Arguments="long")
    assert len(packet.json) > 1 and all(len(line.encode()) <= 4000 for line in packet.json)
    assert json.loads("".join(packet.json))["variables"] == [{"name": "LONG", "value": LONG}]


def test_texts_of_any_octets_are_told(pbx, phone):
    alice = phone("alice")
    response = alice.register(headers={"User-Agent": 'Grüße "an" \\ alle'})
    assert response.status == 200
    assert pbx.ami.show("peer", "alice")[0][0]["useragent"] == 'Grüße "an" \\ alle'
    uri, registration, challenged = f"sip:{alice.domain}", alice._registration, None
    for _ in range(2):
        registration["sequence"] += 1
        request = alice.new_request("REGISTER", uri, f"<sip:alice@{alice.domain}>", registration["call_id"], registration["tag"],
                                    registration["sequence"], {"Contact": alice.contact, "Expires": "300", "User-Agent": "Bad??Octets"})
        if challenged:
            request.add(*alice.credentials(challenged, request))
            alice.transmit_octets(bytes(request).replace(b"Bad??Octets", b"Bad\xff\xc3Octets"))
        else:
            challenged = alice.send(request).wait()
    until(lambda: pbx.ami.show("peer", "alice")[0][0]["useragent"] == "Bad\ufffd\ufffdOctets", "the agent's octets")


def test_who_may_report_may_ask(pbx):
    def login(name: str) -> Ami:
        """A session of another manager."""
        return Ami(pbx._connect(), name, name)
    reader, caller = login("reader"), login("caller")
    assert reader.show("peers", "like ^alice$")[0][0]["name"] == "alice"
    answer = caller.action("SIPShow", Command="peers")
    assert (answer["Response"], answer["Message"]) == ("Error", "Permission denied")
    reader.close()
    caller.close()


def test_it_is_documented(pbx):
    text = pbx.cli("manager show command SIPShow")
    assert "[Synopsis]\nNot available" not in text and "[Arguments:]" in text, text
    for event in ("SIPShowRow", "SIPShowComplete"):
        assert "JSON: <value>" in pbx.cli(f"manager show event {event}")


def test_the_documentation_is_valid():
    folder = INSTALLED_DATA / "documentation" / "thirdparty"
    files = [str(path) for path in sorted(folder.glob("*sip*-en_US.xml"))]
    assert len(files) >= 3
    done = subprocess.run(["xmllint", "--noout", "--valid", *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_command_goes_and_comes_with_its_module(pbx):
    unload(pbx, CHAN_SIP)
    assert CHAN_SIP not in running(pbx)
    answer = pbx.ami.action("SIPShow", Command="channels")
    assert answer["Response"] == "Error" and "channel" not in answer["Message"] and "registry" in answer["Message"]
    unload(pbx, PUBSUB)
    assert PUBSUB not in running(pbx)
    assert "subscriptions" not in pbx.ami.action("SIPShow", Command="x")["Message"]
    load(pbx, PUBSUB)
    load(pbx, CHAN_SIP)
    assert pbx.ami.show("channels") == ([], {}) and pbx.ami.show("subscriptions") == ([], {})


def test_nobody_is_in_the_way_of_a_module_that_goes(pbx):
    """Sessions ask without a pause while modules go and come; each answer is a list or an error."""
    stop, counts, wrong = threading.Event(), {"Success": 0, "Error": 0}, []

    def ask(session: Ami) -> None:
        """Asks for one command after the other."""
        while not stop.is_set():
            for command in ("channels", "channelstats", "inuse", "subscriptions", "mwi", "registry", "peers"):
                answer = session.action("SIPShow", Command=command)
                counts[answer["Response"]] += 1
                if answer["Response"] == "Error" and not answer["Message"].startswith("No such command; there are "):
                    wrong.append(answer)
    sessions = [Ami(pbx._connect(), *MANAGER) for _ in range(3)]
    threads = [threading.Thread(target=ask, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for _ in range(5):
        for name in (CHAN_SIP, PUBSUB, REGISTRATIONS):
            unload(pbx, name)
            assert name not in running(pbx)
        for name in (REGISTRATIONS, PUBSUB, CHAN_SIP):
            load(pbx, name)
    stop.set()
    for thread in threads:
        thread.join()
    for session in sessions:
        session.close()
    assert not wrong and min(counts.values()) > 0
    assert pbx.ami.show("channels") == ([], {})
