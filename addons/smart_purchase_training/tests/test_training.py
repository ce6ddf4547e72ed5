# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.smart_purchase_charter.tests.pooled_common import PooledCommon


class TrainingCommon(PooledCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course = cls.env.ref("smart_purchase_training.channel_buying_better")
        cls.survey = cls.env.ref("smart_purchase_training.survey_buying_better")
        cls.exam = cls.env.ref("smart_purchase_training.lesson_certificate")
        others = cls.env["slide.channel"].search([("id", "!=", cls.course.id)])
        others.opens_pools = False
        cls.employee = new_test_user(
            cls.env, "training_employee", groups="base.group_user"
        )

    def _answer(self, partner, right):
        """Take the certificate with so many right answers; return the attempt."""
        self.course._action_add_members(partner)
        membership = self.env["slide.slide.partner"].search(
            [("slide_id", "=", self.exam.id), ("partner_id", "=", partner.id)]
        ) or self.env["slide.slide.partner"].create(
            {
                "slide_id": self.exam.id,
                "channel_id": self.course.id,
                "partner_id": partner.id,
            }
        )
        attempt = self.survey._create_answer(
            partner=partner,
            check_attempts=False,
            slide_id=self.exam.id,
            slide_partner_id=membership.id,
        )
        for rank, question in enumerate(self.survey.question_ids):
            answers = question.suggested_answer_ids
            correct = answers.filtered("is_correct")
            answer = correct if rank < right else (answers - correct)[:1]
            attempt._save_lines(question, answer.id)
        attempt._mark_done()
        # as at the end of her request
        self.env.flush_all()
        return attempt


@tagged("post_install", "-at_install")
class TestTraining(TrainingCommon):
    def test_the_course_is_complete(self):
        lessons = self.course.slide_content_ids
        self.assertEqual(len(self.course.slide_category_ids), 7)
        articles = lessons.filtered(lambda one: one.slide_category == "article")
        self.assertEqual(len(articles), 6)
        for article in articles:
            text = html.fromstring(article.html_content).text_content()
            self.assertGreater(len(text.split()), 200, article.name)
        quizzes = lessons.filtered(lambda one: one.slide_category == "quiz")
        self.assertEqual(len(quizzes), 6)
        for question in quizzes.question_ids:
            right = question.answer_ids.filtered("is_correct")
            self.assertEqual(len(right), 1, question.question)
            self.assertTrue(all(question.answer_ids.mapped("comment")))
        self.assertEqual(self.survey.scoring_max_obtainable, 8)
        self.assertTrue(self.survey.certification)

    def test_all_of_it_is_in_french(self):
        if not self.env["res.lang"]._get_data(code="fr_FR"):
            self.env["res.lang"]._activate_lang("fr_FR")
            self.env["ir.module.module"].search(
                [("name", "=", "smart_purchase_training")]
            )._update_translations("fr_FR")
        for record, name in (
            *((slide, "name") for slide in self.course.slide_ids),
            *((one, "question") for one in self.course.slide_ids.question_ids),
            *((one, "title") for one in self.survey.question_ids),
        ):
            english = record.with_context(lang="en_US")[name]
            self.assertNotEqual(record.with_context(lang="fr_FR")[name], english)
        lesson = self.env.ref("smart_purchase_training.lesson_cost")
        self.assertIn("Coût total", lesson.with_context(lang="fr_FR").html_content)

    def test_six_right_answers_open_the_coordination(self):
        self.assertFalse(self._answer(self.anne, 5).scoring_success)
        self.assertFalse(self.anne.can_coordinate_pools or self.anne.pool_trained_on)
        self.assertTrue(self._answer(self.anne, 6).scoring_success)
        self.assertTrue(self.anne.can_coordinate_pools)
        self.assertEqual(
            self.anne.pool_trained_on, fields.Date.context_today(self.anne)
        )
        self.assertFalse(self.bachir.can_coordinate_pools)
        self.assertIn("certificate", self.anne.message_ids[0].body)

    def test_who_passed_opens_a_pooled_order(self):
        need = self.env["smart.pool.proposal"]._propose(self.bachir, "Paper", 4)
        need.product_id = self.product
        choice = f"{self.product.id}-{self.supplier.id}"
        with self.assertRaisesRegex(UserError, "training"):
            need._start_pool_as_coordinator(self.anne, choice, 6, 14)
        self._answer(self.anne, 8)
        pool = need._start_pool_as_coordinator(self.anne, choice, 6, 14)
        self.assertEqual((pool.state, pool.coordinator_id), ("open", self.anne))

    def test_nobody_needs_it_to_buy(self):
        pool = self._create_pool()
        self.assertEqual(self._commit(pool, self.anne, 2).quantity, 2)

    def test_a_manager_may_close_the_door_again(self):
        self._answer(self.anne, 8)
        self.anne.with_user(self.buyer).sudo().can_coordinate_pools = False
        attendee = self.course.channel_partner_ids.filtered(
            lambda one: one.partner_id == self.anne
        )
        attendee.survey_certification_success = True
        self.assertFalse(self.anne.can_coordinate_pools)

    def test_another_course_opens_nothing(self):
        self.course.opens_pools = False
        self._answer(self.anne, 8)
        self.assertFalse(self.anne.can_coordinate_pools)

    def test_who_is_no_member_gets_a_certificate_and_no_more(self):
        self.assertTrue(self._answer(self.supplier, 8).scoring_success)
        self.assertFalse(self.supplier.can_coordinate_pools)

    def test_a_member_does_not_declare_herself_trained(self):
        user = self.anne.user_ids
        self.course._action_add_members(self.anne)
        attendee = self.env["slide.channel.partner"].search(
            [("channel_id", "=", self.course.id), ("partner_id", "=", self.anne.id)]
        )
        for attempt in (
            lambda: attendee.with_user(user).write(
                {"survey_certification_success": True}
            ),
            lambda: self.anne.with_user(user).write({"can_coordinate_pools": True}),
            lambda: self.anne.with_user(user).write({"pool_trained_on": "2026-01-01"}),
            lambda: self.bachir.with_user(user).read(["pool_training_progress"]),
            lambda: self.anne.with_user(user).action_invite_to_training(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        with self.assertRaises(UserError):
            self.anne.with_user(self.employee).action_invite_to_training()

    def test_members_are_invited_once(self):
        members = self.anne | self.bachir | self.chloe | self.supplier
        self._answer(self.chloe, 8)
        self.bachir.email = False
        before = self.env["mail.mail"].search([])
        members.with_user(self.buyer).action_invite_to_training()
        sent = self.env["mail.mail"].search([]) - before
        self.assertEqual(sent.recipient_ids, self.anne)
        self.assertTrue(self.anne.pool_invited_on)
        with self.assertRaisesRegex(UserError, "Nobody is left"):
            members.with_user(self.buyer).action_invite_to_training()
        self.anne.pool_invited_on -= timedelta(days=91)
        members.with_user(self.buyer).action_invite_to_training()

    def test_progress_in_few_queries(self):
        self.course._action_add_members(self.anne | self.bachir)
        everybody = self.env["res.partner"].search([("is_member", "=", True)])

        def count(partners):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            partners.with_user(self.buyer).mapped("pool_training_progress")
            return self.env.cr.sql_log_count - start

        count(self.anne)
        self.assertLessEqual(count(everybody), count(self.anne))


@tagged("post_install", "-at_install")
class TestTrainingPortal(HttpCase, TrainingCommon):
    def _page(self, login, path):
        self.authenticate(login, login)
        response = self.url_open(path)
        return response, html.fromstring(response.content)

    def test_her_page_tells_progress_and_certificate(self):
        _response, page = self._page("pooled_anne", "/my/training")
        (block,) = page.xpath("//div[hasclass('o_smart_training')]")
        self.assertEqual(block.get("data-completion"), "0")
        self.assertFalse(page.xpath("//a[hasclass('o_smart_training_certificate')]"))
        self._answer(self.anne, 8)
        _response, page = self._page("pooled_anne", "/my/training")
        (block,) = page.xpath("//div[hasclass('o_smart_training')]")
        self.assertEqual(block.get("data-certified"), "1")
        self.assertEqual(block.get("data-coordinates"), "1")
        self.assertTrue(page.xpath("//a[hasclass('o_smart_training_certificate')]"))

    def test_without_a_course_there_is_no_page(self):
        self.course.is_published = False
        response, _page = self._page("pooled_anne", "/my/training")
        self.assertEqual(response.status_code, 404)

    def test_who_is_no_member_finds_none(self):
        new_test_user(
            self.env,
            "training_supplier",
            groups="base.group_portal",
            partner_id=self.supplier.id,
            password="training_supplier",
        )
        response, _page = self._page("training_supplier", "/my/training")
        self.assertEqual(response.status_code, 404)

    def test_a_need_shows_the_way_to_the_course(self):
        need = self.env["smart.pool.proposal"]._propose(self.anne, "Paper", 4)
        hint = "//p[hasclass('o_smart_training_hint')]"
        _response, page = self._page("pooled_anne", f"/my/needs/{need.id}")
        self.assertTrue(page.xpath(hint))
        self.anne.can_coordinate_pools = True
        _response, page = self._page("pooled_anne", f"/my/needs/{need.id}")
        self.assertFalse(page.xpath(hint))
