# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


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
