# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures are locked from the bottom up, and only then published."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestReview(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._create_wave(date_open="2026-03-01")
        for territory in (
            cls.territory_liege,
            cls.territory_namur,
            cls.territory_brussels,
        ):
            cls._store(cls.wave, territory, 12)
        cls._finish(cls.wave)
        cls.wave = cls.wave.with_user(cls.evaluator)

    def _review(self, territory):
        return self.wave.review_ids.filtered(
            lambda one: one.territory_id == (territory or one.territory_id.browse())
        )

    def test_each_territory_and_the_whole_wait_for_a_review(self):
        places = self.wave.review_ids.territory_id
        self.assertEqual(places, self.walloon | self.wallonia | self.territory_brussels)
        self.assertEqual(len(self.wave.review_ids), 5)
        self.assertEqual(set(self.wave.review_ids.mapped("state")), {"to_review"})

    def test_a_whole_is_locked_after_its_parts(self):
        region = self._review(self.wallonia)
        with self.assertRaisesRegex(UserError, "Liège"):
            region.action_lock()
        for territory in self.walloon:
            self._review(territory).action_lock()
        region.action_lock()
        self.assertEqual((region.state, region.user_id), ("locked", self.evaluator))
        with self.assertRaisesRegex(UserError, "Bruxelles"):
            self._review(False).action_lock()

    def test_a_part_is_unlocked_after_the_whole(self):
        self.wave.action_lock_reviews()
        liege = self._review(self.territory_liege)
        with self.assertRaises(UserError):
            liege.action_unlock()
        (self._review(False) | self._review(self.wallonia) | liege).action_unlock()
        self.assertEqual(liege.state, "to_review")
        self.assertEqual(self._review(self.territory_namur).state, "locked")

    def test_nothing_is_published_before_the_whole_is_locked(self):
        with self.assertRaisesRegex(UserError, "not locked"):
            self.wave.action_publish()
        self.wave.action_lock_reviews()
        self.wave.action_publish()
        self.assertEqual(self.wave.state, "published")
        with self.assertRaisesRegex(UserError, "next wave"):
            self._review(False).action_unlock()

    def test_a_late_change_is_refused_with_who_and_when(self):
        self._review(self.territory_liege).action_lock()
        with self.assertRaisesRegex(UserError, self.evaluator.login):
            self.wave.action_compute()
        self._review(self.territory_liege).action_unlock()
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
