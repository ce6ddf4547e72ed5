# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..engine.geography import distance_km


class ResPartner(models.Model):
    """A shared workplace has rooms; what was attended stays with the member."""

    _inherit = "res.partner"

    room_ids = fields.One2many("smart.room", "workplace_id", string="Rooms")
    room_count = fields.Integer(compute="_compute_room_count")

    def _compute_room_count(self):
        rows = self.env["smart.room"]._read_group(
            [("workplace_id", "in", self.ids)], ["workplace_id"], ["__count"]
        )
        counts = {place.id: count for place, count in rows}
        for partner in self:
            partner.room_count = counts.get(partner._origin.id, 0)

    def action_view_rooms(self):
        """Open the rooms of this workplace."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_room_action"
        )
        action["domain"] = [("workplace_id", "in", self.ids)]
        action["context"] = {"default_workplace_id": self.id}
        return action

    def _get_workplaces_near(self):
        """Return [(workplace, km or None)] for a member, the nearest first.

        Distances go from the middle of her 10-km square to that of the place's.
        """
        places = self.search(
            [
                ("is_workplace", "=", True),
                ("company_id", "in", [*self.env.companies.ids, False]),
            ]
        )
        pairs = {place: (place.country_id.id, place.zip) for place in [*places, self]}
        squares = self.env["smart.postal.point"]._find_squares(pairs.values())
        here = squares[pairs[self]]
        rows = []
        for place in places:
            there = squares[pairs[place]]
            known = here and there
            rows.append((place, round(distance_km(*here, *there)) if known else None))
        return sorted(rows, key=lambda row: (row[1] is None, row[1] or 0, row[0].name))
