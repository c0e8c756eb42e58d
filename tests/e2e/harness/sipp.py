# SPDX-License-Identifier: GPL-2.0-only
"""SIPp as a peer: a scenario that must run to its end."""
import pathlib
import subprocess

from .network import Place


class SippError(AssertionError):
    """A scenario that did not succeed, with what SIPp said."""


def run(place: Place, scenario: pathlib.Path, target: str, keep: pathlib.Path, address: str, port: int = 5060,
        calls: int = 1, seconds: float = 60, options: tuple[str, ...] = (), **keys: str) -> None:
    """Runs a scenario `calls` times against `target` (address:port); raises SippError when any fails.

    place, address, port   where SIPp is; keep: a folder for its logs
    options                more of SIPp's own; keys: values for `[name]` in the scenario
    """
    log = keep / f"sipp-{scenario.stem}"
    command = ["sipp", target, "-sf", str(scenario), "-i", address, "-p", str(port), "-m", str(calls), "-nostdin",
               "-timeout", f"{seconds:g}s", "-timeout_error", "-trace_msg", "-message_file", f"{log}.messages",
               "-trace_err", "-error_file", f"{log}.errors"]
    for name, value in keys.items():
        command += ["-key", name, value]
    process = place.start([*command, *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env={"TERM": "dumb", "PATH": "/usr/local/bin:/usr/bin:/bin"})
    try:
        said, _ = process.communicate(timeout=seconds + 10)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
    if process.returncode != 0:
        errors = pathlib.Path(f"{log}.errors")
        raise SippError(f"{scenario.name} ended with {process.returncode}\n{said[-1500:]}\n"
                        f"{errors.read_text()[-3000:] if errors.exists() else ''}")
