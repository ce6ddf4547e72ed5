# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class SmartImpactProgramme(models.Model):
    _name = "smart.impact.programme"
    _description = "Impact Programme"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "active desc, name, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    question = fields.Text(
        "Evaluative question",
        required=True,
        translate=True,
        tracking=True,
        help="The one question that the whole programme answers.",
    )
    objectives = fields.Text(
        translate=True,
        help="What the figures are for, as members read it.",
    )
    is_data_open = fields.Boolean(
        "Open data",
        default=True,
        help="Published figures can be downloaded by anybody, as CSV and JSON-LD.",
    )
    data_license = fields.Char(
        "Licence of the data", default="CC-BY-4.0", help="SPDX identifier."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )
    criterion_ids = fields.One2many("smart.impact.criterion", "programme_id")
    indicator_ids = fields.One2many("smart.impact.indicator", "programme_id")
    decision_ids = fields.One2many("smart.impact.decision", "programme_id")
    wave_ids = fields.One2many("smart.impact.wave", "programme_id")
    indicator_count = fields.Integer(compute="_compute_counts", string="# Indicators")
    wave_count = fields.Integer(compute="_compute_counts", string="# Waves")

    _active_uniq = models.UniqueIndex(
        "(company_id) WHERE active",
        "A company has one active programme, because it asks one evaluative question. "
        "Archive the other one first.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.get("active") is False:
            self._check_no_wave(
                [("state", "=", "open")],
                self.env._(
                    "%(names)s: close the wave that is open before you archive."
                ),
            )
        if "company_id" in vals:
            moved = self.filtered(lambda one: one.company_id.id != vals["company_id"])
            moved._check_no_wave(
                [("state", "!=", "draft")],
                self.env._(
                    "%(names)s: members of the company were asked, it stays. Export "
                    "the programme and import it in the other one."
                ),
            )
        return super().write(vals)

    def _check_no_wave(self, domain, message):
        found = (
            self.env["smart.impact.wave"]
            .sudo()
            .search([("programme_id", "in", self.ids), *domain])
        )
        if found:
            names = ", ".join(found.programme_id.mapped("display_name"))
            raise UserError(message % {"names": names})

    # === COMPUTE METHODS === #

    def _default_company_id(self):
        return self.env.company

    def _compute_counts(self):
        indicators = self._count_by_programme("smart.impact.indicator")
        waves = self._count_by_programme("smart.impact.wave")
        for programme in self:
            programme.indicator_count = indicators.get(programme, 0)
            programme.wave_count = waves.get(programme, 0)

    def _count_by_programme(self, model):
        domain = [("programme_id", "in", self.ids)]
        return dict(self.env[model]._read_group(domain, ["programme_id"], ["__count"]))

    def action_view_indicators(self):
        """Open the indicators of this programme."""
        return self._action_view("smart_impact.smart_impact_indicator_action")

    def action_view_waves(self):
        """Open the waves of this programme."""
        return self._action_view("smart_impact.smart_impact_wave_action")

    def _action_view(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("programme_id", "=", self.id)]
        action["context"] = {"default_programme_id": self.id}
        return action
