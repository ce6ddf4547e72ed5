# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .smart_directory_field import AUDIENCES


class SmartDirectoryRelease(models.Model):
    """A member's consent to show one field to one audience.

    A change of mind closes the row and opens another, so that what was agreed,
    when and on which text stays known.
    """

    _name = "smart.directory.release"
    _description = "Directory Consent"
    _order = "profile_id, field_id, id desc"
    _rec_name = "field_id"

    profile_id = fields.Many2one(
        "smart.directory.profile", required=True, index=True, ondelete="cascade"
    )
    field_id = fields.Many2one(
        "smart.directory.field", required=True, ondelete="restrict"
    )
    audience = fields.Selection(AUDIENCES, required=True, default="cooperative")
    date_released = fields.Datetime(default=fields.Datetime.now, required=True)
    date_withdrawn = fields.Datetime()
    channel = fields.Selection(
        [("portal", "Portal"), ("import", "Import"), ("staff", "Cooperative")],
        required=True,
        default="portal",
    )
    text_version = fields.Char(required=True, default="2026-11")

    _current_uniq = models.UniqueIndex(
        "(profile_id, field_id) WHERE date_withdrawn IS NULL",
        "A field is released to one audience at a time.",
    )
