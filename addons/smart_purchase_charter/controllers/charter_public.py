# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..engine.scoring import PROOF_VALUES as VALUES
from ..models.charter_wording import LEVELS, PROOFS


class CharterPublic(Controller):
    """The charter in force for anybody, and the page behind an invitation."""

    @route("/charte", type="http", auth="public", website=True, readonly=True)
    def charter_public(self, **_kw):
        # the charter in force is made to be known: fixed values, nothing else of it
        charter = request.env["smart.charter"].sudo()._get_in_force()
        values = {"charter": charter, **self._charter_get_values(charter)}
        return request.render("smart_purchase_charter.charter_public", values)

    def _charter_get_values(self, charter):
        """Return what the page says of how a grade is made, and who signed."""
        lines = request.env["smart.supplier.assessment.line"].sudo()
        names = {
            "levels": dict(lines._fields["level"]._description_selection(request.env)),
            "proofs": dict(lines._fields["proof"]._description_selection(request.env)),
        }
        named = charter and (
            request.env["smart.charter.signature"]
            .sudo()
            .search(
                [("charter_id", "=", charter.id), ("is_named", "=", True)], limit=500
            )
        )
        return {
            "levels": [(key, names["levels"][key]) for key, _name in LEVELS],
            "proofs": [
                (round(100 * VALUES[key]), names["proofs"][key]) for key, _n in PROOFS
            ],
            "named": sorted(named.partner_id.mapped("name")) if named else [],
            "themes": charter.criterion_ids.grouped("theme_id") if charter else {},
        }

    # === INVITATION === #

    @route(
        "/charte/invitation/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
    )
    def charter_invitation(self, token, answer="", **post):
        """Read, sign or refuse without a password."""
        invitation, _action, is_open = request.env["smart.signed.mixin"]._from_signed(
            token
        )
        if invitation is None or invitation._name != "smart.charter.invitation":
            return request.render(
                "smart_filieres.signed_answer", {"outcome": "unknown"}, status=404
            )
        # of the campaign's company; the public user has one of its own
        invitation = invitation.with_company(invitation.company_id)
        if is_open and request.httprequest.method == "GET":
            invitation._note_opened()
        error = None
        if is_open and request.httprequest.method == "POST":
            error = self._charter_answer(invitation, answer, post)
        values = {
            "invitation": invitation,
            "charter": invitation.charter_id,
            "posted": post,
            "error": error,
            **self._charter_get_values(invitation.charter_id),
        }
        page = request.render("smart_purchase_charter.charter_invitation", values)
        page.status_code = 422 if error else 200
        return page

    def _charter_answer(self, invitation, answer, post):
        """Sign or refuse; return what is wrong, or None."""
        try:
            with request.env.cr.savepoint():
                if answer == "refuse":
                    invitation._refuse(post.get("reason"))
                else:
                    invitation._sign(
                        post.get("signer_name"), bool(post.get("is_named"))
                    )
        except UserError as error:
            return str(error)
        return None
