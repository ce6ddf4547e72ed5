# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartFiliereMembership(models.Model):
    """A membership that was proposed is answered by e-mail too, without a password."""

    _name = "smart.filiere.membership"
    _inherit = [
        "smart.filiere.membership",
        "smart.signed.mixin",
        "smart.member.mail.mixin",
    ]

    def _get_signed_actions(self):
        return {
            **super()._get_signed_actions(),
            "accept": (self.env._("I am part of it"), "_accept_signed"),
            "refuse": (self.env._("Not for me"), "_refuse_signed"),
        }

    def _get_signed_version(self):
        return f"{self.state} {self.date_proposed or ''}"

    def _get_signed_summary(self, action):
        return self.env._(
            "The filière “%(filiere)s”, for %(member)s.",
            filiere=self.filiere_id.name,
            member=self.partner_id.name,
        )

    def _accept_signed(self):
        self._set_confirmed(by_member=True)
        return self.env._("Welcome: you are now part of the filière.")

    def _refuse_signed(self):
        self._set_refused()
        return self.env._("Thank you. This filière will not be proposed to you again.")

    @api.model
    def _invite(self, filiere, partners, message):
        """Propose `filiere` to `partners` with a message; return the memberships.

        Who has an answer already, a refusal or having left included, is not asked.
        Who was only proposed the filière by a rule is asked by the person.
        """
        mine = self.search(
            [("filiere_id", "=", filiere.id), ("partner_id", "in", partners.ids)]
        )
        asked = self.create(
            [
                {
                    "partner_id": partner.id,
                    "filiere_id": filiere.id,
                    "origin": "invitation",
                }
                for partner in partners - mine.partner_id
            ]
        )
        asked |= mine.filtered(
            lambda row: row.state == "proposed" and row.origin != "invitation"
        )
        asked.write({"origin": "invitation", "date_proposed": fields.Date.today()})
        asked._mail_members(
            "smart_filieres.mail_invitation",
            asked._get_invitation_subject,
            message=message or "",
            animator=self.env.user.name,
        )
        return asked

    def _get_invitation_subject(self):
        return self.env._("You are invited to the filière %s", self.filiere_id.name)
