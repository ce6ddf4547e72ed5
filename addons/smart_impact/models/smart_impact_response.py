# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid

from odoo import fields, models

# how long somebody has been a member when the wave opens, in years: [from, to)
BANDS = [
    ("new", "Under 1 year"),
    ("settled", "1 to 5 years"),
    ("long", "5 years and more"),
]
BAND_KEYS = [key for key, _label in BANDS]
BAND_YEARS = {"new": 0, "settled": 1, "long": 5}


class SmartImpactResponse(models.Model):
    """One anonymous set of answers.

    Nothing here leads to the member: no contact, no author, no date, and an order
    that was shuffled. Nobody reads it: figures come from the aggregate path.
    """

    _name = "smart.impact.response"
    _description = "Impact Response"
    _log_access = False
    _rec_name = "uuid"
    _order = "uuid"

    wave_id = fields.Many2one(
        "smart.impact.wave", required=True, index=True, ondelete="cascade"
    )
    uuid = fields.Char(
        "Identifier", required=True, default=lambda self: self._default_uuid()
    )
    is_complete = fields.Boolean(
        help="At least half of the items are answered, free texts aside."
    )
    territory_id = fields.Many2one("smart.territory", ondelete="set null")
    filiere_id = fields.Many2one("smart.filiere", string="Filière", ondelete="set null")
    band = fields.Selection(BANDS, string="Seniority")
    # joins the waves of one person; made with a key that is not in the database
    pseudonym = fields.Char(index="btree_not_null")
    answer_ids = fields.One2many("smart.impact.answer", "response_id")

    _uuid_uniq = models.Constraint("UNIQUE(uuid)", "A response is stored once.")

    def _default_uuid(self):
        return str(uuid.uuid4())
