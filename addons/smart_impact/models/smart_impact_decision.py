# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

STAFF = "smart_impact.group_researcher"
FOLLOW_UPS = [
    ("planned", "Planned"),
    ("under_way", "Under way"),
    ("done", "Done"),
    ("dropped", "Dropped"),
]
# what members read; how it is followed up moves on
SHOWN = {
    *("name", "description", "programme_id", "state", "decided_on", "indicator_ids"),
    *("result_ids", "said", "option_ids", "decided", "reason"),
}


class SmartImpactDecision(models.Model):
    """A decision that figures serve: expected, then taken, then followed.

    Members know from the start which decisions are expected. What was said and what
    was decided is for staff until it is published.
    """

    _name = "smart.impact.decision"
    _description = "Decision served by impact figures"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "smart.impact.frozen.mixin",
        "smart.impact.guarded.mixin",
    ]
    _order = "decided_on desc, id desc"

    name = fields.Char("Decision", required=True, translate=True, tracking=True)
    description = fields.Text(translate=True)
    programme_id = fields.Many2one(
        "smart.impact.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [("expected", "To be taken"), ("taken", "Taken")],
        required=True,
        default="expected",
        tracking=True,
    )
    decided_on = fields.Date(tracking=True)
    indicator_ids = fields.Many2many(
        "smart.impact.indicator",
        "smart_impact_decision_indicator_rel",
        "decision_id",
        "indicator_id",
        string="Indicators",
        domain="[('programme_id', '=', programme_id)]",
    )
    result_ids = fields.Many2many(
        "smart.impact.result",
        "smart_impact_decision_result_rel",
        "decision_id",
        "result_id",
        string="Figures it rests on",
        domain="[('programme_id', '=', programme_id),"
        " ('wave_state', '=', 'published'), ('state', '=', 'published')]",
        groups=STAFF,
        copy=False,
    )
    said = fields.Text(
        "You said",
        translate=True,
        groups=STAFF,
        help="What members and figures said, in words they know again.",
    )
    option_ids = fields.One2many(
        "smart.impact.decision.option", "decision_id", groups=STAFF, copy=True
    )
    decided = fields.Text("We decided", translate=True, groups=STAFF)
    reason = fields.Text(translate=True, groups=STAFF)
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        index="btree_not_null",
        tracking=True,
        groups=STAFF,
        domain="[('share', '=', False)]",
    )
    follow_up = fields.Selection(FOLLOW_UPS, tracking=True, groups=STAFF)
    follow_up_note = fields.Text("Where it stands", translate=True, groups=STAFF)
    review_date = fields.Date("To be looked at again on", tracking=True, groups=STAFF)
    is_review_due = fields.Boolean(
        compute="_compute_is_review_due", search="_search_is_review_due", groups=STAFF
    )
    is_published = fields.Boolean(
        "Published",
        readonly=True,
        copy=False,
        tracking=True,
        help="Members, and anybody, read what was said and what was decided.",
    )
    published_on = fields.Date(readonly=True, copy=False)

    @api.depends("review_date", "follow_up")
    def _compute_is_review_due(self):
        today = fields.Date.context_today(self)
        for decision in self:
            decision.is_review_due = bool(
                decision.review_date
                and decision.review_date <= today
                and decision.follow_up not in ("done", "dropped")
            )

    def _search_is_review_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = [
            ("review_date", "<=", fields.Date.context_today(self)),
            "|",
            ("follow_up", "=", False),
            ("follow_up", "not in", ("done", "dropped")),
        ]
        return due if True in value else ["!", "&", *due]

    def _check_frozen(self, names, lang):
        # in any language: most readers know the decision by its translation
        if SHOWN & names:
            self._check_withdrawn()
        return super()._check_frozen(names, lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if not self.env.su:
            self._check_withdrawn()

    def _check_withdrawn(self):
        shown = self.filtered("is_published")
        if shown:
            raise UserError(
                self.env._(
                    "%(decisions)s: published, and read as it is. Withdraw it first; "
                    "its follow-up alone moves on.",
                    decisions=", ".join(shown.mapped("name")),
                )
            )

    def action_publish(self):
        """Show members what was said and what was decided."""
        self.check_access("write")
        for decision in self:
            missing = decision._get_missing_words()
            if missing:
                raise UserError(
                    self.env._(
                        "“%(decision)s” is not ready for members: %(missing)s.",
                        decision=decision.name,
                        missing=", ".join(missing),
                    )
                )
        # the check above stands for the guard
        self.sudo().write(
            {"is_published": True, "published_on": fields.Date.context_today(self)}
        )
        self._write_contributions()

    def _write_contributions(self):
        """Write down that members were told, once for each decision."""
        engagements = self.env["smart.impact.engagement"]
        there = engagements.search(
            [("decision_id", "in", self.ids), ("phase", "=", "decision")]
        )
        engagements.create(
            [
                {
                    "name": decision.name,
                    "stakeholder_id": group.id,
                    "phase": "decision",
                    "depth": "informed",
                    "date": decision.published_on,
                    "decision_id": decision.id,
                }
                for decision in self - there.decision_id
                for group in decision.programme_id.stakeholder_ids
                if group.kind == "member"
            ]
        )

    def action_withdraw(self):
        """Take a decision back from the pages of members, to correct it."""
        self.check_access("write")
        # the check above stands for the guard
        self.sudo().write({"is_published": False, "published_on": False})

    def _get_missing_words(self):
        """Return what a reader would miss in this decision."""
        self.ensure_one()
        needed = [
            (self.state == "taken", self.env._("it is not taken yet")),
            (self.decided_on, self.env._("its date")),
            (self.said, self.env._("what was said")),
            (self.decided, self.env._("what was decided")),
            (self.reason, self.env._("the reason")),
        ]
        return [text for value, text in needed if not value]
