# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import get_lang

KINDS = [
    ("scale", "Scale"),
    ("choice", "Choice"),
    ("number", "Number"),
    ("text", "Free text"),
]


class SmartImpactItem(models.Model):
    _name = "smart.impact.item"
    _description = "Impact Item"
    _inherit = ["smart.impact.guarded.mixin"]
    _order = "instrument_id, sequence, id"
    _rec_name = "text"
    _rec_names_search = ["code", "text"]

    instrument_id = fields.Many2one(
        "smart.impact.instrument", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(
        required=True, help="Stable across versions: what joins a wave to the next."
    )
    text = fields.Char("Question", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="scale")
    is_reversed = fields.Boolean(
        "Reversed", help="Worded the other way round: a high answer lowers the score."
    )
    scale_min = fields.Integer("From", default=1)
    scale_max = fields.Integer("To", default=5)
    label_min = fields.Char("Lowest label", translate=True)
    label_max = fields.Char("Highest label", translate=True)
    option_ids = fields.One2many("smart.impact.item.option", "item_id", copy=True)
    indicator_ids = fields.Many2many(
        "smart.impact.indicator",
        "smart_impact_indicator_item_rel",
        "item_id",
        "indicator_id",
        copy=True,
    )

    _code_uniq = models.Constraint(
        "UNIQUE(instrument_id, code)",
        "Two items of an instrument cannot share a code.",
    )
    _scale_order = models.Constraint(
        "CHECK(kind != 'scale'"
        " OR (scale_min >= 0 AND scale_min < scale_max AND scale_max <= 10))",
        "A scale goes up, within 0 and 10.",
    )

    @api.depends("code", "text")
    def _compute_display_name(self):
        for item in self:
            item.display_name = f"{item.code}: {item.text}"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_unlocked()
        return items

    def write(self, vals):
        # what an indicator does with an item may change, what members read may not
        if set(vals) - {"indicator_ids"}:
            self._check_unlocked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_unlocked()

    def _check_unlocked(self):
        locked = self.instrument_id.filtered("is_locked")
        if locked:
            raise UserError(
                self.env._(
                    "The questions of %(instruments)s were put to members: make a "
                    "new version to change them.",
                    instruments=locked.mapped("display_name"),
                )
            )

    def _get_wording(self):
        """Return what members read, in the language of the context."""
        self.ensure_one()
        return (
            self.code,
            self.text,
            self.kind,
            self.is_reversed,
            self.kind == "scale" and (self.scale_min, self.scale_max),
            [(one.code, one.score, one.is_scored) for one in self.option_ids],
        )

    def _get_scoring(self):
        """Return ``(slope, intercept)`` from a stored value to its score.

        A scale is brought to 0-100, and reversed where it is worded the other way
        round; a choice holds its option's score already; a number stays as it is.
        """
        self.ensure_one()
        slope, intercept = 1.0, 0.0
        if self.kind == "scale":
            slope = 100 / (self.scale_max - self.scale_min)
            intercept = -self.scale_min * slope
        if self.is_reversed and self.kind in ("scale", "choice"):
            return -slope, 100 - intercept
        return slope, intercept

    def _encode(self, raw):
        """Return how an answer is stored: {"value", "code", "text"}.

        :param raw: a number for a scale or a number, the code of an option for a
            choice, a string for a free text
        :return: None when the answer does not fit the item. value is the
            number given, or the score of the option, None without a score.
        """
        self.ensure_one()
        if raw is None or raw == "":
            return None
        if self.kind == "text":
            return {"value": None, "code": None, "text": str(raw)}
        if self.kind == "choice":
            option = self.option_ids.filtered(lambda one: one.code == raw)
            score = option.score if option.is_scored else None
            return option and {"value": score, "code": option.code, "text": None}
        try:
            value = float(raw)
        except ValueError:
            return None
        if not self._fits(value):
            return None
        return {"value": value, "code": None, "text": None}

    def _get_answer_label(self, raw):
        """Return an answer as its author gave it, in her language."""
        self.ensure_one()
        if self.kind == "choice":
            option = self.option_ids.filtered(lambda one: one.code == raw)
            return option.name or raw
        if self.kind == "text":
            return raw
        if self.kind == "scale":
            return self.env._(
                "%(grade)s (from %(low)s to %(high)s)",
                grade=int(raw),
                low=self.scale_min,
                high=self.scale_max,
            )
        return self._get_number_label(float(raw))

    def _get_number_label(self, value):
        """Return a number as it was typed, with the decimals of the language."""
        whole, _point, decimals = format(Decimal(repr(value)), "f").partition(".")
        decimals = decimals.rstrip("0")
        point = get_lang(self.env).decimal_point
        return f"{whole}{point}{decimals}" if decimals else whole
