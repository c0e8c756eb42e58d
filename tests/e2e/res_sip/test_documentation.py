# SPDX-License-Identifier: GPL-2.0-only
"""What our modules register, and each event that they send, has an entry in the XML documentation, and Asterisk finds it."""
import pathlib
import re
import xml.etree.ElementTree as tree

import pytest

from harness.asterisk import BASE_MODULES, OURS, PJSIP_MODULES
from harness.setups import EXTENSIONS, sip_conf

ROOT = pathlib.Path(__file__).resolve().parents[3]
GIVERS = ("res_http_websocket.so", "res_hep.so", *PJSIP_MODULES, "res_prometheus.so")     # of Asterisk's, loaded before ours
# how sources name an event that they send
SENDS = (r'manager_event\(\s*[^,]+,\s*"(\w+)"', r'"Event: (\w+)', r'\("Event", "(\w+)"\)', r'"(\w+(?:Complete))"')
# what Asterisk sends for us when a function of its is called
SENT_BY_ASTERISK = {"ast_system_publish_registry": "Registry", "ast_endpoint_blob_publish": "PeerStatus",
                    "AST_SECURITY_EVENT_SUCCESSFUL_AUTH": "SuccessfulAuth", "AST_SECURITY_EVENT_CHAL_SENT": "ChallengeSent",
                    "AST_SECURITY_EVENT_INVAL_PASSWORD": "InvalidPassword",
                    "AST_SECURITY_EVENT_CHAL_RESP_FAILED": "ChallengeResponseFailed",
                    "AST_SECURITY_EVENT_INVAL_ACCT_ID": "InvalidAccountID", "AST_SECURITY_EVENT_FAILED_ACL": "FailedACL",
                    "AST_SECURITY_EVENT_INVAL_TRANSPORT": "InvalidTransport",
                    "AST_SECURITY_EVENT_SESSION_LIMIT": "SessionLimit"}
LISTS = {"SIPpeers": "PeerlistComplete", "SIPshowregistry": "RegistrationsComplete", "SIPShow": "SIPShowComplete"}
KINDS = {"application": "core show application", "function": "core show function", "manager": "manager show command"}


def sources() -> str:
    """All sources of our modules."""
    return "".join(path.read_text() for path in sorted((ROOT / "modules").rglob("*.cpp")) if "tests" not in path.parts)


def events_sent() -> set[str]:
    """Names of the events that the sources send."""
    text = sources()
    names = {name for pattern in SENDS for name in re.findall(pattern, text)}
    return names | {event for call, event in SENT_BY_ASTERISK.items() if re.search(rf"\b{call}\b", text)}


def written(kind: str) -> set[str]:
    """Names of the entries of a kind in our files."""
    files = [*(ROOT / "modules").glob("*/*-en_US.xml"), *(ROOT / "docs/xml").glob("*-en_US.xml")]
    return {entry.get("name") for file in files for entry in tree.parse(file).getroot().iter(kind)}


def registered(pbx) -> dict[str, set[str]]:
    """Names of all that is registered now, by kind."""
    return {"application": set(re.findall(r"^ +(\w+):", pbx.cli("core show applications"), re.M)),
            "function": set(re.findall(r"^(\w+) +(?!custom functions)\S", pbx.cli("core show functions"), re.M)),
            "manager": {name for name in pbx.ami.action("ListCommands") if name not in ("Response", "ActionID")}}


@pytest.fixture(scope="module")
def pbx(asterisk):
    """An Asterisk without our modules."""
    return asterisk(files={"sip.conf": sip_conf("register => us:secret@127.0.0.9\n"), "extensions.conf": EXTENSIONS,
                           "pjsip.conf": "", "prometheus.conf": "[general]\nenabled=no\n",
                           "hep.conf": "[general]\nenabled=yes\ncapture_address=127.0.0.1:9060\n"},
                    modules=[*BASE_MODULES, *GIVERS])


@pytest.fixture(scope="module")
def ours(pbx):
    """Names that are there when our modules are loaded, and were not before, by kind."""
    before = registered(pbx)
    for module in OURS:
        if module not in pbx.cli(f"module show like {module}"):
            assert "Loaded" in pbx.remote(f"module load {module}").stdout, module
    after = registered(pbx)
    return {kind: after[kind] - before[kind] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_registered_has_an_entry(pbx, ours, kind):
    """And no entry is for what nobody registers."""
    assert ours[kind] == written(kind)
    assert ours[kind], "nothing of ours was found"
    for name in sorted(ours[kind]):
        shown = pbx.cli(f"{KINDS[kind]} {name}")
        for part in ("Synopsis", "Description", "Syntax"):
            assert re.search(rf"^\[{part}\]\n(?!Not available)\S", shown, re.M), f"{part} of {name}: {shown}"


def test_every_event_that_is_sent_has_an_entry(pbx):
    """Ours in our files, Asterisk's in Asterisk's; and no entry is for what nobody sends."""
    sent = events_sent()
    assert written("managerEvent") == sent - set(SENT_BY_ASTERISK.values())
    for name in sorted(sent):
        shown = pbx.cli(f"manager show event {name}")
        assert f"Event: {name}" in shown and "[Synopsis]\nNot available" not in shown, shown


@pytest.mark.parametrize("action, arguments", [("SIPpeers", {}), ("SIPshowregistry", {}), ("SIPShow", {"Command": "peers"})])
def test_fields_of_lists_are_described(pbx, ours, action, arguments):
    """What an action's events bring is what their entries name."""
    pbx.ami.forget()
    events = [*pbx.ami.list(action, **arguments), pbx.ami.expect(LISTS[action])]
    assert len(events) > 1
    for event in events:
        shown = pbx.cli(f"manager show event {event['Event']}")
        missing = [field for field in event if not re.search(rf"^\[?{field}:", shown, re.M)]
        assert not missing, f"{event['Event']}: {missing}"
