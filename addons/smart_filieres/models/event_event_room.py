# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class EventEvent(models.Model):
    """The room of a meeting is a booking, firm once people were told."""

    _inherit = "event.event"

    is_room_held = fields.Boolean(
        "Room held",
        copy=False,
        help="The room is booked for good although the meeting is not published yet.",
    )
    booking_ids = fields.One2many("smart.room.booking", "event_id")

    @api.model
    def _get_booking_fields(self):
        """Return the fields of a meeting that its booking follows."""
        return {
            "active",
            "date_begin",
            "date_end",
            "is_room_held",
            "is_visible",
            "kanban_state",
            "room_id",
        }

    def _sync_bookings(self):
        """Give each meeting that takes place the booking of its room."""
        # who plans a meeting books its room, whatever her rights on other bookings
        Booking = self.env["smart.room.booking"].sudo()
        held = Booking.search([("event_id", "in", self.ids)])
        by_event = {booking.event_id.id: booking for booking in held}
        wanted = self.filtered(lambda event: event._needs_room())
        # rooms that are given up first: somebody else of this batch may take them
        held.filtered(lambda booking: booking.event_id not in wanted).unlink()
        new = []
        for event in wanted:
            vals = event._prepare_booking_vals()
            booking = by_event.get(event.id)
            if not booking:
                new.append({"event_id": event.id, **vals})
            elif changed := booking._get_changes(vals):
                booking.write(changed)
        Booking.create(new)

    def _needs_room(self):
        return self.room_id and self.active and self.kanban_state != "cancel"

    def _prepare_booking_vals(self):
        return {
            "room_id": self.room_id.id,
            "date_begin": self.date_begin,
            "date_end": self.date_end,
            "is_firm": self.is_visible or self.is_room_held,
        }
