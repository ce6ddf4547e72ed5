# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .smart_filiere_lifecycle import ANIMATORS

TEMPLATE = "smart_filieres.project_template_filiere"
ROLE_ANIMATOR = "smart_filieres.project_role_animator"
ROLE_COOPERATIVE = "smart_filieres.project_role_cooperative"


class SmartFiliere(models.Model):
    """The native project that carries a filière from one gate to the next."""

    _inherit = "smart.filiere"

    mandate_ids = fields.One2many(
        "smart.filiere.mandate", "filiere_id", groups=ANIMATORS
    )
    mandate_id = fields.Many2one(
        "smart.filiere.mandate",
        "Mandate in force",
        compute="_compute_mandate_id",
        groups=ANIMATORS,
    )
    objective_ids = fields.One2many(
        "smart.filiere.objective", "filiere_id", groups=ANIMATORS
    )
    resource_ids = fields.One2many(
        "smart.filiere.resource", "filiere_id", groups=ANIMATORS
    )
    project_ids = fields.One2many("project.project", "filiere_id", groups=ANIMATORS)
    project_count = fields.Integer(
        compute="_compute_animation_counts", groups=ANIMATORS
    )
    objective_count = fields.Integer(
        compute="_compute_animation_counts", groups=ANIMATORS
    )
    resource_count = fields.Integer(
        compute="_compute_animation_counts", groups=ANIMATORS
    )
    mandate_count = fields.Integer(
        compute="_compute_animation_counts", groups=ANIMATORS
    )

    @api.depends("mandate_ids.state")
    def _compute_mandate_id(self):
        found = self.env["smart.filiere.mandate"].search(
            [("filiere_id", "in", self.ids), ("state", "=", "in_force")]
        )
        by_filiere = {mandate.filiere_id: mandate for mandate in found}
        for filiere in self:
            filiere.mandate_id = by_filiere.get(filiere)

    def _compute_animation_counts(self):
        counts = {
            name: self._count_by_filiere(model, [])
            for name, model in (
                ("project_count", "project.project"),
                ("objective_count", "smart.filiere.objective"),
                ("resource_count", "smart.filiere.resource"),
                ("mandate_count", "smart.filiere.mandate"),
            )
        }
        for filiere in self:
            for name, found in counts.items():
                filiere[name] = found.get(filiere.id, 0)

    # === ACTIONS === #

    def action_start_project(self):
        """Create the filière's project from the template, with dated milestones."""
        self.ensure_one()
        self.check_access("write")
        if (
            self.env["project.project"]
            .sudo()
            .search_count(
                # one that she may not read counts as well
                [("filiere_id", "=", self.id)]
            )
        ):
            raise UserError(
                self.env._("%s has its project already: open it.", self.display_name)
            )
        self._create_project()
        return self.action_view_project()

    def action_view_project(self):
        """Open the tasks of the project, or the list when there are several."""
        if len(self.project_ids) == 1:
            return self.project_ids.action_view_tasks()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "project.open_view_project_all"
        )
        action["domain"] = [("filiere_id", "in", self.ids)]
        action["context"] = {"default_filiere_id": self[:1].id}
        return action

    def action_view_objectives(self):
        """Open the objectives of this filière."""
        return self._open_mine("smart_filieres.smart_filiere_objective_action")

    def action_view_resources(self):
        """Open the resources of this filière."""
        return self._open_mine("smart_filieres.smart_filiere_resource_action")

    def action_view_mandates(self):
        """Open the mandate letters of this filière."""
        return self._open_mine("smart_filieres.smart_filiere_mandate_action")

    def _open_mine(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["context"] = {
            "default_filiere_id": self.id,
            "search_default_filiere_id": self.id,
        }
        return action

    # === BUSINESS METHODS === #

    def _create_project(self):
        """Return a new project from the template, its roles given to the people."""
        # an animator starts her own filière's project without managing all projects
        template = self.env.ref(TEMPLATE).sudo()
        start = fields.Date.context_today(self)
        people = {
            ROLE_ANIMATOR: self.animator_ids,
            ROLE_COOPERATIVE: self.mandate_id.cooperative_user_id,
        }
        mapping = self.env["project.template.role.to.users.map"].sudo()
        for xmlid, users in people.items():
            mapping |= mapping.create(
                {
                    "role_id": self.env.ref(xmlid).id,
                    "user_ids": [Command.set(users.ids)],
                }
            )
        project = template.action_create_from_template(
            values={
                "name": self.name,
                "filiere_id": self.id,
                "company_id": self.company_id.id,
                "user_id": self.animator_ids[:1].id or self.env.uid,
                "date_start": start,
                "date": start + relativedelta(years=1),
            },
            role_to_users_mapping=mapping,
        )
        project.message_subscribe(partner_ids=self.animator_ids.partner_id.ids)
        self._date_milestones(project, start)
        return project

    def _date_milestones(self, project, start):
        """Date each milestone after the longest length of the stages before it."""
        stages = self.env["smart.filiere.stage"].search([("kind", "=", "path")])
        due = start
        for stage in stages:
            milestones = project.milestone_ids.filtered(
                lambda each, stage=stage: each.filiere_stage_id == stage
            )
            if self.stage_kind == "path" and stage.sequence < self.stage_id.sequence:
                milestones.is_reached = True
                continue
            due += relativedelta(months=stage.months_max)
            milestones.deadline = due
        if due > project.date:
            project.date = due
