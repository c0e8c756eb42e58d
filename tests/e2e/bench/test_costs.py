# SPDX-License-Identifier: GPL-2.0-only
"""The benchmark, and what it must not exceed."""
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.mark.long
def test_costs_stay_below_their_targets():
    """Every hard target of bench/measurements.py holds in the same run beside chan_pjsip."""
    done = subprocess.run([sys.executable, str(ROOT / "bench" / "main.py"), "--check", "--rounds", "3",
                           "--write", str(ROOT / "build" / "measurements.md")],
                          capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
