# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What members read of a question, in each language, beside what they read before."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.wording import ANSWERS, Words, find_differences

# part of a wording → the field that holds it
PARTS = ("text", "label_min", "label_max")
READ = (
    *PARTS,
    *("code", "kind", "is_reversed", "scale_min", "scale_max"),
    *("option_ids.code", "option_ids.name", "option_ids.score", "option_ids.is_scored"),
)


class SmartImpactItem(models.Model):
    _inherit = "smart.impact.item"

    asked_id = fields.Many2one(
        "smart.impact.item",
        "As it was asked",
        compute="_compute_asked_id",
        help="The same question in the version that members answered.",
    )
    is_reworded = fields.Boolean("Reworded", compute="_compute_rewording")
    rewording_note = fields.Char(
        "Series that end", compute="_compute_rewording", export_string_translation=False
    )

    @api.depends("code", "instrument_id.asked_before_id")
    def _compute_asked_id(self):
        asked = self.instrument_id.asked_before_id.item_ids
        found = {(item.instrument_id.id, item.code): item for item in asked}
        for item in self:
            before = item.instrument_id.asked_before_id
            item.asked_id = found.get((before.id, item.code), False)

    @api.depends(*READ, "indicator_ids", "asked_id")
    @api.depends_context("lang")
    def _compute_rewording(self):
        words = (self | self.asked_id)._read_words()
        # read once: what follows takes a few of them at a time
        self.indicator_ids._origin.mapped("display_name")
        for item in self:
            asked = item.asked_id
            differs = asked and find_differences(words[asked], words[item])
            item.is_reworded = bool(differs)
            lost = item.indicator_ids._origin & asked.indicator_ids
            item.rewording_note = differs and ", ".join(lost.mapped("display_name"))

    def _read_words(self):
        """Return ``{item: Words}``; of an open form, as it is filled in."""
        texts = self._origin._read_stored_words()
        return {
            item: Words(
                item._get_answers(), item._lay_typed(texts.get(item._origin.id, {}))
            )
            for item in self
        }

    def _read_stored_words(self):
        """Return ``{item id: {part: {language: text}}}``, by two queries."""
        self.env["smart.impact.item"].flush_model(PARTS)
        self.env["smart.impact.item.option"].flush_model(["item_id", "code", "name"])
        ids = tuple(self.ids) or (0,)
        found = defaultdict(dict)
        installed = {code for code, _name in self.env["res.lang"].get_installed()}

        def read(texts):
            # of a source language that nobody reads, what was written last is kept
            own = {
                lang: one for lang, one in (texts or {}).items() if lang in installed
            }
            return own or texts

        for item, *texts in self.env.execute_query(
            SQL(
                "SELECT id, text, label_min, label_max FROM smart_impact_item"
                " WHERE id IN %s",
                ids,
            )
        ):
            found[item].update(zip(PARTS, map(read, texts), strict=True))
        for item, code, name in self.env.execute_query(
            SQL(
                "SELECT item_id, code, name FROM smart_impact_item_option"
                " WHERE item_id IN %s",
                ids,
            )
        ):
            found[item][f"option {code}"] = read(name)
        return found

    def _lay_typed(self, texts):
        """Return the stored words of an item with those of a form laid over them."""
        parts = {part: words for part, words in texts.items() if words}
        if self.id:
            return parts
        typed = {part: (self[part], self._origin[part]) for part in PARTS}
        for option in self.option_ids:
            typed[f"option {option.code}"] = (option.name, option._origin.name)
        for part, (now, before) in typed.items():
            if now != before:
                parts[part] = {**parts.get(part, {}), self.env.lang or "en_US": now}
        return parts

    def _get_answers(self):
        """Return what may be answered, in a form that compares."""
        return (
            self.kind,
            self.is_reversed,
            self.kind == "scale" and (self.scale_min, self.scale_max),
            sorted(
                (one.code or "", one.score, one.is_scored) for one in self.option_ids
            ),
        )

    def _describe(self, lang=None):
        """Return a question with its answers, on one line, as a member reads it."""
        self.ensure_one()
        item = self.with_context(lang=lang) if lang else self
        if item.kind == "choice":
            answers = " / ".join(name or "" for name in item.option_ids.mapped("name"))
        elif item.kind == "scale":
            answers = item._get_ends_words()
        else:
            kinds = dict(item._fields["kind"]._description_selection(item.env))
            answers = kinds[item.kind]
        return f"{item.text or ''} ({answers})"

    def _get_ends_words(self):
        """Return what the ends of a scale mean."""
        self.ensure_one()
        ends = (self.scale_min, self.label_min), (self.scale_max, self.label_max)
        return " → ".join(f"{grade} {label or ''}".strip() for grade, label in ends)

    def _get_shown_lang(self, differences):
        """Return the language in which a difference is seen: the reader's, if it is."""
        langs = {lang for part, lang in differences if part != ANSWERS}
        return None if not langs or self.env.lang in langs else sorted(langs)[0]

    def action_restore_wording(self):
        """Ask the question again as members answered it, in all languages."""
        for item in self:
            item.check_access("write")
            if not item.asked_id:
                raise UserError(
                    self.env._(
                        "%(code)s: no member answered it before.", code=item.code
                    )
                )
            # translations, labels and answers come with a copy; what it measures stays
            vals = {
                "instrument_id": item.instrument_id.id,
                "sequence": item.sequence,
                "indicator_ids": [fields.Command.set(item.indicator_ids.ids)],
            }
            asked = item.asked_id
            item.unlink()
            asked.copy(vals)
        return True
