# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .assessment_common import AssessmentCommon


@tagged("post_install", "-at_install")
class TestAssessmentIncidents(AssessmentCommon):
    def test_it_weighs_three_years_and_five_in_ethics(self):
        today = fields.Date.today()
        for theme, years in (("SOC", 3), ("ETH", 5)):
            incident = self._create_incident(theme=theme)
            self.assertEqual(incident.date_end, today + relativedelta(years=years))
        self.assertEqual(incident.weight, 0, "Not before it is confirmed")
        incident.action_confirm()
        self.assertEqual(incident.weight, 100)

    def test_a_minor_one_changes_no_grade(self):
        self._assess_as(self.supplier, "exemplary")
        self._create_incident().action_confirm()
        self.assertEqual(self.supplier.charter_grade, "exemplary")

    def test_majors_in_two_themes_hold_the_grade(self):
        self._assess_as(self.supplier, "exemplary")
        for theme in ("SOC", "ENV"):
            self._create_incident("major", theme).action_confirm()
        self.assertEqual(self.supplier.charter_grade, "progress")
        self.assertEqual(self.supplier.charter_reason, "incident")
        self.assertIn("ENV, SOC", self.supplier.charter_explanation)
        last = self._grades()[0]
        self.assertEqual((last.cause, last.previous_grade), ("incident", "exemplary"))

    def test_a_severe_one_goes_to_the_committee_and_changes_nothing_before(self):
        self._assess_as(self.supplier, "exemplary")
        incident = self._create_incident("severe")
        self.assertEqual(incident.state, "referred")
        self.assertIn(self.ethics, incident.activity_ids.user_id)
        self.assertEqual(self.supplier.charter_grade, "exemplary")
        for name in ("action_confirm", "action_dismiss", "action_suspend"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                getattr(incident.with_user(self.buyer), name)()
        incident.with_user(self.ethics).action_confirm()
        self.assertEqual(self.supplier.charter_grade, "progress")
        self.assertFalse(incident.activity_ids)

    def test_a_suspension_is_reasoned_ends_and_is_lifted(self):
        self._assess_as(self.supplier, "exemplary")
        incident = self._create_incident("severe").with_user(self.ethics)
        with self.assertRaisesRegex(UserError, "reasons"):
            incident.action_suspend()
        incident.decision = "Until the inspection is over"
        incident.action_suspend()
        self.assertEqual(self.supplier.charter_grade, "excluded")
        self.assertFalse(self.supplier.charter_has_score)
        with freeze_time(incident.date_suspended_until + relativedelta(days=1)):
            self._run("ir_cron_refresh_grades")
            self.assertEqual(self.supplier.charter_grade, "progress")
        incident.action_lift()
        self.assertEqual(self.supplier.charter_grade, "progress")

    def test_the_grade_comes_back_by_itself_at_the_end(self):
        self._assess_as(self.supplier, "exemplary")
        old = fields.Date.today() - relativedelta(years=3, days=-2)
        incident = self._create_incident("severe", date=old)
        incident.with_user(self.ethics).action_confirm()
        self.assertEqual(self.supplier.charter_grade, "progress")
        with freeze_time(incident.date_end):
            self._run("ir_cron_refresh_grades")
            self.assertEqual(self.supplier.charter_grade, "exemplary")
            self.assertFalse(incident.is_weighing)
            count = len(self._grades())
            self._run("ir_cron_refresh_grades")
        self.assertEqual(len(self._grades()), count)

    def test_facts_are_frozen_once_referred(self):
        incident = self._create_incident("severe")
        for vals in (
            {"severity": "minor"},
            {"date": "2020-01-01"},
            {"state": "dismissed"},
            {"date_suspended_until": "2099-01-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                incident.write(vals)
        with self.assertRaises(UserError):
            incident.unlink()
        with self.assertRaisesRegex(UserError, "today or before"):
            self._create_incident(date="2099-01-01")

    def test_nobody_changes_a_kept_grade(self):
        self._assess_as(self.supplier, "exemplary")
        grade = self._grades()
        admin = self.env.ref("base.user_admin")
        for user in (self.buyer, self.ethics, admin):
            mine = grade.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    mine.write({"score": 0})
                with self.assertRaises(UserError):
                    mine.unlink()
                with self.assertRaises(UserError):
                    mine.create({"partner_id": self.supplier.id})
        with self.assertRaises(UserError):
            grade.sudo().write({"score": 0})

    def test_an_unknown_score_is_nothing_wherever_it_is_read(self):
        silent = self._create_supplier("Silent")
        self._assess_as(silent, "provisional")
        low = self._create_supplier("Low")
        self._assess_as(low, "insufficient")
        both = silent | low
        self.assertEqual(
            [row["charter_score"] for row in both.read(["charter_score"])],
            [False, 12.5],
        )
        self.assertEqual(both.export_data(["charter_score"])["datas"], [[""], [12.5]])
        partners = self.env["res.partner"]
        mine = [("id", "in", both.ids)]
        for order in ("charter_score", "charter_score desc"):
            with self.subTest(order=order):
                self.assertEqual(partners.search(mine, order=order), low | silent)
        self.assertEqual(partners.search([*mine, ("charter_score", "<", 50)]), low)
        [(mean,)] = self.env["smart.supplier.grade"]._read_group(
            [("partner_id", "in", both.ids)], [], ["score:avg"]
        )
        self.assertEqual(mean, 12.5)

    def test_merged_suppliers_keep_one_assessment_in_force(self):
        other = self._create_supplier("Imprimerie verte SA")
        first = self._assess_as(other, "insufficient")
        last = self._assess_as(self.supplier, "exemplary")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.supplier | other).ids, self.supplier
        )
        self.assertEqual((first | last).mapped("partner_id"), self.supplier)
        self.assertEqual((first.state, last.state), ("superseded", "confirmed"))
        self.assertEqual(self.supplier.charter_grade, "exemplary")

    def test_actions_are_reminded_then_escalated(self):
        action = self._create_action(date_due=fields.Date.today())
        self.assertEqual(len(self._mails("Something to put right")), 1)
        self._run("ir_cron_assessment_reminders")
        self._run("ir_cron_assessment_reminders")
        self.assertEqual(len(self._mails("Something to put right")), 2)
        with freeze_time(action.date_due + relativedelta(days=1)):
            self._run("ir_cron_assessment_reminders")
            self.assertTrue(action.is_late)
            self.assertEqual(len(self._mails("Late: ")), 1)
        with freeze_time(action.date_due + relativedelta(days=15)):
            self._run("ir_cron_assessment_reminders")
            self._run("ir_cron_assessment_reminders")
        self.assertEqual(action.reminder, "escalated")
        self.assertEqual(len(action.activity_ids), 1)
        self.assertTrue(
            action.activity_ids.user_id.has_group(
                "smart_purchase_charter.group_manager"
            )
        )

    def test_an_action_is_answered_refused_and_verified(self):
        action = self._create_action()
        action.sudo()._answer("We changed the terms", "Anne Verte")
        self.assertEqual((action.state, action.owner_name), ("answered", "Anne Verte"))
        self.assertEqual(action.activity_ids.user_id, self.buyer)
        with self.assertRaisesRegex(UserError, "what is missing"):
            action.action_reopen()
        action.review_note = "Show a payment"
        action.action_reopen()
        self.assertEqual(action.state, "open")
        action.action_verify()
        self.assertEqual(action.state, "done")
        with self.assertRaisesRegex(UserError, "closed"):
            action.sudo()._answer("Again")
        with self.assertRaises(UserError):
            action.write({"state": "open"})
