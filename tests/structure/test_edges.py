# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""docs/purchasing-edges.md: every edge names a test that is there."""

import re

import pytest

from tools.settings import ADDONS, ROOT

NAMED = re.findall(
    r"`(test_\w+\.py)::(test_\w+)`", (ROOT / "docs/purchasing-edges.md").read_text()
)


@pytest.mark.parametrize("file, test", NAMED, ids=lambda name: name)
def test_an_edge_case_has_its_test(file, test):
    text = (ADDONS / "smart_purchase_charter" / "tests" / file).read_text()
    assert f"def {test}(" in text


def test_every_row_names_one():
    rows = [
        line
        for line in (ROOT / "docs/purchasing-edges.md").read_text().splitlines()
        if line.startswith("|") and not re.match(r"\|(---| edge)", line)
    ]
    assert len(rows) == len(NAMED)
