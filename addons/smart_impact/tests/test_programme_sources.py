# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""ERP, external and qualitative figures."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .programme_common import ProgrammeCommon

PERIOD = fields.Date.to_date("2026-01-01"), fields.Date.to_date("2026-12-31")


@tagged("post_install", "-at_install")
class TestProgrammeSources(ProgrammeCommon):
    def _compute(self, indicator):
        figures = self.env["smart.impact.figure"].with_user(self.evaluator)
        return figures._compute_figures(indicator.with_user(self.evaluator), *PERIOD)

    def _share(self, **values):
        return self._create_indicator(
            source="erp",
            factor=100,
            numerator_id=self._create_measure(
                name="With an account",
                domain='[("is_member", "=", True), ("email", "!=", False)]',
            ).id,
            denominator_id=self._create_measure().id,
            **values,
        )

    def test_a_share_is_a_ratio_of_sums_by_territory(self):
        (self.members["4000"][:7] | self.members["1000"][:6]).email = "x@smart.example"
        (self.claire | self.bruno | self.dina).is_member = False
        figures = self._compute(self._share())
        total = figures.filtered("is_total")
        self.assertEqual((total.numerator, total.denominator), (13, 43))
        self.assertAlmostEqual(total.value, 100 * 13 / 43, 6)
        self.assertFalse(total.has_interval, "members are a register, not a sample")
        liege = figures.filtered(lambda one: one.territory_id == self.territory_liege)
        self.assertAlmostEqual(liege.value, 50, 6)

    def test_few_people_are_masked_and_what_would_tell_them(self):
        (self.claire | self.bruno | self.dina).is_member = False
        self.members["6000"][3:].is_member = False
        count = self._create_indicator(
            source="erp", numerator_id=self._create_measure().id
        )
        figures = self._compute(count)
        masked = figures.filtered("is_masked")
        self.assertIn(self.territory_charleroi, masked.territory_id)
        self.assertEqual(len(masked), 2)
        self.assertFalse(any(masked.mapped("value")) or any(masked.mapped("people")))

    def test_a_zero_denominator_says_so(self):
        indicator = self._share()
        indicator.denominator_id.with_user(
            self.evaluator
        ).domain = '[("is_member", "=", True), ("name", "=", "nobody at all")]'
        with self.assertRaisesRegex(UserError, "divided by 0"):
            self._compute(indicator)

    def test_a_filter_holds_no_code(self):
        for domain in (
            '[("id", "=", uid)]',
            '[("no_such_field", "=", 1)]',
            "__import__('os')",
            "[(1",
        ):
            with self.assertRaises(ValidationError):
                self._create_measure(domain=domain)

    def test_a_measure_reads_with_the_rights_of_who_set_it(self):
        closed = self.env.ref("smart_impact.source_registration")
        closed.group_ids = False
        measure = self._create_measure(
            source_id=closed.id, domain="[]", operation="count"
        )
        self.assertEqual(measure.user_id, self.evaluator)
        with self.assertRaises(UserError):
            measure._evaluate(*PERIOD)
        both = new_test_user(
            self.env,
            "both",
            groups="smart_impact.group_evaluator,event.group_event_manager",
        )
        measure.with_user(both).action_take_charge()
        self.assertEqual(measure.user_id, both)
        self.assertIn(None, measure._evaluate(*PERIOD))
        # whoever changes it stands for it: no rights are borrowed
        measure.with_user(self.evaluator).domain = '[("id", ">", 0)]'
        self.assertEqual(measure.user_id, self.evaluator)
        with self.assertRaises(AccessError):
            measure.with_user(self.evaluator).user_id = both

    def test_a_filter_is_drawn_for_who_may_read_the_records(self):
        closed = self.env.ref("smart_impact.source_registration")
        measure = self._create_measure(
            source_id=closed.id, domain="[]", operation="count"
        )
        self.assertFalse(measure.with_user(self.evaluator).is_readable)
        self.assertFalse(measure.with_user(self.researcher).is_readable)
        members = self._create_measure().with_user(self.evaluator)
        self.assertTrue(members.is_readable)

    def test_nobody_stands_for_a_shipped_measure(self):
        measure = self.env.ref("smart_impact.measure_members")
        self.assertFalse(measure.user_id)
        with self.assertRaisesRegex(UserError, "stands for"):
            measure._evaluate(*PERIOD)

    def test_answers_are_never_measured(self):
        for model in ("model_smart_impact_answer", "model_smart_impact_participation"):
            with self.assertRaises(ValidationError):
                self.env["smart.impact.source"].create(
                    {"name": "X", "model_id": self.env.ref(f"smart_impact.{model}").id}
                )
        with self.assertRaises(AccessError):
            self.env["smart.impact.source"].with_user(self.manager).create(
                {"name": "X"}
            )

    def test_a_field_has_the_right_type(self):
        for role, path in (
            ("number", "name"),
            ("territory", "country_id"),
            ("number", "nothing"),
            ("person", "parent_id.parent_id"),
        ):
            with self.assertRaises(ValidationError):
                self.env["smart.impact.source.field"].create(
                    {
                        "name": "X",
                        "source_id": self.env.ref("smart_impact.source_partner").id,
                        "role": role,
                        "path": path,
                    }
                )

    def test_the_queries_do_not_grow_with_the_members(self):
        measure = self._create_measure()
        measure._evaluate(*PERIOD)
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        measure._evaluate(*PERIOD)
        few = self.env.cr.sql_log_count - start
        self._create_members("4000", 50)
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        measure._evaluate(*PERIOD)
        self.assertLessEqual(self.env.cr.sql_log_count - start, few + 2)

    def test_an_external_value_has_its_source(self):
        indicator = self._create_indicator(source="external")
        base = {
            "indicator_id": indicator.id,
            "date_from": PERIOD[0],
            "date_to": PERIOD[1],
            "value": 30,
        }
        figures = self.env["smart.impact.figure"].with_user(self.evaluator)
        with self.assertRaisesRegex(ValidationError, "source"):
            figures.create({**base, "date_to": PERIOD[0]})
        figure = figures.create({**base, "reference": "EWCTS 2021, Eurofound"})
        with self.assertRaisesRegex(UserError, "adopted"):
            figure.action_publish()
        indicator._adopt("Board")
        figure.action_publish()
        with self.assertRaises(UserError):
            figure.value = 31

    def test_an_impact_needs_its_people_and_interval(self):
        indicator = self._create_indicator(
            source="external",
            level="impact",
            has_baseline=True,
            baseline_date="2024-12-31",
        )
        indicator._adopt("Board")
        figure = self.env["smart.impact.figure"].create(
            {
                "indicator_id": indicator.id,
                "date_from": PERIOD[0],
                "date_to": PERIOD[1],
                "value": 30,
                "reference": "Somebody",
            }
        )
        with self.assertRaisesRegex(UserError, "interval"):
            figure.action_publish()
        for blank in (
            {"has_baseline": False},
            {"has_baseline": True, "baseline_date": False},
            {"comparison": " \n"},
        ):
            # an adopted indicator is changed by the superuser alone
            indicator.write(blank)
            with self.assertRaisesRegex(UserError, "comparison"):
                figure.action_publish()
        indicator.comparison = "The year before"
        with self.assertRaisesRegex(UserError, "interval"):
            figure.action_publish()

    def test_computed_values_are_not_typed(self):
        figures = self.env["smart.impact.figure"].with_user(self.evaluator)
        with self.assertRaises(UserError):
            figures.create(
                {
                    "indicator_id": self._share().id,
                    "date_from": PERIOD[0],
                    "date_to": PERIOD[1],
                    "value": 99,
                }
            )

    # === QUALITATIVE === #

    def _code(self, given):
        """Make an indicator of excerpts, each coded by two people."""
        indicator = self._create_indicator(source="qualitative", level="outcome")
        themes = {
            code: self.env["smart.impact.theme"].create(
                {
                    "name": code,
                    "code": code,
                    "definition": code,
                    "indicator_id": indicator.id,
                }
            )
            for code in "AB"
        }
        for rank, codes in enumerate(given):
            excerpt = self.env["smart.impact.excerpt"].create(
                {
                    "name": str(rank),
                    "text": "Since I joined I take the time to choose my clients.",
                    "indicator_id": indicator.id,
                }
            )
            for user, code in zip((self.evaluator, self.manager), codes, strict=False):
                self.env["smart.impact.coding"].with_user(user).create(
                    {"excerpt_id": excerpt.id, "theme_id": themes[code].id}
                )
        return indicator

    def test_two_coders_agree_beyond_chance(self):
        given = ["AA"] * 20 + ["AB"] * 5 + ["BA"] * 10 + ["BB"] * 15
        indicator = self._code(given)
        self.assertAlmostEqual(indicator.kappa, 0.40, 4)
        self.assertEqual(indicator.kappa_count, 50)
        with self.assertRaisesRegex(UserError, "0.40"):
            indicator.with_user(self.evaluator).action_qualitative_figure()

    def test_a_figure_once_they_agree_and_settled(self):
        indicator = self._code(["AA"] * 8 + ["BB"] * 6 + ["AB"])
        evaluator = indicator.with_user(self.evaluator)
        with self.assertRaises(UserError):
            evaluator.action_qualitative_figure()
        disputed = indicator.excerpt_ids.filtered("is_disputed")
        with self.assertRaises(ValidationError):
            disputed.settled_id = indicator.theme_ids[0]
        disputed.write(
            {"settled_id": indicator.theme_ids[0].id, "settled_note": "Read again"}
        )
        evaluator.action_qualitative_figure()
        self.assertAlmostEqual(indicator.figure_ids.value, 60, 6)
        self.assertEqual(indicator.figure_ids.people, 15)

    def test_a_coder_does_not_see_the_other_first(self):
        indicator = self._code(["A"] * 3)
        codings = self.env["smart.impact.coding"].with_user(self.manager)
        self.assertFalse(codings.search([("indicator_id", "=", indicator.id)]))
        with self.assertRaises(AccessError):
            codings.create(
                {
                    "excerpt_id": indicator.excerpt_ids[0].id,
                    "theme_id": indicator.theme_ids[0].id,
                    "user_id": self.evaluator.id,
                }
            )

    def test_a_quotation_tells_nobody(self):
        indicator = self._code(["AA"] * 4 + ["BB"] * 6)
        few, many = indicator.excerpt_ids[0], indicator.excerpt_ids[5]
        with self.assertRaisesRegex(UserError, "4"):
            few.with_user(self.evaluator).action_quote()
        many.with_user(self.evaluator).action_quote()
        self.assertEqual(len(indicator._get_prevalence()), 1)
        self.assertEqual(len(indicator._get_prevalence()[0]["quotes"]), 1)
        with self.assertRaises(ValidationError):
            few.text = "Write to me at lea@smart.example, I would tell you more."
