# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .event_registration_satisfaction import DAYS_TO_ANSWER

# under this number of people, a figure says something about one of them
SMALLEST_COUNT = 5
DAYS_FOR_TIES = 90
EVENTS_AT_ONCE = 200


class EventEvent(models.Model):
    """What a meeting gave: satisfaction at once, ties after 90 days."""

    _inherit = "event.event"

    attendee_count = fields.Integer(
        "Members who came", compute="_compute_outcome", compute_sudo=True
    )
    satisfaction_mean = fields.Float(
        compute="_compute_outcome", compute_sudo=True, digits=(3, 1)
    )
    satisfaction_count = fields.Integer(
        "Answers", compute="_compute_outcome", compute_sudo=True
    )
    satisfaction_text = fields.Char(
        "Satisfaction", compute="_compute_outcome", compute_sudo=True
    )
    tie_state = fields.Selection(
        [
            ("waiting", "Not known before 90 days"),
            ("absent", "Not known: nothing observes ties"),
            ("small", "Not shown: fewer than five members came"),
            ("known", "Known"),
        ],
        string="State of the ties",
        default="waiting",
        readonly=True,
        copy=False,
    )
    ties_born = fields.Integer(
        "Ties born within 90 days",
        readonly=True,
        copy=False,
        help="Pairs of members who came and who then, within 90 days, did for the "
        "first time something else together.",
    )

    # what tie_state does not call known is not a zero
    def _compute_outcome(self):
        rows = self.env["event.registration"]._read_group(
            [("event_id", "in", self.ids), ("state", "=", "done")],
            ["event_id"],
            ["member_id:count_distinct"],
        )
        came = {event.id: count for event, count in rows}
        notes = self._read_notes()
        for event in self:
            count, mean = notes.get(event._origin.id, (0, 0.0))
            event.attendee_count = came.get(event._origin.id, 0)
            event.satisfaction_count = count
            event.satisfaction_mean = mean
            event.satisfaction_text = (
                self.env._("%(mean)s of 5 (%(count)s answers)", mean=mean, count=count)
                if count
                else self.env._("Shown 14 days after, from five answers on")
            )

    def _read_notes(self):
        """Return {event id: (answers, mean)} of what may be shown.

        Once, when nobody can answer any more: a mean that moves with each answer
        would tell what the last one was.
        """
        closed = fields.Datetime.now() - timedelta(days=DAYS_TO_ANSWER)
        rows = self.env["event.registration"]._read_group(
            [
                ("event_id", "in", self.ids),
                ("event_id.date_end", "<", closed),
                ("satisfaction", ">", 0),
            ],
            ["event_id"],
            ["__count", "satisfaction:avg"],
            having=[("__count", ">=", SMALLEST_COUNT)],
        )
        return {event.id: (count, round(mean, 1)) for event, count, mean in rows}

    # === TIES === #

    @api.model
    def _cron_count_ties(self):
        """Count the ties of the meetings whose 90 days are over, once."""
        over = fields.Datetime.now() - timedelta(days=DAYS_FOR_TIES + 1)
        events = self.search(
            [
                ("date_end", "<", over),
                ("tie_state", "in", ("waiting", "absent")),
                ("filiere_ids", "!=", False),
            ],
            limit=EVENTS_AT_ONCE,
            order="date_end DESC, id",
        )
        events._count_ties()

    def _count_ties(self):
        """Write how many ties were born, or why that is not known."""
        evidence = self._get_evidence_query()
        small = self.filtered(lambda event: event.attendee_count < SMALLEST_COUNT)
        small.write({"tie_state": "small", "ties_born": 0})
        others = self - small
        if evidence is None:
            others.write({"tie_state": "absent", "ties_born": 0})
            return
        born = others._read_ties(evidence)
        for count, events in others.grouped(lambda e: born.get(e.id, 0)).items():
            events.write({"tie_state": "known", "ties_born": count})

    @api.model
    def _get_evidence_query(self):
        """Return the SQL of all evidence of ties, None without an observatory."""
        if "smart.tie" not in self.env:
            return None
        queries = [
            self.env[name]._get_tie_evidence_query()
            for name in self.env["smart.tie"]._get_evidence_models()
            if name in self.env and hasattr(self.env[name], "_get_tie_evidence_query")
        ]
        return SQL(" UNION ALL ").join(SQL("(%s)", query) for query in queries)

    def _read_ties(self, evidence):
        """Return {event id: pairs who met and whose first other evidence followed}.

        A pair counts when the first thing that both took part in, this meeting apart,
        fell in the 90 days after it.
        """
        self.env.flush_all()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH evidence AS MATERIALIZED (%(evidence)s),
                    met AS (
                        SELECT DISTINCT event_key, partner_id, happened_on
                          FROM evidence
                         WHERE kind = 'meeting' AND event_key = ANY(%(keys)s)
                    ),
                    pair AS (
                        SELECT one.event_key, one.happened_on,
                               one.partner_id AS a, other.partner_id AS b
                          FROM met one
                          JOIN met other ON other.event_key = one.event_key
                           AND other.partner_id > one.partner_id
                    ),
                    mine AS (
                        SELECT * FROM evidence
                         WHERE partner_id IN (SELECT partner_id FROM met)
                    ),
                    first AS (
                        SELECT pair.event_key, pair.happened_on,
                               MIN(GREATEST(x.happened_on, y.happened_on)) AS day
                          FROM pair
                          JOIN mine x ON x.partner_id = pair.a
                          JOIN mine y ON y.partner_id = pair.b
                           AND y.kind = x.kind AND y.event_key = x.event_key
                         WHERE NOT (x.kind = 'meeting' AND x.event_key = pair.event_key)
                         GROUP BY pair.event_key, pair.happened_on, pair.a, pair.b
                    )
                    SELECT event_key::int, COUNT(*)
                      FROM first
                     WHERE day > happened_on AND day <= happened_on + %(days)s
                     GROUP BY event_key
                    """,
                    evidence=evidence,
                    keys=[str(event_id) for event_id in self.ids],
                    days=DAYS_FOR_TIES,
                )
            )
        )
