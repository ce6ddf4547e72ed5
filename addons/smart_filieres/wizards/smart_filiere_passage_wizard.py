# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SmartFilierePassageWizard(models.TransientModel):
    _name = "smart.filiere.passage.wizard"
    _description = "Change the Stage of a Filière"

    filiere_id = fields.Many2one("smart.filiere", required=True)
    stage_from_id = fields.Many2one(
        "smart.filiere.stage",
        "From",
        compute="_compute_stages",
        store=True,
        precompute=True,
    )
    stage_to_id = fields.Many2one(
        "smart.filiere.stage",
        "To",
        compute="_compute_stages",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        domain="[('id', '!=', stage_from_id)]",
    )
    line_ids = fields.One2many(
        "smart.filiere.passage.wizard.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        precompute=True,
        readonly=False,
    )
    missing_count = fields.Integer(compute="_compute_missing_count")
    needs_reason = fields.Boolean(compute="_compute_missing_count")
    may_derogate = fields.Boolean(compute="_compute_may_derogate")
    reason = fields.Text()

    @api.depends("filiere_id")
    def _compute_stages(self):
        for wizard in self:
            wizard.stage_from_id = wizard.filiere_id.stage_id
            wizard.stage_to_id = wizard.filiere_id.stage_id._get_next()

    @api.depends("filiere_id", "stage_to_id")
    def _compute_line_ids(self):
        for wizard in self:
            filiere = wizard.filiere_id
            lines = [Command.clear()]
            if filiere and wizard.stage_to_id:
                verdicts = filiere._judge_gates(wizard.stage_to_id)[filiere]
                lines += [
                    Command.create(self._prepare_line(filiere, each))
                    for each in filiere._describe_verdicts(verdicts)
                ]
            wizard.line_ids = lines

    def _prepare_line(self, filiere, result):
        answers = {"met": "yes", "unmet": "no"}
        return {
            "gate_id": result["gate_id"],
            "status": result["status"],
            "found": filiere._phrase_found(result),
            "is_asked": result["by"] == "answer" or bool(result["alternative"]),
            "answer": answers.get(result["status"])
            if result["by"] == "answer"
            else False,
            "evidence": result["evidence"],
        }

    @api.depends("line_ids.status", "line_ids.answer", "stage_to_id")
    def _compute_missing_count(self):
        for wizard in self:
            wizard.missing_count = len(
                wizard.line_ids.filtered(
                    lambda line: line.status != "met" and line.answer != "yes"
                )
            )
            origin, target = wizard.stage_from_id, wizard.stage_to_id
            wizard.needs_reason = bool(
                origin and target and origin._needs_reason(target)
            )

    @api.depends_context("uid")
    def _compute_may_derogate(self):
        manager = self.env.user.has_group("smart_filieres.group_manager")
        for wizard in self:
            wizard.may_derogate = manager

    # === ACTIONS === #

    def action_keep_answers(self):
        """Keep the answers without going on."""
        self._keep_answers()
        return {"type": "ir.actions.act_window_close"}

    def action_pass(self):
        """Keep the answers and let the filière go on."""
        self._keep_answers()
        self.filiere_id._enter_stage(
            self.stage_to_id, reason=self.reason, expected=self.stage_from_id
        )
        return {"type": "ir.actions.act_window_close"}

    def action_derogate(self):
        """Let the filière go on although a gate is not met, for a reason."""
        self._keep_answers()
        self.filiere_id._enter_stage(
            self.stage_to_id,
            reason=self.reason,
            derogate=True,
            expected=self.stage_from_id,
        )
        return {"type": "ir.actions.act_window_close"}

    def action_ask_derogation(self):
        """Keep the answers and ask a manager to decide."""
        self.ensure_one()
        self._keep_answers()
        if not (self.reason or "").strip():
            raise UserError(
                self.env._("Say why the filière should go on nevertheless.")
            )
        self.filiere_id._ask_derogation(self.stage_to_id, self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _keep_answers(self):
        """Write the answers given here to the filière."""
        self.filiere_id.check_access("write")
        checks = {check.gate_id: check for check in self.filiere_id.check_ids}
        for line in self.line_ids.filtered("answer"):
            if not (line.evidence or "").strip():
                raise UserError(
                    self.env._("“%s” is answered without evidence.", line.gate_id.name)
                )
            vals = {"answer": line.answer, "evidence": line.evidence.strip()}
            check = checks.get(line.gate_id)
            if not check:
                self.env["smart.filiere.gate.check"].create(
                    {
                        "filiere_id": self.filiere_id.id,
                        "gate_id": line.gate_id.id,
                        **vals,
                    }
                )
            elif any(check[name] != value for name, value in vals.items()):
                check.write(vals)
