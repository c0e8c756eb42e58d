# SPDX-License-Identifier: GPL-2.0-only
"""Twenty turns of loading, a call and unloading under AddressSanitizer leave no leak with a frame of ours.

Needs a build with CHAN_SIP_SANITIZE=address: CHAN_SIP_ASAN_BUILD names its folder, otherwise it is build/asan.
What was unloaded has no names in the report, so the places where our files were mapped are remembered in each turn.
"""
import pathlib
import re
import subprocess

import pytest

from harness.asterisk import BASE_MODULES, OUR_LIBRARY, OURS
from harness.orders import CHAN_SIP, REGISTRAR, turn
from harness.sanitized import BUILD, library
from harness.setups import EXTENSIONS, sip_conf

TURNS = 20


def planted_leak(folder: pathlib.Path) -> pathlib.Path:
    """A library that leaks 4242 octets when it is loaded: the report that must name it proves that it would name ours."""
    source = folder / "planted.c"
    source.write_text("#include <stdlib.h>\n#include <string.h>\nstatic void fill(char *octets) { memset(octets, 1, 4242); }\n"
                      "__attribute__((constructor)) static void leak(void) { fill(malloc(4242)); }\n")
    subprocess.run(["gcc", "-O0", "-shared", "-fPIC", str(source), "-o", str(source.with_suffix(".so"))], check=True)
    return source.with_suffix(".so")


def our_ranges(pid: int) -> list[tuple[int, int, str]]:
    """Where our files are mapped now."""
    found = []
    for line in pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines():
        field = line.split(maxsplit=5)
        if len(field) == 6 and field[5].rsplit("/", 1)[-1] in OURS + (OUR_LIBRARY,):
            begin, end = (int(part, 16) for part in field[0].split("-"))
            found.append((begin, end, field[5].rsplit("/", 1)[-1]))
    return found


def leaks_of_ours(report: str, ranges: set[tuple[int, int, str]]) -> list[str]:
    """The leaks in a report of LeakSanitizer whose stack passes one of the ranges."""
    found = []
    for leak in re.split(r"\n(?=Direct leak|Indirect leak)", report)[1:]:
        places = [int(place, 16) for place in re.findall(r"^\s+#\d+ 0x([0-9a-f]+)", leak, re.MULTILINE)]
        names = {name for place in places for begin, end, name in ranges if begin <= place < end}
        if names:
            found.append(f"{sorted(names)}: {leak.strip()}")
    return found


def test_a_leak_of_ours_would_be_found():
    report = """==1==ERROR: LeakSanitizer: detected memory leaks

Direct leak of 8 byte(s) in 1 object(s) allocated from:
    #0 0x7f00 in malloc (/usr/lib/libasan.so.8+0x1)
    #1 0x5010  (<unknown module>)

Direct leak of 8 byte(s) in 1 object(s) allocated from:
    #0 0x7f00 in malloc (/usr/lib/libasan.so.8+0x1)
    #1 0x6010 in other (/usr/sbin/asterisk)

SUMMARY: AddressSanitizer: 16 byte(s) leaked in 2 allocation(s).
"""
    assert len(leaks_of_ours(report, {(0x5000, 0x6000, "res_sip.so")})) == 1


@pytest.mark.skipif(not BUILD.exists(), reason=f"no build under AddressSanitizer at {BUILD}")
def test_twenty_turns_leak_nothing(asterisk, phone, keep):
    report = keep / "asan"
    options = f"log_path={report}:detect_leaks=1:fast_unwind_on_malloc=0:malloc_context_size=20:verify_asan_link_order=0:exitcode=0"
    pbx = asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=BASE_MODULES, build=BUILD,
                   environment={"LD_PRELOAD": f"{library()}:{planted_leak(keep)}", "ASAN_OPTIONS": options,
                                "UBSAN_OPTIONS": f"log_path={report}:print_stacktrace=1"})
    alice = phone("alice")
    ranges: set[tuple[int, int, str]] = set()

    def works(loaded):
        ranges.update(our_ranges(pbx.pid))
        if REGISTRAR in loaded:
            alice.register()
        if {REGISTRAR, CHAN_SIP} <= loaded:
            call = alice.calls_to("echo")
            call.rtp.play(440)
            call.rtp.wait_for_packets(5)
            call.bye()
            pbx.wait_for_no_channels()
    for number in range(TURNS):
        turn(pbx, number, works)
    assert pbx.our_maps() == []
    pbx.stop(120)
    text = "".join(path.read_text() for path in keep.glob("asan.*"))
    assert "Direct leak of 4242 byte(s)" in text, f"the planted leak was not found, so none would be:\n{text[:3000]}"
    assert "ERROR: AddressSanitizer" not in text and "runtime error" not in text, text[:5000]
    assert leaks_of_ours(text, ranges) == []
