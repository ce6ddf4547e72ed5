# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Free texts that members wrote in a wave become excerpts that two people code."""

import hashlib
from collections import Counter, defaultdict
from random import SystemRandom

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.programme_identity import hide_marks
from .smart_impact_indicator_themes import FEWEST

CLOSED = ("closed", "computed", "published")


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    has_texts = fields.Boolean(compute="_compute_has_texts")

    @api.depends("state", "instrument_id.item_ids.kind")
    def _compute_has_texts(self):
        for wave in self:
            items = wave.instrument_id.item_ids
            wave.has_texts = wave.state in CLOSED and "text" in items.mapped("kind")

    def _get_qualitative(self):
        """Return the indicators whose codebook reads the free texts of this wave.

        A draft of a next version waits beside the adopted one.
        """
        self.ensure_one()
        found = self.env["smart.impact.indicator"].search(
            [
                ("programme_id", "=", self.programme_id.id),
                ("source", "=", "qualitative"),
                ("state", "!=", "retired"),
                ("item_ids.instrument_id", "=", self.instrument_id.id),
            ]
        )
        return found.filtered(lambda one: one.state == "adopted" or not one.previous_id)

    def action_take_texts(self):
        """Make excerpts of the free texts that are not taken yet, and open them.

        Without anything of who wrote them, in an order without meaning, and without
        the addresses, numbers, dates and titles that could tell.
        """
        self.ensure_one()
        self.check_access("write")
        # evaluators alone write excerpts
        self.env["smart.impact.excerpt"].check_access("create")
        if self.state not in CLOSED:
            raise UserError(
                self.env._("The texts of %s are read once it is closed.", self.name)
            )
        indicators = self._get_qualitative()
        if not indicators:
            raise UserError(
                self.env._(
                    "No codebook reads the free texts of %(wave)s: give its questions "
                    "to an indicator of coded texts.",
                    wave=self.name,
                )
            )
        texts = self._read_texts(indicators)
        enough = {one: own for one, own in texts.items() if len(own) >= FEWEST}
        if not enough:
            raise UserError(
                self.env._(
                    "%(wave)s holds fewer than %(fewest)s texts: they are not read, "
                    "their authors could be guessed.",
                    wave=self.name,
                    fewest=FEWEST,
                )
            )
        self._take_texts_of(enough)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_excerpt_action"
        )
        action["domain"] = [("wave_id", "=", self.id)]
        action["context"] = {"search_default_mine": 1}
        return action

    def _take_texts_of(self, texts):
        """Make an excerpt of each of these texts that has none yet.

        :param texts: ``{indicator: [text]}``
        """
        # the digest is nobody's to read
        excerpts = self.env["smart.impact.excerpt"].sudo()
        indicators = self.env["smart.impact.indicator"].union(*texts)
        domain = [("wave_id", "=", self.id), ("indicator_id", "in", indicators.ids)]
        there = excerpts.search(domain).grouped("indicator_id")
        values = []
        for indicator, own in texts.items():
            known = there.get(indicator, excerpts)
            taken = Counter(known.mapped("answer_digest"))
            waiting = []
            for text in own:
                digest = excerpts._digest(text)
                if taken[digest]:
                    taken[digest] -= 1
                else:
                    waiting.append((hide_marks(text), digest))
            SystemRandom().shuffle(waiting)
            values += [
                {
                    "name": f"{indicator.code}-{len(known) + rank:04}",
                    "text": text,
                    "indicator_id": indicator.id,
                    "wave_id": self.id,
                    "origin": "open",
                    "year": self.date_open.year,
                    "answer_digest": digest,
                }
                for rank, (text, digest) in enumerate(waiting, 1)
            ]
        excerpts.create(values)

    def _read_texts(self, indicators):
        """Return ``{indicator: [what was written for it in this wave]}``, unordered."""
        items = indicators.item_ids & self.instrument_id.item_ids
        # nobody has a right on answers; nothing but the text is read
        rows = self.env.execute_query(
            SQL(
                "SELECT answer.item_id, answer.text"
                "  FROM smart_impact_answer answer"
                "  JOIN smart_impact_response response"
                "    ON response.id = answer.response_id"
                " WHERE response.wave_id = %s AND answer.item_id = ANY(%s)"
                "   AND answer.text IS NOT NULL",
                self.id,
                items.ids,
            )
        )
        written = defaultdict(list)
        for item, text in rows:
            if text.strip():
                written[item].append(text.strip())
        return {
            one: [text for item in one.item_ids.ids for text in written[item]]
            for one in indicators
        }


class SmartImpactExcerpt(models.Model):
    _inherit = "smart.impact.excerpt"

    @api.model
    def _digest(self, text):
        """Return the mark by which a text is found again when its author erases it."""
        return hashlib.sha256(text.strip().encode()).hexdigest()

    @api.model
    def _unlink_written(self, wave, texts):
        """Erase what was made of these texts of a wave, quoted or not."""
        written = Counter(map(self._digest, texts))
        found = self.search(
            [("wave_id", "=", wave.id), ("answer_digest", "in", list(written))]
        )
        erased = self.browse()
        # another who wrote the same keeps hers
        for (_indicator, digest), own in found.grouped(
            lambda one: (one.indicator_id, one.answer_digest)
        ).items():
            erased |= own[: written[digest]]
        erased.unlink()
