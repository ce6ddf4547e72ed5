# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..engine.assessment_incidents import watch

# what is told by e-mail: the supplier did nothing for it
TOLD_CAUSES = ("expiry", "incident")


class ResPartner(models.Model):
    """Incidents, corrective actions and the history of the grade of a supplier."""

    _inherit = "res.partner"

    charter_incident_ids = fields.One2many(
        "smart.supplier.incident",
        "partner_id",
        groups="smart_purchase_charter.group_buyer,"
        "smart_purchase_charter.group_ethics_committee",
    )
    charter_incident_count = fields.Integer(
        compute="_compute_charter_counts",
        groups="smart_purchase_charter.group_buyer,"
        "smart_purchase_charter.group_ethics_committee",
    )
    charter_action_count = fields.Integer(
        compute="_compute_charter_counts",
        groups="smart_purchase_charter.group_buyer,"
        "smart_purchase_charter.group_ethics_committee",
    )
    charter_grade_count = fields.Integer(
        compute="_compute_charter_counts",
        groups="smart_purchase_charter.group_buyer,"
        "smart_purchase_charter.group_ethics_committee",
    )

    def _compute_charter_counts(self):
        mine = Domain("partner_id", "in", self.ids)
        counts = {
            field: dict(
                self.env[model]._read_group(domain, ["partner_id"], ["__count"])
            )
            for field, model, domain in (
                (
                    "charter_incident_count",
                    "smart.supplier.incident",
                    mine & Domain("state", "!=", "dismissed"),
                ),
                (
                    "charter_action_count",
                    "smart.supplier.action",
                    mine & Domain("state", "in", ("open", "answered")),
                ),
                ("charter_grade_count", "smart.supplier.grade", mine),
            )
        }
        for partner in self:
            for field, by_partner in counts.items():
                partner[field] = by_partner.get(partner, 0)

    # === ACTION METHODS === #

    def action_view_charter_incidents(self):
        return self._open_charter("smart_supplier_incident_action")

    def action_view_charter_actions(self):
        return self._open_charter("smart_supplier_action_action")

    def action_view_charter_grades(self):
        action = self._open_charter("smart_supplier_grade_action")
        return action | {
            "view_mode": "graph,list,form",
            "views": [(False, "graph"), (False, "list"), (False, "form")],
        }

    def action_ask_questionnaire(self):
        """Send the questionnaire to each supplier, or remind those that have it."""
        sent = self.env["smart.supplier.questionnaire"]
        for partner in self.commercial_partner_id:
            sent |= sent._open_for(partner)
        sent.action_send()
        return sent._get_records_action()

    def _open_charter(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"smart_purchase_charter.{name}"
        )
        return action | {
            "domain": [("partner_id", "in", self.commercial_partner_id.ids)],
            "context": {"default_partner_id": self.commercial_partner_id[:1].id},
        }

    # === GRADING === #

    @api.model
    def _get_regrade_domain(self, today):
        """Return the suppliers whose grade may be another one today."""
        incidents = self.env["smart.supplier.incident"].sudo()
        weighing = incidents.search(
            [
                ("state", "=", "confirmed"),
                ("is_weighing", "=", True),
            ]
        )
        return Domain("charter_recheck_date", "<", today) | Domain(
            "id", "in", weighing.partner_id.ids
        )

    def _get_incident_watches(self, as_of):
        """Return {partner: what its confirmed incidents sum up to on a day}."""
        incidents = self.env["smart.supplier.incident"].search(
            [("partner_id", "in", self.ids), ("state", "=", "confirmed")]
        )
        # read by the next run: over at last
        over = incidents.filtered(lambda one: one._is_over(as_of))
        over.filtered("is_weighing").is_weighing = False
        return {
            partner: watch(
                [one._to_engine() for one in of_partner],
                as_of,
                any(one._is_suspending(as_of) for one in of_partner),
            )
            for partner, of_partner in incidents.grouped("partner_id").items()
        }

    def _get_grade_state(self):
        """Return what makes one grade another one; the first is the grade itself."""
        return (
            self.charter_grade or "unknown",
            self.charter_score,
            self.charter_coverage,
            self.charter_reason,
            self.charter_reason_codes,
            self.charter_assessment_id.id,
        )

    def _keep_grades(self, before, as_of, cause, lines):
        """Keep the new grades for ever, and tell of those nobody asked for.

        :param lines: what the engine read of each assessment
        """
        to_inputs = self.env["smart.supplier.assessment.line"]._to_inputs
        grades = self.env["smart.supplier.grade"].create(
            [
                {
                    "partner_id": partner.id,
                    "date": as_of,
                    "assessment_id": partner.charter_assessment_id.id,
                    "charter_id": partner.charter_assessment_id.charter_id.id,
                    "company_id": partner.charter_assessment_id.company_id.id,
                    "cause": cause,
                    "previous_grade": before[partner][0],
                    "grade": partner.charter_grade,
                    "score": partner.charter_score,
                    "has_score": partner.charter_has_score,
                    "coverage": partner.charter_coverage,
                    "reason": partner.charter_reason,
                    "reason_codes": partner.charter_reason_codes,
                    "inputs": to_inputs(
                        lines.get(partner.charter_assessment_id.id, ((), None))[0]
                    ),
                }
                for partner in self
            ]
        )
        if cause in TOLD_CAUSES:
            grades._tell()

    def _settle_charter_merge(self):
        """Leave one assessment in force to each supplier, the latest."""
        # sudo: a fact for everybody, whoever merges
        confirmed = (
            self.env["smart.supplier.assessment"]
            .sudo()
            .search(
                [("partner_id", "in", self.ids), ("state", "=", "confirmed")],
                order="date, id",
            )
        )
        for of_partner in confirmed.grouped("partner_id").values():
            *older, last = of_partner
            for one in older:
                one.write({"state": "superseded", "superseded_by_id": last.id})
        self._refresh_charter_grade(cause="merge")
