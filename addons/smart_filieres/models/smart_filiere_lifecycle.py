# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..engine import lifecycle

SIGNS = {">=": "≥", "<=": "≤"}
ANIMATORS = "smart_filieres.group_animator"


class SmartFiliere(models.Model):
    """The life of a filière: stages, the gates between them, who opened them."""

    _inherit = "smart.filiere"

    stage_id = fields.Many2one(
        "smart.filiere.stage",
        "Life cycle",
        default=lambda self: self._default_stage_id(),
        group_expand="_group_expand_stages",
        tracking=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    stage_since = fields.Date(
        default=fields.Date.context_today, readonly=True, copy=False
    )
    stage_kind = fields.Selection(related="stage_id.kind", string="Kind of stage")
    stage_role = fields.Char(related="stage_id.role")
    passage_ids = fields.One2many(
        "smart.filiere.passage", "filiere_id", groups=ANIMATORS
    )
    last_passage_id = fields.Many2one(
        "smart.filiere.passage",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=ANIMATORS,
    )
    check_ids = fields.One2many(
        "smart.filiere.gate.check", "filiere_id", groups=ANIMATORS
    )

    @api.model
    def _default_stage_id(self):
        return self.env["smart.filiere.stage"].search([("kind", "=", "path")], limit=1)

    @api.model
    def _group_expand_stages(self, stages, _domain):
        """Show every stage as a column, those without a filière as well."""
        return stages.search([("kind", "!=", False)])

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a filière is born at the first stage, whoever writes otherwise
            vals_list = [
                {
                    key: value
                    for key, value in vals.items()
                    if key not in ("stage_id", "stage_since", "last_passage_id")
                }
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if "stage_id" in vals and not self.env.su:
            vals = dict(vals)
            stage = self.env["smart.filiere.stage"].browse(vals.pop("stage_id"))
            # moved by hand, as in the kanban: only through open gates
            for filiere in self.filtered(lambda each: each.stage_id != stage):
                filiere._enter_stage(stage)
        return super().write(vals) if vals else True

    # === GATES === #

    def _judge_gates(self, stage_to=None):
        """Return {filière: [Verdict]} of the gates to `stage_to`, or to what follows.

        The number of queries does not grow with the number of filières.
        """
        self.stage_id.gate_ids.fetch(["measure", "operator", "threshold"])
        gates = {
            stage: stage._get_gates_to(stage_to) if stage_to else stage.gate_ids
            for stage in self.stage_id
        }
        wanted = {gate.measure for group in gates.values() for gate in group}
        measures = self._get_measures(sorted(wanted - {False}))
        answers = {
            (check.filiere_id.id, check.gate_id.id): check.answer == "yes"
            for check in self.check_ids
        }
        return {
            filiere: [
                lifecycle.judge(
                    gate._to_engine(),
                    measures[filiere.id].get(gate.measure),
                    answers.get((filiere.id, gate.id)),
                )
                for gate in gates.get(filiere.stage_id, ())
            ]
            for filiere in self
        }

    def _describe_verdicts(self, verdicts):
        """Return one dictionary per verdict, ready to be read, shown or frozen."""
        self.ensure_one()
        labels = self._get_measure_labels()
        gates = self.env["smart.filiere.gate"].browse(
            each.gate.key for each in verdicts
        )
        checks = {check.gate_id: check for check in self.check_ids}
        described = []
        for gate, verdict in zip(gates, verdicts, strict=True):
            label, unit = labels.get(gate.measure, ("", ""))
            check = checks.get(gate)
            described.append(
                {
                    "gate_id": gate.id,
                    "name": gate.name,
                    "measure": label,
                    "unit": unit,
                    "operator": gate.operator,
                    "threshold": gate.threshold,
                    "value": verdict.value,
                    "status": verdict.status,
                    "by": verdict.by,
                    "alternative": gate.alternative or "",
                    "evidence": check.evidence if check else "",
                    "answered_by": check.user_id.name or "" if check else "",
                }
            )
        return described

    # === PASSAGE === #

    def _enter_stage(self, stage_to, reason=None, derogate=False, expected=None):
        """Let this filière go to `stage_to`, or raise what keeps it from going.

        :param reason: why, where words are asked for instead of gates
        :param derogate: go although a gate is not met; managers only, with a reason
        :param expected: the stage it was seen at; an error when it has moved since
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_stage(expected)
        stage_from, reason = self.stage_id, (reason or "").strip()
        if stage_from and stage_from._needs_reason(stage_to) and not reason:
            raise UserError(self._explain_reason_missing(stage_to))
        verdicts = self._judge_gates(stage_to)[self] if stage_from else []
        results = self._describe_verdicts(verdicts)
        missing = [each for each in results if each["status"] != "met"]
        if missing:
            self._check_derogation(stage_to, missing, reason, derogate)
        passage = self._freeze_passage(
            stage_to, results, reason=reason, is_derogation=bool(missing)
        )
        self._after_passage(passage)
        return passage

    def _lock_stage(self, expected):
        """Refuse a passage that somebody else is deciding or has decided."""
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is deciding about %s right now. Open it again in a "
                    "moment to see what was decided.",
                    self.display_name,
                )
            ) from error
        self.invalidate_recordset(["stage_id", "last_passage_id"])
        if expected and self.stage_id != expected:
            passage = self.last_passage_id
            raise UserError(
                self.env._(
                    "%(filiere)s is at “%(stage)s” since %(who)s decided so: open it "
                    "again before you decide.",
                    filiere=self.display_name,
                    stage=self.stage_id.display_name,
                    who=passage.user_id.name or self.env._("somebody"),
                )
            )

    def _explain_reason_missing(self, stage_to):
        return self.env._(
            "%(filiere)s goes from “%(origin)s” to “%(stage)s” with a reason: use "
            "“Change stage” on its form.",
            filiere=self.display_name,
            origin=self.stage_id.display_name,
            stage=stage_to.display_name,
        )

    def _check_derogation(self, stage_to, missing, reason, derogate):
        names = "\n".join(f"• {self._phrase_missing(each)}" for each in missing)
        if not derogate:
            raise UserError(
                self.env._(
                    "%(filiere)s cannot go to “%(stage)s” yet:\n%(missing)s\n\nAnswer "
                    "what is unknown with evidence, or ask a manager for a derogation.",
                    filiere=self.display_name,
                    stage=stage_to.display_name,
                    missing=names,
                )
            )
        if not self.env.user.has_group("smart_filieres.group_manager"):
            raise AccessError(
                self.env._("Only a manager of the filières grants a derogation.")
            )
        if not reason:
            raise UserError(self.env._("A derogation needs its reason."))

    def _phrase_missing(self, result):
        """Return a sentence for a gate that is not met."""
        if result["value"] is None:
            state = (
                self.env._("not answered yet")
                if result["status"] == "unknown"
                else self.env._("answered: not met")
            )
            return f"{result['name']} — {state}"
        return self.env._(
            "%(name)s — %(value)s instead of %(operator)s %(threshold)s",
            name=result["name"],
            value=f"{result['value']:.4g} {result['unit']}".strip(),
            operator=SIGNS.get(result["operator"], result["operator"]),
            threshold=f"{result['threshold']:.4g} {result['unit']}".strip(),
        )

    def _freeze_passage(self, stage_to, results, **values):
        # nobody writes passages: access, lock and gates were checked just before
        passage = (
            self.env["smart.filiere.passage"]
            .sudo()
            .create(
                {
                    "filiere_id": self.id,
                    "stage_from_id": self.stage_id.id,
                    "stage_to_id": stage_to.id,
                    "user_id": self.env.uid,
                    "results": results,
                    "measures": self._get_measures()[self.id],
                    **values,
                }
            )
        )
        self.sudo().write(
            {
                "stage_id": stage_to.id,
                "stage_since": fields.Date.context_today(self),
                "last_passage_id": passage.id,
            }
        )
        # the answers are frozen in the passage; the next stage asks anew
        self.sudo().check_ids.unlink()
        return passage.with_env(self.env)

    def _after_passage(self, passage):
        """Extend to do what a new stage brings about."""
        # an animator of the filière may not be allowed to change its project
        self.sudo().project_ids.milestone_ids.filtered(
            lambda milestone: milestone.filiere_stage_id == passage.stage_from_id
        ).is_reached = True
        if passage.reason:
            self.message_post(body=passage.reason)

    # === ACTIONS === #

    def action_change_stage(self):
        """Open what is asked before the filière goes on."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change stage"),
            "res_model": "smart.filiere.passage.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_filiere_id": self.id,
                "dialog_size": "extra-large",
            },
        }

    def action_view_passages(self):
        """Open the history of the stages."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_filiere_passage_action"
        )
        action["domain"] = [("filiere_id", "in", self.ids)]
        return action

    # === DEROGATION === #

    def _ask_derogation(self, stage_to, reason):
        """Ask whoever signed for the cooperative, else a manager, to decide."""
        self.ensure_one()
        self.check_access("write")
        decider = self.mandate_id.cooperative_user_id or self._get_managers()[:1]
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Derogation asked to enter “%s”", stage_to.name),
            note=reason,
            user_id=(decider or self._get_responsible()).id,
        )

    def _phrase_found(self, result):
        """Return what was found, beside what the gate asks."""
        if result["value"] is None:
            unknown = self.env._("Measure unknown: to be answered")
            return unknown if result["measure"] else ""
        return f"{result['value']:.4g} {result['unit']}".strip()
