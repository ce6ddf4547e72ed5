# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.fields import Command

from .common import ImpactCommon


class DialogueCommon(ImpactCommon):
    """Members and a funder who are asked, and an indicator to ask about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claire = cls._create_member("Claire", login="claire")
        cls.portal = cls.env["res.users"].search([("login", "=", "claire")])
        cls.omar = cls._create_member("Omar", login="omar", is_member=False)
        cls.indicator = cls.env.ref("smart_impact.indicator_security")
        cls.group_members = cls.env["smart.impact.stakeholder"].create(
            {"name": "All of us", "kind": "member", "programme_id": cls.programme.id}
        )
        cls.group_funders = cls.env["smart.impact.stakeholder"].create(
            {"name": "Region", "kind": "funder", "programme_id": cls.programme.id}
        )

    @classmethod
    def _create_consultation(cls, questions=2, **values):
        return cls.env["smart.impact.consultation"].create(
            {
                "name": "What matters",
                "programme_id": cls.programme.id,
                "stakeholder_ids": [Command.set(cls.group_members.ids)],
                "item_ids": [
                    Command.create({"indicator_id": cls.indicator.id}),
                    *[
                        Command.create({"name": f"Idea {number}"})
                        for number in range(1, questions)
                    ],
                ],
                **values,
            }
        )

    @classmethod
    def _say(cls, consultation, scores, rank=0, comment=""):
        """Let as many members as there are scores answer one question."""
        item = consultation.item_ids[rank]
        for partner, score in zip(cls.members["4000"], scores, strict=False):
            own = consultation._get_opinions(partner)
            consultation._store_opinions(partner, {**own, item.id: (score, comment)})

    @classmethod
    def _create_decision(cls, **values):
        return cls.env["smart.impact.decision"].create(
            {
                "name": "Guarantee fund",
                "programme_id": cls.programme.id,
                "state": "taken",
                "decided_on": "2026-10-01",
                "said": "Late payments hurt",
                "decided": "The fund pays in seven days",
                "reason": "It is what the reserve allows",
                **values,
            }
        )
