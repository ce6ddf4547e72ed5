# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import SmartPortal

# longer texts are cut by the form too
MOST_NAME, MOST_TEXT = 120, 5000


class SmartInitiatives(SmartPortal):
    @http.route("/my/initiatives", type="http", auth="user", website=True)
    def portal_initiatives(self, saved=None, **_kwargs):
        """Show a member the initiatives she takes part in, and let her propose one."""
        self._smart_check_member()
        return self._render_initiatives(saved=saved)

    @http.route(
        "/my/initiatives/propose",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_initiatives_propose(self, **form):
        """Keep what a member tells about something collective."""
        self._smart_check_member()
        try:
            vals = self._parse_initiative(form)
        except UserError as error:
            return self._render_initiatives(error=str(error), draft=form)
        # members may not write the model: the values are a closed list, parsed above,
        # and the participant is the person who is logged in
        initiatives = request.env["smart.initiative"].sudo()
        initiatives._propose(request.env.user.partner_id.sudo(), vals)
        return request.redirect("/my/initiatives?saved=1")

    @http.route(
        "/my/initiatives/consent",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_initiatives_consent(self, agree=None, **_kwargs):
        """Record whether animators may name her."""
        self._smart_check_member()
        self._get_initiative_profile()._set_ties_consent(agree == "1")
        return request.redirect("/my/initiatives?saved=consent#consent")

    # === HELPERS === #

    def _get_initiative_profile(self):
        """Return, in sudo, the profile of who is logged in, nobody else's."""
        profiles = request.env["smart.directory.profile"].sudo()
        return profiles._get_for_member(request.env.user.partner_id)

    def _parse_initiative(self, form):
        """Return the values that the form may set; raise a UserError on bad ones."""
        env = request.env
        name = (form.get("name") or "").strip()
        if not name:
            raise UserError(env._("Give the initiative a name."))
        kind = form.get("kind")
        if kind not in dict(env["smart.initiative"]._fields["kind"].selection):
            raise UserError(env._("Choose what kind of initiative it is."))
        chosen = str(form.get("filiere_id") or "")
        filiere = env["smart.filiere"]
        if chosen:
            known = [("id", "=", int(chosen) if chosen.isdecimal() else 0)]
            filiere = filiere.search(known)
            if not filiere:
                raise UserError(env._("This filière does not exist."))
        return {
            "name": name[:MOST_NAME],
            "kind": kind,
            "filiere_id": filiere.id,
            "description": (form.get("description") or "").strip()[:MOST_TEXT],
            "date_start": self._parse_initiative_date(form.get("date_start")),
        }

    def _parse_initiative_date(self, text):
        if not text:
            return False
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise UserError(
                request.env._("“%s” is not a date: choose it in the calendar.", text)
            ) from None

    def _render_initiatives(self, saved=None, error=None, draft=None):
        env = request.env
        partner = env.user.partner_id
        mine = [
            "|",
            ("proposed_by_id", "=", partner.id),
            ("partner_ids", "in", partner.ids),
        ]
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_initiatives",
            # those she takes part in: names and states, nobody else's participants
            initiatives=env["smart.initiative"].sudo().search(mine),
            filieres=env["smart.filiere"].search([("state", "!=", "closed")]),
            profile=self._get_initiative_profile(),
            labels={
                name: dict(
                    env["smart.initiative"]._fields[name]._description_selection(env)
                )
                for name in ("kind", "state")
            },
            draft=draft or {},
            saved=saved,
            error=error,
        )
        return request.render("smart_filieres.portal_initiatives", values)
