# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How far coders, and the items of a scale, agree: and when nothing can be said."""

import math

import numpy as np

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ..engine.programme_kappa import cohen_kappa, needed_texts
from ..engine.reliability import cronbach_alpha, mcdonald_omega
from .programme_common import ProgrammeCommon


@tagged("post_install", "-at_install")
class TestAgreementEngine(BaseCase):
    def test_how_many_texts(self):
        for there, needed in (
            (0, 10),
            (9, 10),
            (10, 10),
            (29, 29),
            (30, 30),
            (400, 30),
        ):
            self.assertEqual(needed_texts(there), needed, there)

    def test_all_alike_have_no_error(self):
        self.assertEqual(cohen_kappa([[5, 0], [0, 5]]).error, 0)
        # Fleiss, Cohen and Everitt 1969, table 1: standard error .0541 to their digits
        table = [[53, 5, 2], [11, 14, 5], [1, 6, 3]]
        found = cohen_kappa(table)
        half = (found.high - found.low) / 2
        self.assertAlmostEqual(found.error, half / 1.959964, 6)

    def _items(self, correlations):
        """Return answers whose correlations are exactly those given."""
        rng = np.random.default_rng(2)
        raw = rng.normal(size=(300, len(correlations)))
        raw = raw - raw.mean(axis=0)
        white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
        return white @ np.linalg.cholesky(np.array(correlations)).T

    def test_an_item_without_anything_of_its_own_has_no_omega(self):
        # one factor of three items: λ₁² = r₁₂·r₁₃/r₂₃ = .8·.7/.4 = 1.4 (Heywood 1931)
        items = self._items([[1, 0.8, 0.7], [0.8, 1, 0.4], [0.7, 0.4, 1]])
        self.assertTrue(math.isnan(mcdonald_omega(items)))
        self.assertFalse(math.isnan(cronbach_alpha(items)))

    def test_a_proper_solution_has(self):
        # λ² = .7·.6/.5, .7·.5/.6, .6·.5/.7
        items = self._items([[1, 0.7, 0.6], [0.7, 1, 0.5], [0.6, 0.5, 1]])
        squares = np.array([0.84, 0.35 / 0.6, 0.3 / 0.7])
        common = np.sqrt(squares).sum() ** 2
        known = common / (common + (1 - squares).sum())
        self.assertAlmostEqual(mcdonald_omega(items), known, 4)


@tagged("post_install", "-at_install")
class TestAgreement(ProgrammeCommon):
    def _code(self, given, coders=None):
        """Make an indicator of texts; `coders` tells who coded each of them."""
        indicator = self._create_indicator(source="qualitative", level="outcome")
        values = {"indicator_id": indicator.id}
        themes = {
            code: self.env["smart.impact.theme"].create(
                {"name": code, "code": code, "definition": code, **values}
            )
            for code in "AB"
        }
        text = "Since I joined I take the time to choose my clients."
        for rank, codes in enumerate(given):
            excerpt = self.env["smart.impact.excerpt"].create(
                {"name": str(rank), "text": text, **values}
            )
            own = coders[rank] if coders else (self.evaluator, self.manager)
            for user, code in zip(own, codes, strict=False):
                self.env["smart.impact.coding"].sudo().create(
                    {
                        "excerpt_id": excerpt.id,
                        "theme_id": themes[code].id,
                        "user_id": user.id,
                    }
                )
        return indicator.with_user(self.evaluator)

    def test_two_texts_tell_nothing(self):
        indicator = self._code(["AA", "BB"] + ["A"] * 30)
        self.assertEqual(indicator.kappa, 1)
        self.assertFalse(indicator.has_kappa_interval)
        self.assertIn("2 texts", indicator.kappa_missing)
        with self.assertRaisesRegex(UserError, "30 are needed"):
            indicator.action_qualitative_figure()

    def test_all_of_few_texts_do(self):
        indicator = self._code(["AA"] * 7 + ["BB"] * 6)
        self.assertFalse(indicator.kappa_missing)
        indicator.action_qualitative_figure()
        self.assertEqual(indicator.figure_ids.people, 13)

    def test_all_of_very_few_do_not(self):
        indicator = self._code(["AA"] * 5 + ["BB"] * 4)
        self.assertIn("10 are needed", indicator.kappa_missing)

    def test_thirty_of_many_do(self):
        indicator = self._code(["AA"] * 15 + ["BB"] * 15 + ["A"] * 20)
        self.assertFalse(indicator.kappa_missing)

    def test_pairs_of_different_people_have_no_kappa(self):
        other = (
            self.env["res.users"]
            .sudo()
            .create({"name": "Third", "login": "third_coder"})
        )
        one, two = self.evaluator, self.manager
        coders = [(one, two)] * 6 + [(one, other)] * 6
        indicator = self._code(["AA", "BB"] * 6, coders)
        self.assertFalse(indicator.has_kappa)
        self.assertEqual(indicator.kappa_count, 12)
        self.assertIn("same two", indicator.kappa_missing)
        with self.assertRaisesRegex(UserError, "same two"):
            indicator.action_qualitative_figure()

    def test_one_theme_for_all_is_no_agreement(self):
        indicator = self._code(["AA"] * 12)
        self.assertIn("chance alone", indicator.kappa_missing)

    def test_too_little_agreement_and_what_else_is_missing(self):
        indicator = self._code(["AA"] * 10 + ["AB"] * 10 + ["BB"] * 10)
        self.assertTrue(indicator.has_kappa_interval)
        with self.assertRaises(UserError) as caught:
            indicator.action_qualitative_figure()
        self.assertIn("agree too little", str(caught.exception))
        self.assertIn("settle: 10", str(caught.exception))

    def test_without_any_text(self):
        indicator = self._code([])
        self.assertIn("0 texts", indicator.kappa_missing)
