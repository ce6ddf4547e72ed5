# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .communication_common import CommunicationCommon


@tagged("post_install", "-at_install")
class TestCommunicationPlan(CommunicationCommon):
    def _draft(self):
        plan = (
            self.env["smart.communication.plan"]
            .with_user(self.animator)
            .create({"filiere_id": self.filiere_show.id, "year": 2031})
        )
        plan.action_copy_template()
        return plan

    def test_the_template_is_copied_once_into_the_plan_s_year(self):
        plan = self._draft()
        lines = len(plan.line_ids)
        self.assertGreaterEqual(lines, 10)
        self.assertEqual({line.date_start.year for line in plan.line_ids}, {2031})
        plan.action_copy_template()
        self.assertEqual(len(plan.line_ids), lines)
        self.assertEqual(
            set(plan.line_ids.mapped("audience")),
            {"confirmed", "potential", "others", "staff", "clients", "institutions"}
            | {"press"},
        )

    def test_an_animator_submits_the_communication_agrees(self):
        plan = self._draft()
        with self.assertRaises(UserError):
            plan.action_validate()
        plan.action_submit()
        self.assertIn(self.officer, plan.sudo().activity_ids.user_id)
        with self.assertRaises(UserError):
            plan.action_validate()
        plan.with_user(self.officer).action_validate()
        self.assertEqual(plan.validated_by_id, self.officer)
        self.assertFalse(plan.sudo().activity_ids)
        plan.action_start()
        months = plan.edition_ids.filtered(lambda e: e.line_id.rhythm == "monthly")
        self.assertEqual(len(months), 12)

    def test_a_manager_may_agree_too(self):
        plan = self._draft()
        plan.action_submit()
        plan.with_user(self.filiere_manager).action_validate()
        self.assertEqual(plan.state, "validated")

    def test_steps_are_not_written_by_hand(self):
        plan = self._draft()
        for user in (self.animator, self.officer, self.filiere_manager):
            with self.assertRaises(UserError):
                plan.with_user(user).write({"state": "running"})
        hand = (
            self.env["smart.communication.plan"]
            .with_user(self.animator)
            .create(
                {"filiere_id": self.filiere_code.id, "year": 2031, "state": "running"}
            )
        )
        self.assertEqual(hand.state, "draft")

    def test_an_empty_plan_says_so(self):
        plan = self._create_plan(state="draft")
        plan.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "says nothing yet"):
            plan.with_user(self.animator).action_submit()

    def test_what_was_agreed_to_does_not_change_silently(self):
        plan = self._create_plan()
        line = plan.line_ids.with_user(self.animator)
        with self.assertRaises(UserError):
            line.write({"audience": "press"})
        with self.assertRaises(UserError):
            line.unlink()
        with self.assertRaises(UserError):
            line.copy({"name": "One more"})
        plan.with_user(self.animator).action_draft()
        line.write({"audience": "press"})
        self.assertTrue(line.needs_validation)

    def test_nobody_changes_the_template_but_those_who_agree(self):
        template = self.env.ref(
            "smart_filieres.smart_communication_line_template_letter"
        )
        with self.assertRaises(UserError):
            template.with_user(self.animator).write({"name": "Mine"})
        template.with_user(self.officer).write({"name": "Ours"})

    def test_each_date_is_drafted_once_and_a_week_ahead(self):
        plan = self._create_plan(
            None,
            {"name": "Now", "date_start": self.today + timedelta(days=3)},
            {"name": "Later", "date_start": self.today + timedelta(days=30)},
        )
        editions = self.env["smart.communication.edition"]
        editions._cron_prepare()
        editions._cron_prepare()
        now, later = plan.edition_ids
        self.assertEqual(now.state, "drafted")
        self.assertEqual(later.state, "planned")
        mailings = self.env["mailing.mailing"].search(
            [("communication_line_id.plan_id", "=", plan.id)]
        )
        self.assertEqual(mailings, now.mailing_id)
        self.assertEqual(mailings.mailing_model_real, "smart.filiere.membership")
        self.assertEqual(mailings.schedule_date.date(), now.date_planned)
        self.assertIn("unsubscribe_from_list", mailings.body_html)
        # starting again does not double anything
        plan.line_ids._plan_editions()
        self.assertEqual(len(plan.edition_ids), 2)

    def test_a_plan_that_is_not_running_drafts_nothing(self):
        plan = self._create_plan(state="validated")
        plan.line_ids._plan_editions()
        self.env["smart.communication.edition"]._cron_prepare()
        self.assertEqual(plan.edition_ids.state, "planned")

    def test_a_poster_is_a_reminder_not_a_mailing(self):
        plan = self._create_plan(None, {"channel": "poster", "audience": "others"})
        self.env["smart.communication.edition"]._cron_prepare()
        self.assertFalse(plan.edition_ids.mailing_id)
        self.assertEqual(plan.activity_ids.user_id, self.animator)
        plan.edition_ids.with_user(self.animator).action_done()
        self.assertEqual(plan.edition_ids.state, "done")

    def test_a_digest_without_news_is_left_out_and_says_why(self):
        plan = self._create_plan(None, {"channel": "digest"})
        self.patch(type(self.filiere_show), "_count_new_needs", lambda self, since: 2)
        plan.edition_ids._prepare()
        self.assertEqual(plan.edition_ids.state, "skipped")
        self.assertIn("2", plan.edition_ids.skip_reason)

    def test_a_digest_with_three_needs_is_drafted(self):
        plan = self._create_plan(None, {"channel": "digest"})
        self.patch(type(self.filiere_show), "_count_new_needs", lambda self, since: 3)
        plan.edition_ids._prepare()
        self.assertEqual(plan.edition_ids.state, "drafted")

    def test_closing_leaves_out_what_had_not_gone(self):
        plan = self._create_plan(None, {"date_start": self.today + timedelta(days=60)})
        plan.with_user(self.animator).action_close()
        self.assertEqual(plan.edition_ids.state, "skipped")

    def test_drafting_costs_the_same_number_of_searches_for_many_dates(self):
        def queries(count):
            filiere = self._create_filiere(f"Of {count}")
            lines = [
                {"name": f"Poster {rank}", "channel": "digest"} for rank in range(count)
            ]
            plan = self._create_plan(filiere, *lines)
            self.patch(type(filiere), "_count_new_needs", lambda self, since: 0)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            plan.edition_ids._prepare()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2)
        self.assertLessEqual(queries(40), queries(4) + 2)

    def test_members_and_other_staff_see_no_plan(self):
        plan = self._create_plan()
        ada = self._create_member("Ada", login="communication_ada")
        for user in (ada.user_ids, self.employee):
            with self.assertRaises(AccessError):
                plan.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                plan.edition_ids.with_user(user).action_prepare()

    def test_the_poster_carries_a_code_to_the_filiere(self):
        plan = self._create_plan(None, {"channel": "poster", "audience": "others"})
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "smart_filieres.communication_poster_report", plan.line_ids.ids
        )
        self.assertIn(b"data:image/png;base64,", html)
        self.assertIn(f"/smart/filiere/{self.filiere_show.id}".encode(), html)
