# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Screens and reports say what is computed, by the method of the wave."""

from odoo.tests import tagged

from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestMethodWords(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._create_computed_wave()

    def _told(self):
        report = self.env["report.smart_impact.report_wave_xlsx"]
        return " ".join(str(text) for _label, text in report._get_method(self.wave))

    def test_the_workbook(self):
        told = self._told()
        for words in ("Zou and Donner", "gains have none", "asks for all", "median"):
            self.assertIn(words, told)
        self.assertNotIn("All with the finite", told)

    def test_the_workbook_of_a_wave_of_before(self):
        self.wave.sudo().method_version = "2026.3"
        told = self._told()
        self.assertIn("normal", told)
        self.assertNotIn("Zou and Donner", told)
        self.assertNotIn("leaves out zero as well", told)

    def test_the_report(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "smart_impact.report_wave_pdf", self.wave.ids
        )
        text = " ".join(html.decode().split())
        self.assertNotIn("Of all the changes said to be clear", text)

    def test_answers_beside_weighted_figures_are_said_to_be_without(self):
        note = "Counted without weights"
        self.assertNotIn(note, self._render())
        self.wave.sudo().weighting = "strata"
        self.assertIn(note, self._render())

    def _render(self):
        wave = self.wave.with_context(lang="en_US")
        return str(
            self.env["ir.qweb"]
            .with_context(lang="en_US")
            ._render(
                "smart_impact.dashboard", {"wave": wave, "cards": wave._get_cards()}
            )
        )

    def test_alpha_says_of_whom(self):
        figure = self._result(self.wave, "S11")
        self.assertTrue(figure.has_reliability)
        self.assertIn("all the questions", " ".join(figure._get_method_words()))
