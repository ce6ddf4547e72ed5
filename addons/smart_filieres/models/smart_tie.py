# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

# the mean length of a month, in days
MONTH = 30.4375


class SmartTie(models.Model):
    """Two members who did something together. Only aggregates of it are shown."""

    _name = "smart.tie"
    _description = "Tie"
    _order = "weight desc, id"
    _rec_name = "kinds"
    _log_access = False

    # no index of its own: that of the pair begins with it, and ties are many
    partner_a_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    partner_b_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    weight = fields.Float(required=True, digits=(16, 6))
    event_count = fields.Integer()
    kinds = fields.Char(help="Codes of the kinds of events, separated by commas.")
    date_first = fields.Date()
    date_last = fields.Date()

    _pair_uniq = models.Constraint(
        "UNIQUE(partner_a_id, partner_b_id)", "Two members have one tie."
    )
    _pair_ordered = models.Constraint(
        "CHECK(partner_a_id < partner_b_id)", "A tie names the smaller number first."
    )

    @api.model
    def _get_evidence_models(self):
        """Return the names of models that may say who did something together.

        Each gives `_get_tie_evidence_query()`, an SQL with the columns kind (text),
        event_key (text), partner_id (int) and happened_on (date): one row per person
        at a common event. A name that is not installed is passed over.
        """
        return [
            "smart.initiative",
            "event.event",
            "smart.contact.request",
            "smart.pooled.order",
        ]

    @api.model
    def _get_evidence_queries(self):
        """Return the SQL of each model that has something to say."""
        found = []
        for name in self._get_evidence_models():
            give = getattr(self.env.get(name), "_get_tie_evidence_query", None)
            query = give() if give else None
            if query:
                found.append(query)
        return found

    def _rebuild(self, as_of):
        """Weigh all ties again from the evidence; return how many there are.

        w = Σ c·1/(n − 1)·0.5^(months/half-life) over the events two people share.
        """
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM smart_tie"))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO smart_tie (partner_a_id, partner_b_id, weight,
                                       event_count, kinds, date_first, date_last)
                WITH event AS (
                    SELECT seen.kind, seen.event_key, seen.partner_id,
                           seen.happened_on,
                           kind.coefficient / (seen.participant_count - 1)
                           * POWER(0.5, (%(as_of)s::date - seen.happened_on)
                                        / (%(month)s * kind.half_life)) AS weight
                      FROM smart_tie_evidence seen
                      JOIN smart_tie_kind kind ON kind.code = seen.kind
                       AND kind.active
                      JOIN res_partner partner ON partner.id = seen.partner_id
                       AND partner.is_member AND partner.active
                     WHERE seen.participant_count BETWEEN 2 AND kind.most_people)
                SELECT one.partner_id, other.partner_id,
                       SUM(one.weight), COUNT(*),
                       STRING_AGG(DISTINCT one.kind, ',' ORDER BY one.kind),
                       MIN(GREATEST(one.happened_on, other.happened_on)),
                       MAX(GREATEST(one.happened_on, other.happened_on))
                  FROM event one
                  JOIN event other ON other.event_key = one.event_key
                   AND other.kind = one.kind AND other.partner_id > one.partner_id
                 GROUP BY one.partner_id, other.partner_id
                """,
                as_of=as_of,
                month=MONTH,
            )
        )
        count = self.env.cr.rowcount
        self.invalidate_model()
        self.env.cr.execute("ANALYZE smart_tie")
        return count
