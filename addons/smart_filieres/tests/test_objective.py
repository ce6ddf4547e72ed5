# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestObjective(AnimationCommon):
    def test_progress_counts_from_the_baseline(self):
        objective = self._create_objective()
        self.assertFalse(objective.is_measured)
        self._review(objective, 70)
        self.assertEqual(objective.current_value, 70)
        self.assertAlmostEqual(objective.progress, 50)
        self.assertEqual(objective.expected_status, "on_track")

    def test_less_can_be_the_goal(self):
        objective = self._create_objective(baseline_value=20, target=10)
        self._review(objective, 18, "off_track")
        self.assertAlmostEqual(objective.progress, 20)
        self.assertEqual(objective.expected_status, "off_track")

    def test_the_review_judges_and_the_figure_advises(self):
        objective = self._create_objective()
        self._review(objective, 45, "at_risk", note="The room was closed")
        self.assertEqual(objective.status, "at_risk")
        self.assertEqual(objective.expected_status, "off_track")

    def test_known_measures_are_read_every_week(self):
        objective = self._create_objective(measure="members", baseline_value=0)
        self._fill(self.filiere_show, 12)
        self.env["smart.filiere.objective"]._cron_measure()
        self.assertEqual(objective.current_value, 12)
        self.assertEqual(objective.review_ids.origin, "measure")
        # nobody judged yet: the figures do
        self.assertEqual(objective.status, "off_track")

    def test_an_unknown_measure_is_no_value(self):
        objective = self._create_objective(measure="active_rate")
        self._fill(self.filiere_show, 3)
        self.env["smart.filiere.objective"]._cron_measure()
        self.assertFalse(objective.review_ids)
        self.assertFalse(objective.is_measured)

    def test_off_track_twice_in_a_row(self):
        objective = self._create_objective()
        self._review(objective, 40, "off_track")
        self.assertFalse(objective.is_off_track_twice)
        self._review(objective, 41, "off_track")
        self.assertTrue(objective.is_off_track_twice)
        self._review(objective, 80, "on_track")
        self.assertFalse(objective.is_off_track_twice)

    def test_what_was_reached_is_written_by_a_review_only(self):
        objective = self._create_objective()
        with self.assertRaises(UserError):
            objective.with_user(self.filiere_manager).current_value = 100
        review = self._review(objective, 50)
        with self.assertRaises(UserError):
            review.with_user(self.filiere_manager).value = 100

    def test_an_animator_reviews_her_own_filieres(self):
        objective = self._create_objective()
        review = self.env["smart.filiere.objective.review"]
        vals = {"objective_id": objective.id, "value": 60, "status": "on_track"}
        review.with_user(self.animator).create(vals)
        with self.assertRaises(AccessError):
            review.with_user(self.other_animator).create(vals)
        self.assertEqual(objective.current_value, 60)

    def test_the_button_proposes_what_the_records_say(self):
        objective = self._create_objective(measure="members", baseline_value=0)
        self._fill(self.filiere_show, 7)
        context = objective.with_user(self.animator).action_review()["context"]
        self.assertEqual(context["default_value"], 7)

    def test_measuring_takes_as_many_queries_for_many_objectives(self):
        def count(number):
            for index in range(number):
                self._create_objective(
                    name=f"O{index}", measure="members", baseline_value=-1
                )
            found = self.env["smart.filiere.objective"].search([])
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            found._measure_now()
            return self.env.cr.sql_log_count - before

        count(1)
        self.assertEqual(count(2), count(20))
