# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import neutral

STATES = [
    ("to_send", "To Send"),
    ("failed", "No E-mail"),
    ("sent", "Sent"),
    ("opened", "Opened"),
    ("signed", "Signed"),
    ("refused", "Refused"),
    ("silent", "No Answer"),
]
ANSWERED = ("signed", "refused")
FLOW_FIELDS = {
    "state",
    "date_sent",
    "date_opened",
    "date_answered",
    "reminders",
    "refusal",
    "signature_id",
    "is_signed",
}
LEAST_REASON = 10
TEMPLATES = ("mail_template_charter_invitation", "mail_template_charter_reminder")


class SmartCharterInvitation(models.Model):
    """One supplier in one campaign: what was sent, and what it answered."""

    _name = "smart.charter.invitation"
    _description = "Charter Invitation"
    _inherit = ["smart.signed.mixin"]
    _order = "campaign_id desc, spend desc, id"
    _rec_name = "partner_id"
    _signed_days = 90

    campaign_id = fields.Many2one(
        "smart.charter.campaign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="campaign_id.company_id", store=True, index=True
    )
    charter_id = fields.Many2one(
        related="campaign_id.charter_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, ondelete="restrict"
    )
    buyer_id = fields.Many2one(related="partner_id.buyer_id", store=True, index=True)
    territory_id = fields.Many2one(
        "smart.territory", index="btree_not_null", readonly=True
    )
    categ_id = fields.Many2one(
        "product.category", "Category", index="btree_not_null", readonly=True
    )
    spend = fields.Monetary(
        readonly=True, help="Untaxed bills posted over the months asked for."
    )
    state = fields.Selection(
        STATES, default="to_send", required=True, copy=False, index=True
    )
    date_sent = fields.Datetime("Last Sent on", readonly=True, copy=False)
    date_opened = fields.Datetime("Opened on", readonly=True, copy=False)
    date_answered = fields.Datetime("Answered on", readonly=True, copy=False)
    reminders = fields.Integer(readonly=True, copy=False)
    refusal = fields.Text("Reason of the Refusal", readonly=True, copy=False)
    signature_id = fields.Many2one(
        "smart.charter.signature", readonly=True, index="btree_not_null", copy=False
    )
    is_signed = fields.Float(
        "Signed (share)",
        compute="_compute_is_signed",
        store=True,
        aggregator="avg",
        help="1 when signed: its mean is the conversion rate.",
    )

    _partner_uniq = models.Constraint(
        "UNIQUE(campaign_id, partner_id)", "A supplier is in a campaign once."
    )

    @api.depends("state")
    def _compute_is_signed(self):
        for invitation in self:
            invitation.is_signed = float(invitation.state == "signed")

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(FLOW_FIELDS) | {"state": "to_send"}
        self, vals_list = neutral(self, vals_list, fixed)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("An invitation follows what was sent and answered.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        sent = self.filtered(lambda i: i.state not in ("to_send", "failed"))
        if sent:
            raise UserError(
                self.env._(
                    "%s was invited already: stop the campaign instead.",
                    sent[0].partner_id.display_name,
                )
            )

    # === SIGNED LINK === #

    def _get_signed_actions(self):
        return {
            **super()._get_signed_actions(),
            "answer": (self.env._("Read and answer"), "_refuse_bare_answer"),
        }

    def _get_signed_version(self):
        # sent, opened and silent are all still to be answered
        return self.state if self.state in ANSWERED else "open"

    def _get_signed_url(self, action, days=None):
        url = super()._get_signed_url(action, days=days)
        return url.replace("/smart/answer/", "/charte/invitation/")

    def _refuse_bare_answer(self):
        raise UserError(self.env._("Read the charter and sign it with your name."))

    # === SENDING === #

    @api.model
    def _get_due(self, limit):
        """Return what is to be sent now: first invitations, then reminders."""
        running = [("campaign_id.state", "=", "running")]
        due = self.search([*running, ("state", "=", "to_send")], limit=limit)
        if due:
            return due
        now = fields.Datetime.now()
        for campaign in self.env["smart.charter.campaign"].search(
            [("state", "=", "running"), ("max_reminders", ">", 0)]
        ):
            due |= self.search(
                [
                    ("campaign_id", "=", campaign.id),
                    ("state", "in", ("sent", "opened")),
                    ("reminders", "<", campaign.max_reminders),
                    ("date_sent", "<", now - timedelta(days=campaign.remind_days)),
                ],
                limit=limit - len(due),
            )
            if len(due) >= limit:
                break
        return due

    def _send(self):
        """Send the invitation or its reminder, and note it in the same transaction."""
        without = self.filtered(lambda i: not i.partner_id.email)
        without.write({"state": "failed"})
        for first, invitations in (
            (self - without).grouped(lambda i: i.state == "to_send").items()
        ):
            invitations._send_template(TEMPLATES[0 if first else 1])
            for reminders, same in invitations.grouped("reminders").items():
                vals = {"date_sent": fields.Datetime.now()}
                vals |= {"state": "sent"} if first else {"reminders": reminders + 1}
                same.write(vals)

    def _send_template(self, name):
        template = self.env.ref(f"smart_purchase_charter.{name}")
        for lang, same in self.grouped(lambda i: i.partner_id.lang).items():
            template.with_context(lang=lang).send_mail_batch(same.ids)

    # === ANSWERS === #

    def _note_opened(self):
        """Note the first visit; programs that open links count as one as well."""
        new = self.filtered(lambda i: not i.date_opened and i.state not in ANSWERED)
        new.write({"date_opened": fields.Datetime.now()})
        new.filtered(lambda i: i.state in ("sent", "silent")).write({"state": "opened"})

    def _sign(self, signer_name, is_named=False):
        """Sign for the supplier that was invited."""
        self.ensure_one()
        charter = self.env["smart.charter"]._get_in_force(self.company_id)
        if charter != self.charter_id:
            raise UserError(
                self.env._("This charter is no longer in force. Read the new version.")
            )
        return self.env["smart.charter.signature"]._sign(
            charter, self.partner_id, signer_name, is_named
        )

    def _refuse(self, reason):
        """Note that the supplier refuses, with its reason."""
        self.ensure_one()
        reason = (reason or "").strip()
        if len(reason) < LEAST_REASON:
            raise UserError(self.env._("Say in a few words why you do not sign."))
        if self.state in ANSWERED:
            raise UserError(self.env._("You answered already. Thank you."))
        self.write(
            {
                "state": "refused",
                "refusal": reason[:2000],
                "date_answered": fields.Datetime.now(),
            }
        )

    @api.model
    def _note_signature(self, signature):
        """Close what asked for a signature, wherever it was given."""
        # sudo: the invitations of the supplier that signs, whoever it is
        asked = self.sudo().search(
            [
                ("partner_id", "=", signature.partner_id.id),
                ("charter_id", "=", signature.charter_id.id),
                ("state", "!=", "signed"),
            ]
        )
        asked.write(
            {
                "state": "signed",
                "signature_id": signature.id,
                "date_answered": signature.date,
            }
        )
