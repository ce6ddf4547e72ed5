# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from .smart_signal import OPEN_STATES


class SmartFiliere(models.Model):
    _inherit = "smart.filiere"

    initiative_count = fields.Integer(compute="_compute_observatory_counts")
    signal_count = fields.Integer(compute="_compute_observatory_counts")

    def _compute_observatory_counts(self):
        # every employee opens a filière; these figures are for animators
        if not self.env["smart.signal"].has_access("read"):
            self.initiative_count = self.signal_count = 0
            return
        mine = ("filiere_id", "in", self.ids)
        initiatives = dict(
            self.env["smart.initiative"]._read_group(
                [mine], ["filiere_id"], ["__count"]
            )
        )
        signals = dict(
            self.env["smart.signal"]._read_group(
                [mine, ("state", "in", OPEN_STATES)], ["filiere_id"], ["__count"]
            )
        )
        for filiere in self:
            filiere.initiative_count = initiatives.get(filiere, 0)
            filiere.signal_count = signals.get(filiere, 0)

    def action_view_initiatives(self):
        """Open the collective initiatives of this filière."""
        return self._open_of_mine("smart_initiative_action")

    def action_view_signals(self):
        """Open the signals about this filière."""
        return self._open_of_mine("smart_signal_action")

    def _open_of_mine(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"smart_filieres.{name}")
        action["domain"] = [("filiere_id", "in", self.ids)]
        action["context"] = {"default_filiere_id": self.id}
        return action
