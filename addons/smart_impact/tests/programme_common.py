# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields

from .common import ImpactCommon


class ProgrammeCommon(ImpactCommon):
    """A body of three seats, proposals, measures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claire = cls._create_member("Claire", login="claire")
        cls.bruno = cls._create_member("Bruno", login="bruno")
        cls.dina = cls._create_member("Dina", login="dina")
        cls.body = cls.env["smart.impact.body"].create(
            {
                "name": "Board",
                "quorum": 60,
                "seat_ids": [
                    fields.Command.create({"name": "Users", "partner_id": one.id})
                    for one in (cls.claire, cls.bruno, cls.dina)
                ],
            }
        )
        cls.criterion = cls.env.ref("smart_impact.criterion_wellbeing")
        cls.decision = cls.env.ref("smart_impact.decision_support")

    @classmethod
    def _user_of(cls, partner):
        return partner.with_context(active_test=False).user_ids

    @classmethod
    def _propose(cls, name="Time to rest", **values):
        return cls.env["smart.impact.proposal"].create(
            {
                "name": name,
                "programme_id": cls.programme.id,
                "reason": "Nobody asks whether we rest.",
                "decision": "Closing weeks of the workplaces",
                "partner_id": cls.claire.id,
                "origin": "member",
                **values,
            }
        )

    @classmethod
    def _screen(cls, proposal, **values):
        proposal = proposal.with_user(cls.evaluator)
        proposal.write(
            {
                "answer": "Useful",
                "criterion_id": cls.criterion.id,
                "figure_kind": "share",
                **values,
            }
        )
        proposal.action_retain()
        return proposal

    @classmethod
    def _create_ballot(cls, proposals, **values):
        ballot = (
            cls.env["smart.impact.ballot"]
            .with_user(cls.evaluator)
            .create(
                {
                    "name": "Board of June",
                    "body_id": cls.body.id,
                    "programme_id": cls.programme.id,
                    "date_close": fields.Date.today(),
                    **values,
                }
            )
        )
        proposals.write({"ballot_id": ballot.id})
        return ballot

    @classmethod
    def _create_measure(cls, **values):
        return (
            cls.env["smart.impact.measure"]
            .with_user(cls.evaluator)
            .create(
                {
                    "name": "Members",
                    "source_id": cls.env.ref("smart_impact.source_partner").id,
                    "domain": '[("is_member", "=", True)]',
                    "operation": "distinct",
                    **values,
                }
            )
        )

    @classmethod
    def _create_indicator(cls, **values):
        return cls.env["smart.impact.indicator"].create(
            {
                "code": "X1",
                "name": "Something",
                "criterion_id": cls.criterion.id,
                "decision_ids": [fields.Command.link(cls.decision.id)],
                **values,
            }
        )
