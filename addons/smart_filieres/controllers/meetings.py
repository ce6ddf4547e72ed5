# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import re

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import pager

from .portal import SmartPortal

MEETINGS_PER_PAGE = 20
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
AUDIENCES = ("internal", "external")


class SmartMeetings(SmartPortal):
    """The meetings of the filières, as members see them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "meeting_count" in counters:
            values["meeting_count"] = (
                self._meetings_all().search_count(self._meetings_coming_domain())
                if self._smart_is_member()
                else 0
            )
        return values

    @http.route(
        ["/my/meetings", "/my/meetings/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_meetings(self, page=1, suggested=None, **filters):
        """List the meetings that come, or those she signed up for."""
        self._smart_check_member()
        chosen = self._meetings_parse_filters(filters)
        events = self._meetings_all()
        domain = self._meetings_get_domain(chosen)
        total = events.search_count(domain)
        pages = pager(
            url="/my/meetings",
            total=total,
            page=max(1, page),
            step=MEETINGS_PER_PAGE,
            url_args=chosen,
        )
        found = events.search(
            domain,
            limit=MEETINGS_PER_PAGE,
            offset=pages["offset"],
            order="date_begin desc, id" if chosen.get("mine") else "date_begin, id",
        )
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_meetings",
            meetings=found,
            total=total,
            pager=pages,
            chosen=chosen,
            suggested=suggested,
            registrations=self._meetings_get_mine(found),
            **self._meetings_get_choices(),
        )
        return request.render("smart_filieres.portal_meetings", values)

    @http.route("/my/meetings/<int:event_id>", type="http", auth="user", website=True)
    def portal_meeting(self, event_id, done=None, **_kwargs):
        """Show one meeting; who is coming only says so when she chose to."""
        return self._meetings_render(self._meetings_get(event_id), done=done)

    @http.route(
        "/my/meetings/<int:event_id>/signup",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_meeting_signup(self, event_id, show_attendance=None, **_form):
        """Sign up, or wait when the room is full."""
        event = self._meetings_get(event_id)
        try:
            with request.env.cr.savepoint():
                registration = event._sign_up(
                    self._meetings_me(), bool(show_attendance)
                )
        except UserError as error:
            return self._meetings_render(event, error=str(error))
        done = "waiting" if registration.is_waiting else "signed"
        return request.redirect(f"/my/meetings/{event.id}?done={done}")

    @http.route(
        "/my/meetings/<int:event_id>/cancel",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_meeting_cancel(self, event_id, **_form):
        """Give one's seat back to those who wait."""
        event = self._meetings_get(event_id)
        registration = event._get_member_registration(self._meetings_me())
        # who was checked in came: that is not undone here
        registration.filtered(lambda row: row.state != "done").action_cancel()
        return request.redirect(f"/my/meetings/{event.id}?done=cancelled")

    @http.route(
        "/my/meetings/<int:event_id>/ics", type="http", auth="user", website=True
    )
    def portal_meeting_ics(self, event_id, **_kwargs):
        """Give the meeting to a calendar."""
        return self._meetings_send_ics(self._meetings_get(event_id))

    @http.route("/my/workplaces", type="http", auth="user", website=True, readonly=True)
    def portal_workplaces(self, **_kwargs):
        """List the shared workplaces and their rooms, the nearest first."""
        self._smart_check_member()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_workplaces",
            places=self._meetings_me()._get_workplaces_near(),
        )
        return request.render("smart_filieres.portal_workplaces", values)

    @http.route(
        "/my/meetings/suggest", type="http", auth="user", website=True, sitemap=False
    )
    def portal_meeting_suggest(self, **form):
        """Suggest a meeting: the animators complete it and publish it."""
        self._smart_check_member()
        if request.httprequest.method != "POST":
            return self._meetings_render_suggest({})
        try:
            with request.env.cr.savepoint():
                # the method takes plain texts and ids of records that she may read
                request.env["event.event"].sudo()._suggest(
                    self._meetings_me(), self._meetings_parse_suggestion(form)
                )
        except UserError as error:
            return self._meetings_render_suggest(form, error=str(error))
        return request.redirect("/my/meetings?suggested=1")

    # === HELPERS === #

    def _meetings_all(self):
        """Return event.event in sudo: members have no access to the model itself.

        It is only searched with `_get_published_domain`, and pages show the fields
        that their templates name.
        """
        return request.env["event.event"].sudo()

    def _meetings_me(self):
        """Return the contact of the person who is logged in, in sudo."""
        # her own; what is written on it is written by methods that take nothing else
        return request.env.user.partner_id.sudo()

    def _meetings_get(self, event_id):
        self._smart_check_member()
        events = self._meetings_all()
        domain = events._get_published_domain() & Domain("id", "=", event_id)
        event = events.search(domain, limit=1)
        if not event:
            raise request.not_found()
        return event

    def _meetings_coming_domain(self, audiences=AUDIENCES):
        domain = self._meetings_all()._get_published_domain(audiences)
        return domain & Domain("date_end", ">=", fields.Datetime.now())

    def _meetings_parse_filters(self, filters):
        """Return the well-formed filters; a broken link shows all."""
        chosen = {
            key: int(filters[key])
            for key in ("filiere", "territory")
            if re.fullmatch(r"\d{1,9}", filters.get(key) or "")
        }
        if MONTH.fullmatch(filters.get("month") or ""):
            chosen["month"] = filters["month"]
        if filters.get("audience") in AUDIENCES:
            chosen["audience"] = filters["audience"]
        if filters.get("mine"):
            chosen["mine"] = 1
        return chosen

    def _meetings_get_domain(self, chosen):
        audiences = [chosen["audience"]] if "audience" in chosen else AUDIENCES
        if chosen.get("mine"):
            # past ones too: what she attended is hers
            domain = self._meetings_all()._get_published_domain(audiences)
            domain &= Domain(
                "registration_ids",
                "any",
                [("member_id", "=", self._meetings_me().id), ("state", "!=", "cancel")],
            )
        else:
            domain = self._meetings_coming_domain(audiences)
        if "filiere" in chosen:
            domain &= Domain("filiere_ids", "in", [chosen["filiere"]])
        if "territory" in chosen:
            domain &= Domain("territory_id", "child_of", [chosen["territory"]])
        if "month" in chosen:
            first = datetime.date.fromisoformat(f"{chosen['month']}-01")
            after = (first + datetime.timedelta(days=31)).replace(day=1)
            domain &= Domain("date_begin", ">=", first) & Domain(
                "date_begin", "<", after
            )
        return domain

    def _meetings_get_choices(self):
        """Return what the filters offer: filières, territories, the months to come."""
        today = fields.Date.context_today(request.env.user).replace(day=1)
        months = [
            (today + datetime.timedelta(days=31 * step)).replace(day=1)
            for step in range(6)
        ]
        env = request.env
        return {
            "filieres": env["smart.filiere"].search([("state", "!=", "closed")]),
            "territories": env["smart.territory"].search([("parent_id", "=", False)])
            | env["smart.territory"].search([("parent_id.parent_id", "=", False)]),
            "months": months,
        }

    def _meetings_get_mine(self, events):
        """Return {event id: her registration}."""
        rows = (
            request.env["event.registration"]
            # her own, of meetings that she may see
            .sudo()
            .search(
                [
                    ("event_id", "in", events.ids),
                    ("member_id", "=", self._meetings_me().id),
                    ("state", "!=", "cancel"),
                ]
            )
        )
        return {row.event_id.id: row for row in rows}

    def _meetings_render(self, event, done=None, error=None):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_meetings",
            meeting=event,
            registration=event._get_member_registration(self._meetings_me()),
            shown=event._get_shown_attendees(),
            is_open=event.date_begin > fields.Datetime.now(),
            done=done,
            error=error,
        )
        return request.render("smart_filieres.portal_meeting", values)

    def _meetings_send_ics(self, event):
        # the native method reads an empty slot, not False
        content = event._get_ics_file(event.event_slot_ids.browse()).get(event.id)
        if not content:
            raise request.not_found()
        return request.make_response(
            content,
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"{event.name}.ics")),
            ],
        )

    def _meetings_parse_suggestion(self, form):
        number = re.compile(r"\d{1,9}")
        ids = {
            key: int(form[key])
            for key in ("filiere", "workplace")
            if number.fullmatch(form.get(key) or "")
        }
        texts = {key: (form.get(key) or "").strip() for key in ("name", "why", "day")}
        return {**texts, **ids}

    def _meetings_render_suggest(self, form, error=None):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_meetings_suggest",
            form=form,
            error=error,
            filieres=request.env["smart.filiere"].search([("state", "!=", "closed")]),
            places=self._meetings_me()._get_workplaces_near(),
        )
        return request.render("smart_filieres.portal_meeting_suggest", values)
