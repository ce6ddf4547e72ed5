# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..models.smart_impact_result_method import is_reviewed


class ReportWaveXlsx(models.AbstractModel):
    """How intervals and changes were made, by the method of the wave."""

    _inherit = "report.smart_impact.report_wave_xlsx"

    def _tell_intervals(self, wave):
        if not is_reviewed(wave.method_version):
            return self.env._(
                "Shares: Wilson. Means: Student. Net Promoter Score: normal, on the "
                "variance of +1, 0, -1. Medians: order statistics, with weights "
                "Woodruff. The first three with the finite population correction on "
                "the members of the register. Intervals tell sampling error alone, "
                "not who did not answer."
            )
        return self.env._(
            "Shares: Wilson. Means: Student. Net Promoter Score: from the Wilson "
            "intervals of its two shares (Zou and Donner 2008). Medians: order "
            "statistics, with weights Woodruff. Changes of the same members: Student "
            "on their differences. Weights enter shares and the Net Promoter Score by "
            "Kish's design effect, means and changes by linearisation. Shares, means "
            "and the Net Promoter Score have the finite population correction on the "
            "members of the register, but for the cells of unequal weights other than "
            "the total; medians, changes and gains have none. Intervals tell sampling "
            "error alone, not who did not answer."
        )

    def _tell_changes(self, wave):
        words = super()._tell_changes(wave)
        if not is_reviewed(wave.method_version):
            return words
        more = self.env._(
            "The interval of a clear change leaves out zero as well. An indicator that "
            "is itself a change of the same members is tested by paired t; a gain is "
            "not tested. A wave whose answers do not vary takes the spread of the "
            "other; where neither has any, a difference is not tested."
        )
        return f"{words} {more}"
