# SPDX-License-Identifier: GPL-2.0-only
"""SIPp as a peer: a scenario that must run to its end, while the test waits for it or does something beside it."""
import pathlib
import subprocess

from .network import Place


class SippError(AssertionError):
    """A scenario that did not succeed, with what SIPp said."""


class Sipp:
    """A scenario at work. `wait` is for its success; leaving a `with` ends what is still running."""

    def __init__(self, place: Place, scenario: pathlib.Path, target: str, keep: pathlib.Path, address: str, port: int = 5060,
                 calls: int = 1, seconds: float = 60, options: tuple[str, ...] = (), **keys: str):
        """Starts it, to run `calls` times against `target` (address:port) and no longer than `seconds`.

        place, address, port   where SIPp is; keep: a folder for its logs
        options                more of SIPp's own; keys: values for `[name]` in the scenario
        """
        self.scenario, self.address, self._seconds = scenario, address, seconds
        self._log = keep / f"sipp-{scenario.stem}"
        command = ["sipp", target, "-sf", str(scenario), "-i", address, "-p", str(port), "-m", str(calls), "-nostdin",
                   "-timeout", f"{seconds:g}s", "-timeout_error", "-trace_msg", "-message_file", f"{self._log}.messages",
                   "-trace_err", "-error_file", f"{self._log}.errors"]
        for name, value in keys.items():
            command += ["-key", name, value]
        with open(f"{self._log}.output", "w") as output:
            self.process = place.start([*command, *options], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                       env={"TERM": "dumb", "PATH": "/usr/local/bin:/usr/bin:/bin"})

    def __enter__(self) -> "Sipp":
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def _read(self, kind: str) -> str:
        """One of its logs, as far as it is written."""
        log = pathlib.Path(f"{self._log}.{kind}")
        return log.read_text(errors="replace") if log.exists() else ""

    def wait(self) -> None:
        """Waits until the scenario has succeeded; raises SippError when it did not."""
        try:
            self.process.wait(self._seconds + 10)
        except subprocess.TimeoutExpired:
            self.stop()
        if self.process.returncode != 0:
            raise SippError(f"{self.scenario.name} ended with {self.process.returncode}\n{self._read('output')[-1500:]}\n"
                            f"{self._read('errors')[-3000:]}")

    def stop(self) -> None:
        """Ends it where it stands."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(5)
