# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a new version of a questionnaire costs: the series that it ends, said before."""

from odoo import api, fields, models

from ..engine.wording import find_differences


class SmartImpactInstrument(models.Model):
    _inherit = "smart.impact.instrument"

    asked_before_id = fields.Many2one(
        "smart.impact.instrument",
        "Asked before",
        compute="_compute_asked_before_id",
        help="The last version that members answered, before this one.",
    )
    broken_ids = fields.Many2many(
        "smart.impact.indicator", string="Series that end", compute="_compute_broken"
    )
    rewording_html = fields.Html(
        compute="_compute_broken", sanitize=False, export_string_translation=False
    )

    @api.depends("code", "version")
    def _compute_asked_before_id(self):
        versions = self.with_context(active_test=False).search(
            [("code", "in", self.mapped("code"))], order="version desc"
        )
        asked = versions.filtered("is_locked")
        for instrument in self:
            instrument.asked_before_id = asked.filtered(
                lambda one, own=instrument: (
                    one.code == own.code and one.version < own.version
                )
            )[:1]

    @api.depends("asked_before_id", "item_ids.is_reworded", "item_ids.indicator_ids")
    @api.depends_context("lang")
    def _compute_broken(self):
        for instrument in self:
            before = instrument.asked_before_id
            lost = instrument._get_lost_series(before) if before else {}
            instrument.broken_ids = self.env["smart.impact.indicator"].union(*lost)
            instrument.rewording_html = lost and self.env["ir.qweb"]._render(
                "smart_impact.rewording",
                {
                    "instrument": instrument,
                    "before": before,
                    "cards": instrument._get_rewordings(before, lost),
                },
            )

    def _get_lost_series(self, before):
        """Return ``{indicator: {code}}``: what cannot be compared, for which items."""
        indicators = (self.item_ids | before.item_ids).indicator_ids._origin
        return indicators._get_reworded(before, self)

    def _get_asked_codes(self, indicators):
        """Return ``{indicator: {item code}}`` of what this questionnaire asks."""
        found = {indicator: set() for indicator in indicators}
        for item in self.item_ids:
            for indicator in item.indicator_ids._origin & indicators:
                found[indicator].add(item.code)
        return found

    def _get_differences(self, before):
        """Return ``{code: [(part, language)]}`` of the items in both that changed."""
        words = (self.item_ids | before.item_ids)._read_words()
        old = {item.code: item for item in before.item_ids}
        found = {
            item.code: find_differences(words[old[item.code]], words[item])
            for item in self.item_ids
            if item.code in old
        }
        return {code: differs for code, differs in found.items() if differs}

    def _get_rewordings(self, before, lost):
        """Return what is shown of each question: before, now, and what it ends.

        :return: list of ``{"code", "before", "now", "indicators"}``; texts are empty
            where the question was not there
        """
        differences = self._get_differences(before)
        old = {item.code: item for item in before.item_ids}
        new = {item.code: item for item in self.item_ids}
        cards = []
        for code in sorted({code for codes in lost.values() for code in codes}):
            item = new.get(code) or old[code]
            lang = item._get_shown_lang(differences.get(code, []))
            cards.append(
                {
                    "code": code,
                    "before": code in old and old[code]._describe(lang),
                    "now": code in new and new[code]._describe(lang),
                    "indicators": [one for one, codes in lost.items() if code in codes],
                }
            )
        return cards
