# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .smart_impact_response import BANDS


class SmartImpactParticipation(models.Model):
    """Who was asked and who answered, never what nor when.

    Without log columns: the date of a change would join a member to the answer
    that arrived at the same moment. Once the wave is closed, not even who.
    """

    _name = "smart.impact.participation"
    _description = "Impact Participation"
    _log_access = False
    _rec_name = "partner_id"
    _order = "partner_id"

    # no index of its own: the unique one begins with it. With both, PostgreSQL took
    # the shorter one until it knew the wave, and read all members asked to find one
    wave_id = fields.Many2one("smart.impact.wave", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    # emptied for everybody once the wave is closed
    answered = fields.Boolean()
    # the last invitation or reminder sent; everybody who was asked gets the first
    round = fields.Integer("Letters sent")
    # what the member was when the wave opened, frozen
    territory_id = fields.Many2one("smart.territory", ondelete="set null")
    filiere_id = fields.Many2one("smart.filiere", string="Filière", ondelete="set null")
    band = fields.Selection(BANDS, string="Seniority")

    _member_uniq = models.Constraint(
        "UNIQUE(wave_id, partner_id)", "A member is asked once in a wave."
    )
