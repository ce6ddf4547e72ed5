# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ImpactCommon


@tagged("post_install", "-at_install")
class TestWave(ImpactCommon):
    def test_the_survey_has_the_items_of_the_instrument(self):
        wave = self._create_wave().with_user(self.evaluator)
        wave.action_generate_survey()
        survey = wave.survey_id
        self.assertEqual(survey.survey_type, "impact")
        self.assertEqual(survey.question_ids.impact_item_id, self.instrument.item_ids)
        self.assertEqual(survey.access_mode, "token")
        self.assertTrue(survey.users_login_required)
        scale = survey.question_ids.filtered(
            lambda one: one.impact_item_id.code == "REC1"
        )
        self.assertEqual((scale.scale_min, scale.scale_max), (0, 10))

    def test_the_survey_speaks_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        item = self.instrument.item_ids[0]
        item.with_context(lang="fr_FR").text = "Je connais mes revenus à venir."
        wave = self._create_wave()
        wave.action_generate_survey()
        question = wave.survey_id.question_ids[0]
        self.assertEqual(
            question.with_context(lang="fr_FR").title, "Je connais mes revenus à venir."
        )
        self.assertEqual(question.with_context(lang="en_US").title, item.text)

    def test_a_wave_has_one_survey(self):
        wave = self._create_wave()
        wave.action_generate_survey()
        with self.assertRaises(UserError):
            wave.action_generate_survey()

    def test_an_instrument_without_question_makes_no_survey(self):
        empty = self.env["smart.impact.instrument"].create(
            {"name": "Empty", "code": "EMPTY"}
        )
        with self.assertRaises(UserError):
            self._create_wave(instrument_id=empty.id).action_generate_survey()

    def test_opening_freezes_who_is_asked(self):
        wave = self._create_wave().with_user(self.evaluator)
        wave.action_open()
        self.assertEqual(wave.state, "open")
        self.assertEqual(wave.frame_count, 43)
        self._create_member("Late", zip="4000")
        self.members["4000"][0].zip = "1000"
        self.assertEqual(wave.frame_count, 43)
        row = wave.sudo().participation_ids.filtered(
            lambda one: one.partner_id == self.members["4000"][0]
        )
        self.assertEqual(row.territory_id, self.territory_liege)

    def test_the_frame_takes_one_query_whatever_the_members(self):
        waves = self._create_wave(), self._create_wave(name="Wave 2028")
        for wave in waves:
            wave.action_generate_survey()
        waves[0].action_open()
        self._create_members("4000", 50)
        with self.assertQueryCount(40):
            waves[1].action_open()
        self.assertEqual(waves[1].frame_count, 93)

    def test_members_of_another_company_are_not_asked(self):
        other = self.env["res.company"].create({"name": "Smart elsewhere"})
        self.members["6000"].company_id = other
        wave = self._create_wave()
        wave.action_open()
        self.assertEqual(wave.frame_count, 37)

    def test_a_rare_filiere_is_left_out(self):
        liege = self.members["4000"]
        for partner in liege[:5]:
            self._join(partner, self.filiere_show)
        self._join(liege[5], self.filiere_code)
        wave = self._create_wave()
        wave.action_open()
        kept = wave.participation_ids.filtered("filiere_id")
        self.assertEqual(kept.partner_id, liege[:5])

    def test_the_response_rate_is_exact(self):
        wave = self._create_wave()
        wave.action_open()
        self._fill(wave)
        self.assertEqual((wave.answered_count, wave.frame_count), (40, 43))
        self.assertAlmostEqual(wave.response_rate, 100 * 40 / 43, 6)
        wave.action_close()
        self.assertEqual((wave.complete_count, wave.partial_count), (40, 0))
        self.assertAlmostEqual(wave.response_rate, 100 * 40 / 43, 6)

    def test_a_member_answers_once(self):
        wave = self._create_wave()
        wave.action_open()
        self._fill(wave)
        self._fill(wave)
        wave.action_close()
        self.assertEqual(wave.complete_count, 40)

    def test_nobody_answers_a_closed_wave(self):
        wave = self._create_wave()
        wave.action_open()
        wave.action_close()
        with self.assertRaises(UserError):
            self._fill(wave)
        with self.assertRaises(UserError):
            wave._get_answer_url(self.members["4000"][0])

    def test_states_follow_their_order(self):
        wave = self._create_wave().with_user(self.evaluator)
        for action in (wave.action_close, wave.action_compute):
            with self.assertRaises(UserError):
                action()
        wave.action_open()
        for action in (wave.action_open, wave.action_compute):
            with self.assertRaises(UserError):
                action()

    def test_states_are_not_written_by_hand(self):
        wave = self._create_wave().with_user(self.manager)
        for vals in ({"state": "published"}, {"complete_count": 9}):
            with self.assertRaises(AccessError):
                wave.write(vals)
        with self.assertRaises(AccessError):
            wave.copy({"state": "published"})

    def test_a_started_wave_keeps_its_questions(self):
        wave = self._create_wave()
        wave.action_open()
        other = self.instrument.copy()
        with self.assertRaises(UserError):
            wave.instrument_id = other
        with self.assertRaises(UserError):
            wave.unlink()
        with self.assertRaises(UserError):
            self.instrument.item_ids[0].text = "Another question"
        self.assertEqual(other.version, self.instrument.version + 1)
        other.item_ids[0].text = "Another question"
        self.assertEqual(
            other.item_ids[0].indicator_ids, self.instrument.item_ids[0].indicator_ids
        )

    def test_a_published_indicator_names_its_decision(self):
        wave = self._create_computed_wave()
        indicator = self.env.ref("smart_impact.indicator_security")
        decisions = indicator.decision_ids
        indicator.decision_ids = [Command.clear()]
        with self.assertRaisesRegex(UserError, "S11"):
            self._publish(wave)
        indicator.decision_ids = decisions
        self._publish(wave)
        self.assertEqual(wave.state, "published")

    def test_an_impact_is_published_with_its_comparison(self):
        wave = self._create_computed_wave()
        self.env.ref("smart_impact.indicator_contribution").comparison = False
        with self.assertRaisesRegex(UserError, "I03"):
            self._publish(wave)

    def test_nothing_to_show_is_not_published(self):
        wave = self._create_wave()
        wave.action_open()
        wave.action_close()
        wave.action_compute()
        self.assertFalse(wave.result_ids)
        with self.assertRaises(UserError):
            self._publish(wave)

    def test_a_published_definition_is_frozen(self):
        wave = self._create_computed_wave()
        self._publish(wave)
        indicator = self.env.ref("smart_impact.indicator_rights")
        with self.assertRaises(UserError):
            indicator.numerator_from = 50
        with self.assertRaises(UserError):
            wave.action_compute()
        indicator.name = "Rights opened"

    def test_the_cron_closes_waves_whose_date_passed(self):
        wave = self._create_wave(date_open="2026-01-05")
        wave.action_open()
        wave.date_close = "2026-02-01"
        later = self._create_wave(date_close="2099-01-01")
        later.action_open()
        self.env["smart.impact.wave"]._cron_collect()
        self.assertEqual((wave.state, later.state), ("closed", "open"))
        self.assertFalse(wave.survey_id.active)

    def test_one_active_programme_in_a_company(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.programme.copy()

    def test_a_recommendation_rests_on_one_scale_from_0_to_10(self):
        indicator = self.env.ref("smart_impact.indicator_recommendation")
        with self.assertRaises(ValidationError):
            indicator.item_ids = self.env.ref("smart_impact.item_meaning")

    def test_no_indicator_goes_under_five(self):
        indicator = self.env.ref("smart_impact.indicator_security")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            indicator.minimum_cell = 4
            indicator.flush_recordset()
