# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartDirectoryScope(models.Model):
    """The filières a listed member is in, whether or not she released them.

    Only the record rule of the directory follows it, to tell who shares a filière
    with her. It is a model and not a relation of the entry, because grouping by a
    many2many does not ask for the field's own groups: a relation would tell any
    member what another one hides.
    """

    _name = "smart.directory.scope"
    _description = "Directory Scope"
    _log_access = False

    entry_id = fields.Many2one(
        "smart.directory.entry", required=True, index=True, ondelete="cascade"
    )
    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, ondelete="cascade"
    )
