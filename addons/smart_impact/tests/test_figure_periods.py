# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures of the ERP by period and along territories; bounds of external values."""

from datetime import date
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .programme_common import ProgrammeCommon

YEAR = date(2025, 1, 1), date(2025, 12, 31)


@tagged("post_install", "-at_install")
class TestFigurePeriods(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.claire | cls.bruno | cls.dina).is_member = False

    def _count(self, **values):
        return self._create_indicator(
            source="erp", numerator_id=self._create_measure().id, **values
        )

    def _share(self, people, **values):
        """Return the share of members who have an e-mail, these people having one."""
        people.email = "x@y.example"
        marked = '[("is_member", "=", True), ("email", "!=", False)]'
        return self._create_indicator(
            source="erp",
            factor=100,
            numerator_id=self._create_measure(domain=marked).id,
            denominator_id=self._create_measure().id,
            **values,
        )

    def _compute(self, indicator, start=YEAR[0], end=YEAR[1]):
        figures = self.env["smart.impact.figure"].with_user(self.evaluator)
        return figures._compute_figures(indicator.with_user(self.evaluator), start, end)

    def _ask(self, indicator, **values):
        wizards = self.env["smart.impact.figure.compute"].with_user(self.evaluator)
        context = {
            "active_model": "smart.impact.indicator",
            "active_ids": indicator.ids,
        }
        return wizards.with_context(**context).create(values)

    # === PERIODS === #

    def test_the_last_full_year_is_asked_unless_said_otherwise(self):
        with patch.object(fields.Date, "context_today", return_value=date(2026, 3, 4)):
            wizard = self._ask(self._count())
        self.assertEqual((wizard.date_from, wizard.date_to), YEAR)
        action = wizard.action_compute()
        found = self.env["smart.impact.figure"].search(action["domain"])
        self.assertTrue(found)
        self.assertEqual({(one.date_from, one.date_to) for one in found}, {YEAR})

    def test_a_quarter_or_two_days_may_be_asked(self):
        wizard = self._ask(self._count(), kind="quarter", year=2024, quarter="1")
        self.assertEqual(
            (wizard.date_from, wizard.date_to), (date(2024, 1, 1), date(2024, 3, 31))
        )
        wizard.year = 20244
        with self.assertRaisesRegex(UserError, "Which period"):
            wizard.action_compute()
        wizard.write({"kind": "dates", "date_from": "2024-05-02"})
        wizard.date_to = "2024-05-01"
        with self.assertRaisesRegex(UserError, "ends after"):
            wizard.action_compute()

    def test_a_period_that_overlaps_a_published_one_is_refused(self):
        indicator = self._count()
        indicator._adopt("Board")
        self._compute(indicator).action_publish()
        for start, end in (
            (date(2025, 1, 2), YEAR[1]),
            (YEAR[0], date(2026, 1, 1)),
            (date(2025, 10, 1), date(2025, 12, 31)),
            (date(2024, 1, 1), YEAR[1]),
        ):
            with self.assertRaisesRegex(UserError, "overlaps"):
                self._compute(indicator, start, end)
        self.assertTrue(self._compute(indicator, date(2026, 1, 1), date(2026, 12, 31)))

    def test_two_drafts_never_stand_side_by_side(self):
        indicator = self._count()
        old = self._compute(indicator, date(2025, 2, 1), date(2026, 1, 31))
        self._compute(indicator)
        self.assertFalse(old.exists())

    def test_external_values_of_any_period_stand_side_by_side(self):
        indicator = self._create_indicator(source="external")
        for start in ("2025-01-01", "2025-06-01"):
            self.env["smart.impact.figure"].create(
                {
                    "indicator_id": indicator.id,
                    "date_from": start,
                    "date_to": YEAR[1],
                    "reference": "Somebody",
                }
            )
        self.assertEqual(indicator.figure_count, 2)

    def test_in_january_adopted_indicators_are_read_by_themselves(self):
        adopted = self._count()
        adopted._adopt("Board")
        draft = self._count(code="X2")
        alone = self._count(code="X3")
        alone._adopt("Board")
        alone.numerator_id.sudo().user_id = False
        cron = self.env["smart.impact.figure"].sudo()
        with patch.object(fields.Date, "context_today", return_value=date(2026, 1, 10)):
            cron._cron_compute_last_year()
            adopted.figure_ids.with_user(self.evaluator).action_publish()
            cron._cron_compute_last_year()
        self.assertEqual(set(adopted.figure_ids.mapped("date_to")), {YEAR[1]})
        self.assertFalse(draft.figure_ids | alone.figure_ids)
        self.assertIn("stands for", alone.message_ids[0].body)

    # === TERRITORIES === #

    def test_a_region_is_the_sum_of_its_territories(self):
        wallonia = self.env["smart.territory"].create(
            {"name": "Wallonie", "country_id": self.belgium.id}
        )
        self.territory_liege.parent_id = self.territory_namur.parent_id = wallonia
        self.members["6000"].is_member = False
        asked = self.members["4000"][:8] | self.members["5000"][:5]
        indicator = self._share(asked | self.members["1000"][:6])
        figures = {one.territory_id: one for one in self._compute(indicator)}
        region = figures[wallonia]
        self.assertEqual((region.numerator, region.denominator), (13, 25))
        self.assertAlmostEqual(region.value, 100 * 13 / 25, 6)
        self.assertFalse(region.has_interval)
        parts = figures[self.territory_liege] | figures[self.territory_namur]
        self.assertEqual(sum(parts.mapped("numerator")), region.numerator)

    def test_a_territory_where_all_are_alike_is_masked(self):
        everybody = self.env["res.partner"].union(*self.members.values())
        others = self.members["4000"][:8] | self.members["5000"][:5]
        some = others | self.members["1000"][:6]
        for code, with_it in (("S1", self.members["6000"] | some), ("S2", some)):
            everybody.email = False
            figures = self._compute(self._share(with_it, code=code))
            masked = figures.filtered("is_masked")
            self.assertEqual(
                masked.territory_id, self.territory_charleroi | self.territory_namur
            )
            self.assertFalse(any(masked.mapped("people") + masked.mapped("value")))
            self.assertEqual(figures.filtered("is_total").denominator, 43)
        # of all members the total tells, and no other figure
        everybody.email = "x@y.example"
        figures = self._compute(self._share(everybody, code="S3"))
        shown = figures.filtered(lambda one: not one.is_masked)
        self.assertEqual((shown.is_total, shown.value), (True, 100))

    def test_a_draft_of_before_that_tells_of_each_is_computed_again(self):
        indicator = self._share(self.members["4000"][:8] | self.members["5000"][:5])
        indicator._adopt("Board")
        figures = self._compute(indicator)
        mine = figures.filtered(lambda one: one.territory_id.name == "Charleroi")
        mine.sudo().write(
            {
                "is_masked": False,
                "denominator": 6,
                "people": 6,
            }
        )
        with self.assertRaisesRegex(UserError, "compute it again"):
            figures.action_publish()
        self._compute(indicator).action_publish()
        self.assertEqual(set(indicator.figure_ids.mapped("state")), {"published"})

    def test_what_is_published_stays_as_it_was(self):
        indicator = self._share(self.members["4000"][:8] | self.members["5000"][:5])
        indicator._adopt("Board")
        figures = self._compute(indicator)
        mine = figures.filtered(lambda one: one.territory_id.name == "Charleroi")
        told = {"is_masked": False, "people": 6, "denominator": 6}
        mine.sudo().write({**told, "state": "published"})
        self.env.invalidate_all()
        self.assertEqual(mine.read(list(told))[0], {"id": mine.id, **told})

    def test_a_region_less_its_parts_gives_no_small_one(self):
        wallonia = self.env["smart.territory"].create(
            {"name": "Wallonie", "country_id": self.belgium.id}
        )
        parts = self.territory_liege | self.territory_namur | self.territory_charleroi
        parts.parent_id = wallonia
        self.members["6000"][3:].is_member = False
        figures = {one.territory_id: one for one in self._compute(self._count())}
        self.assertEqual(figures[wallonia].value, 28)
        masked = [one for one in parts if figures[one].is_masked]
        self.assertEqual(masked, [self.territory_namur, self.territory_charleroi])
        self.assertFalse(figures[self.territory_brussels].is_masked)

    # === EXTERNAL VALUES === #

    def test_an_external_impact_with_its_people_and_interval_is_published(self):
        indicator = self._create_indicator(
            source="external",
            level="impact",
            has_baseline=True,
            baseline=28,
            baseline_date="2021-01-01",
        )
        indicator._adopt("Board")
        vals = {
            "indicator_id": indicator.id,
            "date_from": YEAR[0],
            "date_to": YEAR[1],
            "value": 30,
            "reference": "EWCTS 2021",
            "people": 1200,
            "has_interval": True,
            "low": 27,
            "high": 33,
        }
        figures = self.env["smart.impact.figure"].with_user(self.evaluator)
        with self.assertRaisesRegex(ValidationError, "outside its interval"):
            figures.create({**vals, "low": 31, "date_from": "2025-02-01"})
        with self.assertRaisesRegex(ValidationError, "fewer than 5"):
            figures.create({**vals, "people": 3, "date_from": "2025-03-01"})
        figure = figures.create(vals)
        figure.action_publish()
        with self.assertRaises(UserError):
            figure.low = 20

    def test_computed_people_and_bounds_are_still_not_typed(self):
        indicator = self._count()
        figure = self._compute(indicator)[:1]
        for name in ("people", "low", "high", "has_interval"):
            with self.assertRaises(UserError):
                figure.write({name: 7})
