# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SmartEthicsSession(models.Model):
    """A meeting of the committee: its agenda, who came, its minutes."""

    _name = "smart.ethics.session"
    _description = "Ethics Committee Session"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    committee_id = fields.Many2one(
        "smart.ethics.committee", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="committee_id.company_id", store=True, index=True
    )
    date = fields.Datetime(required=True, tracking=True)
    place = fields.Char()
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Session Held")],
        default="planned",
        required=True,
        copy=False,
        tracking=True,
        index=True,
    )
    agenda = fields.Html()
    present_ids = fields.Many2many(
        "smart.ethics.seat",
        domain="[('committee_id', '=', committee_id)]",
    )
    minutes = fields.Html()
    case_ids = fields.One2many("smart.ethics.case", "session_id")
    case_count = fields.Integer(compute="_compute_case_count")

    @api.depends("committee_id", "date")
    def _compute_display_name(self):
        for session in self:
            day = (
                fields.Datetime.context_timestamp(session, session.date).date()
                if session.date
                else ""
            )
            session.display_name = f"{session.committee_id.name or ''} {day}"

    @api.depends("case_ids")
    def _compute_case_count(self):
        for session in self:
            session.case_count = len(session.case_ids)

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the button Session Held to end a session."))
        if vals.keys() & {"minutes", "present_ids", "date", "agenda", "committee_id"}:
            self._check_planned()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["state"] = "planned"
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._check_planned()

    def action_hold(self):
        """End the session: its minutes no longer change."""
        self.check_access("write")
        self._check_planned()
        for session in self:
            if not session.minutes or not session.present_ids:
                raise UserError(
                    self.env._("Say who was present and write the minutes first.")
                )
        # sudo: the state is out of reach of a plain write, on purpose.
        self.sudo().write({"state": "held"})
        return True

    def _check_planned(self):
        held = self.filtered(lambda session: session.state == "held")
        if held:
            raise UserError(
                self.env._("%s was held: its minutes stay.", held[0].display_name)
            )
