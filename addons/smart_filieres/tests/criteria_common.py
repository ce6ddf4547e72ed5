# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from .common import SmartCommon

VOTE = {
    "date_voted": date(2026, 6, 12),
    "vote_body": "Board",
    "vote_reference": "PV 2026-06",
    "vote_ayes": 11,
    "vote_noes": 2,
    "vote_abstentions": 1,
}
REASON = "Said by the committee of the filière"
MARKS = {"mission": 5, "priority": 4, "lever": 3, "vulnerability": 4}


class CriteriaCommon(SmartCommon):
    """The proposed grid in force, and members enough to be counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Assessment = cls.env["smart.filiere.assessment"]
        in_force = cls.env["smart.filiere.grid"].search([("state", "=", "in_force")])
        in_force.write({"state": "superseded"})
        cls.grid = cls._create_grid()
        cls.filiere_show.animator_ids = cls.animator

    @classmethod
    def _create_grid(cls, **values):
        """Return a copy of the grid that ships, voted and in force."""
        grid = cls.env.ref("smart_filieres.grid_proposal").copy({**VOTE, **values})
        grid.action_vote()
        grid.action_put_in_force()
        return grid

    @classmethod
    def _create_members(cls, filiere, count, **values):
        partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"Member {rank} of {filiere.name}",
                    "zip": "4000",
                    "country_id": cls.belgium.id,
                    "is_member": True,
                    "member_since": date(2020, 1, 1),
                    **values,
                }
                for rank in range(count)
            ]
        )
        cls.env["smart.filiere.membership"].create(
            [
                {
                    "partner_id": partner.id,
                    "filiere_id": filiere.id,
                    "state": "confirmed",
                }
                for partner in partners
            ]
        )
        return partners

    @classmethod
    def _assess(cls, filiere, territory=None, marks=None, freeze=True):
        assessment = cls.Assessment._assess(
            filiere, territory, cls.grid, everywhere=territory is None
        )
        cls._judge(assessment, marks or {})
        if freeze:
            assessment.action_freeze()
        return assessment

    @classmethod
    def _judge(cls, assessment, marks):
        manager = cls.filiere_manager
        for line in assessment.line_ids.with_user(manager):
            if line.criterion_id.code in marks:
                mark = marks[line.criterion_id.code]
                line.write({"mark": mark, "reason": REASON})

    @classmethod
    def _line(cls, assessment, code):
        return assessment.line_ids.filtered(lambda row: row.criterion_id.code == code)
