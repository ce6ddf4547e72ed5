# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL


class SmartPooledOrder(models.Model):
    _inherit = "smart.pooled.order"

    @api.model
    def _get_tie_evidence_query(self):
        """Say who bought together: members whose commitment was served."""
        return SQL(
            """
            SELECT 'pooled_order' AS kind, commitment.order_id::text AS event_key,
                   commitment.partner_id,
                   MIN(commitment.commit_date)::date AS happened_on
              FROM smart_pooled_commitment commitment
             WHERE commitment.state IN ('allocated', 'settled')
               AND commitment.allocated_qty > 0
             GROUP BY commitment.order_id, commitment.partner_id
            """
        )
