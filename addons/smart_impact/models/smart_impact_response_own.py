# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a member sees of her own answers, and erases, while the key exists."""

from odoo import api, models
from odoo.tools import SQL

from ..engine.pseudonym import pseudonym


class SmartImpactResponse(models.Model):
    _inherit = "smart.impact.response"

    @api.model
    def _get_own(self, partner):
        """Return what a member answered: [{"wave", "waiting", "answers"}].

        `answers` are pairs of a question and what she answered, in words. As
        superuser, for the very member who is logged in: the caller makes sure of it.
        """
        found = []
        for programme, names in self._get_own_names(partner).items():
            domain = [
                ("pseudonym", "in", names),
                ("wave_id.programme_id", "=", programme),
            ]
            for response in self.search(domain):
                answers = {
                    answer.item_id: answer.code or answer.text or answer.value
                    for answer in response.answer_ids
                }
                found.append((response.wave_id, False, answers))
            for wave, payload in self._get_own_staged(programme, names):
                items = {item.code: item for item in wave.instrument_id.item_ids}
                answers = {
                    items[code]: raw
                    for code, raw in payload["answers"].items()
                    if code in items and items[code]._encode(raw)
                }
                found.append((wave, True, answers))
        found.sort(key=lambda one: one[0].id, reverse=True)
        return [
            {"wave": wave, "waiting": waiting, "answers": _in_words(answers)}
            for wave, waiting, answers in found
        ]

    @api.model
    def _erase_own(self, partner, wave):
        """Erase what a member answered in a wave; return whether there was anything.

        Figures that are published stay as they are; a text she wrote goes, coded and
        quoted or not. No trace says that somebody
        erased, which would say that she had answered.
        """
        names = self._get_own_names(partner).get(wave.programme_id.id)
        if not names:
            return False
        responses = self.search([("pseudonym", "in", names), ("wave_id", "=", wave.id)])
        texts = responses.answer_ids.filtered("text").mapped("text")
        self.env["smart.impact.excerpt"]._unlink_written(wave, texts)
        staged = self.env["smart.impact.staged"].browse(
            self._find_own_staged(SQL("wave_id = %s", wave.id), names)
        )
        found = bool(responses or staged)
        responses.unlink()
        staged.unlink()
        if found and wave.state in ("closed", "computed"):
            wave._count_responses()
        return found

    def _get_own_names(self, partner):
        """Return ``{programme id: pseudonyms of this member}`` where a key exists.

        Whatever the programme does today: what it once joined stays hers.
        """
        identities = self.env["smart.impact.identity"]._of(partner).mapped("identity")
        keys = self.env["smart.impact.key"].search([("state", "=", "active")])
        names = {}
        for programme in identities and keys.programme_id:
            if secret := programme._get_secret():
                names[programme.id] = [pseudonym(secret, one) for one in identities]
        return names

    def _get_own_staged(self, programme, names):
        where = SQL(
            "wave_id IN (SELECT id FROM smart_impact_wave WHERE programme_id = %s)",
            programme,
        )
        staged = self.env["smart.impact.staged"].browse(
            self._find_own_staged(where, names)
        )
        return [(one.wave_id, one.payload) for one in staged]

    def _find_own_staged(self, where, names):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM smart_impact_staged"
                " WHERE %s AND payload ->> 'pseudonym' = ANY(%s)",
                where,
                names,
            )
        )
        return [number for [number] in rows]


def _in_words(answers):
    """Return [(question, answer)] in the order of the questionnaire."""
    return [
        (item.text, item._get_answer_label(raw))
        for item, raw in sorted(
            answers.items(), key=lambda one: (one[0].sequence, one[0].id)
        )
    ]
