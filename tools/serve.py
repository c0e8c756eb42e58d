#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Starts Asterisk with the driver from the samples, proves it by a real call, and stays until it is stopped.

Runs inside the prepared root. Everything that Asterisk reads and writes lies below one private folder there; ports that
are busy are replaced by the next free ones.
"""

import argparse
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time

HOME = pathlib.Path(os.environ.get("CHAN_SIP_HOME", "/var/lib/chan_sip"))
ETC, RUN, LOG = HOME / "etc", HOME / "run", HOME / "log"
DATA, BROWSER_PHONE = HOME / "data", pathlib.Path("/src/build/browser_phone")
PHONES = ("101", "102", "103")
BOOT_LIMIT, CALL_LIMIT = 60, 50     # seconds

READY = """
== {state}: SIP on UDP port {sip} (IPv4 and IPv6)
   register a phone:  user 101  password {first}
                      user 102  password {second}
                      user 103  password {third}  (for browsers)
                      server: this machine, port {sip}
   in a browser:      {page}
   dial:              101, 102, 103: each other, 600: echo, 500: voicemail
   console:           ./run --console            (or ./run --console 'sip show peers')
   AMI and HTTP:      127.0.0.1:{manager} and 127.0.0.1:{http}; RTP {rtp}-{end}
   log:               {log}
   Ctrl-C ends all of it.
"""


def free_port(wanted, kind, count=1, step=1):
    """The first port from `wanted` on that nobody has, together with the `count - 1` after it."""
    for port in range(wanted, 65000, step):
        try:
            for each in range(port, port + count):
                for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
                    with socket.socket(family, kind) as probe:
                        if family == socket.AF_INET6:
                            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                        probe.bind((address, each))
            return port
        except OSError:
            continue
    sys.exit(f"error: no free port from {wanted} on")


def set_option(name, section, option, value):
    """Sets `option` of a section of one of the private files, adding it where it is not written."""
    path = ETC / name
    text = path.read_text() if path.exists() else ""
    head = re.search(rf"^\[{section}\][^\n]*\n", text, re.M)
    if not head:
        path.write_text(text + f"\n[{section}]\n{option} = {value}\n")
        return
    end = re.compile(r"^\[", re.M).search(text, head.end())
    end = end.start() if end else len(text)
    body = re.sub(rf"^{option}[ \t]*=[^\n]*\n", "", text[head.end():end], flags=re.M)
    path.write_text(text[:head.end()] + f"{option} = {value}\n" + body + text[end:])


def module_folder():
    """Asterisk's module folder in this root."""
    return str(next(pathlib.Path("/usr/lib").glob("*/asterisk/modules")))


def lay_out_data():
    """Asterisk's data folder: what is installed, and the browser phone beside what its HTTP server gives out."""
    shutil.rmtree(DATA, ignore_errors=True)
    pages = DATA / "static-http"
    pages.mkdir(parents=True)
    for installed, folder in ((pathlib.Path("/usr/share/asterisk"), DATA), (pathlib.Path("/usr/share/asterisk/static-http"), pages)):
        for entry in installed.glob("*"):
            if not (folder / entry.name).exists():
                (folder / entry.name).symlink_to(entry)
    if BROWSER_PHONE.is_dir():
        shutil.copytree(BROWSER_PHONE, pages / "phone")


def page(port):
    """Where the browser phone is."""
    if (DATA / "static-http" / "phone").is_dir():
        return f"http://127.0.0.1:{port}/static/phone/index.html"
    return "no page: npm is not installed here"


def lay_out(samples):
    """The private configuration: the samples, secrets of the phones, free ports. Gives the ports."""
    secrets_file = HOME / "sip_secrets.conf"
    for folder in (ETC, RUN, LOG):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (ETC, RUN, LOG, HOME / "spool", HOME / "db"):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in ("voicemail", "outgoing", "tmp", "monitor"):
        (HOME / "spool" / folder).mkdir(exist_ok=True)
    for source in pathlib.Path(samples).glob("*.conf"):
        if source.name != "res_sip.conf" or not (source.parent / "sip.conf").exists():   # it says the same as sip.conf
            shutil.copy(source, ETC)
    if not secrets_file.exists() or any(f"phone-secret-{phone}]" not in secrets_file.read_text() for phone in PHONES):
        lines = ["; Made at the first start: what the sample phones prove themselves with."]
        for phone in PHONES:
            lines += [f"[phone-secret-{phone}](!)", f"secret={secrets.token_urlsafe(12)}", ""]
        secrets_file.write_text("\n".join(lines))
        secrets_file.chmod(0o600)
    shutil.copy(secrets_file, ETC / "sip_secrets.conf")
    lay_out_data()
    ports = {
        "sip": free_port(5060, socket.SOCK_DGRAM),
        "http": free_port(8088, socket.SOCK_STREAM),
        "manager": free_port(5038, socket.SOCK_STREAM),
        "rtp": free_port(10000, socket.SOCK_DGRAM, 200, 200),
    }
    set_option("sip.conf", "general", "bindport", ports["sip"])
    set_option("http.conf", "general", "bindport", ports["http"])
    set_option("http.conf", "general", "bindaddr", "127.0.0.1")
    set_option("manager.conf", "general", "port", ports["manager"])
    set_option("manager.conf", "general", "bindaddr", "127.0.0.1")
    set_option("rtp.conf", "general", "rtpstart", ports["rtp"])
    set_option("rtp.conf", "general", "rtpend", ports["rtp"] + 199)
    (ETC / "asterisk.conf").write_text(f"""[directories]
astetcdir => {ETC}
astmoddir => {module_folder()}
astvarlibdir => /var/lib/asterisk
astdbdir => {HOME}/db
astkeydir => {HOME}
astdatadir => {DATA}
astagidir => /usr/share/asterisk/agi-bin
astspooldir => {HOME}/spool
astrundir => {RUN}
astlogdir => {LOG}
astsbindir => /usr/sbin
[options]
documentation_language = en_US
""")
    return ports


def secret_of(phone):
    """The secret of a sample phone."""
    text = (ETC / "sip_secrets.conf").read_text()
    return re.search(rf"\[phone-secret-{phone}\].*?secret=(\S+)", text, re.S).group(1)


def console(command):
    """What the CLI answers to a command, or nothing while it cannot be reached."""
    done = subprocess.run(["asterisk", "-C", str(ETC / "asterisk.conf"), "-rx", command],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    return done.stdout if done.returncode == 0 else None


class Asterisk:
    """The running Asterisk."""

    def __init__(self):
        self.log = open(LOG / "console", "w")
        self.process = subprocess.Popen(["asterisk", "-f", "-q", "-C", str(ETC / "asterisk.conf")],
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT,
                                        start_new_session=True)     # Ctrl-C is for us alone

    def wait_until_up(self):
        """Waits until all modules are loaded."""
        end = time.monotonic() + BOOT_LIMIT
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self.fail(f"Asterisk ended with {self.process.returncode}")
            try:
                if "fully booted" in (console("core waitfullybooted") or ""):
                    return
            except subprocess.TimeoutExpired:
                pass
            time.sleep(0.1)
        self.fail(f"Asterisk is not up after {BOOT_LIMIT} s")

    def fail(self, why):
        """Ends with the tail of the log."""
        self.stop()
        for name in ("console", "messages", "messages.log", "full"):
            path = LOG / name
            if path.exists():
                sys.stderr.write("".join(path.open(errors="replace").readlines()[-15:]))
        sys.exit(f"error: {why}")

    def stop(self):
        """Ends it, gently first."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def first_call(port, secret):
    """Whether a real call goes through; prints what it saw."""
    command = [sys.executable, pathlib.Path(__file__).with_name("first_call.py"), "--server", "127.0.0.1", "--port", str(port),
               "--user", "101", "--secret", secret, "--exten", "600"]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, timeout=CALL_LIMIT).returncode == 0
    except subprocess.TimeoutExpired:
        print(f"  FAILED     the call took longer than {CALL_LIMIT} s", flush=True)
        return False


def running(module):
    """Whether a module is loaded and runs."""
    return "Running" in (console(f"module show like {module}") or "")


def interrupted(signum, frame):
    """Turns SIGTERM into the way out that Ctrl-C takes."""
    raise KeyboardInterrupt


def main():
    """Starts, proves, and stays or ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="place the call and end")
    parser.add_argument("--secret", help="what the calling phone uses")
    parser.add_argument("--samples", default="/src/samples")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, interrupted)
    ports = lay_out(arguments.samples)
    print("== starting Asterisk 22 with the driver", flush=True)
    asterisk = Asterisk()
    passed = False
    try:
        asterisk.wait_until_up()
        if not running("chan_sip.so"):
            asterisk.fail("chan_sip.so is not running")
        print("== a phone calls the echo test, extension 600", flush=True)
        passed = first_call(ports["sip"], arguments.secret or secret_of("101"))
        if arguments.check:
            return 0 if passed else 1
        print(READY.format(state="ready" if passed else "NOT ready: the call did not go through; Asterisk stays up for a look",
                           first=secret_of("101"), second=secret_of("102"), third=secret_of("103"), page=page(ports["http"]), end=ports["rtp"] + 199, **ports,
                           log=pathlib.Path(os.environ.get("CHAN_SIP_STATE", HOME)) / "log"), flush=True)
        asterisk.process.wait()
        asterisk.fail(f"Asterisk ended with {asterisk.process.returncode}")
    except KeyboardInterrupt:
        print("== stopping", flush=True)
    finally:
        asterisk.stop()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
