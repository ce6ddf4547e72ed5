# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

# a group is at least so many people, at so many events of at most so many
GROUP_PEOPLE, GROUP_EVENTS, EVENT_PEOPLE = 3, 2, 30
MONTHS = 12
# proposals that one night adds: more would not be read
MOST_A_NIGHT = 20


class SmartInitiative(models.Model):
    _inherit = "smart.initiative"

    @api.model
    def _detect(self, as_of):
        """Spot groups of three or more who met at two or more events.

        Only those who agreed are named; the others are counted.
        """
        groups = self._find_groups(as_of)
        taken, keys = self._read_taken()
        vals_list = []
        for people, events, last_on in groups:
            people = set(people)
            known = detection_key(people) in keys
            if known or any(people <= group for group in taken):
                continue
            taken.append(people)
            vals_list.append(self._prepare_detected(people, events, last_on))
            if len(vals_list) == MOST_A_NIGHT:
                break
        return self._create_detected(vals_list)

    def _find_groups(self, as_of):
        """Return [(partner ids, number of common events, last day)], largest first."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                WITH small AS (
                    SELECT kind, event_key, MAX(happened_on) AS happened_on,
                           ROW_NUMBER() OVER (ORDER BY kind, event_key) AS number
                      FROM smart_tie_evidence
                     WHERE kind != 'initiative' AND happened_on > %(since)s
                       AND participant_count BETWEEN %(people)s AND %(most)s
                     GROUP BY kind, event_key),
                seen AS (
                    SELECT small.number, small.happened_on, evidence.partner_id
                      FROM small
                      JOIN smart_tie_evidence evidence ON evidence.kind = small.kind
                       AND evidence.event_key = small.event_key
                      JOIN res_partner partner ON partner.id = evidence.partner_id
                       AND partner.is_member),
                met AS (
                    SELECT one.number AS a, other.number AS b,
                           GREATEST(one.happened_on, other.happened_on) AS last_on,
                           ARRAY_AGG(one.partner_id ORDER BY one.partner_id) AS people
                      FROM seen one
                      JOIN seen other ON other.partner_id = one.partner_id
                       AND other.number > one.number
                     GROUP BY one.number, other.number, last_on
                    HAVING COUNT(*) >= %(people)s)
                SELECT people, COUNT(DISTINCT event.number), MAX(last_on)
                  FROM met, LATERAL (VALUES (a), (b)) AS event(number)
                 GROUP BY people
                HAVING COUNT(DISTINCT event.number) >= %(events)s
                 ORDER BY CARDINALITY(people) DESC, MAX(last_on) DESC, people
                 LIMIT 500
                """,
                since=fields.Date.subtract(as_of, months=MONTHS),
                people=GROUP_PEOPLE,
                most=EVENT_PEOPLE,
                events=GROUP_EVENTS,
            )
        )

    def _read_taken(self):
        """Return the groups already known: sets of partner ids, and keys.

        The key stands for all of a group that was found, so that it is not found again
        when some of it are not named, or when it was archived.
        """
        known = self.with_context(active_test=False).search_fetch(
            [], ["partner_ids", "detection_key"]
        )
        taken = [set(each.partner_ids.ids) for each in known]
        keys = set(known.filtered("detection_key").mapped("detection_key"))
        return taken, keys

    def _prepare_detected(self, people, events, last_on):
        return {
            "people": people,
            "detection_key": detection_key(people),
            "event_count": events,
            "date_start": last_on,
        }

    def _create_detected(self, found):
        everybody = sorted({each for vals in found for each in vals["people"]})
        named = self._read_named(everybody)
        vals_list = []
        for vals in found:
            people = vals.pop("people")
            shown = sorted(people & named)
            vals_list.append(
                {
                    **vals,
                    "name": self.env._(
                        "%(people)s members met at %(events)s events",
                        people=len(people),
                        events=vals["event_count"],
                    ),
                    "kind": "network",
                    "origin": "detected",
                    "partner_ids": [(6, 0, shown)],
                    "unnamed_count": len(people) - len(shown),
                }
            )
        return self.create(vals_list)

    def _read_named(self, partner_ids):
        """Return those of `partner_ids` who agreed to be named, as a set."""
        profiles = self.env["smart.directory.profile"].search_fetch(
            [("partner_id", "in", partner_ids), ("ties_consent", "=", True)],
            ["partner_id"],
        )
        return set(profiles.partner_id.ids)


def detection_key(people):
    """Return what stands for a group without naming it."""
    text = ",".join(map(str, sorted(people)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
