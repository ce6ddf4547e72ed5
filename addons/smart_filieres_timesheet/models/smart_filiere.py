# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models


class SmartFiliere(models.Model):
    _inherit = "smart.filiere"

    def _get_animator_hours(self, months):
        """Read the hours from the timesheets of a filière that has a project.

        What was declared stays for those without one. A project that is as old as the
        period and without a line in it says zero: somebody could have written there.
        """
        hours = super()._get_animator_hours(months) or {}
        since = fields.Date.context_today(self) - relativedelta(months=months)
        # sums per filière: no single line of anybody's timesheet is shown
        projects = self.sudo().project_ids.filtered("allow_timesheets")
        old = projects.filtered(
            lambda project: (project.date_start or project.create_date.date()) <= since
        )
        hours |= dict.fromkeys(old.filiere_id.ids, 0.0)
        read = {}
        for project, total in (
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(
                [("project_id", "in", projects.ids), ("date", ">=", since)],
                ["project_id"],
                ["unit_amount:sum"],
            )
        ):
            read[project.filiere_id.id] = read.get(project.filiere_id.id, 0) + total
        return hours | read

    def _create_project(self):
        project = super()._create_project()
        if not project.allow_timesheets:
            # the template may stand without an analytic account of its own
            project._create_analytic_account()
            project.allow_timesheets = True
        return project
