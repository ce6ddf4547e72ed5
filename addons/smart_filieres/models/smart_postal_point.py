# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv

from odoo import api, fields, models
from odoo.tools import SQL, file_open

from ..engine.geography import grid_centre, square_of
from ..engine.postal_code import normalise


class SmartPostalPoint(models.Model):
    """Where a postal code lies, so that nobody has to be geocoded one by one."""

    _name = "smart.postal.point"
    _description = "Postal Code on the Map"
    _order = "country_id, zip, id"
    _rec_name = "zip"
    _rec_names_search = ["zip", "name"]

    country_id = fields.Many2one("res.country", required=True, ondelete="cascade")
    zip = fields.Char("Postal code", required=True)
    name = fields.Char("Commune")
    latitude = fields.Float(digits=(8, 5), required=True)
    longitude = fields.Float(digits=(8, 5), required=True)

    square = fields.Integer(
        "Square of ten kilometres", compute="_compute_square", store=True, index=True
    )

    _country_zip_uniq = models.Constraint(
        "UNIQUE(country_id, zip)", "A postal code lies at one place of its country."
    )
    _on_earth = models.Constraint(
        "CHECK (latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)",
        "A latitude is between -90 and 90, a longitude between -180 and 180.",
    )

    @api.depends("latitude", "longitude")
    def _compute_square(self):
        for point in self:
            point.square = square_of(point.latitude, point.longitude)

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
        for name in ("is_placed", "grid_square", "grid_latitude", "grid_longitude"):
            self.env.add_to_compute(profiles._fields[name], placed)
        placed._refresh_entries()

    @api.model
    def _load_shipped(self):
        """Add the points that the suite ships and that nobody has entered.

        Run at each update: a point that somebody corrected stays as it is.
        """
        with file_open("smart_filieres/data/postal/postal_points.csv") as file:
            rows = list(csv.DictReader(file))
        values = [
            SQL(
                "(%s, %s, %s, %s, %s, %s)",
                row["country"],
                row["zip"],
                row["name"],
                float(row["latitude"]),
                float(row["longitude"]),
                square_of(float(row["latitude"]), float(row["longitude"])),
            )
            for row in rows
        ]
        added = self.env.execute_query(
            SQL(
                """
                INSERT INTO smart_postal_point
                    (country_id, zip, name, latitude, longitude, square,
                     create_uid, write_uid, create_date, write_date)
                SELECT country.id, row.zip, row.name, row.latitude, row.longitude,
                       row.square, 1, 1, now() AT TIME ZONE 'utc',
                       now() AT TIME ZONE 'utc'
                  FROM (VALUES %s) row (code, zip, name, latitude, longitude, square)
                  JOIN res_country country ON country.code = row.code
                ON CONFLICT (country_id, zip) DO NOTHING
                RETURNING id
                """,
                SQL(", ").join(values),
            )
        )
        self.invalidate_model()
        self.browse([row_id for (row_id,) in added])._recompute_squares()

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
