# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from array import array
from collections import Counter

from odoo import models
from odoo.tools import SQL

from ..engine.communities import communities, unnamed
from ..engine.disclosure import FLOOR

FETCHED = 50_000
# what one night may ask people to look at
MOST = 10


class SmartSignal(models.Model):
    _inherit = "smart.signal"

    def _find_communities(self, _as_of):
        """Find groups of members who work together and that no filière names."""
        labels = communities(*self._fetch_ties())
        if not labels:
            return []
        groups = unnamed(labels, self._fetch_filieres())
        groups.sort(key=lambda group: (-len(group[0]), group[0][0]))
        return self._prepare_communities(groups[:MOST])

    def _fetch_ties(self):
        """Return all ties as three arrays, without a Python object for each."""
        self.env.flush_all()
        sources, targets, weights = array("l"), array("l"), array("d")
        self.env.cr.execute(
            SQL(
                """
                SELECT partner_a_id, partner_b_id, weight FROM smart_tie
                 ORDER BY partner_a_id, partner_b_id
                """
            )
        )
        while rows := self.env.cr.fetchmany(FETCHED):
            one, other, weight = zip(*rows, strict=True)
            sources.extend(one)
            targets.extend(other)
            weights.extend(map(float, weight))
        return sources, targets, weights

    def _fetch_filieres(self):
        """Return {member: filières she is in}."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, ARRAY_AGG(filiere_id) FROM smart_filiere_membership
                 WHERE state IN ('confirmed', 'active', 'dormant')
                 GROUP BY partner_id
                """
            )
        )
        return dict(rows)

    def _prepare_communities(self, groups):
        people = [member for members, *_rest in groups for member in members]
        places, activities = self._fetch_whereabouts(people)
        found = {}
        for members, filiere, share in groups:
            place, _count = _most(places, members)
            activity, _count = _most(activities, members)
            key = f"community:{activity or 0}:{place or 0}"
            held = share * len(members)
            vals = {
                "kind": "community",
                "key": key,
                "severity": len(members),
                "territory_id": place,
                "activity_id": activity,
                # a share of fewer than five people is not told
                "filiere_id": filiere if held >= FLOOR else False,
                "figures": {
                    "members": len(members),
                    "share": 100 * share if held >= FLOOR else 0,
                },
            }
            # the largest of those that look alike
            found.setdefault(key, vals)
        return list(found.values())

    def _fetch_whereabouts(self, partner_ids):
        """Return {partner: [territory]} and {partner: activities}."""
        places = self.env.execute_query(
            SQL(
                """
                SELECT id, ARRAY[territory_id] FROM res_partner
                 WHERE id = ANY(%s) AND territory_id IS NOT NULL
                """,
                partner_ids,
            )
        )
        activities = self.env.execute_query(
            SQL(
                """
                SELECT profile.partner_id, ARRAY_AGG(held.activity_id)
                  FROM smart_directory_profile profile
                  JOIN smart_profile_activity_rel held ON held.profile_id = profile.id
                 WHERE profile.partner_id = ANY(%s)
                 GROUP BY profile.partner_id
                """,
                partner_ids,
            )
        )
        return dict(places), dict(activities)


def _most(holdings, members):
    """Return what most of the members hold and how many do; none under five."""
    counts = Counter(key for member in members for key in holdings.get(member, ()))
    best = min(counts.items(), key=lambda row: (-row[1], row[0]), default=(False, 0))
    return best if best[1] >= FLOOR else (False, 0)
