# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From members who answer to anonymous responses."""

from random import SystemRandom

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..engine.disclosure import MINIMUM_CELL
from ..engine.mixing import draw_batch

ANALYZE_FROM = 10_000
# answers stored at a time: what a crash makes the server do again
STORE_BATCH = 2_000
# nothing of the author may reach the chatter of the native answer
SILENT = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    # === ANSWERING === #

    def _is_waiting_for(self, partner):
        """Tell whether this member is asked and has not answered."""
        self.ensure_one()
        # one member, one row: she was asked or she was not
        row = (
            self.env["smart.impact.participation"]
            .sudo()
            .search([("wave_id", "=", self.id), ("partner_id", "=", partner.id)])
        )
        return bool(self.state == "open" and row and not row.answered)

    def _get_answer_url(self, partner):
        """Return the address where this member answers, made at the first call.

        :raises UserError: the wave is not open, the member is not asked by it or
            answered already
        """
        self.ensure_one()
        if not self._is_waiting_for(partner):
            raise UserError(
                self.env._(
                    "%(wave)s does not wait for an answer from you: it is closed, it "
                    "asks other members, or you answered already.",
                    wave=self.name,
                )
            )
        # a fixed technical author: the member's own id would stay on the rows
        inputs = self.env["survey.user_input"].with_user(SUPERUSER_ID)
        inputs = inputs.with_context(**SILENT)
        domain = [
            ("survey_id", "=", self.survey_id.id),
            ("partner_id", "=", partner.id),
            ("test_entry", "=", False),
            ("state", "!=", "done"),
        ]
        answer = inputs.search(domain, limit=1) or inputs.create(
            {"survey_id": self.survey_id.id, "partner_id": partner.id}
        )
        return answer.get_start_url()

    def _collect(self, answers):
        """Take the answers of members: tick them in the ledger, stage the rest.

        :param answers: {partner id: {item code: raw answer}}; raw answers as in
            ``smart.impact.item._encode``. Members who are not asked, or who answered
            before, are passed over.
        """
        self.ensure_one()
        self._lock_open()
        rows = self.env["smart.impact.participation"].search(
            [
                ("wave_id", "=", self.id),
                ("partner_id", "in", list(answers)),
                ("answered", "=", False),
            ]
        )
        rows.answered = True
        pseudonyms = self._get_pseudonyms(rows.partner_id)
        self.env["smart.impact.staged"].create(
            [
                {
                    "wave_id": self.id,
                    "payload": {
                        "territory_id": row.territory_id.id,
                        "filiere_id": row.filiere_id.id,
                        "band": row.band,
                        "pseudonym": pseudonyms.get(row.partner_id.id),
                        "answers": answers[row.partner_id.id],
                    },
                }
                for row in rows
            ]
        )

    def _get_pseudonyms(self, partners):
        """Return ``{partner id: keyed pseudonym}``, which joins the waves of a person.

        Without a key: none, and no wave is joined to another.
        """
        return {}

    def _lock_open(self):
        """Make sure the wave stays open until the answer is in.

        A shared lock: members do not wait for one another, closing waits for them.
        """
        self.flush_recordset(["state"])
        query = SQL(
            "SELECT state FROM smart_impact_wave WHERE id = %s FOR SHARE", self.id
        )
        [(state,)] = self.env.execute_query(query)
        if state != "open":
            raise UserError(
                self.env._(
                    "%(wave)s closed meanwhile: your answers were not stored.",
                    wave=self.name,
                )
            )

    # === STORING === #

    @api.model
    def _cron_collect(self):
        """Store staged answers by mixed batches, close waves whose date passed."""
        # closed, and stopped before its pool was empty
        self._get_interrupted()._close_collection()
        waves = self.search([("state", "=", "open")])
        waves._store_staged()
        waves._update_rates()
        today = fields.Date.context_today(self)
        late = waves.filtered(lambda one: one.date_close and one.date_close < today)
        late.action_close()

    def _store_staged(self, everything=False):
        """Move staged answers to the response store, in an order without meaning.

        Batch by batch, each stored and taken from the pool at once: whatever stops the
        server in between, no answer is lost and none is stored twice.

        :param everything: empty the pool, at the end of a wave
        """
        # nobody has a right on staged answers
        pool = self.env["smart.impact.staged"].sudo()
        keep = 0 if everything else MINIMUM_CELL
        for wave in self:
            wave._shuffle()
            staged = pool.search([("wave_id", "=", wave.id)])
            drawn = draw_batch(staged.ids, keep, SystemRandom())
            for ids in split_every(STORE_BATCH, drawn):
                batch = pool.browse(ids)
                wave._import_responses(batch.mapped("payload"))
                batch.unlink()
                wave._keep_batch(len(ids))
        self._unlink_native_answers(done_only=not everything)

    def _keep_batch(self, count):
        """Keep what a scheduled action did, so that what fails later undoes less."""
        if self.env.context.get("ir_cron_progress_id"):
            self.env["ir.cron"]._commit_progress(count)

    def _unlink_native_answers(self, done_only):
        """Delete the native answers: emptied ones, and at the end unfinished ones."""
        # evaluators have no right on native answers
        domain = [("survey_id", "in", self.sudo().survey_id.ids)]
        if done_only:
            domain.append(("state", "=", "done"))
        self.env["survey.user_input"].sudo().search(domain).unlink()

    def _close_collection(self):
        """Empty the pool, count what came in and shut the survey."""
        self._store_staged(everything=True)
        self._count_responses()
        today = fields.Date.context_today(self)
        # the right to close the wave was checked; its dates are fixed meanwhile
        for wave in self.sudo():
            wave.date_close = min(wave.date_close or today, today)
            wave.survey_id.active = False
        self._update_rates()
        self._seal()

    def _count_responses(self):
        """Write down how many answers are stored."""
        # closing is allowed by the right on the wave; nobody reads responses
        groups = (
            self.env["smart.impact.response"]
            .sudo()
            ._read_group(
                [("wave_id", "in", self.ids)], ["wave_id", "is_complete"], ["__count"]
            )
        )
        counts = {(wave.id, complete): count for wave, complete, count in groups}
        for wave in self.sudo():
            wave.write(
                {
                    "complete_count": counts.get((wave.id, True), 0),
                    "partial_count": counts.get((wave.id, False), 0),
                }
            )

    def _import_responses(self, payloads):
        """Store anonymous responses; the bulk way in, for demonstration too.

        :param payloads: list of {"territory_id": id or False, "filiere_id": id or
            False, "band": key or False, "pseudonym": text or False, "answers": {item
            code: raw answer}}; raw answers as in ``smart.impact.item._encode``
        :return: number of responses stored
        """
        self.ensure_one()
        self._check_not_sealed()
        payloads = self._drop_deleted(payloads)
        items = {item.code: item for item in self.instrument_id.item_ids}
        encoded = [self._encode_answers(items, one["answers"]) for one in payloads]
        # what is told in one's own words is asked of nobody
        counted = {one.id for one in items.values() if one.kind != "text"}
        # responses are written by this path alone
        responses = (
            self.env["smart.impact.response"]
            .sudo()
            .create(
                [
                    {
                        "wave_id": self.id,
                        "territory_id": payload.get("territory_id"),
                        "filiere_id": payload.get("filiere_id"),
                        "band": payload.get("band"),
                        "pseudonym": payload.get("pseudonym"),
                        "is_complete": _is_complete(answers, counted),
                    }
                    for payload, answers in zip(payloads, encoded, strict=True)
                ]
            )
        )
        self._insert_answers(responses.ids, encoded)
        return len(responses)

    def _drop_deleted(self, payloads):
        """Return the payloads without what was deleted while they waited.

        As in the store itself: a response outlives its territory and its filière.
        """
        for name, model in (
            ("territory_id", "smart.territory"),
            ("filiere_id", "smart.filiere"),
        ):
            ids = {one.get(name) for one in payloads} - {None, False}
            kept = set(self.env[model].browse(ids).exists().ids)
            payloads = [
                {**one, name: one[name] if one.get(name) in kept else False}
                for one in payloads
            ]
        return payloads

    def _encode_answers(self, items, answers):
        """Return [(item id, stored values)] of the answers that fit."""
        pairs = (
            (items[code].id, items[code]._encode(raw))
            for code, raw in answers.items()
            if code in items
        )
        return [(item_id, values) for item_id, values in pairs if values]

    def _insert_answers(self, response_ids, encoded):
        """Insert all the answers by one statement: forty-four per respondent."""
        rows = [
            (response_id, item_id, values["value"], values["code"], values["text"])
            for response_id, answers in zip(response_ids, encoded, strict=True)
            for item_id, values in answers
        ]
        if not rows:
            return
        self.env.flush_all()
        if len(rows) > ANALYZE_FROM:
            # a foreign key check keeps the plan it had on the small table: a full
            # scan per answer, 280 s instead of 18 s for 440,000 answers
            self.env.cr.execute("ANALYZE smart_impact_response")
        # arrays, one per column: a VALUES list of that size is slow to parse
        columns = [list(column) for column in zip(*rows, strict=True)]
        self.env.cr.execute(
            SQL(
                "INSERT INTO smart_impact_answer"
                " (response_id, item_id, value, code, text)"
                " SELECT * FROM unnest(%s::int[], %s::int[], %s::float8[],"
                " %s::varchar[], %s::text[])",
                *columns,
            )
        )
        self.env["smart.impact.answer"].invalidate_model()
        self.env["smart.impact.response"].invalidate_model(["answer_ids"])


def _is_complete(answers, counted):
    """Tell whether half of the items that count are answered, free texts aside."""
    given = sum(item_id in counted for item_id, _values in answers)
    return bool(answers) and 2 * given >= len(counted)
