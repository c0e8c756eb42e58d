# SPDX-License-Identifier: GPL-2.0-only
"""A client of Asterisk's manager interface: actions, commands, and events to wait for."""
import json
import re
import socket
import threading

from .waiting import PATIENCE, Bell


class Packet(dict):
    """One message of the manager: names as they came; `output` holds what a command printed, `json` the JSON that was told."""

    output: list[str]
    json: list[str]     # in lines: put behind each other they are one text

    def __init__(self, text: str):
        super().__init__()
        self.output = []
        self.json = []
        for line in text.split("\r\n"):
            name, separator, value = line.partition(":")
            if not separator:
                continue
            value = value[1:] if value.startswith(" ") else value
            if name == "Output":
                self.output.append(value)
            elif name == "JSON":
                self.json.append(value)
            else:
                self[name] = value

    def field(self, name: str) -> str:
        """A field by its name in any case; empty when it is not there."""
        return next((value for key, value in self.items() if key.lower() == name.lower()), "")

    def fits(self, conditions: dict[str, str]) -> bool:
        """Whether every `name=value`, `name__startswith=`, `name__contains=` or `name__matches=` holds."""
        for condition, wanted in conditions.items():
            name, _, how = condition.partition("__")
            value, wanted = self.field(name), str(wanted)
            fits = {"": value == wanted, "startswith": value.startswith(wanted), "contains": wanted in value,
                    "matches": re.search(wanted, value) is not None if how == "matches" else False}[how]
            if not fits:
                return False
        return True


class Ami:
    """A logged-in session. Events are collected from the login on; each is given out once by `expect`."""

    def __init__(self, connection: socket.socket, username: str, secret: str):
        self._connection = connection
        self._bell = Bell()
        self._events: list[Packet] = []         # all since the login
        self._unseen: list[Packet] = []         # those that no `expect` has returned yet
        self._answers: dict[str, list[Packet]] = {}
        self._closed = False
        self._number = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        answer = self.action("Login", Username=username, Secret=secret)
        if answer.get("Response") != "Success":
            raise RuntimeError(f"the manager refused the login: {answer}")

    def _read(self) -> None:
        """Collects packets until the connection ends."""
        pending = b""
        while True:
            try:
                received = self._connection.recv(65536)
            except OSError:
                received = b""
            if not received:
                break
            pending += received
            if pending.startswith(b"Asterisk Call Manager"):
                pending = pending.partition(b"\r\n")[2]
            while b"\r\n\r\n" in pending:
                text, _, pending = pending.partition(b"\r\n\r\n")
                self._take(Packet(text.decode(errors="replace")))
        with self._bell:
            self._closed = True
        self._bell.ring()

    def _take(self, packet: Packet) -> None:
        """Files one packet."""
        with self._bell:
            if "Event" in packet:
                self._events.append(packet)
                self._unseen.append(packet)
            if "ActionID" in packet and ("Response" in packet or packet["ActionID"] in self._answers):
                self._answers.setdefault(packet["ActionID"], []).append(packet)
        self._bell.ring()

    def _send(self, name: str, fields: dict[str, object]) -> str:
        """Sends an action; returns its id."""
        with self._bell:
            self._number += 1
            action_id = f"test-{self._number}"
            self._answers[action_id] = []
        lines = [f"Action: {name}", f"ActionID: {action_id}"]
        for field, value in fields.items():
            for each in value if isinstance(value, (list, tuple)) else [value]:
                lines.append(f"{field}: {each}")
        self._connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return action_id

    def action(self, name: str, seconds: float = PATIENCE, **fields) -> Packet:
        """Sends an action and returns its response; a list as a value repeats the field."""
        action_id = self._send(name, fields)
        return self._bell.wait_for(lambda: next(iter(self._answers[action_id]), None) or self._lost(),
                                   f"the response to {name}", seconds)

    def list(self, name: str, seconds: float = PATIENCE, **fields) -> list[Packet]:
        """Sends an action that answers with a list; returns the events between its response and its end."""
        packets = self._whole_list(name, seconds, fields)
        return [packet for packet in packets if "Event" in packet and packet.get("EventList") != "Complete"]

    def show(self, command: str, arguments: str = "", seconds: float = PATIENCE) -> tuple[list[dict], dict]:
        """What `sip show COMMAND` shows, by the action SIPShow: its rows, and what closes them."""
        packets = self._whole_list("SIPShow", seconds, {"Command": command, **({"Arguments": arguments} if arguments else {})})
        told = [json.loads("".join(packet.json)) for packet in packets[1:]]
        assert [packet["Event"] for packet in packets[1:]] == ["SIPShowRow"] * (len(told) - 1) + ["SIPShowComplete"]
        assert packets[-1]["ListItems"] == str(len(told) - 1)
        return told[:-1], told[-1]

    def _whole_list(self, name: str, seconds: float, fields: dict[str, object]) -> list[Packet]:
        """Sends an action that answers with a list; returns its response, its events, and the event that ends it."""
        action_id = self._send(name, fields)

        def complete():
            packets = self._answers[action_id]
            if packets and packets[0].get("Response") == "Error":
                return packets
            return packets if any(packet.get("EventList") == "Complete" for packet in packets) else self._lost()
        packets = self._bell.wait_for(complete, f"the list of {name}", seconds)
        if packets[0].get("Response") == "Error":
            raise RuntimeError(f"{name}: {packets[0].get('Message')}")
        return packets

    @property
    def lost(self) -> bool:
        """Whether the connection has ended."""
        return self._closed

    def _lost(self) -> None:
        """Raises when the connection has ended, so that nobody waits for what cannot come."""
        if self._closed:
            raise ConnectionError("the manager's connection ended")

    def command(self, text: str, seconds: float = PATIENCE) -> str:
        """Runs a command of the console; what it printed, with line ends."""
        return "".join(line + "\n" for line in self.action("Command", seconds, Command=text).output)

    def expect(self, event: str, seconds: float = PATIENCE, **conditions) -> Packet:
        """Waits for an event that fits (see Packet.fits) and that no earlier `expect` has returned."""
        def take():
            for packet in self._unseen:
                if packet["Event"] == event and packet.fits(conditions):
                    self._unseen.remove(packet)
                    return packet
            return self._lost()

        def story():
            near = [dict(packet) for packet in self._events if packet["Event"] == event][-5:]
            return f"the event {event} {conditions}; of that name there were {near}"
        return self._bell.wait_for(take, story, seconds)

    def forget(self) -> None:
        """Nothing that happened until now is expected any more."""
        with self._bell:
            self._unseen.clear()

    def seen(self, event: str, **conditions) -> list[Packet]:
        """All events since the login that fit, without waiting."""
        with self._bell:
            return [packet for packet in self._events if packet["Event"] == event and packet.fits(conditions)]

    def close(self) -> None:
        """Ends the session."""
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._reader.join(5)
        self._connection.close()
