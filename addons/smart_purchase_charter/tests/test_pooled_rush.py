# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged

MEMBERS, QUOTA, WORKERS = 200, 90, 2


@tagged("post_install", "-at_install")
class TestPooledRush(BaseCase):
    """Two hundred members at once, on the last units, in real transactions."""

    def setUp(self):
        super().setUp()
        self.database = sql_db.db_connect(get_db_name())
        with self._transaction() as env:
            supplier = env["res.partner"].create({"name": "Rush supplier"})
            product = env["product.product"].create(
                {"name": "Rush", "type": "consu", "seller_ids": []}
            )
            env["product.supplierinfo"].create(
                {
                    "partner_id": supplier.id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "price": 2,
                }
            )
            members = env["res.partner"].create(
                [{"name": f"Rush {n}", "is_member": True} for n in range(MEMBERS)]
            )
            pool = env["smart.pooled.order"].create(
                {
                    "name": "Rush",
                    "partner_id": supplier.id,
                    "deadline": fields.Datetime.now() + timedelta(days=1),
                    "line_ids": [
                        Command.create({"product_id": product.id, "max_total": QUOTA})
                    ],
                }
            )
            pool.action_open()
            self.pool, self.line, self.members = pool.id, pool.line_ids.id, members.ids
            self.product, self.supplier = product.id, supplier.id
        self.addCleanup(self._clean)

    def _transaction(self):
        cursor = self.database.cursor()
        environment = api.Environment(cursor, SUPERUSER_ID, {})

        class Transaction:
            def __enter__(self):
                return environment

            def __exit__(self, kind, *_error):
                if kind is None:
                    environment.cr.commit()
                cursor.close()

        return Transaction()

    def _clean(self):
        with self._transaction() as env:
            pool = env["smart.pooled.order"].browse(self.pool)
            env.cr.execute(
                "DELETE FROM smart_pooled_commitment WHERE order_id = %s", [self.pool]
            )
            env.invalidate_all()
            pool.action_cancel()
            pool.unlink()
            env["product.product"].browse(self.product).product_tmpl_id.unlink()
            env["res.partner"].browse([*self.members, self.supplier]).unlink()

    def _commit_one(self, member):
        """Do what the portal does for one member; return what she is told."""
        with self._transaction() as env:
            line = env["smart.pooled.order.line"].browse(self.line)

            def commit():
                with env.cr.savepoint():
                    env["smart.pooled.commitment"]._commit(
                        env["res.partner"].browse(member), line, 1
                    )

            try:
                retrying(commit, env)
            except UserError as error:
                return str(error)
        return "ok"

    def test_no_oversell_and_no_lost_commitment(self):
        with ThreadPoolExecutor(WORKERS) as workers:
            told = list(workers.map(self._commit_one, self.members))
        with self._transaction() as env:
            commitments = env["smart.pooled.commitment"].search(
                [("line_id", "=", self.line)]
            )
            self.assertEqual(sum(commitments.mapped("quantity")), QUOTA)
            kept = {
                member
                for member, answer in zip(self.members, told, strict=True)
                if answer == "ok"
            }
            self.assertEqual(set(commitments.partner_id.ids), kept)
        refused = [answer for answer in told if answer != "ok"]
        self.assertEqual(len(refused), MEMBERS - QUOTA)
        self.assertEqual(len(set(refused)), 1)
