# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.smart_directory_profile import FLAGS
from .portal import SmartPortal

TEXTS = ("headline", "about")
LISTS = ("activity_ids", "skill_ids", "sought_skill_ids", "language_ids")
ANSWERS = ("join", "confirm", "refuse", "leave")


class SmartMember(SmartPortal):
    @http.route("/my/member", type="http", auth="user", website=True)
    def portal_member(self, saved=None, **_kwargs):
        """Show a member her own profile, her filières and who may read what."""
        self._smart_check_member()
        return self._render_member(saved=saved)

    @http.route(
        "/my/member/save", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_member_save(self, **form):
        """Keep what a member wrote and released."""
        self._smart_check_member()
        values = self._parse_member_form(form)
        try:
            # the savepoint leaves nothing half saved behind an error
            with request.env.cr.savepoint():
                self._get_profile()._save_from_member(*values)
        except UserError as error:
            return self._render_member(error=str(error), draft=values)
        return request.redirect("/my/member?saved=1")

    @http.route(
        "/my/member/withdraw", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_member_withdraw(self, **_kwargs):
        """Leave the directory in one click."""
        self._smart_check_member()
        self._get_profile()._withdraw()
        return request.redirect("/my/member?saved=withdrawn")

    @http.route(
        "/my/member/fresh", type="http", auth="user", methods=["POST"], website=True
    )
    def portal_member_fresh(self, **_kwargs):
        """Say that the profile is right; one that had left comes back."""
        self._smart_check_member()
        self._get_profile()._set_fresh()
        return request.redirect("/my/member?saved=1")

    @http.route(
        "/my/member/filiere/<int:filiere_id>/<string:answer>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_member_filiere(self, filiere_id, answer, **_kwargs):
        """Join, confirm, refuse or leave a filière."""
        self._smart_check_member()
        filiere = request.env["smart.filiere"].search([("id", "=", filiere_id)])
        if not filiere or answer not in ANSWERS:
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                self._get_profile()._answer_filiere(filiere, answer)
        except UserError as error:
            return self._render_member(error=str(error))
        return request.redirect("/my/member?saved=filiere#filieres")

    # === HELPERS === #

    def _get_profile(self):
        """Return, in sudo, the profile of the person who is logged in.

        Members may not write the model. The record is always her own and only the
        methods named here, which take closed lists of values, are called on it.
        """
        partner = request.env.user.partner_id
        return request.env["smart.directory.profile"].sudo()._get_for_member(partner)

    def _parse_member_form(self, form):
        """Return (vals, audiences) from the fields the form is allowed to carry."""
        multi = request.httprequest.form
        vals = {key: (form.get(key) or "").strip() for key in TEXTS}
        for key in LISTS:
            vals[key] = [int(x) for x in multi.getlist(key) if x.isdecimal()]
        vals |= {key: form.get(key) == "1" for key in FLAGS}
        vals["new_skills"] = [
            name.strip() for name in (form.get("new_skills") or "").split(",")
        ]
        audiences = {
            key.removeprefix("audience_"): value
            for key, value in form.items()
            if key.startswith("audience_")
        }
        return vals, audiences

    def _render_member(self, saved=None, error=None, draft=None):
        profile = self._get_profile()
        env = request.env
        filieres = env["smart.filiere"].search([("state", "!=", "closed")])
        # animators read everybody's: the page is about the person who looks
        memberships = env["smart.filiere.membership"].search(
            [("partner_id", "=", profile.partner_id.id)]
        )
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_member",
            profile=profile,
            draft=draft[0] if draft else None,
            consents=profile._get_consents(),
            audiences={**profile._get_audiences(), **(draft[1] if draft else {})},
            directory_fields=env["smart.directory.field"].search([]),
            activities=env["smart.activity"].search([]),
            skills=env["smart.skill"].search([]),
            languages=env["res.lang"].sudo().search([]),
            filieres=filieres,
            membership_by_filiere={row.filiere_id: row for row in memberships},
            saved=saved,
            error=error,
        )
        return request.render("smart_filieres.portal_member", values)
