# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestToolbox(AnimationCommon):
    def test_fourteen_tools_say_all_that_one_needs(self):
        tools = self.env["smart.animation.tool"].search([])
        self.assertGreaterEqual(len(tools), 14)
        for tool in tools:
            with self.subTest(tool.name):
                self.assertTrue(tool.summary and tool.material and tool.output)
                self.assertGreaterEqual(tool.steps.count("<li>"), 4)

    def test_tools_are_found_by_length_and_size(self):
        speed = self.env.ref("smart_filieres.tool_speed_meeting")
        pair = self.env.ref("smart_filieres.tool_mentoring")
        self.assertEqual((speed.duration, speed.group_size), ("short", "large"))
        self.assertEqual((pair.duration, pair.group_size), ("long", "pair"))

    def test_a_meeting_is_drafted_from_a_tool(self):
        tool = self.env.ref("smart_filieres.tool_world_cafe")
        wizard = (
            self.env["smart.animation.meeting"]
            .with_user(self.animator)
            .create({"tool_id": tool.id, "filiere_id": self.filiere_show.id})
        )
        event = self.env["event.event"].browse(wizard.action_start()["res_id"])
        self.assertEqual(event.animation_tool_id, tool)
        self.assertEqual(event.date_end, event.date_begin + relativedelta(hours=2))
        self.assertIn("<li>", event.description)
        self.assertEqual(event.seats_max, 60)
        self.assertEqual(tool.event_count, 1)

    def test_the_project_starts_with_dated_milestones_and_its_people(self):
        self._put_in_stage(self.filiere_show, "2")
        self._sign(self._create_mandate())
        self.show_as_animator.action_start_project()
        project = self.filiere_show.project_ids
        self.assertEqual(len(project), 1)
        self.assertFalse(project.is_template)
        self.assertEqual(project.name, "Live shows")
        milestones = project.milestone_ids.sorted(
            lambda each: each.filiere_stage_id.sequence
        )
        self.assertEqual(len(milestones), 5)
        self.assertEqual(
            milestones.mapped("is_reached"), [True, False, False, False, False]
        )
        # the diagnosis takes four months at most, the project three more
        self.assertEqual(milestones[1].deadline, self.today + relativedelta(months=4))
        self.assertEqual(milestones[2].deadline, self.today + relativedelta(months=7))
        self.assertEqual(len(project.task_ids), 18)
        self.assertTrue(all(project.task_ids.mapped("milestone_id")))
        interviews = project.task_ids.filtered(
            lambda task: task.milestone_id == milestones[0]
        )
        self.assertEqual(interviews.user_ids, self.animator)
        budget = project.task_ids.filtered(
            lambda task: self.filiere_manager in task.user_ids
        )
        self.assertTrue(budget)

    def test_a_project_starts_once_and_by_its_own_animator(self):
        with self.assertRaises(AccessError):
            self.filiere_show.with_user(self.other_animator).action_start_project()
        self.show_as_animator.action_start_project()
        with self.assertRaises(UserError):
            self.show_as_animator.action_start_project()

    def test_a_passage_reaches_the_milestone_of_its_stage(self):
        self._put_in_stage(self.filiere_show, "1")
        self.show_as_animator.action_start_project()
        self._fill(self.filiere_show, 25)
        self._fill(self.filiere_show, 6, zip="1000")
        self._answer(self.filiere_show, "candidacy_score")
        self.show_as_animator._enter_stage(self.stages["2"])
        reached = self.filiere_show.project_ids.milestone_ids.filtered("is_reached")
        self.assertEqual(reached.filiere_stage_id, self.stages["1"])
