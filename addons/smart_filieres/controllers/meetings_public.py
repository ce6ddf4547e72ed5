# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.fields import Domain
from odoo.http import request, route

from .meetings import SmartMeetings

MOST_PUBLIC = 60


class SmartPublicMeetings(SmartMeetings):
    """What anybody may see: external meetings that are published and to come."""

    @route("/rencontres", type="http", auth="public", website=True, readonly=True)
    def public_meetings(self, **_kwargs):
        """List the meetings that are open to all."""
        events = self._meetings_all()
        domain = self._meetings_coming_domain(["external"])
        values = {
            "meetings": events.search(
                domain, limit=MOST_PUBLIC, order="date_begin, id"
            ),
        }
        return request.render("smart_filieres.public_meetings", values)

    @route(
        "/rencontres/<int:event_id>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def public_meeting(self, event_id, **_kwargs):
        """Show one meeting that is open to all."""
        values = {"meeting": self._meetings_get_public(event_id)}
        return request.render("smart_filieres.public_meeting", values)

    @route("/rencontres/<int:event_id>/ics", type="http", auth="public", website=True)
    def public_meeting_ics(self, event_id, **_kwargs):
        """Give a meeting that is open to all to a calendar."""
        return self._meetings_send_ics(self._meetings_get_public(event_id))

    def _meetings_get_public(self, event_id):
        domain = self._meetings_coming_domain(["external"])
        event = self._meetings_all().search(
            domain & Domain("id", "=", event_id), limit=1
        )
        if not event:
            raise request.not_found()
        return event
