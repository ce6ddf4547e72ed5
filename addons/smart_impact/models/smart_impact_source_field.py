# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

ROLES = [
    ("number", "Number to sum"),
    ("date", "Date"),
    ("territory", "Territory"),
    ("person", "Member"),
]
TYPES = {
    "number": ("integer", "float", "monetary"),
    "date": ("date", "datetime"),
    "territory": ("many2one",),
    "person": ("many2one",),
}
COMODELS = {"territory": "smart.territory", "person": "res.partner"}


class SmartImpactSourceField(models.Model):
    _name = "smart.impact.source.field"
    _description = "Field of a Source of Impact Figures"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "source_id, role, id"

    name = fields.Char(required=True, translate=True)
    source_id = fields.Many2one(
        "smart.impact.source", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(ROLES, required=True, default="number")
    path = fields.Char(
        required=True,
        help="Technical name of a stored field; a territory may lie behind others, as "
        "partner_id.territory_id.",
    )

    @api.constrains("path", "role", "source_id")
    def _check_path(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for one in self:
            field = one._find_field()
            comodel = COMODELS.get(one.role)
            if (
                not field
                or not field.store
                or field.type not in TYPES[one.role]
                or (comodel and field.comodel_name != comodel)
                or (one.role != "territory" and "." in one.path)
            ):
                raise ValidationError(
                    self.env._(
                        "%(path)s cannot be the “%(role)s” of %(records)s: it has to "
                        "be a stored field of the right type.",
                        path=one.path,
                        role=labels[one.role],
                        records=one.source_id.name,
                    )
                )

    def _find_field(self):
        """Return the field at the end of the path, None when there is none."""
        self.ensure_one()
        model, field = self.env.get(self.source_id.model), None
        for name in self.path.split("."):
            if model is None or name not in model._fields:
                return None
            field = model._fields[name]
            if not field.store:
                return None
            model = self.env.get(field.comodel_name) if field.relational else None
        return field
