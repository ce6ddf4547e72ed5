# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

# from the narrowest to the widest; the position is the rank that SQL compares
AUDIENCES = [
    ("cooperative", "Me and the cooperative"),
    ("filiere", "My filières"),
    ("members", "All members"),
    ("public", "Everybody, on the web"),
]
AUDIENCE_KEYS = [key for key, _label in AUDIENCES]


class SmartDirectoryField(models.Model):
    """A datum of the directory and the widest audience the cooperative allows it."""

    _name = "smart.directory.field"
    _description = "Directory Field"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    ceiling = fields.Selection(
        AUDIENCES,
        required=True,
        default="members",
        help="A member may release the field to this audience or a narrower one.",
    )

    _key_uniq = models.Constraint("UNIQUE(key)", "A field is configured once.")

    def write(self, vals):
        result = super().write(vals)
        if "ceiling" in vals:
            self.env["smart.directory.profile"]._refresh_all_entries()
        return result

    def _get_allowed_audiences(self):
        """Return the [(key, label)] that a member may choose for this field."""
        self.ensure_one()
        labels = dict(self._fields["ceiling"]._description_selection(self.env))
        allowed = AUDIENCE_KEYS[: AUDIENCE_KEYS.index(self.ceiling) + 1]
        return [(key, labels[key]) for key in allowed]
