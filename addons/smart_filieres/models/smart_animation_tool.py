# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SmartAnimationTool(models.Model):
    """A way to make people meet and work, that an animator takes from the shelf."""

    _name = "smart.animation.tool"
    _description = "Animation Tool"
    _order = "goal, sequence, id"
    _rec_names_search = ["name", "summary"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer(export_string_translation=False)
    goal = fields.Selection(
        [
            ("meet", "Meet one another"),
            ("understand", "Understand the filière"),
            ("decide", "Decide together"),
            ("cooperate", "Work together"),
            ("learn", "Learn from one another"),
            ("show", "Be seen and share results"),
        ],
        required=True,
        group_expand=True,
    )
    summary = fields.Char(translate=True)
    minutes = fields.Integer("Length (minutes)", required=True)
    sessions = fields.Integer(default=1, required=True)
    duration = fields.Selection(
        [("short", "Up to 2 hours"), ("half_day", "Half a day"), ("long", "Longer")],
        string="Length",
        compute="_compute_duration",
        store=True,
    )
    group_min = fields.Integer("At least", required=True)
    group_max = fields.Integer("At most", required=True)
    group_size = fields.Selection(
        [("pair", "Two"), ("small", "Up to 12"), ("large", "More than 12")],
        compute="_compute_group_size",
        store=True,
    )
    material = fields.Text(translate=True)
    output = fields.Text(translate=True, help="What remains when people have gone.")
    steps = fields.Html(translate=True, sanitize_attributes=False)
    event_ids = fields.One2many("event.event", "animation_tool_id", "Meetings")
    event_count = fields.Integer(compute="_compute_event_count", string="Times used")

    _size = models.Constraint(
        "CHECK(group_min > 0 AND group_min <= group_max)",
        "A group has at least one person, and at most its largest size.",
    )
    _time = models.Constraint(
        "CHECK(minutes > 0 AND sessions > 0)", "A tool takes time."
    )

    @api.depends("minutes", "sessions")
    def _compute_duration(self):
        for tool in self:
            if tool.minutes > 240 or tool.sessions > 1:
                tool.duration = "long"
            else:
                tool.duration = "short" if tool.minutes <= 120 else "half_day"

    @api.depends("group_max")
    def _compute_group_size(self):
        for tool in self:
            if tool.group_max <= 2:
                tool.group_size = "pair"
            else:
                tool.group_size = "small" if tool.group_max <= 12 else "large"

    def _compute_event_count(self):
        # how often it served, not which meetings: animators may not read them all
        counts = dict(
            self.env["event.event"]
            .sudo()
            ._read_group(
                [("animation_tool_id", "in", self.ids)],
                ["animation_tool_id"],
                ["__count"],
            )
        )
        for tool in self:
            tool.event_count = counts.get(tool, 0)

    def action_start_meeting(self):
        """Ask for which filière, when and where, then draft the meeting."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Start a meeting"),
            "res_model": "smart.animation.meeting",
            "view_mode": "form",
            "target": "new",
            "context": {"default_tool_id": self.id},
        }

    def action_view_meetings(self):
        """Open the meetings that used this tool."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "event.action_event_view"
        )
        action["domain"] = [("animation_tool_id", "in", self.ids)]
        return action
