"""make lint and make format: every rule that needs no database."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from . import catalogs, environment, layout, linters, settings, source
from .console import say, step

# at most this many programs at once: what the smallest machine we target has
WORKERS = 2
SHOWN = 40


def lint(_arguments):
    """Run every check; return 1 when one of them finds something, else 0.

    A check is a title and a function without arguments that returns its findings,
    one text per finding.
    """
    root = source.ensure()
    environment.expose(root)
    with ThreadPoolExecutor(WORKERS) as pool:
        running = [(title, pool.submit(check)) for title, check in _checks(root)]
        found = [_report(title, future) for title, future in running]
    return int(any(found))


def format_sources(_arguments):
    """Rewrite what can be rewritten without a thought: imports, layout, XML headers."""
    ruff = settings.VENV / "bin" / "ruff"
    for arguments in (["check", "--fix", "--quiet"], ["format"]):
        subprocess.run([ruff, *arguments, *linters.PYTHON], cwd=settings.ROOT)
    layout.tidy()


def _checks(root):
    # the slowest first, so that the quick ones fill the other worker
    return (
        ("pylint with the OCA's rules", linters.pylint_oca),
        ("pylint with Odoo's rules", partial(linters.pylint_odoo, root)),
        ("OCA hooks: modules", linters.oca_modules),
        ("OCA hooks: translations", linters.oca_catalogs),
        ("ruff: rules", linters.ruff_rules),
        ("ruff: layout", linters.ruff_layout),
        ("Odoo's code upgrades", linters.upgrades),
        ("Syntax that Odoo 19 dropped", layout.dropped_syntax),
        ("Manifests", layout.manifests),
        ("Files of the add-ons", layout.files),
        ("XML", layout.xml),
        ("French is complete", catalogs.incomplete),
        ("docker-compose.yml", linters.compose),
    )


def _report(title, future):
    with step(title):
        findings = future.result()
    for finding in findings[:SHOWN]:
        say(f"  {finding}")
    if len(findings) > SHOWN:
        say(f"  … and {len(findings) - SHOWN} more")
    return bool(findings)
