# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

OUTCOMES = ("adopted", "rejected", "refused", "screened", "ballot", "consultation")


class ImpactProgramme(http.Controller):
    @http.route(
        ["/impact", "/impact/<int:programme_id>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=True,
    )
    def impact_programme(self, programme_id=None, **_kwargs):
        """Show anybody the question, the list, the calendar and what became of it."""
        # open to everybody: published programmes, and of them what is shown below
        programmes = request.env["smart.impact.programme"].sudo()
        published = programmes.search([("is_published", "=", True)], order="id")
        # of her own company first
        own = published.filtered(lambda one: one.company_id == request.env.company)
        programme = own or published
        if programme_id:
            programme = published.filtered(lambda one: one.id == programme_id)
        if not programme:
            raise request.not_found()
        return request.render(
            "smart_impact.programme_public",
            self._prepare_impact_programme(programme[:1], published),
        )

    def _prepare_impact_programme(self, programme, published):
        adopted = programme._get_list()
        figures = adopted.figure_ids.filtered(
            lambda one: one.state == "published" and one.is_total
        )
        return {
            "programme": programme,
            "others": published - programme,
            "criteria": adopted.criterion_id.sorted(lambda one: (one.sequence, one.id)),
            "adopted": adopted,
            "figures": figures,
            "wave_figures": programme._get_public_waves(),
            "other_figures": programme._get_other_figures(),
            "themes": {
                one: one._get_prevalence()
                for one in adopted
                if one in figures.indicator_id and one.source == "qualitative"
            },
            "coverage": programme._get_coverage(),
            "waves": programme.wave_ids.filtered("date_open").sorted("date_open"),
            "proposals": programme.proposal_ids.filtered(
                lambda one: one.state in OUTCOMES
            ),
        }
