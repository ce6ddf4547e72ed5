# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Invite and remind by batches, so that no request waits for 100,000 letters."""

from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, consteq, formataddr, hmac
from odoo.tools.mail import generate_tracking_message_id

BATCH = 1_000
SCOPE = "smart_impact_invitation"
NAME, LINK = "__name__", "__link__"
CRON = "smart_impact.ir_cron_wave_invite"


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    round_ids = fields.One2many(
        "smart.impact.wave.round",
        "wave_id",
        readonly=True,
        groups="smart_impact.group_evaluator",
    )
    reminder_days = fields.Integer(
        "Remind after (days)",
        default=10,
        help="Days between the last letter and a reminder by itself. 0: never.",
    )
    reminder_max = fields.Integer("Reminders by themselves", default=2)
    is_sending = fields.Boolean(compute="_compute_is_sending", compute_sudo=True)

    @api.depends("round_ids.state")
    def _compute_is_sending(self):
        for wave in self:
            wave.is_sending = any(one.state != "done" for one in wave.round_ids)

    # === ROUNDS === #

    def action_invite(self):
        """Send the invitation to everybody who is asked, in the next minutes."""
        for wave in self:
            if wave.round_ids:
                raise UserError(
                    self.env._("%(wave)s was announced already.", wave=wave.name)
                )
        self._create_rounds("invitation")

    def action_remind(self):
        """Remind those who have not answered, in the next minutes."""
        for wave in self:
            if not wave.round_ids:
                raise UserError(
                    self.env._("Invite to %(wave)s before you remind.", wave=wave.name)
                )
        self._create_rounds("reminder")

    def _create_rounds(self, kind):
        self.check_access("write")
        for wave in self:
            if wave.state != "open" or wave.is_sending:
                raise UserError(
                    self.env._(
                        "%(wave)s is not open, or its last letter is still being sent.",
                        wave=wave.name,
                    )
                )
        # rounds are written by this path alone
        self.env["smart.impact.wave.round"].sudo().create(
            [
                {
                    "wave_id": wave.id,
                    "number": len(wave.round_ids) + 1,
                    "kind": kind,
                    "date": fields.Date.context_today(self),
                    "total_count": wave.frame_count
                    - (kind == "reminder" and wave.answered_count),
                }
                for wave in self
            ]
        )
        # an evaluator may not touch scheduled actions; this one is ours
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_invite(self):
        """Queue letters by batches; each is queued once, whatever stops the server."""
        self._remind_by_themselves()
        rounds = self.env["smart.impact.wave.round"].search([("state", "!=", "done")])
        for one in rounds:
            last = 0
            while one.wave_id.state == "open":
                rows = one.wave_id._get_due(one, last)
                if not rows:
                    break
                one.wave_id._send(one, rows)
                last = rows[-1][0]
                if not one._keep(len(rows)):
                    return
            one.state = "done"

    @api.model
    def _remind_by_themselves(self):
        """Start the reminders whose day came."""
        today = fields.Date.context_today(self)
        for wave in self.search([("state", "=", "open"), ("reminder_days", ">", 0)]):
            last = wave.round_ids.sorted("number")[-1:]
            if (
                last
                and not wave.is_sending
                and last.number <= wave.reminder_max
                and last.date + timedelta(days=wave.reminder_days) <= today
            ):
                wave._create_rounds("reminder")

    def _get_due(self, letter, after=0):
        """Return a batch of [(row, partner, name, address, language)] to write to.

        Rows that a member is answering in this moment are passed over: she knows.
        Who left, is archived or asked for no more mail has no address here, and is
        counted as not reached.
        """
        self.ensure_one()
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT row.id, partner.id, partner.name,
                       CASE WHEN partner.active AND partner.is_member
                                 AND refused.id IS NULL
                            THEN partner.email_normalized END,
                       partner.lang
                  FROM smart_impact_participation row
                  JOIN res_partner partner ON partner.id = row.partner_id
                  LEFT JOIN mail_blacklist refused
                    ON refused.email = partner.email_normalized AND refused.active
                 WHERE row.wave_id = %s AND row.round < %s AND NOT row.answered
                   AND row.id > %s
                 ORDER BY row.id LIMIT %s
                   FOR UPDATE OF row SKIP LOCKED
                """,
                self.id,
                letter.number,
                after,
                BATCH,
            )
        )

    # === LETTERS === #

    def _send(self, letter, rows):
        """Queue the letters of one batch, and note that they are."""
        by_language = defaultdict(list)
        for _row, partner, name, address, lang in rows:
            if address:
                by_language[lang].append((partner, name, address))
        for lang, people in by_language.items():
            self._queue_mails(*self._write_letter(letter, lang), people)
        sent = sum(map(len, by_language.values()))
        self.env.cr.execute(
            SQL(
                "UPDATE smart_impact_participation SET round = %s WHERE id = ANY(%s)",
                letter.number,
                [row[0] for row in rows],
            )
        )
        letter.write(
            {
                "state": "running",
                "sent_count": letter.sent_count + sent,
                "silent_count": letter.silent_count + len(rows) - sent,
            }
        )

    def _queue_mails(self, subject, body, people):
        """Queue one letter for each of [(partner id, name, address)].

        The first is made as any mail is, so that every module gives it what it wants;
        the others are copies of its two rows: a hundred thousand mails made one by
        one take minutes.
        """
        model = self.env["mail.mail"].sudo()
        first = model.create(
            {
                "subject": subject,
                "email_from": self.company_id.email_formatted
                or self.env.user.email_formatted,
                "auto_delete": True,
                # lets the seal of the wave find what was not sent
                "references": self._get_mail_mark(),
            }
        )
        self.env.flush_all()
        link = f"{self.get_base_url()}/my/impact/{self.id}/start/"
        message_ids = [generate_tracking_message_id("impact") for _one in people]
        messages = dict(
            self._copy_row(first.mail_message_id, {"message_id": message_ids})
        )
        self._copy_row(
            first,
            {
                "mail_message_id": [messages[one] for one in message_ids],
                "email_to": [
                    formataddr((name, address)) for _partner, name, address in people
                ],
                "body_html": [
                    body.replace(NAME, escape(name)).replace(
                        LINK, escape(link + self._get_token(partner))
                    )
                    for partner, name, _address in people
                ],
            },
        )
        first.unlink()
        model.invalidate_model()

    def _copy_row(self, record, columns):
        """Insert copies of a row; return [(value of the first column, id)].

        :param columns: {column that differs: its value in each copy}
        """
        same = [
            SQL.identifier(name)
            for name, field in record._fields.items()
            if field.store and field.column_type and name not in {"id", *columns}
        ]
        types = [
            SQL.identifier(record._fields[name].column_type[0]) for name in columns
        ]
        return self.env.execute_query(
            SQL(
                "INSERT INTO %(table)s AS made (%(own)s, %(same)s)"
                " SELECT copy.*, %(same)s FROM %(table)s,"
                " unnest(%(values)s) AS copy WHERE %(table)s.id = %(id)s"
                " RETURNING made.%(first)s, made.id",
                table=SQL.identifier(record._table),
                own=SQL(", ").join(map(SQL.identifier, columns)),
                same=SQL(", ").join(same),
                values=SQL(", ").join(
                    SQL("%s::%s[]", values, kind)
                    for values, kind in zip(columns.values(), types, strict=True)
                ),
                id=record.id,
                first=SQL.identifier(next(iter(columns))),
            )
        )

    def _write_letter(self, letter, lang):
        """Return ``(subject, body)``, the same for all but their name and link."""
        wave = self.with_context(lang=lang or self.env.user.lang)
        body = wave.env["ir.qweb"]._render(
            "smart_impact.wave_letter",
            {
                "wave": wave,
                "is_reminder": letter.kind == "reminder",
                "name": NAME,
                "link": LINK,
            },
            raise_if_not_found=True,
        )
        if letter.kind == "reminder":
            subject = wave.env._("There is still time to answer: %s", wave.name)
        else:
            subject = wave.env._("Your opinion counts: %s", wave.name)
        return subject, Markup(body)

    def _get_mail_mark(self):
        return f"<smart-impact-wave-{self.id}@invitation>"

    def _forget_mails(self):
        """Delete letters that are not sent: who got a reminder had not answered."""
        # the caller sealed the wave; nobody else deletes mail
        self.env["mail.mail"].sudo().search(
            [("references", "=", self._get_mail_mark())]
        ).unlink()

    # === LINKS === #

    def _get_token(self, partner_id):
        """Return what stands for a member in her link, and names nobody."""
        # reads the secret of the database, nothing else
        return hmac(self.sudo().env, SCOPE, (self.id, partner_id))[:32]

    def _is_token_of(self, token, partner):
        """Tell whether a link was made for this very member."""
        self.ensure_one()
        # whatever an address bar holds: consteq takes ASCII alone
        return token.isascii() and consteq(self._get_token(partner.id), token)
