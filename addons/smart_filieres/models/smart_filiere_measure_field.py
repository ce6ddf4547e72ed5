# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from .smart_filiere_figures import SMALLEST_GROUP
from .smart_filiere_membership import PRESENT_STATES


class SmartFiliere(models.Model):
    """Measures taken from meetings, ties, needs and assessments, where they exist."""

    _inherit = "smart.filiere"

    # === MEETINGS === #

    def _measure_meetings(self):
        if not self._has_meetings():
            return None
        counts = dict.fromkeys(self.ids, 0)
        counts.update(self._query_meetings(SQL("count(*)")))
        return counts

    def _measure_months_without_meeting(self):
        """Unknown where no meeting ever was: there is no date to count from."""
        if not self._has_meetings():
            return None
        return self._query_meetings(
            SQL(
                "EXTRACT(EPOCH FROM (now() AT TIME ZONE 'utc') - max(event.date_begin))"
                " / (86400 * 30.44)"
            ),
            SQL("TRUE"),
        )

    def _measure_participation(self):
        if not self._has_meetings():
            return None
        return self._share_of_members(self._sql_attendance())

    def _measure_contact_rate(self):
        """Members who met the animator at a meeting or on the phone."""
        if not self._has_meetings():
            return None
        rel = self._fields["animator_ids"]
        calls = SQL(
            """
            SELECT animator.%(filiere)s AS filiere_id, call.res_id AS partner_id
              FROM %(rel)s animator
              JOIN res_users ON res_users.id = animator.%(user)s
              JOIN mail_message call ON call.author_id = res_users.partner_id
               AND call.model = 'res.partner'
              JOIN mail_activity_type type ON type.id = call.mail_activity_type_id
               AND type.category = 'phonecall'
             WHERE call.date >= (now() AT TIME ZONE 'utc') - interval '12 months'
            """,
            rel=SQL.identifier(rel.relation),
            filiere=SQL.identifier(rel.column1),
            user=SQL.identifier(rel.column2),
        )
        return self._share_of_members(
            SQL("%s UNION ALL %s", self._sql_attendance(), calls)
        )

    def _has_meetings(self):
        return "filiere_ids" in self.env["event.event"]._fields

    def _sql_attendance(self):
        """Return a query of (filiere_id, partner_id) of who came in 12 months."""
        rel = self.env["event.event"]._fields["filiere_ids"]
        registration = self.env["event.registration"]
        member = "member_id" if "member_id" in registration._fields else "partner_id"
        return SQL(
            """
            SELECT link.%(filiere)s AS filiere_id, registration.%(member)s AS partner_id
              FROM event_registration registration
              JOIN event_event event ON event.id = registration.event_id
              JOIN %(rel)s link ON link.%(event)s = event.id
             WHERE registration.state = 'done'
               AND event.date_begin BETWEEN
                   (now() AT TIME ZONE 'utc') - interval '12 months'
                   AND now() AT TIME ZONE 'utc'
            """,
            filiere=SQL.identifier(rel.column2),
            event=SQL.identifier(rel.column1),
            rel=SQL.identifier(rel.relation),
            member=SQL.identifier(member),
        )

    def _query_meetings(self, figure, period=None):
        rel = self.env["event.event"]._fields["filiere_ids"]
        period = period or SQL(
            "event.date_begin >= (now() AT TIME ZONE 'utc') - interval '12 months'"
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT link.%(filiere)s, (%(figure)s)::float
                  FROM event_event event
                  JOIN %(rel)s link ON link.%(event)s = event.id
                 WHERE event.active AND event.kanban_state != 'cancel'
                   AND event.date_begin <= now() AT TIME ZONE 'utc'
                   AND %(period)s AND link.%(filiere)s = ANY(%(ids)s)
                 GROUP BY 1
                """,
                filiere=SQL.identifier(rel.column2),
                event=SQL.identifier(rel.column1),
                rel=SQL.identifier(rel.relation),
                figure=figure,
                period=period,
                ids=self.ids,
            )
        )
        return dict(rows)

    def _share_of_members(self, concerned):
        """Return the percentage of present members that the query `concerned` names."""
        rows = self.env.execute_query(
            SQL(
                """
                WITH concerned AS MATERIALIZED (%(concerned)s)
                SELECT membership.filiere_id,
                       100.0 * count(*) FILTER (WHERE EXISTS (
                           SELECT 1 FROM concerned
                            WHERE concerned.filiere_id = membership.filiere_id
                              AND concerned.partner_id = membership.partner_id))
                       / count(*)
                  FROM smart_filiere_membership membership
                 WHERE membership.filiere_id = ANY(%(ids)s)
                   AND membership.state IN %(states)s
                 GROUP BY 1
                HAVING count(*) >= %(smallest)s
                """,
                concerned=concerned,
                smallest=SMALLEST_GROUP,
                ids=self.ids,
                states=PRESENT_STATES,
            )
        )
        return {filiere: float(share) for filiere, share in rows}

    # === TIES === #

    def _measure_isolate_rate(self):
        if "smart.tie" not in self.env:
            return None
        ends = SQL(
            """
            SELECT one.filiere_id, unnest(ARRAY[one.partner_id, two.partner_id])
                   AS partner_id
              FROM smart_tie tie
              JOIN smart_filiere_membership one ON one.partner_id = tie.partner_a_id
               AND one.filiere_id = ANY(%(ids)s) AND one.state IN %(states)s
              JOIN smart_filiere_membership two ON two.partner_id = tie.partner_b_id
               AND two.filiere_id = one.filiere_id AND two.state IN %(states)s
            """,
            ids=self.ids,
            states=PRESENT_STATES,
        )
        shares = self._share_of_members(ends)
        return {filiere: 100 - share for filiere, share in shares.items()}

    def _measure_isolate_change(self):
        """Against what was measured when the filière entered its stage."""
        now = self._measure_isolate_rate()
        if now is None:
            return None
        entered = {
            filiere.id: (filiere.last_passage_id.measures or {}).get("isolate_rate")
            for filiere in self
        }
        return {
            filiere: share - entered[filiere]
            for filiere, share in now.items()
            if entered.get(filiere) is not None
        }

    # === NEEDS AND ASSESSMENTS === #

    def _measure_needs_filled(self):
        """Share of the needs opened in 12 months that are filled."""
        if "smart.offer" not in self.env:
            return None
        since = fields.Date.context_today(self) - relativedelta(years=1)
        counts = {}
        # counts per filière: no announcement is shown
        for filiere, state, count in (
            self.env["smart.offer"]
            .sudo()
            ._read_group(
                [
                    ("filiere_id", "in", self.ids),
                    ("kind", "=", "need"),
                    ("state", "in", ("open", "filled", "expired")),
                    ("date_opened", ">=", since),
                ],
                ["filiere_id", "state"],
                ["__count"],
            )
        ):
            counts.setdefault(filiere.id, {})[state] = count
        return {
            filiere: 100 * states.get("filled", 0) / sum(states.values())
            for filiere, states in counts.items()
            if sum(states.values()) >= SMALLEST_GROUP
        }

    def _measure_score(self):
        """The last score that was frozen, where everything it needs was known."""
        last = self._get_last("smart.filiere.assessment", ("frozen", "decided"))
        return {
            each.filiere_id.id: each.score for each in last or () if each.is_complete
        }

    def _measure_self_assessment(self):
        last = self._get_last("smart.filiere.selfassessment", ("frozen",))
        return {each.filiere_id.id: each.percent for each in last or ()}

    def _get_last(self, model, states):
        """Return the last record per filière, None where the model is absent."""
        if model not in self.env:
            return None
        # one figure per filière leaves, which whoever judges a gate may know
        records = self.env[model].sudo()
        groups = records._read_group(
            [("filiere_id", "in", self.ids), ("state", "in", states)],
            ["filiere_id"],
            ["id:max"],
        )
        return records.browse([last for _filiere, last in groups])
