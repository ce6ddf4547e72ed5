# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class SmartFiliereInvite(models.TransientModel):
    """An animator chooses members and says why she thinks of them."""

    _name = "smart.filiere.invite"
    _description = "Invite to a Filière"

    filiere_id = fields.Many2one("smart.filiere", required=True, ondelete="cascade")
    partner_ids = fields.Many2many(
        "res.partner", string="Members", domain=[("is_member", "=", True)]
    )
    message = fields.Text(help="Sent with the invitation, as you write it.")

    def action_invite(self):
        """Send the invitations; say how many were left out."""
        self.ensure_one()
        members = self.partner_ids.filtered("is_member")
        if not members:
            raise UserError(self.env._("Choose at least one member to invite."))
        asked = self.env["smart.filiere.membership"]._invite(
            self.filiere_id, members, self.message
        )
        left_out = len(members) - len(asked)
        message = self.env._("%s members invited.", len(asked))
        if left_out:
            message += " " + self.env._(
                "%s left out: they have answered already, or were invited.", left_out
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if asked else "warning",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
