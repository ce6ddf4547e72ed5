# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import planning


class SmartMeetingPlannerLine(models.TransientModel):
    """One workplace and why it stands where it stands."""

    _name = "smart.meeting.planner.line"
    _description = "Place for a Meeting"
    _order = "rank, id"
    _rec_name = "workplace_id"

    planner_id = fields.Many2one(
        "smart.meeting.planner", required=True, ondelete="cascade"
    )
    rank = fields.Integer(readonly=True)
    workplace_id = fields.Many2one("res.partner", readonly=True)
    room_id = fields.Many2one(
        "smart.room", "Room that suits", readonly=True, ondelete="cascade"
    )
    capacity = fields.Integer(related="room_id.capacity", string="Seats")
    near_count = fields.Integer("Members counted near", readonly=True)
    is_known = fields.Boolean(readonly=True)
    is_small = fields.Boolean(readonly=True)
    evenness = fields.Float("Variety", digits=(4, 3), readonly=True)
    is_evenness_known = fields.Boolean(readonly=True)
    score = fields.Float(digits=(16, 1), readonly=True)
    lowest = fields.Float(digits=(16, 1), readonly=True)
    highest = fields.Float(digits=(16, 1), readonly=True)
    obstacle = fields.Selection(
        [
            ("no_room", "No room registered"),
            ("too_small", "No room is large enough"),
            ("not_accessible", "No large enough room is accessible"),
            ("busy", "Rooms are booked at that time"),
        ],
        readonly=True,
    )
    near_text = fields.Char("Members near", compute="_compute_texts")
    reason = fields.Text("Why", compute="_compute_texts")

    @api.depends("near_count", "evenness", "obstacle", "room_id")
    def _compute_texts(self):
        for line in self:
            line.near_text = line._get_near_text()
            line.reason = line._get_reason()

    def _get_near_text(self):
        if self.is_small:
            return self.env._("fewer than %s", planning.SMALLEST_COUNT)
        return str(self.near_count) if self.is_known else self.env._("unknown")

    def _get_reason(self):
        """Return in one sentence what the score is made of."""
        return " · ".join(
            part for part in (self._get_score_reason(), self._get_room_reason()) if part
        )

    def _get_score_reason(self):
        if self.is_small:
            return self.env._("too few members near to compare")
        if not self.is_known:
            return self.env._("the postal code of the place is not on the map")
        if not self.is_evenness_known:
            return self.env._(
                "%(near)s members near, variety of trades unknown: between %(low)s "
                "and %(high)s",
                near=self.near_count,
                low=round(self.lowest, 1),
                high=round(self.highest, 1),
            )
        return self.env._(
            "%(near)s members near × (1 + variety %(variety)s) / 2 = %(score)s",
            near=self.near_count,
            variety=round(self.evenness, 3),
            score=round(self.score, 1),
        )

    def _get_room_reason(self):
        if self.room_id:
            return self.env._(
                "%(room)s is free, %(seats)s seats",
                room=self.room_id.name,
                seats=self.capacity,
            )
        states = dict(self._fields["obstacle"]._description_selection(self.env))
        return states.get(self.obstacle, "")

    # === DRAFT === #

    def action_draft(self):
        """Draft the meeting here, hold its room and list who will be invited."""
        self.ensure_one()
        if not self.room_id:
            raise UserError(
                self.env._(
                    "%s has no room that suits: choose another time or another place.",
                    self.workplace_id.display_name,
                )
            )
        event = self.env["event.event"].create(self._prepare_event_vals())
        self._invite(event)
        return {
            "type": "ir.actions.act_window",
            "res_model": "event.event",
            "res_id": event.id,
            "view_mode": "form",
        }

    def _prepare_event_vals(self):
        planner = self.planner_id
        name = planner.theme or self.env._("Meeting of %s", planner.filiere_id.name)
        return {
            "name": name,
            "theme": planner.theme,
            "description": False,
            "filiere_ids": [Command.set(planner.filiere_id.ids)],
            "audience": planner.audience,
            "date_begin": planner.date_begin,
            "date_end": planner.date_end,
            "date_tz": self._get_zone(),
            "workplace_id": self.workplace_id.id,
            "room_id": self.room_id.id,
            "is_room_held": True,
            "seats_limited": True,
            "seats_max": self.capacity,
            "user_id": self.env.uid,
        }

    def _get_zone(self):
        """Return the time zone of the place: that of its country if it has one."""
        place = self.workplace_id
        zones = pytz.country_timezones.get(place.country_id.code or "", [])
        if len(zones) == 1:
            return zones[0]
        return place.tz or self.env.user.tz or "UTC"

    def _invite(self, event):
        planner = self.planner_id
        place = self.workplace_id
        pair = (place.country_id.id, place.zip)
        position = self.env["smart.postal.point"]._find_squares([pair])[pair]
        if not position:
            return 0
        near = planning.squares_near(
            planner._read_squares(), position, float(planner.radius_km)
        )
        return self.env["smart.meeting.invitation"]._invite_near(
            event,
            planner.filiere_id,
            [(square.latitude, square.longitude) for square in near],
        )
