# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.geography import squares_within
from ..engine.postal_code import normalise
from .smart_directory_entry_count import FLAG_KINDS

# filter → entry field; a list of ids each
FIELDS = {
    "filiere": "filiere_ids",
    "territory": "territory_id",
    "skill": "skill_ids",
    "sought": "sought_skill_ids",
    "activity": "activity_ids",
    "language": "language_ids",
    "country": "country_id",
    "square": "grid_square",
}
TREES = ("territory", "activity")
RADII_KM = (10, 25, 50, 100)


class SmartDirectoryEntry(models.Model):
    """What people search the directory by, as domains."""

    _inherit = "smart.directory.entry"

    @api.model
    def _get_filter_domain(self, filters):
        """Return the domain of `filters`, which add up.

        :param filters: dict of a key of FIELDS → ids, of a flag or "new" → anything
            true, and near: {"square": number, "km": radius}
        """
        domain = Domain.TRUE
        for key, values in filters.items():
            if key == "near":
                squares = squares_within(values["square"], values["km"])
                domain &= Domain("grid_square", "in", squares)
            elif key == "new":
                domain &= self._get_new_domain()
            elif key in FLAG_KINDS:
                domain &= Domain(FLAG_KINDS[key], "=", True)
            else:
                operator = "child_of" if key in TREES else "in"
                domain &= Domain.AND(
                    Domain(FIELDS[key], operator, [value]) for value in values
                )
        return domain

    @api.model
    def _count_each(self, domains):
        """Return how many entries each of `domains` finds; one statement."""
        if not domains:
            return []
        self.flush_model()
        parts = [
            SQL(
                "SELECT %s AS rank, COUNT(*) FROM (%s) found",
                rank,
                self._search(domain).select(),
            )
            for rank, domain in enumerate(domains)
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        return [count for _rank, count in sorted(rows)]

    @api.model
    def _find_square(self, postal_code, country=None):
        """Return the square of a postal code, or None; `country` wins over others."""
        # where a code lies is no secret, the table has no portal access
        points = self.env["smart.postal.point"].sudo()
        found = points.search([("zip", "=", normalise(postal_code or ""))])
        found = found.filtered(lambda point: point.country_id == country) or found
        return found[:1].square or None

    @api.model
    def _name_squares(self, squares):
        """Return {square: its place}, the lowest postal code standing for it."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (square) square, concat_ws(' ', zip, name)
                  FROM smart_postal_point WHERE square = ANY(%s)
                 ORDER BY square, zip
                """,
                list(squares),
            )
        )
        return dict(rows)
