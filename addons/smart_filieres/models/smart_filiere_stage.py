# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class SmartFiliereStage(models.Model):
    """Where a filière stands in its life; `state` of the filière is the decision."""

    _name = "smart.filiere.stage"
    _description = "Life Cycle Stage"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fold = fields.Boolean("Folded in kanban")
    kind = fields.Selection(
        [
            ("path", "On the path"),
            ("transformation", "Transformation"),
            ("sleep", "Sleep"),
        ],
        default="path",
        required=True,
        help="The stages of the path follow one another through their gates. "
        "Transformation and sleep are entered with a reason and no gate.",
    )
    role = fields.Char("Role of the cooperative", translate=True)
    months_min = fields.Integer("At least (months)")
    months_max = fields.Integer("At most (months)")
    milestones = fields.Text(translate=True, help="One per line.")
    watches_decline = fields.Boolean(
        help="Signals of decline ask the animator to act while a filière is here."
    )
    gate_ids = fields.One2many("smart.filiere.gate", "stage_id", string="Exit gates")
    gate_count = fields.Integer(compute="_compute_gate_count")

    _code_uniq = models.Constraint("UNIQUE(code)", "Two stages cannot share a code.")
    _months_order = models.Constraint(
        "CHECK(months_max = 0 OR months_min <= months_max)",
        "A stage lasts at most as long as its longest length.",
    )

    def _compute_gate_count(self):
        for stage in self:
            stage.gate_count = len(stage.gate_ids)

    def _get_gates_to(self, stage_to):
        """Return the gates between this stage and `stage_to`.

        Forward along the path, the gates of every stage that is left behind; out of
        a transformation its own gates. Back, to sleep, or into a transformation: none.
        """
        self.ensure_one()
        if self.kind == "transformation" and stage_to.kind == "path":
            return self.gate_ids
        if self.kind != "path" or stage_to.kind != "path":
            return self.env["smart.filiere.gate"]
        passed = self.search(
            [
                ("kind", "=", "path"),
                ("sequence", ">=", self.sequence),
                ("sequence", "<", stage_to.sequence),
            ]
        )
        return passed.gate_ids

    def _needs_reason(self, stage_to):
        """Tell whether going to `stage_to` is explained by words and not by gates."""
        self.ensure_one()
        forward = self.kind == "transformation" or self.sequence < stage_to.sequence
        return stage_to.kind != "path" or self.kind == "sleep" or not forward

    def _get_next(self):
        """Return the stage that follows on the path, empty at its end or off it."""
        if self.kind != "path":
            return self.browse()
        return self.search(
            [("kind", "=", "path"), ("sequence", ">", self.sequence)], limit=1
        )
