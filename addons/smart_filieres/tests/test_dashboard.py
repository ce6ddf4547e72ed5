# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestDashboard(AnimationCommon):
    def _get(self, filiere=None, user=None):
        model = self.env["smart.filiere"].with_user(user or self.animator)
        return model.get_dashboard_data((filiere or self.filiere_show).id)

    def _figures(self, data):
        return {
            figure["key"]: figure
            for tile in data["tiles"]
            for figure in tile["figures"]
        }

    def test_it_says_what_is_known_and_why_the_rest_is_not(self):
        self._fill(self.filiere_show, 8)
        data = self._get()
        figures = self._figures(data)
        self.assertEqual(figures["members"]["value"], 8)
        self.assertIsNone(figures["animator_load"]["value"])
        for figure in figures.values():
            with self.subTest(figure["key"]):
                self.assertTrue(figure["value"] is not None or figure["why"])
        self.assertEqual(len(data["growth"]), 12)
        self.assertEqual(data["growth"][-1]["members"], 8)
        json.dumps(data)

    def test_every_button_opens_something(self):
        for name in (
            "action_open_dashboard",
            "action_change_stage",
            "action_view_objectives",
            "action_view_resources",
            "action_view_mandates",
            "action_view_passages",
            "action_view_project",
        ):
            with self.subTest(name):
                self.assertIn("type", getattr(self.show_as_animator, name)())

    def test_it_names_what_the_next_stage_lacks(self):
        self._put_in_stage(self.filiere_show, "1")
        gate = self._get()["gate"]
        self.assertEqual(gate["next"], self.stages["2"].name)
        self.assertEqual(gate["missing"], 3)

    def test_objectives_and_resources_are_on_it(self):
        self._review(self._create_objective(), 70)
        self._create_resource(committed=400, used_declared=100)
        data = self._get()
        self.assertEqual(data["objectives"][0]["progress"], 50)
        self.assertEqual(data["resources"][0]["rate"], 25)

    def test_every_animator_reads_it_and_nobody_else(self):
        self.assertTrue(self._get(user=self.animator)["filiere"]["may_write"])
        self.assertFalse(self._get(user=self.other_animator)["filiere"]["may_write"])
        member = self._create_member("Ada", login="dashboard_ada")
        for user in (self.employee, member.user_ids):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._get(user=user)

    def test_a_filiere_that_is_gone_or_elsewhere_says_so(self):
        model = self.env["smart.filiere"].with_user(self.animator)
        with self.assertRaises(UserError):
            model.get_dashboard_data(99999999)
        other = self.env["res.company"].create({"name": "Other country"})
        self.filiere_code.company_id = other
        with self.assertRaises(AccessError):
            self._get(self.filiere_code)

    def test_it_takes_as_many_queries_whatever_it_shows(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._get()
            return self.env.cr.sql_log_count - before

        def grow(number):
            self._fill(self.filiere_show, number)
            for index in range(number):
                self._review(self._create_objective(name=f"O{index}"), 50)
                self._create_resource(name=f"R{index}")

        grow(5)
        count()
        few = count()
        grow(45)
        self.assertEqual(count(), few)
