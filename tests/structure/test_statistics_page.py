# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""docs/statistics.md: the functions and the tests it names are there."""

import re

import pytest

from tools.settings import ROOT

IMPACT = ROOT / "addons" / "smart_impact"
PAGE = (ROOT / "docs" / "statistics.md").read_text()
TESTS = sorted(set(re.findall(r"`(test_\w+\.py)(?:::(\w+))?`", PAGE)))
FUNCTIONS = sorted(set(re.findall(r"`(\w+)\.(\w+)`", PAGE.replace(".py`", "`"))))


@pytest.mark.parametrize(("file", "name"), TESTS)
def test_a_test_it_names_is_there(file, name):
    text = (IMPACT / "tests" / file).read_text()
    assert not name or f"def {name}(" in text


@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_a_function_it_names_is_there(module, name):
    path = IMPACT / "engine" / f"{module}.py"
    assert not path.exists() or f"def {name}(" in path.read_text()


def test_each_statistic_has_published_figures():
    lines = [line for line in PAGE.splitlines() if line.startswith("|")][2:]
    assert len(lines) > 20
    for line in lines:
        _shown, _method, where, published, _oracle = line.strip("|").split("|")
        module = re.search(r"`(\w+)\.", where)[1]
        assert (IMPACT / "engine" / f"{module}.py").is_file()
        assert "::" in published, line
