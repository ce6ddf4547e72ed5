# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartFiliere(models.Model):
    _inherit = "smart.filiere"

    meeting_count = fields.Integer("Meetings", compute="_compute_meeting_count")

    def _compute_meeting_count(self):
        # the count of a filière that one reads; members see what is published anyway
        rows = (
            self.env["event.event"]
            .sudo()
            ._read_group(
                [
                    ("filiere_ids", "in", self.ids),
                    ("company_id", "in", [*self.env.companies.ids, False]),
                ],
                ["filiere_ids"],
                ["__count"],
            )
        )
        counts = {filiere.id: count for filiere, count in rows}
        for filiere in self:
            filiere.meeting_count = counts.get(filiere._origin.id, 0)

    def action_view_meetings(self):
        """Open the meetings of this filière."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.event_event_action_meetings"
        )
        action["domain"] = [("filiere_ids", "in", self.ids)]
        action["context"] = {"default_filiere_ids": self.ids}
        return action

    def action_plan_meeting(self):
        """Open the planner for this filière."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_meeting_planner_action"
        )
        action["context"] = {"default_filiere_id": self.id}
        return action
