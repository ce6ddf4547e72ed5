# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartRoom(models.Model):
    """A room of a shared workplace that people meet in."""

    _name = "smart.room"
    _description = "Room"
    _inherit = ["mail.thread"]
    _order = "workplace_id, name, id"
    _rec_names_search = ["name", "workplace_id.name"]
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    color = fields.Integer(export_string_translation=False)
    workplace_id = fields.Many2one(
        "res.partner",
        string="Shared workplace",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_workplace", "=", True)],
    )
    company_id = fields.Many2one(
        related="workplace_id.company_id", store=True, index=True
    )
    territory_id = fields.Many2one(
        related="workplace_id.territory_id", store=True, index=True
    )
    capacity = fields.Integer("Seats", required=True, default=10, tracking=True)
    equipment_ids = fields.Many2many("smart.room.equipment")
    is_accessible = fields.Boolean(
        "Accessible", tracking=True, help="One gets there in a wheelchair."
    )
    note = fields.Text("How to get in")
    booking_ids = fields.One2many("smart.room.booking", "room_id")

    _name_uniq = models.UniqueIndex(
        "(workplace_id, name) WHERE active", "This workplace has a room of that name."
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity > 0)", "A room has at least one seat."
    )

    @api.depends("name", "workplace_id.name")
    @api.depends_context("smart_room_only")
    def _compute_display_name(self):
        short = self.env.context.get("smart_room_only")
        for room in self:
            place = "" if short else room.workplace_id.name or ""
            room.display_name = " · ".join(filter(None, (place, room.name)))

    def action_view_bookings(self):
        """Open the calendar of this room."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_room_booking_action"
        )
        action["context"] = {
            "default_room_id": self.id,
            "search_default_room_id": self.id,
        }
        return action
