# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.fields import Domain

from .smart_directory_entry import STAFF

# members under which a rate says something about one of them
LEAST = 5


class SmartFiliere(models.Model):
    """What members of a filière offer each other, and what comes of it."""

    _inherit = "smart.filiere"

    offer_count = fields.Integer(
        "Open offers and needs", compute="_compute_exchange_counts", groups=STAFF
    )
    need_count = fields.Integer(
        "Needs ended", compute="_compute_exchange_counts", groups=STAFF
    )
    filled_rate = fields.Float(
        "Needs filled (%)",
        compute="_compute_exchange_counts",
        digits=(5, 1),
        groups=STAFF,
        help="Of the needs that were filled, expired or withdrawn. Nothing under five "
        "members.",
    )
    is_filled_rate_shown = fields.Boolean(
        compute="_compute_exchange_counts", groups=STAFF
    )

    def _compute_exchange_counts(self):
        offers = self.env["smart.offer"]
        mine = Domain("filiere_id", "in", self.ids)
        running = dict(
            offers._read_group(
                mine & Domain("state", "=", "open"), ["filiere_id"], ["__count"]
            )
        )
        ended = mine & Domain("kind", "=", "need")
        ended &= Domain("state", "in", ("filled", "expired", "withdrawn"))
        needs = {
            filiere: (count, members)
            for filiere, count, members in offers._read_group(
                ended, ["filiere_id"], ["__count", "partner_id:count_distinct"]
            )
        }
        filled = dict(
            offers._read_group(
                ended & Domain("state", "=", "filled"), ["filiere_id"], ["__count"]
            )
        )
        for filiere in self:
            count, members = needs.get(filiere, (0, 0))
            shown = members >= LEAST
            filiere.offer_count = running.get(filiere, 0)
            filiere.is_filled_rate_shown = shown
            filiere.need_count = count if shown else 0
            filiere.filled_rate = 100 * filled.get(filiere, 0) / count if shown else 0

    def action_view_offers(self):
        """Open the offers and needs of this filière."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_offer_action"
        )
        action["context"] = {
            "default_filiere_id": self.id,
            "search_default_filiere_id": self.id,
        }
        return action
