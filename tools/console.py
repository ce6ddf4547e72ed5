"""Say what is being done and how long it took, one line per step."""

import contextlib
import sys
import threading
import time


class ToolError(Exception):
    """A step cannot go on; its message tells the person what to do."""


def say(text=""):
    print(text, flush=True)


@contextlib.contextmanager
def step(title):
    """Print `title`, a dot every few seconds while the body runs, then the time.

    On a terminal as in a log file the dots show that a long step is alive.
    """
    print(f"→ {title} ", end="", flush=True)
    start = time.monotonic()
    done = threading.Event()

    def beat():
        while not done.wait(5):
            print(".", end="", flush=True)

    ticker = threading.Thread(target=beat, daemon=True)
    ticker.start()
    try:
        yield
    except BaseException:
        done.set()
        print(" failed", flush=True)
        raise
    done.set()
    ticker.join()
    print(f" {time.monotonic() - start:.1f} s", flush=True)


def fail(error):
    print(f"\n✗ {error}", file=sys.stderr, flush=True)
    return 1
