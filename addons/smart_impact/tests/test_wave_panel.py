# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who came back, and whether those who did answer like the others."""

import io

import numpy as np
import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, new_test_user, tagged

from ..engine.cube import cell_sums
from ..engine.panel import compare_groups, smallest_rest
from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestPanelEngine(BaseCase):
    def _sums(self, *groups):
        cells = np.repeat(np.arange(2), [len(one) for one in groups])
        return cell_sums(np.concatenate(groups).astype(float), cells, 2)

    def test_groups_agree_with_scipy(self):
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(2)
        fresh, returning = rng.normal(50, 9, 30), rng.normal(58, 12, 45)
        [row] = compare_groups(["mean"], [self._sums(fresh, returning)], [True], 10)
        oracle = ttest_ind(returning, fresh, equal_var=False)
        self.assertAlmostEqual(row["difference"], returning.mean() - fresh.mean())
        low, high = oracle.confidence_interval()
        self.assertAlmostEqual(row["low"], low)
        self.assertAlmostEqual(row["high"], high)
        self.assertEqual(row["is_clear"], bool(oracle.pvalue <= 0.05))

    def test_what_is_left_of_a_group(self):
        self.assertEqual(smallest_rest(np.array([[40, 0], [5, 60]])), 5)
        self.assertEqual(smallest_rest(np.array([[40, 0], [0, 60]])), 0)
        self.assertEqual(smallest_rest(np.array([[20, 30], [30, 20]])), 50)

    def test_a_small_group_or_one_that_is_not_shown_is_masked(self):
        many, few = np.arange(40) % 5, np.arange(9) % 5
        sums = [
            self._sums(few, many),
            self._sums(many, few),
            self._sums(many, many),
        ]
        rows = compare_groups(["mean"] * 3, sums, [True, True, False], 10)
        for row in rows:
            self.assertIsNone(row["difference"])
            self.assertIsNone(row["returning"])
            self.assertFalse(row["is_clear"])


@tagged("post_install", "-at_install")
class TestWavePanel(ResultsCommon):
    def _two(self, returning, fresh, before=60, **changes):
        first, second = (
            self._create_wave(name=f"Wave {day}", date_open=day)
            for day in ("2025-03-01", "2026-03-01")
        )
        self._people(first, range(before))
        self._publish(self._finish(first))
        self._people(second, range(returning))
        self._people(second, range(1000, 1000 + fresh), **changes)
        return self._finish(second)

    def _people(self, wave, numbers, band=False, **changes):
        wave.sudo()._import_responses(
            [
                {
                    "territory_id": self.territory_liege.id,
                    "pseudonym": f"p{number}",
                    "band": band,
                    "answers": self._answers(number, **changes),
                }
                for number in numbers
            ]
        )

    def _row(self, wave, code):
        panel = wave._get_panel()
        return next(one for one in panel["rows"] if one["indicator"].code == code)

    def test_who_came_back(self):
        wave = self._two(40, 20)
        panel = wave._get_panel()
        self.assertEqual((panel["before"], panel["both"], panel["now"]), (60, 40, 60))
        self.assertAlmostEqual(panel["rate"], 200 / 3)
        self.assertIn("40", panel["words"])
        self.assertIn("67 %", panel["words"])
        row = self._row(wave, "R06")
        self.assertAlmostEqual(row["returning"], 50.0)
        self.assertAlmostEqual(row["fresh"], 50.0)

    def test_those_who_answer_otherwise_are_named(self):
        wave = self._two(40, 40, MEA1=1)
        self.assertIsNone(self._row(wave, "S14")["difference"])
        wave = self._two(40, 40, INC1=1, SEC1=1)
        self.assertTrue(self._row(wave, "S11")["is_clear"])
        self.assertGreater(self._row(wave, "S11")["difference"], 0)
        self.assertIn("S11", wave._get_panel()["words"])

    def test_a_small_group_is_not_told_by_difference(self):
        for returning, fresh in ((55, 5), (9, 60)):
            wave = self._two(returning, fresh)
            shown = [one for one in wave._get_panel()["rows"] if one["returning"]]
            self.assertFalse(shown)
        self.assertIn("fewer than ten", wave._get_panel()["words"])
        self.assertNotIn("both", wave.panel)

    def test_a_few_new_ones_are_not_told_by_their_seniority(self):
        """Members of less than a year are all new: the others would come out."""
        for few, is_masked in ((5, True), (15, False), (0, False)):
            first, second = (
                self._create_wave(name=f"Wave {day} {few}", date_open=day)
                for day in ("2025-03-01", "2026-03-01")
            )
            self._people(first, range(60), band="long")
            self._publish(self._finish(first))
            self._people(second, range(60), band="long")
            self._people(second, range(100, 140), band="new")
            self._people(second, range(200, 200 + few), band="long")
            row = self._row(self._finish(second), "R06")
            self.assertEqual(row["difference"] is None, is_masked, few)

    def test_a_first_wave_has_no_panel(self):
        wave = self._create_wave()
        self._people(wave, range(30))
        self.assertFalse(self._finish(wave)._get_panel())
        self.assertFalse(wave.panel_html)

    def test_screens_show_it_to_those_who_evaluate(self):
        wave = self._two(40, 20)
        shown = wave.with_user(self.evaluator)
        self.assertIn('data-code="R06"', str(shown.panel_html))
        self._publish(wave)
        researcher = wave.with_user(self.researcher)
        self.assertIn("40", str(researcher.panel_html))
        portal = new_test_user(self.env, "panel_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            wave.with_user(portal).read(["panel_html"])

    def test_the_workbook_and_the_report_hold_it(self):
        wave = self._two(40, 20)
        reports = self.env["ir.actions.report"].with_user(self.evaluator)
        content, _kind = reports._render("smart_impact.report_wave_xlsx", wave.ids, {})
        book = openpyxl.load_workbook(io.BytesIO(content))
        self.assertIn("Came back", book.sheetnames)
        page, _kind = reports._render_qweb_html(
            "smart_impact.report_wave_pdf", wave.ids
        )
        self.assertIn("o_impact_panel", page.decode())
