# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import time

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.disclosure import FLOOR
from .smart_observation_count import STAR_MEMBERS, STAR_Z

_logger = logging.getLogger(__name__)
METHOD = "1.0"
# what a fresh database reconstructs from the dates of its records
HISTORY_MONTHS = 24


class SmartObservatory(models.AbstractModel):
    """What is worked out at night, so that screens only read."""

    _name = "smart.observatory"
    _description = "Observatory"

    @api.model
    def _run_night(self, as_of=None):
        """Work all out as of a day; run twice, the rows are the same.

        Figures are published once a month: two nights are never to be subtracted.
        """
        as_of = as_of or fields.Date.context_today(self)
        durations, results = {}, {}
        steps = self._get_steps()
        for done, (name, step) in enumerate(steps, start=1):
            start = time.monotonic()
            results[name] = step(as_of)
            durations[name] = round(time.monotonic() - start, 2)
            self._commit_step(len(steps) - done)
        run = self._record_run(as_of, durations, results)
        _logger.info("observatory of %s in %.1f s", as_of, run.seconds)
        return run

    @api.model
    def _get_steps(self):
        """Return [(name, method of one date)] in the order they are done."""
        return [
            ("evidence", self.env["smart.tie.evidence"]._rebuild),
            ("ties", self.env["smart.tie"]._rebuild),
            ("members", self.env["smart.tie.member"]._rebuild),
            ("memberships", self.env["smart.tie.member"]._update_memberships),
            ("observations", self._observe_months),
            ("networks", self._observe_networks),
            ("initiatives", self.env["smart.initiative"]._detect),
            ("signals", self.env["smart.signal"]._watch),
        ]

    def _commit_step(self, remaining):
        """Keep a step of a cron, so that what fails later does not undo it."""
        if self.env.context.get("ir_cron_progress_id"):
            self.env["ir.cron"]._commit_progress(1, remaining=remaining)

    def _observe_months(self, as_of):
        """Observe this month, and the two years before it on the first night."""
        observations = self.env["smart.observation"]
        month = fields.Date.start_of(as_of, "month")
        is_first = not observations.search_count([], limit=1)
        observations._observe_all(
            fields.Date.subtract(month, months=back)
            for back in range(HISTORY_MONTHS if is_first else 0, -1, -1)
        )

    def _observe_networks(self, as_of):
        month = fields.Date.start_of(as_of, "month")
        for name in (
            "smart.observation.cohort",
            "smart.observation.cohesion",
            "smart.observation.tie",
        ):
            self.env[name]._observe(month)
        self.env["smart.observation"]._observe_segments(month)

    def _record_run(self, as_of, durations, results):
        members, known = self._count_known()
        vals = {
            "method": METHOD,
            "parameters": self._get_parameters(),
            "durations": durations,
            "seconds": sum(durations.values()),
            "member_count": members,
            "known_share": 100 * known / members if members else 0,
            "evidence_count": results["evidence"],
            "tie_count": results["ties"],
        }
        run = self.env["smart.observatory.run"].search([("date", "=", as_of)])
        if run:
            run.write(vals)
            return run
        return run.create({"date": as_of, **vals})

    def _get_parameters(self):
        """Return what the figures depend on, frozen with each night."""
        kinds = self.env["smart.tie.kind"].search([("active", "=", True)])
        return {
            "floor": FLOOR,
            "star": [STAR_Z, STAR_MEMBERS],
            **{
                f"tie {kind.code}": [
                    kind.coefficient,
                    kind.half_life,
                    kind.most_people,
                ]
                for kind in kinds
            },
        }

    def _count_known(self):
        """Return (members, those with a known activity or filière)."""
        [counts] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*), COUNT(*) FILTER (WHERE EXISTS (
                           SELECT FROM smart_directory_profile profile
                             JOIN smart_profile_activity_rel held
                               ON held.profile_id = profile.id
                            WHERE profile.partner_id = partner.id)
                        OR EXISTS (
                           SELECT FROM smart_filiere_membership joined
                            WHERE joined.partner_id = partner.id
                              AND joined.state IN ('confirmed', 'active', 'dormant')))
                  FROM res_partner partner
                 WHERE partner.is_member AND partner.active
                """
            )
        )
        return counts
