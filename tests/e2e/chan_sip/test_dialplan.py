# SPDX-License-Identifier: GPL-2.0-only
"""What dialplans call by name: applications, functions, items of CHANNEL(), variables; and that the console explains them."""
import re
import time

import pytest

from harness.phone import registered
from harness.setups import DRIVER, sip_conf

pytestmark = pytest.mark.usefixtures("nothing_is_left")

DEVICES = """[full]
type=friend
host=dynamic
secret=secret
context=default
mailbox=100,101@other
callerid="Full A" <100>
callgroup=1,3
pickupgroup=2
call-limit=4
language=de
accountcode=acc
setvar=COLOUR=red
setvar=__SHAPE=round
disallow=all
allow=ulaw,alaw,gsm
maxforwards=33
header=X-Conf: by the file
[fixed]
type=peer
host=192.0.2.200
port=5070
[onlyuser]
type=user
secret=secret
"""
EXTENSIONS = """[default]
exten => headers,1,SIPAddHeader(X-One: 1)
 same => n,SIPAddHeader(X-Two:2)
 same => n,SIPAddHeader(P-Asserted-Identity: <sip:foo@bar>)
 same => n,SIPAddHeader("X-Quoted: abc")
 same => n,SIPAddHeader(Alert-Info: <http://127.0.0.1>\\;info=alert)
 same => n,SIPAddHeader(no colon)
 same => n,SIPRemoveHeader(x-t)
 same => n,SIPAddHeader(X-Three: 3)
 same => n,UserEvent(Slots,One: ${SIPADDHEADER01},Two: ${SIPADDHEADER02})
 same => n,Dial(SIP/bob,20)
exten => forget,1,SIPAddHeader(X-One: 1)
 same => n,SIPRemoveHeader()
 same => n,Dial(SIP/bob,20)
exten => many,1,Set(i=0)
 same => n,While($[${i} < 52])
 same => n,SIPAddHeader(X-Many: ${i})
 same => n,Set(i=$[${i} + 1])
 same => n,EndWhile()
 same => n,UserEvent(Many,Last: ${SIPADDHEADER51},Beyond: ${SIPADDHEADER52})
exten => read,1,UserEvent(Read,Name: ${SIP_HEADER(x-custom)},Second: ${SIP_HEADER(X-Custom,2)},Third: -${SIP_HEADER(X-Custom,3)}-,Compact: ${SIP_HEADER(s)},Missing: -${SIP_HEADER(X-Missing)}-,Zero: ${SIP_HEADER(X-Custom,0)},"Own: ${SIP_HEADERS(X-)}","Case: -${SIP_HEADERS(x-)}-","All: ${SIP_HEADERS()}")
 same => n,Answer()
 same => n,Wait(30)
exten => h,1,UserEvent(Ended,FromBye: ${SIP_HEADER(X-Bye)},FromInvite: -${SIP_HEADER(X-Custom)}-,Qos: ${RTPAUDIOQOS})
exten => items,1,Answer()
 same => n,UserEvent(Items,peerip: ${CHANNEL(peerip)},recvip: ${CHANNEL(recvip)},recvport: ${CHANNEL(recvport)},from: ${CHANNEL(from)},uri: ${CHANNEL(URI)},ruri: ${CHANNEL(ruri)},useragent: ${CHANNEL(useragent)},peername: ${CHANNEL(peername)},t38: ${CHANNEL(t38passthrough)},rtpdest: ${CHANNEL(rtpdest)},video: -${CHANNEL(rtpdest,video)}-,rtpsource: ${CHANNEL(rtpsource)},signaling: -${CHANNEL(secure_signaling)}-,media: -${CHANNEL(secure_media)}-,type: ${CHANNEL(channeltype)})
 same => n,Wait(30)
exten => qos,1,Answer()
 same => n,Read(GOT,,1)
 same => n,UserEvent(Qos,Line: ${CHANNEL(rtpqos,audio,all)},Count: ${CHANNEL(rtpqos,audio,rxcount)},Old: ${CHANNEL(rtpqos,audio,local_count)},Jitter: ${CHANNEL(rtpqos,audio,rxjitter)},Video: -${CHANNEL(rtpqos,video)}-,Odd: -${CHANNEL(rtpqos,audio,nonsense)}-)
 same => n,Wait(30)
exten => domains,1,UserEvent(Domains,Ours: ${CHECKSIPDOMAIN(EXAMPLE.test)},Foreign: -${CHECKSIPDOMAIN(example.com)}-)
 same => n,Set(NONE=${CHECKSIPDOMAIN()})
exten => out,1,Dial(SIP/bob,20,U(answered))
exten => modes,1,Answer()
 same => n,SIPDtmfMode(INFO)
 same => n,SendDTMF(5)
 same => n,SIPDtmfMode(rfc2833)
 same => n,SendDTMF(6)
 same => n,SIPDtmfMode(auto)
 same => n,UserEvent(Modes)
 same => n,Wait(30)
exten => sendinfo,1,Answer()
 same => n,SIPSendCustomINFO(custom data)
 same => n,SIPSendCustomINFO(not for you,Other)
 same => n,SIPSendCustomINFO(for tests,e2e)
 same => n,Wait(30)
exten => peer,1,UserEvent(Peer,ip: ${SIPPEER(full)},port: ${SIPPEER(full,PORT)},"mailbox: ${SIPPEER(full,mailbox)}",context: ${SIPPEER(full,context)},expire: ${SIPPEER(full,expire)},dynamic: ${SIPPEER(full,dynamic)},name: ${SIPPEER(full,callerid_name)},num: ${SIPPEER(full,callerid_num)},"callgroup: ${SIPPEER(full,callgroup)}",pickupgroup: ${SIPPEER(full,pickupgroup)},codecs: ${SIPPEER(full,codecs)},status: ${SIPPEER(full,status)},limit: ${SIPPEER(full,limit)},curcalls: ${SIPPEER(full,curcalls)},language: ${SIPPEER(full,language)},accountcode: ${SIPPEER(full,accountcode)},useragent: ${SIPPEER(full,useragent)},colour: ${SIPPEER(full,chanvar[COLOUR])},first: ${SIPPEER(full,codec[0])},third: ${SIPPEER(full,codec[2])},none: -${SIPPEER(full,codec[9])}-,forwards: ${SIPPEER(full,maxforwards)})
 same => n,UserEvent(Others,fixed: ${SIPPEER(fixed)}:${SIPPEER(fixed,port)},static: ${SIPPEER(fixed,dynamic)},never: ${SIPPEER(fixed,expire)},away: ${SIPPEER(carol)}:${SIPPEER(carol,port)},user: -${SIPPEER(onlyuser)}-,nobody: -${SIPPEER(nobody,ip)}-,odd: -${SIPPEER(full,nonsense)}-)
exten => local,1,SIPAddHeader(X-Local: yes)
 same => n,SIPDtmfMode(info)
 same => n,UserEvent(NotSip,Header: -${SIP_HEADER(From)}-)
 same => n,Dial(SIP/bob,20)
[answered-sub]
[answered]
exten => s,1,UserEvent(Out,from: -${CHANNEL(from)}-,ruri: ${CHANNEL(ruri)},uri: ${CHANNEL(uri)},useragent: ${CHANNEL(useragent)},peername: ${CHANNEL(peername)},recvip: ${CHANNEL(recvip)},callid: ${SIPCALLID},uriVar: -${SIPURI}-,method: ${SIP_HEADER(CSeq)})
 same => n,Return()
"""
APPLICATIONS = {"SIPAddHeader", "SIPRemoveHeader", "SIPDtmfMode", "SIPSendCustomINFO"}
FUNCTIONS = {"SIP_HEADER", "SIP_HEADERS", "SIPPEER", "CHECKSIPDOMAIN"}


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver and what the dialplan uses."""
    return asterisk(files={"sip.conf": sip_conf(general="domain=example.test\ndomain=192.0.2.1", more=DEVICES), "extensions.conf": EXTENSIONS},
                    modules=[*DRIVER, "app_while.so", "app_stack.so", "func_math.so", "func_cut.so"])


def names_in(text: str, pattern: str) -> set[str]:
    """The names at the beginning of lines."""
    return set(re.findall(rf"^\s*({pattern})", text, re.MULTILINE))


def test_everything_that_is_registered_is_explained(pbx):  # core-8-1 to core-8-7
    applications = names_in(pbx.cli("core show applications like SIP"), r"SIP\w+")
    functions = names_in(pbx.cli("core show functions like SIP"), r"[A-Z]*SIP\w*")
    assert APPLICATIONS <= applications and FUNCTIONS <= functions
    actions = names_in(pbx.cli("manager show commands"), r"SIP\w+")
    asked = [*(f"core show application {name}" for name in applications),
             *(f"core show function {name}" for name in functions),
             *(f"manager show command {name}" for name in actions)]
    for command in asked:
        answer = pbx.cli(command)
        synopsis = re.search(r"(?:\[Synopsis\]\s*\n|Synopsis: )(.*)", answer)
        assert synopsis and synopsis[1].strip() not in ("", "Not available"), f"{command}:\n{answer}"
    assert not re.search("not well formed|Could not open XML", pbx.log.text())


@pytest.mark.parametrize("command, syntax", [
    ("core show application SIPAddHeader", "SIPAddHeader(Header:Content)"),
    ("core show application SIPRemoveHeader", "SIPRemoveHeader([Header])"),
    ("core show application SIPDtmfMode", "SIPDtmfMode(mode)"),
    ("core show application SIPSendCustomINFO", "SIPSendCustomINFO(Data[,UserAgent])"),
    ("core show function SIP_HEADER", "SIP_HEADER(name[,number])"),
    ("core show function SIP_HEADERS", "SIP_HEADERS([prefix])"),
    ("core show function SIPPEER", "SIPPEER(peername[,item])"),
    ("core show function CHECKSIPDOMAIN", "CHECKSIPDOMAIN(domain)"),
    ("manager show event SessionTimeout", "Source: <value>"),
])
def test_the_syntax_is_what_it_always_was(pbx, command, syntax):
    assert syntax in pbx.cli(command)


def test_what_is_the_cores_own_stays_so(pbx):
    assert "[Synopsis]" in pbx.cli("manager show event PeerStatus")


def test_headers_are_added_in_the_order_of_the_variables(pbx, phone):  # core-8-2 core-8-3
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("headers")
    slots = pbx.ami.expect("UserEvent", UserEvent="Slots")
    assert (slots["One"], slots["Two"]) == ("X-One: 1", "X-Three: 3")
    ringing = bob.expect_call()
    invite = ringing.invite
    wanted = ["X-Three", "Alert-Info", "X-Quoted", "P-Asserted-Identity", "X-One"]
    assert [name for name, _ in invite.headers if name in [*wanted, "X-Two"]] == wanted
    assert {invite["X-One"], invite["X-Three"], invite["X-Quoted"]} == {"1", "3", "abc"}
    assert invite["Alert-Info"] == "<http://127.0.0.1>;info=alert"
    assert invite["P-Asserted-Identity"] == "<sip:foo@bar>"
    assert "X-Two" not in [name for name, _ in invite.headers]
    ringing.accept()
    call.expect(200)
    call.reinvite()
    call.bye()
    ringing.wait_for_end()
    assert not [each for each in bob.requests("BYE") if "X-One" in [name for name, _ in each.headers]]


def test_all_headers_are_forgotten(phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("forget")
    ringing = bob.expect_call()
    assert "X-One" not in [name for name, _ in ringing.invite.headers]
    ringing.refuse(486)
    call.transaction.wait()


def test_there_are_no_more_than_51(pbx, phone):
    mark = pbx.log.mark()
    call = registered(phone, "alice").invites("many")
    event = pbx.ami.expect("UserEvent", UserEvent="Many")
    assert event["Last"] == "X-Many: 50" and not event.get("Beyond")
    assert "Too many SIP headers added, max 50" in pbx.log.text(mark)
    call.transaction.wait()


def test_headers_of_the_invite_are_read_and_then_those_of_the_bye(pbx, phone):  # core-8-4 core-8-5
    call = registered(phone, "alice").invites("read", headers={"X-Custom": "first", "x-custom": "second", "Subject": "news",
                                                               "X-Other": "o"})
    read = pbx.ami.expect("UserEvent", UserEvent="Read")
    assert (read["Name"], read["Second"], read["Third"], read["Zero"]) == ("first", "second", "--", "first")
    assert (read["Compact"], read["Missing"]) == ("news", "--")
    assert read["Own"] == "X-Custom,X-Other" and read["Case"] in ("--", "-x-custom-")
    assert {"Via", "From", "To", "Call-ID", "CSeq", "Contact"} <= set(read["All"].split(","))
    call.expect(200)
    call.request("BYE", {"X-Bye": "told"})
    ended = pbx.ami.expect("UserEvent", UserEvent="Ended")
    assert ended["FromBye"] == "told" and ended["FromInvite"] == "--"


def test_items_of_a_call_that_came(pbx, phone):  # core-8-8
    alice = registered(phone, "alice")
    call = alice.calls_to("items")
    items = pbx.ami.expect("UserEvent", UserEvent="Items")
    assert items["peerip"] == items["recvip"] == alice.address and items["recvport"] == str(alice.port)
    assert items["from"] == f"sip:alice@{alice.domain}"
    assert items["uri"] in alice.contact and items["ruri"] == alice.uri("items")
    assert items["peername"] == "alice" and items["t38"] == "0" and items["type"] == "SIP"
    assert items["rtpdest"] == f"{alice.address}:{call.rtp.port}" and items["video"] == "--"
    assert items["rtpsource"] == f"{call.answer.address}:{call.answer.port}"
    assert items["signaling"] == items["media"] == "--"
    call.bye()


def test_quality_of_the_media(pbx, phone):  # core-8-8
    mark = pbx.log.mark()
    call = registered(phone, "alice").calls_to("qos")
    call.rtp.play(440)
    call.rtp.dial("5")
    qos = pbx.ami.expect("UserEvent", UserEvent="Qos")
    assert re.match(r"ssrc=\d+;themssrc=\d+;lp=\d+;rxjitter=[\d.]+;rxcount=\d+;", qos["Line"])
    assert int(qos["Count"]) > 0 and int(qos["Old"]) >= int(qos["Count"])
    assert re.fullmatch(r"\d+\.\d{6}", qos["Jitter"])
    assert qos["Video"] == qos["Odd"] == "--"
    assert "Unknown or unavailable item requested: 'rtpqos,audio,nonsense'" in pbx.log.text(mark)
    call.bye()
    assert "rxcount=" in pbx.ami.expect("UserEvent", UserEvent="Ended")["Qos"]


def test_items_of_a_call_that_was_made(pbx, phone):
    alice, bob = registered(phone, "alice"), registered(phone, "bob")
    call = alice.invites("out")
    ringing = bob.expect_call()
    ringing.accept()
    out = pbx.ami.expect("UserEvent", UserEvent="Out")
    assert out["from"] == "--" and out["uriVar"] == "--"
    assert out["ruri"] == ringing.invite.uri and out["uri"] in bob.contact
    assert out["peername"] == "bob" and out["recvip"] == bob.address and out["callid"] == ringing.call_id
    assert out["method"].endswith("INVITE")
    call.expect(200)
    call.bye()
    ringing.wait_for_end()


def test_digits_change_their_way(pbx, phone):  # core-8-1 call-10-6
    mark = pbx.log.mark()
    alice = registered(phone, "alice")
    call = alice.calls_to("modes")
    info = alice.expect_request("INFO")
    assert info["Content-Type"] == "application/dtmf-relay" and b"Signal=5" in info.body
    call.rtp.wait_for_digits("6")
    pbx.ami.expect("UserEvent", UserEvent="Modes")
    pbx.log.wait("I don.t know about this dtmf mode: auto", mark)
    assert len(alice.requests("INFO")) == 1
    call.bye()


def test_info_with_a_text(pbx, phone):  # core-10-15 core-10-2
    mark = pbx.log.mark()
    alice = registered(phone, "alice")
    call = alice.calls_to("sendinfo")
    last = alice.expect_request("INFO", 2 if call.invite["User-Agent"].find("e2e") >= 0 else 1)
    first = alice.requests("INFO")[0]
    assert first["Content-Type"] == "text/plain" and first.body == b"custom data"
    assert b"not for you" not in last.body
    pbx.log.wait("Failed to create payload for custom SIP INFO", mark)
    call.bye()


def test_what_is_known_of_a_device(pbx, phone):  # core-8-6
    full = registered(phone, "full")
    call = full.invites("peer")
    peer = pbx.ami.expect("UserEvent", UserEvent="Peer")
    assert (peer["ip"], peer["port"]) == (full.address, str(full.port))
    assert peer["mailbox"] == "100@default,101@other" and peer["context"] == "default" and peer["dynamic"] == "yes"
    assert abs(int(peer["expire"]) - time.time() - 300) < 30
    assert (peer["name"], peer["num"]) == ("Full A", "100")
    assert (peer["callgroup"], peer["pickupgroup"]) == ("1, 3", "2")
    assert peer["codecs"] == "(ulaw|alaw|gsm)" and (peer["first"], peer["third"], peer["none"]) == ("ulaw", "gsm", "--")
    assert peer["status"] == "Unmonitored" and (peer["limit"], peer["curcalls"]) == ("4", "1")
    assert (peer["language"], peer["accountcode"], peer["colour"]) == ("de", "acc", "red")
    assert peer["forwards"] == "33"
    others = pbx.ami.expect("UserEvent", UserEvent="Others")
    assert others["fixed"] == "192.0.2.200:5070" and others["static"] == "no" and others["never"] == "-1"
    assert others["away"] == "(null):0"
    assert others["user"] == others["nobody"] == others["odd"] == "--"
    call.transaction.wait()


def test_domains_of_ours(pbx, phone):  # core-8-7
    mark = pbx.log.mark()
    call = registered(phone, "alice").invites("domains")
    event = pbx.ami.expect("UserEvent", UserEvent="Domains")
    assert (event["Ours"], event["Foreign"]) == ("EXAMPLE.test", "--")
    call.transaction.wait()
    assert "CHECKSIPDOMAIN requires an argument - A domain name" in pbx.log.text(mark)


def test_headers_of_the_configuration(phone):  # call-3-1
    full, bob = registered(phone, "full"), registered(phone, "bob")
    call = full.invites("out")
    ringing = bob.expect_call()
    assert ringing.invite["X-Conf"] == "by the file"
    ringing.refuse(486)
    call.transaction.wait()


def test_headers_are_added_on_channels_of_any_kind(pbx, phone):
    mark = pbx.log.mark()
    bob = registered(phone, "bob")
    pbx.ami.action("Originate", Channel="Local/local@default", Application="Wait", Data="5", Async="true")
    ringing = bob.expect_call()
    assert ringing.invite["X-Local"] == "yes"
    assert pbx.ami.expect("UserEvent", UserEvent="NotSip")["Header"] == "--"
    text = pbx.log.text(mark)
    assert "Call this application only on SIP incoming calls" in text
    assert "This function can only be used on SIP channels." in text
    ringing.refuse(486)
