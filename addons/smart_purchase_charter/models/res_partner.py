# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, split_every

from ..engine import scoring
from ..engine.assessment_incidents import Watch, hold
from . import charter_wording
from .guard import neutral
from .score_field import Score, unknown_last

GRADE_FIELDS = (
    "charter_grade",
    "charter_score",
    "charter_has_score",
    "charter_coverage",
    "charter_reason",
    "charter_reason_codes",
    "charter_assessment_id",
    "charter_recheck_date",
)
CRON_BATCH = 500


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_micro_supplier = fields.Boolean(
        "Fewer than 10 people",
        help="Answers the short list of criteria, in proportion to its size.",
        groups="base.group_user",
    )
    charter_grade = fields.Selection(
        charter_wording.GRADES,
        default="unknown",
        index=True,
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="Follows the evidence day by day; unknown is a state, never a number.",
    )
    charter_score = Score(
        digits=(6, 2),
        copy=False,
        readonly=True,
        aggregator=None,
        groups="base.group_user",
    )
    charter_has_score = fields.Boolean(
        copy=False, readonly=True, groups="base.group_user"
    )
    charter_coverage = fields.Float(
        "Charter Coverage (%)",
        digits=(6, 1),
        copy=False,
        readonly=True,
        aggregator=None,
        groups="base.group_user",
    )
    charter_reason = fields.Selection(
        charter_wording.REASONS, copy=False, readonly=True, groups="base.group_user"
    )
    charter_reason_codes = fields.Char(
        copy=False, readonly=True, groups="base.group_user"
    )
    charter_assessment_id = fields.Many2one(
        "smart.supplier.assessment",
        "Assessment in Force",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
    )
    charter_recheck_date = fields.Date(
        "Next Proof Expiry",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
    )
    charter_line_ids = fields.One2many(
        related="charter_assessment_id.line_ids",
        string="Charter Lines",
        related_sudo=False,
        groups="smart_purchase_charter.group_buyer,"
        "smart_purchase_charter.group_ethics_committee",
    )
    charter_explanation = fields.Text(
        compute="_compute_charter_explanation", groups="base.group_user"
    )
    charter_next_step = fields.Text(
        compute="_compute_charter_next_step",
        groups="smart_purchase_charter.group_buyer,"
        "smart_purchase_charter.group_ethics_committee",
    )
    assessment_count = fields.Integer(
        compute="_compute_assessment_count",
        groups="smart_purchase_charter.group_buyer,"
        "smart_purchase_charter.group_ethics_committee",
    )

    # === COMPUTE METHODS === #

    @api.depends("charter_reason", "charter_reason_codes", "charter_coverage")
    @api.depends_context("lang")
    def _compute_charter_explanation(self):
        for partner in self:
            partner.charter_explanation = charter_wording.explain(
                self.env,
                partner.charter_reason,
                partner.charter_reason_codes,
                partner.charter_coverage,
            )

    @api.depends("charter_assessment_id", "charter_grade", "charter_score")
    @api.depends_context("lang")
    def _compute_charter_next_step(self):
        today = fields.Date.context_today(self)
        for partner in self:
            partner.charter_next_step = charter_wording.advise(
                self.env, partner.charter_assessment_id.line_ids, today
            )

    def _compute_assessment_count(self):
        counts = dict(
            self.env["smart.supplier.assessment"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.assessment_count = counts.get(partner, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.user._is_internal():
            fixed = dict.fromkeys(GRADE_FIELDS, False) | {"charter_grade": "unknown"}
            self, vals_list = neutral(self, vals_list, fixed)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not vals.keys().isdisjoint(GRADE_FIELDS):
            raise AccessError(
                self.env._(
                    "A charter grade follows from an assessment. "
                    "Confirm an assessment of this supplier instead."
                )
            )
        return super().write(vals)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        nulls = unknown_last(self, field_name, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    # === ACTION METHODS === #

    def action_view_assessments(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_supplier_assessment_action"
        )
        return action | {
            "domain": [("partner_id", "in", self.commercial_partner_id.ids)],
            "context": {"default_partner_id": self.commercial_partner_id[:1].id},
        }

    # === BUSINESS METHODS === #

    def _refresh_charter_grade(self, as_of=None, cause="assessment"):
        """Recompute the grades from the assessments in force, on a given day.

        Set-based: the number of queries does not depend on the number of suppliers.

        :param cause: why, a key of the causes of ``smart.supplier.grade``
        """
        as_of = as_of or fields.Date.context_today(self)
        # sudo: the grade is one fact for everybody, whoever triggers the refresh.
        partners = self.sudo()
        in_force = partners._get_assessments_in_force()
        lines = partners.env["smart.supplier.assessment.line"]._read_engine_lines(
            self.env["smart.supplier.assessment"].union(*in_force.values()), as_of
        )
        seen = partners._get_incident_watches(as_of)
        before = {partner: partner._get_grade_state() for partner in partners}
        partners._store_grade_rows(
            [
                partner._prepare_grade_row(
                    in_force.get(partner), lines, seen.get(partner)
                )
                for partner in partners
            ]
        )
        partners._log_grade_changes({one: state[0] for one, state in before.items()})
        changed = partners.filtered(lambda one: one._get_grade_state() != before[one])
        changed._keep_grades(before, as_of, cause, lines)

    def _get_assessments_in_force(self):
        """Return {partner: its latest confirmed assessment}."""
        assessments = self.env["smart.supplier.assessment"].search(
            [("partner_id", "in", self.ids), ("state", "=", "confirmed")],
            order="date, id",
        )
        return {assessment.partner_id: assessment for assessment in assessments}

    def _prepare_grade_row(self, assessment, lines, seen=None):
        """Return the tuple of GRADE_FIELDS after the partner's id.

        A proof that expires later sets the day of the next check.

        :param lines: what the engine reads of each assessment, and the next expiry
        :param seen: the incidents of the supplier as the engine sums them up
        """
        self.ensure_one()
        known = lines.get(assessment.id) if assessment else None
        answers, expiry = known or ((), None)
        result = hold(scoring.score(answers) if answers else None, seen or Watch())
        if not result:
            return (self.id, "unknown", None, False, 0.0, None, None, None, None)
        vals = self.env["smart.supplier.assessment"]._prepare_result_vals(result)
        return (
            self.id,
            vals["grade"],
            vals["score"],
            vals["has_score"],
            vals["coverage"],
            vals["reason"],
            vals["reason_codes"],
            assessment.id if assessment else None,
            expiry,
        )

    def _store_grade_rows(self, rows):
        """Write the rows in one statement.

        Not by ``write``: core's write on contacts runs some queries for each record,
        and these columns have no dependent field.
        """
        if not rows:
            return
        self.flush_recordset(GRADE_FIELDS)
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_partner p
                   SET charter_grade = v.grade,
                       charter_score = v.score,
                       charter_has_score = v.has_score,
                       charter_coverage = v.coverage,
                       charter_reason = v.reason,
                       charter_reason_codes = v.codes,
                       charter_assessment_id = v.assessment_id,
                       charter_recheck_date = v.recheck_date
                  FROM (VALUES %s) AS v(id, grade, score, has_score, coverage,
                                        reason, codes, assessment_id, recheck_date)
                 WHERE p.id = v.id
                """,
                SQL(", ").join(
                    SQL(
                        "(%s, %s, %s::numeric, %s, %s::numeric,"
                        " %s, %s, %s::int, %s::date)",
                        *row,
                    )
                    for row in rows
                ),
            )
        )
        self.invalidate_recordset(GRADE_FIELDS)

    def _log_grade_changes(self, before):
        # One history for all: the language of the company, not of who triggered it.
        lang = self.env.company.partner_id.lang or self.env.lang
        changed = self.filtered(lambda p: p.charter_grade != before[p])
        changed = changed.with_context(lang=lang)
        selection = self._fields["charter_grade"]
        labels = dict(selection._description_selection(changed.env))
        changed._message_log_batch(
            bodies={
                partner.id: changed.env._(
                    "Charter grade: %(before)s → %(after)s. %(why)s",
                    before=labels[before[partner]],
                    after=labels[partner.charter_grade],
                    why=partner.charter_explanation or "",
                )
                for partner in changed
            }
        )

    @api.model
    def _cron_refresh_grades(self):
        """Regrade the suppliers whose proofs or incidents moved; idempotent."""
        today = fields.Date.context_today(self)
        due = self.sudo().search(self._get_regrade_domain(today))
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for ids in split_every(CRON_BATCH, due.ids):
            self.browse(ids)._refresh_charter_grade(today, cause="expiry")
            if not cron._commit_progress(len(ids)):
                break

    def _is_charter_supplier(self):
        """Whether the charter concerns this partner: it sells or was assessed."""
        self.ensure_one()
        partner = self.sudo().commercial_partner_id
        return bool(
            partner.supplier_rank
            or partner.charter_assessment_id
            or self.env["purchase.order"]
            .sudo()
            .search_count([("partner_id", "child_of", partner.id)], limit=1)
        )
