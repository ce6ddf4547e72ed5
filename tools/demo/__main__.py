"""`python3 -m tools demo [--database NAME] [--members N]`."""

import argparse

from .. import ground, settings
from . import load


def run(arguments):
    """Fill an existing database whose suite is installed and still empty."""
    parser = argparse.ArgumentParser(prog="python3 -m tools demo")
    parser.add_argument("--database", default=settings.DATABASE)
    parser.add_argument("--members", type=int, default=load.MEMBERS)
    options = parser.parse_args(arguments)
    load.fill(ground.prepare(), options.database, options.members)
