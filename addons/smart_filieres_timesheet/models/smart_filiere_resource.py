# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SmartFiliereResource(models.Model):
    _inherit = "smart.filiere.resource"

    measured_from = fields.Selection(
        selection_add=[("timesheet", "Timesheets of the project")],
        ondelete={"timesheet": "set default"},
    )
    user_id = fields.Many2one(
        "res.users",
        "Whose hours",
        domain=[("share", "=", False)],
        index="btree_not_null",
        help="Empty: everybody's hours on the project of the filière.",
    )

    @api.constrains("measured_from", "unit")
    def _check_timesheet_unit(self):
        for resource in self:
            if resource.measured_from == "timesheet" and resource.unit != "hour":
                raise ValidationError(
                    self.env._(
                        "%s is not counted in hours: timesheets cannot tell its use.",
                        resource.display_name,
                    )
                )

    @api.constrains("measured_from", "user_id", "filiere_id", "date_from", "date_to")
    def _check_hours_counted_once(self):
        """Two resources of a filière do not read the same hours."""
        read = self.search(
            [
                ("measured_from", "=", "timesheet"),
                ("filiere_id", "in", self.filiere_id.ids),
            ]
        )
        for resource in self & read:
            for other in read - resource:
                if (
                    other.filiere_id == resource.filiere_id
                    and other.date_from <= resource.date_to
                    and resource.date_from <= other.date_to
                    and (
                        not other.user_id
                        or not resource.user_id
                        or other.user_id == resource.user_id
                    )
                ):
                    raise ValidationError(
                        self.env._(
                            "%(one)s and %(other)s would count the same hours: name "
                            "different people, or different periods.",
                            one=resource.display_name,
                            other=other.display_name,
                        )
                    )

    @api.depends("user_id", "filiere_id")
    def _compute_used(self):
        return super()._compute_used()

    def _get_measured_use(self):
        used = super()._get_measured_use()
        read = self.filtered(lambda each: each.measured_from == "timesheet")
        if not read:
            return used
        used |= dict.fromkeys(read.ids, 0.0)
        # sums per resource: no single line of anybody's timesheet is shown
        rows = (
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(
                [
                    ("project_id.filiere_id", "in", read.filiere_id.ids),
                    ("date", ">=", min(read.mapped("date_from"))),
                    ("date", "<=", max(read.mapped("date_to"))),
                ],
                ["project_id", "user_id", "date:day"],
                ["unit_amount:sum"],
            )
        )
        for project, user, day, hours in rows:
            for resource in read:
                if (
                    resource.filiere_id == project.filiere_id
                    and resource.user_id in (user, self.env["res.users"])
                    and resource.date_from <= day <= resource.date_to
                ):
                    used[resource.id] += hours
        return used
