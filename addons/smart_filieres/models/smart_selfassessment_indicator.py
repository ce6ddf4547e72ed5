# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

FAMILIES = [
    ("structure", "Structure"),
    ("governance", "Management and governance"),
    ("financing", "Financing"),
    ("services", "Services"),
    ("contacts", "Contacts and interaction"),
    ("recognition", "Achievements and recognition"),
]


class SmartSelfassessmentIndicator(models.Model):
    """What a well-run filière is recognised by, after cluster-management practice."""

    _name = "smart.selfassessment.indicator"
    _description = "Indicator of the Self-assessment"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    family = fields.Selection(FAMILIES, required=True)
    question = fields.Text(translate=True, help="What is asked, or what is counted.")
    measure = fields.Selection(
        "_get_measures",
        readonly=True,
        help="Counted from the records; empty: declared, with a proof.",
    )
    threshold = fields.Float(help="Reached from this value on; edited by a manager.")
    unit = fields.Char(translate=True)
    is_highest = fields.Boolean("More is better", default=True)
    months_valid = fields.Integer(
        "A proof holds (months)", default=24, help="Older proofs prove nothing."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "A code is used once.")

    @api.model
    def _get_measures(self):
        """Return [(key, label)] of what `smart.filiere._assess_<key>` counts."""
        labels = {
            "participation": self.env._("Confirmed among those asked"),
            "members": self.env._("Confirmed members"),
            "composition": self.env._("Effective number of activities"),
            "places": self.env._("Places with at least five members"),
            "age": self.env._("Months since the first members"),
            "stability": self.env._("Members of a year ago still there"),
            "animators": self.env._("Animators"),
            "contact": self.env._("Members met in 12 months"),
            "cooperation": self.env._("Members with a tie in the filière"),
            "skills": self.env._("Members who describe their skills"),
            "focus": self.env._("Members whose activity is that of the filière"),
            "visible": self.env._("Members found in the directory"),
            "meetings": self.env._("Meetings in 12 months"),
            "needs": self.env._("Needs filled in 12 months"),
            "initiatives": self.env._("Initiatives under way"),
            "plan": self.env._("Dates of the communication plan that were kept"),
            "letters": self.env._("Unsubscriptions, in % of letters"),
            "sheet": self.env._("Impact sheets frozen in 18 months"),
        }
        return list(labels.items())
