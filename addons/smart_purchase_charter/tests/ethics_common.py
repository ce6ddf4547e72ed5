# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.fields import Command
from odoo.tests import new_test_user

from .charter_common import MODULE, CharterCommon

REASONS = "The version is clear, proportionate, and was discussed with suppliers."


class EthicsCommon(CharterCommon):
    """A committee of three seats, each with a back-office login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seated = [cls._create_seated(f"ethics_seat_{n}") for n in range(3)]
        cls.substitute = cls._create_seated("ethics_substitute")
        cls.committee = cls.env["smart.ethics.committee"].create(
            {
                "name": "Ethics committee",
                "seat_ids": [
                    Command.create(
                        {
                            "partner_id": user.partner_id.id,
                            "college": college,
                            "date_from": "2020-01-01",
                        }
                    )
                    for user, college in zip(
                        cls.seated, ("members", "staff", "external"), strict=True
                    )
                ],
            }
        )

    @classmethod
    def _create_seated(cls, login):
        return new_test_user(
            cls.env,
            login,
            groups=f"{MODULE}.group_ethics_committee",
            company_id=cls.env.company.id,
            lang="en_US",
            email=f"{login}@example.com",
        )

    @classmethod
    def _submit(cls, charter=None):
        """Return the open vote on a version."""
        charter = charter or cls.charter.copy()
        action = charter.with_user(cls.seated[0]).action_submit()
        case = cls.env["smart.ethics.case"].browse(action["res_id"])
        case.with_user(cls.seated[0]).action_open()
        return case

    @classmethod
    def _vote(cls, case, *choices):
        for user, choice in zip(cls.seated, choices, strict=False):
            getattr(case.with_user(user), f"action_vote_{choice}")()

    @classmethod
    def _decide(cls, case, *choices):
        cls._vote(case, *choices)
        case.with_user(cls.seated[0]).decision = REASONS
        case.with_user(cls.seated[0]).action_decide()

    @classmethod
    def _appeal(cls, assessment=None):
        """Return the open appeal of the supplier."""
        if assessment is None:
            assessment = cls._assess_example(cls.supplier)
        case = cls.supplier_user.partner_id.with_user(cls.supplier_user)._appeal(
            "Our energy certificate was not read by the assessor."
        )
        return case.sudo(False).with_env(cls.env)
