# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("to_review", "To review"),
    ("reviewed", "Reviewed"),
    ("locked", "Locked"),
]
MANAGER = "smart_impact.group_manager"


class SmartImpactReview(models.Model):
    """Somebody of a territory read its figures and stands for them.

    What was read is locked, from the bottom up: a territory after its parts, the
    whole after all.
    """

    _name = "smart.impact.review"
    _description = "Review of Impact Figures"
    _inherit = ["mail.thread", "smart.impact.guarded.mixin"]
    _order = "wave_id, is_top desc, path, id"

    wave_id = fields.Many2one(
        "smart.impact.wave",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    territory_id = fields.Many2one(
        "smart.territory",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty for the whole of the wave.",
    )
    place_name = fields.Char("Territory or group", compute="_compute_place_name")
    path = fields.Char(related="territory_id.parent_path", store=True)
    is_top = fields.Boolean(compute="_compute_is_top", store=True)
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        default="to_review",
        readonly=True,
        tracking=True,
    )
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    date = fields.Date("On", readonly=True)
    reviewer_ids = fields.Many2many(
        "res.users",
        "smart_impact_review_user_rel",
        "review_id",
        "user_id",
        string="Reviewers",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Who stands for the figures of this territory; a manager names them, and "
        "the next wave keeps them. Empty: any evaluator.",
    )
    comment = fields.Text(tracking=True)
    company_id = fields.Many2one(related="wave_id.company_id", store=True)

    _place_uniq = models.UniqueIndex(
        "(wave_id, COALESCE(territory_id, 0))",
        "A territory is reviewed once in a wave.",
    )

    @api.depends("territory_id")
    def _compute_is_top(self):
        for review in self:
            review.is_top = not review.territory_id

    @api.depends("territory_id", "wave_id")
    def _compute_display_name(self):
        for review in self:
            review.display_name = f"{review.wave_id.name} – {review._get_place_name()}"

    @api.depends("territory_id")
    @api.depends_context("lang")
    def _compute_place_name(self):
        for review in self:
            place = review.territory_id.complete_name
            review.place_name = place or review._get_place_name()

    def _get_place_name(self):
        self.ensure_one()
        return self.territory_id.name or self.env._("All territories")

    # === CRUD METHODS === #

    def write(self, vals):
        if "reviewer_ids" in vals and not self._is_manager():
            raise AccessError(self.env._("A manager names the reviewers."))
        return super().write(vals)

    def _is_manager(self):
        return self.env.su or self.env.user.has_group(MANAGER)

    # === STATES === #

    def action_review(self):
        """Say that the figures of these territories were read and make sense."""
        self._check_reviewer()
        self._move("reviewed", ["to_review"])

    def action_lock(self):
        """Lock what was read, whose parts are locked already, or are locked here."""
        if not self._is_manager():
            self._check_reviewer()
        self._check_parts()
        self._move("locked", ["reviewed"])

    def action_unlock(self):
        """Ask why, then open these territories again."""
        self._check_free()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Unlock"),
            "res_model": "smart.impact.review.unlock",
            "view_mode": "form",
            "target": "new",
            "context": {"default_review_ids": self.ids},
        }

    def _unlock(self, reason):
        """Open these territories again, and write down why.

        :param reason: text that stays with each of them
        """
        if not self._is_manager():
            self._check_reviewer()
        self._check_free()
        self._move("to_review", ["reviewed", "locked"])
        for review in self:
            review.message_post(body=reason)

    def _check_reviewer(self):
        """Refuse who does not stand for these figures."""
        others = self.filtered(
            lambda one: one.reviewer_ids and self.env.user not in one.reviewer_ids
        )
        if others:
            raise AccessError(
                self.env._(
                    "%(reviews)s: the figures are read by %(people)s.",
                    reviews=others.mapped("display_name"),
                    people=others.reviewer_ids.mapped("name"),
                )
            )

    def _check_free(self):
        """Refuse to unlock what is published, or held by what is locked above."""
        published = self.wave_id.filtered(lambda wave: wave.state == "published")
        if published:
            raise UserError(
                self.env._(
                    "%(waves)s is published: its figures do not change any more. "
                    "Correct them in the next wave.",
                    waves=published.mapped("name"),
                )
            )
        above = (self._get_others() - self).filtered(
            lambda one: one.state == "locked" and any(one._holds(r) for r in self)
        )
        if above:
            raise UserError(
                self.env._(
                    "%(above)s is locked and holds these figures: unlock it first.",
                    above=above.mapped("display_name"),
                )
            )

    def _check_parts(self):
        waiting = (self._get_others() - self).filtered(
            lambda one: one.state != "locked" and any(r._holds(one) for r in self)
        )
        if waiting:
            raise UserError(
                self.env._(
                    "Lock the parts before the whole: %(waiting)s is still open.",
                    waiting=waiting.mapped("display_name"),
                )
            )

    def _get_ready(self):
        """Return what was read here, and so were, or are locked, all its parts."""
        waiting = self._get_others().filtered(lambda one: one.state == "to_review")
        return self.filtered(
            lambda one: (
                one.state == "reviewed" and not any(one._holds(r) for r in waiting)
            )
        )

    def _get_others(self):
        """Return all the reviews of these waves."""
        return self.search([("wave_id", "in", self.wave_id.ids)])

    def _holds(self, other):
        """Say whether the territory of `other` is a part of this one."""
        self.ensure_one()
        if self == other or self.wave_id != other.wave_id:
            return False
        if self.is_top:
            return True
        return not other.is_top and (other.path or "").startswith(self.path or "-")

    def _move(self, state, sources):
        self.check_access("write")
        wrong = self.filtered(lambda one: one.state not in sources)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(reviews)s cannot become “%(state)s” from “%(now)s”.",
                    reviews=wrong.mapped("display_name"),
                    state=labels[state],
                    now=labels[wrong[0].state],
                )
            )
        # the check above stands for the guard
        self.sudo().write(
            {
                "state": state,
                "user_id": self.env.uid,
                "date": fields.Date.context_today(self),
            }
        )
