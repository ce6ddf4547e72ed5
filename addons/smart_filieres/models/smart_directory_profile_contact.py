# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartDirectoryProfile(models.Model):
    """Whether contact requests reach this member, and whether she may send any."""

    _inherit = "smart.directory.profile"

    is_contact_paused = fields.Boolean(
        "Takes no contact requests", help="Her own switch."
    )
    is_sender_paused = fields.Boolean(
        "May send no contact requests", help="A manager's decision after a report."
    )
