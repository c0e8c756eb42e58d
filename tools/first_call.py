#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Places one real call and says what it saw: REGISTER with digest, INVITE, RTP there and back, BYE.

A small telephone on plain sockets, so that what it reports does not depend on the driver that it tries. It calls an
extension that echoes, sends two seconds of a tone and counts which of its packets come back.
"""

import argparse
import hashlib
import math
import re
import secrets
import socket
import struct
import sys
import threading
import time

CODECS = {0: "PCMU", 8: "PCMA"}


class CallFailed(Exception):
    """What went wrong, in a sentence for a person."""


def ulaw(sample):
    """One linear sample as G.711 mu-law."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    exponent = magnitude.bit_length() - 8
    return ~(sign | exponent << 4 | (magnitude >> (exponent + 3) & 0x0F)) & 0xFF


def tone(frequency, seconds):
    """A sine as mu-law at 8000 Hz."""
    step = 2 * math.pi * frequency / 8000
    return bytes(ulaw(int(8000 * math.sin(step * n))) for n in range(int(8000 * seconds)))


class Message:
    """A SIP message taken apart: first line, headers, body."""

    def __init__(self, data):
        head, _, self.body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        lines = head.split("\r\n")
        self.first = lines[0]
        self.headers = [(name.strip().lower(), value.strip())
                        for name, _, value in (line.partition(":") for line in lines[1:])]

    def __getitem__(self, name):
        return next((value for key, value in self.headers if key == name.lower()), "")

    def all(self, name):
        """Every value of a header."""
        return [value for key, value in self.headers if key == name.lower()]

    @property
    def status(self):
        """Status code of a response, 0 for a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0 ") else 0

    @property
    def method(self):
        """Method of a request, or the one that a response answers."""
        return self["cseq"].split()[-1] if self.status else self.first.split()[0]


class Phone:
    """One account on one socket."""

    def __init__(self, server, port, user, secret, timeout):
        family = socket.getaddrinfo(server, port, type=socket.SOCK_DGRAM)[0][0]
        self.secret, self.user, self.timeout = secret, user, timeout
        self.server, self.port = server, port
        self.host = f"[{server}]" if family == socket.AF_INET6 else server
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.connect((server, port))
        self.address, self.local_port = self.socket.getsockname()[:2]
        self.own = f"[{self.address}]" if family == socket.AF_INET6 else self.address
        self.rtp = socket.socket(family, socket.SOCK_DGRAM)
        self.rtp.bind((self.address, 0))
        self.call_id, self.tag, self.cseq = f"{secrets.token_hex(12)}@{self.own}", secrets.token_hex(5), 100

    def request(self, method, uri, to, extra=(), body="", call_id=None, cseq=None, branch=None):
        """The text of a request."""
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.own}:{self.local_port};branch={branch or 'z9hG4bK' + secrets.token_hex(8)};rport",
            "Max-Forwards: 70",
            f"From: <sip:{self.user}@{self.host}>;tag={self.tag}",
            f"To: {to}",
            f"Call-ID: {call_id or self.call_id}",
            f"CSeq: {cseq if cseq is not None else self.cseq} {method}",
            f"Contact: <sip:{self.user}@{self.own}:{self.local_port}>",
            "User-Agent: first call",
            *extra,
            f"Content-Length: {len(body)}",
        ]
        return "\r\n".join(lines) + "\r\n\r\n" + body

    def send(self, text):
        """Sends a message."""
        self.socket.send(text.encode())

    def receive(self, deadline):
        """The next message before `deadline`."""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.socket.settimeout(left)
            data = self.socket.recv(65535)
            if len(data) > 4:
                return Message(data)

    def final(self, text, method, seen=None):
        """Sends a request, again until something comes, and waits for the final response."""
        end, interval, answered = time.monotonic() + self.timeout, 0.5, False
        self.send(text)
        while time.monotonic() < end:
            try:
                message = self.receive(min(end, time.monotonic() + interval))
            except (TimeoutError, socket.timeout):
                if not answered:
                    self.send(text)
                    interval = min(interval * 2, 4)
                continue
            except ConnectionRefusedError:
                time.sleep(0.05)
                continue
            if message.status == 0:
                self.answer_request(message)
            elif message["cseq"] == text.split("CSeq: ")[1].split("\r\n")[0]:
                answered = True
                if seen is not None:
                    seen.append(message.status)
                if message.status >= 200:
                    return message
        raise CallFailed(f"no final response to {method} within {self.timeout:g} s")

    def answer_request(self, message):
        """Answers what the other side asks meanwhile: 200 to OPTIONS, NOTIFY and BYE."""
        lines = ["SIP/2.0 200 OK", *(f"Via: {via}" for via in message.all("via")), f"From: {message['from']}",
                 f"To: {message['to']}", f"Call-ID: {message['call-id']}", f"CSeq: {message['cseq']}", "Content-Length: 0"]
        self.send("\r\n".join(lines) + "\r\n\r\n")

    def credentials(self, challenge, method, uri):
        """An Authorization header for a challenge. RFC 2617 §3.2.2"""
        fields = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge["www-authenticate"] or challenge["proxy-authenticate"]))
        md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
        first = md5(f"{self.user}:{fields['realm']}:{self.secret}")
        second = md5(f"{method}:{uri}")
        if "auth" in fields.get("qop", ""):
            cnonce = secrets.token_hex(8)
            response = md5(f"{first}:{fields['nonce']}:00000001:{cnonce}:auth:{second}")
            more = f', qop=auth, nc=00000001, cnonce="{cnonce}"'
        else:
            response, more = md5(f"{first}:{fields['nonce']}:{second}"), ""
        name = "Authorization" if challenge["www-authenticate"] else "Proxy-Authorization"
        opaque = f', opaque="{fields["opaque"]}"' if "opaque" in fields else ""
        return (f'{name}: Digest username="{self.user}", realm="{fields["realm"]}", nonce="{fields["nonce"]}", '
                f'uri="{uri}", response="{response}", algorithm=MD5{opaque}{more}')

    def register(self, say, expires=60):
        """Registers with digest, or takes the registration back with `expires` 0; the challenge is wanted."""
        uri, to, call_id = f"sip:{self.host}:{self.port}", f"<sip:{self.user}@{self.host}>", secrets.token_hex(12)
        word = "REGISTER" if expires else "unREGISTER"
        challenge = self.final(self.request("REGISTER", uri, to, [f"Expires: {expires}"], call_id=call_id, cseq=1), "REGISTER")
        if challenge.status != 401:
            raise CallFailed(f"REGISTER without credentials got {challenge.status}, not 401")
        extra = [f"Expires: {expires}", self.credentials(challenge, "REGISTER", uri)]
        answer = self.final(self.request("REGISTER", uri, to, extra, call_id=call_id, cseq=2), "REGISTER")
        say(f"{word:10} 401, with digest {answer.status}")
        if answer.status != 200:
            raise CallFailed(f"REGISTER with credentials got {answer.first}: is the secret right?")

    def offer(self):
        """Our session description."""
        kind = "IP6" if ":" in self.address else "IP4"
        return "\r\n".join([
            "v=0", f"o=- 1 1 IN {kind} {self.address}", "s=first call", f"c=IN {kind} {self.address}", "t=0 0",
            f"m=audio {self.rtp.getsockname()[1]} RTP/AVP 0 8 101", "a=rtpmap:0 PCMU/8000", "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-16", "a=ptime:20", "a=sendrecv", ""])

    def invite(self, extension, say):
        """Calls; gives the 200 with its dialog settled by an ACK."""
        uri, to = f"sip:{extension}@{self.host}:{self.port}", f"<sip:{extension}@{self.host}>"
        body, extra, seen = self.offer(), ["Content-Type: application/sdp"], []
        for _ in range(3):
            branch = "z9hG4bK" + secrets.token_hex(8)
            self.cseq += 1
            answer = self.final(self.request("INVITE", uri, to, extra, body, branch=branch), "INVITE", seen)
            if answer.status >= 300:
                self.send(self.request("ACK", uri, answer["to"], branch=branch))
            if answer.status not in (401, 407):
                break
            extra = ["Content-Type: application/sdp", self.credentials(answer, "INVITE", uri)]
        say("INVITE     " + ", ".join(map(str, seen)))
        if answer.status != 200:
            raise CallFailed(f"INVITE {extension} got {answer.first}")
        self.target = re.search(r"<([^>]+)>", answer["contact"] + "<" + uri + ">").group(1)
        self.remote_to = answer["to"]
        self.send(self.request("ACK", self.target, self.remote_to))
        return answer

    def media(self, answer, seconds):
        """Sends a tone and counts what comes back: sent, returned, codec."""
        address = re.search(r"^c=IN IP[46] (\S+)", answer.body, re.M)
        stream = re.search(r"^m=audio (\d+) RTP/AVP (\d+)", answer.body, re.M)
        if not address or not stream or stream.group(1) == "0":
            raise CallFailed("the answer has no audio stream")
        payload, target = int(stream.group(2)), (address.group(1), int(stream.group(1)))
        if payload not in CODECS:
            raise CallFailed(f"the answer chose payload {payload}, which was not offered")
        audio = tone(440, seconds) if payload == 0 else bytes([0xD5]) * int(8000 * seconds)
        packets, returned = len(audio) // 160, set()
        done = threading.Event()

        def collect():
            """Notes what comes back, until all is back or nobody waits any longer."""
            self.rtp.settimeout(0.2)
            while len(returned) < packets and not done.is_set():
                try:
                    data = self.rtp.recv(2048)
                except socket.timeout:
                    continue
                if len(data) == 172 and data[1] & 0x7F == payload:
                    returned.add(struct.unpack("!H", data[2:4])[0])

        receiver = threading.Thread(target=collect)
        receiver.start()
        source, sequence, begin = secrets.randbits(32), secrets.randbits(15), time.monotonic()
        for number in range(packets):
            head = struct.pack("!BBHII", 0x80, payload | (0x80 if number == 0 else 0), (sequence + number) & 0xFFFF, number * 160, source)
            self.rtp.sendto(head + audio[number * 160:(number + 1) * 160], target)
            time.sleep(max(0, begin + (number + 1) * 0.02 - time.monotonic()))
        receiver.join(2)
        done.set()
        receiver.join()
        return packets, len(returned), CODECS[payload]

    def bye(self, say):
        """Ends the call."""
        self.cseq += 1
        answer = self.final(self.request("BYE", self.target, self.remote_to), "BYE")
        say(f"BYE        {answer.status}")
        if answer.status != 200:
            raise CallFailed(f"BYE got {answer.first}")


def place(arguments, say):
    """The whole call; raises CallFailed."""
    phone = Phone(arguments.server, arguments.port, arguments.user, arguments.secret, arguments.timeout)
    phone.register(say)
    answer = phone.invite(arguments.exten, say)
    sent, returned, codec = phone.media(answer, arguments.seconds)
    say(f"codec      {codec}")
    say(f"RTP        {sent} packets there, {returned} back, {sent - returned} lost")
    phone.bye(say)
    phone.register(say, expires=0)
    if sent < 100 or returned < sent:
        raise CallFailed(f"{sent - returned} of {sent} RTP packets did not come back")


def main():
    """Reads the arguments, places the call, prints, and ends with 0 or 1."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--server", default="127.0.0.1", help="numeric address")
    parser.add_argument("--port", type=int, default=5060)
    parser.add_argument("--user", default="101")
    parser.add_argument("--secret", required=True)
    parser.add_argument("--exten", default="600", help="an extension that echoes")
    parser.add_argument("--seconds", type=float, default=2.2, help="length of the tone; 2 s are 100 packets")
    parser.add_argument("--timeout", type=float, default=10, help="longest wait for a final response, in seconds")
    arguments = parser.parse_args()
    try:
        place(arguments, lambda line: print("  " + line, flush=True))
    except (CallFailed, OSError) as failure:
        print(f"  FAILED     {failure}", flush=True)
        return 1
    print("  the call went through", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
