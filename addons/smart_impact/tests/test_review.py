# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures are read, locked from the bottom up, and only then published."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestReview(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._filled("2026-03-01").with_user(cls.evaluator)
        cls.all = cls.wave.with_user(cls.manager)

    @classmethod
    def _filled(cls, day):
        wave = cls._create_wave(date_open=day)
        for territory in (
            cls.territory_liege,
            cls.territory_namur,
            cls.territory_brussels,
        ):
            cls._store(wave, territory, 12)
        return cls._finish(wave)

    def _review(self, territory):
        return self.wave.review_ids.filtered(
            lambda one: one.territory_id == (territory or one.territory_id.browse())
        )

    def _unlock(self, reviews, reason="A late answer", user=None):
        wizards = self.env["smart.impact.review.unlock"]
        context = reviews.action_unlock()["context"]
        wizard = wizards.with_user(user or self.evaluator).with_context(**context)
        return wizard.create({"reason": reason}).action_confirm()

    def test_each_territory_and_the_whole_wait_for_a_review(self):
        places = self.wave.review_ids.territory_id
        self.assertEqual(places, self.walloon | self.wallonia | self.territory_brussels)
        self.assertEqual(len(self.wave.review_ids), 5)
        self.assertEqual(set(self.wave.review_ids.mapped("state")), {"to_review"})

    def test_what_nobody_read_is_not_locked(self):
        liege = self._review(self.territory_liege)
        for user in (self.evaluator, self.manager):
            with self.assertRaisesRegex(UserError, "Liège"):
                liege.with_user(user).action_lock()
        liege.action_review()
        liege.action_lock()
        self.assertEqual(liege.state, "locked")

    def test_a_whole_is_locked_after_its_parts(self):
        region = self._review(self.wallonia)
        self.wave.review_ids.action_review()
        with self.assertRaisesRegex(UserError, "Liège"):
            region.action_lock()
        for territory in self.walloon:
            self._review(territory).action_lock()
        region.action_lock()
        self.assertEqual((region.state, region.user_id), ("locked", self.evaluator))
        with self.assertRaisesRegex(UserError, "Bruxelles"):
            self._review(False).action_lock()

    def test_all_that_was_read_is_locked_by_a_manager_who_learns_what_waits(self):
        with self.assertRaises(AccessError):
            self.wave.action_lock_reviews()
        (self._review(self.territory_liege) | self._review(False)).action_review()
        notice = self.all.action_lock_reviews()["params"]
        self.assertEqual(self._review(self.territory_liege).state, "locked")
        self.assertEqual(self._review(False).state, "reviewed")
        for place in ("Namur", "Bruxelles", "Wallonie"):
            self.assertIn(place, notice["message"])
        self.assertNotIn("Liège", notice["message"])
        waiting = self.wave.review_ids.filtered(lambda one: one.state == "to_review")
        waiting.action_review()
        self.assertFalse(self.all.action_lock_reviews())
        self.assertEqual(set(self.wave.review_ids.mapped("state")), {"locked"})

    def test_a_territory_is_read_by_those_who_stand_for_it(self):
        liege = self._review(self.territory_liege)
        local = self._create_user("impact_liege", "group_evaluator")
        with self.assertRaises(AccessError):
            liege.reviewer_ids = local
        liege.with_user(self.manager).reviewer_ids = local
        for user in (self.evaluator, self.manager):
            with self.assertRaisesRegex(AccessError, local.login):
                liege.with_user(user).action_review()
        liege.with_user(local).action_review()
        with self.assertRaises(AccessError):
            liege.action_lock()
        with self.assertRaises(AccessError):
            self._unlock(liege)
        self._review(self.territory_namur).action_review()
        liege.with_user(local).action_lock()
        following = self._filled("2027-03-01")
        self.assertEqual(
            following.review_ids.filtered("reviewer_ids").mapped(
                lambda one: (one.territory_id, one.reviewer_ids)
            ),
            [(self.territory_liege, local)],
        )

    def test_a_part_is_unlocked_after_the_whole_with_a_reason(self):
        self.wave.review_ids.action_review()
        self.all.action_lock_reviews()
        liege = self._review(self.territory_liege)
        with self.assertRaises(UserError):
            liege.action_unlock()
        with self.assertRaises(UserError):
            liege._unlock("No")
        above = self._review(False) | self._review(self.wallonia) | liege
        with self.assertRaisesRegex(UserError, "why"):
            self._unlock(above, " ")
        self._unlock(above, "Liège <b>counted</b> twice")
        self.assertEqual(liege.state, "to_review")
        self.assertEqual(self._review(self.territory_namur).state, "locked")
        self.assertIn(
            "Liège &lt;b&gt;counted", "".join(liege.message_ids.mapped("body"))
        )

    def test_nothing_is_published_before_the_whole_is_locked(self):
        self.wave.review_ids.action_review()
        with self.assertRaisesRegex(UserError, "not locked"):
            self.wave.action_publish()
        self.all.action_lock_reviews()
        self.wave.action_publish()
        self.assertEqual(self.wave.state, "published")
        with self.assertRaisesRegex(UserError, "next wave"):
            self._review(False).action_unlock()

    def test_a_late_change_is_refused_with_who_and_when(self):
        liege = self._review(self.territory_liege)
        liege.action_review()
        liege.action_lock()
        with self.assertRaisesRegex(UserError, self.evaluator.login):
            self.wave.action_compute()
        self._unlock(liege)
        self.wave.action_compute()

    def test_figures_computed_again_are_read_again(self):
        self._review(self.territory_liege).action_review()
        self.wave.action_compute()
        self.assertEqual(self._review(self.territory_liege).state, "to_review")
        self.assertEqual(len(self.wave.review_ids), 5)

    def test_a_state_is_not_written_by_hand(self):
        review = self._review(self.territory_liege)
        review.comment = "Read with the local team"
        with self.assertRaises(AccessError):
            review.state = "locked"
        with self.assertRaises(AccessError):
            review.with_user(self.researcher).action_lock()
