# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an add-on computes in `engine/` needs no Odoo, no clock and no luck."""

import ast

import pytest

from tools.settings import ADDONS, ROOT

ENGINES = sorted(path for path in ADDONS.glob("*/engine/**/*.py"))
FORBIDDEN_MODULES = {"odoo", "time", "secrets", "uuid"}
CLOCKS = {"now", "today", "utcnow"}
SEEDED = {"Random", "default_rng", "SeedSequence", "RandomState"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.partition(".")[0]


def calls(tree):
    """Yield (dotted name, call) of each call of an attribute, `random.Random(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func), node


@pytest.mark.parametrize("path", ENGINES, ids=lambda path: str(path.relative_to(ROOT)))
def test_engine_is_pure(path):
    tree = ast.parse(path.read_text())
    assert not FORBIDDEN_MODULES.intersection(imported(tree))
    for name, call in calls(tree):
        last = name.rpartition(".")[2]
        assert last not in CLOCKS, f"{name} at line {call.lineno} reads a clock"
        if "random" in name.split(".")[:-1]:
            assert last in SEEDED, f"{name} at line {call.lineno} draws without a seed"
        if last in SEEDED:
            assert call.args, f"{name} at line {call.lineno} has no seed"


@pytest.mark.parametrize("path", ENGINES, ids=lambda path: str(path.relative_to(ROOT)))
def test_engine_functions_are_typed(path):
    """Public functions say what they take and return: they are the contract."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            arguments = [*node.args.args, *node.args.kwonlyargs]
            untyped = [each.arg for each in arguments if each.annotation is None]
            assert node.returns is not None, f"{node.name} returns what?"
            assert not untyped, f"{node.name}: {untyped} have no type"
