# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

METHOD = "1.0"
STEPS = {"state", "inputs", "method_version", "frozen_by_id", "date_frozen"} | {
    "date_published"
}


class SmartFiliereSheet(models.Model):
    """What a filière cost, did, brought and changed in a period, with a comparison."""

    _name = "smart.filiere.sheet"
    _description = "Impact Sheet of a Filière"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, filiere_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    filiere_id = fields.Many2one(
        "smart.filiere",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="filiere_id.company_id", store=True, index=True
    )
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self).replace(month=1, day=1)
            - relativedelta(years=1)
        ),
    )
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self).replace(month=1, day=1)
            - relativedelta(days=1)
        ),
    )
    state = fields.Selection(
        [("draft", "Draft"), ("frozen", "Frozen"), ("published", "Published")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    line_ids = fields.One2many("smart.filiere.sheet.line", "sheet_id")
    reading = fields.Text(
        help="How the people of the filière read these figures, in their words."
    )
    method_version = fields.Char(readonly=True, copy=False)
    # sums per stratum: enough to compute again, too fine to be shown
    inputs = fields.Json(
        readonly=True, copy=False, groups="smart_filieres.group_manager"
    )
    frozen_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_frozen = fields.Date(readonly=True, copy=False)
    date_published = fields.Date(readonly=True, copy=False)

    _period_uniq = models.Constraint(
        "UNIQUE(filiere_id, date_from, date_to)",
        "This filière already has a sheet for this period.",
    )
    _dates_order = models.Constraint(
        "CHECK(date_to > date_from)", "A period ends after it begins."
    )

    @api.depends("filiere_id", "date_from", "date_to")
    def _compute_name(self):
        for sheet in self:
            sheet.name = (
                f"{sheet.filiere_id.name or ''}"
                f" {sheet.date_from or ''} – {sheet.date_to or ''}"
            )

    def _get_report_base_filename(self):
        return self.name

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in STEPS}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                self.check_access("write")
                raise UserError(
                    self.env._("A sheet is frozen and published by its buttons.")
                )
            if {"filiere_id", "date_from", "date_to", "line_ids"} & set(vals):
                self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_draft()

    def _check_draft(self):
        for sheet in self:
            if sheet.state != "draft":
                raise UserError(
                    self.env._("%s is frozen: nothing in it changes.", sheet.name)
                )

    # === ACTIONS === #

    def action_compute(self):
        """Measure the draft again, on the data of now."""
        self.check_access("write")
        self._check_draft()
        for sheet in self:
            sheet._fill()

    def action_freeze(self):
        """Measure a last time and keep what it was measured from."""
        self._check_manager()
        self._check_draft()
        for sheet in self:
            sheet._fill()
        # guarded against direct writes: the manager was checked above
        self.sudo().write(
            {
                "state": "frozen",
                "method_version": METHOD,
                "frozen_by_id": self.env.uid,
                "date_frozen": fields.Date.context_today(self),
            }
        )

    def action_publish(self):
        """Let the members read it on their portal."""
        self._check_manager()
        for sheet in self:
            if sheet.state != "frozen":
                raise UserError(
                    self.env._("%s is to be frozen before it is published.", sheet.name)
                )
        self.sudo().write(
            {"state": "published", "date_published": fields.Date.context_today(self)}
        )

    def action_unfreeze(self):
        """Take back what was frozen and not yet published."""
        self._check_manager()
        if "published" in self.mapped("state"):
            raise UserError(self.env._("What was published stays published."))
        self.sudo().write({"state": "draft"})

    def action_view_lines(self):
        """Open the lines as a list, which exports to a workbook."""
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "smart.filiere.sheet.line",
            "view_mode": "list",
            "domain": [("sheet_id", "in", self.ids)],
        }

    def _check_manager(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "smart_filieres.group_manager"
        ):
            raise UserError(
                self.env._("A manager of the filières freezes and publishes sheets.")
            )

    # === BUSINESS METHODS === #

    def _fill(self):
        """Write the lines anew, and what the comparisons were computed from."""
        self.ensure_one()
        # figures are counted over all records and shown masked: whoever may write the
        # sheet may have them counted
        sudo = self.sudo()
        inputs = sudo._collect_inputs()
        sudo.line_ids.unlink()
        sudo.inputs = inputs
        sudo.env["smart.filiere.sheet.line"].create(sudo._prepare_lines(inputs))

    def _prepare_lines(self, inputs):
        """Return the values of the lines, computed from `inputs` and nothing else."""
        lines = [*self._prepare_chain(inputs), *self._prepare_effects(inputs)]
        return [
            {"sheet_id": self.id, "sequence": rank, **line}
            for rank, line in enumerate(lines)
        ]
