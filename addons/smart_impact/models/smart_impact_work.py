# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

DOI = re.compile(r"10\.\d{4,9}/\S+")


class SmartImpactWork(models.Model):
    """A piece of research that an indicator comes from, or that used it."""

    _name = "smart.impact.work"
    _description = "Research Work"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "year desc, name, id"

    name = fields.Char("Title", required=True, tracking=True)
    authors = fields.Char(required=True)
    year = fields.Integer(required=True, aggregator=None)
    kind = fields.Selection(
        [
            ("article", "Article"),
            ("report", "Report"),
            ("thesis", "Thesis"),
            ("book", "Book"),
            ("survey", "Reference survey"),
        ],
        required=True,
        default="article",
    )
    doi = fields.Char("DOI", help="Digital object identifier, as 10.1000/xyz123.")
    doi_url = fields.Char(compute="_compute_doi_url")
    url = fields.Char("Open access")
    finding = fields.Text(
        translate=True, help="What it found, in a sentence a member understands."
    )
    is_ours = fields.Boolean(
        "On our data", help="It used figures or an extract of ours."
    )
    programme_id = fields.Many2one(
        "smart.impact.programme",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_programme_id(),
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    indicator_ids = fields.Many2many(
        "smart.impact.indicator",
        "smart_impact_work_indicator_rel",
        "work_id",
        "indicator_id",
        string="Indicators",
        domain="[('programme_id', '=', programme_id)]",
    )

    _doi_uniq = models.Constraint(
        "UNIQUE(programme_id, doi)", "This work is in the register already."
    )

    def _default_programme_id(self):
        domain = [("company_id", "=", self.env.company.id)]
        return self.env["smart.impact.programme"].search(domain, limit=1)

    @api.depends("doi")
    def _compute_doi_url(self):
        for work in self:
            work.doi_url = work.doi and f"https://doi.org/{work.doi}"

    @api.constrains("doi", "url")
    def _check_addresses(self):
        for work in self:
            if work.doi and not DOI.fullmatch(work.doi):
                raise ValidationError(
                    self.env._(
                        "“%(doi)s” is not a DOI: it begins with 10. and holds a slash.",
                        doi=work.doi,
                    )
                )
            if work.url and not work.url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("A link begins with https://, not “%s”.", work.url)
                )
