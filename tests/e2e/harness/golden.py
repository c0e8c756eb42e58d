# SPDX-License-Identifier: GPL-2.0-only
"""What the old driver answered, as `tools/oracle record` wrote it down (tests/golden, tools/oracle.d/README.md)."""
import pathlib
import re
import socket
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
FOLDER = ROOT / "tests" / "golden" / "16.28.0"
LIVE = ROOT / "tests" / "golden" / "live" / "16.28.0" / "everything"
DIFFERENCES = (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")


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


def played(text: str) -> dict[str, str]:
    """What tools/oracle.d/play.py printed: for each `STAGE: QUESTION` the answer."""
    answers: dict[str, str] = {}
    question = None
    for line in text.splitlines(keepends=True):
        if line.startswith("== "):
            question = line[3:].rstrip("\n")
            assert question not in answers, f"asked twice: {question}"
            answers[question] = ""
        elif question:
            answers[question] += line
    return answers


class Rule:
    """A difference that is tolerated: `change` is applied to both answers.

    line    the first words of its line in docs/differences.md; None: `why` says that it depends on the moment or the machine
    only    the cases, or the stages of a play, that it is for; none: all
    """

    def __init__(self, name: str, commands: str, change, line: str | None = None, why: str = "", only: tuple[str, ...] = ()):
        self.name, self.commands, self.change, self.line, self.why, self.only = name, re.compile(commands), change, line, why, only

    def apply(self, where: str, command: str, text: str) -> str:
        """A text after the change, when the rule is for that case or stage and command."""
        return self.change(text) if self.commands.match(command) and (not self.only or where in self.only) else text

    def is_written_down(self) -> bool:
        """Whether docs/differences.md has its line, or a reason stands beside it."""
        return bool(self.why or (self.line and f"\n{self.line}" in DIFFERENCES))


def without(*patterns: str):
    """Makes a change that blots out what the patterns find; what begins with a line end goes without a trace."""
    expression = re.compile("|".join(patterns), re.MULTILINE)
    return lambda text: expression.sub(lambda found: "" if found[0].startswith("\n") else "<>", text)


def by_name(text: str) -> str:
    """A table with its rows sorted; a usage text is none."""
    lines = text.splitlines(keepends=True)
    return text if not lines or lines[0].startswith("Usage:") else "".join(lines[:1] + sorted(lines[1:]))


def first_line_of_usage(text: str) -> str:
    """A usage text up to the end of its first line."""
    return text.split("\n", 1)[0] + "\n" if text.startswith("Usage:") else text
