# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.postal_code import normalise, overlaps


class SmartTerritoryRange(models.Model):
    _name = "smart.territory.range"
    _description = "Postal Codes of a Territory"
    _order = "country_id, zip_from, id"
    _rec_name = "zip_from"

    territory_id = fields.Many2one(
        "smart.territory", required=True, index=True, ondelete="cascade"
    )
    country_id = fields.Many2one(related="territory_id.country_id", store=True)
    zip_from = fields.Char("From", required=True)
    zip_to = fields.Char("To", required=True)

    @api.model_create_multi
    def create(self, vals_list):
        ranges = super().create([self._clean_codes(vals) for vals in vals_list])
        ranges._recompute_members()
        return ranges

    def write(self, vals):
        result = super().write(self._clean_codes(vals))
        self._recompute_members()
        return result

    def unlink(self):
        countries = self.country_id
        result = super().unlink()
        self._recompute_members(countries)
        return result

    @api.model
    def _clean_codes(self, vals):
        """Return `vals` with postal codes as they are compared."""
        codes = {
            key: normalise(vals[key]) for key in ("zip_from", "zip_to") if key in vals
        }
        return {**vals, **codes}

    def _recompute_members(self, countries=None):
        """Place again everybody of the countries whose ranges changed."""
        countries = countries or self.country_id
        partners = self.env["res.partner"].with_context(active_test=False)
        # an animator may change a range without reading every contact
        placed = partners.sudo().search(
            [("country_id", "in", countries.ids), ("zip", "!=", False)]
        )
        self.env.add_to_compute(placed._fields["territory_id"], placed)
        placed._smart_refresh_directory()

    @api.constrains("zip_from", "zip_to", "territory_id")
    def _check_codes(self):
        for record in self:
            if not record.zip_from or record.zip_from > record.zip_to:
                raise ValidationError(
                    self.env._(
                        "%(territory)s: the range %(start)s to %(end)s runs backwards. "
                        "Put the smaller code first.",
                        territory=record.territory_id.display_name,
                        start=record.zip_from,
                        end=record.zip_to,
                    )
                )
        self._check_overlap()

    def _check_overlap(self):
        same_country = self.search([("country_id", "in", self.country_id.ids)])
        for record in self:
            for other in same_country - record:
                if other.country_id == record.country_id and overlaps(
                    (record.zip_from, record.zip_to), (other.zip_from, other.zip_to)
                ):
                    raise ValidationError(
                        self.env._(
                            "Codes %(start)s to %(end)s of %(territory)s are already "
                            "in %(other)s. A code belongs to one territory.",
                            start=record.zip_from,
                            end=record.zip_to,
                            territory=record.territory_id.display_name,
                            other=other.territory_id.display_name,
                        )
                    )
