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
    """Keep together, when tests are spread over processes, what shares a state.

    Journeys share one database and one server; the tests of a file share a class.
    """
    for item in items:
        group = "journeys" if JOURNEYS in item.path.parents else item.path.stem
        item.add_marker(pytest.mark.xdist_group(group))
