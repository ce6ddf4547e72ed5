# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import numpy as np

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from ..engine import cube
from ..engine.disclosure import MINIMUM_CELL
from ..engine.levels import build_levels, design_of
from ..engine.rates import hide_rates
from .smart_impact_response import BAND_KEYS, BANDS
from .smart_impact_wave_masks import join_tree, split_tree

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
    rate = fields.Float(
        "Response rate with incomplete answers (RR2)",
        aggregator="avg",
        help="Members who answered, completely or not, out of members asked (AAPOR "
        "RR2). The wave's own rate counts complete answers alone (RR1). Of several "
        "groups together, a ratio of sums.",
    )
    is_masked = fields.Boolean(
        "Masked",
        help="Fewer than five people were asked or answered, or nobody did, or all, or "
        "it would let such a number be derived.",
    )
    # hidden in the figures as well: nobody reads which of the reasons it is
    is_linked = fields.Boolean("Masked in the figures too", groups=NO_ACCESS)

    def _read_group_select(self, aggregate_spec, query):
        """Aggregate rates as ratios of sums, and count nobody twice.

        Territories, filières and seniorities are the same members: of several
        together, those of all the members stand, and without them there is none.
        """
        if aggregate_spec not in ("rate:avg", "asked:sum"):
            return super()._read_group_select(aggregate_spec, query)
        asked, answered, dimension = (
            self._field_to_sql(self._table, name, query)
            for name in ("asked", "answered", "dimension")
        )
        figures = [
            SQL("SUM(%s) FILTER (WHERE %s)", asked, kept)
            if aggregate_spec == "asked:sum"
            else SQL(
                "100.0 * SUM(%s) FILTER (WHERE %s) / NULLIF(SUM(%s) FILTER (WHERE %s),"
                " 0)",
                *(answered, kept, asked, kept),
            )
            for kept in (SQL("TRUE"), SQL("%s = 'total'", dimension))
        ]
        return SQL(
            "CASE WHEN MIN(%s) = MAX(%s) THEN %s ELSE %s END",
            *(dimension, dimension, *figures),
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

    rate_ids = fields.One2many(
        "smart.impact.wave.rate",
        "wave_id",
        readonly=True,
        groups="smart_impact.group_evaluator",
    )

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
            self.env.flush_all()
            rates.create(wave._prepare_rates())
            # not zero, which would count in a mean
            rates.flush_model()
            self.env.cr.execute(
                SQL(
                    "UPDATE smart_impact_wave_rate"
                    " SET asked = NULL, answered = NULL, rate = NULL"
                    " WHERE wave_id = %s AND is_masked",
                    wave.id,
                )
            )
        rates.invalidate_model()

    def _prepare_rates(self):
        """Return the values of the rates, by the masks that the figures will have."""
        keys, asked, answered = self._read_ledger()
        cells, places = cube.distinct(keys)
        parents = self._read_parents()
        levels = build_levels(cells, parents, crosses=False)
        counted = np.stack([asked, answered], axis=1).astype(float)
        smallest = np.zeros((len(cells), 2))
        np.add.at(smallest, places, counted)
        counts = {
            scope: cube.roll_up(
                smallest, level.parts, level.targets, len(level.keys)
            ).astype(int)
            for scope, level in levels.items()
        }
        tables = join_tree({scope: part[:, 1] for scope, part in counts.items()})
        nothing = {name: np.zeros(len(part), bool) for name, part in tables.items()}
        total, masks = design_of(levels, parents).hide(tables, MINIMUM_CELL, nothing)
        masks = split_tree(total, masks, levels)
        vals = []
        for scope, level in levels.items():
            if scope in dict(DIMENSIONS):
                vals += self._prepare_dimension(
                    scope, level.keys, counts[scope], masks[scope]
                )
        return vals

    def _prepare_dimension(self, scope, keys, counts, linked):
        asked, answered = counts.T
        if scope == "total":
            # nobody at all is told
            hidden = linked & (answered > 0)
        else:
            hidden = hide_rates(asked, answered, linked)
        bands = [False, *BAND_KEYS]
        return [
            {
                "wave_id": self.id,
                "dimension": scope,
                "territory_id": place,
                "filiere_id": filiere,
                "band": bands[band],
                "asked": 0 if masked else size,
                "answered": 0 if masked else done,
                "rate": 0 if masked else 100 * done / size,
                "is_masked": masked,
                "is_linked": small,
            }
            for (place, filiere, band), size, done, masked, small in zip(
                keys.tolist(),
                asked.tolist(),
                answered.tolist(),
                hidden.tolist(),
                linked.tolist(),
                strict=True,
            )
        ]

    def _read_ledger(self):
        """Return ``(cells × (territory, filière, band), asked, answered)``."""
        # counts of a ledger that nobody reads
        rows = self.env.execute_query(
            SQL(
                "SELECT COALESCE(territory_id, 0), COALESCE(filiere_id, 0),"
                " COALESCE(ARRAY_POSITION(%s::varchar[], band), 0), COUNT(*),"
                " COUNT(*) FILTER (WHERE answered)"
                " FROM smart_impact_participation WHERE wave_id = %s"
                " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
                BAND_KEYS,
                self.id,
            )
        )
        table = np.array(rows, np.int64).reshape(-1, 5)
        return table[:, :3], table[:, 3], table[:, 4]
