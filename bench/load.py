# SPDX-License-Identifier: GPL-2.0-only
"""SIPp as the load: a number of calls at a rate, and what became of them."""
import csv
import pathlib
import signal
import subprocess
import time
from dataclasses import dataclass, field

from servers import CALLEE, CALLEE_PORT, PHONES, TRUNK, OPEN, Server, account, open_endpoint

SCENARIOS = pathlib.Path(__file__).resolve().parent / "scenarios"


@dataclass
class Outcome:
    """What SIPp saw."""
    good: int = 0               # calls that went through
    failed: int = 0             # calls that did not
    seconds: float = 0.0        # from the first to the end of the last
    rows: list[dict] = field(default_factory=list)  # a row for each second, in SIPp's words
    times: list[float] = field(default_factory=list)    # ms from the INVITE to the answer of each call, where they were asked for


def injection(server: Server, who: str, count: int) -> pathlib.Path:
    """A file with what differs from call to call: `accounts`, `open` endpoints, or the `trunk`."""
    path = server.folder / f"{who}-{count}.csv"
    if not path.exists():
        lines = {"accounts": lambda: [f"{account(i)};[authentication username={account(i)} password=secret]"
                                      for i in range(count)],
                 "open": lambda: [open_endpoint(i) for i in range(OPEN)],
                 "trunk": lambda: ["trunk"]}[who]()
        path.write_text("SEQUENTIAL\n" + "".join(f"{line};\n" for line in lines))
    return path


class Load:
    """A SIPp at work. `finish` waits for it."""

    number = 0

    def __init__(self, server: Server, scenario: str, count: int, rate: float, who: str = "trunk", port: int = 5060,
                 exten: str = "answer", patience: int = 0, times: bool = False, **keys: str):
        """Begins `count` calls of a scenario at `rate` a second, as `who`; each message is waited for `patience` ms at most. `times`:
        whether the outcome tells how long each took to be answered."""
        Load.number += 1
        self.stat = server.folder / f"stat-{Load.number}.csv"
        self.started, self.began = time.monotonic(), time.time()
        address = TRUNK if who == "trunk" else PHONES
        command = ["sipp", "192.0.2.1:5060", "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", address, "-p", str(port),
                   "-m", str(count), "-r", f"{max(1, round(rate))}", "-l", "100000", "-nostdin", "-buff_size", "4000000",
                   "-inf", str(injection(server, who, server.accounts)), "-trace_stat", "-stf", str(self.stat), "-fd", "1",
                   "-key", "exten", exten]
        self.scenario = scenario
        if times:
            command += ["-trace_rtt", "-rtt_freq", "1"]
        if patience:
            command += ["-recv_timeout", str(patience)]
        for name, value in keys.items():
            command += ["-key", name, value]
        self.process = server.network.place().start(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=server.folder,
            env={"TERM": "dumb", "PATH": "/usr/local/bin:/usr/bin:/bin"})

    def finish(self, seconds: float) -> Outcome:
        """Waits for its end, at most so long, and tells what it saw."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
        return self.outcome()

    def begin_no_more(self) -> None:
        """Lets the calls that there are end by themselves."""
        self.process.send_signal(signal.SIGUSR1)

    def stop(self) -> None:
        """Ends it now."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def outcome(self) -> Outcome:
        """What it saw until now."""
        rows = []
        if self.stat.exists():
            with open(self.stat, newline="") as file:
                rows = [row for row in csv.DictReader(file, delimiter=";") if row.get("SuccessfulCall(C)")]
        if not rows:
            return Outcome()
        last = rows[-1]
        return Outcome(int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), time.monotonic() - self.started, rows, self._times())

    def _times(self) -> list[float]:
        """How long its calls took to be answered, as far as it was to tell."""
        files = sorted(self.stat.parent.glob(f"{self.scenario}_*_rtt.csv"), key=lambda file: file.stat().st_mtime)
        path = files[-1] if files else None
        if not path or path.stat().st_mtime < self.began:
            return []
        return [float(line.split(";")[1]) for line in path.read_text().splitlines()[1:] if line.count(";") >= 2]


class Callee:
    """A phone that answers all calls at once, beside the load."""

    def __init__(self, server: Server):
        self.process = server.network.place().start(
            ["sipp", "-sf", str(SCENARIOS / "callee.xml"), "-i", CALLEE, "-p", str(CALLEE_PORT), "-nostdin", "-buff_size",
             "4000000"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=server.folder,
            env={"TERM": "dumb", "PATH": "/usr/local/bin:/usr/bin:/bin"})

    def stop(self) -> None:
        """Ends it."""
        self.process.kill()
        self.process.wait()


def cost(server: Server, scenario: str, count: int, rate: float, **options) -> float:
    """CPU seconds of the server for each call of a load, what it uses idle taken off. Raises when calls fail."""
    before, start = server.cpu(), time.monotonic()
    outcome = Load(server, scenario, count, rate, **options).finish(count / rate + 30)
    if scenario == "call":
        time.sleep(0.3)             # what follows a call's end: events, device states
    used = server.cpu() - before - server.idle * (time.monotonic() - start)
    if outcome.failed or outcome.good != count:
        raise RuntimeError(f"{server.driver}: {scenario}: {outcome.good} of {count} went through, {outcome.failed} failed")
    return used / outcome.good
