# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class SmartFiliere(models.Model):
    """Tasks and milestones have one language: a new project takes its starter's."""

    _inherit = "smart.filiere"

    def _create_project(self):
        project = super()._create_project()
        words = self._get_project_words()
        # what somebody wrote into the template stays as she wrote it
        for record in (*project.task_ids, *project.milestone_ids):
            if record.name in words:
                record.name = words[record.name]
        return project

    def _get_project_words(self):
        """Return {name in the template as shipped: name in the user's language}."""
        return {
            "Candidacy complete": self.env._("Candidacy complete"),
            "Diagnosis given back": self.env._("Diagnosis given back"),
            "Charter adopted, resources committed": self.env._(
                "Charter adopted, resources committed"
            ),
            "Two objectives met": self.env._("Two objectives met"),
            "Own resources found": self.env._("Own resources found"),
            "Hold five interviews": self.env._("Hold five interviews"),
            "List the initiatives that exist": self.env._(
                "List the initiatives that exist"
            ),
            "Take a census of needs": self.env._("Take a census of needs"),
            "Map the chain of value": self.env._("Map the chain of value"),
            "Hold two meetings in shared workplaces": self.env._(
                "Hold two meetings in shared workplaces"
            ),
            "Give the diagnosis back to the members": self.env._(
                "Give the diagnosis back to the members"
            ),
            "Write the vision with the committee": self.env._(
                "Write the vision with the committee"
            ),
            "Set three to five objectives with a baseline": self.env._(
                "Set three to five objectives with a baseline"
            ),
            "Adopt the animation charter": self.env._("Adopt the animation charter"),
            "Have the budget and the hours committed": self.env._(
                "Have the budget and the hours committed"
            ),
            "Write the communication plan": self.env._("Write the communication plan"),
            "Hold four meetings a year": self.env._("Hold four meetings a year"),
            "Follow offers, needs and introductions": self.env._(
                "Follow offers, needs and introductions"
            ),
            "Help a first joint answer to be born": self.env._(
                "Help a first joint answer to be born"
            ),
            "Review the objectives every quarter": self.env._(
                "Review the objectives every quarter"
            ),
            "Open working groups": self.env._("Open working groups"),
            "Find partners and own resources": self.env._(
                "Find partners and own resources"
            ),
            "Assess the animation with the members": self.env._(
                "Assess the animation with the members"
            ),
        }
