# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tests of what is not installed with the rest run in tests/journeys, see there."""

from tools.settings import OPTIONAL

collect_ignore = list(OPTIONAL)
