# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.dialogue import importance
from .smart_impact_engagement import PHASES

STATES = [
    ("draft", "Draft"),
    ("open", "Open"),
    ("closed", "Closed"),
    ("published", "Published"),
]
LONGEST_COMMENT = 2000
# who was asked, and of what: the figures are theirs
ASKED = {"programme_id", "stakeholder_ids", "phase"}


class SmartImpactConsultation(models.Model):
    """Stakeholders say how important things are to them, and why.

    While it is open nobody sees a figure; closing freezes them, so that two figures
    never differ by one person.
    """

    _name = "smart.impact.consultation"
    _description = "Stakeholder Consultation"
    _inherit = ["mail.thread", "mail.activity.mixin", "smart.impact.guarded.mixin"]
    _order = "date_open desc, id desc"

    name = fields.Char(required=True, translate=True, tracking=True)
    introduction = fields.Text(
        translate=True, help="What it is about and what it will change."
    )
    programme_id = fields.Many2one(
        "smart.impact.programme",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_programme_id(),
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    phase = fields.Selection(PHASES, required=True, default="criteria")
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_open = fields.Date("Opens on", readonly=True, copy=False)
    date_close = fields.Date("Last day", tracking=True)
    stakeholder_ids = fields.Many2many(
        "smart.impact.stakeholder",
        "smart_impact_consultation_stakeholder_rel",
        "consultation_id",
        "stakeholder_id",
        string="Who is asked",
        domain="[('programme_id', '=', programme_id)]",
    )
    item_ids = fields.One2many(
        "smart.impact.consultation.item", "consultation_id", copy=True
    )
    opinion_ids = fields.One2many(
        "smart.impact.consultation.opinion",
        "consultation_id",
        groups="smart_impact.group_evaluator",
    )
    people_count = fields.Integer(
        compute="_compute_people_count",
        compute_sudo=True,
        string="# People",
    )
    waiting_count = fields.Integer(
        compute="_compute_waiting_count",
        compute_sudo=True,
        string="# Comments to read",
    )
    picture = fields.Html(
        compute="_compute_picture",
        sanitize=False,
        help="Importance to stakeholders beside what the published figures say.",
    )

    def _default_programme_id(self):
        domain = [("company_id", "=", self.env.company.id)]
        return self.env["smart.impact.programme"].search(domain, limit=1)

    def _compute_people_count(self):
        groups = self.env["smart.impact.consultation.opinion"]._read_group(
            [("consultation_id", "in", self.ids)],
            ["consultation_id"],
            ["partner_id:count_distinct"],
        )
        counts = dict(groups)
        for consultation in self:
            consultation.people_count = counts.get(consultation, 0)

    def _compute_waiting_count(self):
        groups = self.env["smart.impact.consultation.opinion"]._read_group(
            [
                ("consultation_id", "in", self.ids),
                ("comment_state", "=", "waiting"),
            ],
            ["consultation_id"],
            ["__count"],
        )
        counts = dict(groups)
        for consultation in self:
            consultation.waiting_count = counts.get(consultation, 0)

    # === CRUD METHODS === #

    def write(self, vals):
        if ASKED & set(vals) and not self.env.su:
            self._check_not_asked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_not_asked()

    def _check_not_asked(self):
        # whether somebody answered is no secret
        started = self.filtered(
            lambda one: one.state != "draft" or one.sudo().opinion_ids
        )
        if started:
            raise UserError(
                self.env._(
                    "People were asked in %(names)s: it stays.",
                    names=", ".join(started.mapped("name")),
                )
            )

    # === ACTIONS === #

    def action_open(self):
        """Let the stakeholders answer."""
        for consultation in self:
            if not consultation.item_ids or not consultation.stakeholder_ids:
                raise UserError(
                    self.env._(
                        "“%(name)s” needs questions, and somebody to ask them.",
                        name=consultation.name,
                    )
                )
        self._move("open", ["draft"], date_open=fields.Date.context_today(self))

    def action_close(self):
        """Stop asking, and freeze how important each thing is."""
        self._move("closed", ["open"])
        # scores are read by nobody; the figure of five people or more is
        scores = (
            self.env["smart.impact.consultation.opinion"]
            .sudo()
            ._get_scores(self.item_ids)
        )
        for item in self.item_ids.sudo():
            item.write(item._prepare_figures(importance(scores.get(item, []))))

    def action_publish(self):
        """Show everybody who was asked what came out, and feed the indicators."""
        self._move("published", ["closed"])
        today = fields.Date.context_today(self)
        # what a consultation says of an indicator is written by it alone
        for item in self.item_ids.sudo().filtered("has_figure"):
            item.indicator_id.write(
                {"importance": item.mean, "importance_count": item.count}
            )
        counts = {one: one._count_people() for one in self}
        # publishing was allowed above; it alone says of which consultation they are
        self.env["smart.impact.engagement"].sudo().create(
            [
                {
                    "name": one.name,
                    "stakeholder_id": stakeholder.id,
                    "phase": one.phase,
                    "depth": "consulted",
                    "date": today,
                    "consultation_id": one.id,
                    "people_count": counts[one][stakeholder],
                }
                for one in self
                for stakeholder in one.stakeholder_ids
            ]
        )

    def _count_people(self):
        """Return ``{group asked: how many of it gave an opinion}``, 0 if few."""
        self.ensure_one()
        # numbers come out, and only those of five people or more
        people = self.sudo().opinion_ids.partner_id
        return {
            group: group._get_shown_count(
                len(people.filtered(lambda one, group=group: group._holds_partner(one)))
            )
            for group in self.sudo().stakeholder_ids
        }

    def action_view_opinions(self):
        """Open the comments, to say which ones are shown."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_consultation_opinion_action"
        )
        action["domain"] = [("consultation_id", "=", self.id)]
        return action

    def _move(self, state, sources, **values):
        self.check_access("write")
        wrong = self.filtered(lambda one: one.state not in sources)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(names)s cannot become “%(state)s” from “%(now)s”.",
                    names=", ".join(wrong.mapped("name")),
                    state=labels[state],
                    now=labels[wrong[0].state],
                )
            )
        # the check above stands for the guard
        self.sudo().write({"state": state, **values})

    @api.model
    def _cron_close(self):
        """Close the consultations whose last day passed."""
        today = fields.Date.context_today(self)
        late = self.search([("state", "=", "open"), ("date_close", "<", today)])
        late.action_close()
