# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The committed templates are what Odoo exports from the sources as they are."""

import tempfile
from pathlib import Path

import pytest

from tools import catalogs, settings

translate = pytest.importorskip("odoo.tools.translate")
odoo_tests = pytest.importorskip("odoo.tests")


# the tags also give a class outside Odoo's add-ons the attribute it must have
@odoo_tests.tagged("post_install", "-at_install")
class TestTemplates(odoo_tests.TransactionCase):
    def test_templates_are_up_to_date(self):
        """Else: make translations, then write the French of what is new."""
        for module in settings.suite_modules():
            with self.subTest(module=module):
                self.assertFalse(catalogs.differences(module, self._export(module)))

    def _export(self, module):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / f"{module}.pot"
        with path.open("wb") as file:
            translate.trans_export(None, [module], file, "po", self.env)
        return path
