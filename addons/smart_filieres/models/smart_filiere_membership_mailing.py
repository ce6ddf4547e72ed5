# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.fields import Domain

from .smart_filiere_membership import PRESENT_STATES

SILENT = {"mail_create_nolog": True, "mail_create_nosubscribe": True}


class SmartFiliereMembership(models.Model):
    """Memberships are written to: the audience of a filière is never a copied list."""

    _name = "smart.filiere.membership"
    _inherit = ["smart.filiere.membership", "mail.thread"]
    _mailing_enabled = True

    @api.model_create_multi
    def create(self, vals_list):
        # a membership says itself who made it and when: no note for each of 100,000
        memberships = super(SmartFiliereMembership, self.with_context(**SILENT)).create(
            vals_list
        )
        return memberships.with_env(self.env)

    def message_update(self, msg_dict, update_vals=None):
        """An answer to a letter reaches the animators."""
        for membership in self:
            animators = membership.filiere_id.animator_ids.partner_id
            membership.message_subscribe(animators.ids)
        return super().message_update(msg_dict, update_vals=update_vals)

    @api.model
    def _mailing_get_default_domain(self, mailing):
        """Only who said yes, unless the plan's line says otherwise."""
        line = mailing.communication_line_id
        if line and line._get_model() == self._name:
            return line._get_audience_domain()
        return Domain("state", "in", PRESENT_STATES)

    @api.model
    def _mailing_get_opt_out_list(self, mailing):
        """Return the addresses that do not want letters of the mailing's filière.

        A mailing without a filière goes to nobody who unsubscribed from any.
        """
        return self.env["smart.filiere.optout"]._get_emails(
            mailing.filiere_id, mailing._get_optout_kind()
        )
