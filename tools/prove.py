"""make test: lint, then every test on clones of one template database."""

import os
import subprocess

from . import browser, database, ground, lint, settings
from .console import ToolError, step
from .demo import load

TEMPLATE = "smart_template"
DEMO = f"{TEMPLATE}_demo"
UNIT = "smart_test"
JOURNEY = "smart_journey"
# one process of pytest per processor, each with its own copies
WORKERS = ("gw0", "gw1")


def test(arguments):
    """Run lint, unit, integration and browser tests; arguments go to pytest."""
    chromium = browser.chromium()
    browser.printer()
    odoo = ground.prepare()
    failed_lint = lint.lint([])
    modules = [*settings.LOCALISATION, *settings.suite_modules()]
    database.ensure_template(odoo.server, odoo, TEMPLATE, modules)
    with step(f"Clone {UNIT}"):
        database.clone(odoo.server, TEMPLATE, UNIT)
    _ensure_journey(odoo)
    status = _pytest(odoo, chromium, arguments)
    if failed_lint:
        raise ToolError("lint found something, see above")
    return status


def _ensure_journey(odoo):
    """Clone the template with demonstration data, kept filled between runs."""
    if not database.is_current(odoo.server, DEMO):
        database.clone(odoo.server, TEMPLATE, DEMO)
        load.fill(odoo, DEMO)
        database.mark_current(DEMO)
    for worker in WORKERS:
        with step(f"Clone {JOURNEY}_{worker}"):
            database.clone(odoo.server, DEMO, f"{JOURNEY}_{worker}")


def _pytest(odoo, chromium, arguments):
    environment = odoo.environment()
    environment.update(
        SMART_CHROMIUM=chromium,
        SMART_JOURNEY_DATABASE=JOURNEY,
        SMART_DEMO_DATABASE=DEMO,
        HYPOTHESIS_STORAGE_DIRECTORY=str(settings.STATE / "hypothesis"),
        # Odoo's tours look for Google's build first
        PATH=f"{settings.STATE / 'bin'}{os.pathsep}{environment['PATH']}",
    )
    command = [
        settings.venv_python(), "-m", "pytest",
        f"--odoo-config={odoo.config}", f"--odoo-database={UNIT}",
        "--odoo-http", "--odoo-log-level=error",
        # what stays together is said in conftest.py
        f"--numprocesses={len(WORKERS)}", "--dist=loadgroup",
        *arguments,
    ]  # fmt: skip
    return subprocess.run(command, cwd=settings.ROOT, env=environment).returncode
