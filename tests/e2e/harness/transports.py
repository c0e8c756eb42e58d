# SPDX-License-Identifier: GPL-2.0-only
"""What the tests of transports share: an Asterisk that listens on all of them, and its certificates."""
import itertools
import pathlib
import subprocess

from .asterisk import BASE_MODULES
from .setups import EXTENSIONS

TRANSPORTS = ("udp", "tcp", "tls", "ws", "wss")
FAMILIES = (False, True)
PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061, "ws": 8088, "wss": 8089}
MODULES = (*BASE_MODULES, "res_http_websocket.so", "res_sip.so", "res_sip_registrar.so", "res_sip_websocket.so", "chan_sip.so")


def openssl(*arguments: str, text: str | None = None) -> None:
    """Runs openssl; raises with its words when it fails."""
    done = subprocess.run(["openssl", *arguments], input=text, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr}")


class Authority:
    """Somebody who signs certificates, in a folder. `file`: its own certificate."""

    def __init__(self, folder: pathlib.Path, name: str = "authority"):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.file, self._key = str(folder / f"{name}.pem"), str(folder / f"{name}.key")
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self._key,
                "-out", self.file, "-subj", f"/CN={name}", "-days", "30")
        self._numbers = itertools.count(1)

    def together(self) -> str:
        """Its own certificate with its key in one file: signed by nobody else."""
        file = self.folder / "together.pem"
        file.write_text(pathlib.Path(self._key).read_text() + pathlib.Path(self.file).read_text())
        return str(file)

    def issue(self, name: str, alternative: str = "", days: int = 30, begin: str = "", end: str = "",
              parent: "Authority | None" = None) -> str:
        """A certificate with its key in one file, for a common name and the names of `alternative` (`DNS:a,IP:192.0.2.1`, or
        `DER:` and the extension's octets in hex).

        begin, end: YYYYMMDDHHMMSSZ, in place of days from now on."""
        number = next(self._numbers)
        base = self.folder / f"{number}"
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{base}.key",
                "-out", f"{base}.csr", "-subj", f"/CN={name}")
        extensions = self.folder / f"{number}.ext"
        extensions.write_text(f"subjectAltName={alternative}\n" if alternative else "basicConstraints=CA:FALSE\n")
        dates = ["-not_before", begin, "-not_after", end] if begin else ["-days", str(days)]
        openssl("x509", "-req", "-in", f"{base}.csr", "-CA", self.file, "-CAkey", self._key, "-out", f"{base}.crt",
                "-extfile", str(extensions), *dates)
        together = self.folder / f"{number}.pem"
        together.write_text(pathlib.Path(f"{base}.key").read_text() + pathlib.Path(f"{base}.crt").read_text())
        return str(together)


def files(certificate: str, general: str = "", more: str = "", names: tuple[str, ...] = ("alice", "bob")) -> dict[str, str]:
    """Configuration of an Asterisk that listens on all transports and both families."""
    phones = "".join(f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\n\n" for name in names)
    return {
        "sip.conf": f"""[general]
context=default
udpbindaddr=::
tcpenable=yes
tcpbindaddr=::
tlsenable=yes
tlsbindaddr=::
tlscertfile={certificate}
transport=udp,tcp,tls,ws,wss
disallow=all
allow=ulaw
directmedia=no
allowguest=no
{general}
{phones}{more}""",
        "http.conf": f"""[general]
enabled=yes
bindaddr=::
bindport=8088
tlsenable=yes
tlsbindaddr=[::]:8089
tlscertfile={certificate}
""",
        "extensions.conf": EXTENSIONS,
    }


def originate(pbx, channel: str) -> None:
    """Lets the PBX call, and wait for what becomes of it."""
    pbx.ami.action("Originate", Channel=channel, Application="Echo", Async="true")
