# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestResource(AnimationCommon):
    def test_an_animator_plans_and_a_manager_commits(self):
        resource = self._create_resource().with_user(self.animator)
        resource.planned = 600
        with self.assertRaises(AccessError):
            resource.committed = 600
        with self.assertRaises(AccessError):
            resource.action_commit()
        with self.assertRaises(AccessError):
            self.env["smart.filiere.resource"].with_user(self.animator).create(
                {
                    "name": "Mine",
                    "filiere_id": self.filiere_show.id,
                    "date_to": self.today,
                    "committed": 5,
                }
            )
        resource.with_user(self.filiere_manager).action_commit()
        self.assertEqual(resource.committed, 600)

    def test_an_animator_plans_for_her_own_filieres(self):
        with self.assertRaises(AccessError):
            self._create_resource().with_user(self.other_animator).planned = 1

    def test_use_is_told_against_what_was_committed(self):
        resource = self._create_resource(committed=400, used_declared=100)
        self.assertEqual(resource.used_rate, 25)
        self.assertFalse(resource.is_overrun)
        resource.used_declared = 401
        self.assertTrue(resource.is_overrun)

    def test_money_is_read_from_its_analytic_account(self):
        plan = self.env["account.analytic.plan"].create({"name": "Filières"})
        account = self.env["account.analytic.account"].create(
            {"name": "Live shows", "plan_id": plan.id}
        )
        resource = self._create_resource(
            kind="micro_fund",
            planned=1000,
            measured_from="analytic",
            analytic_account_id=account.id,
        )
        column = plan._column_name()
        for days, amount in ((0, -120.5), (9999, -80)):
            self.env["account.analytic.line"].create(
                {
                    "name": "Bill",
                    column: account.id,
                    "date": self.today if not days else "2010-01-01",
                    "amount": amount,
                }
            )
        self.assertEqual(resource.unit, "money")
        self.assertEqual(resource.used, 120.5)

    def test_the_unit_follows_the_kind(self):
        self.assertEqual(self._create_resource(kind="room").unit, "half_day")
        self.assertEqual(self._create_resource(kind="travel").unit, "money")
        self.assertEqual(self._create_resource(kind="office_staff").unit, "hour")

    def test_the_account_is_named_when_the_use_is_read_from_it(self):
        with self.assertRaises(Exception) as error, self.cr.savepoint():
            self._create_resource(measured_from="analytic")
        self.assertNotIsInstance(error.exception, (AccessError, ValidationError))

    def test_worked_example_of_the_load(self):
        # 120 members, 800 hours of 1,600: 240 members for a full-time animator
        self._fill(self.filiere_show, 120)
        self._create_resource(committed=800, used_declared=800)
        measures = self.filiere_show._get_measures()[self.filiere_show.id]
        self.assertEqual(measures["animator_hours"], 800)
        load = self.env["smart.filiere.resource"]._get_load_of(measures)
        self.assertEqual(load, 240)

    def test_worked_example_of_equal_treatment(self):
        self._fill(self.filiere_show, 25)
        self._create_resource(committed=80, unit_value=30)
        self._create_resource(kind="travel", committed=100)
        row = self.env["smart.filiere.equity"].search(
            [("filiere_id", "=", self.filiere_show.id)]
        )
        self.assertEqual(row.hours, 80)
        self.assertEqual(row.hours_per_hundred, 320)
        self.assertEqual(row.value, 80 * 30 + 100)
        none = self.env["smart.filiere.equity"].search(
            [("filiere_id", "=", self.filiere_code.id)]
        )
        self.assertEqual(none.hours, 0)

    def test_own_resources_are_what_others_than_the_cooperative_give(self):
        self._create_resource(committed=60, unit_value=10)
        self._create_resource(
            kind="micro_fund", source="grant", committed=200, name="Grant"
        )
        measures = self.filiere_show._get_measures(["own_resources"])
        self.assertEqual(measures[self.filiere_show.id]["own_resources"], 25)
        measures = self.filiere_code._get_measures(["own_resources"])
        self.assertIsNone(measures[self.filiere_code.id]["own_resources"])
