# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A programme that came from elsewhere is adopted here, in one decision or by votes."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class SmartImpactProgramme(models.Model):
    _inherit = "smart.impact.programme"

    core_note = fields.Char(
        "Decision on the imported list",
        copy=False,
        tracking=True,
        help="Who adopts the list of the cooperative that the programme comes from, "
        "and when: a board, an assembly.",
    )
    core_waiting_count = fields.Integer(
        "Adopted at origin, to be adopted here", compute="_compute_core_waiting_count"
    )

    def _compute_core_waiting_count(self):
        for programme in self:
            programme.core_waiting_count = len(programme._get_core_waiting())

    def _get_core_waiting(self):
        """Return what was adopted at origin, is defined alike, and is a draft here."""
        return self.indicator_ids.filtered(
            lambda one: (
                one.adopted_at_origin
                and one.state == "draft"
                and one.comparability == "same"
            )
        )

    def action_adopt_core(self):
        """Adopt as one list what was adopted where the programme comes from."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("smart_impact.group_manager"):
            raise AccessError(self.env._("A manager writes down this decision."))
        waiting = self._get_core_waiting()
        note = (self.core_note or "").strip()
        if not note or not waiting:
            raise UserError(
                self.env._(
                    "Say first who decides on the imported list; it holds drafts that "
                    "were adopted at origin."
                )
            )
        criteria = self.criterion_ids.filtered(
            lambda one: (
                one.state == "draft"
                and (one.adopted_at_origin or one in waiting.criterion_id)
            )
        )
        criteria._adopt()
        waiting._adopt(note)
        self.message_post(
            body=self.env._(
                "%(count)s indicators of %(origin)s adopted here: %(note)s",
                count=len(waiting),
                origin=self.imported_from or "",
                note=note,
            )
        )
