# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import table_exists


class SmartImpactIdentity(models.Model):
    """Who a member is to the key of a programme, whatever becomes of her contact.

    Contacts that are merged bring theirs along: what each of them answered is found
    again. Nobody has a right on this model; without the key it leads nowhere.
    """

    _name = "smart.impact.identity"
    _description = "Impact Identity"
    _log_access = False
    _rec_name = "partner_id"
    _order = "id"

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    identity = fields.Char(required=True)

    _identity_uniq = models.Constraint(
        "UNIQUE(identity)", "An identity is of one member."
    )

    def _auto_init(self):
        """Members asked before this was written down keep the names they have."""
        is_new = not table_exists(self.env.cr, self._table)
        result = super()._auto_init()
        if is_new and table_exists(self.env.cr, "smart_impact_participation"):
            self._keep_names()
        return result

    @api.model
    def _keep_names(self):
        """Give everybody who was ever asked what made her name until now."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO smart_impact_identity (partner_id, identity)"
                " SELECT asked.id, asked.id::text"
                " FROM (SELECT DISTINCT partner_id AS id"
                "         FROM smart_impact_participation) AS asked"
                " ORDER BY asked.id"
            )
        )

    @api.model
    def _of(self, partners):
        """Return the identities of members, the oldest first."""
        return self.search([("partner_id", "in", partners.ids)])

    @api.model
    def _ensure(self, waves):
        """Give an identity to everybody whom these waves ask, and who has none."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO smart_impact_identity (partner_id, identity)"
                " SELECT asked.partner_id, gen_random_uuid()::text"
                " FROM (SELECT DISTINCT partner_id FROM smart_impact_participation"
                "        WHERE wave_id = ANY(%s)) AS asked"
                " WHERE NOT EXISTS (SELECT FROM smart_impact_identity known"
                "                    WHERE known.partner_id = asked.partner_id)"
                " ORDER BY asked.partner_id",
                waves.ids,
            )
        )
        self.invalidate_model()
