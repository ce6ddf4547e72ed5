# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import SQL

from ..engine.comparison import FEWEST, Side, Stratum, compare
from .smart_filiere_membership import PRESENT_STATES

# key, what the figure is multiplied by to be read
OUTCOMES = (("retention", 100), ("connection", 1), ("turnover", 1))


class SmartFiliereSheet(models.Model):
    """The effects of a sheet: the filière beside people like its members.

    An outcome `x` is a method `_sql_x` that returns SQL with the columns partner_id,
    before and after, or None where nobody keeps it. It may have `_pre_periods_x`, the
    number of whole periods observed before this one.
    """

    _inherit = "smart.filiere.sheet"

    def _get_outcomes(self):
        """Return [(key, name, unit, factor, source, formula)]."""
        names, units = self._get_outcome_names(), self._get_outcome_units()
        sources, formulas = self._get_outcome_sources(), self._get_outcome_formulas()
        return [
            (key, names[key], units[key], factor, sources[key], formulas[key])
            for key, factor in OUTCOMES
        ]

    def _get_outcome_names(self):
        return {
            "retention": self.env._("Stayed in the cooperative"),
            "connection": self.env._("Ties per member"),
            "turnover": self.env._("Turnover per member"),
        }

    def _get_outcome_units(self):
        return {
            "retention": self.env._("points"),
            "connection": self.env._("ties"),
            "turnover": "€",
        }

    def _get_outcome_sources(self):
        return {
            "retention": self.env._("Members"),
            "connection": self.env._("Observatory"),
            "turnover": self.env._("Customer invoices"),
        }

    def _get_outcome_formulas(self):
        return {
            "retention": self.env._(
                "members of the first day still there on the last one, in %"
            ),
            "connection": self.env._("people she has worked with, before and after"),
            "turnover": self.env._(
                "invoiced and posted, in the period and the one before"
            ),
        }

    def _collect_effects(self):
        """Return {key: None or {pre_periods, strata}}: sums, no row of anybody."""
        found = {}
        for key, *_rest in self._get_outcomes():
            outcome = getattr(self, f"_sql_{key}")()
            if outcome is None:
                found[key] = None
                continue
            pre_periods = getattr(self, f"_pre_periods_{key}", None)
            found[key] = {
                "pre_periods": pre_periods() if pre_periods else 0,
                "strata": [
                    [float(value or 0) for value in row]
                    for row in self.env.execute_query(self._sql_strata(outcome))
                ],
            }
        return found

    def _prepare_effects(self, inputs):
        for key, name, unit, factor, source, formula in self._get_outcomes():
            found = inputs["effects"].get(key)
            vals = {
                "key": key,
                "level": "effect",
                "name": name,
                "unit": unit,
                "source": source,
                "formula": formula,
                "is_compared": True,
            }
            if found is None:
                yield {**vals, "reason": self._explain_unknown(None)}
                continue
            strata = [
                Stratum(Side(int(row[0]), *row[1:4]), Side(int(row[4]), *row[5:8]))
                for row in found["strata"]
            ]
            result = compare(strata, found["pre_periods"])
            yield {**vals, **self._prepare_comparison(result, factor)}

    def _prepare_comparison(self, result, factor):
        vals = {
            # a small side is said to be small, and not how small
            "n_inside": result.n_inside if result.n_inside >= 5 else 0,
            "n_outside": result.n_outside if result.n_outside >= 5 else 0,
            "unmatched": result.unmatched if result.unmatched >= 5 else 0,
            "n": result.n_inside if result.n_inside >= 5 else 0,
        }
        if result.refused:
            where = {
                "inside": self.env._("in the filière"),
                "outside": self.env._("outside it"),
            }[result.refused]
            reason = self.env._(
                "Fewer than %(fewest)s comparable members %(where)s: too few to say.",
                fewest=FEWEST,
                where=where,
            )
            return {**vals, "reason": reason}
        return {
            **vals,
            "is_known": True,
            "value": result.effect * factor,
            "is_correlation": result.is_correlation,
            **{
                name: getattr(result, name) * factor
                for name in ("low", "high", "inside_before", "inside_after")
                + ("outside_before", "outside_after")
            },
        }

    # === STRATA === #

    def _sql_strata(self, outcome):
        """Return the sums per section, country and seniority, inside and outside.

        Inside: who had confirmed when the period began. Outside: who has never been in
        this filière. Who came in between is on neither side.
        """
        sides = SQL(", ").join(
            SQL(
                "COUNT(*) FILTER (WHERE %(w)s), SUM(before) FILTER (WHERE %(w)s),"
                " SUM(after) FILTER (WHERE %(w)s),"
                " SUM((after - before) ^ 2) FILTER (WHERE %(w)s)",
                w=condition,
            )
            for condition in (SQL("inside"), SQL("NOT inside"))
        )
        return SQL(
            """
            WITH section AS (
                SELECT profile.partner_id, MIN(activity.nace_section) AS section
                  FROM smart_directory_profile profile
                  JOIN smart_profile_activity_rel held ON held.profile_id = profile.id
                  JOIN smart_activity activity ON activity.id = held.activity_id
                 GROUP BY profile.partner_id
            ), cohort AS (
                SELECT partner.id AS partner_id, section.section, partner.country_id,
                       CASE WHEN partner.member_since > %(start)s::date - 365 THEN 0
                            WHEN partner.member_since > %(start)s::date - 1095 THEN 1
                            WHEN partner.member_since > %(start)s::date - 1825 THEN 2
                            ELSE 3 END AS seniority,
                       COALESCE(mine.state IN %(present)s, FALSE) AS inside
                  FROM res_partner partner
                  LEFT JOIN section ON section.partner_id = partner.id
                  LEFT JOIN smart_filiere_membership mine
                    ON mine.partner_id = partner.id AND mine.filiere_id = %(filiere)s
                 WHERE partner.member_since <= %(start)s
                   AND (partner.is_member OR partner.member_until >= %(start)s)
                   AND (%(company)s IS NULL OR partner.company_id IS NULL
                        OR partner.company_id = %(company)s)
                   AND (mine.id IS NULL OR mine.state IN ('proposed', 'refused')
                        OR (mine.state IN %(present)s
                            AND mine.date_answered <= %(start)s))
            )
            SELECT %(sides)s
              FROM cohort JOIN (%(outcome)s) AS outcome USING (partner_id)
             GROUP BY section, country_id, seniority
             ORDER BY section, country_id, seniority
            """,
            start=self.date_from,
            filiere=self.filiere_id.id,
            present=PRESENT_STATES,
            company=self.company_id.id or None,
            sides=sides,
            outcome=outcome,
        )

    # === OUTCOMES === #

    def _sql_retention(self):
        return SQL(
            """
            SELECT id AS partner_id, 1.0::float AS before,
                   CASE WHEN member_until > %(end)s
                          OR (is_member AND member_until IS NULL) THEN 1.0 ELSE 0.0
                   END::float AS after
              FROM res_partner WHERE member_since IS NOT NULL
            """,
            end=self.date_to,
        )

    def _sql_connection(self):
        if "smart.tie" not in self.env:
            return None
        return SQL(
            """
            SELECT partner.id AS partner_id,
                   COUNT(tie.date_first) FILTER (
                       WHERE tie.date_first < %(start)s)::float AS before,
                   COUNT(tie.date_first) FILTER (
                       WHERE tie.date_first <= %(end)s)::float AS after
              FROM res_partner partner
              LEFT JOIN (
                   SELECT partner_a_id AS partner_id, date_first FROM smart_tie
                   UNION ALL SELECT partner_b_id, date_first FROM smart_tie
              ) tie ON tie.partner_id = partner.id
             WHERE partner.member_since IS NOT NULL
             GROUP BY partner.id
            """,
            start=self.date_from,
            end=self.date_to,
        )

    def _pre_periods_connection(self):
        return self._count_periods_since(SQL("SELECT MIN(date_first) FROM smart_tie"))

    def _sql_turnover(self):
        """Invoices whose salesperson is the member, in the company's currency."""
        if "account.move" not in self.env:
            return None
        days = (self.date_to - self.date_from).days + 1
        return SQL(
            """
            SELECT partner.id AS partner_id,
                   COALESCE(SUM(move.amount_untaxed_signed) FILTER (
                       WHERE move.invoice_date < %(start)s), 0)::float AS before,
                   COALESCE(SUM(move.amount_untaxed_signed) FILTER (
                       WHERE move.invoice_date >= %(start)s), 0)::float AS after
              FROM res_partner partner
              JOIN res_users seller ON seller.partner_id = partner.id
              JOIN account_move move ON move.invoice_user_id = seller.id
               AND move.move_type IN ('out_invoice', 'out_refund')
               AND move.state = 'posted'
               AND move.invoice_date BETWEEN %(start)s::date - %(days)s AND %(end)s
             WHERE partner.member_since IS NOT NULL
             GROUP BY partner.id
            """,
            start=self.date_from,
            end=self.date_to,
            days=days,
        )

    def _pre_periods_turnover(self):
        return self._count_periods_since(
            SQL(
                "SELECT MIN(invoice_date) FROM account_move"
                " WHERE move_type = 'out_invoice' AND state = 'posted'"
            )
        )

    def _count_periods_since(self, query):
        """Return how many periods as long as this one were observed before it."""
        [(first,)] = self.env.execute_query(query)
        if not first or first >= self.date_from:
            return 0
        length = (self.date_to - self.date_from).days + 1
        return (self.date_from - first).days // length
