# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Nothing of an indicator changes once it is voted on, or adopted."""

from odoo import api, models
from odoo.exceptions import UserError

from .smart_impact_indicator_version import MEANING

# what is read with a figure
DECIDED = MEANING | {"name", "unit", "comparison", "minimum_cell", "active"}
VOTED = DECIDED | {"description", "decision_ids", "theme_ids", "reference"}


class SmartImpactIndicator(models.Model):
    _name = "smart.impact.indicator"
    _inherit = ["smart.impact.indicator", "smart.impact.frozen.mixin"]

    def _check_frozen(self, names, lang):
        if VOTED & names:
            self._check_not_voted()
        fixed = self._filter_fixed()
        if DECIDED & names and fixed._filter_decided(DECIDED & names, lang):
            fixed._check_not_adopted()
        return super()._check_frozen(names, lang)

    def _filter_fixed(self):
        return self.filtered(lambda one: one.state in ("adopted", "retired"))

    def _filter_voted(self):
        """Return those on which a body is voting now."""
        waiting = self.filtered(lambda one: one.state == "consultation")
        # a yes or no about the indicator, whoever may read the proposal
        proposals = self.env["smart.impact.proposal"].sudo()
        domain = [("indicator_id", "in", waiting.ids), ("state", "=", "ballot")]
        return waiting and waiting & proposals.search(domain).indicator_id

    def _check_not_voted(self):
        voted = self._filter_voted()
        if voted:
            raise UserError(
                self.env._(
                    "%(indicators)s: a vote is open on it as it is. Wait until the "
                    "vote closes.",
                    indicators=", ".join(voted.mapped("display_name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_adopted(self):
        if not self.env.su and self._filter_fixed():
            raise UserError(
                self.env._("What was adopted is given up, and stays to be read.")
            )
