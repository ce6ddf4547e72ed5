# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartRoomEquipment(models.Model):
    _name = "smart.room.equipment"
    _description = "Equipment of a Room"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(export_string_translation=False)

    _name_uniq = models.Constraint("UNIQUE(name)", "This equipment exists already.")
