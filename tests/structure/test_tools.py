# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The checks of `make lint` find what they are for."""

import polib
import pytest

from tools import catalogs, checklog, core_tests, layout, settings

MANIFEST = {
    "name": "Sample", "summary": "A sample", "version": "19.0.1.0.0",
    "author": "Smart", "category": "Hidden", "license": "AGPL-3", "depends": ["base"],
}  # fmt: skip


@pytest.fixture
def addon(tmp_path, monkeypatch):
    """An add-on with nothing to say against it, in a checkout of its own."""
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    monkeypatch.setattr(settings, "ADDONS", tmp_path / "addons")
    folder = tmp_path / "addons" / "smart_sample"
    for name in ("i18n", "models", "readme", "tests", "views"):
        (folder / name).mkdir(parents=True)
    write_manifest(folder)
    (folder / "__init__.py").write_text("from . import models\n")
    (folder / "models" / "__init__.py").write_text("from . import res_partner\n")
    (folder / "models" / "res_partner.py").write_text("")
    (folder / "tests" / "__init__.py").write_text("from . import test_sample\n")
    (folder / "tests" / "test_sample.py").write_text("")
    (folder / "pyproject.toml").write_text("")
    for name in layout.README:
        (folder / "readme" / name).write_text("")
    write_catalog(catalogs.template("smart_sample"), {"Grade": ""})
    write_catalog(catalogs.translation("smart_sample"), {"Grade": "Note"})
    return folder


def write_manifest(folder, **changes):
    (folder / "__manifest__.py").write_text(repr({**MANIFEST, **changes}))


def write_catalog(path, messages):
    catalog = polib.POFile()
    for source, target in messages.items():
        catalog.append(polib.POEntry(msgid=source, msgstr=target))
    catalog.save(str(path))


def test_a_good_addon_has_no_finding(addon):
    checks = (layout.manifests, layout.files, layout.xml, layout.dropped_syntax)
    assert [check() for check in (*checks, catalogs.incomplete)] == [[]] * 5


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"version": "1.0"}, "version must read"),
        ({"license": "LGPL-3"}, "license must be"),
        ({"summary": ""}, "summary is missing"),
        ({"instalable": True}, "unknown key instalable"),
    ],
)
def test_a_wrong_manifest_is_found(addon, change, finding):
    write_manifest(addon, **change)
    assert finding in layout.manifests()[0]


@pytest.mark.parametrize(
    ("missing", "finding"),
    [
        ("models/__init__.py", "models/res_partner.py is not imported"),
        ("tests/__init__.py", "tests/test_sample.py is not imported"),
        ("readme/USAGE.md", "readme/USAGE.md is missing"),
    ],
)
def test_a_file_nobody_loads_is_found(addon, missing, finding):
    path = addon / missing
    path.write_text("") if path.suffix == ".py" else path.unlink()
    assert layout.files() == [f"addons/smart_sample: {finding}"]


@pytest.mark.parametrize(
    ("name", "line", "instead"),
    [
        ("models/res_partner.py", "    _sql_constraints = []", "models.Constraint"),
        ("models/res_partner.py", "x = self._cr", "self.env.cr"),
        ("views/a.xml", "<tree>", "list"),
        ("views/a.xml", "<field name='a' attrs='{}'/>", "invisible"),
        ("views/a.xml", "<t t-esc='a'/>", "t-out"),
    ],
)
def test_dropped_syntax_is_found(addon, name, line, instead):
    (addon / name).write_text(line)
    [finding] = layout.dropped_syntax()
    assert finding.startswith(f"addons/smart_sample/{name}:1: use {instead}")


def test_broken_xml_is_found(addon):
    (addon / "views" / "a.xml").write_text("<odoo><record></odoo>")
    assert "addons/smart_sample/views/a.xml: mismatched tag" in layout.xml()[0]


def test_tidy_writes_numbers_and_headers_the_one_way(addon):
    path = addon / "views" / "a.xml"
    path.write_text('<?xml version="1.0"?>\n<field name="sequence">5</field>\n')
    layout.tidy()
    assert path.read_text().splitlines() == [
        '<?xml version="1.0" encoding="UTF-8" ?>',
        '<field name="sequence" eval="5" />',
    ]


def test_untranslated_strings_are_found(addon):
    write_catalog(catalogs.template("smart_sample"), {"Grade": "", "Lot": "", "A": ""})
    write_catalog(catalogs.translation("smart_sample"), {"Grade": "", "Lot": "Lot"})
    found = sorted(finding.split(": ", 1)[1] for finding in catalogs.incomplete())
    assert found == ["empty: Grade", "missing: A"]


def test_merging_keeps_translations_and_drops_what_left(addon, tmp_path):
    fresh = tmp_path / "fresh.pot"
    write_catalog(fresh, {"Grade": "", "Wave": ""})
    before = {"Grade": "Note", "Lot": "Lot"}
    write_catalog(catalogs.translation("smart_sample"), before)
    assert catalogs.merge("smart_sample", fresh) == 1
    merged = polib.pofile(str(catalogs.translation("smart_sample")))
    assert {entry.msgid: entry.msgstr for entry in merged} == {
        "Grade": "Note",
        "Wave": "",
    }
    assert not catalogs.differences("smart_sample", fresh)


JUNIT = """<testsuites><testsuite>
<testcase classname="survey.tests.test_a.TestA" name="test_good"/>
<testcase classname="survey.tests.test_a.TestA" name="test_bad"><failure/></testcase>
<testcase classname="survey.tests.test_a.TestA" name="test_off"><skipped/></testcase>
</testsuite></testsuites>"""


def test_results_of_odoos_tests_are_read(tmp_path):
    results = tmp_path / "results.xml"
    results.write_text(JUNIT)
    assert list(core_tests.outcomes(results).values()) == [
        "passed",
        "failed",
        "skipped",
    ]


def test_a_test_that_only_fails_with_the_suite_is_our_bug():
    without = {"a": "passed", "b": "failed", "c": "passed", "d": "passed"}
    with_suite = {"a": "passed", "b": "failed", "c": "failed", "d": "skipped"}
    assert core_tests.ours(without, with_suite) == ["c", "d"]


LOG = """\
2026-11-23 18:00:00,001 7 INFO db odoo.modules: loading
2026-11-23 18:00:00,002 7 WARNING db odoo.models: smart.x has no access rules
2026-11-23 18:00:00,003 7 WARNING db odoo.models: smart.x has no access rules
2026-11-23 18:00:00,004 7 WARNING db py.warnings: /a/odoo/addons/mail/x.py:1: \
DeprecationWarning: old
2026-11-23 18:00:00,005 7 ERROR db odoo.sql_db: bad query
"""


def test_a_log_says_each_complaint_once(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text(LOG)
    assert checklog.complaints(log) == [
        "warning: odoo.models: smart.x has no access rules",
        "error: odoo.sql_db: bad query",
    ]
