# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import Form, tagged

from .animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestStage(AnimationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._put_in_stage(cls.filiere_show, "1")

    def _open_gates(self):
        """Let the candidacy of *Live shows* be complete."""
        self._fill(self.filiere_show, 25)
        self._fill(self.filiere_show, 6, zip="1000")
        self._answer(self.filiere_show, "candidacy_score", evidence="Board of 3 May")

    def test_a_filiere_is_born_at_the_first_stage(self):
        born = (
            self.env["smart.filiere"]
            .with_user(self.filiere_manager)
            .create({"name": "New", "stage_id": self.stages["4"].id})
        )
        self.assertEqual(born.stage_id, self.stages["0"])

    def test_the_kanban_shows_every_stage(self):
        groups = (
            self.env["smart.filiere"]
            .with_user(self.animator)
            .with_context(read_group_expand=True)
            .web_read_group([], ["stage_id"], ["__count"])["groups"]
        )
        shown = {group["stage_id"][0] for group in groups if group["stage_id"]}
        self.assertLessEqual({stage.id for stage in self.stages.values()}, shown)

    def test_a_closed_gate_says_what_is_missing(self):
        self._fill(self.filiere_show, 29)
        with self.assertRaises(UserError) as error:
            self.show_as_animator.write({"stage_id": self.stages["2"].id})
        self.assertIn("29", str(error.exception))
        self.assertIn("30", str(error.exception))
        self.assertEqual(self.filiere_show.stage_id, self.stages["1"])

    def test_open_gates_let_it_go_and_freeze_what_was_known(self):
        self._open_gates()
        self.show_as_animator.write({"stage_id": self.stages["2"].id})
        self.assertEqual(self.filiere_show.stage_id, self.stages["2"])
        passage = self.filiere_show.passage_ids
        self.assertEqual(passage.user_id, self.animator)
        self.assertFalse(passage.is_derogation)
        values = {each["gate_id"]: each["value"] for each in passage.results}
        gate = self.env.ref("smart_filieres.gate_candidacy_members")
        self.assertEqual(values[gate.id], 31)
        self.assertEqual(passage.measures["places"], 2)
        self.assertIn("31", passage.results_html)
        # who leaves later does not change what was decided
        self.filiere_show.membership_ids.sudo().state = "left"
        self.assertEqual(passage.measures["members"], 31)
        with self.assertRaises(UserError):
            passage.sudo().write({"reason": "Another story"})

    def test_an_answer_serves_for_one_passage(self):
        self._open_gates()
        self.show_as_animator.write({"stage_id": self.stages["2"].id})
        self.assertFalse(self.filiere_show.check_ids)

    def test_a_place_counts_from_five_members(self):
        self._fill(self.filiere_show, 5)
        self._fill(self.filiere_show, 4, zip="1000")
        measures = self.filiere_show._get_measures(["places", "members"])
        self.assertEqual(measures[self.filiere_show.id], {"places": 1, "members": 9})

    def test_skipping_a_stage_asks_the_gates_of_both(self):
        self._open_gates()
        with self.assertRaises(UserError):
            self.show_as_animator.write({"stage_id": self.stages["3"].id})

    def test_what_is_absent_is_unknown_and_asks_for_an_answer(self):
        self._put_in_stage(self.filiere_show, "2")
        verdicts = self.filiere_show._judge_gates()[self.filiere_show]
        with patch.object(
            type(self.filiere_show), "_measure_participation", lambda self: None
        ):
            verdicts = self.filiere_show._judge_gates()[self.filiere_show]
        self.assertEqual([each.status for each in verdicts], ["unknown", "unknown"])

    def test_only_a_manager_derogates_and_says_why(self):
        with self.assertRaises(AccessError):
            self.show_as_animator._enter_stage(
                self.stages["2"], reason="Please", derogate=True
            )
        as_manager = self.filiere_show.with_user(self.filiere_manager)
        with self.assertRaises(UserError):
            as_manager._enter_stage(self.stages["2"], reason="  ", derogate=True)
        as_manager._enter_stage(
            self.stages["2"], reason="A pilot of the region", derogate=True
        )
        passage = self.filiere_show.passage_ids
        self.assertTrue(passage.is_derogation)
        self.assertEqual(passage.reason, "A pilot of the region")
        self.assertIn("unmet", {each["status"] for each in passage.results})

    def test_the_second_of_two_animators_is_told(self):
        self._open_gates()
        self.show_as_animator._enter_stage(self.stages["2"], expected=self.stages["1"])
        with self.assertRaises(UserError) as error:
            self.show_as_animator._enter_stage(
                self.stages["2"], expected=self.stages["1"]
            )
        self.assertIn(self.animator.name, str(error.exception))
        self.assertEqual(len(self.filiere_show.passage_ids), 1)

    def test_a_filiere_that_somebody_decides_about_is_locked(self):
        locked = patch.object(
            type(self.filiere_show), "lock_for_update", side_effect=LockError("busy")
        )
        with locked, self.assertRaises(UserError) as error:
            self.show_as_animator._enter_stage(self.stages["2"])
        self.assertIn("Live shows", str(error.exception))
        self.assertNotIsInstance(error.exception, LockError)

    def test_back_and_to_sleep_need_a_reason_and_no_gate(self):
        for code in ("0", "S", "T"):
            with self.subTest(code), self.assertRaises(UserError):
                self.show_as_animator.write({"stage_id": self.stages[code].id})
        self.show_as_animator._enter_stage(self.stages["S"], reason="Nobody left")
        self.assertEqual(self.filiere_show.stage_id, self.stages["S"])
        self.assertFalse(self.filiere_show.passage_ids.is_derogation)

    def test_out_of_a_transformation_with_a_new_mandate(self):
        self._put_in_stage(self.filiere_show, "T")
        with self.assertRaises(UserError):
            self.show_as_animator._enter_stage(self.stages["2"])
        self._sign(self._create_mandate())
        self.show_as_animator._enter_stage(self.stages["2"])
        self.assertEqual(self.filiere_show.stage_id, self.stages["2"])

    def test_an_animator_moves_her_own_filieres_only(self):
        self._open_gates()
        with self.assertRaises(AccessError):
            self.filiere_show.with_user(self.other_animator).write(
                {"stage_id": self.stages["2"].id}
            )
        with self.assertRaises(AccessError):
            self._answer(
                self.filiere_show, "candidacy_places", user=self.other_animator
            )
        self.filiere_show.with_user(self.filiere_manager).write(
            {"stage_id": self.stages["2"].id}
        )

    def test_the_dialogue_keeps_answers_and_asks_for_a_derogation(self):
        self._fill(self.filiere_show, 31)
        wizard = Form(
            self.env["smart.filiere.passage.wizard"]
            .with_user(self.animator)
            .with_context(default_filiere_id=self.filiere_show.id)
        )
        self.assertEqual(wizard.stage_to_id, self.stages["2"])
        self.assertEqual(wizard.missing_count, 2)
        with wizard.line_ids.edit(1) as line:
            line.answer = "yes"
            line.evidence = "Half of them come by video"
        wizard.reason = "The score comes next month"
        wizard = wizard.save()
        with self.assertRaises(UserError):
            wizard.action_pass()
        self.filiere_show.check_ids.unlink()
        wizard.action_ask_derogation()
        self.assertEqual(
            self.filiere_show.check_ids.evidence, "Half of them come by video"
        )
        activity = self.filiere_show.activity_ids
        self.assertTrue(activity.user_id.has_group("smart_filieres.group_manager"))
        self.assertIn("The score comes next month", activity.note)

    def test_an_answer_without_evidence_is_refused(self):
        self._fill(self.filiere_show, 31)
        wizard = (
            self.env["smart.filiere.passage.wizard"]
            .with_user(self.animator)
            .create({"filiere_id": self.filiere_show.id})
        )
        wizard.line_ids[1].answer = "yes"
        with self.assertRaises(UserError):
            wizard.action_keep_answers()

    def test_judging_takes_as_many_queries_for_many_filieres(self):
        many = self.env["smart.filiere"].create(
            [{"name": f"F{index}"} for index in range(30)]
        )
        many.sudo().stage_id = self.stages["1"]
        few = many[:3]
        few._judge_gates()

        def count(filieres):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            filieres._judge_gates()
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(few), count(many))

    def test_signals_of_decline_ask_the_animator_once(self):
        self._put_in_stage(self.filiere_show, "4")
        for name in ("One", "Two"):
            objective = self._create_objective(name=name)
            self._review(objective, 40, "off_track")
            self._review(objective, 40, "off_track")
        self.env["smart.filiere"]._cron_check_decline()
        self.env["smart.filiere"]._cron_check_decline()
        activity = self.filiere_show.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.animator)
        self.assertFalse(self.filiere_code.activity_ids)
