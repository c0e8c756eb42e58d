# SPDX-License-Identifier: GPL-2.0-only
"""Bindings in the database: what the old driver left rings, and what is older than a second outlives the hardest end."""
import pathlib
import re
import sqlite3
import threading
import time

from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

LOAD = tuple(f"load{number}" for number in range(40))


def records(pbx) -> dict[str, str]:
    """What is on disk, read as another process would."""
    with sqlite3.connect(f"file:{pbx.database}/astdb.sqlite3?mode=ro", uri=True) as database:
        return {key.rsplit("/", 1)[1]: value for key, value in
                database.execute("SELECT key, value FROM astdb WHERE key LIKE '/SIP/Registry/%'")}


def test_what_the_old_driver_left_rings(asterisk, phone, tmp_path):
    """reg-4-1: a record in the format of the old driver, written by its own words"""
    alice, bob = phone("alice"), phone("bob")
    with sqlite3.connect(tmp_path / "astdb.sqlite3") as database:
        database.execute("CREATE TABLE astdb(key VARCHAR(256), value VARCHAR(256), PRIMARY KEY(key))")
        database.execute("INSERT INTO astdb VALUES (?, ?)",
                         ("/SIP/Registry/bob", f"{bob.address}:{bob.port}:3600:bobby:sip:bob@{bob.address}:{bob.port};line=7"))
        database.execute("INSERT INTO astdb VALUES (?, ?)", ("/SIP/Registry/carol", "damaged"))
    pbx = asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=DRIVER, database=tmp_path)
    assert bob.address in pbx.cli("sip show peers")
    call = alice.invites("bob")
    ringing = bob.expect_call()
    assert ringing.invite.uri == f"sip:bob@{bob.address}:{bob.port};line=7"
    ringing.accept()
    call.expect(200)
    call.bye()
    assert pbx.stop() == 0


def test_a_power_cut_under_load_costs_no_binding_older_than_a_second(asterisk, phone):
    """reg-4-1: on disk at most a second after its 200"""
    pbx = asterisk(files={"sip.conf": sip_conf(phones=LOAD), "extensions.conf": EXTENSIONS}, modules=DRIVER)
    answered: dict[str, tuple[float, str]] = {}
    over = threading.Event()

    def registers(names):
        turn = 0
        devices = [phone(name) for name in names]
        while not over.is_set():
            turn += 1
            for device in devices:
                contact = f"sip:{device.name}@{device.address}:{device.port};turn={turn}"
                try:
                    device.register(contact=f"<{contact}>")
                except (TimeoutError, OSError):
                    if over.is_set():
                        return
                    raise
                answered.setdefault(f"{device.name} {turn}", (time.monotonic(), contact))
    threads = [threading.Thread(target=registers, args=(LOAD[part::4],), daemon=True) for part in range(4)]
    for thread in threads:
        thread.start()
    until(lambda: len(answered) > 6 * len(LOAD), "some registrations", 20)
    over.set()
    killed = time.monotonic()
    pbx.kill()
    kept = records(pbx)
    lost = []
    for name in LOAD:
        old = [int(key.split()[1]) for key, (moment, _) in answered.items() if key.split()[0] == name and moment < killed - 1.0]
        turn = int(re.search(r"turn=(\d+)", kept.get(name, "turn=0"))[1])
        if old and turn < max(old):
            lost.append((name, turn, max(old)))
    assert not lost
    for thread in threads:
        thread.join(15)


def test_the_database_is_written_by_one_thread_that_is_no_worker(asterisk, phone):
    """reg-4-1"""
    pbx = asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=DRIVER)
    names = [(path / "comm").read_text().strip() for path in pathlib.Path(f"/proc/{pbx.pid}/task").iterdir()]
    assert names.count("sip-astdb") == 1
    phone("alice").register()
    until(lambda: "alice" in records(pbx), "the binding on disk", 2)
    assert pbx.stop() == 0
