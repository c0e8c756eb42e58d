# SPDX-License-Identifier: GPL-2.0-only
"""What is measured. Each measurement takes a Bench, and gives rows of the table."""
import pathlib
import sys
import time
from collections.abc import Callable

from load import Callee, Load, cost
from servers import OURS, THEIRS, Server, hint
from table import Figure
from watchers import Watchers

BOTH = (OURS, THEIRS)
MEASUREMENTS: dict[str, Callable[["Bench"], list[Figure]]] = {}


def measurement(function):
    """Puts a function into the list, under its name."""
    MEASUREMENTS[function.__name__] = function
    return function


class Bench:
    """The servers that run, and how thorough to be."""

    def __init__(self, keep: pathlib.Path, rounds: int, quick: bool):
        """Logs go below `keep`."""
        self.keep = keep
        self.rounds = rounds
        self.quick = quick
        self._running: dict[tuple, Server] = {}

    def server(self, driver: str, accounts: int = 1000, name: str = "", hints: int = 0) -> Server:
        """A server with so many accounts and hints; that of an earlier measurement when it had the same ones and name."""
        key = (driver, accounts, name)
        if key not in self._running:
            self._running[key] = Server(driver, accounts, self.keep / (name or "plain"), hints)
        return self._running[key]

    def pair(self, accounts: int = 1000, name: str = "", hints: int = 0) -> list[Server]:
        """One of each driver."""
        return [self.server(driver, accounts, name, hints) for driver in BOTH]

    def say(self, what: str) -> None:
        """Tells who waits how far it is."""
        print(f"   {what}", file=sys.stderr, flush=True)

    def drop(self, *servers: Server) -> None:
        """Ends servers which nobody will use again."""
        for key, server in list(self._running.items()):
            if server in servers:
                del self._running[key]
                server.end()

    def drop_group(self, name: str) -> None:
        """Ends the servers of a name."""
        self.drop(*(server for key, server in self._running.items() if key[2] == name))

    def close(self) -> None:
        """Ends all."""
        self.drop(*self._running.values())


def note(figure: Figure, server: Server, value: float) -> None:
    """Puts a value into its column."""
    figure.values(server).append(value)


def register(server: Server, lifetime: int, count: int, rate: float) -> float:
    """CPU seconds of a registration, 401 and all."""
    return cost(server, "register", count, rate, who="accounts", lifetime=str(lifetime))


@measurement
def options(bench: Bench) -> list[Figure]:
    """OPTIONS, as a ping."""
    figure = Figure("OPTIONS: CPU", "µs", hard=0.5, aim=0.4)
    count = 1500 if bench.quick else 3000
    for _ in range(bench.rounds):
        for server in bench.pair():
            note(figure, server, 1e6 * cost(server, "options", count, 1000))
    return [figure]


@measurement
def registrations(bench: Bench) -> list[Figure]:
    """REGISTER with digest, of 1,000 accounts: the first, and again."""
    first = Figure("REGISTER, first: CPU", "µs", hard=0.5, aim=0.35)
    again = Figure("REGISTER, again: CPU", "µs", hard=0.5, aim=0.35)
    for _ in range(bench.rounds):
        for server in bench.pair():
            note(first, server, 1e6 * register(server, 3600, server.accounts, 400))
            note(again, server, 1e6 * register(server, 3600, server.accounts, 400))
            register(server, 0, server.accounts, 400)
    return [first, again]


@measurement
def answered(bench: Bench) -> list[Figure]:
    """A call that the dialplan answers, hung up at once."""
    figure = Figure("answered call: CPU", "ms", hard=0.85, aim=0.75)
    count = 80 if bench.quick else 160
    for _ in range(bench.rounds):
        for server in bench.pair():
            note(figure, server, 1e3 * cost(server, "call", count, 30))
    return [figure]


@measurement
def bridged(bench: Bench) -> list[Figure]:
    """A call from one phone to another, hung up at once."""
    figure = Figure("bridged call: CPU", "ms", hard=0.8, aim=0.7)
    count = 60 if bench.quick else 120
    callees = [Callee(server) for server in bench.pair()]
    try:
        for _ in range(bench.rounds):
            for server in bench.pair():
                note(figure, server, 1e3 * cost(server, "call", count, 20, exten="bridge"))
    finally:
        for callee in callees:
            callee.stop()
    return [figure]


def peak_of(server: Server) -> tuple[float, float]:
    """The highest rate of answered calls at which none fails and none is late, in steps of a quarter, and how many calls the
    server sets up there with a second of CPU."""
    rate, good, yielded = 40.0, 0.0, 0.0
    while rate < 1500:
        start, before = time.monotonic(), server.cpu()
        outcome = Load(server, "flood", int(rate * 3), rate, patience=4000).finish(12)
        late = time.monotonic() - start > 4.5
        done = sum(int(row["GenericCounter1(P)"]) for row in outcome.rows)
        server.wait_for_no_channels(120)
        if outcome.failed or late or done < int(rate * 3):
            break
        good, yielded, rate = rate, done / (server.cpu() - before), rate * 1.25
    if not good:
        raise RuntimeError(f"{server.driver}: 40 calls a second are too many")
    return good, yielded


def seconds_to_normal(rows: list[dict]) -> float:
    """After how many seconds a probe's calls went through, quickly, from then on; its whole time when they never did."""
    since = 0.0
    for number, row in enumerate(rows, 1):
        slow = row["ResponseTime1(P)"].split(":")       # hours, minutes, seconds, microseconds
        waited = float(slow[-2]) + float(slow[-1]) / 1e6 if len(slow) > 2 else 0.0
        if int(row["FailedCall(P)"]) or waited > 0.2:
            since = float(number)
    return since


@measurement
def overload(bench: Bench) -> list[Figure]:
    """Calls at twice and four times the highest rate: how many still go through, and how soon all is normal again."""
    length = 6 if bench.quick else 10
    highest = Figure("answered calls: highest rate without failures", "calls/s")
    rows = [highest]
    peaks, yields = {}, {}
    for server in bench.pair(1000, "overload"):
        peaks[server.driver], yields[server.driver] = peak_of(server)
        note(highest, server, peaks[server.driver])
        bench.say(f"{server.driver}: {peaks[server.driver]:.0f} calls/s")
    for times in (2, 4):
        goodput = Figure(f"{times} × the highest rate: goodput of it", "%", least=80, aim=90)
        kept = Figure(f"{times} × the highest rate: calls for a second of the server's CPU, of those at that rate", "%")
        normal = Figure(f"{times} × the highest rate: normal again after", "s", most=5, aim=2)
        left = Figure(f"{times} × the highest rate: channels left after the probe", "1")
        for _ in range(1 if bench.quick else min(bench.rounds, 2)):
            for server in bench.pair(1000, "overload"):
                peak, before = peaks[server.driver], server.cpu()
                flood = Load(server, "flood", int(times * peak * length), times * peak, patience=4000)
                time.sleep(length)
                seen = flood.outcome().rows
                flood.begin_no_more()
                good = sum(int(row["GenericCounter1(P)"]) for row in seen)
                note(goodput, server, 100 * good / max(1, len(seen)) / peak)
                note(kept, server, 100 * good / max(0.01, server.cpu() - before) / yields[server.driver])
                watched = 10 if bench.quick else 20
                probe = Load(server, "probe", watched * 8, 8, who="open", port=5062, patience=4000)
                outcome = probe.finish(watched + 10)
                flood.stop()
                note(normal, server, seconds_to_normal(outcome.rows))
                try:
                    note(left, server, server.channels())
                except (RuntimeError, TimeoutError) as error:
                    bench.say(f"{error}: a fresh one goes on")
                    note(left, server, float("nan"))
                    bench.drop(server)
                    continue
                bench.say(f"{server.driver}: {goodput.values(server)[-1]:.0f} %, {normal.values(server)[-1]:.0f} s, "
                          f"{left.values(server)[-1]:.0f} left")
                if not server.drained(20):
                    bench.drop(server)      # the next round begins with a fresh one
        rows += [goodput, kept, normal, left]
    bench.drop_group("overload")
    return rows


def stand(server: Server, who: str, count: int, rate: float) -> Load:
    """Puts up calls that stay."""
    load = Load(server, "standing", count, rate, who=who, port=5064)
    end = time.monotonic() + count / rate * 6 + 60
    while server.channels() < count:
        if time.monotonic() > end:
            load.stop()
            raise TimeoutError(f"{server.driver}: only {server.channels()} of {count} calls stand")
        time.sleep(0.5)
    return load


@measurement
def beside(bench: Bench) -> list[Figure]:
    """An answered call beside 4,000 that stand on one trunk."""
    count = 1000 if bench.quick else 4000
    figure = Figure(f"answered call beside {count} on one trunk: CPU", "ms", hard=0.45)
    memory = Figure("RSS of a standing call", "KiB")
    servers = bench.pair(1000, "beside")
    standing = []
    try:
        for server in servers:
            before = server.rss()
            standing.append(stand(server, "trunk", count, 50))
            note(memory, server, (server.rss() - before) / count / 1024)
        for server in servers:
            server.calm(4)
        for _ in range(bench.rounds):
            for server in servers:
                note(figure, server, 1e3 * cost(server, "call", 60, 15))
    finally:
        for load in standing:
            load.stop()
        bench.drop(*servers)
    return [figure, memory]


@measurement
def standing(bench: Bench) -> list[Figure]:
    """What 1,000 calls that stand cost, in memory and in CPU."""
    count = 200 if bench.quick else 1000
    memory = Figure(f"RSS of a standing call, {count} of them", "KiB", hard=1)
    work = Figure(f"{count} calls stand: CPU of the whole process", "ms/s", hard=1)
    servers = bench.pair(1000, "standing")
    calls = []
    try:
        for server in servers:
            server.cli("malloc trim")
            before = server.rss()
            calls.append(stand(server, "trunk", count, 50))
            time.sleep(2 if bench.quick else 40)        # what setting up had of its own goes
            server.cli("malloc trim")
            note(memory, server, (server.rss() - before) / count / 1024)
        for _ in range(bench.rounds):
            for server in servers:
                note(work, server, 1e3 * server.calm(5 if bench.quick else 20))
    finally:
        for load in calls:
            load.stop()
        bench.drop(*servers)
    return [memory, work]


@measurement
def spread(bench: Bench) -> list[Figure]:
    """An answered call beside 4,000 that stand on 400 endpoints, and beside none, of ours alone."""
    count = 1000 if bench.quick else 4000
    own = Figure(f"answered call beside {count} on 400 endpoints, to beside none", "1", most=1.15)
    busy, free = bench.server(OURS, 1000, "spread"), bench.server(OURS)
    standing = None
    try:
        standing = stand(busy, "open", count, 60)
        busy.calm(4)
        for _ in range(bench.rounds):
            costs = [cost(server, "call", 100, 20) for server in (busy, free)]
            own.ours.append(costs[0] / costs[1])
    finally:
        if standing:
            standing.stop()
        bench.drop(busy)
    return [own]


@measurement
def growth(bench: Bench) -> list[Figure]:
    """REGISTER at 20,000 accounts, to that at 1,000, of ours alone; memory of contacts."""
    many = 5000 if bench.quick else 20000
    own = Figure(f"REGISTER, again, at {many} accounts, to that at 1000", "1", most=1.15)
    contact = Figure(f"RSS of a contact, {many} at once", "KiB", most=6)
    large, small = bench.server(OURS, many), bench.server(OURS)
    before = large.rss()
    register(large, 3600, many, 800)
    contact.ours.append((large.rss() - before) / many / 1024)
    register(small, 3600, small.accounts, 400)
    for _ in range(bench.rounds):
        costs = [register(server, 3600, 1000, 400) for server in (large, small)]
        own.ours.append(costs[0] / costs[1])
    register(small, 0, small.accounts, 400)
    bench.drop(large)
    return [own, contact]


@measurement
def memory(bench: Bench) -> list[Figure]:
    """Memory of accounts and contacts, of both."""
    many = 3000 if bench.quick else 5000
    accounts = Figure(f"RSS of an account, {many}", "KiB")
    contacts = Figure(f"RSS of a contact, {many} at once", "KiB")
    for small, large in zip(bench.pair(), bench.pair(many)):
        fresh = bench.server(small.driver, 100, "few")
        note(accounts, large, (large.rss() - fresh.rss()) / (many - 100) / 1024)
        before = large.rss()
        register(large, 3600, many, 400)
        note(contacts, large, (large.rss() - before) / many / 1024)
        bench.drop(fresh, large)
    return [accounts, contacts]


def turn_lamps(server: Server, hints: int, state: str) -> None:
    """Changes the devices of all hints at once."""
    for number in range(hints):
        answer = server.ami.action("Setvar", Variable=f"DEVICE_STATE(Custom:{hint(number)})", Value=state)
        if answer.get("Response") != "Success":
            raise RuntimeError(f"{server.driver}: {answer}")


def spent(server: Server, action: Callable[[], None], settle: float = 0.0) -> float:
    """CPU seconds of the server for something and what follows within `settle` seconds, what it uses idle taken off."""
    before, start = server.cpu(), time.monotonic()
    action()
    time.sleep(settle)
    return server.cpu() - before - server.idle * (time.monotonic() - start)


def slowest_hundredth(server: Server, meanwhile: Callable[[], None]) -> float:
    """The 99th percentile of the time in which calls are answered, in ms, while something else goes on."""
    calls = Load(server, "probe", 160, 20, who="open", port=5062, times=True)
    end = time.monotonic() + 8
    while time.monotonic() < end:
        meanwhile()
    outcome = calls.finish(30)
    if outcome.failed or len(outcome.times) < 160:
        raise RuntimeError(f"{server.driver}: {outcome.failed} of 160 calls failed beside the lamps")
    return sorted(outcome.times)[int(len(outcome.times) * 0.99)]


def turned(server: Server, watchers: Watchers, hints: int, state: str, shown: str) -> None:
    """Changes all hints and waits until every watcher knows."""
    turn_lamps(server, hints, state)
    watchers.wait_for(shown)


@measurement
def subscriptions(bench: Bench) -> list[Figure]:
    """5,000 lamps on 500 hints that change all at once."""
    hints, each = (50, 10) if bench.quick else (500, 10)
    subscribe = Figure("SUBSCRIBE to a lamp, and its first NOTIFY: CPU", "µs", hard=0.4, aim=0.3)
    notify = Figure("NOTIFY of a lamp: CPU", "µs", hard=0.5, aim=0.3)
    memory = Figure("RSS of a subscription that stands", "KiB", most=10)
    disorder = Figure("NOTIFYs that came after a later one", "1", most=0)
    free = Figure("99th percentile of the set-up of calls", "ms")
    busy = Figure(f"the same while {hints * each} lamps change", "ms")
    late = Figure("the latter to what it may be: twice the former, or 100 ms", "1", most=1)
    states = (("INUSE", "confirmed"), ("NOT_INUSE", "terminated"))
    for server in bench.pair(100, "watched", hints):
        turn_lamps(server, hints, "NOT_INUSE")
        server.calm()
        alone = sum(spent(server, lambda state=state: turn_lamps(server, hints, state), 1) for state, _ in states) / 2
        note(free, server, slowest_hundredth(server, lambda: time.sleep(0.5)))
        before = server.rss()
        watchers = Watchers(server, hints, each)
        try:
            note(subscribe, server, 1e6 * spent(server, watchers.subscribe, 1) / watchers.count)
            time.sleep(2 if bench.quick else 40)        # transactions end, and with them what they had
            server.cli("malloc trim")
            note(memory, server, (server.rss() - before) / watchers.count / 1024)
            for _ in range(bench.rounds):
                for state, shown in states:
                    used = spent(server, lambda state=state, shown=shown: turned(server, watchers, hints, state, shown), 1)
                    note(notify, server, 1e6 * max(0.0, used - alone) / watchers.count)
            turns = iter(states * 1000)
            note(busy, server, slowest_hundredth(server, lambda: turned(server, watchers, hints, *next(turns))))
            note(late, server, busy.values(server)[-1] / max(100.0, 2 * free.values(server)[-1]))
            note(disorder, server, watchers.out_of_order)
        finally:
            watchers.close()
    bench.drop_group("watched")
    return [subscribe, notify, memory, disorder, free, busy, late]


@measurement
def reload(bench: Bench) -> list[Figure]:
    """A reload with one changed line, of 20,000 accounts, without calls and beside them."""
    many = 2000 if bench.quick else 20000
    unchanged = Figure(f"reload of {many} accounts, nothing changed: CPU", "s", hard=1)
    changed = Figure(f"reload of {many} accounts, one changed: CPU", "s", most=1)
    free = Figure("99th percentile of the set-up of calls", "ms")
    busy = Figure("the same while it is reloaded", "ms")
    late = Figure("the latter to what it may be: twice the former, or 100 ms", "1", most=1)
    for server in bench.pair(many, "reloaded"):
        server.calm(5)      # what it uses idle is taken off, and right after the start that is no measure
        note(free, server, slowest_hundredth(server, lambda: time.sleep(0.5)))
        for turn in range(bench.rounds):
            note(unchanged, server, spent(server, server.reload, 3))
            server.change_one_account(f"round {turn}")
            note(changed, server, spent(server, server.reload, 3))
        turns = iter(range(1000))
        note(busy, server, slowest_hundredth(server, lambda: server.reload_anew(f"call {next(turns)}")))
        note(late, server, busy.values(server)[-1] / max(100.0, 2 * free.values(server)[-1]))
    bench.drop_group("reloaded")
    return [unchanged, changed, free, busy, late]


@measurement
def idle(bench: Bench) -> list[Figure]:
    """What it costs to do nothing."""
    figure = Figure("idle: CPU", "ms/s")
    for _ in range(bench.rounds):
        for server in bench.pair():
            note(figure, server, 1e3 * server.calm(3 if bench.quick else 10))
    return [figure]
