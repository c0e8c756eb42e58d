# SPDX-License-Identifier: GPL-2.0-only
"""Commands of the console, byte for byte and without a process for each: what `asterisk -rx COMMAND` prints."""
import pathlib
import re
import socket

from .waiting import PATIENCE


def run(folder: pathlib.Path, command: str, seconds: float = PATIENCE) -> str:
    """What a command prints. `folder` is the one with Asterisk's asterisk.ctl."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(seconds)
        connection.connect(str(folder / "asterisk.ctl"))
        banner = b""
        while not banner.endswith(b"\n"):
            banner += connection.recv(1)
        connection.sendall(b"cli quit after " + command.encode() + b"\0")
        received = b""
        while True:
            some = connection.recv(65536)
            if not some:
                break
            received += some
    text = received.decode(errors="replace").replace("\0", "")
    # verbose messages that came in between begin with a sign of their level
    return re.sub(r"[\x7a-\x7f][^\n]*\n" if "\x7f" in text else r"(?!)", "", text)
