# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is measured and what is not, as evaluators, members and everybody read it."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .programme_common import ProgrammeCommon


@tagged("post_install", "-at_install")
class TestMeasured(ProgrammeCommon):
    def _read(self, indicator):
        """Read the figures of the last twelve months, as the evaluator."""
        today = fields.Date.today()
        start = fields.Date.subtract(today, years=1)
        figures = self.env["smart.impact.figure"].with_user(self.evaluator)
        return figures._compute_figures(indicator, start, today)

    def _shipped(self, code):
        return self.programme.indicator_ids.filtered(lambda one: one.code == code)

    def test_an_evaluator_filters_what_is_not_measured(self):
        indicators = self.env["smart.impact.indicator"].with_user(self.researcher)
        codes = indicators.search([("is_measured", "=", False)]).mapped("code")
        self.assertIn("R01", codes)
        self.assertNotIn("S06", codes)
        measured = indicators.search([("is_measured", "=", True)]).mapped("code")
        self.assertFalse(set(codes) & set(measured))

    def test_opening_tells_what_no_question_asks(self):
        bare = self._create_indicator(code="Z1", name="Nobody asks")
        bare.sudo().state = "adopted"
        wave = self._create_wave()
        wave.with_user(self.evaluator).action_open()
        notes = wave.message_ids.filtered(lambda one: "Nobody asks" in one.body)
        self.assertEqual(len(notes), 1)
        self.assertEqual(wave.state, "open")

    def test_nothing_is_told_where_nothing_is_missing(self):
        wave = self._create_wave()
        wave.action_open()
        self.assertFalse([one for one in wave.message_ids if "no question" in one.body])

    def test_the_coverage_tells_what_is_not_measured(self):
        before = sum(left for *_row, left in self.programme._get_coverage()["rows"])
        self._shipped("R01").sudo().state = "adopted"
        rows = self.programme._get_coverage()["rows"]
        self.assertEqual(sum(left for *_row, left in rows), before + 1)
        self.programme.invalidate_recordset(["coverage"])
        self.assertIn("Not measured yet", self.programme.coverage)

    # === DATA OF THE COOPERATIVE === #

    def test_members_who_stay(self):
        today = fields.Date.today()
        two_years = fields.Date.subtract(today, years=2)
        month = fields.Date.subtract(today, months=1)
        everybody = self.env["res.partner"].union(*self.members.values())
        everybody[:20].member_since = two_years
        everybody[20:].member_since = month
        # five of the twenty left meanwhile, another one long ago
        everybody[:5].write({"is_member": False, "member_until": month})
        everybody[20].write(
            {
                "is_member": False,
                "member_since": fields.Date.subtract(today, years=4),
                "member_until": fields.Date.subtract(today, years=3),
            }
        )
        indicator = self._shipped("S04").with_user(self.evaluator)
        (indicator.numerator_id | indicator.denominator_id).action_take_charge()
        total = self._read(indicator).filtered("is_total")
        self.assertEqual((total.numerator, total.denominator), (15, 20))
        self.assertEqual(total.value, 75)

    def test_members_trained(self):
        tag = self.env.ref("smart_impact.event_tag_training")
        events = self.env["event.event"].create(
            [
                {
                    "name": name,
                    "date_begin": fields.Datetime.subtract(
                        fields.Datetime.now(), days=10
                    ),
                    "date_end": fields.Datetime.subtract(fields.Datetime.now(), days=9),
                    "tag_ids": [fields.Command.set(tags.ids)],
                }
                for name, tags in (("Taxes", tag), ("Drinks", tag.browse()))
            ]
        )
        members = self.members["4000"]
        for event, count in zip(events, (8, 14), strict=True):
            self.env["event.registration"].create(
                [
                    {
                        "event_id": event.id,
                        "name": one.name,
                        "member_id": one.id,
                        "state": "done",
                        "date_closed": event.date_end,
                    }
                    for one in members[:count]
                ]
            )
        indicator = self._shipped("R04")
        self.evaluator.group_ids |= self.env.ref("smart_filieres.group_animator")
        indicator.with_user(self.evaluator).numerator_id.action_take_charge()
        total = self._read(indicator).filtered("is_total")
        self.assertEqual((total.value, total.people), (8, 8))

    # === WAVES === #

    def test_the_response_rate_of_published_waves(self):
        indicator = self._shipped("R07").with_user(self.evaluator)
        with self.assertRaisesRegex(UserError, "published"):
            self._read(indicator)
        wave = self._create_computed_wave()
        self._publish(wave)
        figure = self._read(indicator)
        asked = wave.frame_count
        self.assertEqual((figure.numerator, figure.denominator), (40, asked))
        self.assertAlmostEqual(figure.value, 100 * 40 / asked)
        self.assertIn(wave.name, figure.comment)
        self.assertFalse(figure.has_interval, "members asked are no sample")
        with self.assertRaises(UserError):
            figure.value = 90

    def test_nobody_types_where_waves_tell(self):
        with self.assertRaises(UserError):
            self.env["smart.impact.figure"].with_user(self.evaluator).create(
                {
                    "indicator_id": self._shipped("R07").id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    "value": 99,
                }
            )

    # === QUESTIONNAIRE === #

    def test_the_full_questionnaire_makes_figures_once_adopted(self):
        instrument = self.env.ref("smart_impact.instrument_full")
        self.assertEqual(len(instrument.item_ids), 28)
        wave = self._create_wave(instrument_id=instrument.id)
        with self.assertRaisesRegex(UserError, "not adopted"):
            wave.with_user(self.evaluator).action_open()
        asked = instrument.item_ids.indicator_ids
        asked.filtered(lambda one: one.state == "draft").sudo()._adopt("Board")
        asked.criterion_id.filtered(lambda one: one.state != "adopted").sudo()._adopt()
        wave.with_user(self.evaluator).action_open()
        answers = {}
        for code in ("4000", "1000", "5000"):
            for number, partner in enumerate(self.members[code]):
                answers[partner.id] = self._full_answers(number)
        wave.sudo()._collect(answers)
        wave.action_close()
        wave.action_compute()
        shown = set(wave.result_ids.mapped("indicator_id.code"))
        # a first wave has no change
        self.assertEqual(shown, set(asked.mapped("code")) - {"I01", "I02", "I10"})
        # well-being is not told of fewer than ten, answer by answer neither
        rows = self.env["smart.impact.distribution"].search(
            [
                ("wave_id", "=", wave.id),
                ("item_id.code", "like", "WEL"),
                ("state", "=", "published"),
            ]
        )
        for row in rows.filtered("share"):
            people = round(row.share * row.respondent_count / 100)
            self.assertGreaterEqual(people, 10)
        [hours] = wave.result_ids.filtered(
            lambda one: one.indicator_id.code == "S06" and one.scope == "total"
        )
        self.assertEqual((hours.unit, hours.kind), ("h", "median"))

    def _full_answers(self, number):
        grade = 1 + number % 5
        more = {
            **dict.fromkeys(("INT1", "INT2", "INT3", "RES1", "RES2"), grade),
            **dict.fromkeys(("SUP1", "SUP2", "SUP3"), 1 + (number + 2) % 5),
            **dict.fromkeys(("VAL1", "VAL2", "VAL3"), 1 + (number + 3) % 5),
            **{f"WEL{rank}": (number + rank) % 6 for rank in range(1, 6)},
        }
        housing = ("yes", "no", "other", "unknown")[number % 4]
        return {**self._answers(number), **more, "HRS1": number, "HOU1": housing}

    def test_demands_above_resources_are_strained(self):
        indicator = self._shipped("I08")
        items = indicator.item_ids
        self.assertEqual(set(items.mapped("code")), {"INT1", "INT2", "RES1", "RES2"})
        reversed_ones = items.filtered("is_reversed").mapped("code")
        self.assertEqual(set(reversed_ones), {"RES1", "RES2"})
        self.assertEqual(indicator.minimum_answered, "all")
        for demands, resources, strained in (
            ((5, 4), (4, 4), True),
            ((3, 3), (3, 3), False),
            ((2, 5), (4, 4), False),
            ((3, 4), (3, 3), True),
        ):
            score = sum((one - 1) * 25 for one in demands)
            score += sum(100 - (one - 1) * 25 for one in resources)
            inside = indicator.numerator_from <= score / 4 <= indicator.numerator_to
            self.assertEqual(inside, strained, (demands, resources))

    # === SHIPPED DATA === #

    def test_an_update_leaves_alone_what_somebody_touched(self):
        indicators = self.env["smart.impact.indicator"].sudo()
        touched, fresh = self._shipped("R01"), self._shipped("R02")
        touched.with_user(self.evaluator).description = "Ours"
        indicators._open_shipped()
        self.assertTrue(self._is_kept(touched))
        self.assertFalse(self._is_kept(fresh))
        self.assertTrue(self._is_kept(self._shipped("S06")), "it is measured")
        indicators._close_shipped()
        self.assertTrue(self._is_kept(fresh))

    def _is_kept(self, indicator):
        rows = self.env["ir.model.data"].search(
            [("model", "=", indicator._name), ("res_id", "=", indicator.id)]
        )
        return all(rows.mapped("noupdate"))


@tagged("post_install", "-at_install")
class TestMeasuredPage(ProgrammeCommon, HttpCase):
    def test_everybody_reads_what_is_not_measured(self):
        self.programme.action_publish()
        indicator = self.programme.indicator_ids.filtered(lambda one: one.code == "R01")
        indicator.sudo().state = "adopted"
        page = self.url_open(f"/impact/{self.programme.id}").text
        own = page.split('data-code="R01"')[1].split("</details>")[0]
        self.assertIn("o_impact_unmeasured", own)
        other = page.split('data-code="S11"')[1].split("</details>")[0]
        self.assertNotIn("o_impact_unmeasured", other)
