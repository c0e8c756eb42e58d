# SPDX-License-Identifier: GPL-2.0-only
"""Fixtures of the end-to-end tests.

A test file usually begins with a fixture of its own that starts its Asterisk once:

    @pytest.fixture(scope="module")
    def pbx(asterisk):
        return asterisk(files={"sip.conf": ..., "extensions.conf": ...}, modules=[*BASE_MODULES, "chan_sip.so"])

    def test_phone_reaches_the_echo(pbx, phone):
        call = phone("alice", "secret").calls_to("echo")
        call.rtp.play(440)
        call.rtp.wait_for_tone(440)
        call.bye()

Tests that take long carry `@pytest.mark.long`, and run with `--long` only. When a test fails, the capture, the logs and the
phones' messages of its file stay in the folder that is printed: CHAN_SIP_KEEP, otherwise build/e2e below the checkout.
"""
import os
import pathlib
import shutil
import socket
import sys
import types

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from harness.asterisk import BASE_MODULES, OURS, PJSIP_MODULES, Asterisk       # noqa: E402, F401
from harness.baresip import Baresip                                            # noqa: E402
from harness.browser import Browser                                            # noqa: E402
from harness.capture import Capture                                            # noqa: E402
from harness.network import PBX_V4, PBX_V6, Network                            # noqa: E402
from harness.phone import Phone                                                # noqa: E402
from harness.sipp import Sipp                                                  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAILED = pytest.StashKey[bool]()


def pytest_addoption(parser):
    """`--long` runs what takes long, too."""
    parser.addoption("--long", action="store_true", help="run the tests marked long, too")


def pytest_configure(config):
    """Makes the marker known."""
    config.addinivalue_line("markers", "long: takes long; runs with --long only")


def pytest_collection_modifyitems(config, items):
    """Skips what takes long unless it is asked for, by --long or by an expression over markers."""
    if not config.getoption("--long") and not config.option.markexpr:
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="takes long: --long runs it"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remembers at the file that one of its tests failed, so that its logs are kept."""
    report = yield
    if report.failed:
        module = item.getparent(pytest.Module)
        module.stash[FAILED] = True
        report.sections.append(("kept", str(keep_folder(module))))
    return report


def keep_folder(module: pytest.Module) -> pathlib.Path:
    """Where the logs of a test file are."""
    base = pathlib.Path(os.environ.get("CHAN_SIP_KEEP", ROOT / "build" / "e2e"))
    return base / module.path.relative_to(ROOT / "tests" / "e2e").with_suffix("").as_posix().replace("/", "-")


@pytest.fixture(scope="module")
def keep(request):
    """A folder for logs, kept when a test of the file fails."""
    module = request.node.getparent(pytest.Module)
    folder = keep_folder(module)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    if not module.stash.get(FAILED, False):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def network(keep):
    """The file's network namespaces (see harness.network), with a capture of what passes the PBX."""
    made = Network()
    capture = Capture(made.pbx, keep / "capture.pcap")
    yield made
    capture.stop()
    made.close()


@pytest.fixture(scope="module")
def asterisk(network, keep):
    """Starts an Asterisk: `asterisk(files=, samples=, modules=, without=, environment=, database=, build=, pages=)`; see
    harness.asterisk.

    It ends with the file, or by its `stop`; a second one may start after that, or with `place=` in a place of its own beside it."""
    started: list[Asterisk] = []

    def start(place: str = "", **options) -> Asterisk:
        folder = keep / f"asterisk-{len(started) + 1}"
        folder.mkdir()
        where = types.SimpleNamespace(pbx=network.place(place)) if place else network
        started.append(Asterisk(where, folder, **options))
        return started[-1]
    yield start
    codes = [each.stop() for each in started]
    for each in started:
        each.clean()
    assert not [code for code in codes if code not in (0, -9)], f"asterisk ended with {codes}"


@pytest.fixture
def nothing_is_left(pbx):
    """After each test of a file that asks for this, every channel is gone, and no error was logged. `pbx` is the file's own."""
    mark = pbx.log.mark()
    pbx.ami.forget()
    yield
    try:
        pbx.wait_for_no_channels()
    except TimeoutError:
        pbx.cli("channel request hangup all")       # what one test left must not fail the next
        pbx.wait_for_no_channels()
        raise
    assert not [line for line in pbx.log.complaints(mark) if "ERROR" in line]


@pytest.fixture
def phone(network, keep):
    """Makes a phone: `phone(name, secret, v6=False, port=5060, server_port=5060, address=None, transport="udp",
    server=None)`; see harness.phone.

    It has a fresh address unless it is given that of a phone that was closed."""
    made: list[Phone] = []

    def make(name: str, secret: str = "secret", v6: bool = False, port: int = 5060, server_port: int = 5060,
             place: str = "phones", address: str | None = None, transport: str = "udp", server: str | None = None,
             **options) -> Phone:
        where = network.place(place)
        address = address or where.address(socket.AF_INET6 if v6 else socket.AF_INET)
        made.append(Phone(where, name, secret, (server or (PBX_V6 if v6 else PBX_V4), server_port), address, port,
                          keep / f"phone-{name}.txt", transport, **options))
        return made[-1]
    yield make
    for each in made:
        each.close()


@pytest.fixture
def baresip(network, keep):
    """Starts a baresip: `baresip(name, secret, tone=440, v6=False, server_port=5060, account="", watches="", answers="auto",
    codecs="PCMU")`, each in a place of its own."""
    made: list[Baresip] = []

    def make(name: str, secret: str = "secret", tone: int = 440, v6: bool = False, server_port: int = 5060,
             account: str = "", watches: str = "", **behaviour: str) -> Baresip:
        where = network.place(f"baresip-{name}")
        address = where.home(socket.AF_INET6 if v6 else socket.AF_INET)
        host = f"[{PBX_V6}]" if v6 else PBX_V4
        made.append(Baresip(where, keep, name, secret, host if server_port == 5060 else f"{host}:{server_port}", address, tone,
                            account, watches, **behaviour))
        return made[-1]
    yield make
    for each in made:
        each.stop()


@pytest.fixture(scope="module")
def browser(network, keep):
    """Starts a browser with a page: `browser(url)`, in a place of its own; see harness.browser. It ends with the file."""
    made: list[Browser] = []

    def make(url: str) -> Browser:
        where = network.place("browser")
        where.address()
        made.append(Browser(where, keep, url))
        return made[-1]
    yield make
    for each in made:
        each.stop()


@pytest.fixture
def sipp_starts(network, keep):
    """Starts a SIPp scenario: `sipp_starts(path, v6=False, server_port=5060, calls=1, **keys)`, and returns while it is at work; see
    harness.sipp.Sipp. It ends with the test."""
    made: list[Sipp] = []

    def start(scenario: pathlib.Path, v6: bool = False, server_port: int = 5060, place: str = "phones", address: str = "",
              **options) -> Sipp:
        where = network.place(place)
        address = address or where.address(socket.AF_INET6 if v6 else socket.AF_INET)
        host = f"[{PBX_V6}]" if v6 else PBX_V4
        made.append(Sipp(where, scenario, f"{host}:{server_port}", keep, f"[{address}]" if ":" in address else address, **options))
        return made[-1]
    yield start
    for each in made:
        each.stop()


@pytest.fixture
def sipp(sipp_starts):
    """Runs a SIPp scenario to its end: `sipp(path, ...)`; see sipp_starts."""
    return lambda scenario, **options: sipp_starts(scenario, **options).wait()
