# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import binascii

from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed

SCOPE = "smart_signed_answer"


class SmartSignedMixin(models.AbstractModel):
    """Answer by a link in an e-mail, without a password.

    The link opens a page that asks; only its button acts, because mail programs open
    links to look at them. A link serves once: it carries what `_get_signed_version`
    said when it was made, and is refused when that has changed.
    """

    _name = "smart.signed.mixin"
    _description = "Answer by Signed Link"
    # days a link may be used
    _signed_days = 30

    # === HOOKS === #

    def _get_signed_actions(self):
        """Return {key: (label of the button, name of the method without arguments)}.

        The method runs as superuser on this record and may return the sentence that
        is shown afterwards.
        """
        return {}

    def _get_signed_version(self):
        """Return a short text that changes once an answer was given."""
        return str(self.state) if "state" in self._fields else ""

    def _get_signed_summary(self, action):
        """Return what the page says before the button is pressed (text or Markup)."""
        return self.display_name

    # === LINKS === #

    def _get_signed_url(self, action, days=None):
        """Return the absolute address of the page that asks for `action`.

        :param days: how long it may be done, else as long as the model says
        """
        self.ensure_one()
        if action not in self._get_signed_actions():
            raise ValueError(f"{self._name} has no signed action {action!r}")
        token = hash_sign(
            # reads the key of the database, nothing else
            self.sudo().env,
            SCOPE,
            [self._name, self.id, action, self._get_signed_version()],
            expiration_hours=24 * (days or self._signed_days),
        )
        return f"{self.get_base_url()}/smart/answer/{token}"

    @api.model
    def _from_signed(self, token):
        """Return (record as superuser, action, whether it may still be done).

        The record is None for a token that was forged, that expired, or whose record
        is gone.
        """
        try:
            # the signature is checked before anything in the token is believed
            payload = verify_hash_signed(self.sudo().env, SCOPE, token)
        except (ValueError, binascii.Error, IndexError):
            payload = None
        if not payload:
            return None, None, False
        model, record_id, action, version = payload
        if model not in self.env or not hasattr(self.env[model], "_from_signed"):
            return None, None, False
        record = self.env[model].sudo().browse(record_id).exists()
        if not record or action not in record._get_signed_actions():
            return None, None, False
        return record, action, record._get_signed_version() == version

    def _run_signed(self, action):
        """Do `action` and return the sentence that thanks for it."""
        self.ensure_one()
        _label, method = self._get_signed_actions()[action]
        return getattr(self, method)() or self.env._("Thank you, it is recorded.")
