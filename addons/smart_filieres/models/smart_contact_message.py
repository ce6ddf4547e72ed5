# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..engine import relay


class SmartContactMessage(models.Model):
    """What two members wrote to each other through the relay.

    No group has access, managers neither: the two read it on their own pages.
    """

    _name = "smart.contact.message"
    _description = "Relayed Message"
    _order = "date, id"
    _log_access = False

    request_id = fields.Many2one(
        "smart.contact.request", required=True, index=True, ondelete="cascade"
    )
    side = fields.Selection(
        [("sender", "Sender"), ("recipient", "Recipient")], required=True
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    body = fields.Text(required=True)

    @api.model
    def _clean(self, text, is_revealed):
        """Return the words that may be passed on: no addresses before a yes."""
        text = (text or "").replace("\0", "").strip()[: relay.MOST_LENGTH]
        if is_revealed:
            return text
        return relay.without_addresses(text, self.env._("[address removed]"))
