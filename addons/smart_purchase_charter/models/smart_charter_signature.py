# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SmartCharterSignature(models.Model):
    """Who signed which text. Nobody edits a signature: there is no write access."""

    _name = "smart.charter.signature"
    _description = "Charter Signature"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    charter_id = fields.Many2one(
        "smart.charter", required=True, index=True, ondelete="restrict", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="charter_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one("res.users", readonly=True)
    signer_name = fields.Char("Signed by", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    lang = fields.Char("Language", readonly=True)
    text_hash = fields.Char(
        "Fingerprint",
        required=True,
        readonly=True,
        help="SHA-256 of the text that the signer read, in that language.",
    )
    content_hash = fields.Char(
        "Fingerprint of the Version",
        readonly=True,
        help="SHA-256 of the version signed: text in all languages, criteria, floors.",
    )
    is_named = fields.Boolean(
        "May Be Named",
        readonly=True,
        help="Agrees to be named among the signatories on the public page.",
    )

    _charter_partner_uniq = models.Constraint(
        "UNIQUE(charter_id, partner_id)", "This supplier already signed this version."
    )

    @api.model
    def _sign(self, charter, partner, signer_name, is_named=False):
        """Record that a supplier signs a charter, in the language of the context.

        :param partner: the supplier itself (commercial entity).
        :param is_named: it agrees to be named on the public page.
        :raise UserError: without a name, out of force, or signed already.
        """
        signer_name = (signer_name or "").strip()
        if not signer_name:
            raise UserError(self.env._("Write your name to sign the charter."))
        if charter.state != "adopted":
            raise UserError(
                self.env._("This charter is no longer in force. Read the new version.")
            )
        if self.search_count(
            [("charter_id", "=", charter.id), ("partner_id", "=", partner.id)], limit=1
        ):
            raise UserError(
                self.env._("%s already signed this version.", partner.display_name)
            )
        signature = self.create(
            {
                "charter_id": charter.id,
                "partner_id": partner.id,
                "user_id": self.env.uid,
                "signer_name": signer_name[:128],
                "date": fields.Datetime.now(),
                "lang": self.env.lang or "en_US",
                "text_hash": charter._get_text_hash(),
                "content_hash": charter.content_hash or charter._get_content_hash(),
                "is_named": is_named,
            }
        )
        self.env["smart.charter.invitation"]._note_signature(signature)
        return signature

    def _render_signed(self):
        """Return (content, extension) of what was signed: a PDF, or its page.

        Without wkhtmltopdf on the server the page is given, to be printed.
        """
        self.ensure_one()
        report = self.env["ir.actions.report"].with_context(lang=self.lang)
        name = "smart_purchase_charter.report_charter_signature"
        try:
            content, kind = report._render_qweb_pdf(name, self.ids)
        except UserError:
            content, kind = report._render_qweb_html(name, self.ids)
        return content, kind
