# SPDX-License-Identifier: GPL-2.0-only
"""baresip as a peer: a real phone, which plays a tone and records what it hears.

It is steered and heard through its ctrl_tcp module: JSON in netstrings, commands down, events up.
"""
import json
import pathlib
import socket
import subprocess
import threading

from . import tones
from .network import Place
from .waiting import PATIENCE, Bell, until

CONTROL_PORT = 4444
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


class Baresip:
    """One baresip: an account, a place of its own, a tone that it plays, a file of what it heard."""

    def __init__(self, place: Place, keep: pathlib.Path, name: str, secret: str, server: str, address: str, tone: int,
                 account: str = "", watches: str = ""):
        """Starts it; it registers at once, and tells so (`expect("REGISTER_OK")`).

        server   the PBX as a URI's host and port; address: this phone's, which also decides the family
        tone     in Hz, what it plays in calls; keep: a folder for its log and its record
        account  more parameters of its account, each with a semicolon before it (`;mediaenc=srtp-mand`)
        watches  a URI whose presence it subscribes to
        """
        self.name, self.address, self.tone = name, address, tone
        self.folder = keep / f"baresip-{name}"
        self.folder.mkdir(parents=True, exist_ok=True)
        host = f"[{address}]" if ":" in address else address
        (self.folder / "config").write_text(CONFIG.format(listen=host, folder=self.folder, tone=tone, modules=module_folder(),
                                                          control=CONTROL_PORT))
        (self.folder / "accounts").write_text("")
        (self.folder / "contacts").write_text(f'"Lamp" <{watches}>;presence=p2p\n' if watches else "")
        self.events: list[dict] = []
        self._bell = Bell()
        self._output = open(self.folder / "output.txt", "wb")
        self.process = place.start(["baresip", "-6" if ":" in address else "-4", "-f", str(self.folder), "-s", "-v"],
                                   stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT, cwd=self.folder)
        self._place = place
        self._control: socket.socket = until(self._connect, f"baresip {name} to take commands")
        threading.Thread(target=self._read, daemon=True).start()
        # only now, so that no event about the account is missed
        self.command("uanew", f"<sip:{name}@{server}>;auth_user={name};auth_pass={secret};regint=300;answermode=auto;"
                     f"audio_codecs=PCMU{account}")

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
        text = json.dumps({"command": command, "params": parameters, "token": command}).encode()
        self._control.sendall(str(len(text)).encode() + b":" + text + b",")

    def expect(self, kind: str, seconds: float = PATIENCE) -> dict:
        """Waits for the first event of a kind, such as REGISTER_OK, CALL_ESTABLISHED or CALL_CLOSED."""
        return self._bell.wait_for(lambda: next((event for event in self.events if event.get("type") == kind), None),
                                   lambda: f"{kind} of baresip {self.name}; it said {[event.get('type') for event in self.events]}",
                                   seconds)

    def ask(self, command: str) -> str:
        """Gives it a command, and returns what it prints for it."""
        before = len(self.events)
        self.command(command)
        return self._bell.wait_for(lambda: next((event for event in self.events[before:] if event.get("response")), None),
                                   f"what baresip {self.name} says to {command}").get("data", "")

    def heard(self, frequency: float) -> float:
        """How many seconds of its records are a tone. They hold what was decoded, packet after packet: what a player is
        given may have holes, for its clock is not the sender's."""
        heard = 0.0
        for record in self.folder.glob("*-dec.wav"):
            if record.stat().st_size > 1000:
                samples, rate = tones.read_wave(record)
                heard += tones.seconds_of(samples, frequency, rate)
        return heard

    def wait_for_tone(self, frequency: float, length: float = 2.0, seconds: float = 2 * PATIENCE) -> None:
        """Waits until its record holds `length` seconds of a tone."""
        until(lambda: self.heard(frequency) >= length, f"{length} s of {frequency} Hz in {self.folder}", seconds)

    def stop(self) -> None:
        """Ends it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        self._control.close()
        self._output.close()
