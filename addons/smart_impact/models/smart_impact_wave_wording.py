# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which series a wave ends: its questions against those that were asked before."""

from odoo import api, fields, models
from odoo.fields import Domain


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    broken_ids = fields.Many2many(
        "smart.impact.indicator",
        string="Series that end",
        compute="_compute_broken",
        help="Their questions are worded otherwise than when they were last asked.",
    )
    broken_words = fields.Char(
        compute="_compute_broken", export_string_translation=False
    )

    @api.depends("instrument_id", "date_open", "programme_id", "state")
    @api.depends_context("lang")
    def _compute_broken(self):
        for wave in self:
            wave.broken_ids = wave.broken_words = False
            if wave.state not in ("draft", "open") or not wave.instrument_id:
                continue
            before = wave._get_waves_before()
            lost = wave._find_lost_series(before, wave._get_indicators())
            wave.broken_ids = self.env["smart.impact.indicator"].union(*lost)
            wave.broken_words = lost and self.env._(
                "Not compared with %(wave)s; their series begins again:",
                wave=before[0].name,
            )

    def _get_waves_before(self):
        """Return the published waves of the programme before this one, last first."""
        self.ensure_one()
        day = self.date_open or fields.Date.context_today(self)
        domain = Domain("programme_id", "=", self.programme_id.id)
        domain &= Domain("state", "=", "published")
        domain &= Domain("date_open", "<=", day) & Domain("id", "!=", self._origin.id)
        waves = self.search(domain, order="date_open desc, id desc")
        return waves.filtered(
            lambda one: one.date_open < day or not self._origin.id or one.id < self.id
        )

    def _find_lost_series(self, waves, indicators):
        """Return ``{indicator: {item code}}``: asked otherwise than the last time.

        :param waves: published, last first; a wave that does not ask is passed over
        """
        found, left = {}, indicators
        # as many turns as there are questionnaires, not waves
        for instrument in waves.instrument_id:
            asked = instrument._get_asked_codes(left)
            some = left.filtered(lambda one, asked=asked: asked[one])
            found.update(some._get_reworded(instrument, self.instrument_id))
            left -= some
        return found

    def _get_broken(self, previous, indicators):
        """Return the positions of the indicators whose questions changed."""
        waves = previous | previous._get_waves_before()
        asked = self.env["smart.impact.indicator"].union(*indicators)
        lost = self._find_lost_series(waves, asked)
        return [at for at, one in enumerate(indicators) if one in lost]

    def _get_reworded_codes(self, previous):
        """Return the codes of the questions that the wave before asked otherwise."""
        if previous.instrument_id == self.instrument_id:
            return set()
        return set(self.instrument_id._get_differences(previous.instrument_id))
