# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import AccessError

MANAGER = "smart_impact.group_manager"


class SmartImpactConsultationOpinion(models.Model):
    """What one person says of one thing.

    Without log columns: who wrote it is known to managers alone.
    """

    _name = "smart.impact.consultation.opinion"
    _description = "Opinion in a Consultation"
    _log_access = False
    _rec_name = "item_id"
    _order = "item_id, id"

    item_id = fields.Many2one(
        "smart.impact.consultation.item",
        string="Of what",
        required=True,
        index=True,
        ondelete="cascade",
    )
    consultation_id = fields.Many2one(
        related="item_id.consultation_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="item_id.consultation_id.company_id", store=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Who",
        required=True,
        index=True,
        ondelete="cascade",
        groups=MANAGER,
    )
    importance = fields.Integer(groups=MANAGER, aggregator=None)
    comment = fields.Text()
    comment_state = fields.Selection(
        [
            ("none", "No comment"),
            ("waiting", "To be read"),
            ("shown", "Shown"),
            ("hidden", "Hidden"),
        ],
        required=True,
        default="none",
    )

    _person_uniq = models.Constraint(
        "UNIQUE(item_id, partner_id)", "A person has one opinion of a thing."
    )
    _importance_range = models.Constraint(
        "CHECK(importance BETWEEN 0 AND 5)", "Importance goes from 1 to 5."
    )

    def action_show(self):
        """Show these comments to the people who were asked."""
        self._moderate("shown")

    def action_hide(self):
        """Keep these comments from the pages."""
        self._moderate("hidden")

    def _moderate(self, state):
        self.check_access("read")
        if not self.env.user.has_group("smart_impact.group_evaluator"):
            raise AccessError(self.env._("Evaluators decide which comments are shown."))
        # nobody may rewrite an opinion; an evaluator says whether it is shown
        self.sudo().filtered("comment").write({"comment_state": state})

    def _get_scores(self, items):
        """Return {item: [scores]}, those who gave none left out."""
        groups = self._read_group(
            [("item_id", "in", items.ids), ("importance", ">", 0)],
            ["item_id"],
            ["importance:array_agg"],
        )
        return dict(groups)
