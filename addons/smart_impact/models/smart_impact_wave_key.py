# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Join the waves of a member by a name that only the key of the programme gives."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.pseudonym import pseudonym


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    is_longitudinal = fields.Boolean(
        "Joined to other waves",
        readonly=True,
        copy=False,
        help="What members read before they answer, fixed when the wave opened: their "
        "answers are joined to those of other waves, or never are.",
    )

    def _init_column(self, column_name):
        """Waves that started before this was written down followed their programme."""
        result = super()._init_column(column_name)
        if column_name == "is_longitudinal":
            self.env.cr.execute(
                SQL(
                    "UPDATE smart_impact_wave wave"
                    " SET is_longitudinal = programme.is_longitudinal"
                    " FROM smart_impact_programme programme"
                    " WHERE programme.id = wave.programme_id AND wave.state != 'draft'"
                )
            )
        return result

    def write(self, vals):
        if "is_longitudinal" in vals and any(one.state != "draft" for one in self):
            # to the superuser as well: members read it
            raise UserError(
                self.env._("Members read whether a wave is joined to others: it stays.")
            )
        return super().write(vals)

    def action_open(self):
        self.check_access("write")
        for wave in self.filtered(lambda one: one.state == "draft"):
            # fixed by the opening, which the right above allows
            wave.sudo().is_longitudinal = wave.programme_id.is_longitudinal
        result = super().action_open()
        self.programme_id._ensure_key()
        # now, for everybody: made at an answer, it would say who answered
        self.env["smart.impact.identity"].sudo()._ensure(self)
        return result

    def _get_pseudonyms(self, partners):
        secret = self.is_longitudinal and self.programme_id._get_secret()
        if not secret:
            return super()._get_pseudonyms(partners)
        # nobody has a right on identities: what is made with one stays in the store
        known = self.env["smart.impact.identity"].sudo()
        if not partners <= known._of(partners).partner_id:
            known._ensure(self)
        names = {}
        for identity in known._of(partners):
            # of several, after a merge of contacts: always the oldest
            names.setdefault(
                identity.partner_id.id, pseudonym(secret, identity.identity)
            )
        return names
