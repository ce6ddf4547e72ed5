# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import api, fields, models


class SmartImpactProgramme(models.Model):
    _inherit = "smart.impact.programme"

    stakeholder_ids = fields.One2many("smart.impact.stakeholder", "programme_id")
    engagement_matrix = fields.Html(
        compute="_compute_engagement_matrix",
        sanitize=False,
        string="Who took part in what",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        # they go with it by the database, without a word of their own
        if not self.env.su:
            domain = [("programme_id", "in", self.ids)]
            self.env["smart.impact.consultation"].search(domain)._check_not_asked()
            self.env["smart.impact.decision"].search(domain)._check_withdrawn()

    def _compute_engagement_matrix(self):
        for programme in self:
            values = programme._get_engagement_table()
            programme.engagement_matrix = Markup(
                self.env["ir.qweb"]._render("smart_impact.dialogue_matrix", values)
            )

    def _get_engagement_table(self):
        """Return what the matrix shows, a row per group and a column per phase.

        :return: {"phases": [label], "rows": [(stakeholder, [contributions])]}
        """
        self.ensure_one()
        engagements = self.env["smart.impact.engagement"]
        phases = engagements._fields["phase"]._description_selection(self.env)
        found = engagements.search([("programme_id", "=", self.id)])
        cells = found.grouped(lambda one: (one.stakeholder_id, one.phase))
        rows = [
            (group, [cells.get((group, key), engagements) for key, _label in phases])
            for group in self.stakeholder_ids
        ]
        return {"phases": [label for _key, label in phases], "rows": rows}
