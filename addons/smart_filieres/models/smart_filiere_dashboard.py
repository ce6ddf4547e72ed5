# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .smart_filiere_membership import PRESENT_STATES

# the figures of the dashboard, in the order of the screen: (group, measures)
TILES = (
    ("members", ("members", "members_change", "active_rate", "places")),
    ("meetings", ("meetings", "participation", "contact_rate")),
    ("ties", ("isolate_rate", "isolate_change", "needs_filled")),
    ("means", ("animator_hours", "animator_load", "own_resources")),
)
MONTHS = 12
ROWS = 6


class SmartFiliere(models.Model):
    """What one screen says of a filière, in a constant number of queries."""

    _inherit = "smart.filiere"

    def action_open_dashboard(self):
        """Open the dashboard of this filière."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "smart_filieres.smart_filiere_dashboard_action"
        )
        return {
            **action,
            "name": self.display_name,
            "params": {"filiere_id": self.id},
            "context": {"active_id": self.id},
        }

    @api.model
    def get_dashboard_data(self, filiere_id):
        """Return the dashboard of one filière to an animator or a manager.

        :rtype: dict of plain values; an unknown figure has the value None and says why
        """
        self.env["smart.filiere.objective"].check_access("read")
        filiere = self.browse(int(filiere_id)).exists()
        if not filiere:
            raise UserError(self.env._("This filière does not exist any more."))
        filiere.check_access("read")
        measures = filiere._get_measures()[filiere.id]
        return {
            "filiere": filiere._get_dashboard_head(),
            "tiles": filiere._get_dashboard_tiles(measures),
            "growth": filiere._get_dashboard_growth(),
            "gate": filiere._get_dashboard_gate(),
            "objectives": filiere._get_dashboard_objectives(),
            "resources": filiere._get_dashboard_resources(),
            "meetings": filiere._get_dashboard_meetings(),
            "communication": filiere._get_dashboard_communication(),
            "signals": filiere._get_decline_signals().get(filiere, []),
        }

    def _get_dashboard_head(self):
        mandate = self.mandate_id
        return {
            "id": self.id,
            "name": self.name,
            "code": self.code or "",
            "stage": self.stage_id.name or "",
            "since": fields.Date.to_string(self.stage_since),
            "role": self.stage_role or "",
            "animators": self.animator_ids.mapped("name"),
            "mandate": mandate.name or "",
            "mandate_end": fields.Date.to_string(mandate.date_end) or "",
            "may_write": self.has_access("write"),
            "project_count": self.project_count,
        }

    def _get_dashboard_tiles(self, measures):
        labels = {
            **self._get_measure_labels(),
            "animator_load": (self.env._("Members per full-time animator"), ""),
        }
        load = self.env["smart.filiere.resource"]._get_load_of(measures)
        known = {**measures, "animator_load": load}
        reasons = self._get_unknown_reasons()
        titles = self._get_dashboard_titles()
        return [
            {
                "key": group,
                "title": titles[group],
                "figures": [
                    {
                        "key": key,
                        "label": labels[key][0],
                        "unit": labels[key][1],
                        "value": known[key],
                        "why": reasons[key] if known[key] is None else "",
                    }
                    for key in keys
                ],
            }
            for group, keys in TILES
        ]

    def _get_dashboard_titles(self):
        return {
            "members": self.env._("Members"),
            "meetings": self.env._("Meetings"),
            "ties": self.env._("Ties, offers and needs"),
            "means": self.env._("Means"),
        }

    def _get_unknown_reasons(self):
        """Return {measure: why it may be unknown}."""
        meetings = self.env._(
            "No meeting of this filière is recorded, or too few members."
        )
        ties = self.env._("No tie is recorded, or too few members.")
        hours = self.env._("No hour of animation was declared or recorded.")
        return {
            "members": "",
            "places": "",
            "members_change": self.env._("Fewer than five were members a year ago."),
            "active_rate": self.env._("Nothing tells yet who is active."),
            "meetings": meetings,
            "participation": meetings,
            "contact_rate": meetings,
            "isolate_rate": ties,
            "isolate_change": self.env._("Not measured when the stage began."),
            "needs_filled": self.env._("No need was published."),
            "animator_hours": hours,
            "animator_load": hours,
            "own_resources": self.env._("No resource is committed."),
        }

    def _get_dashboard_growth(self):
        """Return [{month, members}] over a year, oldest first."""
        today = fields.Date.context_today(self)
        first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT month::date, (
                    SELECT count(*) FROM smart_filiere_membership membership
                     WHERE membership.filiere_id = %(filiere)s
                       AND membership.state IN %(states)s
                       AND COALESCE(membership.date_answered,
                                    membership.date_proposed, %(first)s)
                           < month + interval '1 month')
                  FROM generate_series(%(first)s::date, %(today)s::date,
                                       interval '1 month') month
                 ORDER BY 1
                """,
                filiere=self.id,
                states=PRESENT_STATES,
                first=first,
                today=today,
            )
        )
        return [
            {"month": fields.Date.to_string(month), "members": members}
            for month, members in rows
        ]

    def _get_dashboard_gate(self):
        next_stage = self.stage_id._get_next() if self.stage_id else self.stage_id
        results = self._describe_verdicts(self._judge_gates()[self])
        for result in results:
            result["phrase"] = (
                result["name"]
                if result["status"] == "met"
                else self._phrase_missing(result)
            )
        return {
            "next": next_stage.name or "",
            "missing": sum(each["status"] != "met" for each in results),
            "results": results,
        }

    def _get_dashboard_objectives(self):
        statuses = dict(
            self.env["smart.filiere.objective"]
            ._fields["status"]
            ._description_selection(self.env)
        )
        found = self.env["smart.filiere.objective"].search(
            [("filiere_id", "=", self.id)], order="date_due, id", limit=ROWS
        )
        return [
            {
                "id": objective.id,
                "name": objective.name,
                "status": objective.status or "",
                "label": statuses.get(objective.status, self.env._("Not measured")),
                "progress": min(max(objective.progress, 0), 100),
                "value": objective.current_value if objective.is_measured else None,
                "target": objective.target,
                "unit": objective.unit or "",
                "due": fields.Date.to_string(objective.date_due),
            }
            for objective in found
        ]

    def _get_dashboard_resources(self):
        units = dict(
            self.env["smart.filiere.resource"]
            ._fields["unit"]
            ._description_selection(self.env)
        )
        found = self.env["smart.filiere.resource"].search(
            [("filiere_id", "=", self.id)], limit=ROWS
        )
        return [
            {
                "id": resource.id,
                "name": resource.name,
                "unit": resource.currency_id.symbol
                if resource.unit == "money"
                else units[resource.unit].lower(),
                "planned": resource.planned,
                "committed": resource.committed,
                "used": resource.used,
                "rate": min(resource.used_rate, 100),
                "is_overrun": resource.is_overrun,
            }
            for resource in found
        ]

    def _get_dashboard_meetings(self):
        """Return the next meetings, or None where events carry no filière."""
        Event = self.env["event.event"]
        if not self._has_meetings() or not Event.has_access("read"):
            return None
        found = Event.search(
            [
                ("filiere_ids", "in", self.ids),
                ("date_begin", ">=", fields.Datetime.now()),
                ("kanban_state", "!=", "cancel"),
            ],
            order="date_begin",
            limit=3,
        )
        return [
            {
                "id": event.id,
                "name": event.name,
                "date": fields.Datetime.to_string(event.date_begin),
            }
            for event in found
        ]

    def _get_dashboard_communication(self):
        """Return the plan's name and its number of lines, or None without a plan."""
        if "smart.communication.plan" not in self.env:
            return None
        Plan = self.env["smart.communication.plan"]
        if not Plan.has_access("read") or "filiere_id" not in Plan._fields:
            return None
        plan = Plan.search([("filiere_id", "=", self.id)], limit=1)
        if not plan:
            return None
        lines = plan.line_ids if "line_ids" in Plan._fields else ()
        return {"id": plan.id, "name": plan.display_name, "lines": len(lines)}
