# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.smart_filieres.tests.animation_common import AnimationCommon


@tagged("post_install", "-at_install")
class TestHours(AnimationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.show_as_animator.action_start_project()
        cls.project = cls.filiere_show.project_ids
        cls.employees = {
            user: cls.env["hr.employee"].create({"name": user.name, "user_id": user.id})
            for user in (cls.animator, cls.employee)
        }

    def _write_hours(self, hours, user=None, days_ago=1):
        return self.env["account.analytic.line"].create(
            {
                "name": "Visit",
                "project_id": self.project.id,
                "employee_id": self.employees[user or self.animator].id,
                "unit_amount": hours,
                "date": self.today - relativedelta(days=days_ago),
            }
        )

    def test_a_project_of_a_filiere_takes_timesheets(self):
        self.assertTrue(self.project.allow_timesheets)
        self.assertTrue(self.project.account_id)

    def test_worked_example_of_the_load_from_timesheets(self):
        # 480 + 320 = 800 hours are half of 1,600; 60 members weigh 120 per post
        self._write_hours(480)
        self._write_hours(320, self.employee, days_ago=200)
        self._write_hours(99, days_ago=400)
        self._fill(self.filiere_show, 60)
        measures = self.filiere_show._get_measures()[self.filiere_show.id]
        self.assertEqual(measures["animator_hours"], 800)
        self.assertEqual(measures["animator_hours_quarter"], 480)
        load = self.env["smart.filiere.resource"]._get_load_of(measures)
        self.assertEqual(load, 120)

    def test_no_hour_for_a_quarter_is_a_signal(self):
        self._put_in_stage(self.filiere_show, "4")
        # a project that has just begun had no quarter yet
        self.assertFalse(self.filiere_show._get_decline_signals())
        self.project.date_start = self.today - relativedelta(months=4)
        signals = self.filiere_show._get_decline_signals()
        self.assertEqual(len(signals[self.filiere_show]), 1)
        self._write_hours(1)
        self.assertFalse(self.filiere_show._get_decline_signals())
        # without a project nobody could write hours: unknown, no signal
        self.assertFalse(self.filiere_code._get_decline_signals())

    def test_the_use_of_a_resource_is_read_by_person_and_period(self):
        self._write_hours(5)
        self._write_hours(7, self.employee)
        self._write_hours(9, days_ago=300)
        resource = self._create_resource(
            measured_from="timesheet", user_id=self.animator.id, used_declared=99
        )
        self.assertEqual(resource.used, 5)
        resource.user_id = False
        self.assertEqual(resource.used, 12)

    def test_hours_are_counted_once(self):
        self._create_resource(measured_from="timesheet", user_id=self.animator.id)
        self._create_resource(measured_from="timesheet", user_id=self.employee.id)
        with self.assertRaises(ValidationError):
            self._create_resource(measured_from="timesheet")
        with self.assertRaises(ValidationError):
            self._create_resource(kind="travel", measured_from="timesheet")

    def test_an_animator_reads_the_sum_without_reading_the_lines(self):
        self._write_hours(7, self.employee)
        resource = self._create_resource(measured_from="timesheet")
        self.assertEqual(resource.with_user(self.other_animator).used, 7)
