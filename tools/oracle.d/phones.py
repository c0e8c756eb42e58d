# SPDX-License-Identifier: GPL-2.0-only
"""The phones and the registrars of tests/golden/live, the manager, and how questions and answers are printed; the players share them.

They live beside an Asterisk on the same loopback, be it the old driver's or one with ours: SIP at 127.0.0.1:5060, the manager at
127.0.0.1:5038. Each phone has an address of its own and port 5060. It goes on when it has seen what it waits for, and stops with
an error when that does not come. Each answer stands below a line `== STAGE: QUESTION`. What Asterisk drew by chance (Call-IDs and
tags of its own) is replaced by a word that is as long.

Python 3.9 and the standard library alone: it runs in the old driver's root as well.
"""
import hashlib
import re
import select
import socket
import ssl
import struct
import sys
import threading
import time

SERVER, SECURE_SERVER = ("127.0.0.1", 5060), ("127.0.0.1", 5061)
MANAGER = ("127.0.0.1", 5038)
PATIENCE = 60.0
KEY = "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0"     # thirty octets, of no secret
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
    """A phone, or whoever speaks SIP, at an address of its own. How it takes calls and requests is said by `mood`; over TLS its media
    is encrypted by keys in the description."""
    DRAWN = {}      # what Asterisk drew by chance -> what is written in its place

    def __init__(self, name, host, transport="udp", more=(), mood="answer"):
        self.name, self.host, self.transport, self.more, self.mood = name, host, transport, more, mood
        self.received, self.number, self.calls = [], 0, {}
        self.media = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.media.bind((host, 4000))
        self.sending = threading.Lock()
        self.wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM)
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.wire.bind((host, 5060))
        if transport != "udp":
            self.wire.connect(SERVER if transport == "tcp" else SECURE_SERVER)
        if transport == "tls":
            self.wire = ssl._create_unverified_context().wrap_socket(self.wire)
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def contact(self):
        """Where it can be reached."""
        return f"<sip:{self.name}@{self.host}:5060{'' if self.transport == 'udp' else ';transport=' + self.transport}>"

    def _receive(self):
        """What came; over TLS nothing is sent in the meantime, since a connection is for one thread at a time."""
        if self.transport != "tls":
            return self.wire.recv(65536)
        while True:
            if not self.wire.pending():
                select.select([self.wire], [], [])
            with self.sending:
                self.wire.setblocking(False)
                try:
                    return self.wire.recv(65536)
                except ssl.SSLWantReadError:    # what came was for TLS itself
                    continue
                finally:
                    self.wire.setblocking(True)

    def _read(self):
        """Takes what comes."""
        pending = b""
        while True:
            received = self._receive()
            if self.transport == "udp":
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
        if self.transport != "udp":
            with self.sending:
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
                            *(["m=audio 4000 RTP/SAVP 0 8 101", f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}"] if self.transport == "tls"
                              else ["m=audio 4000 RTP/AVP 0 8 101"]), "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000",
                            "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", f"a={direction}", ""])

    def request(self, method, to, call_id, to_tag="", cseq=1, headers=(), body="", uri=None):
        """Sends a request; returns its CSeq."""
        self.number += 1
        uri = uri or f"sip:{to}@127.0.0.1"
        kind = [*self.more, "Content-Type: application/sdp"] if body else []
        self.send("\r\n".join([
            f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/{self.transport.upper()} {self.host}:5060;branch=z9hG4bK-{self.name}-{self.number};rport",
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

    def register(self, expires=600, call_id="register"):
        """Registers."""
        answer, _ = self.transact("REGISTER", self.name, f"{call_id}-{self.name}", [f"Expires: {expires}"])
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
    """What a play has: the manager, and stages in which questions are asked and answers printed."""
    stages = ()     # the methods that bring one state after the other

    def __init__(self):
        self.manager = Manager()    # first, so that no event is missed
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

    def complete(self, *lines):
        """Prints what the console completes."""
        for line in lines:
            word = line.rsplit(" ", 1)[-1]
            best, *words = self.manager.command(f'_command matchesarray "{line}" "{word}"').replace("_EOF_", "").strip("\n").split(" ")
            self.show(f"{line}<TAB>", "\n".join([f"completes to: {best}", *words[:-1]]) + "\n")

    def run(self):
        """All of it; the process ends with what came of it."""
        try:
            for stage in self.stages:
                getattr(self, stage)()
        except (TimeoutError, AssertionError) as error:
            print(f"error: {error}", file=sys.stdout)
            sys.exit(1)
