# SPDX-License-Identifier: GPL-2.0-only
"""Plays the phones and the registrars of tests/golden/live, and prints what the console and the manager show meanwhile.

Runs beside an Asterisk on the same loopback, be it the old driver's or one with ours: SIP at 127.0.0.1:5060, the manager at
127.0.0.1:5038. Each phone has an address of its own and port 5060. It goes on when it has seen what it waits for, and stops with
an error when that does not come. Each answer stands below a line `== STAGE: QUESTION`. What Asterisk drew by chance (Call-IDs and
tags of its own) is replaced by a word that is as long.

Python 3.9 and the standard library alone: it runs in the old driver's root as well.
"""
import hashlib
import re
import socket
import struct
import sys
import threading
import time

SERVER = ("127.0.0.1", 5060)
MANAGER = ("127.0.0.1", 5038)
PATIENCE = 60.0
BELL = threading.Condition()


def wait_for(look, what, seconds=PATIENCE):
    """Waits until `look` gives something true, and returns it; it is asked again whenever something came."""
    end = time.monotonic() + seconds
    with BELL:
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds:g} s for {what}")
            BELL.wait(0.5)


def ring():
    """Wakes all who wait."""
    with BELL:
        BELL.notify_all()


class Message:
    """One SIP message."""

    def __init__(self, text):
        head, _, self.body = text.partition("\r\n\r\n")
        self.start, *lines = head.split("\r\n")
        self.headers = [tuple(part.strip() for part in line.partition(":")[::2]) for line in lines]
        self.is_request = not self.start.startswith("SIP/2.0 ")
        self.status = 0 if self.is_request else int(self.start.split()[1])
        self.method = self["CSeq"].split()[-1]

    def __getitem__(self, name):
        """The first header of a name, or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all(self, name):
        """All headers of a name."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Manager:
    """A session with the manager: actions, commands, events."""

    def __init__(self):
        self.connection = socket.create_connection(MANAGER)
        self.packets = []
        self.number = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.action("Login", Username="tester", Secret="only-for-tests")

    def _read(self):
        """Collects packets, as they came."""
        pending = b""
        while True:
            received = self.connection.recv(65536)
            if not received:
                return
            pending += received
            if pending.startswith(b"Asterisk Call Manager"):
                pending = pending.partition(b"\r\n")[2]
            *whole, pending = pending.split(b"\r\n\r\n")
            with BELL:
                self.packets += [packet.decode(errors="replace").replace("\r\n", "\n").lstrip("\n") + "\n" for packet in whole]
                BELL.notify_all()

    def _answer(self, action_id):
        """The packets that answer an action; nothing while they are not complete."""
        mine = [packet for packet in self.packets if re.search(rf"^ActionID: {action_id}$", packet, re.M)]
        if not mine or "EventList: start" not in mine[0]:
            return mine[:1]
        return mine if any("EventList: Complete" in packet for packet in mine) else None

    def action(self, name, **fields):
        """What an action answers, packet by packet."""
        self.number += 1
        action_id = f"own-{self.number}"
        lines = [f"Action: {name}", f"ActionID: {action_id}"]
        for field, value in fields.items():
            lines += [f"{field.replace('_', '-')}: {each}" for each in (value if isinstance(value, list) else [value])]
        self.connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        found = wait_for(lambda: self._answer(action_id), f"the answer to {lines}")
        return [packet.replace(f"ActionID: {action_id}\n", "ActionID: <id>\n") for packet in found]

    def command(self, text):
        """What a command of the console prints."""
        found = self.action("Command", Command=text)[0]
        return "".join(line[len("Output: "):] + "\n" for line in found.split("\n") if line.startswith("Output: "))

    def until(self, command, pattern):
        """Asks a command until its answer fits."""
        return wait_for(lambda: re.search(pattern, self.command(command), re.M), f"{pattern!r} in {command}")

    def events(self, name, **fields):
        """The events of a name with these fields that came so far."""
        return [packet for packet in self.packets if packet.startswith(f"Event: {name}\n")
                and all(f"\n{field}: {value}\n" in packet for field, value in fields.items())]

    def expect(self, name, count=1, **fields):
        """Waits for events, as many as are wanted."""
        wait_for(lambda: len(self.events(name, **fields)) >= count, f"{count} of {name} {fields}")


class Phone:
    """A phone, or whoever speaks SIP, at an address of its own. How it takes calls and requests is said by `mood`."""
    DRAWN = {}      # what Asterisk drew by chance -> what is written in its place

    def __init__(self, name, host, tcp=False, more=(), mood="answer"):
        self.name, self.host, self.tcp, self.more, self.mood = name, host, tcp, more, mood
        self.received, self.number, self.calls = [], 0, {}
        self.media = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.media.bind((host, 4000))
        self.wire = socket.socket(socket.AF_INET, socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM)
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.wire.bind((host, 5060))
        if tcp:
            self.wire.connect(SERVER)
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def contact(self):
        """Where it can be reached."""
        return f"<sip:{self.name}@{self.host}:5060{';transport=tcp' if self.tcp else ''}>"

    def _read(self):
        """Takes what comes."""
        pending = b""
        while True:
            received = self.wire.recv(65536)
            if not self.tcp:
                self._take(Message(received.decode()))
                continue
            if not received:
                return
            pending = (pending + received).lstrip(b"\r\n")
            while b"\r\n\r\n" in pending:
                length = int(re.search(rb"\r\nContent-Length:\s*(\d+)", pending)[1])
                end = pending.index(b"\r\n\r\n") + 4 + length
                if len(pending) < end:
                    break
                self._take(Message(pending[:end].decode()))
                pending = pending[end:].lstrip(b"\r\n")

    def _take(self, message):
        """Keeps a message, and answers a request."""
        self._note(message)
        if message.is_request and message.method != "ACK":
            self._answer(message)
        with BELL:
            self.received.append(message)
            BELL.notify_all()

    def _note(self, message):
        """Notes what Asterisk drew by chance in it."""
        tag = re.search(r";tag=([^;>\s]+)", message["From" if message.is_request else "To"])
        if tag and not tag[1].startswith("tag-of-"):
            Phone.DRAWN.setdefault(tag[1], "<tag>")
        call_id = message["Call-ID"]
        if not call_id.endswith("@phones.example") and call_id not in Phone.DRAWN:
            Phone.DRAWN[call_id] = f"{message.method.lower()}-to-{self.name}"

    def send(self, text):
        """Sends a message."""
        if self.tcp:
            self.wire.sendall(text.encode())
        else:
            self.wire.sendto(text.encode(), SERVER)

    def respond(self, request, status, headers=(), body=""):
        """Answers a request."""
        kept = [f"{name}: {value}" for name, value in request.headers if name.lower() in ("via", "from", "call-id", "cseq", "record-route")]
        to = request["To"] + ("" if ";tag=" in request["To"] else f";tag=tag-of-{self.name}")
        kind = ["Content-Type: application/sdp"] if body else []
        self.send("\r\n".join([f"SIP/2.0 {status}", *kept, f"To: {to}", f"Contact: {self.contact}", f"User-Agent: Phone of {self.name}",
                               *headers, *kind, f"Content-Length: {len(body)}", "", body]))

    def _answer(self, request):
        """Does what its mood is."""
        if request.method == "OPTIONS" and self.mood == "slow":
            threading.Timer(0.4, self.respond, (request, "200 OK")).start()     # slowness itself is what is played here
        elif request.method == "INVITE" and ";tag=" not in request["To"]:
            self.calls[request["Call-ID"]] = request
            self.respond(request, "180 Ringing")
            if self.mood == "answer":
                self.respond(request, "200 OK", body=self.sdp())
        elif request.method == "CANCEL":
            self.respond(request, "200 OK")
            self.respond(self.calls[request["Call-ID"]], "487 Request Terminated")
        else:
            self.respond(request, "200 OK", body=self.sdp() if request.method == "INVITE" else "")

    def sdp(self, direction="sendrecv", version=1):
        """What it offers and answers."""
        return "\r\n".join(["v=0", f"o={self.name} 1 {version} IN IP4 {self.host}", "s=-", f"c=IN IP4 {self.host}", "t=0 0",
                            "m=audio 4000 RTP/AVP 0 8 101", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000",
                            "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", f"a={direction}", ""])

    def request(self, method, to, call_id, to_tag="", cseq=1, headers=(), body="", uri=None):
        """Sends a request; returns its CSeq."""
        self.number += 1
        uri = uri or f"sip:{to}@127.0.0.1"
        kind = [*self.more, "Content-Type: application/sdp"] if body else []
        transport = "TCP" if self.tcp else "UDP"
        self.send("\r\n".join([
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/{transport} {self.host}:5060;branch=z9hG4bK-{self.name}-{self.number};rport",
            "Max-Forwards: 70", f"From: <sip:{self.name}@127.0.0.1>;tag=tag-of-{self.name}",
            f"To: <sip:{to}@127.0.0.1>" + (f";tag={to_tag}" if to_tag else ""), f"Call-ID: {call_id}@phones.example",
            f"CSeq: {cseq} {method}", f"Contact: {self.contact}", f"User-Agent: Phone of {self.name}", *headers, *kind,
            f"Content-Length: {len(body)}", "", body]))

    def response(self, call_id, cseq, least=200):
        """Waits for a response to a request of its own."""
        def look():
            return next((each for each in self.received if each.status >= least and each["Call-ID"] == f"{call_id}@phones.example"
                         and each["CSeq"].split()[0] == str(cseq)), None)
        return wait_for(look, f"{self.name}: a response to {call_id} {cseq}")

    def transact(self, method, to, call_id, headers=(), body="", least=200):
        """Sends a request outside of a dialog, with its password when it is asked for; returns the response and its CSeq."""
        self.request(method, to, call_id, headers=headers, body=body)
        answer = self.response(call_id, 1)
        if answer.status != 401:
            return answer, 1
        if method == "INVITE":
            self.acknowledge(answer, to, call_id, 1)
        proof = self.proof(answer, method, f"sip:{to}@127.0.0.1")
        self.request(method, to, call_id, cseq=2, headers=(*headers, proof), body=body)
        return self.response(call_id, 2, least), 2

    def proof(self, answer, method, uri):
        """An Authorization header for a 401."""
        challenge = next(each for each in answer.all("WWW-Authenticate") if "SHA" not in each)
        fields = dict(re.findall(r'(\w+)="?([^",]+)', challenge))
        md5 = lambda *parts: hashlib.md5(":".join(parts).encode()).hexdigest()      # noqa: E731
        digest = md5(md5(self.name, fields["realm"], "secret"), fields["nonce"], md5(method, uri))
        return (f'Authorization: Digest username="{self.name}",realm="{fields["realm"]}",nonce="{fields["nonce"]}",uri="{uri}",'
                f'response="{digest}",algorithm=MD5')

    def acknowledge(self, answer, to, call_id, cseq):
        """Sends the ACK."""
        found = re.search(r";tag=([^;>\s]+)", answer["To"])
        self.request("ACK", to, call_id, found[1] if found else "", cseq)

    def register(self, expires=600):
        """Registers."""
        answer, _ = self.transact("REGISTER", self.name, f"register-{self.name}", [f"Expires: {expires}"])
        assert answer.status == 200, answer.start

    def subscribe(self, to, call_id, event, accept):
        """Subscribes, and waits for the first NOTIFY."""
        answer, _ = self.transact("SUBSCRIBE", to, call_id, [f"Event: {event}", f"Accept: {accept}", "Expires: 300"])
        assert answer.status in (200, 202), answer.start
        wait_for(lambda: [each for each in self.received if each.method == "NOTIFY" and each["Call-ID"] == f"{call_id}@phones.example"],
                 f"{self.name}: NOTIFY of {call_id}")

    def call(self, to, call_id):
        """Calls, and waits until somebody has answered."""
        answer, cseq = self.transact("INVITE", to, call_id, body=self.sdp())
        assert answer.status == 200, answer.start
        self.acknowledge(answer, to, call_id, cseq)
        self.calls[call_id] = answer

    def call_ringing(self, to, call_id):
        """Calls, and waits until it rings."""
        answer, _ = self.transact("INVITE", to, call_id, body=self.sdp(), least=180)
        assert answer.status == 180, answer.start

    def within(self, method, call_id, cseq, to, body=""):
        """A request in a call that stands; waits for its 200."""
        tag = re.search(r";tag=([^;>\s]+)", self.calls[call_id]["To"])[1]
        self.request(method, to, call_id, tag, cseq, body=body)
        answer = self.response(call_id, cseq)
        assert answer.status == 200, answer.start
        if method == "INVITE":
            self.acknowledge(answer, to, call_id, cseq)

    def talk(self, call_id, packets=50):
        """Sends packets of sound to an echo, each when the last one has come back."""
        port = int(re.search(r"m=audio (\d+)", self.calls[call_id].body)[1])
        self.media.settimeout(PATIENCE)
        for number in range(packets):
            self.media.sendto(struct.pack("!BBHII", 0x80, 0, number, number * 160, 1) + bytes([0xff]) * 160, ("127.0.0.1", port))
            self.media.recv(2048)


class Registrar(Phone):
    """Who takes registrations of Asterisk's, or refuses them, and tells of waiting messages."""

    def _answer(self, request):
        """Answers a REGISTER as its mood is, and a SUBSCRIBE with a NOTIFY."""
        if request.method == "REGISTER" and self.mood == "challenge" and not request["Authorization"]:
            self.respond(request, "401 Unauthorized", ['WWW-Authenticate: Digest realm="registrar",nonce="one",algorithm=MD5'])
        elif request.method == "REGISTER" and self.mood in ("challenge", "answer"):
            self.respond(request, "200 OK", [f"Expires: {request['Expires']}"])
        elif request.method == "REGISTER" and self.mood != "silent":
            self.respond(request, self.mood)
        elif request.method == "SUBSCRIBE":
            self.respond(request, "200 OK", ["Expires: 3600"])
            self._tell(request)
        elif request.method != "REGISTER":
            super()._answer(request)

    def _tell(self, request):
        """Sends NOTIFY in a subscription."""
        self.number += 1
        uri = re.search(r"<([^>]+)>", request["Contact"])[1]
        body = "Messages-Waiting: yes\r\nVoice-Message: 2/1\r\n"
        self.send("\r\n".join([
            f"NOTIFY {uri} SIP/2.0", f"Via: SIP/2.0/UDP {self.host}:5060;branch=z9hG4bK-{self.name}-{self.number};rport",
            "Max-Forwards: 70", f"From: {request['To']};tag=tag-of-{self.name}", f"To: {request['From']}",
            f"Call-ID: {request['Call-ID']}", "CSeq: 1 NOTIFY", f"Contact: {self.contact}", "Event: message-summary",
            "Subscription-State: active;expires=3600", "Content-Type: application/simple-message-summary",
            f"Content-Length: {len(body)}", "", body]))


class Play:
    """The phones, the registrars, and the stages."""

    def __init__(self):
        self.manager = Manager()    # first, so that no event is missed
        timed = ("Supported: timer, replaces", "Session-Expires: 1800")
        self.registrars = [Registrar("trunk", "127.0.0.100", mood="challenge"), Registrar("unknown", "127.0.0.101", mood="404 Not Found"),
                           Registrar("forbidden", "127.0.0.102", mood="403 Forbidden"), Registrar("silent", "127.0.0.103", mood="silent")]
        self.alice = Phone("alice", "127.0.0.11", more=timed)
        self.bob = Phone("bob", "127.0.0.12")
        self.carol = Phone("carol", "127.0.0.13", tcp=True)
        self.dave = Phone("dave", "127.0.0.14")
        self.erin = Phone("erin", "127.0.0.15", mood="ring")
        self.heidi = Phone("heidi", "127.0.0.18", mood="slow")
        self.ivan = Phone("ivan", "127.0.0.19")
        self.stage = ""
        self.shown, self.asked = 0, set()

    def show(self, question, answer):
        """Prints an answer, without what was drawn by chance."""
        for drawn, word in sorted(Phone.DRAWN.items(), key=lambda pair: -len(pair[0])):
            answer = answer.replace(drawn, word)
            question = question.replace(drawn, word)
            if word == "<tag>":
                continue
            for width in (15, 11):      # as columns cut it
                answer = answer.replace(drawn[:width], f"{word:{width}.{width}}")
        line = f"== {self.stage}: {question}"
        while line in self.asked:
            line += " (again)"
        self.asked.add(line)
        print(line)
        print(answer, end="", flush=True)

    def ask(self, *commands):
        """Prints what commands of the console answer."""
        for command in commands:
            self.show(command, self.manager.command(command))

    def act(self, name, **fields):
        """Prints what an action answers."""
        words = " ".join(f"{field.replace('_', '-')}: {','.join(value) if isinstance(value, list) else value}" for field, value in fields.items())
        self.show(f"Action: {name} {words}".rstrip(), "\n".join(self.manager.action(name, **fields)))

    def tell(self, *names):
        """Prints the events of these names that came since the last time, sorted."""
        new, self.shown = self.manager.packets[self.shown:], len(self.manager.packets)
        found = [re.sub("ActionID: .*", "ActionID: <id>", packet) for packet in new
                 if packet.startswith(tuple(f"Event: {name}\n" for name in names)) and "\nPrivilege: System\n" not in packet]
        self.show("events " + " ".join(names), "\n".join(sorted(found)))

    def at_the_start(self):
        """No phone has registered; the registrations elsewhere have come to their end, and who is asked has answered or not."""
        self.stage = "start"
        for user, state in (("trunk", "Registered"), ("trunk2@other", "Registered"), ("unknown", "Rejected"),
                            ("forbidden", "No Authentication"), ("silent", "Request Sent")):
            self.manager.until("sip show registry", rf" {user}\S* +[0-9]+ {state} ")
        self.manager.until("sip show mwi", r" Yes ")
        self.manager.until("sip show peers", r"^frank .* UNREACHABLE ")
        if "UNREACHABLE" in self.manager.until("sip show peers", r"^heidi .* (LAGGED|UNREACHABLE) ")[0]:
            self.manager.command("sip qualify peer heidi")      # the first time she was asked she was not there yet
            self.manager.until("sip show peers", r"^heidi .* LAGGED ")
        self.tell("Registry")
        self.ask("sip show peers", "sip show peers like ^[a-c]", "sip show peers like nobody", "sip show peer alice", "sip show users",
                 "sip show users like ^[ab]", "sip show user dave", "sip show registry", "sip show mwi", "sip show domains",
                 "sip show inuse", "sip show inuse all", "sip show subscriptions", "sip show channelstats", "sip show tcp",
                 "sip show objects", "sip show sched")
        self.act("SIPpeers")
        self.act("SIPshowregistry")
        self.act("SIPpeerstatus")
        self.act("SIPshowpeer", Peer="alice")

    def registered(self):
        """Two phones over UDP and one over TCP have registered; one that may not has tried."""
        self.stage = "registered"
        for phone in (self.alice, self.bob, self.carol):
            phone.register()
            self.manager.expect("PeerStatus", Peer=f"SIP/{phone.name}", PeerStatus="Registered")
        for name in ("alice", "bob"):
            self.manager.until("sip show peers", rf"^{name}/.* OK \(")
            self.manager.expect("PeerStatus", Peer=f"SIP/{name}", PeerStatus="Reachable")
        wait_for(lambda: [each for each in self.alice.received if each.method == "NOTIFY"], "what waits for alice")
        self.ivan.transact("REGISTER", "ivan", "register-ivan")
        self.manager.expect("PeerStatus", 2, Peer="SIP/ivan", PeerStatus="Rejected")
        self.tell("PeerStatus")
        peers = ("alice", "bob", "carol", "erin", "frank", "grace", "heidi", "ivan", "a_very_long_name_of_a_device_that_is_cut")
        self.ask("sip show peers", *[f"sip show peer {name}" for name in peers], "sip show peer dave", "sip show user alice",
                 "sip show user ivan", "sip show user erin", "sip show users", "sip show tcp", "sip show registry", "sip show objects",
                 "sip show sched", "sip qualify peer alice", "sip qualify peer grace")
        self.act("SIPqualifypeer", Peer="alice")
        self.act("SIPqualifypeer", Peer="ivan")
        self.manager.expect("SIPQualifyPeerDone", 4)
        self.manager.until("sip show peers", r"^alice/.* OK \(")
        self.tell("SIPQualifyPeerDone", "PeerStatus")
        self.act("SIPpeers")
        for name in peers:
            self.act("SIPshowpeer", Peer=name)
        for name in ("SIP/alice", "erin", "frank", "heidi", "sip/grace", "dave"):
            self.act("SIPpeerstatus", Peer=name)

    def subscribed(self):
        """Lamps in two bodies, and waiting messages."""
        self.stage = "subscribed"
        self.alice.subscribe("102", "lamp-of-bob", "presence", "application/pidf+xml")
        self.bob.subscribe("101", "lamp-of-alice", "dialog", "application/dialog-info+xml")
        self.alice.subscribe("109", "lamp-of-ivan", "presence", "application/xpidf+xml")
        self.alice.subscribe("alice", "messages", "message-summary", "application/simple-message-summary")
        ours = next(each["Call-ID"] for each in self.registrars[0].received if each.method == "SUBSCRIBE")
        self.ask("sip show subscriptions", "sip show channel lamp-of-bob", "sip show channel messages", f"sip show channel {ours}",
                 "sip show channels")

    def in_calls(self):
        """Calls in every state."""
        self.stage = "calls"
        self.alice.call("600", "echo")
        self.manager.until("core show channels", r" Echo\(")     # Answer() takes sound that comes earlier
        self.alice.talk("echo")
        self.bob.call_ringing("201", "ringing")
        self.carol.call("202", "bridged")
        self.alice.call("203", "held")
        self.ask("sip set history on")
        self.dave.call("600", "short")
        self.dave.call("204", "by-tcp")
        called = (self.bob, self.carol, self.erin, self.ivan)
        outgoing = [next(call for call in phone.calls if "@phones" not in call and call != "bridged") for phone in called]
        for phone, call in zip(called, outgoing):
            invite = phone.calls[call]
            self.show(f"INVITE to {phone.name}", invite.start + "\n" + re.sub("audio [0-9]+", "audio <port>", re.search("m=audio.*", invite.body)[0]) + "\n")
        self.manager.until("core show channels count", "^10 active channels")
        self.ask("sip show channels", "sip show channelstats", "sip show inuse", "sip show inuse all", "sip show subscriptions",
                 "sip show objects", "sip show sched", "sip show peers", "sip show tcp",
                 *[f"sip show channel {call}" for call in ("echo", "ringing", "bridged", "held", *outgoing)],
                 "sip show channel SHORT", "sip show history short", "sip show history echo")

    def on_hold(self):
        """A phone has put the other side on hold."""
        self.stage = "on hold"
        self.alice.within("INVITE", "held", 3, "203", self.alice.sdp("sendonly", 2))
        self.manager.expect("Hold")
        self.manager.until("sip show inuse", "^alice +2/0/1 ")
        self.manager.until("sip show channels", "^127.0.0.11 .* Yes ")
        self.ask("sip show channels", "sip show channel held", "sip show inuse", "sip show subscriptions")

    def transferred(self):
        """A phone has sent its call elsewhere: first where nobody is, then to an extension."""
        self.stage = "transferred"
        for cseq, target, channels in ((3, "999", 10), (4, "600", 9)):
            before = len(self.dave.received)
            tag = re.search(r";tag=([^;>\s]+)", self.dave.calls["by-tcp"]["To"])[1]
            self.dave.request("REFER", "204", "by-tcp", tag, cseq, [f"Refer-To: <sip:{target}@127.0.0.1>", "Referred-By: <sip:dave@127.0.0.1>"])
            answer = self.dave.response("by-tcp", cseq)
            told = [] if answer.status >= 300 else wait_for(lambda: [each for each in self.dave.received[before:] if each.method == "NOTIFY"
                                                                     and not re.search("SIP/2.0 1[0-9][0-9]", each.body)], "the end of a transfer")
            self.manager.until("core show channels count", f"^{channels} active channels")
            self.show(f"REFER to {target}", "\n".join([answer.start, *[each.body.strip() for each in told]]) + "\n")
            self.ask("sip show channels", "sip show channel by-tcp")

    def ended(self):
        """One call has just ended; then all."""
        self.stage = "ended"
        self.dave.within("BYE", "short", 3, "600")
        self.manager.until("core show channels count", "^8 active channels")
        self.ask("sip show channels", "sip show history short", "sip set history off", "sip show history short", "sip show inuse")

    def care(self):
        """What an administrator does."""
        self.stage = "care"
        self.ask("sip notify check-sync alice", "sip notify check-sync alice nobody bob", "sip notify unknown alice",
                 "sip unregister bob", "sip unregister bob", "sip unregister erin", "sip unregister nobody", "sip unregister dave",
                 "sip prune realtime alice", "sip prune realtime nobody", "sip prune realtime all", "sip prune realtime peer alice",
                 "sip prune realtime peer all", "sip prune realtime like ^a", "sip prune realtime peer like ^a",
                 "sip set debug on", "sip set debug on", "sip set debug off", "sip set debug peer alice", "sip set debug peer bob",
                 "sip set debug peer nobody", "sip set debug ip 127.0.0.11", "sip set debug ip nobody.invalid", "sip set debug off",
                 "sip set history on", "sip set history off")
        self.act("SIPnotify", Channel="SIP/alice", Variable=["Event=check-sync", "Content=a"])
        self.act("SIPnotify", Channel="nobody", Variable="Event=check-sync")
        self.act("SIPnotify", Channel="alice")
        self.act("SIPnotify", Channel="alice", Call_ID="nobody@phones.example", Variable="Event=check-sync")
        self.tell("PeerStatus")
        self.ask("sip show peers", "sip show peer bob")

    def wrong(self):
        """Questions that are no good, or about nobody."""
        self.stage = "wrong"
        for words in ("peers", "peers like", "peers like [", "peers unlike a", "peer", "peer nobody", "peer alice load", "peer nobody load",
                      "user", "user nobody", "users like", "users like [", "inuse some", "registry all", "channels all", "channels",
                      "channel", "channel nobody", "channel a b", "channelstats all", "subscriptions all", "tcp all", "mwi all",
                      "domains all", "objects all", "sched all", "history", "history nobody", "history a b", "calls", "nothing",
                      "settings all"):
            self.ask(f"sip show {words}".rstrip())
        self.ask("sip qualify peer", "sip qualify peer nobody", "sip qualify peer dave", "sip qualify", "sip unregister", "sip notify",
                 "sip notify check-sync", "sip prune realtime", "sip prune realtime peer", "sip prune realtime like",
                 "sip prune realtime peer like", "sip prune realtime like [", "sip prune", "sip set debug", "sip set debug some",
                 "sip set debug ip", "sip set debug peer", "sip set history", "sip set history some", "sip set", "sip show", "sip")
        for action in ("SIPshowpeer", "SIPqualifypeer"):
            self.act(action)
            self.act(action, Peer="nobody")
            self.act(action, Peer="SIP/alice")
            self.act(action, Peer="dave")
        self.act("SIPpeerstatus", Peer="nobody")
        self.act("SIPnotify")
        self.act("SIPnotify", Variable="Event=check-sync")
        self.ask("sip reload all", "sip reload")

    def completed(self):
        """What the console completes."""
        self.stage = "completion"
        for line in ("sip", "sip ", "sip show ", "sip show peer ", "sip show peer a", "sip show peer A", "sip show peer alice ", "sip show peers ",
                     "sip show peers l", "sip show user ", "sip show user alice ", "sip show users ", "sip show inuse ", "sip show channel ",
                     "sip show channel echo", "sip show channel ECHO", "sip show history ", "sip show channel lamp", "sip show registry ",
                     "sip qualify peer ", "sip qualify peer bob ", "sip set ", "sip set debug ", "sip set debug peer ", "sip set history ",
                     "sip notify ", "sip notify check-sync ", "sip notify check-sync alice b", "sip unregister ", "sip unregister a",
                     "sip prune ", "sip prune realtime ", "sip prune realtime peer ", "sip prune realtime peer like ", "sip prune realtime like "):
            word = line.rsplit(" ", 1)[-1]
            best, *words = self.manager.command(f'_command matchesarray "{line}" "{word}"').replace("_EOF_", "").strip("\n").split(" ")
            self.show(f"{line}<TAB>", "\n".join([f"completes to: {best}", *words[:-1]]) + "\n")

    def run(self):
        """All of it."""
        for stage in (self.at_the_start, self.registered, self.subscribed, self.in_calls, self.on_hold, self.transferred, self.ended,
                      self.care, self.completed, self.wrong):
            stage()


try:
    Play().run()
except (TimeoutError, AssertionError) as error:
    print(f"error: {error}", file=sys.stdout)
    sys.exit(1)
