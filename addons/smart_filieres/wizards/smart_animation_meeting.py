# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class SmartAnimationMeeting(models.TransientModel):
    _name = "smart.animation.meeting"
    _description = "Start a Meeting from a Tool"

    tool_id = fields.Many2one("smart.animation.tool", required=True)
    filiere_id = fields.Many2one("smart.filiere", required=True)
    date_begin = fields.Datetime(
        "When", required=True, default=lambda self: self._default_date_begin()
    )
    address_id = fields.Many2one(
        "res.partner", "Where", domain=[("is_workplace", "=", True)]
    )

    @api.model
    def _default_date_begin(self):
        """In two weeks, at nine in UTC: people choose the hour."""
        day = fields.Datetime.now() + relativedelta(days=14)
        return day.replace(hour=9, minute=0, second=0, microsecond=0)

    def action_start(self):
        """Draft the meeting with the agenda of the tool and open it."""
        self.ensure_one()
        event = self.env["event.event"].create(self._prepare_event())
        return event._get_records_action()

    def _prepare_event(self):
        """Return the values of the event; fields of other add-ons where they exist."""
        tool, filiere = self.tool_id, self.filiere_id
        vals = {
            "name": f"{filiere.name} — {tool.name}",
            "animation_tool_id": tool.id,
            "date_begin": self.date_begin,
            "date_end": self.date_begin + relativedelta(minutes=tool.minutes),
            "address_id": self.address_id.id,
            "description": tool.steps,
            "note": self.env["ir.qweb"]._render(
                "smart_filieres.meeting_preparation", {"tool": tool, "env": self.env}
            ),
            "user_id": self.env.uid,
            "seats_limited": True,
            "seats_max": tool.group_max,
        }
        if filiere.company_id:
            vals["company_id"] = filiere.company_id.id
        if "filiere_ids" in self.env["event.event"]._fields:
            vals["filiere_ids"] = [(6, 0, filiere.ids)]
        return vals
