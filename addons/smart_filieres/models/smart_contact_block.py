# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartContactBlock(models.Model):
    """Somebody wants nothing of somebody else. Nobody is told, staff neither."""

    _name = "smart.contact.block"
    _description = "Blocked Contact"
    _rec_name = "partner_id"
    _log_access = False

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    blocked_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(default=fields.Date.context_today)

    _pair_uniq = models.Constraint(
        "UNIQUE(partner_id, blocked_id)", "One blocks somebody once."
    )

    @api.model
    def _block(self, partner, blocked):
        if not self._is_blocked(partner, blocked):
            self.create({"partner_id": partner.id, "blocked_id": blocked.id})
        self._forget_matches(partner, blocked)

    @api.model
    def _unblock(self, partner, blocked):
        self.search(self._get_pair_domain(partner, blocked)).unlink()

    @api.model
    def _is_blocked(self, partner, blocked):
        """Tell whether `partner` blocked `blocked`."""
        found = self.search_count(self._get_pair_domain(partner, blocked), limit=1)
        return bool(found)

    @api.model
    def _get_pair_domain(self, partner, blocked):
        return [("partner_id", "=", partner.id), ("blocked_id", "=", blocked.id)]

    @api.model
    def _forget_matches(self, one, other):
        """Drop matches between the two, in both directions."""
        for asker, candidate in ((one, other), (other, one)):
            self.env["smart.match"].search(
                [
                    ("need_id.partner_id", "=", asker.id),
                    ("partner_id", "=", candidate.id),
                ]
            ).unlink()
