# SPDX-License-Identifier: GPL-2.0-only
"""Waiting for what happens, with an end: the one place where tests meet time."""
import threading
import time
from collections.abc import Callable

PATIENCE = 10.0     # seconds that something ordinary may take before it counts as not happening
POLL = 0.02         # seconds between looks at what gives no event of its own, such as a file


class Deadline:
    """A moment after which waiting is over."""

    def __init__(self, seconds: float = PATIENCE):
        self.end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the end, never negative."""
        return max(0.0, self.end - time.monotonic())

    @property
    def passed(self) -> bool:
        """Whether the moment is over."""
        return self.left == 0.0


def until(look: Callable[[], object], what: str, seconds: float = PATIENCE):
    """Looks again and again until `look` gives something true, and returns that; for what gives no event of its own.

    Raises TimeoutError, which names `what`, when it does not come within `seconds`."""
    deadline = Deadline(seconds)
    while True:
        found = look()
        if found:
            return found
        if deadline.passed:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        time.sleep(POLL)


class Bell:
    """A condition with one way of waiting: `with bell:` to change things, `bell.ring()` after it, `bell.wait_for(...)`."""

    def __init__(self):
        self._condition = threading.Condition(threading.RLock())

    def __enter__(self):
        self._condition.acquire()
        return self

    def __exit__(self, *_):
        self._condition.release()

    def ring(self) -> None:
        """Wakes all who wait."""
        with self._condition:
            self._condition.notify_all()

    def wait_for(self, look: Callable[[], object], what: str | Callable[[], str], seconds: float = PATIENCE):
        """Waits until `look`, called with the lock held, gives something true, and returns it.

        Raises TimeoutError with `what` (a text, or a function that makes it) after `seconds`."""
        deadline = Deadline(seconds)
        with self._condition:
            while True:
                found = look()
                if found:
                    return found
                if deadline.passed:
                    raise TimeoutError(f"waited {seconds:g} s for {what() if callable(what) else what}")
                self._condition.wait(deadline.left)
