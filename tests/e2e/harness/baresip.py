# SPDX-License-Identifier: GPL-2.0-only
"""baresip as a peer: a real phone, which plays a tone and records what it hears.

It is steered and heard through its ctrl_tcp module: JSON in netstrings, commands down, events up. What it says in SIP stands in
its output, for it traces that.
"""
import itertools
import json
import pathlib
import re
import socket
import subprocess
import threading
from dataclasses import dataclass

from . import tones
from .ear import Ear
from .message import Message
from .network import Place
from .waiting import PATIENCE, Bell, until

CONTROL_PORT = 4444
TRACED = re.compile(rb"#\n(?:UDP|TCP|TLS|WSS?) (\S+) -> \S+\n(.*?)\x1b\[;m", re.DOTALL)
CONFIG = """poll_method epoll
sip_listen {listen}:5060
sip_verify_server no
call_local_timeout 120
call_max_calls 4
audio_player aufile,/dev/null
snd_path {folder}
audio_source ausine,{tone}
audio_alert aufile,/dev/null
ausrc_srate 48000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
audio_buffer 20-160
rtp_tos 184
rtp_ports 20000-20200
jitter_buffer_type fixed
module_path {modules}
module stdio.so
module g711.so
module ausine.so
module aufile.so
module sndfile.so
module uuid.so
module srtp.so
module dtls_srtp.so
module ice.so
module_tmp account.so
module_app menu.so
module_app contact.so
module_app presence.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
"""


def module_folder() -> pathlib.Path:
    """Where baresip has its modules."""
    return next(path.parent for pattern in ("/usr/lib/baresip/modules/account.so", "/usr/lib/*/baresip/modules/account.so")
                for path in sorted(pathlib.Path("/").glob(pattern[1:])))


@dataclass(frozen=True)
class Mark:
    """A moment of a baresip: how many events there were, how long each record of what it heard was, and what had reached it."""
    events: int
    samples: dict[pathlib.Path, int]
    packets: int


class Baresip:
    """One baresip: an account, a place of its own, a tone that it plays, a file of what it heard; `ear` is what reaches it."""

    def __init__(self, place: Place, keep: pathlib.Path, name: str, secret: str, server: str, address: str, tone: int,
                 account: str = "", watches: str = "", answers: str = "auto", codecs: str = "PCMU"):
        """Starts it; it registers at once, and tells so (`expect("REGISTER_OK")`).

        server   the PBX as a URI's host and port; address: this phone's, which also decides the family
        tone     in Hz, what it plays in calls; keep: a folder for its log and its record
        account  more parameters of its account, each with a semicolon before it (`;mediaenc=srtp-mand`)
        watches  a URI whose presence it subscribes to
        answers  `auto` takes each call at once, `manual` rings until `accept` or `hangup`
        codecs   what it offers and takes, with commas between: of PCMU and PCMA
        """
        self.name, self.address, self.tone = name, address, tone
        self.folder = next(folder for folder in (keep / f"baresip-{name}{number}" for number in itertools.chain([""], itertools.count(2)))
                           if not folder.exists())      # each has a record of its own
        self.folder.mkdir(parents=True)
        host = f"[{address}]" if ":" in address else address
        (self.folder / "config").write_text(CONFIG.format(listen=host, folder=self.folder, tone=tone, modules=module_folder(),
                                                          control=CONTROL_PORT))
        (self.folder / "accounts").write_text("")
        (self.folder / "contacts").write_text(f'"Lamp" <{watches}>;presence=p2p\n' if watches else "")
        self.events: list[dict] = []
        self._bell = Bell()
        self._numbers = itertools.count(1)
        self._output = open(self.folder / "output.txt", "wb")
        self.process = place.start(["baresip", "-6" if ":" in address else "-4", "-f", str(self.folder), "-s", "-v"],
                                   stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT, cwd=self.folder)
        self._place = place
        self.ear = Ear(place, address)
        self._control: socket.socket = until(self._connect, f"baresip {name} to take commands")
        threading.Thread(target=self._read, daemon=True).start()
        # only now, so that no event about the account is missed
        self.command("uanew", f"<sip:{name}@{server}>;auth_user={name};auth_pass={secret};regint=300;answermode={answers};"
                     f"audio_codecs={codecs}{account}")

    def _connect(self) -> socket.socket | None:
        """A connection to its control port, or nothing yet."""
        if self.process.poll() is not None:
            raise RuntimeError(f"baresip ended with {self.process.returncode}:\n{(self.folder / 'output.txt').read_text()[-2000:]}")
        connection = self._place.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            connection.connect(("127.0.0.1", CONTROL_PORT))
        except OSError:
            connection.close()
            return None
        return connection

    def _read(self) -> None:
        """Collects events and answers until the connection ends."""
        pending = b""
        while True:
            try:
                received = self._control.recv(65536)
            except OSError:
                return
            if not received:
                return
            pending += received
            while b":" in pending:
                length, _, rest = pending.partition(b":")
                if len(rest) < int(length) + 1:
                    break
                with self._bell:
                    self.events.append(json.loads(rest[:int(length)]))
                pending = rest[int(length) + 1:]
                self._bell.ring()

    def command(self, command: str, parameters: str = "") -> None:
        """Gives it a command, such as `dial`; what follows is an event."""
        self._command(command, parameters)

    def _command(self, command: str, parameters: str) -> str:
        """Gives it a command; returns what its answer is known by."""
        token = f"{command}-{next(self._numbers)}"
        text = json.dumps({"command": command, "params": parameters, "token": token}).encode()
        self._control.sendall(str(len(text)).encode() + b":" + text + b",")
        return token

    def order(self, command: str, parameters: str = "") -> str:
        """Gives it a command that it must obey, and returns what it says to that."""
        token = self._command(command, parameters)
        told = self._bell.wait_for(lambda: next((event for event in self.events if event.get("token") == token), None),
                                   f"what baresip {self.name} says to {command}")
        assert told.get("ok"), f"baresip {self.name} refused {command} {parameters}: {told}"
        return told.get("data", "")

    def ask(self, command: str) -> str:
        """Gives it a command, and returns what it prints for it."""
        return self.order(command)

    def mark(self) -> Mark:
        """This moment, for `since`."""
        with self._bell:
            return Mark(len(self.events), {record: len(tones.read_wave(record)[0]) for record in self._records()},
                        len(self.ear.packets))

    def expect(self, kind: str, seconds: float = PATIENCE, since: Mark | None = None, **conditions: str) -> dict:
        """Waits for the first event of a kind, such as REGISTER_OK, CALL_ESTABLISHED or CALL_CLOSED, that came after a mark and whose
        fields are these (`id=` is the Call-ID)."""
        begin = since.events if since else 0

        def came():
            return next((event for event in self.events[begin:] if event.get("type") == kind
                         and all(event.get(name) == value for name, value in conditions.items())), None)
        return self._bell.wait_for(came, lambda: f"{kind} {conditions or ''} of baresip {self.name}; it said "
                                   f"{[(event.get('type'), event.get('param')) for event in self.events[begin:]]}", seconds)

    def said(self, kind: str, since: Mark | None = None) -> bool:
        """Whether an event of a kind came after a mark, without waiting."""
        with self._bell:
            return any(event.get("type") == kind for event in self.events[since.events if since else 0:])

    # --- what one does with a phone

    def dial(self, target: str) -> str:
        """Calls, and returns the Call-ID; the new call is the one that further commands are for."""
        return self.order("dial", target).removeprefix("call id:").strip()

    def accept(self) -> None:
        """Answers the call that rings."""
        self.order("accept")

    def hangup(self) -> None:
        """Ends or refuses the current call."""
        self.order("hangup")

    def select(self, call_id: str) -> None:
        """Makes another of its calls the current one."""
        self.order("callfind", call_id)

    def hold(self) -> None:
        """Puts the current call on hold."""
        self.order("hold")

    def resume(self) -> None:
        """Takes the current call back from hold. It does that, but says that it did not."""
        self.command("resume")

    def transfer(self, target: str) -> None:
        """Sends the other side of the current call to a URI, by REFER."""
        self.order("transfer", target)

    def transfer_to_call(self, call_id: str, target: str) -> None:
        """Joins the other side of the current call with that of another call of its own, by REFER with Replaces. It has no word for
        that, but takes a URI with all that belongs to it."""
        answer = self.answer_to(call_id)
        self.transfer(f"<{target}?Replaces={call_id.replace('@', '%40')}%3Bto-tag%3D{answer.to_tag}"
                      f"%3Bfrom-tag%3D{answer.from_tag}>")

    # --- what it said in SIP

    def messages(self) -> list[tuple[str, Message]]:
        """All that it traced: ("in" or "out", message)."""
        host = f"[{self.address}]" if ":" in self.address else self.address
        return [("out" if source.decode().startswith(f"{host}:") else "in", Message.parse(text))
                for source, text in TRACED.findall((self.folder / "output.txt").read_bytes())]

    def answer_to(self, call_id: str) -> Message:
        """The 200 that the INVITE of a call of this phone was answered with."""
        return until(lambda: next((each for _, each in self.messages() if not each.is_request and each.status == 200
                                   and each["Call-ID"] == call_id and each.method == "INVITE"), None), f"the answer to {call_id}")

    def who_hung_up(self, call_id: str) -> str:
        """Waits for the BYE of a call, and returns which way it went: `in` or `out`."""
        return until(lambda: next((way for way, each in self.messages() if each.is_request and each["Call-ID"] == call_id
                                   and each.method == "BYE"), None), f"the BYE of {call_id} at {self.name}")

    # --- what it hears

    def _records(self) -> list[pathlib.Path]:
        """Its records with something in them. They hold what was decoded, packet after packet: what a player is given may have holes,
        for its clock is not the sender's."""
        return [record for record in sorted(self.folder.glob("*-dec.wav")) if record.stat().st_size > 1000]

    def heard(self, frequency: float, since: Mark | None = None) -> float:
        """How many seconds of its records, after a mark, are a tone. A call's record ends with the first hold: `ear` hears on."""
        heard = 0.0
        for record in self._records():
            samples, rate = tones.read_wave(record)
            heard += tones.seconds_of(samples[since.samples.get(record, 0) if since else 0:], frequency, rate)
        return heard

    def wait_for_tone(self, frequency: float, length: float = 2.0, seconds: float = 2 * PATIENCE, since: Mark | None = None) -> None:
        """Waits until its record, after a mark, holds `length` seconds of a tone."""
        until(lambda: self.heard(frequency, since) >= length, f"{length} s of {frequency} Hz in {self.folder}", seconds)

    def stop(self) -> None:
        """Ends it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        self.ear.close()
        self._control.close()
        self._output.close()
