# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class EventEvent(models.Model):
    """A member signs up, waits for a seat, or cancels."""

    _inherit = "event.event"

    def _get_member_registration(self, member):
        """Return the registration of `member` that is not cancelled, if any."""
        return self.env["event.registration"].search(
            [
                ("event_id", "=", self.id),
                ("member_id", "=", member.id),
                ("state", "!=", "cancel"),
            ],
            limit=1,
        )

    def _sign_up(self, member, show_attendance=False):
        """Register `member`, on the waiting list when the room is full.

        Signing up twice gives the same registration.

        :return: event.registration
        """
        self.ensure_one()
        self._lock_seats()
        registration = self._get_member_registration(member)
        if not registration:
            self._check_open()
            full = self._is_full()
            registration = self._get_later_registrations().create(
                {
                    "event_id": self.id,
                    "partner_id": member.id,
                    "member_id": member.id,
                    "name": member.name,
                    "email": member.email,
                    "state": "draft" if full else "open",
                    "is_waiting": full,
                }
            )
        registration.show_attendance = show_attendance
        return registration

    def _get_later_registrations(self):
        """Return event.registration, whose e-mails the cron sends."""
        return self.env["event.registration"].with_context(smart_mail_later=True)

    def _lock_seats(self):
        """Let one person at a time take a seat: the others start again after her."""
        # an update, since a lock alone would leave the next one an older view
        self.env.execute_query(
            SQL("UPDATE event_event SET id = id WHERE id = %s RETURNING id", self.id)
        )

    def _check_open(self):
        """Raise when nobody can sign up any more."""
        if (
            not self.is_visible
            or self.kanban_state == "cancel"
            or self.date_begin <= fields.Datetime.now()
        ):
            raise UserError(
                self.env._("One cannot sign up for “%s” any more.", self.name)
            )

    def _is_full(self):
        return bool(self.seats_limited and self.seats_max and self.seats_available <= 0)

    def _promote_waiting(self):
        """Give the seats that are free to those who wait, first come first served."""
        Registration = self._get_later_registrations()
        waiting = Registration.search(
            [
                ("event_id", "in", self.ids),
                ("is_waiting", "=", True),
                ("state", "=", "draft"),
                ("event_id.date_begin", ">", fields.Datetime.now()),
            ],
            order="id",
        )
        if not waiting:
            return Registration
        self.invalidate_recordset(["seats_available"])
        promoted = Registration
        for event, queue in waiting.grouped("event_id").items():
            limited = event.seats_limited and event.seats_max
            promoted |= queue[: max(event.seats_available, 0)] if limited else queue
        promoted.write({"state": "open", "is_waiting": False})
        return promoted
