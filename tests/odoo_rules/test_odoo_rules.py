# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's own lint (its module test_lint), run against the suite.

Odoo's classes are inherited, not copied: they follow the Odoo that is installed. The
ones that read files look at our add-ons only. Those that read the registry look at
all installed modules, because what an add-on overrides is core's: a finding counts
here when it names the suite, or when the suite's presence causes it.

Left out: eslint (needs node), docstrings and l10n tags (written for modules named in
Odoo's own lists), conflict markers (walks Odoo's sources), pylint (`make lint` runs its
checkers).
"""

import pytest

from tools import settings

odoo_modules = pytest.importorskip("odoo.modules")
lint = pytest.importorskip("odoo.addons.test_lint.tests")


class OursOnly:
    """Show Odoo's file rules the suite's add-ons and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = settings.suite_modules()
        manifests = list(map(odoo_modules.Manifest.for_addon, names))
        assert all(manifests), "an add-on is not on the addons path"
        cls.classPatch(odoo_modules.Manifest, "all_addon_manifests", lambda: manifests)


class TestManifests(OursOnly, lint.test_manifests.ManifestLinter):
    pass


class TestInit(OursOnly, lint.test_dunderinit.TestDunderinit):
    pass


class TestOrmImport(OursOnly, lint.test_orm_import.TestDunderinit):
    pass


class TestOnchange(OursOnly, lint.test_onchange_domains.TestOnchangeDomains):
    pass


class TestTranslatableProps(OursOnly, lint.test_i18n.TestI18n):
    pass


class TestJsStrings(OursOnly, lint.test_jstranslate.TestJsTranslations):
    pass


class TestHoles(OursOnly, lint.test_test_holes.TestTestHoles):
    pass


class TestPot(lint.test_pofile.PotLinter):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(lint.test_pofile, "get_modules", settings.suite_modules)


class TestIndexes(lint.test_index.TestIndex):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo's own list has such a part too: the unique index begins with these, and
        # a second index on as many rows as a cube or a register has is paid each time
        covered = {"smart.impact.result.wave_id", "smart.impact.participation.wave_id"}
        cls.classPatch(
            lint.test_index,
            "BTREE_INDEX_IGNORE_FIELDS",
            lint.test_index.BTREE_INDEX_IGNORE_FIELDS | covered,
        )


class TestOverrides(lint.test_override_signatures.TestLintOverrideSignatures):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the OCA's sample report calls an argument `partners` where its base class
        # says `objs`: not ours to change
        sample = {("report.report_xlsx.partner_xlsx", "generate_xlsx_report")}
        ignored = lint.test_override_signatures.MODEL_METHODS_TO_IGNORE | sample
        cls.classPatch(
            lint.test_override_signatures, "MODEL_METHODS_TO_IGNORE", ignored
        )


class TestParameterNames(lint.test_naming.TestNaming):
    pass


class TestRoutes(lint.test_routes.RoutesLinter):
    def test_routes_definition(self):
        """Odoo only warns of a route that repeats what it inherits; here it fails."""
        with self.assertNoLogs(lint.test_routes.__name__, "WARNING"):
            super().test_routes_definition()
