# SPDX-License-Identifier: GPL-2.0-only
"""What the old driver answered, as `tools/oracle record` wrote it down (tests/golden, tools/oracle.d/README.md)."""
import pathlib
import re
import socket
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "golden" / "16.28.0"


def masked(text: str) -> str:
    """A text after the masks that the recorded answers went through."""
    host = re.escape(socket.gethostname())
    done = subprocess.run(["sed", "-E", "-f", str(ROOT / "tools/oracle.d/mask.sed"), "-e", rf"s/\b{host}\b/<host>/g"],
                          input=text, capture_output=True, text=True, check=True)
    return done.stdout


class Case:
    """A recorded case: its files, and command by command what was answered."""

    def __init__(self, folder: pathlib.Path):
        self.folder, self.name = folder, folder.name
        self.files = {path.name: path.read_bytes() for path in folder.glob("*.conf")}
        self.answers: dict[str, str] = {}
        command = None
        for line in (folder / "answer").read_text(encoding="utf-8").splitlines(keepends=True):
            if line.startswith("> ") and line[2:].rstrip("\n") in self.commands:
                command = line[2:].rstrip("\n")
                self.answers[command] = ""
            elif command:
                self.answers[command] += line

    @property
    def commands(self) -> list[str]:
        """What was asked."""
        return (self.folder / "command").read_text(encoding="utf-8").splitlines()

    @property
    def declined(self) -> bool:
        """Whether the old driver did not load with these files."""
        return self.answers["sip show settings"].startswith(("No such command", "(Asterisk crashed)"))


def cases() -> list[Case]:
    """All recorded cases."""
    return [Case(path.parent) for path in sorted(FOLDER.glob("*/answer"))]


def shared_files() -> dict[str, str]:
    """Files that all cases have, but for those that say what the old driver's Asterisk loads."""
    return {path.name: path.read_text() for path in FOLDER.glob("*.conf") if path.name != "modules.conf"}
