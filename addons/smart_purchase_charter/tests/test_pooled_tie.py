# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .pooled_common import PooledCommon


@tagged("post_install", "-at_install")
class TestPooledTie(PooledCommon):
    def test_who_was_served_together_is_tied(self):
        pool = self._create_pool()
        commitments = self.env["smart.pooled.commitment"].create(
            [
                {"line_id": pool.line_ids.id, "partner_id": member.id, "quantity": 6}
                for member in (self.anne, self.bachir, self.chloe)
            ]
        )
        commitments[:2].sudo().write({"state": "allocated", "allocated_qty": 6})
        self.env.flush_all()
        rows = self.env.execute_query(
            self.env["smart.pooled.order"]._get_tie_evidence_query()
        )
        served = {row[2] for row in rows if row[1] == str(pool.id)}
        self.assertEqual(served, {self.anne.id, self.bachir.id})
        self.assertEqual({row[0] for row in rows}, {"pooled_order"})
        self.assertIn(
            "smart.pooled.order", self.env["smart.tie"]._get_evidence_models()
        )
