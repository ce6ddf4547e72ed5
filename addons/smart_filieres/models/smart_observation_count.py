# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.cohorts import changes
from ..engine.disclosure import TOTAL, is_small, protect
from ..engine.specialisation import (
    concentration,
    location_quotient,
    shrunk_quotient,
    significance,
)

# a place with this z and so many members is marked
STAR_Z, STAR_MEMBERS = 2.0, 5
SUBJECTS = {"filiere": "filiere_id", "activity": "activity_id"}
# the column of those whose territory is not known
NOWHERE = 0
# who is where, since when and until when; `row_id` NULL is everybody who is known
STAYS = """
    WITH person AS (
        SELECT partner.id, COALESCE(partner.territory_id, 0) AS territory_id,
               profile.id AS profile_id,
               COALESCE(partner.member_since, '-infinity') AS since,
               CASE WHEN partner.is_member THEN 'infinity'
                    ELSE COALESCE(partner.member_until, '-infinity') END AS until
          FROM res_partner partner
          LEFT JOIN smart_directory_profile profile
            ON profile.partner_id = partner.id
         WHERE partner.active
           AND (partner.is_member OR partner.member_until IS NOT NULL)),
    holding AS (
        SELECT person.id, person.territory_id, held.activity_id,
               person.since, person.until
          FROM person
          JOIN smart_profile_activity_rel held
            ON held.profile_id = person.profile_id),
    joining AS (
        SELECT person.id, person.territory_id, joined.filiere_id,
               GREATEST(person.since, CASE WHEN joined.state = 'left'
                   THEN COALESCE(joined.date_proposed, '-infinity')
                   ELSE COALESCE(joined.date_answered, joined.date_proposed,
                                 '-infinity') END) AS since,
               LEAST(person.until, CASE WHEN joined.state = 'left'
                   THEN COALESCE(joined.date_answered, '-infinity')
                   ELSE 'infinity' END) AS until
          FROM person
          JOIN smart_filiere_membership joined ON joined.partner_id = person.id
           AND joined.state IN ('confirmed', 'active', 'dormant', 'left')),
    known AS (
        SELECT person.id, person.territory_id, person.since, person.until
          FROM person
         WHERE EXISTS (SELECT FROM holding WHERE holding.id = person.id)
            OR EXISTS (SELECT FROM joining WHERE joining.id = person.id)),
    stay AS (
        SELECT 'filiere' AS subject, filiere_id AS row_id, territory_id, since, until
          FROM joining
         UNION ALL
        SELECT 'activity', activity_id, territory_id, since, until FROM holding
         UNION ALL
        SELECT 'known', NULL, territory_id, since, until FROM known)
"""


class SmartObservation(models.Model):
    _inherit = "smart.observation"

    @api.model
    def _observe(self, period):
        """Store the figures of the first of a month, once: a month is never redone."""
        self._observe_all([period])

    @api.model
    def _observe_all(self, periods):
        """Store the figures of months, oldest first, counted in two statements."""
        months = {fields.Date.start_of(period, "month") for period in periods}
        known = self._read_group([("period", "in", list(months))], ["period:day"])
        months = sorted(months - {day for (day,) in known})
        if not months:
            return
        tables, both = self._count_tables(months), self._count_both(months)
        for period in months:
            cells_of = tables[period]
            before = fields.Date.subtract(period, months=1)
            nested = self._find_nested(cells_of, both[period])
            hidden = self._mask_tables(cells_of, nested)
            for subject, cells in cells_of.items():
                rows = self._prepare_rows(subject, cells, hidden[subject], before)
                self._store(period, rows)

    def _count_tables(self, months):
        """Return {month: {subject: {(row, territory): (now, came, went, before)}}}."""
        days = _days(months)
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(
                """%(stays)s
                SELECT subject, row_id, territory_id, %(first)s, %(last)s, COUNT(*)
                  FROM stay
                 GROUP BY 1, 2, 3, 4, 5
                """,
                stays=SQL(STAYS),
                first=_sql_rank(SQL("since"), days),
                last=_sql_rank(SQL("until"), days),
            )
        )
        stays = {subject: {} for subject in SUBJECTS}
        for subject, row, territory, first, last, people in found:
            # everybody who is known is the margin of both tables
            for name in [subject] if subject in stays else stays:
                for key in ((row, territory), (row, TOTAL)):
                    spans = stays[name].setdefault(key, {})
                    spans[first, last] = spans.get((first, last), 0) + people
        return {
            month: {
                subject: {
                    key: counts
                    for key, spans in cells.items()
                    if any(counts := changes(spans, *_ranks(days, month)))
                }
                for subject, cells in stays.items()
            }
            for month in months
        }

    def _find_nested(self, tables, both_held):
        """Return cells to hide because a neighbour is the same people plus a few.

        That is a filière whose members all hold one activity that few others hold,
        or the reverse, and whatever is almost the whole of a place.
        """
        masked = {
            (subject, key)
            for subject, cells in tables.items()
            for key, (count, *_flows) in cells.items()
            if key[0] is not TOTAL
            and is_small([cells.get((TOTAL, key[1]), (0,))[0] - count])
        }
        for (filiere, activity, territory), both in both_held.items():
            keys = (
                ("filiere", (filiere, territory)),
                ("activity", (activity, territory)),
            )
            sizes = [tables[name].get(key, (0,))[0] for name, key in keys]
            smaller, larger = sorted((0, 1), key=lambda side: sizes[side])
            if both == sizes[smaller] and is_small([sizes[larger] - both]):
                masked.add(keys[smaller])
        return masked

    def _count_both(self, months):
        """Return who is in a filière and holds one of its activities, by territory.

        :return: {month: {(filière, activity, territory or TOTAL): people}}
        """
        days = _days(months)
        found = self.env.execute_query(
            SQL(
                """%(stays)s
                SELECT joining.filiere_id, holding.activity_id, joining.territory_id,
                       %(first)s, %(last)s, COUNT(*)
                  FROM joining
                  JOIN smart_filiere_activity_rel rel
                    ON rel.filiere_id = joining.filiere_id
                  JOIN holding ON holding.id = joining.id
                   AND holding.activity_id = rel.activity_id
                 GROUP BY 1, 2, 3, 4, 5
                """,
                stays=SQL(STAYS),
                first=_sql_rank(SQL("GREATEST(joining.since, holding.since)"), days),
                last=_sql_rank(SQL("LEAST(joining.until, holding.until)"), days),
            )
        )
        held = {month: {} for month in months}
        ranks = {month: days.index(month) for month in months}
        for filiere, activity, territory, first, last, people in found:
            for month, rank in ranks.items():
                if first <= rank < last:
                    for place in (territory, TOTAL):
                        key = (filiere, activity, place)
                        held[month][key] = held[month].get(key, 0) + people
        return held

    def _mask_tables(self, tables, nested):
        """Return {subject: hidden keys}; both hide the same of what they share."""
        shared = set()
        while True:
            hidden = {
                subject: protect(
                    {key: counts[:1] for key, counts in cells.items()},
                    masked=shared | {key for name, key in nested if name == subject},
                )
                for subject, cells in tables.items()
            }
            found = {key for keys in hidden.values() for key in keys if not key[0]}
            if found <= shared:
                return hidden
            shared |= found

    def _mask_flows(self, cells, hidden, before_hidden):
        """Return the keys whose changes are hidden.

        With the members of a month, the changes give those of the month before: they
        are shown only where both are.
        """
        masked = hidden | before_hidden
        masked |= {key for key, counts in cells.items() if is_small(counts[3:])}
        return protect({key: counts[1:3] for key, counts in cells.items()}, 5, masked)

    def _read_hidden(self, subject, period):
        """Return the keys that were masked in the table of another month."""
        rows = self.search_fetch(
            [
                ("period", "=", period),
                ("subject", "=", subject),
                ("is_suppressed", "=", True),
            ],
            [SUBJECTS[subject], "territory_id", "level"],
        )
        return {
            (
                row[SUBJECTS[subject]].id or TOTAL,
                TOTAL
                if row.level in ("row", "total")
                else row.territory_id.id or NOWHERE,
            )
            for row in rows
        }

    # === ROWS === #

    def _prepare_rows(self, subject, cells, hidden, before):
        before_hidden = self._read_hidden(subject, before)
        flows = self._mask_flows(cells, hidden, before_hidden)
        hidden_places = self._spread_hidden(cells, hidden)
        rows = []
        for key in sorted(cells, key=lambda key: (key[0] or 0, key[1] or -1)):
            row = self._prepare_row(subject, key)
            row |= self._prepare_counts(cells[key], key in hidden, key in flows)
            row |= self._prepare_growth(cells[key], key in hidden | before_hidden)
            if key[0] is not TOTAL and key[1] is not TOTAL:
                row |= self._prepare_quotients(key, cells, hidden)
            elif key[0] is not TOTAL and key not in hidden:
                index = concentration(hidden_places[key[0]])
                row |= {"concentration": index, "effective_places": index and 1 / index}
            # the same margin would stand in both tables
            if subject == "filiere" or key[0] is not TOTAL:
                rows.append(row)
        return rows

    def _prepare_row(self, subject, key):
        row, territory = key
        if row is TOTAL:
            level = "total" if territory is TOTAL else "column"
        else:
            level = "row" if territory is TOTAL else "cell"
        return {
            "subject": subject,
            "level": level,
            SUBJECTS[subject]: row,
            "territory_id": territory or None,
        }

    def _prepare_counts(self, counts, is_hidden, flow_hidden):
        members, came, went, _before = counts
        flow_hidden = flow_hidden or is_hidden
        return {
            "members": None if is_hidden else members,
            "newcomers": None if flow_hidden else came,
            "leavers": None if flow_hidden else went,
            "is_suppressed": is_hidden,
            "is_flow_suppressed": flow_hidden,
        }

    def _prepare_growth(self, counts, is_hidden):
        members, _came, _went, before = counts
        if is_hidden or not before or is_small([before]):
            return {}
        return {"growth": 100 * (members / before - 1)}

    def _prepare_quotients(self, key, cells, hidden):
        """Return the quotients of a cell when all four numbers in them are shown."""
        row, territory = key
        used = (key, (row, TOTAL), (TOTAL, territory), (TOTAL, TOTAL))
        if hidden.intersection(used):
            return {"is_star": False}
        numbers = [cells.get(each, (0,))[0] for each in used]
        z = significance(*numbers)
        return {
            "quotient": location_quotient(*numbers),
            "quotient_shrunk": shrunk_quotient(*numbers),
            "significance": z,
            "is_star": bool(z and z >= STAR_Z and numbers[0] >= STAR_MEMBERS),
        }

    def _spread_hidden(self, cells, hidden):
        """Return {row: counts by place}, what is hidden spread equally over its places.

        So the concentration follows from what is shown and tells nothing more.
        """
        places, masked = {}, {}
        for key, (count, *_flows) in cells.items():
            if TOTAL not in key:
                group = masked if key in hidden else places
                group.setdefault(key[0], []).append(count)
        for row, counts in masked.items():
            share = sum(counts) / len(counts)
            places.setdefault(row, []).extend([share] * len(counts))
        return places


def _days(months):
    """Return the days at which people are counted: each month and the one before."""
    before = {fields.Date.subtract(month, months=1) for month in months}
    return sorted({*months, *before})


def _ranks(days, month):
    return days.index(fields.Date.subtract(month, months=1)), days.index(month)


def _sql_rank(date, days):
    """Return how many of `days` come before a date: the first one it is there for."""
    return SQL("width_bucket(%s - 1, %s::date[])", date, days)
