# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartImpactInstrument(models.Model):
    _name = "smart.impact.instrument"
    _description = "Impact Instrument"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "code, version desc, id"
    # a copy is the next version
    _guarded_later = {"version"}

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    active = fields.Boolean(default=True)
    introduction = fields.Text(
        translate=True, help="Shown to members before the first question."
    )
    source = fields.Char(help="Where the questions come from, with their licence.")
    item_ids = fields.One2many("smart.impact.item", "instrument_id", copy=True)
    item_count = fields.Integer(compute="_compute_item_count", string="# Items")
    wave_ids = fields.One2many("smart.impact.wave", "instrument_id")
    is_locked = fields.Boolean(
        compute="_compute_is_locked",
        help="Members answered these questions, or are answering them.",
    )

    _version_uniq = models.Constraint(
        "UNIQUE(code, version)", "This version of the instrument exists already."
    )

    @api.depends("code", "name", "version")
    def _compute_display_name(self):
        for instrument in self:
            instrument.display_name = f"{instrument.name} v{instrument.version}"

    @api.depends("item_ids")
    def _compute_item_count(self):
        for instrument in self:
            instrument.item_count = len(instrument.item_ids)

    @api.depends("wave_ids.survey_id")
    def _compute_is_locked(self):
        # also true for waves of companies that the user does not see
        waves = self.env["smart.impact.wave"].sudo()
        domain = [("instrument_id", "in", self.ids), ("survey_id", "!=", False)]
        groups = waves._read_group(domain, ["instrument_id"])
        locked = {instrument.id for (instrument,) in groups}
        for instrument in self:
            instrument.is_locked = instrument._origin.id in locked

    def copy_data(self, default=None):
        """Copy as the next version of the same code."""
        vals_list = super().copy_data(default)
        groups = self.with_context(active_test=False)._read_group(
            [("code", "in", self.mapped("code"))], ["code"], ["version:max"]
        )
        versions = dict(groups)
        for vals in vals_list:
            versions[vals["code"]] = versions.get(vals["code"], 0) + 1
            vals["version"] = versions[vals["code"]]
        return vals_list

    def action_new_version(self):
        """Copy the instrument so that its questions can change."""
        self.ensure_one()
        copy = self.copy()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": copy.id,
            "view_mode": "form",
        }
