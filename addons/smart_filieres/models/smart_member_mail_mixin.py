# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.fields import Command


class SmartMemberMailMixin(models.AbstractModel):
    """Write to the member that a record is about, in her language."""

    _name = "smart.member.mail.mixin"
    _description = "Mail to the Member Concerned"

    def _mail_members(self, template, get_subject, **values):
        """Queue one e-mail per record, to its `partner_id`; all in one create.

        :param template: QWeb template, rendered with `record` and `values`
        :param get_subject: bound method of this model that returns the subject; called
            again on a record in the language of its member
        """
        name = get_subject.__name__
        vals = []
        for record in self.filtered("partner_id.email"):
            lang = record.partner_id.lang or self.env.lang
            there = record.with_context(lang=lang)
            body = there.env["ir.qweb"]._render(template, {"record": there, **values})
            vals.append(
                {
                    "subject": getattr(there, name)(),
                    "body_html": body,
                    "recipient_ids": [Command.link(record.partner_id.id)],
                    "email_from": self.env.company.email_formatted
                    or self.env.user.email_formatted,
                    "auto_delete": True,
                    "message_type": "auto_comment",
                }
            )
        # members' mail is no business of the person who happened to cause it
        return self.env["mail.mail"].sudo().create(vals)
