# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.postal_code import RangeIndex, extents, normalise


class SmartTerritory(models.Model):
    _name = "smart.territory"
    _description = "Territory"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True
    )
    code = fields.Char(index=True)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "smart.territory", string="Part of", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("smart.territory", "parent_id", string="Parts")
    country_id = fields.Many2one("res.country", required=True, index=True)
    range_ids = fields.One2many(
        "smart.territory.range", "territory_id", string="Postal codes"
    )
    member_count = fields.Integer(compute="_compute_member_count", string="Members")

    _code_uniq = models.UniqueIndex(
        "(country_id, code) WHERE code IS NOT NULL",
        "Two territories of a country cannot share a code.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for territory in self:
            parts = [territory.parent_id.complete_name, territory.name]
            territory.complete_name = " / ".join(part for part in parts if part)

    def _compute_member_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                [("is_member", "=", True), ("territory_id", "child_of", self.ids)],
                ["territory_id"],
                ["__count"],
            )
        )
        for territory in self:
            below = f"{territory.parent_path or ''}"
            territory.member_count = sum(
                count
                for place, count in counts.items()
                if below and (place.parent_path or "").startswith(below)
            )

    def action_view_members(self):
        """Open the members who live in these territories or in their parts."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.res_partner_action_members"
        )
        action["domain"] = [
            ("is_member", "=", True),
            ("territory_id", "child_of", self.ids),
        ]
        return action

    @api.model
    def _find_by_postal_code(self, pairs):
        """Return the territory id of each (country id, postal code) of `pairs`.

        :param pairs: iterable of (int or False, str or False)
        :return: dict of pair → territory id, or False where no range holds the
            code. The narrowest range wins, so a city may stand out of its province.
        """
        pairs = set(pairs)
        countries = [country for country, code in pairs if country and code]
        if not countries:
            return dict.fromkeys(pairs, False)
        # every user may hold an address, not all may read the ranges
        ranges = (
            self.env["smart.territory.range"]
            .sudo()
            ._read_group(
                [
                    ("country_id", "in", countries),
                    ("territory_id.active", "=", True),
                ],
                ["country_id", "territory_id", "zip_from", "zip_to"],
            )
        )
        index = RangeIndex(
            (country.id, start, end, territory.id)
            for country, territory, start, end in ranges
        )
        return {
            (country, code): index.find(country, normalise(code))
            for country, code in pairs
        }

    @api.model
    def _get_extents(self):
        """Return ``{territory id: the postal codes it is made of}``, of all of them.

        See ``extents``: spans of codes per country, to be compared as a whole.
        """
        self.env["smart.territory.range"].flush_model()
        self.flush_model(["active"])
        return extents(
            self.env.execute_query(
                SQL(
                    "SELECT part.country_id, part.zip_from, part.zip_to, territory.id"
                    "  FROM smart_territory_range part"
                    "  JOIN smart_territory territory"
                    "    ON territory.id = part.territory_id"
                    " WHERE territory.active"
                )
            )
        )
