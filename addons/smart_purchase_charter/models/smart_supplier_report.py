# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

CATEGORIES = [
    ("late", "Late or never delivered"),
    ("quality", "Quality not as announced"),
    ("conditions", "Conditions not applied"),
    ("social", "People treated badly"),
    ("environment", "Harm to the environment"),
    ("other", "Something else"),
]
INCIDENT = "smart.supplier.incident"


class SmartSupplierReport(models.Model):
    """Something a member met with a supplier; the supplier never reads who said it."""

    _name = "smart.supplier.report"
    _description = "Report about a Supplier"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_name = "listing_id"

    listing_id = fields.Many2one(
        "smart.supplier.listing", "Supplier", required=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    company_id = fields.Many2one(related="listing_id.company_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", "Member", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "Handled by", tracking=True, domain=[("share", "=", False)]
    )
    date = fields.Date(default=lambda self: fields.Date.context_today(self))
    category = fields.Selection(CATEGORIES, required=True, tracking=True)
    text = fields.Text("What happened", required=True)
    state = fields.Selection(
        [("new", "New"), ("progress", "In progress"), ("closed", "Closed")],
        default="new",
        required=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    answer = fields.Text(help="The member reads it on the portal.")
    has_incidents = fields.Boolean(compute="_compute_has_incidents")

    def _compute_has_incidents(self):
        self.has_incidents = INCIDENT in self.env

    # === CRUD METHODS === #

    def write(self, vals):
        if not self.env.su and vals.keys() & {"text", "partner_id", "listing_id"}:
            raise UserError(
                self.env._("These are the member's own words. Answer beside them.")
            )
        return super().write(vals)

    # === ACTIONS === #

    def action_start(self):
        self.write({"state": "progress", "user_id": self.env.uid})

    def action_close(self):
        """Close with an answer that the member reads."""
        for report in self:
            if not (report.answer or "").strip():
                raise UserError(
                    self.env._("Write what came of it: the member will read it.")
                )
        self.state = "closed"
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_open_incident(self):
        """Open a new incident about this supplier, to be filled by a buyer."""
        self.ensure_one()
        if INCIDENT not in self.env:
            raise UserError(self.env._("Incidents are not kept in this database."))
        return {
            "type": "ir.actions.act_window",
            "res_model": INCIDENT,
            "view_mode": "form",
            # nothing of the member goes along
            "context": {
                "default_partner_id": self.listing_id.partner_id.id,
                "default_description": self.text,
            },
        }

    # === BUSINESS METHODS === #

    @api.model
    def _report(self, partner, listing, category, text):
        """Store what a member reports, and give it to the supplier's responsible.

        :raises UserError: the category is unknown or nothing is said
        """
        text = (text or "").strip()[:4000]
        if category not in dict(CATEGORIES):
            raise UserError(self.env._("Choose what it is about."))
        if not text:
            raise UserError(self.env._("Say what happened."))
        report = self.create(
            {
                "listing_id": listing.id,
                "partner_id": partner.id,
                "user_id": listing._get_responsible().id,
                "category": category,
                "text": text,
            }
        )
        report.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("A member reports: %s", listing.name),
            user_id=report.user_id.id or self.env.uid,
        )
        return report
