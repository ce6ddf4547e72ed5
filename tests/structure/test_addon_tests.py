# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's own runner finds every test of the add-ons, not only pytest does.

Odoo skips in silence what has no tags (a plain `unittest.TestCase`) and runs untagged
classes while their module is being installed, before the add-ons that extend it.
"""

import ast

import pytest

from tools.settings import ADDONS, ROOT

FILES = sorted(ADDONS.glob("*/tests/test_*.py"))
TAGS = {"post_install", "-at_install"}


def classes_with_tests(path):
    """Yield the classes of `path` that hold tests."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and any(
            isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
            for each in node.body
        ):
            yield node


def tags(node):
    return {
        argument.value
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "tagged"
        for argument in decorator.args
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_odoo_runs_these_tests_after_installation(path):
    classes = list(classes_with_tests(path))
    assert classes, "a test file without tests"
    assert not [node.name for node in classes if not tags(node) >= TAGS]
    bases = {ast.unparse(base) for node in classes for base in node.bases}
    assert not bases & {"TestCase", "unittest.TestCase"}, "Odoo never runs those"
