# SPDX-License-Identifier: GPL-2.0-only
"""Network namespaces: the PBX has one, and so has every place where phones are; veth pairs lead to a bridge at the PBX.

The PBX is 192.0.2.1 and 2001:db8::1. A place is a namespace with as many addresses of both families as are asked for.
Nothing of it is seen outside, and all of it goes when the file descriptors do.
"""
import os
import socket
import subprocess
import threading

PBX_V4 = "192.0.2.1"
PBX_V6 = "2001:db8::1"


class Namespace:
    """A network namespace. `with namespace:` moves the calling thread into it; sockets and processes made there stay."""

    def __init__(self):
        self._before: list[int] = []
        made = threading.Thread(target=self._make)
        made.start()
        made.join()
        self.run("ip", "link", "set", "lo", "up")

    def _make(self) -> None:
        """Runs in a thread of its own, which takes the new namespace with it and leaves its descriptor."""
        os.unshare(os.CLONE_NEWNET)
        self.descriptor = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)

    def __enter__(self):
        self._before.append(os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC))
        os.setns(self.descriptor, os.CLONE_NEWNET)
        return self

    def __exit__(self, *_):
        before = self._before.pop()
        os.setns(before, os.CLONE_NEWNET)
        os.close(before)

    @property
    def path(self) -> str:
        """A name of the namespace that other processes of the machine can open."""
        return f"/proc/{os.getpid()}/fd/{self.descriptor}"

    def run(self, *command: str, **options) -> subprocess.CompletedProcess:
        """Runs a command inside; raises with its output when it fails."""
        with self:
            done = subprocess.run(command, capture_output=True, text=True, **options)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
        return done

    def start(self, command: list[str], **options) -> subprocess.Popen:
        """Starts a process inside."""
        with self:
            return subprocess.Popen(command, **options)

    def socket(self, family: int, kind: int) -> socket.socket:
        """A socket inside."""
        with self:
            return socket.socket(family, kind)

    def close(self) -> None:
        """Lets go; the namespace ends with the last process and socket in it."""
        os.close(self.descriptor)


class Place(Namespace):
    """A namespace on the PBX's bridge, where phones live."""

    def __init__(self, network: "Network", number: int):
        self.network = network
        self._home: dict[int, str] = {}
        super().__init__()
        network.pbx.run("ip", "link", "add", f"place{number}", "type", "veth", "peer", "name", "eth0", "netns", self.path)
        network.pbx.run("ip", "link", "set", f"place{number}", "master", "lan", "up")
        self.run("ip", "link", "set", "eth0", "up")

    def address(self, family: int = socket.AF_INET) -> str:
        """A fresh address of this place."""
        number = self.network.next_host()
        if family == socket.AF_INET6:
            address = f"2001:db8::{number:x}"
            self.run("ip", "addr", "add", f"{address}/64", "dev", "eth0", "nodad")
        else:
            address = f"192.0.2.{number}"
            self.run("ip", "addr", "add", f"{address}/24", "dev", "eth0")
        return address

    def home(self, family: int = socket.AF_INET) -> str:
        """The address of a place where one phone lives at a time."""
        if family not in self._home:
            self._home[family] = self.address(family)
        return self._home[family]


class Network:
    """The namespaces of one test file: the PBX's, and places made on demand."""

    def __init__(self):
        self.pbx = Namespace()
        self._places: dict[str, Place] = {}
        self._hosts = 9
        # with an address of its own: otherwise a bridge takes that of a port, and changes it as places come
        for command in ("ip link add lan address 02:00:00:00:00:01 type bridge forward_delay 0 stp_state 0",
                        f"ip addr add {PBX_V4}/24 dev lan", f"ip addr add {PBX_V6}/64 dev lan nodad",
                        "ip link set lan up"):
            self.pbx.run(*command.split())

    def next_host(self) -> int:
        """A host number that nobody has yet, 10 to 250."""
        self._hosts += 1
        if self._hosts > 250:
            raise RuntimeError("192.0.2.0/24 is used up: a test file takes at most 241 addresses")
        return self._hosts

    def place(self, name: str = "phones") -> Place:
        """The place of this name, made at its first mention."""
        if name not in self._places:
            self._places[name] = Place(self, len(self._places))
        return self._places[name]

    def close(self) -> None:
        """Lets go of all."""
        for place in self._places.values():
            place.close()
        self.pbx.close()
