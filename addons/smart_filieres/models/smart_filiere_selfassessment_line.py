# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.selfassessment import is_reached

MEASURED = {"value", "is_known", "threshold", "indicator_id", "assessment_id"}


class SmartFiliereSelfassessmentLine(models.Model):
    _name = "smart.filiere.selfassessment.line"
    _description = "Line of a Self-assessment"
    _order = "assessment_id, sequence, id"

    assessment_id = fields.Many2one(
        "smart.filiere.selfassessment", required=True, index=True, ondelete="cascade"
    )
    filiere_id = fields.Many2one(related="assessment_id.filiere_id", store=True)
    company_id = fields.Many2one(related="assessment_id.company_id", store=True)
    assessment_state = fields.Selection(related="assessment_id.state")
    indicator_id = fields.Many2one(
        "smart.selfassessment.indicator", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="indicator_id.sequence", store=True)
    family = fields.Selection(related="indicator_id.family", store=True)
    question = fields.Text(related="indicator_id.question")
    measure = fields.Selection(related="indicator_id.measure")
    unit = fields.Char(related="indicator_id.unit")
    threshold = fields.Float(readonly=True, aggregator=None)
    is_known = fields.Boolean("Counted", readonly=True)
    value = fields.Float(readonly=True, digits=(16, 1), aggregator=None)
    declared = fields.Selection(
        [("yes", "Reached"), ("no", "Not reached")],
        help="For what no record tells: with a proof and its date.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Proofs")
    date_proof = fields.Date("Proof of")
    comment = fields.Char()
    verdict = fields.Selection(
        [("reached", "Reached"), ("missed", "Not reached"), ("unknown", "Unknown")],
        compute="_compute_verdict",
        store=True,
    )
    reason = fields.Char(compute="_compute_reason")

    _indicator_uniq = models.Constraint(
        "UNIQUE(assessment_id, indicator_id)", "An indicator is looked at once."
    )

    @api.depends(
        "is_known",
        "value",
        "threshold",
        "declared",
        "attachment_ids",
        "date_proof",
        "assessment_id.date",
    )
    def _compute_verdict(self):
        names = {True: "reached", False: "missed", None: "unknown"}
        for line in self:
            line.verdict = names[line._judge()]

    def _get_verdict(self):
        return {"reached": True, "missed": False}.get(self.verdict)

    def _judge(self):
        """Return whether it is reached, None when nobody can tell."""
        if self.measure:
            value = self.value if self.is_known else None
            return is_reached(value, self.threshold, self.indicator_id.is_highest)
        if self.declared == "no":
            return False
        return True if self.declared == "yes" and not self._get_doubt() else None

    def _get_doubt(self):
        """Return why a declaration proves nothing, or None."""
        if not self.attachment_ids or not self.date_proof:
            return self.env._("Declared without a dated proof.")
        months = self.indicator_id.months_valid
        if self.date_proof + relativedelta(months=months) < self.assessment_id.date:
            return self.env._("The proof is older than %s months.", months)
        return None

    @api.depends("verdict")
    def _compute_reason(self):
        for line in self:
            line.reason = False
            if line.verdict == "unknown" and line.measure:
                line.reason = self.env._("No record tells it yet.")
            elif line.verdict == "unknown":
                line.reason = (
                    line._get_doubt()
                    if line.declared
                    else self.env._("Nobody has declared it.")
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_draft()
            if MEASURED & set(vals):
                raise UserError(self.env._("What is counted is not written by hand."))
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._own_proofs()
        return result

    def _own_proofs(self):
        """Let whoever reads the line read its proofs, not only who sent them."""
        for line in self:
            # linked by somebody who may read them, and belonging to nothing yet
            loose = line.sudo().attachment_ids.filtered(lambda a: not a.res_id)
            loose.write({"res_model": line._name, "res_id": line.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_draft()

    def _check_draft(self):
        if not self.env.su:
            self.assessment_id._check_draft()
