# SPDX-License-Identifier: GPL-2.0-only
"""A capture of everything that passes the PBX's namespace, kept when a test fails."""
import pathlib
import signal
import subprocess

from .network import Namespace


class Capture:
    """tcpdump on all interfaces of a namespace, from construction to `stop`."""

    def __init__(self, namespace: Namespace, path: pathlib.Path):
        self.path = path
        # -Z root: in a chroot there may be no user to become; --immediate-mode, -U: nothing waits in a buffer
        self._process = namespace.start(["tcpdump", "-i", "any", "-n", "-U", "--immediate-mode", "-Z", "root",
                                         "-w", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = ""
        while "listening on" not in said:
            said = self._process.stderr.readline()
            if not said:
                raise RuntimeError("tcpdump did not start")

    def stop(self) -> None:
        """Ends it; the file is complete after that."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(10)
        self._process.stderr.close()
