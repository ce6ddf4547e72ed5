"""Checks made by programs of others, each turned into a list of findings."""

import os
import subprocess
import sys
import sysconfig

from . import settings
from .console import ToolError

PYTHON = ("addons", "tools", "tests")
RULES = str(settings.ROOT / "pyproject.toml")
# the messages and plugins that Odoo's module test_lint runs on all add-ons
ODOO_MESSAGES = (
    "used-before-assignment", "undefined-variable", "eval-used", "unreachable",
    "function-redefined", "sql-injection", "missing-gettext", "gettext-variable",
    "gettext-placeholders", "gettext-repr", "raise-unlink-override", "bad-builtin",
)  # fmt: skip
ODOO_PLUGINS = (
    "_pylint_path_setup", "pylint.extensions.bad_builtin",
    "_odoo_checker_sql_injection", "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
)  # fmt: skip
# OCA hooks that are off, and why
OCA_OFF = (
    # readme/ fragments are the source; README.rst is generated when publishing
    "prefer-readme-rst",
    # asks an empty translation where French and English agree, which could not be
    # told from a forgotten one
    "po-pretty-format",
    # the order of attributes within a tag changes nothing
    "xml-tag-position",
)
# migrate() as `odoo upgrade_code` calls it, without the add-ons of Odoo itself
UPGRADES = """
import sys
import sysconfig
from odoo.cli.upgrade_code import migrate
from odoo.release import version
from odoo.tools import parse_version
migrate([sys.argv[1]], "**/*", parse_version("17.0"), parse_version(version),
        dry_run=True)
"""


def ruff_rules():
    return _lines([_tool("ruff"), "check", "--output-format=concise", "-q", *PYTHON])


def ruff_layout():
    return _lines([_tool("ruff"), "format", "--check", *PYTHON], keep="Would reformat")


def pylint_oca():
    """Run the OCA's rules as its hook does: where Odoo is not installed.

    They do not need it, and reading Odoo's sources takes most of the time. `-S`
    leaves out the file that makes Odoo importable.
    """
    command = _pylint(f"--rcfile={RULES}", *_addons())
    command.insert(1, "-S")
    return _lines(command, keep=".py:", PYTHONPATH=sysconfig.get_paths()["purelib"])


def pylint_odoo(root):
    """Run Odoo's own pylint plugins, as its module test_lint does."""
    # beside `base` in upstream's repository, beside `web` in Debian's package
    plugins = root / "odoo" / "addons" / "test_lint" / "tests"
    if not plugins.is_dir():
        raise ToolError(f"This Odoo has no module test_lint: {plugins}")
    command = _pylint(
        f"--rcfile={os.devnull}",
        "--disable=all,useless-option-value",
        f"--enable={','.join(ODOO_MESSAGES)}",
        f"--load-plugins={','.join(ODOO_PLUGINS)}",
        "--bad-functions=input",
        "--persistent=n",
        *_addons(),
    )
    return _lines(
        command,
        keep=".py:",
        PYTHONPATH=str(plugins),
        ADDONS_PATH=str(settings.ADDONS),
    )


def oca_modules():
    return _lines([_tool("oca-checks-odoo-module"), _off(), *_addons()])


def oca_catalogs():
    catalogs = sorted(map(str, settings.ADDONS.glob("*/i18n/*.po*")))
    return _lines([_tool("oca-checks-po"), _off(), *catalogs]) if catalogs else []


def upgrades():
    """List the files that `odoo upgrade_code` would still rewrite."""
    lines = _lines([sys.executable, "-c", UPGRADES, str(settings.ADDONS)])
    return [f"{line}: odoo upgrade_code would rewrite it" for line in lines]


def compose():
    schema = ["--builtin-schema", "vendor.compose-spec"]
    command = [_tool("check-jsonschema"), *schema, "docker-compose.yml"]
    done = _run(command)
    return (done.stdout + done.stderr).splitlines() if done.returncode else []


def _tool(name):
    return str(settings.VENV / "bin" / name)


def _off():
    return f"--disable={','.join(OCA_OFF)}"


def _addons():
    return [str(settings.ADDONS / name) for name in settings.every_module()]


def _pylint(*arguments):
    return [str(settings.venv_python()), "-m", "pylint", "--reports=n", *arguments]


def _run(command, **environment):
    return subprocess.run(
        command,
        cwd=settings.ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def _lines(command, keep="", **environment):
    """Return the lines that `command` prints and that contain `keep`.

    Raises ToolError when it fails without printing such a line: then it broke, and
    silence must not pass for cleanness.
    """
    done = _run(command, **environment)
    lines = [line for line in done.stdout.splitlines() if line.strip() and keep in line]
    if done.returncode and not lines:
        tail = (done.stderr + done.stdout).strip()[-1500:]
        raise ToolError(f"{' '.join(map(str, command[:4]))} broke:\n{tail}")
    root = f"{settings.ROOT}{os.sep}"
    return [line.replace(root, "") for line in lines]
