"""What a tool says, and how it ends."""

import sys
import time
from contextlib import contextmanager


class ToolError(Exception):
    """Something the reader can solve; the text says how."""


def say(text=""):
    print(text, flush=True)


@contextmanager
def step(what, duration):
    """Name what happens and how long it may take, then how long it took."""
    say(f"… {what} ({duration})")
    started = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - started:.0f} s")


def run_tool(main):
    """Run a tool's main function; show no traceback for what he can solve."""
    try:
        sys.exit(main())
    except ToolError as error:
        say()
        print(f"Stopped: {error}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def timed(what, action):
    """Do something and say how long it took."""
    started = time.monotonic()
    result = action()
    say(f"  {what}: {time.monotonic() - started:.0f} s")
    return result
