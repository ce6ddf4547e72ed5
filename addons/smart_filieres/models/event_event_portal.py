# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime

import pytz
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date, format_time, plaintext2html

MOST_SUGGESTIONS = 3
LONGEST_NAME = 120
LONGEST_WHY = 2000


class EventEvent(models.Model):
    """What pages say of a meeting, and what a member suggests."""

    _inherit = "event.event"

    def _get_when_text(self):
        """Return day and hours at the place of the meeting, its zone if not mine."""
        self.ensure_one()
        zone = self.date_tz or "UTC"
        begin, end = (
            fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
            for moment in (self.date_begin, self.date_end)
        )
        day, last = (
            format_date(self.env, moment.date(), date_format="EEEE d MMMM y")
            for moment in (begin, end)
        )
        start, stop = (
            format_time(self.env, moment.time(), time_format="short")
            for moment in (begin, end)
        )
        text = f"{day}, {start} – {stop}"
        if day != last:
            text = f"{day}, {start} – {last}, {stop}"
        mine = self.env.user.tz or self.env.context.get("tz") or zone
        return text if mine == zone else f"{text} ({zone})"

    def _get_shown_attendees(self):
        """Return the names of the members who chose that others see that they come."""
        rows = self.env["event.registration"].search_fetch(
            [
                ("event_id", "=", self.id),
                ("state", "in", ("open", "done")),
                ("member_id", "!=", False),
                ("show_attendance", "=", True),
            ],
            ["member_id"],
            order="id",
        )
        return rows.member_id.mapped("name")

    # === SUGGESTION === #

    @api.model
    def _suggest(self, member, wish):
        """Draft the meeting that `member` suggests, for the animators.

        :param wish: {name, why, day} texts and {filiere, workplace} ids
        """
        filiere, day = self._check_suggestion(member, wish)
        place = self.env["res.partner"].search(
            [("is_workplace", "=", True), ("id", "=", wish.get("workplace"))]
        )
        zone = member.user_ids[:1].tz or "Europe/Brussels"
        animator = filiere.animator_ids[:1]
        evening = datetime.datetime.combine(day, datetime.time(18))
        begin = pytz.timezone(zone).localize(evening).astimezone(pytz.UTC)
        begin = begin.replace(tzinfo=None)
        event = self.create(
            {
                "name": wish["name"][:LONGEST_NAME],
                # a member's text is text
                "description": plaintext2html(wish["why"][:LONGEST_WHY]),
                "filiere_ids": [Command.set(filiere.ids)],
                "workplace_id": place.id,
                "address_id": place.id,
                "date_begin": begin,
                "date_end": begin + datetime.timedelta(hours=2),
                "date_tz": zone,
                "user_id": animator.id,
                "suggested_by_id": member.id,
                "territory_id": (place or member).territory_id.id,
            }
        )
        for user in filiere.animator_ids[:1]:
            event.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._("Meeting suggested by a member"),
                note=Markup("%s") % wish["name"][:LONGEST_NAME],
            )
        return event

    @api.model
    def _check_suggestion(self, member, wish):
        """Return (filière, day), or say what is missing."""
        if not wish.get("name"):
            raise UserError(self.env._("Give the meeting a title."))
        filiere = self.env["smart.filiere"].search(
            [("id", "=", wish.get("filiere")), ("state", "!=", "closed")]
        )
        if not filiere:
            raise UserError(self.env._("Choose a filière."))
        try:
            day = datetime.date.fromisoformat(wish.get("day") or "")
        except ValueError:
            day = None
        if not day or not 0 < (day - fields.Date.context_today(self)).days < 730:
            raise UserError(self.env._("Choose a day from tomorrow on."))
        waiting = self.search_count(
            [
                ("suggested_by_id", "=", member.id),
                ("is_visible", "=", False),
                ("date_end", ">", fields.Datetime.now()),
            ]
        )
        if waiting >= MOST_SUGGESTIONS:
            raise UserError(
                self.env._(
                    "%s of your suggestions wait for an answer: let the animators "
                    "answer first.",
                    waiting,
                )
            )
        return filiere, day
