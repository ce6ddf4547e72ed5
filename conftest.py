# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What every test run shares."""

from hypothesis import HealthCheck, settings

# The same examples at each run, and no clock: looking through Odoo's sources for
# constants makes the first example slow, and a shared machine makes any of them slow.
settings.register_profile(
    "smart",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("smart")
