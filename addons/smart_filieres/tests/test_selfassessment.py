# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .communication_common import CommunicationCommon


@tagged("post_install", "-at_install")
class TestSelfassessment(CommunicationCommon):
    def _create_assessment(self, filiere=None):
        return (
            self.env["smart.filiere.selfassessment"]
            .with_user(self.animator)
            .create({"filiere_id": (filiere or self.filiere_show).id})
        )

    def _line(self, assessment, code):
        return assessment.line_ids.filtered(lambda line: line.indicator_id.code == code)

    def _prove(self, line, days_ago=10):
        proof = line.env["ir.attachment"].create({"name": "proof.txt", "raw": b"x"})
        line.write(
            {
                "declared": "yes",
                "attachment_ids": [Command.link(proof.id)],
                "date_proof": self.today - timedelta(days=days_ago),
            }
        )

    def test_there_are_31_indicators_and_13_at_least_are_counted(self):
        indicators = self.env["smart.selfassessment.indicator"].search([])
        self.assertEqual(len(indicators), 31)
        self.assertGreaterEqual(len(indicators.filtered("measure")), 13)
        for measure, _label in indicators._get_measures():
            self.assertTrue(hasattr(self.filiere_show, f"_assess_{measure}"), measure)

    def test_26_of_31_is_83_9_percent_and_gold(self):
        assessment = self._create_assessment()
        lines = assessment.line_ids.sudo()
        lines.write({"is_known": False, "declared": False})
        counted = lines.filtered("measure")
        declared = lines - counted
        counted.write({"is_known": True, "value": 1000})
        for line in declared[: 26 - len(counted)]:
            self._prove(line)
        for line in declared[26 - len(counted) :][:3]:
            line.declared = "no"
        self.assertEqual(assessment.reached, 26)
        self.assertEqual(round(assessment.percent, 1), 83.9)
        self.assertEqual(assessment.unknown, 2)
        self.assertEqual(assessment.band, "gold")

    def test_what_the_records_tell_is_counted(self):
        self._create_members(30)
        self._create_members(10, state="proposed", prefix="Asked")
        assessment = self._create_assessment()
        self.assertEqual(self._line(assessment, "S03").value, 30)
        self.assertEqual(self._line(assessment, "S03").verdict, "reached")
        self.assertEqual(self._line(assessment, "S01").value, 75)
        self.filiere_show.animator_ids = self.animator
        assessment.action_compute()
        self.assertEqual(self._line(assessment, "S07").verdict, "reached")

    def test_too_few_members_make_a_share_unknown(self):
        self._create_members(3)
        assessment = self._create_assessment()
        line = self._line(assessment, "S01")
        self.assertEqual(line.verdict, "unknown")
        self.assertTrue(line.reason)

    def test_composition_counts_effective_activities(self):
        for rank, activity in enumerate((self.activity_show, self.activity_code) * 3):
            partner = self._create_members(1, prefix=f"P{rank}")
            self._create_profile(partner, activity_ids=[Command.set(activity.ids)])
        self.env.flush_all()
        self.assertAlmostEqual(self.filiere_show._assess_composition(self.today), 2)

    def test_a_declaration_needs_a_fresh_proof(self):
        assessment = self._create_assessment()
        line = self._line(assessment, "S12")
        self.assertEqual(line.verdict, "unknown")
        line.declared = "yes"
        self.assertEqual(line.verdict, "unknown")
        self.assertTrue(line.reason)
        self._prove(line)
        self.assertEqual(line.verdict, "reached")
        # a colleague reads the proof as well
        colleague = line.with_user(self.filiere_manager)
        self.assertEqual(colleague.attachment_ids.mapped("raw"), [b"x"])
        self._prove(line, days_ago=3 * 365)
        self.assertEqual(line.verdict, "unknown")
        line.declared = "no"
        self.assertEqual(line.verdict, "missed")

    def test_what_is_counted_is_not_written_by_hand(self):
        line = self._line(self._create_assessment(), "S03")
        for vals in ({"value": 99, "is_known": True}, {"threshold": 0}):
            with self.assertRaises(UserError):
                line.write(vals)
            with self.assertRaises(UserError):
                line.with_user(self.filiere_manager).write(vals)

    def test_frozen_is_frozen(self):
        assessment = self._create_assessment()
        assessment.action_freeze()
        with self.assertRaises(UserError):
            self._line(assessment, "S12").declared = "yes"
        with self.assertRaises(UserError):
            assessment.action_compute()
        with self.assertRaises(UserError):
            assessment.date = fields.Date.context_today(assessment)

    def test_bands_are_parameters(self):
        self.env["ir.config_parameter"].set_param(
            "smart_filieres.selfassessment_bronze", "3"
        )
        assessment = self._create_assessment()
        self._prove(self._line(assessment, "S12"))
        self.assertEqual(assessment.band, "bronze")

    def test_members_and_other_staff_see_none(self):
        assessment = self._create_assessment()
        ada = self._create_member("Ada", login="assessment_ada")
        for user in (ada.user_ids, self.employee, self.officer):
            with self.assertRaises(AccessError):
                assessment.with_user(user).read(["percent"])

    def test_the_number_of_queries_does_not_grow_with_members(self):
        def queries(count):
            filiere = self._create_filiere(f"Of {count}")
            self._create_members(count, filiere, prefix=f"Of{count}")
            assessment = self._create_assessment(filiere)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            assessment.action_compute()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(1)
        self.assertLessEqual(queries(50), queries(5) + 1)
