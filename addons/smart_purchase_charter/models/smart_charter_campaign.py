# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

BATCH = 50
STATES = [
    ("draft", "Draft"),
    ("running", "Running"),
    ("stopped", "Stopped"),
    ("done", "Done"),
]


class SmartCharterCampaign(models.Model):
    """Make the charter known to suppliers, and follow what becomes of it."""

    _name = "smart.charter.campaign"
    _description = "Charter Campaign"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    charter_id = fields.Many2one(
        "smart.charter",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'adopted')]",
        default=lambda self: self.env["smart.charter"]._get_in_force(),
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, tracking=True
    )
    state = fields.Selection(
        STATES, default="draft", required=True, copy=False, tracking=True, index=True
    )
    date_start = fields.Date("Started on", readonly=True, copy=False)
    remind_days = fields.Integer("Remind after (days)", default=14, required=True)
    max_reminders = fields.Integer("Reminders", default=2, required=True)
    words = fields.Html(
        "Your Words", translate=True, help="Opens the invitation that suppliers read."
    )
    invitation_ids = fields.One2many("smart.charter.invitation", "campaign_id")
    invited_count = fields.Integer("Suppliers", compute="_compute_counts")
    waiting_count = fields.Integer("To Send", compute="_compute_counts")
    signed_count = fields.Integer("Signed", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")
    conversion = fields.Float(
        "Signed (%)", compute="_compute_counts", help="Of the invitations sent."
    )

    _reminders_range = models.Constraint(
        "CHECK(max_reminders >= 0 AND max_reminders <= 2 AND remind_days > 0)",
        "A supplier is reminded twice at most, a day later at least.",
    )

    def _compute_counts(self):
        rows = self.env["smart.charter.invitation"]._read_group(
            [("campaign_id", "in", self.ids)], ["campaign_id", "state"], ["__count"]
        )
        counts = {(campaign.id, state): count for campaign, state, count in rows}
        for campaign in self:
            of = {
                state: count
                for (key, state), count in counts.items()
                if key == campaign.id
            }
            total = sum(of.values())
            campaign.invited_count = total
            campaign.waiting_count = of.get("to_send", 0)
            campaign.signed_count = of.get("signed", 0)
            campaign.refused_count = of.get("refused", 0)
            sent = total - of.get("to_send", 0) - of.get("failed", 0)
            campaign.conversion = 100 * of.get("signed", 0) / sent if sent else 0

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["state"] = "draft"
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons Start and Stop."))
        if "charter_id" in vals and any(c.state != "draft" for c in self):
            raise UserError(
                self.env._("The invitations sent name the charter: start another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(campaign.state != "draft" for campaign in self):
            raise UserError(
                self.env._("A campaign that started keeps its answers. Stop it.")
            )

    # === ACTION METHODS === #

    def action_start(self):
        """Send what waits, by batches, in the minutes that follow."""
        self.check_access("write")
        for campaign in self:
            if not campaign.invitation_ids:
                raise UserError(self.env._("Choose the suppliers first."))
            if campaign.charter_id.state != "adopted":
                raise UserError(
                    self.env._("%s is not in force.", campaign.charter_id.display_name)
                )
        # sudo: the state is out of reach of a plain write, on purpose.
        self.sudo().write(
            {"state": "running", "date_start": fields.Date.context_today(self)}
        )
        # sudo: a buyer may not touch scheduled actions; this one is ours
        self.env.ref(
            "smart_purchase_charter.ir_cron_charter_campaign"
        ).sudo()._trigger()
        return True

    def action_stop(self):
        """Send nothing more; links that were sent still answer."""
        self.check_access("write")
        self.sudo().write({"state": "stopped"})
        return True

    def action_view_invitations(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_charter_invitation_action"
        )
        return action | {"domain": [("campaign_id", "in", self.ids)], "context": {}}

    def action_choose(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_charter_campaign_select_action"
        )
        return action | {"context": {"default_campaign_id": self.id}}

    # === EACH HOUR === #

    @api.model
    def _cron_send(self):
        """Invite and remind by batches; what was sent is never sent again."""
        invitations = self.env["smart.charter.invitation"]
        cron = self.env["ir.cron"]
        while batch := invitations._get_due(limit=BATCH):
            batch._send()
            if not cron._commit_progress(len(batch)):
                return
        self._close_silent()

    @api.model
    def _close_silent(self):
        """Say *silent* of who was reminded and waited for; end what is answered."""
        running = self.search([("state", "=", "running")])
        for campaign in running:
            before = fields.Datetime.now() - timedelta(days=campaign.remind_days)
            campaign.invitation_ids.filtered(
                lambda i, before=before, campaign=campaign: (
                    i.state in ("sent", "opened")
                    and i.reminders >= campaign.max_reminders
                    and i.date_sent < before
                )
            ).write({"state": "silent"})
            open_states = {"to_send", "sent", "opened"}
            if not open_states & set(campaign.invitation_ids.mapped("state")):
                campaign.write({"state": "done"})
