"""make test-core: Odoo's own tests, without the suite and with it.

The tests of the modules that the suite extends run twice on databases that differ in
one thing only: the suite. What passes without it and fails with it is our bug.

- Odoo's demonstration data are loaded: some of these tests use them or skip. No
  country, no French: the tests are written for a plain company in English.
- pytest runs them, because Odoo's own runner executes a class tagged `at_install`
  while its module is being installed, before any add-on of ours is there. Under pytest
  they all meet the complete registry. A test that cannot bear that fails in both runs
  and is listed as such.
"""

import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from . import browser, checklog, database, ground, settings, source
from .console import ToolError, say, step

MODULES = ("contacts", "portal", "purchase", "purchase_requisition", "survey")
# report_xlsx comes with the suite, but is not ours
COMPANIONS = ("report_xlsx",)
WITHOUT = "smart_core_without"
WITH = "smart_core_with"


def run(arguments):
    """Run both rounds and compare; arguments go to pytest.

    Returns 1 when the suite breaks a test or logs a warning at installation, else 0.
    """
    browser.chromium()
    odoo = ground.prepare()
    complaints = _build(odoo)
    without = _round(odoo, WITHOUT, arguments)
    with_suite = _round(odoo, WITH, arguments)
    broken = _report(without, with_suite)
    for complaint in complaints:
        say(f"  installing the suite logs a {complaint}")
    return int(bool(broken or complaints))


def _build(odoo):
    """Create both databases; return what installing the suite adds to the log."""
    modules = (*MODULES, *COMPANIONS)
    with step(f"Database {WITHOUT}: {', '.join(modules)}, Odoo's demonstration data"):
        database.drop(odoo.server, WITHOUT)
        odoo.call("db", "init", WITHOUT, "--with-demo", log="core-init.log")
        odoo.call("module", "install", "-d", WITHOUT, *modules, log="core-without.log")
    suite = settings.suite_modules()
    with step(f"Database {WITH}: the same and {', '.join(suite)}"):
        database.clone(odoo.server, WITHOUT, WITH)
        odoo.call("module", "install", "-d", WITH, *suite, log="core-with.log")
    known = checklog.complaints(settings.LOGS / "core-without.log")
    found = checklog.complaints(settings.LOGS / "core-with.log")
    return [complaint for complaint in found if complaint not in known]


def _round(odoo, name, arguments):
    """Run the tests on database `name`; return {test: outcome}."""
    folders = _test_folders(odoo.root)
    results = settings.LOGS / f"{name}.xml"
    results.unlink(missing_ok=True)
    command = [
        settings.venv_python(), "-m", "pytest",
        # not this project's settings: these are not its tests
        "-c", os.devnull, "--rootdir", folders[0].parent.parent,
        "-p", "no:cacheprovider", "--quiet", "--timeout=900",
        f"--odoo-config={odoo.config}", f"--odoo-database={name}", "--odoo-http",
        f"--junitxml={results}", *arguments, *folders,
    ]  # fmt: skip
    environment = odoo.environment()
    environment["PATH"] = f"{settings.STATE / 'bin'}{os.pathsep}{environment['PATH']}"
    log = settings.LOGS / f"{name}.log"
    with step(f"Odoo's tests on {name}"), log.open("w") as file:
        subprocess.run(command, env=environment, stdout=file, stderr=file)
    if not results.exists():
        raise ToolError(f"pytest broke, log in {log}\n{log.read_text()[-1500:]}")
    return outcomes(results)


def _test_folders(root):
    addons = [Path(folder) for folder in source.addons_path(root)]
    return [
        next(
            folder / module / "tests" for folder in addons if (folder / module).is_dir()
        )
        for module in MODULES
    ]


def outcomes(results):
    """Return {"module.tests.file.Class.test": outcome} of a JUnit file.

    Outcomes: passed, failed, skipped. A test that fails in one subtest failed.
    """
    found = {}
    for case in ElementTree.parse(results).iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        kinds = {child.tag for child in case}
        if kinds & {"failure", "error"}:
            found[name] = "failed"
        elif found.get(name) != "failed":
            found[name] = "skipped" if "skipped" in kinds else "passed"
    return found


def ours(without, with_suite):
    """Return the tests that pass without the suite and do not with it, sorted."""
    return sorted(
        name
        for name, outcome in without.items()
        if outcome == "passed" and with_suite.get(name) != "passed"
    )


def _report(without, with_suite):
    for title, found in (("without", without), ("with", with_suite)):
        counts = {
            outcome: sum(each == outcome for each in found.values())
            for outcome in ("passed", "failed", "skipped")
        }
        told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        say(f"  {title} the suite: {told}")
    both = [name for name in without if without[name] == "failed"]
    for name in sorted(both):
        say(f"  fails without the suite too: {name}")
    broken = ours(without, with_suite)
    for name in broken:
        say(f"  our bug: {name}")
    if not broken:
        say("  Nothing fails with the suite that passes without.")
    return broken
