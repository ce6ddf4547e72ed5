# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

MOST_EXCERPT = 2000


class SmartContactReport(models.Model):
    """A member tells the cooperative that another one misused the relay."""

    _name = "smart.contact.report"
    _description = "Report about a Contact"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "reported_id"

    reported_id = fields.Many2one(
        "res.partner",
        string="Member reported",
        required=True,
        index=True,
        ondelete="cascade",
    )
    reporter_id = fields.Many2one(
        "res.partner", string="Reported by", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="reported_id.company_id", store=True, index=True
    )
    request_id = fields.Many2one("smart.contact.request", ondelete="set null")
    # who reports hands over what she was sent, and nothing of her own words
    excerpt = fields.Text("What was sent", readonly=True)
    state = fields.Selection(
        [("new", "New"), ("paused", "Sender paused"), ("dismissed", "No action")],
        required=True,
        default="new",
        tracking=True,
        group_expand=True,
    )
    date_reported = fields.Datetime(default=fields.Datetime.now, readonly=True)
    report_count = fields.Integer(
        "Reports about this member", compute="_compute_report_count"
    )

    def _compute_report_count(self):
        counts = dict(
            self._read_group(
                [("reported_id", "in", self.reported_id.ids)],
                ["reported_id"],
                ["__count"],
            )
        )
        for report in self:
            report.report_count = counts.get(report.reported_id, 0)

    @api.model
    def _file(self, contact, side):
        """Record a report by `side` of `contact` and give a manager something to do."""
        other = "sender" if side == "recipient" else "recipient"
        known = self.search(
            [
                ("request_id", "=", contact.id),
                ("reporter_id", "=", contact._get_partner(side).id),
            ],
            limit=1,
        )
        if known:
            return known
        lines = contact.message_line_ids.filtered(lambda line: line.side == other)
        report = self.create(
            {
                "reported_id": contact._get_partner(other).id,
                "reporter_id": contact._get_partner(side).id,
                "request_id": contact.id,
                "excerpt": "\n\n".join(lines.mapped("body"))[:MOST_EXCERPT],
            }
        )
        managers = self.env.ref("smart_filieres.group_manager").all_user_ids
        manager = managers.filtered(lambda user: user.active and not user.share)[:1]
        if manager:
            report.activity_schedule("mail.mail_activity_data_todo", user_id=manager.id)
        return report

    def action_pause_sender(self):
        """Stop the contact requests of the member who was reported."""
        self.check_access("write")
        for partner in self.reported_id:
            partner._smart_contact_profile(create=True).is_sender_paused = True
        self.state = "paused"

    def action_dismiss(self):
        """Close the report without more; lift a pause that it led to."""
        self.check_access("write")
        for report in self.filtered(lambda report: report.state == "paused"):
            report.reported_id._smart_contact_profile().is_sender_paused = False
        self.state = "dismissed"
