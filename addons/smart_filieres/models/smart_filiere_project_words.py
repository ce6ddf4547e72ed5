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
        _ = self.env._
        return {
            "Candidacy complete": _("Candidacy complete"),
            "Diagnosis given back": _("Diagnosis given back"),
            "Charter adopted, resources committed": _(
                "Charter adopted, resources committed"
            ),
            "Two objectives met": _("Two objectives met"),
            "Own resources found": _("Own resources found"),
            "Hold five interviews": _("Hold five interviews"),
            "List the initiatives that exist": _("List the initiatives that exist"),
            "Take a census of needs": _("Take a census of needs"),
            "Map the chain of value": _("Map the chain of value"),
            "Hold two meetings in shared workplaces": _(
                "Hold two meetings in shared workplaces"
            ),
            "Give the diagnosis back to the members": _(
                "Give the diagnosis back to the members"
            ),
            "Write the vision with the committee": _(
                "Write the vision with the committee"
            ),
            "Set three to five objectives with a baseline": _(
                "Set three to five objectives with a baseline"
            ),
            "Adopt the animation charter": _("Adopt the animation charter"),
            "Have the budget and the hours committed": _(
                "Have the budget and the hours committed"
            ),
            "Write the communication plan": _("Write the communication plan"),
            "Hold four meetings a year": _("Hold four meetings a year"),
            "Follow offers, needs and introductions": _(
                "Follow offers, needs and introductions"
            ),
            "Help a first joint answer to be born": _(
                "Help a first joint answer to be born"
            ),
            "Review the objectives every quarter": _(
                "Review the objectives every quarter"
            ),
            "Open working groups": _("Open working groups"),
            "Find partners and own resources": _("Find partners and own resources"),
            "Assess the animation with the members": _(
                "Assess the animation with the members"
            ),
        }
