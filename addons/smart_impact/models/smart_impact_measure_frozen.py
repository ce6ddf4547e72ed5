# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .smart_impact_measure import DEFINITION


class SmartImpactMeasure(models.Model):
    _inherit = "smart.impact.measure"

    def write(self, vals):
        if DEFINITION & set(vals) and not self.env.su:
            self._check_not_decided()
        return super().write(vals)

    def _check_not_decided(self):
        """Refuse to measure something else for an indicator that was adopted."""
        # which indicators rest on a measure is no secret, also those given up
        indicators = self.env["smart.impact.indicator"].sudo()
        used = Domain.OR(
            Domain(name, "in", self.ids) for name in ("numerator_id", "denominator_id")
        )
        resting = indicators.with_context(active_test=False).search(used)
        resting._check_not_voted()
        fixed = resting._filter_fixed()
        if fixed:
            raise UserError(
                self.env._(
                    "%(indicators)s were adopted on this measure: make another one, "
                    "for a new version of them.",
                    indicators=", ".join(fixed.mapped("display_name")),
                )
            )
