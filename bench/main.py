# SPDX-License-Identifier: GPL-2.0-only
"""Runs the measurements and writes their table; see `bench/run` for its options."""
import argparse
import datetime
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "tests" / "e2e")]

from measurements import MEASUREMENTS, Bench        # noqa: E402
from table import Figure, markdown                  # noqa: E402

PREFACE = """# Costs, beside chan_pjsip

Made by `bench/run` (see [bench/README.md](../../bench/README.md)): the same SIPp load on both drivers, each in a process of its own
of the same Asterisk, alternating. Medians, with least and greatest of the rounds. CPU is the server's alone. The machine is not quiet: only the ratios are worth
quoting; rates and waiting times say what this machine did on that day.

"""


def about() -> str:
    """What was measured, and on what."""
    version = subprocess.run(["asterisk", "-V"], capture_output=True, text=True).stdout.strip()
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    commit = os.environ.get("CHAN_SIP_COMMIT", "")
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{now}{f', commit {commit}' if commit else ''}, {version}, {os.cpu_count()} × {model[1] if model else 'CPU'}, " \
           f"load average {os.getloadavg()[0]:.1f}.\n\n"


def main() -> int:
    """Measures what is asked for."""
    parser = argparse.ArgumentParser(prog="bench/run")
    parser.add_argument("--quick", action="store_true", help="one round, small numbers, nothing written")
    parser.add_argument("--only", default="", help="names of measurements, separated by commas")
    parser.add_argument("--check", action="store_true", help="end with 1 when a target is missed")
    parser.add_argument("--rounds", type=int, default=0, help="how often each is measured")
    parser.add_argument("--list", action="store_true", help="list the measurements")
    parser.add_argument("--write", type=pathlib.Path, help="where the table goes")
    options = parser.parse_args()
    if options.list:
        for name, function in MEASUREMENTS.items():
            print(f"{name:12} {function.__doc__.splitlines()[0]}")
        return 0
    names = options.only.split(",") if options.only else list(MEASUREMENTS)
    if unknown := [name for name in names if name not in MEASUREMENTS]:
        parser.error(f"no measurement {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")
    rounds = options.rounds or (1 if options.quick else 3)
    figures: list[Figure] = []
    failed = []
    bench = Bench(ROOT / "build" / "bench", rounds, options.quick)
    try:
        for name in names:
            print(f"== {name}", file=sys.stderr, flush=True)
            try:
                made = MEASUREMENTS[name](bench)
            except (RuntimeError, TimeoutError) as error:
                failed.append(f"{name}: {error}")
                bench.say(str(error))
                continue
            figures += made
            print(markdown(made), flush=True)
    finally:
        bench.close()
    table = about() + markdown(figures) + "".join(f"\nNot measured: {each}\n" for each in failed)
    whole = not options.quick and not options.only
    if target := options.write or (ROOT / "docs" / "measurements" / "latest.md" if whole else None):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(PREFACE + table)
    print(table)
    return 1 if failed or (options.check and any(each.missed for each in figures)) else 0


if __name__ == "__main__":
    sys.exit(main())
