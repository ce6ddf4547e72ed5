# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.disclosure import FLOOR
from .smart_signal import OPEN_STATES

# a closed signal comes back within the year when it is so much worse
SILENT_DAYS, WORSE = 365, 1.2
SKILL_RATIO, SKILL_WANTED = 3, 10
DROP, DROP_MEMBERS, QUARTER_DAYS = 0.15, 20, 91
ISOLATES, ISOLATES_MEMBERS = 60, 30


class SmartSignal(models.Model):
    _inherit = "smart.signal"

    @api.model
    def _watch(self, as_of):
        """Create the signals that the figures of today raise; return them."""
        found = []
        for find in self._get_watchers():
            found += find(as_of)
        signals = self.create(
            [{**vals, "date": as_of} for vals in self._drop_silent(found, as_of)]
        )
        signals._tell_managers()
        return signals

    @api.model
    def _get_watchers(self):
        """Return methods that give, for a date, the vals of what they noticed."""
        return [
            self._find_places,
            self._find_skills,
            self._find_drops,
            self._find_isolates,
            self._find_communities,
        ]

    def _drop_silent(self, found, as_of):
        """Return those of `found` that are not open and not silent."""
        known = self.search_fetch(
            [("key", "in", [vals["key"] for vals in found])],
            ["key", "state", "severity", "decided_on"],
        ).grouped("key")
        limit = fields.Date.subtract(as_of, days=SILENT_DAYS)

        def is_silent(signal, severity):
            if signal.state in OPEN_STATES:
                return True
            recent = signal.decided_on and signal.decided_on > limit
            return recent and severity <= WORSE * signal.severity

        return [
            vals
            for vals in found
            if not any(
                is_silent(signal, vals["severity"])
                for signal in known.get(vals["key"], ())
            )
        ]

    def _tell_managers(self):
        """Put the signals on the list of things to do of the managers."""
        if not self:
            return
        group = self.env.ref("smart_filieres.group_manager")
        signals = self.with_context(mail_activity_quick_update=True)
        for user in group.all_user_ids.filtered(lambda user: not user.share):
            signals.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Decide on this signal"),
                user_id=user.id,
            )

    # === WATCHERS === #

    def _find_places(self, as_of):
        """One per filière without an animator, on its strongest place."""
        rows = self.env["smart.observation"].search(
            [
                ("period", "=", fields.Date.start_of(as_of, "month")),
                ("subject", "=", "filiere"),
                ("level", "=", "cell"),
                ("is_star", "=", True),
                ("territory_id", "!=", False),
                ("filiere_id.animator_ids", "=", False),
                ("filiere_id.state", "!=", "closed"),
            ],
            order="significance desc, id",
        )
        return [
            {
                "kind": "place",
                "key": f"place:{filiere.id}",
                "severity": places[0].significance,
                "filiere_id": filiere.id,
                "territory_id": places[0].territory_id.id,
                "figures": {
                    "members": places[0].members,
                    "quotient": places[0].quotient,
                    "quotient_shrunk": places[0].quotient_shrunk,
                    "significance": places[0].significance,
                    "places": len(places),
                },
            }
            for filiere, places in rows.grouped("filiere_id").items()
        ]

    def _find_skills(self, _as_of):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH profile AS (
                    SELECT profile.id FROM smart_directory_profile profile
                      JOIN res_partner partner ON partner.id = profile.partner_id
                       AND partner.is_member AND partner.active),
                wanted AS (
                    SELECT skill_id, COUNT(*) AS people FROM smart_profile_sought_rel
                      JOIN profile ON profile.id = profile_id GROUP BY skill_id),
                offered AS (
                    SELECT skill_id, COUNT(*) AS people FROM smart_profile_skill_rel
                      JOIN profile ON profile.id = profile_id GROUP BY skill_id)
                SELECT wanted.skill_id, wanted.people, COALESCE(offered.people, 0)
                  FROM wanted
                  LEFT JOIN offered ON offered.skill_id = wanted.skill_id
                 WHERE wanted.people >= %(least)s
                   AND wanted.people > %(ratio)s * COALESCE(offered.people, 0)
                 ORDER BY wanted.skill_id
                """,
                least=SKILL_WANTED,
                ratio=SKILL_RATIO,
            )
        )
        return [
            {
                "kind": "skill",
                "key": f"skill:{skill}",
                "severity": wanted / max(offered, FLOOR),
                "skill_id": skill,
                "figures": {
                    "wanted": wanted,
                    "offered": offered if offered >= FLOOR else None,
                },
            }
            for skill, wanted, offered in rows
        ]

    def _find_drops(self, as_of):
        before = fields.Date.subtract(as_of, days=QUARTER_DAYS)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT joined.filiere_id,
                       COUNT(DISTINCT seen.partner_id)
                           FILTER (WHERE seen.happened_on <= %(before)s),
                       COUNT(DISTINCT seen.partner_id)
                           FILTER (WHERE seen.happened_on > %(before)s)
                  FROM smart_tie_evidence seen
                  JOIN smart_filiere_membership joined
                    ON joined.partner_id = seen.partner_id
                   AND joined.state IN ('confirmed', 'active', 'dormant', 'left')
                 WHERE seen.happened_on > %(start)s AND seen.happened_on <= %(as_of)s
                 GROUP BY joined.filiere_id
                """,
                start=fields.Date.subtract(before, days=QUARTER_DAYS),
                before=before,
                as_of=as_of,
            )
        )
        return [
            {
                "kind": "drop",
                "key": f"drop:{filiere}",
                "severity": 100 * (1 - now / then),
                "filiere_id": filiere,
                "figures": {
                    "before": then,
                    "now": now,
                    "drop": round(100 * (1 - now / then), 1),
                },
            }
            for filiere, then, now in sorted(rows)
            if then >= DROP_MEMBERS and now >= FLOOR and now < (1 - DROP) * then
        ]

    def _find_isolates(self, as_of):
        rows = self.env["smart.observation.cohesion"].search(
            [
                ("period", "=", fields.Date.start_of(as_of, "month")),
                ("members", ">=", ISOLATES_MEMBERS),
                ("isolates", ">", ISOLATES),
                ("filiere_id.state", "!=", "closed"),
            ]
        )
        return [
            {
                "kind": "isolates",
                "key": f"isolates:{row.filiere_id.id}",
                "severity": row.isolates,
                "filiere_id": row.filiere_id.id,
                "figures": {"members": row.members, "isolates": row.isolates},
            }
            for row in rows
        ]
