# SPDX-License-Identifier: GPL-2.0-only
"""Calls to somebody who is busy complete themselves when he gets free: on one Asterisk, between two, and with phones that speak
the protocol themselves. Rows: docs/spec/behaviour/subscriptions.md, section 5."""
import re

import pytest

from harness.message import new_tag, parameter, uri_of
from harness.setups import DRIVER, sip_conf
from harness.waiting import until

MODULES = (*DRIVER, "func_callcompletion.so", "func_devstate.so")
DIALPLAN = """[default]
exten => options,1,UserEvent(Options,Agent: ${CALLCOMPLETION(cc_agent_policy)},Monitor: ${CALLCOMPLETION(cc_monitor_policy)},Offer: ${CALLCOMPLETION(cc_offer_timer)},NoReply: ${CALLCOMPLETION(ccnr_available_timer)},Busy: ${CALLCOMPLETION(ccbs_available_timer)},Recall: ${CALLCOMPLETION(cc_recall_timer)},Agents: ${CALLCOMPLETION(cc_max_agents)},Monitors: ${CALLCOMPLETION(cc_max_monitors)},Sub: ${CALLCOMPLETION(cc_callback_sub)},Dialstring: ${CALLCOMPLETION(cc_agent_dialstring)})
 same => n,Hangup()
exten => complete,1,CallCompletionRequest()
 same => n,UserEvent(Requested,Result: ${CC_REQUEST_RESULT},Reason: ${CC_REQUEST_REASON})
 same => n,Hangup()
exten => echo,1,Answer()
 same => n,Echo()
exten => _[a-z].,1,UserEvent(Dialling,Who: ${EXTEN},Interfaces: ${CC_INTERFACES})
 same => n,Dial(SIP/${EXTEN},20)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS})
 same => n,Hangup(${IF($[${DIALSTATUS} = BUSY]?17:16)})
exten => _9.,1,UserEvent(Dialling,Who: ${EXTEN},Interfaces: ${CC_INTERFACES})
 same => n,Dial(SIP/${EXTEN:1}@trunk,20)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS})
 same => n,Hangup(${IF($[${DIALSTATUS} = BUSY]?17:16)})
"""
OPTIONS = {"cc_agent_policy": "native", "cc_monitor_policy": "always", "cc_offer_timer": 31, "ccnr_available_timer": 3201,
           "ccbs_available_timer": 3301, "cc_recall_timer": 34, "cc_max_agents": 6, "cc_max_monitors": 7,
           "cc_callback_sub": "home^s^1", "cc_agent_dialstring": "SIP/other"}


def account(name: str, **options) -> str:
    """A section of sip.conf."""
    return (f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\ncallcounter=yes\n"
            + "".join(f"{option}={value}\n" for option, value in options.items()))


@pytest.fixture(scope="module")
def pbx(asterisk, network):
    """Where callers are, with a trunk to the other one."""
    trunk = f"[trunk]\ntype=peer\nhost={network.place('callee').address()}\nsecret=secret\nfromuser=other\ncc_monitor_policy=native\n"
    made = asterisk(files={"sip.conf": sip_conf(phones=(), more=account("alice", cc_agent_policy="generic")
                                                + account("bob", cc_monitor_policy="generic")
                                                + account("carol", cc_monitor_policy="native")
                                                + account("desk", cc_agent_policy="native")
                                                + account("full", **OPTIONS) + account("dave") + trunk),
                           "extensions.conf": DIALPLAN}, modules=MODULES)
    made.callee_address = re.search(r"host=(192\S+)", trunk)[1]
    return made


@pytest.fixture(scope="module")
def callee(asterisk, pbx):
    """Where who is called is: the caller is a trunk there."""
    return asterisk(place="callee", files={
        "sip.conf": sip_conf(phones=(), more=account("bert", cc_monitor_policy="generic") + account("carla")
                             + "[other]\ntype=peer\nhost=192.0.2.1\ninsecure=invite,port\ncc_agent_policy=native\n"),
        "extensions.conf": DIALPLAN}, modules=MODULES)


@pytest.fixture(autouse=True)
def fresh(pbx):
    """No test sees what happened in another one."""
    pbx.ami.forget()


def finds_busy(caller, name, busy):
    """A call that is refused by who is busy; returns the final response."""
    call = caller.invites(name)
    busy.expect_call().refuse(486)
    answer = call.transaction.wait()
    assert answer.status == 486, answer
    return answer


def asks_for_completion(pbx, caller):
    """The caller wants it to be completed, as soon as that is offered."""
    pbx.ami.expect("CCOfferTimerStart")
    caller.invites("complete")
    event = pbx.ami.expect("UserEvent", UserEvent="Requested")
    assert event["Result"] == "SUCCESS", event


def test_the_module_goes_while_requests_stand(pbx, phone):
    alice, callee = phone("alice"), Callee(phone)
    alice.register()
    callee.refuses(alice)
    asks_for_completion(pbx, alice)
    callee.notify(callee.phone.expect_request("SUBSCRIBE"), b"cc-state: queued\r\n")
    pbx.ami.expect("CCRequestAcknowledged")
    pbx.wait_for_no_channels()
    pbx.remote("module unload chan_sip.so")
    assert "chan_sip.so" not in pbx.cli("module show like chan_sip.so")
    assert callee.phone.expect_request("SUBSCRIBE", 2)["Expires"] == "0"
    assert "Loaded" in pbx.remote("module load chan_sip.so").stdout


def test_all_options_reach_the_core(pbx, phone):  # sub-5-1
    phone("full").invites("options")
    event = pbx.ami.expect("UserEvent", UserEvent="Options")
    told = [event[name] for name in ("Agent", "Monitor", "Offer", "NoReply", "Busy", "Recall", "Agents", "Monitors", "Sub", "Dialstring")]
    assert told == [str(value) for value in OPTIONS.values()]


def test_a_call_to_a_busy_phone_completes_itself(pbx, phone):
    alice, bob, dave = phone("alice"), phone("bob"), phone("dave")
    for each in (alice, bob):
        each.register()
    talk = dave.invites("bob")
    busy = bob.expect_call()
    busy.accept()
    talk.expect(200)
    finds_busy(alice, "bob", bob)
    asks_for_completion(pbx, alice)
    pbx.ami.expect("CCRequestAcknowledged")
    talk.bye()
    back = alice.expect_call()
    back.accept()
    rings = bob.expect_call()
    rings.accept()
    pbx.ami.expect("CCRecallComplete")
    back.bye()
    pbx.wait_for_no_channels()


def test_a_call_through_a_trunk_completes_itself(pbx, callee, phone):  # sub-5-2 sub-5-8
    alice = phone("alice")
    bert, carla = phone("bert", server=pbx.callee_address), phone("carla", server=pbx.callee_address)
    alice.register()
    bert.register()
    talk = carla.invites("bert")
    bert.expect_call().accept()
    talk.expect(200)
    finds_busy(alice, "9bert", bert)
    asks_for_completion(pbx, alice)
    callee.ami.expect("CCRequestAcknowledged")
    pbx.ami.expect("CCRequestAcknowledged")
    talk.bye()
    back = alice.expect_call()
    back.accept()
    rings = bert.expect_call()
    assert callee.ami.expect("CCCallerRecalling")["CoreID"]
    rings.accept()
    pbx.ami.expect("CCRecallComplete")
    callee.ami.expect("CCRecallComplete")
    back.bye()
    pbx.wait_for_no_channels()
    callee.wait_for_no_channels()


# --- a phone that asks by itself: we are the agent

CC = {"Event": "call-completion", "Accept": "application/call-completion"}
PIDF = ('<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:desk@example.com">'
        '<tuple id="1"><status><basic>{}</basic></status></tuple></presence>')


def offered(answer) -> str:
    """The URI that a response offers completion at."""
    value = answer["Call-Info"]
    assert value.endswith(";purpose=call-completion;m=NR"), answer
    return uri_of(value)


class Talk:
    """Somebody is busy until this ends."""

    def __init__(self, phone):
        self.bob, self.dave = phone("bob"), phone("dave")
        self.bob.register()
        self.call = self.dave.invites("bob")
        self.bob.expect_call().accept()
        self.call.expect(200)

    def end(self):
        """Bob is free."""
        self.call.bye()


class Request:
    """A SUBSCRIBE for completion."""

    def __init__(self, phone, uri, expires=3000):
        self.phone, self.uri = phone, uri
        self.response = phone.request("SUBSCRIBE", uri, {**CC, "Expires": expires, "Contact": phone.contact})
        self.count = 0

    def notified(self):
        """The next NOTIFY of its dialog."""
        self.count += 1

        def come():
            mine = {each.sequence: each for each in self.phone.requests("NOTIFY") if each["Call-ID"] == self.response["Call-ID"]}
            return (list(mine.values())[self.count - 1:] or [None])[0]
        return self.phone.bell.wait_for(come, f"NOTIFY {self.count}")


@pytest.fixture
def desk(phone):
    """The phone that asks."""
    made = phone("desk")
    made.register()
    return made


def publish(desk, uri, state, headers=None, **more):
    """Tells whether the caller can be called."""
    return desk.request("PUBLISH", uri, {"Event": "call-completion", "Content-Type": "application/pidf+xml", "Expires": 3600,
                                         **(headers or {})}, more.get("body", PIDF.format(state).encode()))


def test_who_asks_by_a_subscription_is_told_and_calls_back(pbx, desk, phone):  # sub-5-2 sub-5-3 sub-5-7
    talk = Talk(phone)
    uri = offered(finds_busy(desk, "bob", talk.bob))
    pbx.ami.expect("CCOfferTimerStart")
    asked = Request(desk, uri)
    assert asked.response.status == 200 and asked.response["Expires"] == "3000"
    queued = asked.notified()
    assert queued.body == b"cc-state: queued\r\n" and queued["Event"] == "call-completion"
    assert queued["Content-Type"] == "application/call-completion"
    assert re.fullmatch(r"active;expires=\d+", queued["Subscription-State"])
    talk.end()
    ready = asked.notified()
    recall = re.fullmatch(rb"cc-state: ready\r\ncc-URI: (sip:\S+)\r\n", ready.body)
    assert recall, ready
    back = desk.invites(recall[1].decode())
    event = pbx.ami.expect("UserEvent", UserEvent="Dialling", Who="bob", Interfaces="SIP/bob")
    assert event
    talk.bob.expect_call().accept()
    back.expect(200)
    pbx.ami.expect("CCRecallComplete")
    assert asked.notified()["Subscription-State"].startswith("terminated")
    back.bye()
    pbx.wait_for_no_channels()


def test_ringing_offers_it_too(pbx, desk, phone):  # sub-5-2
    bob = phone("bob")
    bob.register()
    call = desk.invites("bob")
    bob.expect_call().ring()
    assert offered(call.expect(180))
    call.cancel()
    pbx.wait_for_no_channels()


def test_nobody_else_may_take_what_was_offered(pbx, desk, phone):  # sub-5-6
    talk = Talk(phone)
    uri = offered(finds_busy(desk, "bob", talk.bob))
    pbx.ami.expect("CCOfferTimerStart")
    response = phone("alice").request("SUBSCRIBE", uri, {**CC, "Expires": 300, "Contact": phone("alice").contact})
    assert (response.status, response.reason) == (404, "Not Found")
    talk.end()
    pbx.wait_for_no_channels()


def test_what_is_not_offered_cannot_be_asked_for(pbx, desk):  # sub-5-5 sub-5-6
    assert Request(desk, "nothing").response.status == 404
    assert Request(desk, "nothing", expires=0).response.status == 200


def test_who_wants_it_no_more_ends_it(pbx, desk, phone):  # sub-5-4
    talk = Talk(phone)
    uri = offered(finds_busy(desk, "bob", talk.bob))
    pbx.ami.expect("CCOfferTimerStart")
    asked = Request(desk, uri)
    asked.notified()
    assert Request(desk, uri, expires=0).response.status == 200
    pbx.ami.expect("CCFailure")
    assert asked.notified()["Subscription-State"].startswith("terminated")
    assert Request(desk, uri).response.status == 404
    talk.end()
    pbx.wait_for_no_channels()


def test_it_cannot_be_asked_for_before_the_call_is_over(pbx, desk, phone):  # sub-5-3
    bob = phone("bob")
    bob.register()
    call = desk.invites("bob")
    bob.expect_call().ring()
    response = Request(desk, offered(call.expect(180))).response
    assert (response.status, response.reason) == (500, "Internal Error")
    call.cancel()
    pbx.wait_for_no_channels()


def test_a_caller_who_is_busy_is_told_later(pbx, desk, phone):  # sub-s2-10 sub-s2-11
    talk = Talk(phone)
    uri = offered(finds_busy(desk, "bob", talk.bob))
    pbx.ami.expect("CCOfferTimerStart")
    asked = Request(desk, uri)
    asked.notified()
    closed = publish(desk, uri, "closed")
    assert closed.status == 200 and closed["SIP-ETag"].isdigit() and closed["Expires"] == "3600"
    talk.end()
    pbx.ami.expect("CCCallerStartMonitoring")
    opened = publish(desk, uri, "open", {"SIP-If-Match": closed["SIP-ETag"]})
    assert opened.status == 200 and int(opened["SIP-ETag"]) > int(closed["SIP-ETag"])
    pbx.ami.expect("CCCallerStopMonitoring")
    assert asked.notified().body.startswith(b"cc-state: ready")
    refreshed = publish(desk, uri, "", {"SIP-If-Match": opened["SIP-ETag"]}, body=b"")
    assert refreshed.status == 200
    removed = publish(desk, uri, "", {"SIP-If-Match": refreshed["SIP-ETag"], "Expires": 0}, body=b"")
    assert removed.status == 200 and "SIP-ETag" not in removed
    assert Request(desk, uri, expires=0).response.status == 200
    pbx.wait_for_no_channels()


@pytest.fixture
def standing(pbx, desk, phone):
    """The URI of a request that stands."""
    talk = Talk(phone)
    uri = offered(finds_busy(desk, "bob", talk.bob))
    pbx.ami.expect("CCOfferTimerStart")
    asked = Request(desk, uri)
    asked.notified()
    yield uri
    Request(desk, uri, expires=0)
    talk.end()
    pbx.wait_for_no_channels()


def test_publications_that_are_not_taken(desk, standing):  # sub-s2-1 sub-s2-2 sub-s2-3 sub-s2-4 sub-s2-5 sub-s2-6 sub-s2-7 sub-s2-8
    def tried(headers, body=PIDF.format("closed").encode(), uri=standing):
        return publish(desk, uri, "", headers, body=body)
    assert tried({"Event": "presence"}).status == 489
    short = tried({"Expires": 5})
    assert (short.status, short.reason, short["Min-Expires"]) == (423, "Interval too small", "60")
    assert tried({"Expires": 100000})["Expires"] == "3600"
    assert tried({}, b"").status == 400
    gone = tried({"SIP-If-Match": "999999"})
    assert (gone.status, gone.reason) == (412, "Conditional Request Failed")
    assert tried({}, uri="sip:nothing@192.0.2.1").status == 412
    for body in (b"no document", b"<presence/>", PIDF.replace("<basic>{}</basic>", "").encode(),
                 PIDF.replace('<tuple id="1">', "<tuple>").format("open").encode(),
                 PIDF.replace("urn:ietf:params:xml:ns:pidf", "urn:x").format("open").encode()):
        assert tried({}, body).status == 400, body
    assert tried({"Content-Type": "text/plain"}).status == 400
    assert tried({}, PIDF.format("somewhere").encode()).status == 200
    assert desk.request("PUBLISH", standing, {"Event": "call-completion"}, authenticate=False).status == 401


# --- a phone that offers it by itself: we are the monitor

class Callee:
    """Offers completion in its refusals, and takes subscriptions."""

    def __init__(self, phone):
        self.phone = phone("carol")
        self.phone.register()
        self.published = []
        self.phone.takers["SUBSCRIBE"] = lambda request: self.phone.respond(
            request, 200, to_tag="carols", headers={"Expires": request["Expires"], "Contact": self.phone.contact})
        self.phone.takers["PUBLISH"] = self.take_publication
        self.sequence = 0
        self.statuses = []

    @property
    def uri(self):
        """Where completion is asked for."""
        return f"sip:cc-77@{self.phone.address}:{self.phone.port}"

    def take_publication(self, request):
        """200 with an etag, or what the test wants first."""
        status, headers = self.statuses.pop(0) if self.statuses else (200, {"SIP-ETag": f"e{len(self.published)}", "Expires": "3600"})
        self.phone.respond(request, status, headers=headers)
        self.published.append(request)

    def refuses(self, caller, m="BS"):
        """A call of somebody's that is refused with an offer."""
        call = caller.invites("carol")
        mine = self.phone.expect_call()
        self.phone.respond(mine.invite, 486, to_tag=new_tag(),
                           headers={"Call-Info": f"<{self.uri}>;purpose=call-completion;m={m}"})
        assert call.transaction.wait().status == 486

    def notify(self, subscribe, body, status=200, state="active;expires=60"):
        """NOTIFY in the dialog of a SUBSCRIBE."""
        self.sequence += 1
        request = self.phone.new_request("NOTIFY", uri_of(subscribe["Contact"]), subscribe["From"], subscribe["Call-ID"], "",
                                         self.sequence, {"Event": "call-completion", "Subscription-State": state,
                                                         "Contact": self.phone.contact,
                                                         "Content-Type": "application/call-completion"},
                                         body, from_value=f"{subscribe['To'].split(';tag=')[0]};tag=carols")
        assert self.phone.send(request).wait().status == status


def test_a_callee_who_offers_is_asked_and_called(pbx, phone):  # sub-5-8
    alice, callee = phone("alice"), Callee(phone)
    alice.register()
    callee.refuses(alice)
    asks_for_completion(pbx, alice)
    asked = callee.phone.expect_request("SUBSCRIBE")
    assert asked.uri == callee.uri and asked["Event"] == "call-completion"
    assert asked["Accept"] == "application/call-completion" and asked["Expires"] == "4800"
    callee.notify(asked, b"nonsense", status=400)
    callee.notify(asked, b"cc-state: queued\r\n")
    pbx.ami.expect("CCRequestAcknowledged")
    callee.notify(asked, f"cc-state: ready\r\ncc-URI: sip:again-5@{callee.phone.address}\r\n".encode())
    alice.expect_call().accept()
    back = callee.phone.expect_call()
    assert back.invite.uri == f"sip:again-5@{callee.phone.address}"
    back.accept()
    pbx.ami.expect("CCRecallComplete")
    back.bye()      # the core keeps what it knows of the request until then
    ended = callee.phone.expect_request("SUBSCRIBE", 2)
    assert ended["Expires"] == "0" and parameter(ended["To"], "tag") == "carols" and ended["Call-ID"] == asked["Call-ID"]
    pbx.wait_for_no_channels()


def test_a_caller_who_is_busy_himself_publishes_that(pbx, phone):  # sub-5-8
    alice, callee = phone("alice"), Callee(phone)
    alice.register()
    callee.refuses(alice, "NR")
    asks_for_completion(pbx, alice)
    asked = callee.phone.expect_request("SUBSCRIBE")
    assert asked["Expires"] == "7200"
    callee.notify(asked, b"cc-state: queued\r\n")
    pbx.ami.expect("CCRequestAcknowledged")
    own = alice.calls_to("echo")
    callee.statuses = [(423, {"Min-Expires": "4000"})]
    callee.notify(asked, f"cc-state: ready\r\ncc-URI: sip:again-6@{callee.phone.address}\r\n".encode())
    until(lambda: len(callee.published) == 2, "the publication")
    closed = callee.published[1]
    assert closed.uri == f"sip:again-6@{callee.phone.address}" and closed["Event"] == "call-completion"
    assert closed["Expires"] == "4000" and closed["Content-Type"] == "application/pidf+xml" and "SIP-If-Match" not in closed
    assert b"<basic>closed</basic>" in closed.body
    own.bye()
    until(lambda: len(callee.published) == 3, "its end")
    assert callee.published[2]["SIP-If-Match"] == "e1" and b"<basic>open</basic>" in callee.published[2].body
    callee.notify(asked, f"cc-state: ready\r\ncc-URI: sip:again-6@{callee.phone.address}\r\n".encode())
    alice.expect_call().accept()
    callee.phone.expect_call().accept()
    pbx.ami.expect("CCRecallComplete")
    pbx.cli("channel request hangup all")
    pbx.wait_for_no_channels()


@pytest.mark.parametrize("status", [403, 481, 500])
def test_a_request_that_is_refused_fails(pbx, phone, status):  # sub-5-8
    alice, callee = phone("alice"), Callee(phone)
    alice.register()
    callee.phone.takers["SUBSCRIBE"] = lambda request: callee.phone.respond(request, status)
    callee.refuses(alice)
    asks_for_completion(pbx, alice)
    pbx.ami.expect("CCFailure")
