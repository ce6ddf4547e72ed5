# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..engine.geography import grid_centre
from ..engine.postal_code import normalise


class SmartPostalPoint(models.Model):
    """Where a postal code lies, so that nobody has to be geocoded one by one."""

    _name = "smart.postal.point"
    _description = "Postal Code on the Map"
    _order = "country_id, zip, id"
    _rec_name = "zip"

    country_id = fields.Many2one("res.country", required=True, ondelete="cascade")
    zip = fields.Char("Postal code", required=True)
    name = fields.Char("Commune")
    latitude = fields.Float(digits=(8, 5), required=True)
    longitude = fields.Float(digits=(8, 5), required=True)

    _country_zip_uniq = models.Constraint(
        "UNIQUE(country_id, zip)", "A postal code lies at one place of its country."
    )
    _on_earth = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "A latitude is between -90 and 90, a longitude between -180 and 180.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        points = super().create([self._clean(vals) for vals in vals_list])
        points._recompute_squares()
        return points

    def write(self, vals):
        result = super().write(self._clean(vals))
        self._recompute_squares()
        return result

    @api.model
    def _clean(self, vals):
        return {**vals, "zip": normalise(vals["zip"])} if "zip" in vals else vals

    def _recompute_squares(self):
        """Place again the profiles of the countries whose points changed."""
        # a manager of the reference data need not read every profile
        profiles = self.env["smart.directory.profile"].sudo()
        placed = profiles.search([("partner_id.country_id", "in", self.country_id.ids)])
        self.env.add_to_compute(profiles._fields["is_placed"], placed)
        self.env.add_to_compute(profiles._fields["grid_latitude"], placed)
        self.env.add_to_compute(profiles._fields["grid_longitude"], placed)

    @api.model
    def _find_squares(self, pairs):
        """Return the centre of the 10-km square of each (country id, postal code).

        :param pairs: iterable of (int or False, str or False)
        :return: dict of pair → (latitude, longitude), or None where it is not known
        """
        pairs = set(pairs)
        codes = [normalise(code) for _country, code in pairs if code]
        countries = [country for country, _code in pairs if country]
        # every user may hold an address, not all may read the points
        rows = self.sudo().search_fetch(
            [("country_id", "in", countries), ("zip", "in", codes)],
            ["country_id", "zip", "latitude", "longitude"],
        )
        found = {
            (row.country_id.id, row.zip): grid_centre(row.latitude, row.longitude)
            for row in rows
        }
        return {
            (country, code): found.get((country, normalise(code)))
            for country, code in pairs
        }
