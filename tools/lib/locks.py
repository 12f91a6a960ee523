"""One tool at a time makes a shared thing; another one waits for it."""

import fcntl
from contextlib import contextmanager

from .console import say
from .paths import CACHE


@contextmanager
def locked(name):
    """Hold the lock ``name``, which ends with the process whatever happens to it."""
    folder = CACHE / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"… waiting for another tool that is making the {name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
