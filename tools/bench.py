"""make bench: ratios that later work must keep, measured in one run.

    python3 -m tools bench [subject …]

One database with 100,000 members, built once for the sources as they are. Times are
medians of alternated repeats and say little by themselves; what has to hold, on any
machine, are the ratios between two ways of doing the same, and the query counts.
The measuring code is in tests/bench.
"""

import datetime
import json
import os
import tempfile

from . import database, ground, prove, settings
from .console import ToolError, say, step
from .demo import load

DATABASE = "smart_bench"
MEMBERS = 100_000
# so many are told by the story, and copied by statements
TOLD = 2_000
CHAPTERS = ("filieres",)
SUBJECTS = (
    "directory",
    "allocation",
    "indicators",
    "assessments",
    "observatory",
    "matching",
    "pooled",
    "regrading",
    "spend",
    "invitations",
)
PREPARE = """
from tests.bench import crowd, ground
crowd.multiply(env, {members})
ground.lay(env)
env.cr.commit()
"""
MEASURE = """
from tests.bench import measure
measure.run(env, {subjects!r}, {path!r})
"""


def run(arguments):
    """Measure; return 1 when a bound is broken, else 0."""
    unknown = set(arguments) - set(SUBJECTS)
    if unknown:
        raise ToolError(f"bench measures {', '.join(SUBJECTS)}: not {unknown.pop()}")
    odoo = ground.prepare()
    _ensure_database(odoo)
    subjects = [name for name in SUBJECTS if not arguments or name in arguments]
    path = settings.STATE / "bench.json"
    with step(f"Measure {', '.join(subjects)}"):
        _shell(odoo, MEASURE.format(subjects=subjects, path=str(path)), "measure")
    reports = json.loads(path.read_text())
    say(f"\n{datetime.date.today()}, {os.cpu_count()} processors, {MEMBERS:,} members")
    for report in reports:
        _print(report)
    broken = [check for one in reports for check in one["checks"] if not check["kept"]]
    say(f"\n{len(broken)} of the bounds broken" if broken else "\nAll bounds are kept.")
    return int(bool(broken))


def _ensure_database(odoo):
    """Build the bench database unless the one there is of the current sources."""
    if database.is_current(odoo.server, DATABASE):
        say(f"→ Database {DATABASE} is up to date")
        return
    modules = [*settings.LOCALISATION, *settings.suite_modules()]
    database.ensure_template(odoo.server, odoo, prove.TEMPLATE, modules)
    database.clone(odoo.server, prove.TEMPLATE, DATABASE)
    load.fill(odoo, DATABASE, members=TOLD, chapters=list(CHAPTERS))
    with step(f"{MEMBERS:,} members, 10,000 commitments, 4,840,000 answers"):
        _shell(odoo, PREPARE.format(members=MEMBERS), "prepare")
    connection = odoo.server.connect(DATABASE)
    connection.cursor().execute("VACUUM ANALYZE")
    connection.close()
    database.mark_current(DATABASE)


def _shell(odoo, script, name):
    with tempfile.TemporaryFile("w+", dir=settings.STATE) as file:
        file.write(script)
        file.seek(0)
        odoo.call(
            "shell", "-d", DATABASE, "--no-http", stdin=file, log=f"bench-{name}.log"
        )


def _print(report):
    say(f"\n{report['title']}")
    for way in report["ways"]:
        times = f"{1000 * way['seconds']:>9,.1f} ms  {way['queries']:>6} queries"
        repeats = "once" if way["repeats"] == 1 else f"median of {way['repeats']}"
        say(f"  {way['name']:<52} {times}  {repeats}")
    for check in report["checks"]:
        mark = "✓" if check["kept"] else "✗"
        bound = f"≤ {check['bound']:g}" if check["bound"] is not None else "told only"
        say(f"  {mark} {check['name']:<50} {check['value']:>9.2f}  {bound}")
