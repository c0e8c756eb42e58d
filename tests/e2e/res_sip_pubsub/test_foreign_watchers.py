# SPDX-License-Identifier: GPL-2.0-only
"""Others' software watches our lamps: kamailio, which subscribes by its own client, and a baresip."""
import pytest

from harness.kamailio import Kamailio
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

HINTS = "[lamps]\nexten => 201,hint,Custom:lamp\n"
# kamailio subscribes when somebody asks it to by OPTIONS, answers its challenge, and writes down what it is told.
MODULES = """loadmodule "xlog.so"
loadmodule "uac.so"
"""
FIRST = """    if (is_method("OPTIONS")) {{
        $uac_req(method) = "SUBSCRIBE";
        $uac_req(ruri) = "sip:201@192.0.2.1";
        $uac_req(turi) = "sip:201@192.0.2.1";
        $uac_req(furi) = "sip:alice@192.0.2.1";
        $uac_req(hdrs) = "Event: {event}\\r\\nAccept: {accept}\\r\\nExpires: 300\\r\\nContact: <sip:alice@{address}:5060>\\r\\n";
        $uac_req(auser) = "alice";
        $uac_req(apasswd) = "secret";
        $uac_req(evroute) = 1;
        uac_req_send();
        sl_send_reply("200", "OK");
        exit;
    }}
    if (is_method("NOTIFY")) {{
        xlog("L_ALERT", "TOLD $hdr(Event) $hdr(Subscription-State) $rb\\n");
        sl_send_reply("200", "OK");
        exit;
    }}
"""
LAST = """event_route[uac:reply] {
    xlog("L_ALERT", "ANSWER $uac_req(evcode)\\n");
}
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with a lamp."""
    return asterisk(files={"sip.conf": sip_conf(general="subscribecontext=lamps"), "extensions.conf": "[default]\n" + HINTS},
                    modules=(*DRIVER, "func_devstate.so"))


@pytest.mark.parametrize("event, accept, states", [
    ("presence", "application/pidf+xml", {"NOT_INUSE": "<basic>open</basic>", "UNAVAILABLE": "<basic>closed</basic>"}),
    ("dialog", "application/dialog-info+xml", {"NOT_INUSE": "<state>terminated</state>", "INUSE": "<state>confirmed</state>",
                                               "RINGING": "<state>early</state>"})])
def test_kamailio_watches(pbx, phone, network, keep, event, accept, states):
    """sub-1-5, sub-2-4, sub-2-9: challenged once, then told of each change."""
    place = network.place("phones")
    address = place.address()
    pbx.cli("devstate change Custom:lamp NOT_INUSE")
    kamailio = Kamailio(place, address, keep, modules=MODULES,
                        first=FIRST.format(event=event, accept=accept, address=address), last=LAST)
    def told(words: str) -> int:
        """How often something stands in kamailio's log."""
        return kamailio.log.read_text().count(words)
    try:
        assert phone("asker", server=address).request("OPTIONS", f"sip:{address}").status == 200
        until(lambda: told("ANSWER 200"), "the subscription to stand")
        until(lambda: told(states["NOT_INUSE"]), "the first NOTIFY")
        for state in (*list(states)[1:], "NOT_INUSE"):
            before = told(states[state])
            pbx.cli(f"devstate change Custom:lamp {state}")
            until(lambda: told(states[state]) > before, f"{state} at kamailio")
        assert told(f"TOLD {event} active")
    finally:
        kamailio.stop()


def test_baresip_has_a_lamp(pbx, baresip):
    """sub-2-4: its contact is online while the device can be reached, and offline while it cannot."""
    pbx.cli("devstate change Custom:lamp NOT_INUSE")
    alice = baresip("alice", watches="sip:201@192.0.2.1")
    alice.expect("REGISTER_OK")
    for state, shown in ((None, "Online"), ("UNAVAILABLE", "Offline"), ("INUSE", "Online")):
        if state:
            pbx.cli(f"devstate change Custom:lamp {state}")
        until(lambda: shown in alice.ask("contacts"), f"the lamp to be {shown}", 30)
