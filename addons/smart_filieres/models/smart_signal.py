# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_STATES = ("new", "acknowledged")


class SmartSignal(models.Model):
    """Something in the figures that asks for a decision."""

    _name = "smart.signal"
    _description = "Signal"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, severity desc, id desc"

    name = fields.Char(compute="_compute_texts", compute_sudo=True)
    kind = fields.Selection(
        [
            ("place", "Strong sector, nobody animates it"),
            ("skill", "Skill wanted more than offered"),
            ("drop", "Active members are leaving"),
            ("isolates", "Most members without ties"),
            ("community", "Emerging filière to examine"),
        ],
        required=True,
        readonly=True,
    )
    key = fields.Char(required=True, readonly=True, index=True)
    state = fields.Selection(
        [
            ("new", "New"),
            ("acknowledged", "Acknowledged"),
            ("decided", "Decided"),
            ("dismissed", "Dismissed"),
        ],
        required=True,
        default="new",
        readonly=True,
        tracking=True,
        group_expand=True,
    )
    severity = fields.Float(readonly=True, aggregator=None)
    figures = fields.Json(readonly=True, help="As they were when it appeared.")
    explanation = fields.Text(compute="_compute_texts", compute_sudo=True)
    date = fields.Date("Appeared on", readonly=True, required=True)
    filiere_id = fields.Many2one(
        "smart.filiere", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    territory_id = fields.Many2one(
        "smart.territory", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    activity_id = fields.Many2one(
        "smart.activity", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    skill_id = fields.Many2one(
        "smart.skill", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", related="filiere_id.company_id", store=True, index=True
    )
    decision = fields.Text(tracking=True)
    decided_by_id = fields.Many2one("res.users", "By", readonly=True)
    decided_on = fields.Date("On", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(key) WHERE state IN ('new', 'acknowledged')", "This signal is already open."
    )

    @api.depends_context("lang")
    @api.depends("kind", "figures", "filiere_id", "territory_id", "skill_id")
    def _compute_texts(self):
        for signal in self:
            figures = signal.figures or {}
            describe = getattr(self, f"_describe_{signal.kind}", None)
            texts = describe(signal, figures) if describe else ("", "")
            signal.name, signal.explanation = texts

    # === WORDS === #

    def _describe_place(self, signal, figures):
        title = self.env._(
            "%(filiere)s is strong in %(place)s and has no animator",
            filiere=signal.filiere_id.name,
            place=signal.territory_id.name,
        )
        text = self.env._(
            "%(members)s members there: %(quotient).2f times their share elsewhere "
            "(LQ* after correction for small places), z = %(z).1f. Strong in "
            "%(places)s places in all. A filière is animated by somebody, or it is "
            "not.",
            members=figures.get("members"),
            quotient=figures.get("quotient_shrunk", 0),
            z=figures.get("significance", 0),
            places=figures.get("places"),
        )
        return title, text

    def _describe_skill(self, signal, figures):
        offered = figures.get("offered")
        title = self.env._("“%s” is wanted and hardly offered", signal.skill_id.name)
        text = self.env._(
            "%(wanted)s members look for it, %(offered)s offer it: more than three "
            "times as many. A training, or an invitation to members elsewhere?",
            wanted=figures.get("wanted"),
            offered=self.env._("fewer than 5") if offered is None else offered,
        )
        return title, text

    def _describe_drop(self, signal, figures):
        title = self.env._(
            "%(filiere)s lost %(drop).0f%% of its active members in a quarter",
            filiere=signal.filiere_id.name,
            drop=figures.get("drop", 0),
        )
        text = self.env._(
            "%(before)s members took part in something in the quarter before, %(now)s "
            "in the last one.",
            before=figures.get("before"),
            now=figures.get("now"),
        )
        return title, text

    def _describe_isolates(self, signal, figures):
        title = self.env._(
            "%(share).0f%% of %(filiere)s have no tie inside it",
            share=figures.get("isolates", 0),
            filiere=signal.filiere_id.name,
        )
        text = self.env._(
            "Of %(members)s members, most never did anything with another one of the "
            "filière that the cooperative knows of. A meeting is where ties begin.",
            members=figures.get("members"),
        )
        return title, text

    def _describe_community(self, signal, figures):
        title = self.env._(
            "%s members work together and no filière names them", figures.get("members")
        )
        text = self.env._(
            "Most of them are in %(place)s, their most common activity is "
            "%(activity)s. No filière holds more than half of them; the first one, "
            "%(filiere)s, holds %(share).0f%%.",
            place=signal.territory_id.name or self.env._("no known place"),
            activity=signal.activity_id.name or self.env._("not known"),
            filiere=signal.filiere_id.name or "–",
            share=figures.get("share", 0),
        )
        return title, text

    # === ACTIONS === #

    def action_acknowledge(self):
        """Say that somebody saw it; it stays open."""
        self._check_open()
        self.write({"state": "acknowledged"})

    def action_decide(self):
        """Close it with the decision that was written."""
        for signal in self:
            if not (signal.decision or "").strip():
                raise UserError(
                    self.env._("Write the decision on “%s” first.", signal.name)
                )
        self._close("decided")

    def action_dismiss(self):
        """Close it without a decision: silent for a year, unless it worsens."""
        self._close("dismissed")

    def _close(self, state):
        self._check_open()
        self.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )
        self.activity_ids.action_feedback()

    def _check_open(self):
        for signal in self:
            if signal.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%(signal)s” was closed by %(user)s on %(date)s.",
                        signal=signal.name,
                        user=signal.decided_by_id.name,
                        date=signal.decided_on,
                    )
                )
