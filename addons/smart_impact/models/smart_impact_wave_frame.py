# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who is asked: everybody, or a sample that anybody can draw again."""

import secrets
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.smart_filieres.models.smart_filiere_membership import PRESENT_STATES

from ..engine.blurring import blur
from ..engine.disclosure import MINIMUM_CELL
from ..engine.sampling import allocate
from .smart_impact_response import BAND_KEYS, BAND_YEARS

SAMPLINGS = [("census", "Every member"), ("sample", "A sample")]
LARGEST_SEED = 2**31 - 1
# attributes from the widest to the narrowest, and what stands for none in SQL
PLACES = SQL("COALESCE(territory_id, 0), COALESCE(filiere_id, 0), COALESCE(band, '')")


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    sampling = fields.Selection(
        SAMPLINGS, string="Who is asked", required=True, default="census"
    )
    sample_size = fields.Integer(
        "Members to ask",
        help="Drawn in each territory, filière and seniority in proportion to their "
        "members.",
    )
    seed = fields.Integer(
        default=lambda self: self._default_seed(),
        copy=False,
        help="Where the draw starts: the same register and the same seed give the "
        "same sample.",
    )
    population_count = fields.Integer(
        "Members of the register", readonly=True, copy=False
    )

    _sample_size_positive = models.Constraint(
        "CHECK(sampling != 'sample' OR sample_size > 0)",
        "A sample asks one member at least: give the number of members to ask.",
    )

    @api.model
    def _default_seed(self):
        return secrets.randbelow(LARGEST_SEED)

    # === FRAME === #

    def _get_frame_domain(self):
        """Return the domain of the members this wave asks, or draws from.

        Default: the members of the programme's company, and those shared by all.
        Override to ask some members only.
        """
        self.ensure_one()
        companies = [self.company_id.id, False]
        return Domain("is_member", "=", True) & Domain("company_id", "in", companies)

    def _create_frame(self):
        """Write down who is asked, with what they were that day.

        Attributes that fewer members asked than the minimum share are left out: they
        would point at somebody in the response store.
        """
        self.env.flush_all()
        for wave in self:
            register = wave._sql_register()
            sizes = wave._read_register(register)
            if not sizes:
                raise UserError(
                    self.env._(
                        "%(wave)s asks nobody: there is no member in the register.",
                        wave=wave.name,
                    )
                )
            quotas = wave._get_quotas(sizes)
            strata = [
                (*_to_sql(cell), quotas[cell], sizes[cell], *_to_sql(kept))
                for cell, kept in blur(quotas, MINIMUM_CELL).items()
            ]
            wave._insert_frame(register, strata)
            wave._insert_strata(strata)
            # read-only for users; the opening counts
            wave.sudo().population_count = sum(sizes.values())
        self.invalidate_recordset()
        self.env["smart.impact.participation"].invalidate_model()

    def _sql_register(self):
        """Return the query of members with their attributes of today."""
        # the frame is made for everybody, whatever the user may read of members
        members = self.env["res.partner"].sudo()._search(self._get_frame_domain())
        return members.select(
            SQL("res_partner.id AS partner_id"),
            SQL("res_partner.territory_id AS territory_id"),
            SQL("%s AS filiere_id", self._sql_filiere()),
            SQL("%s AS band", self._sql_band()),
        )

    def _sql_filiere(self):
        """Return the filière a member counts in: figures are of people, each once.

        Of several, where she is active, rather than confirmed, rather than dormant;
        and of those, where she has been longest.
        """
        return SQL(
            "(SELECT filiere_id FROM smart_filiere_membership"
            " WHERE partner_id = res_partner.id AND state IN %s"
            " ORDER BY state = 'active' DESC, state = 'confirmed' DESC,"
            " date_answered, id LIMIT 1)",
            tuple(PRESENT_STATES),
        )

    def _sql_band(self):
        """Return the seniority of a member today, as one of the bands."""
        years = SQL("EXTRACT(YEAR FROM AGE(res_partner.member_since))")
        cases = [
            SQL("WHEN %s >= %s THEN %s", years, BAND_YEARS[key], key)
            for key in reversed(BAND_KEYS)
        ]
        return SQL("(CASE %s END)", SQL(" ").join(cases))

    def _read_register(self, register):
        """Return ``{(territory, filière, band): number of members}``."""
        rows = self.env.execute_query(
            SQL(
                "SELECT %s, COUNT(*) FROM (%s) AS register GROUP BY 1, 2, 3",
                PLACES,
                register,
            )
        )
        return {_from_sql(row[:3]): row[3] for row in rows}

    def _get_quotas(self, sizes):
        """Return how many members to ask in each cell."""
        if self.sampling == "census":
            return sizes
        return allocate(sizes, self.sample_size)

    def _insert_frame(self, register, strata):
        """Ask in each cell those whom the seed puts first.

        The order is a hash of the seed and the member: the same whatever the server,
        and alike for nobody who knows only the number of a member.
        """
        columns = [list(column) for column in zip(*strata, strict=True)]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO smart_impact_participation
                       (wave_id, partner_id, territory_id, filiere_id, band,
                        answered, round)
                SELECT %(wave)s, drawn.partner_id, NULLIF(cell.to_territory, 0),
                       NULLIF(cell.to_filiere, 0), NULLIF(cell.to_band, ''), FALSE, 0
                  FROM (SELECT partner_id, %(places)s,
                               ROW_NUMBER() OVER (
                                   PARTITION BY %(places)s
                                   ORDER BY MD5(%(seed)s || '-' || partner_id),
                                            partner_id)
                          FROM (%(register)s) AS register
                       ) AS drawn (partner_id, territory, filiere, band, rank)
                  JOIN unnest(%(cells)s)
                       AS cell (territory, filiere, band, quota, population,
                                to_territory, to_filiere, to_band)
                    ON (drawn.territory, drawn.filiere, drawn.band)
                       = (cell.territory, cell.filiere, cell.band)
                 WHERE drawn.rank <= cell.quota
                 ORDER BY drawn.partner_id
                ON CONFLICT DO NOTHING
                """,
                wave=self.id,
                places=PLACES,
                seed=str(self.seed),
                register=register,
                cells=SQL(
                    "%s::int[], %s::int[], %s::varchar[], %s::int[], %s::int[],"
                    " %s::int[], %s::int[], %s::varchar[]",
                    *columns,
                ),
            )
        )

    def _insert_strata(self, strata):
        """Keep what figures are given back to: all members, not only those asked."""
        totals = defaultdict(lambda: [0, 0])
        for *_cell, quota, size, territory, filiere, band in strata:
            total = totals[territory or None, filiere or None, band or None]
            total[0] += size
            total[1] += quota
        # nobody has a right on the strata, which hold small groups
        self.env["smart.impact.wave.stratum"].sudo().create(
            [
                {
                    "wave_id": self.id,
                    "territory_id": territory,
                    "filiere_id": filiere,
                    "band": band,
                    "population": population,
                    "asked": asked,
                }
                for (territory, filiere, band), (population, asked) in totals.items()
            ]
        )


def _from_sql(row):
    return tuple(value or None for value in row)


def _to_sql(cell):
    territory, filiere, band = cell
    return territory or 0, filiere or 0, band or ""
