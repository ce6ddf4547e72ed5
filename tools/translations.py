"""make translations: bring .pot and French files up to date from a database."""

import tempfile
from pathlib import Path

from . import catalogs, database, ground, prove, settings
from .console import ToolError, say

# read by `odoo shell`: one start of Odoo for all add-ons
EXPORT = """
from pathlib import Path
from odoo.tools.translate import trans_export
for module in {modules!r}:
    with open(Path({folder!r}) / (module + ".pot"), "wb") as file:
        trans_export(None, [module], file, "po", env)
"""


def refresh(arguments):
    """Export every template and merge it into French; `--check` only compares.

    Returns 1 when the committed templates differ (`--check`) or when French strings
    are still to be written.
    """
    odoo = ground.prepare()
    modules = settings.suite_modules()
    database.ensure_template(
        odoo.server, odoo, prove.TEMPLATE, [*settings.LOCALISATION, *modules]
    )
    if "--check" in arguments:
        findings = outdated(odoo, prove.TEMPLATE)
        for finding in findings:
            say(f"  {finding}")
        return int(bool(findings))
    with tempfile.TemporaryDirectory() as folder:
        export(odoo, prove.TEMPLATE, Path(folder))
        opened = {
            module: catalogs.merge(module, Path(folder) / f"{module}.pot")
            for module in modules
        }
    for module, count in opened.items():
        say(f"  {module}: {count} French strings to write")
    return int(any(opened.values()))


def outdated(odoo, name):
    """List how the committed templates differ from what database `name` exports."""
    with tempfile.TemporaryDirectory() as folder:
        export(odoo, name, Path(folder))
        return [
            finding
            for module in settings.suite_modules()
            for finding in catalogs.differences(module, Path(folder) / f"{module}.pot")
        ]


def export(odoo, name, folder):
    """Write `<module>.pot` of each add-on, as database `name` has it, in `folder`."""
    modules = settings.suite_modules()
    script = folder / "export.py"
    script.write_text(EXPORT.format(modules=modules, folder=str(folder)))
    with script.open() as stdin:
        odoo.call("shell", "-d", name, "--no-http", log="i18n.log", stdin=stdin)
    missing = [name for name in modules if not (folder / f"{name}.pot").exists()]
    if missing:
        log = settings.LOGS / "i18n.log"
        raise ToolError(f"No template of {', '.join(missing)}, log in {log}")
