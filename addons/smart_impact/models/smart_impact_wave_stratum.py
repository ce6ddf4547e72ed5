# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .smart_impact_response import BANDS


class SmartImpactWaveStratum(models.Model):
    """How many members were alike when a wave opened; of whom some were asked."""

    _name = "smart.impact.wave.stratum"
    _description = "Impact Wave Stratum"
    _log_access = False
    _rec_name = "wave_id"

    wave_id = fields.Many2one(
        "smart.impact.wave", required=True, index=True, ondelete="cascade"
    )
    territory_id = fields.Many2one("smart.territory", ondelete="set null")
    filiere_id = fields.Many2one("smart.filiere", string="Filière", ondelete="set null")
    band = fields.Selection(BANDS, string="Seniority")
    population = fields.Integer("Members")
    asked = fields.Integer()
