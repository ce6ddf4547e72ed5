# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Code stays in pieces a person can read at once."""

import ast
from pathlib import Path
from statistics import median

import pytest

from tools.settings import ADDONS, ROOT

FILE_LINES = 400
FUNCTION_LINES = 60
MEDIAN_LINES = 10

FOLDERS = (ADDONS, ROOT / "tools", ROOT / "tests")
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.py"))


def functions(path):
    """Yield (name, number of lines from `def` to the end) of each function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.end_lineno - node.lineno + 1


def short(path):
    return str(path.relative_to(ROOT))


def is_test(path):
    return "tests" in path.relative_to(ROOT).parts


def test_no_python_file_is_over_400_lines():
    long = {short(path): len(path.read_text().splitlines()) for path in FILES}
    assert not {name: size for name, size in long.items() if size > FILE_LINES}


def test_no_function_is_over_60_lines():
    assert not [
        f"{short(path)}: {name} has {size} lines"
        for path in FILES
        for name, size in functions(path)
        if size > FUNCTION_LINES
    ]


@pytest.mark.parametrize("folder", FOLDERS[:2], ids=lambda path: path.name)
def test_half_of_the_functions_are_under_10_lines(folder: Path):
    """Tests are left out: a test is one long sentence more often than a function."""
    sizes = [
        size
        for path in FILES
        if path.is_relative_to(folder) and not is_test(path)
        for _name, size in functions(path)
    ]
    assert median(sizes) < MEDIAN_LINES
