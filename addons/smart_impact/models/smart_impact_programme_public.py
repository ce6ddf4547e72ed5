# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What anybody reads of a programme."""

from odoo import fields, models

from .smart_impact_criterion import DIMENSIONS
from .smart_impact_indicator import LEVELS


class SmartImpactProgramme(models.Model):
    _inherit = "smart.impact.programme"

    is_published = fields.Boolean(
        "On the public page",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
    )
    published_on = fields.Date(readonly=True, copy=False)
    public_url = fields.Char(compute="_compute_public_url")
    privacy_notice = fields.Text(
        "Personal data",
        translate=True,
        help="What is kept of an answer, by whom and for how long, as members read it.",
    )
    proposal_ids = fields.One2many("smart.impact.proposal", "programme_id")
    proposal_count = fields.Integer(compute="_compute_proposal_count")
    coverage = fields.Html(
        compute="_compute_coverage",
        help="Adopted indicators by dimension and level.",
    )

    def _compute_public_url(self):
        for programme in self:
            programme.public_url = f"/impact/{programme.id}"

    def _compute_proposal_count(self):
        counts = self._count_by_programme("smart.impact.proposal")
        for programme in self:
            programme.proposal_count = counts.get(programme, 0)

    def _compute_coverage(self):
        for programme in self:
            programme.coverage = self.env["ir.qweb"]._render(
                "smart_impact.programme_coverage",
                {"coverage": programme._get_coverage()},
            )

    def action_publish(self):
        """Show the programme to everybody at /impact."""
        self.check_access("write")
        # the check above stands for the guard
        self.sudo().write(
            {"is_published": True, "published_on": fields.Date.context_today(self)}
        )

    def action_unpublish(self):
        """Take the programme off the public page."""
        self.check_access("write")
        # the check above stands for the guard
        self.sudo().write({"is_published": False})

    def action_view_public(self):
        """Open the public page."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.public_url, "target": "new"}

    def action_view_proposals(self):
        """Open the proposals made to this programme."""
        return self._action_view("smart_impact.smart_impact_proposal_action")

    def _get_list(self):
        """Return the adopted indicators, by criterion."""
        self.ensure_one()
        return self.indicator_ids.filtered(lambda one: one.state == "adopted").sorted(
            lambda one: (one.criterion_id.sequence, one.criterion_id.id, one.code)
        )

    def _get_coverage(self):
        """Return the adopted indicators as a table of dimensions by levels.

        :return: ``{"levels": labels, "rows": [(dimension, [count per level],
            number not measured yet)]}``
        """
        self.ensure_one()
        adopted = self._get_list()
        criteria = self.env["smart.impact.criterion"]
        dimensions = dict(
            criteria._fields["dimension"]._description_selection(self.env)
        )
        levels = dict(
            self.env["smart.impact.indicator"]
            ._fields["level"]
            ._description_selection(self.env)
        )
        rows = [
            (
                dimensions[dimension],
                [
                    len(
                        adopted.filtered_domain(
                            [("dimension", "=", dimension), ("level", "=", level)]
                        )
                    )
                    for level, _label in LEVELS
                ],
                len(
                    adopted.filtered(
                        lambda one, at=dimension: (
                            one.dimension == at and not one.is_measured
                        )
                    )
                ),
            )
            for dimension, _label in DIMENSIONS
        ]
        return {"levels": [levels[level] for level, _label in LEVELS], "rows": rows}
