# SPDX-License-Identifier: GPL-2.0-only
"""A small SIP phone, over UDP or any other transport: it registers, calls, answers, and tells all that it saw.

It is honest where the PBX could notice: branches and tags are fresh, requests are retransmitted while one waits for their
response, repeated requests get the same response again, every final response to INVITE is acknowledged. It is under the
test's control where a test wants to be: any header can be added, any response given. All messages are in `messages`.
"""
import pathlib
import socket
import threading
import time
from collections.abc import Callable

from . import digest, sdp
from .call import Call
from .message import REASONS, Message, new_branch, new_tag
from .network import Place
from .waiting import PATIENCE, Bell
from .wire import wire

T1 = 0.5            # RFC 3261 timer T1, seconds


class Transaction:
    """A request that was sent, and the responses to it."""

    def __init__(self, phone: "Phone", request: Message):
        self.phone = phone
        self.request = request
        self.responses: list[Message] = []
        self.ack: Message | None = None     # what a repeated 2xx is answered with
        self.acks = 0                       # how many were due

    @property
    def final(self) -> Message | None:
        """The final response, when it came."""
        return next((response for response in self.responses if response.status >= 200), None)

    def wait(self, status: int | None = None, seconds: float = PATIENCE) -> Message:
        """Waits for a response of that status, or for a final one, and retransmits meanwhile.

        A final response of another status than the one waited for is an AssertionError that shows it."""
        def came():
            found = next((each for each in self.responses if each.status == status), None) if status else self.final
            if found is None and self.final is not None:
                raise AssertionError(f"{self.request.start}: wanted {status}, got\n{self.final}")
            return found
        return self._wait_for(came, f"{status or 'a final response'}", seconds)

    def wait_for_any(self, least: int = 100, seconds: float = PATIENCE) -> Message:
        """Waits for the first response whose status is at least `least`, and retransmits meanwhile."""
        return self._wait_for(lambda: next((each for each in self.responses if each.status >= least), None), "a response", seconds)

    def _wait_for(self, came: Callable[[], Message | None], what: str, seconds: float) -> Message:
        """Waits until `came` gives a response; retransmits while there is none at all."""
        end, pause = time.monotonic() + seconds, T1
        while True:
            left = end - time.monotonic()
            try:
                return self.phone.bell.wait_for(came, f"{what} to {self.request.start}; "
                                                f"got {[each.status for each in self.responses]}", max(0.0, min(pause, left)))
            except TimeoutError:
                if left <= pause:
                    raise
                if not self.responses and not self.phone.wire.connected:
                    self.phone.transmit(self.request)
                pause = min(2 * pause, 8 * T1)


class Phone:
    """One phone: an account at the PBX, an address, a wire. Made by the `phone` fixture."""

    def __init__(self, place: Place, name: str, secret: str, server: tuple[str, int], address: str, port: int = 5060,
                 log: pathlib.Path | None = None, transport: str = "udp", **options):
        """`transport`: see wire.TRANSPORTS; connections are opened at once. `options`: see wire.Tls."""
        self.place, self.name, self.secret, self.server = place, name, secret, server
        self.address, self.port = address, port
        self.told = address             # what Via and Contact say: a phone behind a NAT knows no better
        self.family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.bell = Bell()
        self.messages: list[tuple[str, Message]] = []       # ("in" or "out", message)
        self.calls: dict[str, Call] = {}                    # Call-ID -> call
        self._incoming: list[Call] = []
        self._transactions: dict[tuple[str, str], Transaction] = {}
        self._answers: dict[tuple[str, str, int], Message] = {}
        self._challenge: tuple[str, str] | None = None      # name of the header to send, challenge
        self._nonce_count = 0
        self._log = log
        self._registration = {"call_id": f"{new_tag()}@{name}", "tag": new_tag(), "sequence": 0}
        self.contact_parameters = ""
        self.takers: dict[str, Callable[[Message], None]] = {}  # method -> who answers it outside of calls, instead of the phone
        self._closing = False
        self.lost_acks = 0                                  # how many ACKs for the 2xx of a call are lost
        self.keepalives = 0                                 # empty lines that came
        self.cut_off = False                                # whether the connection is over
        self.transport, self._options = transport, options
        self.wire = wire(transport, place, address, port, server, **options)
        self.port = self.wire.port
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    # --- addresses

    @staticmethod
    def _host(address: str) -> str:
        return f"[{address}]" if ":" in address else address

    @property
    def domain(self) -> str:
        """The PBX as a URI's host and port."""
        host = self._host(self.server[0])
        return host if self.server[1] == 5060 else f"{host}:{self.server[1]}"

    @property
    def contact(self) -> str:
        """This phone's Contact value."""
        return f"<sip:{self.name}@{self._host(self.told)}:{self.port}{self.wire.parameters}{self.contact_parameters}>"

    def uri(self, target: str) -> str:
        """A target as a URI: what has no scheme is a user at the PBX."""
        return target if target.startswith(("sip:", "sips:", "tel:")) else f"sip:{target}@{self.domain}"

    # --- wire

    def transmit(self, message: Message, to: tuple[str, int] | None = None) -> None:
        """Sends a message as it is."""
        self._note("out", message)
        self.wire.send(bytes(message), to)

    def transmit_octets(self, data: bytes) -> None:
        """Sends what need not be SIP: a datagram, octets of a stream, or a frame."""
        self.wire.send(data)

    def _note(self, direction: str, message: Message) -> None:
        """Keeps a message, for the test and for who reads the log of a failed one."""
        with self.bell:
            self.messages.append((direction, message))
            if self._log:
                with open(self._log, "a") as log:
                    log.write(f"{time.strftime('%T')} {'<<<' if direction == 'in' else '>>>'}\n{message}\n")

    def _receive(self) -> None:
        """Reads until the wire ends."""
        wire = self.wire
        while True:
            try:
                data, source = wire.receive()
            except OSError:
                with self.bell:
                    self.cut_off = wire is self.wire
                self.bell.ring()
                return
            if self._closing:
                return
            if not data.strip():        # a keepalive
                with self.bell:
                    self.keepalives += 1
                self.bell.ring()
                continue
            try:
                message = Message.parse(data)
            except ValueError as error:
                message = Message(f"SIP/2.0 000 unreadable: {error}")
                self._note("in", message)
                continue
            message.source = source
            self._note("in", message)
            try:
                with self.bell:
                    if message.is_request:
                        self._take_request(message)
                    else:
                        self._take_response(message)
            except OSError:
                if self._closing:       # there is no wire left to answer by
                    return
                raise
            self.bell.ring()

    def _take_response(self, response: Message) -> None:
        """Gives a response to its transaction; acknowledges what must be."""
        transaction = self._transactions.get((response.branch, response.method))
        if transaction is None:
            return
        if response.method == "INVITE" and response.status >= 300:
            self.transmit(self._ack_of_refusal(transaction.request, response))
        if response.method == "INVITE" and 200 <= response.status < 300 and transaction.ack is not None:
            self.acknowledge(transaction)
        transaction.responses.append(response)
        call = self.calls.get(response["Call-ID"])
        if call:
            call.take_response(transaction, response)

    def acknowledge(self, transaction: Transaction) -> None:
        """Sends the ACK for a 2xx, unless that is one of those that are lost."""
        transaction.acks += 1
        if transaction.acks > self.lost_acks:
            self.transmit(transaction.ack)

    @staticmethod
    def _ack_of_refusal(request: Message, response: Message) -> Message:
        """The ACK to a final response that is no 2xx. (RFC 3261 §17.1.1.3)"""
        ack = Message(f"ACK {request.uri} SIP/2.0").add("Via", request["Via"])
        for route in request.all("Route"):
            ack.add("Route", route)
        return (ack.add("From", request["From"]).add("To", response["To"]).add("Call-ID", request["Call-ID"])
                .add("CSeq", f"{request.sequence} ACK").add("Max-Forwards", 70))

    def _take_request(self, request: Message) -> None:
        """Answers a request: again as before when it is repeated, otherwise by its call, otherwise as a phone would."""
        key = (request.branch, request.method, request.sequence)
        if key in self._answers:
            self.transmit(self._answers[key], request.source)
            return
        call = self.calls.get(request["Call-ID"])
        if call is None and request.method == "INVITE" and not request.to_tag:
            call = Call.incoming(self, request)
            self.calls[request["Call-ID"]] = call
            self._incoming.append(call)
            self.respond(request, 100)
        elif call is not None:
            call.take_request(request)
        elif request.method in self.takers:
            self.takers[request.method](request)
        elif request.method in ("OPTIONS", "NOTIFY", "MESSAGE"):
            self.respond(request, 200)
        elif request.method != "ACK":
            self.respond(request, 481 if request.to_tag else 405)

    # --- sending requests and responses

    def respond(self, request: Message, status: int, reason: str = "", to_tag: str = "", headers: dict[str, str] | None = None,
                body: bytes = b"") -> Message:
        """Answers a request; a repetition of it gets the same again."""
        tag = to_tag or ("" if status == 100 else request.to_tag or new_tag())
        answer = request.response(status, reason or REASONS.get(status, "Unknown"), tag, headers, body)
        with self.bell:
            self._answers[(request.branch, request.method, request.sequence)] = answer
        self.transmit(answer, request.source)
        return answer

    def new_request(self, method: str, uri: str, to: str, call_id: str, tag: str, sequence: int,
                    headers: dict[str, str] | None = None, body: bytes = b"", from_value: str = "") -> Message:
        """A request with all that RFC 3261 §8.1.1 wants."""
        request = Message(f"{method} {uri} SIP/2.0")
        request.add("Via", f"SIP/2.0/{self.wire.via} {self._host(self.told)}:{self.port};branch={new_branch()};rport")
        request.add("From", from_value or f'"{self.name}" <sip:{self.name}@{self.domain}>;tag={tag}')
        request.add("To", to).add("Call-ID", call_id).add("CSeq", f"{sequence} {method}")
        for name, value in {"Max-Forwards": "70", **(headers or {})}.items():
            request.add(name, value)
        request.body = body
        return request

    def send(self, request: Message) -> Transaction:
        """Sends a request in a transaction of its own."""
        transaction = Transaction(self, request)
        with self.bell:
            self._transactions[(request.branch, request.method)] = transaction
        self.transmit(request)
        return transaction

    def credentials(self, challenged: Message, request: Message, secret: str | None = None,
                    username: str | None = None) -> tuple[str, str]:
        """Name and value of the header that answers a 401 or 407."""
        theirs, ours = ("WWW-Authenticate", "Authorization") if challenged.status == 401 else ("Proxy-Authenticate", "Proxy-Authorization")
        assert challenged[theirs], f"{challenged.status} without a challenge:\n{challenged}"
        return ours, digest.answer(challenged[theirs], request.method, request.uri, username or self.name,
                                   self.secret if secret is None else secret)

    def request(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"",
                authenticate: bool = True, seconds: float = PATIENCE) -> Message:
        """Sends a request outside of dialogs, answers a challenge to it, and returns the final response."""
        call_id, tag, uri = f"{new_tag()}@{self.name}", new_tag(), self.uri(target)
        for sequence in (1, 2):
            request = self.new_request(method, uri, f"<{uri}>", call_id, tag, sequence, headers, body)
            if sequence == 2:
                request.add(*self.credentials(response, request))
            response = self.send(request).wait(seconds=seconds)
            if response.status not in (401, 407) or not authenticate:
                break
        return response

    # --- what a phone does

    def register(self, expires: int = 300, status: int = 200, secret: str | None = None, headers: dict[str, str] | None = None,
                 contact: str | None = None) -> Message:
        """Registers, with an answer to the challenge, and returns the last response, which must have that status."""
        registration, uri = self._registration, f"sip:{self.domain}"
        extra: list[tuple[str, str]] = []
        response = None
        for _ in range(3):          # a second challenge says that the nonce was stale
            registration["sequence"] += 1
            request = self.new_request("REGISTER", uri, f"<sip:{self.name}@{self.domain}>", registration["call_id"],
                                       registration["tag"], registration["sequence"],
                                       {"Contact": contact or self.contact, "Expires": str(expires), **(headers or {})})
            for name, value in extra:
                request.add(name, value)
            response = self.send(request).wait()
            if response.status not in (401, 407) or status == response.status:
                break
            if extra and 'stale=true' not in response["WWW-Authenticate"].lower():
                break
            extra = [self.credentials(response, request, secret)]
        assert response.status == status, f"REGISTER of {self.name}: wanted {status}, got\n{response}"
        return response

    def unregister(self) -> Message:
        """Takes the registration back."""
        return self.register(expires=0)

    def invites(self, target: str, headers: dict[str, str] | None = None, authenticate: bool = True, **offer) -> Call:
        """Begins a call, answers a challenge, and returns it as soon as the PBX is at it. `offer`: see sdp.write."""
        return Call.outgoing(self, target, headers or {}, authenticate, offer)

    def calls_to(self, target: str, **options) -> Call:
        """Begins a call, and waits until it is answered."""
        call = self.invites(target, **options)
        call.expect(200)
        return call

    def expect_call(self, seconds: float = PATIENCE) -> Call:
        """Waits until somebody calls this phone."""
        return self.bell.wait_for(lambda: self._incoming.pop(0) if self._incoming else None, f"a call to {self.name}", seconds)

    def expect_request(self, method: str, count: int = 1, seconds: float = PATIENCE) -> Message:
        """Waits until `count` requests of that method came, and returns the last of them."""
        return self.bell.wait_for(lambda: (self.requests(method)[count - 1:count] or [None])[0],
                                  f"{count} {method} at {self.name}", seconds)

    def expect_keepalives(self, count: int, seconds: float = PATIENCE) -> None:
        """Waits until `count` more empty lines came."""
        wanted = self.keepalives + count
        self.bell.wait_for(lambda: self.keepalives >= wanted, f"{count} keepalives at {self.name}", seconds)

    def requests(self, method: str) -> list[Message]:
        """All requests of a method that came, repetitions too."""
        with self.bell:
            return [message for direction, message in self.messages
                    if direction == "in" and message.is_request and message.method == method]

    def close(self) -> None:
        """Ends it; a call that is up is ended as by someone who pulls the plug."""
        self._closing = True
        for call in self.calls.values():
            call.close()
        self.wire.close()
        self._thread.join(2)

    def reconnect(self) -> None:
        """Opens a new connection in place of the one that it had, which is closed if it is not yet."""
        before = self.wire
        self.wire = wire(self.transport, self.place, self.address, 0, self.server, **self._options)
        self.port = self.wire.port
        before.close()
        self.cut_off = False
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def wait_until_cut_off(self, seconds: float = PATIENCE) -> None:
        """Waits until the other side ended the connection."""
        self.bell.wait_for(lambda: self.cut_off, f"the end of the connection at {self.name}", seconds)


__all__ = ["Phone", "Transaction", "sdp"]


def registered(phone: Callable[..., Phone], name: str, **options) -> Phone:
    """A phone that has registered; `phone` is the fixture."""
    made = phone(name, **options)
    made.register()
    return made
