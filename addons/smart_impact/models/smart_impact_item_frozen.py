# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which questions an indicator rests on is part of its definition, from both sides."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SmartImpactItem(models.Model):
    _inherit = "smart.impact.item"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        if not self.env.su:
            items._check_links(items._get_links())
        return items

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if set(vals) - {"indicator_ids", "sequence"}:
            self.sudo().indicator_ids._check_not_voted()
        before = self._get_links() if "indicator_ids" in vals else set()
        result = super().write(vals)
        if "instrument_id" in vals:
            self._check_unlocked()
        if "indicator_ids" in vals:
            self._check_links(before ^ self._get_links())
        return result

    def _get_links(self):
        """Return {(item id, indicator id)} as stored, whoever may read them."""
        query = SQL(
            "SELECT item_id, indicator_id FROM smart_impact_indicator_item_rel"
            " WHERE item_id IN %s",
            tuple(self.ids) or (0,),
        )
        return set(self.env.execute_query(query))

    def _check_links(self, changed):
        """Refuse a change to what was decided.

        Questions of a new questionnaire join the adopted indicator that they measure:
        this is how a series goes on. Those that were put to members stay with it.
        """
        # which indicators are decided is no secret
        indicators = self.env["smart.impact.indicator"].sudo()
        links = [(self.browse(one), indicators.browse(two)) for one, two in changed]
        indicators.union(
            *(
                indicator
                for item, indicator in links
                if item.code not in (indicator.item_ids - self).mapped("code")
            )
        )._check_not_voted()
        locked = indicators.union(
            *(two for one, two in links if one.instrument_id.is_locked)
        )
        fixed = locked._filter_fixed() | locked.filtered("core_digest")
        if fixed:
            raise UserError(
                self.env._(
                    "%(indicators)s: the questions it rests on were put to members and "
                    "stay. Make a new version of the indicator instead.",
                    indicators=", ".join(fixed.mapped("display_name")),
                )
            )
