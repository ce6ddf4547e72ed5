# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo import models


class ResPartner(models.Model):
    """What becomes of memberships and profiles when a member is archived or merged."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False or vals.get("is_member") is False:
            self._smart_withdraw_proposals()
        return result

    def unlink(self):
        # the database would cascade without counting the entries down
        profiles = self.env["smart.directory.profile"].sudo()
        profiles.search([("partner_id", "in", self.ids)]).unlink()
        return super().unlink()

    def _smart_withdraw_proposals(self):
        """Take back what was proposed to people who left; answers stay known."""
        # whoever may archive a contact causes it
        memberships = self.env["smart.filiere.membership"].sudo()
        memberships.search(
            [("partner_id", "in", self.ids), ("state", "=", "proposed")]
        ).unlink()

    def _smart_merge_memberships(self, kept):
        """Leave one membership per filière, that of the last answer, to `kept`."""
        rows = self.env["smart.filiere.membership"].search(
            [("partner_id", "in", self.ids)]
        )
        for memberships in rows.grouped("filiere_id").values():
            last = max(memberships, key=_answer_rank)
            (memberships - last).unlink()
            last.partner_id = kept

    def _smart_merge_profiles(self, kept):
        """Leave one profile, that of `kept` if she has one, else the freshest."""
        profiles = self.env["smart.directory.profile"].search(
            [("partner_id", "in", self.ids)]
        )
        if not profiles:
            return
        best = max(
            profiles,
            key=lambda row: (row.partner_id == kept, row.date_confirmed or date.min),
        )
        (profiles - best).unlink()
        best.partner_id = kept


def _answer_rank(membership):
    """Order memberships by answer: the last one, and a refusal before others."""
    answered = membership.date_answered or date.min
    return (
        membership.state != "proposed",
        answered,
        membership.state == "refused",
        membership.id,
    )
