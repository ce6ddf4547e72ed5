"""`python3 -m tools <command>`: what the Makefile calls."""

import argparse
import importlib
import sys

from . import environment
from .console import ToolError, fail

# what a command needs of the Python environment: built, used if it is there, none
BUILT, IF_THERE, NONE = range(3)
# command → (module, function, environment)
COMMANDS = {
    "run": ("serve", "run", BUILT),
    "stop": ("serve", "stop", IF_THERE),
    "clean": ("serve", "clean", NONE),
    "test": ("prove", "test", BUILT),
    "test-core": ("core_tests", "run", BUILT),
    "lint": ("lint", "lint", BUILT),
    "format": ("lint", "format_sources", BUILT),
    "bench": ("bench", "run", BUILT),
    "translations": ("translations", "refresh", BUILT),
    "wheels": ("wheels", "build", BUILT),
    "demo": ("demo.__main__", "run", BUILT),
}


def main(arguments):
    parser = argparse.ArgumentParser(prog="python3 -m tools", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed to the command")
    options = parser.parse_args(arguments)
    module, function, needed = COMMANDS[options.command]
    try:
        if needed == BUILT:
            environment.ensure()
        usable = needed != NONE and environment.STAMP.exists()
        if usable and not environment.inside():
            environment.reenter(arguments)
        command = getattr(importlib.import_module(f".{module}", __package__), function)
        return command(options.rest) or 0
    except ToolError as error:
        return fail(error)
    except KeyboardInterrupt:
        return fail("interrupted")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
