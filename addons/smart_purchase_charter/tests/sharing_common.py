# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .pooled_common import PooledCommon


class SharingCommon(PooledCommon):
    """A projector of the cooperative with two items, a drill of Bachir with one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now().replace(microsecond=0)
        cls.projector = cls._create_equipment("Projector", ("P1", "P2"))
        cls.drill = cls._create_equipment(
            "Drill", ("1",), owner_kind="member", owner_id=cls.bachir.id
        )
        cls.buyer.partner_id.email = "buyer@example.org"

    @classmethod
    def _create_equipment(cls, name, items, **values):
        return cls.env["smart.shared.resource"].create(
            {
                "name": name,
                "state": "listed",
                "item_ids": [Command.create({"name": item}) for item in items],
                **values,
            }
        )

    @classmethod
    def _moments(cls, first, last):
        return cls.now + timedelta(days=first), cls.now + timedelta(days=last)

    @classmethod
    def _ask(cls, partner, resource, first=1, last=3, **values):
        return cls.env["smart.loan"]._request(
            partner, resource, *cls._moments(first, last), **values
        )

    def _mails(self, subject):
        return self.env["mail.mail"].sudo().search([("subject", "ilike", subject)])
