# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A wave that reads in a minute: the figure, its change, its history, its method."""

from collections import defaultdict

from odoo import fields, models

from ..engine.drawing import sparkline


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    dashboard_html = fields.Html(
        "Dashboard",
        compute="_compute_dashboard_html",
        sanitize=False,
        export_string_translation=False,
    )

    def _compute_dashboard_html(self):
        qweb = self.env["ir.qweb"]
        for wave in self:
            values = {"wave": wave, "cards": wave._get_cards()} if wave.id else {}
            wave.dashboard_html = values and qweb._render(
                "smart_impact.dashboard", values
            )

    def _get_cards(self):
        """Return what the dashboard shows, one card per indicator.

        :return: list of ``{"indicator", "total": result, "history": [result] oldest
            first, "spark": drawing or None, "groups": [(heading, [result])],
            "distributions": [(item, [row])]}``; records that the user may read
        """
        self.ensure_one()
        results = self.env["smart.impact.result"].search(
            [("wave_id", "=", self.id), ("scope", "not like", "\\_")]
        )
        by_indicator = defaultdict(list)
        for result in results:
            by_indicator[result.indicator_id].append(result)
        history, rows = self._get_history(), self._get_distributions()
        cards = []
        for indicator in results.indicator_id.sorted():
            own = by_indicator[indicator]
            line = history.get(indicator, [])
            cards.append(
                {
                    "indicator": indicator,
                    "total": next((one for one in own if one.scope == "total"), None),
                    "history": line,
                    "spark": sparkline([one.value for one in line]),
                    "groups": self._group_figures(own),
                    "distributions": [
                        (item, rows[item])
                        for item in indicator.sudo().item_ids
                        if item in rows
                    ],
                }
            )
        return cards

    def _group_figures(self, results):
        """Return the figures of parts under their heading, for small multiples."""
        headings = {
            "region": self.env._("Groups of territories"),
            "territory": self.env._("Territories"),
            "filiere": self.env._("Filières"),
            "band": self.env._("Seniority"),
        }
        return [
            (heading, found)
            for scope, heading in headings.items()
            if (found := [one for one in results if one.scope == scope])
        ]

    def _get_history(self):
        """Return the totals of each indicator over the waves, up to this one.

        Of published waves alone, whoever asks: an employee reads hers by sudo.
        """
        domain = [
            ("programme_id", "=", self.programme_id.id),
            ("state", "=", "published"),
        ]
        waves = (self.search(domain) | self).filtered(
            lambda one: (
                (one.date_open or fields.Date.today(), one.id)
                <= (self.date_open or fields.Date.today(), self.id)
            )
        )
        results = self.env["smart.impact.result"].search(
            [
                ("wave_id", "in", waves.ids),
                ("scope", "=", "total"),
                ("state", "=", "published"),
            ]
        )
        found = defaultdict(list)
        for result in results.sorted(
            lambda one: (one.wave_id.date_open or fields.Date.today(), one.wave_id.id)
        ):
            found[result.indicator_id].append(result)
        return found

    def _get_distributions(self):
        # what a question is is no secret; the rows are those the user may read
        rows = self.env["smart.impact.distribution"].search([("wave_id", "=", self.id)])
        found = defaultdict(list)
        for row in rows.sorted(lambda one: (one.item_id.id, one.sequence)):
            found[row.sudo().item_id].append(row)
        return found

    def action_view_dashboard(self):
        """Open the dashboard of this wave, on the whole screen."""
        self.ensure_one()
        view = self.env.ref("smart_impact.smart_impact_wave_view_form_dashboard")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dashboard"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
        }

    def action_print_report(self):
        """Download the report of this wave as a PDF."""
        return self.env.ref("smart_impact.action_report_wave_pdf").report_action(self)

    def action_view_trend(self):
        """Open the figures of all waves, as lines over time."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_result_action_trend"
        )
        action["domain"] = [
            ("scope", "=", "total"),
            ("wave_id.programme_id", "in", self.programme_id.ids),
        ]
        return action
