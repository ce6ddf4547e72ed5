"""`python3 -m tools <command>`: what the Makefile calls."""

import argparse
import importlib
import sys

from . import environment
from .console import ToolError, fail

# command → (module, function, needs the Python environment)
COMMANDS = {
    "run": ("serve", "run", True),
    "stop": ("serve", "stop", True),
    "clean": ("serve", "clean", False),
    "test": ("prove", "test", True),
    "test-core": ("core_tests", "run", True),
    "lint": ("lint", "lint", True),
    "format": ("lint", "format_sources", True),
    "bench": ("bench", "run", True),
    "translations": ("translations", "refresh", True),
    "wheels": ("wheels", "build", True),
    "demo": ("demo.__main__", "run", True),
}


def main(arguments):
    parser = argparse.ArgumentParser(prog="python3 -m tools", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed to the command")
    options = parser.parse_args(arguments)
    module, function, needs_environment = COMMANDS[options.command]
    try:
        if needs_environment:
            environment.ensure()
            if not environment.inside():
                environment.reenter(arguments)
        command = getattr(importlib.import_module(f".{module}", __package__), function)
        return command(options.rest) or 0
    except ToolError as error:
        return fail(error)
    except KeyboardInterrupt:
        return fail("interrupted")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
