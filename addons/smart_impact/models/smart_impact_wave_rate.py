# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.disclosure import MINIMUM_CELL, suppress
from .smart_impact_response import BANDS

DIMENSIONS = [
    ("total", "All"),
    ("territory", "Territory"),
    ("filiere", "Filière"),
    ("band", "Seniority"),
]


class SmartImpactWaveRate(models.Model):
    """How many of those asked answered, by what they are; a few are never told."""

    _name = "smart.impact.wave.rate"
    _description = "Impact Response Rate"
    _log_access = False
    _order = "wave_id, dimension desc, asked desc, id"
    _rec_name = "name"

    wave_id = fields.Many2one(
        "smart.impact.wave", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="wave_id.company_id", store=True, index=True)
    dimension = fields.Selection(DIMENSIONS, required=True)
    territory_id = fields.Many2one("smart.territory", ondelete="set null")
    filiere_id = fields.Many2one(
        "smart.filiere",
        string="Filière",
        ondelete="set null",
        help="A member of several counts once: in the one where she is active, and has "
        "been longest.",
    )
    band = fields.Selection(BANDS, string="Seniority")
    name = fields.Char("Group", compute="_compute_name")
    asked = fields.Integer()
    answered = fields.Integer(aggregator=None)
    rate = fields.Float("Response rate", aggregator="avg")
    is_masked = fields.Boolean(
        "Masked",
        help="Fewer than five people were asked or answered, or it would let such a "
        "number be derived.",
    )

    @api.depends("dimension", "territory_id", "filiere_id", "band")
    def _compute_name(self):
        bands = dict(self._fields["band"]._description_selection(self.env))
        for rate in self:
            if rate.dimension == "total":
                rate.name = self.env._("All members asked")
            else:
                # names of places and filières are no secret
                known = rate.sudo()
                rate.name = (
                    known.territory_id.name
                    or known.filiere_id.name
                    or bands.get(rate.band)
                    or self.env._("Not told")
                )


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    rate_ids = fields.One2many("smart.impact.wave.rate", "wave_id", readonly=True)

    def action_view_rates(self):
        """Open the response rates, as they are now while the wave is open."""
        self.ensure_one()
        self.check_access("read")
        if self.state == "open":
            self.sudo()._update_rates()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_wave_rate_action"
        )
        return action | {"domain": [("wave_id", "=", self.id)]}

    def _update_rates(self):
        """Count again; a sealed wave keeps what it counted at its end."""
        # counts of a ledger that nobody reads; small ones are masked below
        rates = self.env["smart.impact.wave.rate"].sudo()
        for wave in self.filtered(lambda one: one.frame_count and not one.is_sealed):
            rates.search([("wave_id", "=", wave.id)]).unlink()
            rates.create(wave._prepare_rates())
            # not zero, which would count in a mean
            rates.flush_model()
            self.env.cr.execute(
                SQL(
                    "UPDATE smart_impact_wave_rate SET answered = NULL, rate = NULL"
                    " WHERE wave_id = %s AND is_masked",
                    wave.id,
                )
            )
        rates.invalidate_model()

    def _prepare_rates(self):
        ledger = self.env["smart.impact.participation"].sudo()
        mine = [("wave_id", "=", self.id)]
        vals = []
        for dimension, field in (
            ("territory", "territory_id"),
            ("filiere", "filiere_id"),
            ("band", "band"),
        ):
            counts = {}
            for value, answered, count in ledger._read_group(
                mine, [field, "answered"], ["__count"]
            ):
                key = value if field == "band" else value.id
                total = counts.setdefault(key or False, [0, 0])
                total[0] += count
                total[1] += count if answered else 0
            pattern = _mask(counts)
            for key, (asked, answered) in counts.items():
                # a few in all: that the others are zero would say where they are
                hidden = pattern.total_hidden or key in pattern.hidden
                vals.append(
                    {
                        "wave_id": self.id,
                        "dimension": dimension,
                        field: key,
                        **_shown(asked, answered, hidden),
                    }
                )
        total = [sum(one[at] for one in counts.values()) for at in (0, 1)]
        hidden = pattern.total_hidden or 0 < total[1] < MINIMUM_CELL
        vals.append(
            {"wave_id": self.id, "dimension": "total", **_shown(*total, hidden)}
        )
        return vals


def _mask(counts):
    few = [key for key, (asked, _answered) in counts.items() if asked < MINIMUM_CELL]
    return suppress(
        {key: answered for key, (_asked, answered) in counts.items()}, forced=few
    )


def _shown(asked, answered, hidden):
    return {
        "asked": asked,
        "answered": 0 if hidden else answered,
        "rate": 0 if hidden else 100 * answered / asked,
        "is_masked": hidden,
    }
