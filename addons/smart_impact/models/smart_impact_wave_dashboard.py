# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A wave that reads in a minute: the figure, its change, its history, its method."""

from collections import defaultdict

from odoo import fields, models


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

        Primary indicators first, then by dimension.

        :return: list of ``{"indicator", "section": heading, "is_primary", "decisions":
            [name], "total": result, "history": [result] oldest first, "trend": see
            ``_prepare_trend``, or None, "groups": [(heading, [result])], "axis": of
            the groups, "distributions": [(item, [row])]}``; records that the user may
            read
        """
        self.ensure_one()
        results = self.env["smart.impact.result"].search(
            [("wave_id", "=", self.id), ("scope", "not like", "\\_")]
        )
        by_indicator = defaultdict(list)
        for result in results:
            by_indicator[result.indicator_id].append(result)
        history, rows = self._get_history(), self._get_distributions()
        primary, dimensions = self._get_primary(), dict(self._get_dimensions())
        cards = []
        for indicator in self._sort_indicators(results.indicator_id):
            own = by_indicator[indicator]
            line = history.get(indicator, [])
            is_primary = indicator in primary
            parts = [one for one in own if one.scope != "total"]
            shown = [one for one in parts if one.state == "published"]
            cards.append(
                {
                    "indicator": indicator,
                    "section": self.env._("Primary indicators")
                    if is_primary
                    else dimensions.get(indicator.dimension, ""),
                    "is_primary": is_primary,
                    # what figures serve is told from the start to all who read them
                    "decisions": indicator.sudo().decision_ids.mapped("name"),
                    "total": next((one for one in own if one.scope == "total"), None),
                    "history": line,
                    "trend": line and self._prepare_trend(indicator, line) or None,
                    "groups": self._group_figures(own),
                    "axis": self._make_axis(indicator, shown),
                    "distributions": [
                        (item, rows[item])
                        for item in indicator.sudo().item_ids
                        if item in rows
                    ],
                }
            )
        return cards

    def _get_common_words(self):
        """Return what is true of all the figures of this wave, said once."""
        self.ensure_one()
        words = []
        if self.state != "published":
            words.append(
                self.env._("Provisional: these figures are not published (P).")
            )
        words += self._get_weight_words()
        words.append(self.env._("Intervals at 95 %; n is the number of respondents."))
        return words

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

        With those of the versions it replaced.
        """
        results = self.env["smart.impact.result"].search(
            [
                ("wave_id", "in", self._get_history_waves().ids),
                ("scope", "=", "total"),
                ("state", "=", "published"),
            ]
        )
        found = defaultdict(list)
        for result in results.sorted(
            lambda one: (one.wave_id.date_open or fields.Date.today(), one.wave_id.id)
        ):
            found[result.indicator_id].append(result)
        for indicator in sorted(found, key=lambda one: one.version):
            if before := indicator.sudo().previous_id:
                found[indicator] = found.get(before, []) + found[indicator]
        return found

    def _get_history_waves(self):
        """Return the waves up to this one whose figures may stand beside its own.

        Published ones alone, whoever asks: an employee reads hers by sudo.
        """
        domain = [
            ("programme_id", "=", self.programme_id.id),
            ("state", "=", "published"),
        ]
        return (self.search(domain) | self).filtered(
            lambda one: (
                (one.date_open or fields.Date.today(), one.id)
                <= (self.date_open or fields.Date.today(), self.id)
            )
        )

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
