# SPDX-License-Identifier: GPL-2.0-only
"""Databases for tests of realtime: a file of SQLite, and a PostgreSQL of the test's own in the PBX's namespace."""
import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile

from .waiting import until

COLUMNS = ("name", "host", "type", "secret", "context", "defaultuser", "ipaddr", "port", "regseconds", "fullcontact", "useragent", "lastms",
           "regserver", "path", "qualify", "disallow", "allow", "directmedia", "callbackextension", "insecure", "description")
TABLE = ", ".join(f'"{name}" varchar(255)' for name in COLUMNS)


def row(name: str, **columns: str) -> dict[str, str]:
    """A device's columns, with what a phone needs."""
    return {"name": name, "host": "dynamic", "type": "friend", "secret": "secret", "context": "default", "allow": "ulaw", "disallow": "all",
            "directmedia": "no", **columns}


class Sqlite:
    """A file of SQLite."""

    def __init__(self, folder: pathlib.Path):
        self.path = folder / "devices.sqlite3"
        with self._open() as connection:
            connection.execute(f"create table sippeers ({TABLE})")
            connection.execute(f"create table sipregs ({TABLE})")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=10)

    @property
    def files(self) -> dict[str, str]:
        """What Asterisk's configuration has for it."""
        return {"res_config_sqlite3.conf": f"[devices]\ndbfile => {self.path}\nrequirements => warn\nbatch => 0\n"}

    engine, module = "sqlite3,devices", "res_config_sqlite3.so"

    def insert(self, columns: dict[str, str], table: str = "sippeers") -> None:
        """Adds a row."""
        with self._open() as connection:
            names = ", ".join(f'"{name}"' for name in columns)
            connection.execute(f"insert into {table} ({names}) values ({', '.join('?' for _ in columns)})", list(columns.values()))

    def update(self, name: str, column: str, value: str) -> None:
        """Changes a row."""
        with self._open() as connection:
            connection.execute(f'update sippeers set "{column}" = ? where name = ?', (value, name))

    def sql(self, text: str) -> None:
        """Does what a statement says."""
        with self._open() as connection:
            connection.execute(text)

    def delete(self, name: str) -> None:
        """Takes a row out."""
        with self._open() as connection:
            connection.execute("delete from sippeers where name = ?", (name,))

    def read(self, name: str, column: str, table: str = "sippeers") -> str | None:
        """A column of a row."""
        with self._open() as connection:
            found = connection.execute(f'select "{column}" from {table} where name = ?', (name,)).fetchone()
            return found[0] if found else None


class Postgres:
    """A PostgreSQL in a namespace, on a port of its loopback; its processes are the test's."""

    engine, module = "pgsql,devices", "res_config_pgsql.so"
    files = {"res_pgsql.conf": "[general]\ndbhost=127.0.0.1\ndbport=5432\ndbname=devices\ndbuser=asterisk\ndbpass=secret\nrequirements=warn\n"}

    def __init__(self, place):
        self._place = place
        self._programs = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        shutil.chown(self._folder, "postgres", "postgres")
        self._as("initdb", "-D", str(self._folder / "data"), "-A", "trust", "-U", "asterisk")
        self.process: subprocess.Popen | None = None
        self.start()
        self.sql("create database devices", "postgres")
        self.sql(f"create table sippeers ({TABLE})")
        self.sql(f"create table sipregs ({TABLE})")

    def _command(self, program: str, *words: str) -> list[str]:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", str(self._programs / program), *words]

    def _as(self, program: str, *words: str) -> str:
        return self._place.run(*self._command(program, *words), timeout=60).stdout

    def start(self) -> None:
        """Starts it and waits until it takes connections."""
        self.process = self._place.start(self._command("postgres", "-D", str(self._folder / "data"), "-k", str(self._folder), "-h", "127.0.0.1"),
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        until(self._answers, "PostgreSQL to take connections", 60)

    def _answers(self) -> bool:
        """Whether it takes connections."""
        try:
            return self.sql("select 1", "postgres") == "1"
        except RuntimeError:
            return False

    def sql(self, text: str, database: str = "devices") -> str:
        """What a statement gives."""
        return self._place.run(*self._command("psql", "-h", "127.0.0.1", "-U", "asterisk", "-d", database, "-tAqc", text), timeout=60).stdout.strip()

    def insert(self, columns: dict[str, str], table: str = "sippeers") -> None:
        """Adds a row."""
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in columns.values())
        self.sql(f"insert into {table} ({names}) values ({values})")

    def read(self, name: str, column: str, table: str = "sippeers") -> str:
        """A column of a row."""
        return self.sql(f"select \"{column}\" from {table} where name = '{name}'")

    def _processes(self) -> list[int]:
        """It and the processes that it started."""
        pid = self.process.pid
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def _signal(self, which: signal.Signals) -> None:
        """Sends a signal to all of them; one that served a single question may be gone by then."""
        for pid in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, which)

    def freeze(self) -> None:
        """Stops all of its processes where they stand."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets them go on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """Ends all of them at once."""
        self._signal(signal.SIGKILL)
        self.process.wait(10)

    @contextlib.contextmanager
    def frozen(self):
        """A while in which it hangs."""
        self.freeze()
        try:
            yield
        finally:
            self.thaw()

    @contextlib.contextmanager
    def killed(self):
        """A while in which it is gone."""
        self.kill()
        try:
            yield
        finally:
            self.start()

    def close(self) -> None:
        """Ends it and takes its files away."""
        if self.process.poll() is None:
            self.thaw()
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)
