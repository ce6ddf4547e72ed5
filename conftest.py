# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What every test run shares."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

JOURNEYS = Path(__file__).parent / "tests" / "journeys"

# The same examples at each run, and no clock: looking through Odoo's sources for
# constants makes the first example slow, and a shared machine makes any of them slow.
settings.register_profile(
    "smart",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("smart")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep together, when tests are spread over two processes, what shares a state.

    Journeys share a database and a server with every other file of journeys, always
    the same ones in the same order; the tests of another file share their class.
    """
    journeys = sorted({item.path for item in items if JOURNEYS in item.path.parents})
    for item in items:
        group = item.path.stem
        if item.path in journeys:
            # the add-ons on demand are installed once, in a database of their own
            alone = "optional" in item.fixturenames
            group = f"journeys {0 if alone else journeys.index(item.path) % 2}"
        item.add_marker(pytest.mark.xdist_group(group))
