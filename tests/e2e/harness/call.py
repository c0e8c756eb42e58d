# SPDX-License-Identifier: GPL-2.0-only
"""A call as one of the tests' phones has it: the dialog, the offers and answers, and the sound."""
from __future__ import annotations

import typing
from collections.abc import Callable

from . import sdp
from .message import Message, new_tag, uri_of
from .rtp import Rtp
from .waiting import PATIENCE

if typing.TYPE_CHECKING:
    from .phone import Phone, Transaction

SDP = {"Content-Type": "application/sdp"}


class Call:
    """One call, outgoing (`Call.outgoing`) or incoming (`Call.incoming`). `rtp` is its sound, `ended` whether it is over."""

    def __init__(self, phone: "Phone", call_id: str):
        self.phone = phone
        self.call_id = call_id
        self.rtp = Rtp(phone.place, phone.address)
        self.ended = False
        self.confirmed = False              # incoming: the ACK came
        self.requests: list[Message] = []   # those that came in the dialog
        self.invite: Message | None = None  # the last INVITE, either way
        self.transaction: "Transaction | None" = None
        self.remote_description: sdp.Description | None = None
        self.refuses_offers_with = 0        # a status that re-INVITEs get instead of an answer
        self.taker: Callable[[Message], dict] | None = None     # what the answer to a re-INVITE changes in our description
        self._offer: dict = {}
        self._version = 0
        self._sequence = 0
        self._local = self._remote = self._target = ""
        self._tag = new_tag()
        self._routes: list[str] = []

    # --- begin

    @classmethod
    def outgoing(cls, phone: "Phone", target: str, headers: dict[str, str], authenticate: bool, offer: dict) -> "Call":
        """Sends the INVITE, and again with credentials when it is challenged; returns at the first other response."""
        call = cls(phone, f"{new_tag()}@{phone.name}")
        uri = phone.uri(target)
        call._offer = offer
        call._local, call._remote, call._target = f'"{phone.name}" <sip:{phone.name}@{phone.domain}>;tag={call._tag}', f"<{uri}>", uri
        with phone.bell:
            phone.calls[call.call_id] = call
        extra: dict[str, str] = {}
        for attempt in (1, 2):
            invite = call._request("INVITE", {"Contact": phone.contact, **SDP, **headers, **extra}, call.description())
            call.invite = invite
            call.transaction = phone.send(invite)
            # a challenge may come after a 100, and who is challenged only once gets on at the 100
            first = call.transaction.wait_for_any(101 if authenticate and attempt == 1 else 100)
            if first.status not in (401, 407) or not authenticate or attempt == 2:
                return call
            extra = dict([phone.credentials(first, invite)])
        return call

    @classmethod
    def incoming(cls, phone: "Phone", invite: Message) -> "Call":
        """A call that an INVITE began."""
        call = cls(phone, invite["Call-ID"])
        call.invite = invite
        call._local, call._remote = f"{invite['To']};tag={call._tag}", invite["From"]
        call._target = uri_of(invite["Contact"])
        call._routes = invite.all("Record-Route")
        call._learn(invite)
        return call

    # --- descriptions

    def description(self, **changes) -> bytes:
        """This side's next description; `changes` (see sdp.write) stay."""
        self._offer = {**self._offer, **changes}
        self._version += 1
        return sdp.write(**{"address": self.phone.address, "port": self.rtp.port, "version": self._version, **self._offer})

    def _learn(self, message: Message) -> None:
        """Takes the other side's description, if there is one, and sends sound where it says."""
        if not message.body or "application/sdp" not in message["Content-Type"]:
            return
        self.remote_description = sdp.parse(message.body)
        audio = next((media for media in self.remote_description.media if media.kind == "audio"), None)
        if audio is None:       # a fax
            self.rtp.set_remote("", 0)
            return
        sound = next((int(payload) for payload in audio.formats if payload in ("0", "8")), 0)
        self.rtp.set_remote(audio.address, audio.port if audio.direction in ("sendrecv", "recvonly") else 0, sound,
                            audio.payload("telephone-event"))

    @property
    def answer(self) -> sdp.Media:
        """The audio part of the other side's latest description."""
        assert self.remote_description, f"no description came in call {self.call_id}"
        return self.remote_description.audio

    # --- what comes; called with the phone's lock held

    def take_response(self, transaction: "Transaction", response: Message) -> None:
        """Notes what a response to one of this call's requests says."""
        if response.method != "INVITE" or response.status == 100:
            return
        if response.to_tag and response.status < 300:
            self._remote, self._target = response["To"], uri_of(response["Contact"]) or self._target
            self._routes = list(reversed(response.all("Record-Route")))
            self._learn(response)
        if 200 <= response.status < 300 and transaction.ack is None:
            ack = self._request("ACK", {}, sequence=transaction.request.sequence)
            transaction.ack = ack
            self.phone.acknowledge(transaction)
        if response.status >= 300 and transaction.request is self.invite and not transaction.request.to_tag:
            self.ended = response.status not in (401, 407)

    def take_request(self, request: Message) -> None:
        """Answers a request in the dialog as a phone would."""
        self.requests.append(request)
        if request.method == "ACK":
            self.confirmed = True
            self._learn(request)
        elif request.method == "CANCEL":
            self.phone.respond(request, 200, to_tag=self._tag)
            if not self.ended:
                self.phone.respond(self.invite, 487, to_tag=self._tag)
            self.ended = True
        elif request.method == "BYE":
            self.ended = True
            self.phone.respond(request, 200)
        elif request.method in ("INVITE", "UPDATE"):
            self._take_offer(request)
        else:
            self.phone.respond(request, 200)

    def _take_offer(self, request: Message) -> None:
        """Answers a re-INVITE or an UPDATE."""
        if self.refuses_offers_with:
            self.phone.respond(request, self.refuses_offers_with)
            return
        if request.method == "INVITE":
            self.invite, self.confirmed = request, False
        self._learn(request)
        body = self.description(**(self.taker(request) if self.taker else {})) if request.body or request.method == "INVITE" else b""
        self.phone.respond(request, 200, headers={"Contact": self.phone.contact, **(SDP if body else {})}, body=body)

    # --- what one does

    def _request(self, method: str, headers: dict[str, str], body: bytes = b"", sequence: int | None = None) -> Message:
        """A request in this dialog."""
        if sequence is None:
            self._sequence += 1
        request = self.phone.new_request(method, self._target, self._remote, self.call_id, self._tag,
                                         self._sequence if sequence is None else sequence, headers, body, self._local)
        for route in self._routes:
            request.add("Route", route)
        return request

    def request(self, method: str, headers: dict[str, str] | None = None, body: bytes = b"", status: int | None = 200) -> Message:
        """Sends a request in the dialog, and returns the final response, which must have that status."""
        return self.phone.send(self._request(method, headers or {}, body)).wait(status)

    def expect(self, status: int, seconds: float = PATIENCE) -> Message:
        """Waits for a response to the INVITE; a final one with another status is an error."""
        return self.transaction.wait(status, seconds)

    def ring(self, status: int = 180, body: bytes = b"") -> None:
        """Answers that it rings."""
        self.phone.respond(self.invite, status, to_tag=self._tag, headers={"Contact": self.phone.contact, **(SDP if body else {})},
                           body=body)

    def accept(self, seconds: float = PATIENCE, **changes) -> None:
        """Answers with a description, and waits for the ACK."""
        self.phone.respond(self.invite, 200, to_tag=self._tag, headers={"Contact": self.phone.contact, **SDP},
                           body=self.description(**changes))
        self.wait_for_confirmation(seconds)

    def refuse(self, status: int = 486, seconds: float = PATIENCE) -> None:
        """Refuses, and waits for the ACK."""
        self.phone.respond(self.invite, status, to_tag=self._tag)
        self.wait_for_confirmation(seconds)
        self.ended = True

    def cancel(self) -> Message:
        """Takes the INVITE back; returns the final response to it, when the CANCEL itself got its 200."""
        invite = self.invite
        request = Message(f"CANCEL {invite.uri} SIP/2.0").add("Via", invite["Via"]).add("From", invite["From"])
        request.add("To", invite["To"]).add("Call-ID", self.call_id).add("CSeq", f"{invite.sequence} CANCEL").add("Max-Forwards", 70)
        self.phone.send(request).wait(200)
        return self.transaction.wait()

    def reinvite(self, status: int = 200, **changes) -> Message:
        """Offers anew within the call; `changes` as for `description`. Returns the response, which must have that status."""
        self.invite = self._request("INVITE", {"Contact": self.phone.contact, **SDP}, self.description(**changes))
        self.transaction = self.phone.send(self.invite)
        return self.transaction.wait(status)

    def bye(self) -> None:
        """Hangs up, and waits for the 200."""
        self.request("BYE")
        self.ended = True

    def wait_for_confirmation(self, seconds: float = PATIENCE) -> None:
        """Waits until the other side acknowledged our final response to its INVITE."""
        self.phone.bell.wait_for(lambda: self.confirmed, f"the ACK at {self.phone.name}", seconds)

    def wait_for_end(self, seconds: float = PATIENCE) -> None:
        """Waits until the other side hung up or took its INVITE back."""
        self.phone.bell.wait_for(lambda: self.ended, f"the end of the call at {self.phone.name}", seconds)

    def close(self) -> None:
        """Ends the sound."""
        self.rtp.close()
