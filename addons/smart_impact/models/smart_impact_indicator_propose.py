# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    def action_propose(self):
        """Propose these drafts, so that they can be adopted."""
        self.check_access("write")
        if self.filtered(lambda one: one.state != "draft" or not one.decision_ids):
            raise UserError(
                self.env._("Only drafts that name their decision are proposed.")
            )
        proposals = self.env["smart.impact.proposal"].create(
            [
                {
                    "name": f"{one.code} {one.name}",
                    "kind": "indicator",
                    "programme_id": one.programme_id.id,
                    "reason": one.version_note or one.description or one.name,
                    "definition": one.formula,
                    "dimension": one.dimension,
                    "level": one.level,
                    "criterion_id": one.criterion_id.id,
                    "decision_id": one.decision_ids[:1].id,
                    "decision": one.decision_ids[:1].name,
                    "indicator_id": one.id,
                }
                for one in self
            ]
        )
        # moved with the proposal
        self.sudo().write({"state": "consultation"})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_proposal_action"
        )
        action["domain"] = [("id", "in", proposals.ids)]
        return action
