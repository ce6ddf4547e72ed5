# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL

from ..engine.mailing import ENOUGH
from ..engine.specialisation import effective_places
from .smart_filiere_membership import PRESENT_STATES

SMALLEST = 5


class SmartFiliere(models.Model):
    """What the records tell of one filière, for its self-assessment.

    `_assess_<key>(day)` returns a number, or None where no record tells: unknown.
    """

    _inherit = "smart.filiere"

    def _query_one(self, query, **values):
        """Return the only row of a statement about this filière's present members."""
        statement = SQL(
            query,
            filiere=self.id,
            present=PRESENT_STATES,
            smallest=SMALLEST,
            **values,
        )
        [row] = self.env.execute_query(statement)
        return row

    def _share(self, part, whole, fewest=SMALLEST):
        """Return a percentage, unknown over too few."""
        return 100 * part / whole if whole and whole >= fewest else None

    def _assess_members(self, day):
        return self.env["smart.filiere.membership"].search_count(
            [("filiere_id", "=", self.id), ("state", "in", PRESENT_STATES)]
        )

    def _assess_participation(self, day):
        asked = self.env["smart.filiere.membership"].search_count(
            [("filiere_id", "=", self.id), ("state", "!=", "left")]
        )
        return self._share(self._assess_members(day), asked)

    def _assess_composition(self, day):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT SUM(1.0 / held.among) FROM (
                    SELECT rel.activity_id,
                           COUNT(*) OVER (PARTITION BY rel.profile_id) AS among
                      FROM smart_filiere_membership member
                      JOIN smart_directory_profile profile
                        ON profile.partner_id = member.partner_id
                      JOIN smart_profile_activity_rel rel ON rel.profile_id = profile.id
                     WHERE member.filiere_id = %s AND member.state IN %s
                ) held GROUP BY held.activity_id
                """,
                self.id,
                PRESENT_STATES,
            )
        )
        return effective_places([float(count) for (count,) in rows])

    def _assess_places(self, day):
        [count] = self._query_one(
            """
            SELECT COUNT(*) FROM (
                SELECT territory_id FROM smart_filiere_membership
                 WHERE filiere_id = %(filiere)s AND state IN %(present)s
                   AND territory_id IS NOT NULL
                 GROUP BY territory_id HAVING COUNT(*) >= %(smallest)s) AS place
            """
        )
        return count

    def _assess_age(self, day):
        [first] = self._query_one(
            """
            SELECT MIN(date_answered) FROM smart_filiere_membership
             WHERE filiere_id = %(filiere)s AND state IN %(present)s
            """
        )
        if not first:
            return None
        age = relativedelta(day, first)
        return age.years * 12 + age.months

    def _assess_stability(self, day):
        stayed, were = self._query_one(
            """
            SELECT COUNT(*) FILTER (
                       WHERE member.state IN %(present)s AND partner.is_member),
                   COUNT(*)
              FROM smart_filiere_membership member
              JOIN res_partner partner ON partner.id = member.partner_id
             WHERE member.filiere_id = %(filiere)s
               AND (member.state IN %(present)s OR member.state = 'left')
               AND COALESCE(member.date_proposed, member.date_answered) <= %(before)s
            """,
            before=day - relativedelta(years=1),
        )
        return self._share(stayed, were)

    def _assess_animators(self, day):
        return len(self.animator_ids)

    def _assess_contact(self, day):
        """Share of members who came to an event; override to add other contacts."""
        met, members = self._query_one(
            """
            SELECT COUNT(*) FILTER (WHERE EXISTS (
                       SELECT FROM event_registration seat
                         JOIN event_event event ON event.id = seat.event_id
                        WHERE seat.partner_id = member.partner_id
                          AND seat.state IN ('open', 'done')
                          AND event.date_begin BETWEEN %(since)s AND %(day)s)),
                   COUNT(*)
              FROM smart_filiere_membership member
             WHERE member.filiere_id = %(filiere)s AND member.state IN %(present)s
            """,
            since=day - relativedelta(years=1),
            day=day,
        )
        return self._share(met, members)

    def _assess_cooperation(self, day):
        if "smart.tie" not in self.env:
            return None
        tied, members = self._query_one(
            """
            WITH member AS (
                SELECT partner_id FROM smart_filiere_membership
                 WHERE filiere_id = %(filiere)s AND state IN %(present)s
            ), tie AS (
                SELECT partner_a_id, partner_b_id FROM smart_tie
                 WHERE partner_a_id IN (SELECT partner_id FROM member)
                   AND partner_b_id IN (SELECT partner_id FROM member)
            )
            SELECT (SELECT COUNT(*) FROM (
                        SELECT partner_a_id FROM tie
                        UNION SELECT partner_b_id FROM tie) AS tied),
                   (SELECT COUNT(*) FROM member)
            """
        )
        return self._share(tied, members)

    def _assess_skills(self, day):
        return self._assess_profiles("smart_profile_skill_rel")

    def _assess_focus(self, day):
        described, of_filiere = self._query_one(
            """
            SELECT COUNT(DISTINCT profile.id),
                   COUNT(DISTINCT profile.id) FILTER (
                       WHERE mine.activity_id IS NOT NULL)
              FROM smart_filiere_membership member
              JOIN smart_directory_profile profile
                ON profile.partner_id = member.partner_id
              JOIN smart_profile_activity_rel held ON held.profile_id = profile.id
              LEFT JOIN smart_filiere_activity_rel mine
                ON mine.activity_id = held.activity_id
               AND mine.filiere_id = member.filiere_id
             WHERE member.filiere_id = %(filiere)s AND member.state IN %(present)s
            """
        )
        return self._share(of_filiere, described)

    def _assess_visible(self, day):
        shown, members = self._query_one(
            """
            SELECT COUNT(*) FILTER (WHERE EXISTS (
                       SELECT FROM smart_directory_release release
                         JOIN smart_directory_profile profile
                           ON profile.id = release.profile_id
                        WHERE profile.partner_id = member.partner_id
                          AND release.audience != 'cooperative')),
                   COUNT(*)
              FROM smart_filiere_membership member
             WHERE member.filiere_id = %(filiere)s AND member.state IN %(present)s
            """
        )
        return self._share(shown, members)

    def _assess_profiles(self, table):
        """Return the share of members with a row in a relation of their profile."""
        filled, members = self._query_one(
            """
            SELECT COUNT(*) FILTER (WHERE EXISTS (
                       SELECT FROM smart_directory_profile profile
                         JOIN %(table)s held ON held.profile_id = profile.id
                        WHERE profile.partner_id = member.partner_id)),
                   COUNT(*)
              FROM smart_filiere_membership member
             WHERE member.filiere_id = %(filiere)s AND member.state IN %(present)s
            """,
            table=SQL.identifier(table),
        )
        return self._share(filled, members)

    # === WHAT THE FILIÈRE DID === #

    def _assess_meetings(self, day):
        events = self.env["event.event"]
        if "filiere_ids" not in events._fields:
            return None
        return events.search_count(
            [
                ("filiere_ids", "in", self.ids),
                ("kanban_state", "!=", "cancel"),
                ("date_begin", ">=", day - relativedelta(years=1)),
                ("date_begin", "<=", day),
            ]
        )

    def _assess_needs(self, day):
        if "smart.offer" not in self.env:
            return None
        offers = self.env["smart.offer"]
        domain = [
            ("kind", "=", "need"),
            ("filiere_id", "=", self.id),
            ("date_opened", ">=", day - relativedelta(years=1)),
        ]
        filled = offers.search_count([*domain, ("state", "=", "filled")])
        return self._share(filled, offers.search_count(domain))

    def _assess_initiatives(self, day):
        initiatives = self.env.get("smart.initiative")
        if initiatives is None:
            return None
        name = "filiere_ids" if "filiere_ids" in initiatives._fields else "filiere_id"
        if name not in initiatives._fields:
            return None
        return initiatives.search_count([(name, "in", self.ids)])

    def _assess_plan(self, day):
        due = self.env["smart.communication.edition"]._read_group(
            [
                ("filiere_id", "=", self.id),
                ("date_planned", ">=", day - relativedelta(years=1)),
                ("date_planned", "<=", day),
                ("state", "!=", "skipped"),
            ],
            ["state"],
            ["__count"],
        )
        counts = dict(due)
        return self._share(counts.get("done", 0), sum(counts.values()), fewest=1)

    def _assess_letters(self, day):
        lines = self.env["smart.communication.line"].search(
            [("filiere_id", "=", self.id)]
        )
        counts = self.env["smart.communication.report"]._get_unsubscribe_counts(lines)
        gone = sum(gone for gone, _sent in counts.values())
        return self._share(gone, sum(sent for _gone, sent in counts.values()), ENOUGH)

    def _assess_sheet(self, day):
        return self.env["smart.filiere.sheet"].search_count(
            [
                ("filiere_id", "=", self.id),
                ("state", "!=", "draft"),
                ("date_frozen", ">=", day - relativedelta(months=18)),
                ("date_frozen", "<=", day),
            ]
        )
