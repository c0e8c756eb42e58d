# SPDX-License-Identifier: GPL-2.0-only
"""A real Asterisk, with folders of its own, in the PBX's namespace.

Where the modules under test come from: with CHAN_SIP_BUILD set to a build folder, from there; otherwise they are those that
are installed. In both cases Asterisk gets a module folder of symbolic links, so that a test may leave some out.
"""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable

from .ami import Ami
from .network import Network
from .waiting import PATIENCE, until

OURS = ("chan_sip.so", "res_sip.so", "res_sip_registrar.so", "res_sip_outbound_registration.so",
        "res_sip_pubsub.so", "res_sip_messaging.so", "res_sip_websocket.so", "res_sip_hep.so",
        "res_sip_prometheus.so")
OUR_LIBRARY = "libsipcore.so"
# What a call needs of Asterisk itself; the driver under test is named by the test.
BASE_MODULES = tuple(f"{name}.so" for name in (
    "res_sorcery_config", "res_pjproject", "res_rtp_asterisk", "res_timing_timerfd", "res_musiconhold", "bridge_simple",
    "bridge_native_rtp", "codec_ulaw", "codec_alaw", "format_pcm", "format_wav", "pbx_config", "app_dial", "app_echo",
    "app_playback", "app_playtones", "app_read", "app_verbose", "app_milliwatt", "app_senddtmf", "app_userevent",
    "func_channel", "func_callerid", "func_logic", "func_strings"))
# What chan_pjsip needs besides, for tests of living beside it.
PJSIP_MODULES = tuple(f"{name}.so" for name in (
    "res_sorcery_memory", "res_sorcery_astdb", "res_statsd", "res_pjsip", "res_pjsip_session", "res_pjsip_authenticator_digest",
    "res_pjsip_endpoint_identifier_user", "res_pjsip_endpoint_identifier_ip", "res_pjsip_registrar", "res_pjsip_sdp_rtp",
    "res_pjsip_dtmf_info", "res_pjsip_caller_id", "res_pjsip_pubsub", "res_pjsip_nat", "chan_pjsip"))
INSTALLED_DATA = pathlib.Path("/usr/share/asterisk")
MANAGER = ("tester", "only-for-tests")
DEFAULTS = {
    "manager.conf": f"""[general]
enabled = yes
bindaddr = 127.0.0.1
[{MANAGER[0]}]
secret = {MANAGER[1]}
read = all
write = all
writetimeout = 5000
""",
    "logger.conf": "[general]\ndateformat = %F %T.%3q\n[logfiles]\nfull = notice,warning,error,debug,verbose(4),dtmf,security\n",
    "rtp.conf": "[general]\nrtpstart = 10000\nrtpend = 10999\n",
    "extensions.conf": "[default]\n",
}


def system_module_folder() -> pathlib.Path:
    """Where the installed Asterisk has its modules."""
    for folder in (*pathlib.Path("/usr/lib").glob("*/asterisk/modules"), pathlib.Path("/usr/lib/asterisk/modules")):
        if (folder / "app_dial.so").exists():
            return folder
    raise RuntimeError("no Asterisk modules are installed")


def our_files(build: pathlib.Path | None = None) -> dict[str, pathlib.Path]:
    """The modules under test and their library that there are, by file name."""
    build = build or os.environ.get("CHAN_SIP_BUILD")
    installed = system_module_folder()
    if build:
        found = [path for path in pathlib.Path(build).rglob("*.so") if path.name in OURS + (OUR_LIBRARY,)]
    else:
        found = [installed / name for name in OURS] + [installed.parent / OUR_LIBRARY]
    return {path.name: path.resolve() for path in found if path.exists()}


def modules_conf(modules: str | list[str] | tuple[str, ...]) -> str:
    """modules.conf for the word `autoload`, or for a list of files to load and no others."""
    if modules == "autoload":
        return "[modules]\nautoload = yes\n"
    return "[modules]\nautoload = no\n" + "".join(f"load => {name}\n" for name in modules)


class Asterisk:
    """One running Asterisk: made by the `asterisk` fixture, ended by `stop` or by the fixture.

    `ami` is a manager session (see Ami), `log` what it logs (see Log), `etc` its configuration folder, `pid` its process.
    """

    def __init__(self, network: Network, keep: pathlib.Path, files: dict[str, str] | None = None,
                 samples: pathlib.Path | None = None, modules: str | list[str] | tuple[str, ...] | None = None,
                 without: tuple[str, ...] = (), environment: dict[str, str] | None = None,
                 database: pathlib.Path | None = None, build: pathlib.Path | None = None,
                 pages: dict[str, pathlib.Path] | None = None):
        """Starts Asterisk and waits until it is fully booted.

        network      where it lives; keep: a folder for its console output and log, which the fixture keeps on failure
        files        name -> text, for its configuration folder; they come after `samples` and the harness's own
        samples      a folder of configuration files to begin with
        modules      `autoload`, or the files to load; None when `files` or `samples` bring a modules.conf
        without      modules that its module folder does not have
        environment  variables for the process; database: a folder whose astdb it continues (see `database`)
        build        the build folder whose modules are taken, instead of the usual ones
        pages        name -> folder, which its HTTP server gives out as /static/name
        """
        self._network = network
        self._environment = environment or {}
        # short: the path of a unix socket has at most 107 characters
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="e2e-", dir="/tmp"))
        self.etc = self.folder / "etc"
        self.keep = keep
        self.console = keep / "console.txt"
        for name in ("etc", "run", "spool", "var", "db", "keys"):
            (self.folder / name).mkdir()
        if database:
            shutil.copytree(database, self.folder / "db", dirs_exist_ok=True)
        self._data = self._data_folder(pages) if pages else INSTALLED_DATA
        self._link_modules(without, build)
        self._write_configuration(files or {}, samples, modules)
        self._start()

    def _data_folder(self, pages: dict[str, pathlib.Path]) -> pathlib.Path:
        """A data folder with what is installed, and pages of the HTTP server beside it."""
        folder = self.folder / "data"
        (folder / "static-http").mkdir(parents=True)
        for entry in INSTALLED_DATA.glob("*"):
            if entry.name != "static-http":
                (folder / entry.name).symlink_to(entry)
        for name, page in pages.items():
            (folder / "static-http" / name).symlink_to(page)
        return folder

    def _link_modules(self, without: tuple[str, ...], build: pathlib.Path | None) -> None:
        """Makes the module folder, with the library in its parent as after an installation."""
        folder = self.folder / "lib" / "modules"
        folder.mkdir(parents=True)
        ours = our_files(build)
        for path in system_module_folder().glob("*.so"):
            if path.name not in without and path.name not in OURS:
                (folder / path.name).symlink_to(path)
        for name, path in ours.items():
            if name not in without:
                ((folder.parent if name == OUR_LIBRARY else folder) / name).symlink_to(path)

    def _write_configuration(self, files, samples, modules) -> None:
        """Fills the configuration folder."""
        if samples:
            shutil.copytree(samples, self.etc, dirs_exist_ok=True)
        texts = {name: text for name, text in DEFAULTS.items()
                 if name != "extensions.conf" or not (self.etc / name).exists()}
        if modules is not None:
            texts["modules.conf"] = modules_conf(modules)
        texts.update(files)
        texts["asterisk.conf"] = f"""[directories]
astetcdir => {self.etc}
astmoddir => {self.folder}/lib/modules
astvarlibdir => {self.folder}/var
astdbdir => {self.folder}/db
astkeydir => {self.folder}/keys
astdatadir => {self._data}
astagidir => /usr/share/asterisk/agi-bin
astspooldir => {self.folder}/spool
astrundir => {self.folder}/run
astlogdir => {self.keep}
[options]
verbose = 4
debug = 0
documentation_language = en_US
""" + files.get("asterisk.conf", "")
        for name, text in texts.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Writes a file of the configuration folder; a reload is the test's business."""
        (self.etc / name).parent.mkdir(parents=True, exist_ok=True)
        (self.etc / name).write_text(text)

    def _start(self) -> None:
        """Starts the process and waits until everything is loaded."""
        with open(self.console, "ab") as console:
            self.process = self._network.pbx.start(
                ["asterisk", "-f", "-n", "-C", str(self.etc / "asterisk.conf")], stdin=subprocess.DEVNULL,
                stdout=console, stderr=subprocess.STDOUT, cwd=self.folder,
                env={**os.environ, "HOME": str(self.folder), "TERM": "dumb", **self._environment})
        self.pid = self.process.pid
        self.log = Log(self.keep / "full", self._say_in_log)
        try:
            self.ami = Ami(until(self._connect, "the manager's port", 60), *MANAGER)
            self.ami.expect("FullyBooted", 60)
            # the console's own commands come a moment after that event
            until(lambda: "No such command" not in self.cli("core show version"), "the console's commands")
        except BaseException:
            self.kill()
            raise

    def _connect(self) -> socket.socket | None:
        """A connection to the manager, or nothing yet; raises when Asterisk has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"asterisk ended with {self.process.returncode}:\n{self.console.read_text()[-3000:]}")
        connection = self._network.pbx.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            connection.connect(("127.0.0.1", 5038))
        except OSError:
            connection.close()
            return None
        return connection

    def _say_in_log(self, word: str) -> bool:
        """Has Asterisk log an error that names `word`, a function that does not exist; whether it could be asked to."""
        if not hasattr(self, "ami") or self.ami.lost or self.process.poll() is not None:
            return False
        try:
            self.ami.action("Getvar", Variable=f"{word}()")
        except OSError:     # it has just ended
            return False
        return True

    def cli(self, command: str, seconds: float = PATIENCE) -> str:
        """What a command of the console prints."""
        return self.ami.command(command, seconds)

    def remote(self, command: str) -> subprocess.CompletedProcess:
        """The same by `asterisk -rx`, as an administrator does it."""
        return self._network.pbx.run("asterisk", "-C", str(self.etc / "asterisk.conf"), "-rx", command, timeout=60)

    def beside(self, command: list[str], seconds: float) -> str:
        """What a process that runs beside it, on its loopback, prints until it ends, errors too."""
        process = self._network.pbx.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            return process.communicate(timeout=seconds)[0]
        finally:
            process.kill()
            process.wait(10)

    def maps(self, pattern: str = "") -> list[str]:
        """The files that the process has mapped whose path contains `pattern`."""
        paths = {line.split(maxsplit=5)[5] for line in pathlib.Path(f"/proc/{self.pid}/maps").read_text().splitlines()
                 if len(line.split(maxsplit=5)) == 6}
        return sorted(path for path in paths if pattern in path)

    def our_maps(self) -> list[str]:
        """The files of ours that the process has mapped, the library among them."""
        return [path for path in self.maps() if re.sub(r" \(deleted\)$", "", path).rsplit("/", 1)[-1] in OURS + (OUR_LIBRARY,)]

    def rss(self) -> int:
        """Octets of memory that the process has in use."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def threads(self) -> int:
        """How many threads the process has."""
        return len(list(pathlib.Path(f"/proc/{self.pid}/task").iterdir()))

    def open_files(self) -> list[str]:
        """What the process's file descriptors lead to."""
        found = []
        for descriptor in pathlib.Path(f"/proc/{self.pid}/fd").iterdir():
            try:
                found.append(os.readlink(descriptor))
            except OSError:     # closed meanwhile
                pass
        return found

    @property
    def database(self) -> pathlib.Path:
        """The folder of its astdb, for a later Asterisk to continue with."""
        return self.folder / "db"

    def channels(self) -> int:
        """How many channels there are."""
        return int(re.search(r"(\d+) active channels?", self.cli("core show channels count"))[1])

    def wait_for_no_channels(self, seconds: float = PATIENCE) -> None:
        """Waits until every channel is gone."""
        until(lambda: self.channels() == 0, "all channels to go", seconds)

    def stop(self, seconds: float = 30) -> int:
        """Ends it in order, and returns the process's exit code, which is negative after a signal such as a crash's."""
        if self.process.poll() is None:
            self.ami.close()
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
                raise TimeoutError(f"asterisk did not stop within {seconds} s") from None
        return self.process.returncode

    def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)

    def clean(self) -> None:
        """Removes its folders; the log and the console output stay where the fixture keeps them."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Log:
    """Asterisk's full log, whose lines a thread of Asterisk's writes a little later than what they tell of.

    What the methods tell of is therefore preceded by a line of our own that they wait for, and leave out.
    """
    OWN = "END_OF_LOG_"

    def __init__(self, path: pathlib.Path, say: Callable[[str], bool] = lambda word: False):
        """A log at `path`; `say` has Asterisk log a word, and tells whether it could."""
        self.path = path
        self._say = say
        self._said = 0

    def _read(self, since: int = 0) -> str:
        """What is written from a mark on."""
        if not self.path.exists():
            return ""
        with open(self.path, "rb") as log:
            log.seek(since)
            return log.read().decode(errors="replace")

    def _catch_up(self) -> None:
        """Waits until everything is written that was logged by now."""
        since = self.path.stat().st_size if self.path.exists() else 0
        self._said += 1
        word = f"{self.OWN}{self._said}_"
        if self._say(word):
            until(lambda: word in self._read(since), "the log to be written")

    def text(self, since: int = 0) -> str:
        """What was logged from a mark on."""
        self._catch_up()
        return "".join(line for line in self._read(since).splitlines(keepends=True) if self.OWN not in line)

    def mark(self) -> int:
        """The place after what is logged by now, for `since`."""
        self._catch_up()
        return self.path.stat().st_size if self.path.exists() else 0

    def wait(self, pattern: str, since: int = 0, seconds: float = PATIENCE) -> re.Match:
        """Waits for a line that the regular expression finds."""
        expression = re.compile(pattern, re.MULTILINE)
        return until(lambda: expression.search(self._read(since)), f"the log line {pattern!r}", seconds)

    def complaints(self, since: int = 0) -> list[str]:
        """Warnings and errors from a mark on."""
        return [line for line in self.text(since).splitlines() if re.search(r"\] (WARNING|ERROR)\[", line)]
