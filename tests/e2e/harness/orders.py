# SPDX-License-Identifier: GPL-2.0-only
"""The orders in which the driver's modules can be loaded and unloaded, and one turn of each."""
import itertools
from collections.abc import Callable

from .asterisk import Asterisk

RES_SIP, REGISTRAR, CHAN_SIP = "res_sip.so", "res_sip_registrar.so", "chan_sip.so"
REGISTRATIONS, PUBSUB = "res_sip_outbound_registration.so", "res_sip_pubsub.so"
MESSAGING = "res_sip_messaging.so"
ALL = (CHAN_SIP, MESSAGING, PUBSUB, REGISTRATIONS, REGISTRAR, RES_SIP)     # an order in which they can be unloaded
# chan_sip brings along what is absent, so it may come first, and then nothing is left to load.
LOADS = ((RES_SIP, REGISTRAR, CHAN_SIP), (RES_SIP, CHAN_SIP), (CHAN_SIP,), (RES_SIP, REGISTRAR, REGISTRATIONS), (RES_SIP, PUBSUB, MESSAGING),
         (RES_SIP,))


def running(asterisk: Asterisk) -> set[str]:
    """Which of our modules run."""
    rows = [line.split() for line in asterisk.cli("module show like sip").splitlines()]
    return {row[0] for row in rows if row and row[0] in ALL
            and "Running" in row and "Not" not in row}


def load(asterisk: Asterisk, name: str) -> str:
    """Loads a module; what the console said."""
    return asterisk.remote(f"module load {name}").stdout


def unload(asterisk: Asterisk, name: str) -> str:
    """Unloads a module; what the console said."""
    return asterisk.remote(f"module unload {name}").stdout


def unload_all(asterisk: Asterisk, order: tuple[str, ...]) -> None:
    """Unloads in an order; what is refused because it is in use is tried again after the others."""
    left = list(order)
    for _ in order:
        for name in list(left):
            unload(asterisk, name)
            if name not in running(asterisk):
                left.remove(name)
    assert not left, f"{left} do not go, in the order {order}:\n" + "\n".join(asterisk.log.complaints()[-5:])


def turn(asterisk: Asterisk, number: int, while_loaded: Callable[[set[str]], None] = lambda loaded: None) -> None:
    """Loads all in one of the orders and unloads it in one of the orders: the `number`th of all pairs, over and over."""
    loads = LOADS[number % len(LOADS)]
    for name in loads:
        if name not in running(asterisk):
            load(asterisk, name)
    loaded = running(asterisk)
    assert set(loads) <= loaded, f"{loads} were loaded, {loaded} run:\n" + "\n".join(asterisk.log.complaints()[-5:])
    while_loaded(loaded)
    orders = list(itertools.permutations(sorted(loaded)))
    unload_all(asterisk, orders[number // len(LOADS) % len(orders)])
