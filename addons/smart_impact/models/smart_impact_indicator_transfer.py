# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.transfer import digest
from .smart_impact_indicator import DEFINITION_FIELDS

CORE_FIELDS = {*DEFINITION_FIELDS, "code", "direction"} - {"item_ids"}


class SmartImpactIndicator(models.Model):
    _name = "smart.impact.indicator"
    _inherit = ["smart.impact.indicator", "smart.impact.transfer.mixin"]

    core_digest = fields.Char(readonly=True, copy=False)
    comparability = fields.Selection(
        [
            ("local", "Of here alone"),
            ("same", "Same definition everywhere"),
            ("differs", "Definition differs"),
        ],
        string="Across territories",
        compute="_compute_comparability",
        help="An imported indicator is compared with other territories as long as its "
        "definition and the wording of its questions stay those of the file.",
    )

    @api.depends("core_digest", "item_ids", *sorted(CORE_FIELDS))
    def _compute_comparability(self):
        for indicator in self:
            if not indicator.core_digest:
                indicator.comparability = "local"
            elif indicator.sudo()._get_core_digest() == indicator.core_digest:
                indicator.comparability = "same"
            else:
                indicator.comparability = "differs"

    def write(self, vals):
        if CORE_FIELDS & set(vals) and not self.env.su:
            core = self.filtered("core_digest")
            if core:
                raise UserError(
                    self.env._(
                        "%(indicators)s came with the programme and is the same in all "
                        "territories: add an indicator of yours beside it.",
                        indicators=", ".join(core.mapped("display_name")),
                    )
                )
        return super().write(vals)

    def _get_core_digest(self):
        """Return the mark of the definition, with its questions as last worded."""
        self.ensure_one()
        latest = {}
        for item in self.item_ids.sorted(lambda one: one.instrument_id.version):
            latest[item.code] = item
        instruments = {item.instrument_id for item in latest.values()}
        words = [
            line
            for instrument in instruments
            for line in self._get_wording(instrument)
            if latest[line[0]].instrument_id == instrument
        ]
        definition = {name: self[name] for name in CORE_FIELDS}
        # what came before there was a choice keeps its mark
        if definition["minimum_answered"] == "half":
            del definition["minimum_answered"]
        return digest([definition, sorted(map(repr, words))])
