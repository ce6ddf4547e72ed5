# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine.programme_identity import find_marks

SHORTEST = 40
FEWEST = 5
# what a figure is made of
CODED = {"text", "indicator_id", "settled_id", "settled_note"}
ORIGINS = [
    ("interview", "Interview"),
    ("group", "Focus group"),
    ("story", "Account of a change"),
    ("open", "Open question"),
]


class SmartImpactExcerpt(models.Model):
    """A text that was said or written, without anything that tells by whom."""

    _name = "smart.impact.excerpt"
    _description = "Excerpt to Code"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "indicator_id, id"

    name = fields.Char("Excerpt no.", required=True, help="Without any name.")
    text = fields.Text(required=True)
    indicator_id = fields.Many2one(
        "smart.impact.indicator",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('source', '=', 'qualitative')]",
    )
    company_id = fields.Many2one(
        related="indicator_id.company_id", store=True, index=True
    )
    origin = fields.Selection(ORIGINS, required=True, default="interview")
    wave_id = fields.Many2one(
        "smart.impact.wave",
        "Written in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Members wrote it in this wave. Empty: heard elsewhere.",
    )
    # finds it again when its author erases her answers
    answer_digest = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    year = fields.Integer(help="The year alone: a date could tell who it was.")
    coding_ids = fields.One2many("smart.impact.coding", "excerpt_id")
    my_theme_id = fields.Many2one(
        "smart.impact.theme",
        "My theme",
        compute="_compute_my_theme_id",
        inverse="_inverse_my_theme_id",
        search="_search_my_theme_id",
        domain="[('indicator_id', '=', indicator_id)]",
        help="What you give it. The other coder sees it once she gave hers.",
    )
    coder_count = fields.Integer(compute="_compute_agreement", store=True)
    is_disputed = fields.Boolean(
        "Disagreement", compute="_compute_agreement", store=True
    )
    theme_id = fields.Many2one(
        "smart.impact.theme",
        compute="_compute_agreement",
        store=True,
        index="btree_not_null",
        help="What both coders gave, or what they settled on.",
    )
    settled_id = fields.Many2one(
        "smart.impact.theme",
        "Settled on",
        domain="[('indicator_id', '=', indicator_id)]",
        index="btree_not_null",
    )
    settled_note = fields.Text("Why")
    is_quoted = fields.Boolean("Quoted in public", readonly=True, copy=False)

    @api.depends("coding_ids.theme_id", "settled_id")
    def _compute_agreement(self):
        for excerpt in self:
            themes = excerpt.coding_ids.theme_id
            excerpt.coder_count = len(excerpt.coding_ids)
            agreed = len(themes) == 1 and excerpt.coder_count >= 2
            excerpt.is_disputed = len(themes) > 1 and not excerpt.settled_id
            excerpt.theme_id = excerpt.settled_id or (agreed and themes)

    @api.depends("coding_ids.theme_id")
    @api.depends_context("uid")
    def _compute_my_theme_id(self):
        codings = self.env["smart.impact.coding"].search_fetch(
            [("excerpt_id", "in", self.ids), ("user_id", "=", self.env.uid)],
            ["excerpt_id", "theme_id"],
        )
        mine = {one.excerpt_id.id: one.theme_id for one in codings}
        for excerpt in self:
            excerpt.my_theme_id = mine.get(excerpt.id)

    def _inverse_my_theme_id(self):
        codings = self.env["smart.impact.coding"]
        given = {excerpt: excerpt.my_theme_id for excerpt in self}
        domain = [("excerpt_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        there = {one.excerpt_id: one for one in codings.search(domain)}
        values = []
        for excerpt, theme in given.items():
            coding = there.get(excerpt, codings)
            if not theme:
                coding.unlink()
            elif coding:
                coding.theme_id = theme
            else:
                values.append({"excerpt_id": excerpt.id, "theme_id": theme.id})
        codings.create(values)

    @api.model
    def _search_my_theme_id(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        given = [one for one in value if one]
        mine = Domain("user_id", "=", self.env.uid)
        coded = Domain("coding_ids", "any", mine)
        found = Domain("coding_ids", "any", mine & Domain("theme_id", "in", given))
        if len(given) < len(value):
            found |= ~coded
        return found if operator == "in" else ~found

    @api.constrains("text")
    def _check_text(self):
        for excerpt in self:
            marks = find_marks(excerpt.text)
            if marks:
                raise ValidationError(
                    self.env._(
                        "%(excerpt)s could tell who it is about (%(marks)s): take it "
                        "out of the text first.",
                        excerpt=excerpt.name,
                        marks=marks,
                    )
                )

    @api.constrains("settled_id", "settled_note", "indicator_id")
    def _check_settled(self):
        for excerpt in self.filtered("settled_id"):
            if excerpt.coder_count < 2 or not excerpt.settled_note:
                raise ValidationError(
                    self.env._(
                        "%(excerpt)s: two people code it first, then a disagreement is "
                        "settled with its reason.",
                        excerpt=excerpt.name,
                    )
                )

    def write(self, vals):
        if {"text", "indicator_id"} & set(vals) and self.filtered("is_quoted"):
            raise UserError(self.env._("A quoted excerpt does not change."))
        if CODED & set(vals) and not self.env.su:
            self._check_unpublished()
        result = super().write(vals)
        # where it was is checked before, where it comes after
        if "indicator_id" in vals and not self.env.su:
            self._check_unpublished()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        # its author's erasure runs as superuser
        if not self.env.su:
            self._check_unpublished()

    def _check_unpublished(self):
        """Refuse to touch what people read, or a figure that people read."""
        # whether a figure is published is no secret
        figures = self.env["smart.impact.figure"].sudo()
        domain = [
            ("indicator_id", "in", self.indicator_id.ids),
            ("state", "=", "published"),
        ]
        counted = figures.search(domain).grouped("indicator_id")
        fixed = self.filtered(
            lambda one: one.is_quoted or one._is_counted(counted.get(one.indicator_id))
        )
        if fixed:
            raise UserError(
                self.env._(
                    "%(excerpts)s: quoted in public, or counted in a published figure. "
                    "The text and its themes stay as they are.",
                    excerpts=", ".join(fixed.mapped("name")),
                )
            )

    def _is_counted(self, figures):
        """Say whether one of these figures was made of it, agreed on and there."""
        self.ensure_one()
        days = figures.filtered("computed_on").mapped("computed_on") if figures else []
        return bool(self.theme_id and days and self.create_date.date() <= max(days))

    def action_quote(self):
        """Show these excerpts beside their theme, when enough people said it."""
        self.check_access("write")
        for excerpt in self:
            if len(excerpt.text) < SHORTEST or not excerpt.theme_id:
                raise UserError(
                    self.env._(
                        "%(excerpt)s is quoted from %(shortest)s characters on, once "
                        "its theme is agreed.",
                        excerpt=excerpt.name,
                        shortest=SHORTEST,
                    )
                )
            alike = self.search_count([("theme_id", "=", excerpt.theme_id.id)])
            if alike < FEWEST:
                raise UserError(
                    self.env._(
                        "“%(theme)s” was said %(alike)s times: a quotation is shown "
                        "from %(fewest)s on.",
                        theme=excerpt.theme_id.name,
                        alike=alike,
                        fewest=FEWEST,
                    )
                )
        # the checks above stand for the guard
        self.sudo().write({"is_quoted": True})

    def action_unquote(self):
        """Take these excerpts back from the public pages."""
        self.check_access("write")
        # the check above stands for the guard
        self.sudo().write({"is_quoted": False})
