# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import formataddr


class SmartRelayMail(models.AbstractModel):
    """E-mails from the cooperative to one member, in her language."""

    _name = "smart.relay.mail"
    _description = "E-mail to a Member"

    @api.model
    def _send(self, partner, subject, template, values, name=None, reply_to=None):
        """Queue one e-mail; who has no address gets none.

        :param name: whom it comes from, as shown before the cooperative's address
        :param reply_to: where answers go, never a member's address
        """
        if not partner.email:
            return self.env["mail.mail"]
        company = partner.company_id or self.env.company
        address = self._get_address(company)
        body = self.env["ir.qweb"]._render(
            template, {**values, "company": company, "partner": partner}
        )
        return (
            self.env["mail.mail"]
            # members may not queue e-mails: these are written here, to one person
            .sudo()
            .create(
                {
                    "subject": subject,
                    "body_html": body,
                    "email_from": formataddr((name or company.name, address)),
                    "reply_to": reply_to or address,
                    "email_to": formataddr((partner.name or "", partner.email)),
                    "author_id": company.partner_id.id,
                    "auto_delete": True,
                }
            )
        )

    @api.model
    def _get_address(self, company):
        """Return the cooperative's own address."""
        domain = company.alias_domain_id
        known = domain.default_from_email or company.email
        return known or self.env.ref("base.partner_root").email or "relais@localhost"
