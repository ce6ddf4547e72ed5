# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

# band decided → state of the filière
STATES = {"rejected": "closed"}


class SmartFiliere(models.Model):
    _inherit = "smart.filiere"

    # readonly: what decides it is an assessment
    state = fields.Selection(readonly=True)
    assessment_ids = fields.One2many("smart.filiere.assessment", "filiere_id")
    assessment_count = fields.Integer(
        compute="_compute_assessment_count", string="Assessments"
    )

    def _compute_assessment_count(self):
        counts = dict(
            self.env["smart.filiere.assessment"]._read_group(
                [("filiere_id", "in", self.ids)], ["filiere_id"], ["__count"]
            )
        )
        for filiere in self:
            filiere.assessment_count = counts.get(filiere, 0)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(
            vals.get("state", "watch") != "watch" for vals in vals_list
        ):
            raise UserError(self._get_state_message())
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and "state" in vals:
            self.check_access("write")
            raise UserError(self._get_state_message())
        return super().write(vals)

    def _get_state_message(self):
        return self.env._(
            "Whether a filière is recognised is not set by hand: it is decided on an "
            "assessment against the voted criteria, or by a dated derogation. Open "
            "Filières → Criteria → Assessments."
        )

    def _set_decided_band(self, band, sentence):
        """Take the state that a decision gives, and keep why in the history."""
        self.ensure_one()
        self.state = STATES.get(band, band)
        self.message_post(body=sentence)

    def action_view_assessments(self):
        """Open the assessments of this filière."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_filieres.smart_filiere_assessment_action"
        )
        action["domain"] = [("filiere_id", "in", self.ids)]
        action["context"] = {"default_filiere_id": self.id}
        return action

    def action_assess(self):
        """Make or renew the draft assessment of these filières and open it."""
        drafts = self.env["smart.filiere.assessment"]._assess(self)
        return drafts._open()
