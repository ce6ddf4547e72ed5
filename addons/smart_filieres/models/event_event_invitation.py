# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class EventEvent(models.Model):
    """Who is invited to a meeting."""

    _inherit = "event.event"

    invitation_ids = fields.One2many(
        "smart.meeting.invitation", "event_id", groups="smart_filieres.group_animator"
    )
    invitation_count = fields.Integer(
        compute="_compute_invitation_count", groups="smart_filieres.group_animator"
    )
    ready_count = fields.Integer(
        "Invitations to send",
        compute="_compute_invitation_count",
        groups="smart_filieres.group_animator",
    )

    @api.depends("invitation_ids.state")
    def _compute_invitation_count(self):
        rows = self.env["smart.meeting.invitation"]._read_group(
            [("event_id", "in", self.ids)], ["event_id", "state"], ["__count"]
        )
        total, ready = {}, {}
        for event, state, count in rows:
            total[event.id] = total.get(event.id, 0) + count
            if state == "ready":
                ready[event.id] = count
        for event in self:
            event.invitation_count = total.get(event._origin.id, 0)
            event.ready_count = ready.get(event._origin.id, 0)

    def action_send_invitations(self):
        """Send the invitations that wait."""
        self.invitation_ids.action_send()

    def action_view_invitations(self):
        """Open who is invited."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_meeting_invitation_action"
        )
        action["domain"] = [("event_id", "in", self.ids)]
        action["context"] = {"default_event_id": self.id}
        return action
