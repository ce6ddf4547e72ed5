# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""docs/recommendations.md: 26 rows, and the tests they name are there."""

import re

import pytest

from tools.settings import ROOT

NOT_YET = "not yet"


def rows():
    """Return the cells (n, recommendation, where, test) of each row of the table."""
    text = (ROOT / "docs" / "recommendations.md").read_text()
    lines = [line for line in text.splitlines() if re.match(r"\|\s*\d+\s*\|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_26_recommendations_are_listed_in_order():
    assert [int(row[0]) for row in rows()] == list(range(1, 27))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_recommendation_names_its_test_or_says_not_yet(row):
    _number, recommendation, where, test = row
    paths = re.findall(r"`([^`]+)`", test)
    assert recommendation and where
    assert paths or test.startswith(NOT_YET)
    assert not [path for path in paths if not (ROOT / path).is_file()]
