# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .smart_filiere_membership import PRESENT_STATES

# a share of fewer people would tell what single ones do, and jump at the first one
SMALLEST_GROUP = 5
# a place where the filière lives: a territory with that many of its members
MEMBERS_PER_PLACE = 5


class SmartFiliere(models.Model):
    """What the records tell of filières, one query per measure whatever their number.

    A measure `x` is a method `_measure_x` that returns {filière id: number}. A filière
    that is missing, or None instead of the dictionary, means unknown: never zero.
    """

    _inherit = "smart.filiere"

    @api.model
    def _get_measure_labels(self):
        """Return {key: (label, unit)}; extend it along with a `_measure_<key>`."""
        return {
            "members": (self.env._("Confirmed members"), ""),
            "active_rate": (self.env._("Active members"), "%"),
            "members_change": (self.env._("Members, change in 12 months"), "%"),
            "places": (self.env._("Places with at least five members"), ""),
            "participation": (self.env._("Members who took part in 12 months"), "%"),
            "meetings": (self.env._("Meetings in 12 months"), ""),
            "months_without_meeting": (self.env._("Months without a meeting"), ""),
            "contact_rate": (self.env._("Direct contact rate"), "%"),
            "isolate_rate": (self.env._("Members without a tie in the filière"), "%"),
            "isolate_change": (
                self.env._("Isolated members since the stage began"),
                "pt",
            ),
            "needs_filled": (self.env._("Needs filled"), "%"),
            "score": (self.env._("Score on the criteria"), ""),
            "self_assessment": (self.env._("Self-assessment, indicators reached"), "%"),
            "objectives": (self.env._("Objectives"), ""),
            "objectives_met": (self.env._("Objectives met"), ""),
            "objectives_off_track": (self.env._("Objectives off track twice"), ""),
            "mandates": (self.env._("Mandates in force"), ""),
            "resources": (self.env._("Resources committed"), ""),
            "own_resources": (
                self.env._("Resources that are not the cooperative's"),
                "%",
            ),
            "animator_hours": (self.env._("Animator hours in 12 months"), "h"),
            "animator_hours_quarter": (self.env._("Animator hours in 3 months"), "h"),
        }

    def _get_measures(self, keys=None):
        """Return {filière id: {key: number or None}}, None being unknown."""
        keys = list(keys if keys is not None else self._get_measure_labels())
        self.env.flush_all()
        measured = {key: getattr(self, f"_measure_{key}")() or {} for key in keys}
        return {
            filiere.id: {key: measured[key].get(filiere.id) for key in keys}
            for filiere in self
        }

    # === MEMBERS === #

    def _measure_members(self):
        counts = dict.fromkeys(self.ids, 0)
        for filiere, count in self.env["smart.filiere.membership"]._read_group(
            self._get_present_domain(), ["filiere_id"], ["__count"]
        ):
            counts[filiere.id] = count
        return counts

    def _measure_active_rate(self):
        """Known where something told active members from dormant ones."""
        counts = {}
        for filiere, state, count in self.env["smart.filiere.membership"]._read_group(
            self._get_present_domain(), ["filiere_id", "state"], ["__count"]
        ):
            counts.setdefault(filiere.id, {})[state] = count
        return {
            filiere: 100 * states.get("active", 0) / sum(states.values())
            for filiere, states in counts.items()
            if "active" in states or "dormant" in states
        }

    def _measure_members_change(self):
        year_ago = fields.Date.context_today(self) - relativedelta(years=1)
        now = self._measure_members()
        groups = self.env["smart.filiere.membership"]._read_group(
            [
                ("filiere_id", "in", self.ids),
                "|",
                "&",
                ("state", "in", PRESENT_STATES),
                "|",
                ("date_answered", "=", False),
                ("date_answered", "<=", year_ago),
                "&",
                "&",
                ("state", "=", "left"),
                ("date_answered", ">", year_ago),
                ("date_proposed", "<=", year_ago),
            ],
            ["filiere_id"],
            ["__count"],
        )
        return {
            filiere.id: 100 * (now[filiere.id] - before) / before
            for filiere, before in groups
            if before >= SMALLEST_GROUP
        }

    def _measure_places(self):
        places = dict.fromkeys(self.ids, 0)
        for filiere, _territory in self.env["smart.filiere.membership"]._read_group(
            [*self._get_present_domain(), ("territory_id", "!=", False)],
            ["filiere_id", "territory_id"],
            having=[("__count", ">=", MEMBERS_PER_PLACE)],
        ):
            places[filiere.id] += 1
        return places

    def _get_present_domain(self):
        return [("filiere_id", "in", self.ids), ("state", "in", PRESENT_STATES)]

    # === OBJECTIVES, MANDATES, RESOURCES === #

    def _measure_objectives(self):
        return self._count_by_filiere("smart.filiere.objective", [])

    def _measure_objectives_met(self):
        return self._count_by_filiere(
            "smart.filiere.objective", [("status", "=", "met")]
        )

    def _measure_objectives_off_track(self):
        return self._count_by_filiere(
            "smart.filiere.objective", [("is_off_track_twice", "=", True)]
        )

    def _measure_mandates(self):
        return self._count_by_filiere(
            "smart.filiere.mandate", [("state", "=", "in_force")]
        )

    def _measure_resources(self):
        return self._count_by_filiere("smart.filiere.resource", [("committed", ">", 0)])

    def _measure_own_resources(self):
        """Share of the committed value that comes from elsewhere."""
        totals = {}
        for filiere, source, value in self.env["smart.filiere.resource"]._read_group(
            [("filiere_id", "in", self.ids)],
            ["filiere_id", "source"],
            ["committed_value:sum"],
        ):
            totals.setdefault(filiere.id, {})[source] = value
        return {
            filiere: 100 * (1 - values.get("cooperative", 0) / sum(values.values()))
            for filiere, values in totals.items()
            if sum(values.values())
        }

    def _measure_animator_hours(self):
        """Hours in 12 months; unknown until timesheets or declarations give them."""
        return self._get_animator_hours(12)

    def _measure_animator_hours_quarter(self):
        return self._get_animator_hours(3)

    def _get_animator_hours(self, months):
        """Return hours given in the last `months`, {filière id: hours}.

        Declared use is spread over a resource's period and cannot tell a quarter:
        unknown then. The timesheet bridge answers both.
        """
        if months < 12:
            return None
        since = fields.Date.context_today(self) - relativedelta(months=months)
        groups = self.env["smart.filiere.resource"]._read_group(
            [
                ("filiere_id", "in", self.ids),
                ("is_animation", "=", True),
                ("date_to", ">=", since),
            ],
            ["filiere_id"],
            ["used_declared:sum"],
        )
        return {filiere.id: hours for filiere, hours in groups}

    def _count_by_filiere(self, model, domain):
        counts = dict.fromkeys(self.ids, 0)
        for filiere, count in self.env[model]._read_group(
            [("filiere_id", "in", self.ids), *domain], ["filiere_id"], ["__count"]
        ):
            counts[filiere.id] = count
        return counts
