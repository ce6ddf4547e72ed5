# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From the members asked to anonymous responses."""

from random import SystemRandom

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.smart_filieres.models.smart_filiere_membership import PRESENT_STATES

from ..engine.disclosure import MINIMUM_CELL
from ..engine.mixing import draw_batch
from .smart_impact_response import BAND_KEYS, BAND_YEARS

ANALYZE_FROM = 10_000
# nothing of the author may reach the chatter of the native answer
SILENT = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "tracking_disable": True,
}


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    # === FRAME === #

    def _get_frame_domain(self):
        """Return the domain of the members this wave asks.

        Default: the members of the programme's company, and those shared by all.
        Override to ask some members only.
        """
        self.ensure_one()
        companies = [self.company_id.id, False]
        return Domain("is_member", "=", True) & Domain("company_id", "in", companies)

    def _create_frame(self):
        """Write down who is asked, with what they were that day.

        A filière or a seniority that fewer members than the minimum share with what
        comes before it is left out: it would point at somebody in the response store.
        """
        # the frame is made for everybody, whatever the user may read of members
        partners = self.env["res.partner"].sudo()
        self.env.flush_all()
        for wave in self:
            members = partners._search(wave._get_frame_domain())
            filiere = SQL(
                "(SELECT MIN(filiere_id) FROM smart_filiere_membership"
                " WHERE partner_id = res_partner.id AND state IN %s)",
                tuple(PRESENT_STATES),
            )
            columns = members.select(
                SQL("%s", wave.id),
                SQL("res_partner.id"),
                SQL("res_partner.territory_id"),
                filiere,
                self._sql_band(),
                SQL("FALSE"),
            )
            self.env.cr.execute(
                SQL(
                    "INSERT INTO smart_impact_participation"
                    " (wave_id, partner_id, territory_id, filiere_id, band, answered)"
                    " %s ON CONFLICT DO NOTHING",
                    columns,
                )
            )
            for name, others in (
                ("filiere_id", ("territory_id",)),
                ("band", ("territory_id", "filiere_id")),
            ):
                self.env.cr.execute(self._sql_blur(wave.id, name, others))
        self.invalidate_recordset()
        self.env["smart.impact.participation"].invalidate_model()

    def _sql_band(self):
        """Return the seniority of a member today, as one of the bands."""
        years = SQL("EXTRACT(YEAR FROM AGE(res_partner.member_since))")
        cases = [
            SQL("WHEN %s >= %s THEN %s", years, BAND_YEARS[key], key)
            for key in reversed(BAND_KEYS)
        ]
        return SQL("(CASE %s END)", SQL(" ").join(cases))

    def _sql_blur(self, wave_id, name, others):
        """Empty a column where too few people share it, given the others.

        Counted beside each row and joined by its key: a plan that takes the table for
        an empty one, as it is when the frame is new, is no slower.
        """
        column = SQL.identifier(name)
        return SQL(
            """
            UPDATE smart_impact_participation asked SET %(column)s = NULL
              FROM (SELECT id, COUNT(*) OVER (PARTITION BY %(shared)s, %(column)s) AS n
                      FROM smart_impact_participation
                     WHERE wave_id = %(wave)s AND %(column)s IS NOT NULL) AS few
             WHERE few.id = asked.id AND few.n < %(minimum)s
            """,
            column=column,
            shared=SQL(", ").join(map(SQL.identifier, others)),
            wave=wave_id,
            minimum=MINIMUM_CELL,
        )

    # === ANSWERING === #

    def _get_answer_url(self, partner):
        """Return the address where this member answers, made at the first call.

        :raises UserError: the wave is not open, the member is not asked by it or
            answered already
        """
        self.ensure_one()
        ledger = self.env["smart.impact.participation"].sudo()
        # one member, one row: she was asked or she was not
        row = ledger.search(
            [("wave_id", "=", self.id), ("partner_id", "=", partner.id)]
        )
        if self.state != "open" or not row or row.answered:
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

        Default: none, so that no wave is joined to another. Override where a key
        exists that is kept outside of the database.
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
        waves = self.search([("state", "=", "open")])
        waves._store_staged()
        today = fields.Date.context_today(self)
        late = waves.filtered(lambda one: one.date_close and one.date_close < today)
        late.action_close()

    def _store_staged(self, everything=False):
        """Move staged answers to the response store, in an order without meaning.

        :param everything: empty the pool, at the end of a wave
        """
        # nobody has a right on staged answers
        pool = self.env["smart.impact.staged"].sudo()
        keep = 0 if everything else MINIMUM_CELL
        for wave in self:
            staged = pool.search([("wave_id", "=", wave.id)])
            batch = pool.browse(draw_batch(staged.ids, keep, SystemRandom()))
            wave._import_responses(batch.mapped("payload"))
            batch.unlink()
        self._unlink_native_answers(done_only=not everything)

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
                    "date_close": min(
                        wave.date_close or fields.Date.context_today(wave),
                        fields.Date.context_today(wave),
                    ),
                }
            )
            wave.survey_id.active = False

    def _import_responses(self, payloads):
        """Store anonymous responses; the bulk way in, for demonstration too.

        :param payloads: list of {"territory_id": id or False, "filiere_id": id or
            False, "band": key or False, "pseudonym": text or False, "answers": {item
            code: raw answer}}; raw answers as in ``smart.impact.item._encode``
        :return: number of responses stored
        """
        self.ensure_one()
        payloads = self._drop_deleted(payloads)
        items = {item.code: item for item in self.instrument_id.item_ids}
        encoded = [self._encode_answers(items, one["answers"]) for one in payloads]
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
                        "is_complete": 2 * len(answers) >= len(items) > 0,
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
