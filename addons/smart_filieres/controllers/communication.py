# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.mass_mailing.controllers.main import MassMailController

from ..models.smart_filiere_optout import KINDS
from .portal import SmartPortal


class SmartCommunication(SmartPortal):
    @http.route("/my/communication", type="http", auth="user", website=True)
    def portal_communication(self, saved=None, **_kwargs):
        """Show a member what each of her filières may send her."""
        self._smart_check_member()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_communication",
            filieres=self._communication_filieres(),
            gone=self._communication_gone(),
            saved=saved,
        )
        return request.render("smart_filieres.portal_communication", values)

    @http.route(
        "/my/communication/save",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_communication_save(self, **form):
        """Keep her choice for each of her filières."""
        self._smart_check_member()
        choices = {
            (filiere.id, kind): bool(form.get(f"{kind}_{filiere.id}"))
            for filiere in self._communication_filieres()
            for kind in KINDS
        }
        # members may not write the model: only her own rows, about her own filières
        request.env["smart.filiere.optout"].sudo()._set(
            request.env.user.partner_id, choices
        )
        return request.redirect("/my/communication?saved=1")

    @http.route("/smart/filiere/<int:filiere_id>", type="http", auth="public")
    def poster_target(self, filiere_id, **_kwargs):
        """Lead from the QR code of a poster to the filière's page of the day."""
        # a filière and its name are no secret; where to go is all that is read
        filiere = request.env["smart.filiere"].sudo().browse(filiere_id).exists()
        if not filiere:
            raise request.not_found()
        return request.redirect(filiere._get_public_path())

    def _communication_filieres(self):
        """Return the filières she is or was asked about, or unsubscribed from."""
        partner = request.env.user.partner_id
        # her own rows only
        env = request.env(su=True)
        member = env["smart.filiere.membership"].search(
            [("partner_id", "=", partner.id), ("state", "!=", "refused")]
        )
        gone = env["smart.filiere.optout"].search([("partner_id", "=", partner.id)])
        return (member.filiere_id | gone.filiere_id).sorted("name")

    def _communication_gone(self):
        """Return {(filière id, kind)} she does not want."""
        rows = (
            request.env["smart.filiere.optout"]
            .sudo()  # her own rows only
            .search(
                [
                    ("partner_id", "=", request.env.user.partner_id.id),
                    ("is_out", "=", True),
                ]
            )
        )
        return {(row.filiere_id.id, row.kind) for row in rows}


class SmartUnsubscribe(MassMailController):
    """The link of a letter unsubscribes from its filière, not from everything."""

    @http.route()
    def mailing_confirm_unsubscribe(self, mailing_id, **kwargs):
        response = super().mailing_confirm_unsubscribe(mailing_id, **kwargs)
        # the link was checked just above; its page names the filière
        mailing = request.env["mailing.mailing"].sudo().browse(mailing_id)
        if mailing.filiere_id and hasattr(response, "qcontext"):
            response.qcontext["unsubscribed_lists"] = mailing.filiere_id.name
        return response

    @http.route()
    def mailing_confirm_unsubscribe_post(self, mailing_id, **kwargs):
        response = super().mailing_confirm_unsubscribe_post(mailing_id, **kwargs)
        # the link was checked just above
        mailing = request.env["mailing.mailing"].sudo().browse(int(mailing_id))
        if mailing.filiere_id:
            return self._render_unsubscribed(mailing)
        return response

    def _render_unsubscribed(self, mailing):
        return request.render(
            "smart_filieres.communication_unsubscribed",
            {"filiere": mailing.filiere_id, "kind": mailing._get_optout_kind()},
        )

    def _mailing_unsubscribe_from_document(
        self, mailing, document_id, email, hash_token
    ):
        partner = self._find_letter_reader(mailing, document_id, email)
        if not partner:
            return super()._mailing_unsubscribe_from_document(
                mailing, document_id, email, hash_token
            )
        kind = mailing._get_optout_kind()
        # the signed link was checked: it is her address, her document, this mailing
        request.env["smart.filiere.optout"].sudo()._set(
            partner, {(mailing.filiere_id.id, kind): False}, mailing=mailing
        )
        return self._render_unsubscribed(mailing)

    def _find_letter_reader(self, mailing, document_id, email):
        """Return whom a letter of a filière was sent to, in sudo, or nobody."""
        model = mailing.mailing_model_real
        ours = ("smart.filiere.membership", "res.partner")
        if not mailing.filiere_id or model not in ours:
            return None
        if not str(document_id or "").isdecimal():
            return None
        record = request.env[model].sudo().browse(int(document_id)).exists()
        partner = record if model == "res.partner" else record.partner_id
        # a mailing user may open the page without the signed link
        same = partner.email_normalized == email_normalize(email or "")
        return partner if partner and same else None
