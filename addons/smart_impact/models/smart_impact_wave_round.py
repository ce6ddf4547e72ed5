# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

KINDS = [("invitation", "Invitation"), ("reminder", "Reminder")]
STATES = [("queued", "Waiting"), ("running", "Being sent"), ("done", "Sent")]


class SmartImpactWaveRound(models.Model):
    """One letter to everybody, or a reminder to who has not answered."""

    _name = "smart.impact.wave.round"
    _description = "Impact Invitation Round"
    _order = "wave_id, number"
    _rec_name = "number"

    wave_id = fields.Many2one(
        "smart.impact.wave", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="wave_id.company_id", store=True, index=True)
    number = fields.Integer(required=True)
    kind = fields.Selection(KINDS, required=True)
    state = fields.Selection(STATES, required=True, default="queued")
    date = fields.Date(required=True)
    total_count = fields.Integer("To send")
    sent_count = fields.Integer("Queued for sending")
    silent_count = fields.Integer(
        "Not reached",
        help="Without an e-mail address, with one that refuses mail, archived, or no "
        "longer a member.",
    )
    progress = fields.Float(compute="_compute_progress")

    _number_uniq = models.Constraint(
        "UNIQUE(wave_id, number)", "The rounds of a wave are numbered."
    )

    @api.depends("total_count", "sent_count", "silent_count", "state")
    def _compute_progress(self):
        for one in self:
            done = one.sent_count + one.silent_count
            finished = one.state == "done"
            one.progress = 100 * done / one.total_count if one.total_count else 0
            if finished:
                one.progress = 100

    def _keep(self, count):
        """Keep a batch that was queued; return whether there is time for another."""
        if not self.env.context.get("ir_cron_progress_id"):
            return True
        done = self.sent_count + self.silent_count
        left = max(self.total_count - done, 0)
        # what is left makes the server call again
        return bool(self.env["ir.cron"]._commit_progress(count, remaining=left))
