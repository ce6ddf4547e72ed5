# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

CAP, DAYS = 2, 30
# statuses of what did not reach anybody
UNSENT = ("cancel", "error", "bounce")


class MailingTrace(models.Model):
    _inherit = "mailing.trace"

    failure_type = fields.Selection(
        selection_add=[("smart_cap", "Held back by the cap")],
        ondelete={"smart_cap": "set null"},
    )


class MailingMailing(models.Model):
    """A member gets so many messages a month over all filières, and not one more."""

    _inherit = "mailing.mailing"

    counts_in_cap = fields.Boolean(
        "Counts in the cap of filières",
        help="Members who had their number of messages are held back, and this one "
        "counts for the next. The cooperative's own mailings do not, unless ticked.",
    )
    held_back_count = fields.Integer(
        "Held back by the cap", compute="_compute_held_back_count"
    )

    def _compute_held_back_count(self):
        """Count who was held back, or who would be if it left now."""
        done = dict(
            # a number, whatever the reader may see of the traces
            self.env["mailing.trace"]
            .sudo()
            ._read_group(
                [
                    ("mass_mailing_id", "in", self.ids),
                    ("failure_type", "=", "smart_cap"),
                ],
                ["mass_mailing_id"],
                ["__count"],
            )
        )
        for mailing in self:
            count = done.get(mailing._origin, 0)
            if mailing.state == "draft" and mailing.counts_in_cap and mailing.id:
                sudo = mailing.sudo()
                count = len(sudo._get_held_back(sudo._get_remaining_recipients()))
            mailing.held_back_count = count

    def _get_cap(self):
        """Return (messages, days); no messages means no cap."""
        parameters = self.env["ir.config_parameter"].sudo()
        return tuple(
            int(parameters.get_param(f"smart_filieres.{key}", default))
            for key, default in (("cap_messages", CAP), ("cap_days", DAYS))
        )

    def _get_held_back(self, res_ids):
        """Return the ids among `res_ids` whose person has had enough, in one query."""
        self.ensure_one()
        cap, days = self._get_cap()
        partner = {
            "smart.filiere.membership": SQL("target.partner_id"),
            "res.partner": SQL("target.id"),
        }.get(self.mailing_model_real)
        if not (cap and partner and res_ids and self.counts_in_cap):
            return set()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH had AS (
                    SELECT CASE WHEN trace.model = 'res.partner' THEN trace.res_id
                                ELSE member.partner_id END AS partner_id
                      FROM mailing_mailing mailing
                      JOIN mailing_trace trace ON trace.mass_mailing_id = mailing.id
                      LEFT JOIN smart_filiere_membership member
                        ON trace.model = 'smart.filiere.membership'
                       AND member.id = trace.res_id
                     WHERE mailing.counts_in_cap
                       AND trace.model IN ('res.partner', 'smart.filiere.membership')
                       AND trace.create_date >= %(since)s
                       AND trace.trace_status NOT IN %(unsent)s
                       AND trace.is_test_trace IS NOT TRUE
                     GROUP BY 1
                    HAVING COUNT(*) >= %(cap)s
                )
                SELECT target.id FROM %(table)s target
                  JOIN had ON had.partner_id = %(partner)s
                 WHERE target.id = ANY(%(ids)s)
                """,
                since=fields.Datetime.now() - timedelta(days=days),
                unsent=UNSENT,
                cap=cap,
                table=SQL.identifier(self.env[self.mailing_model_real]._table),
                partner=partner,
                ids=list(res_ids),
            )
        )
        return {res_id for (res_id,) in rows}

    def _action_send_mail(self, res_ids=None):
        capped = self.filtered("counts_in_cap")
        others = self - capped
        result = (
            super(MailingMailing, others)._action_send_mail(res_ids) if others else True
        )
        for mailing in capped:
            wanted = res_ids or mailing._get_remaining_recipients()
            held = mailing._get_held_back(wanted)
            # nobody's turn comes before the agreement was looked at
            mailing._check_may_leave()
            mailing._keep_held_back(held)
            left = [res_id for res_id in wanted if res_id not in held]
            if left or not held:
                super(MailingMailing, mailing)._action_send_mail(left)
            else:
                mailing.write({"state": "done", "sent_date": fields.Datetime.now()})
        return result

    def _keep_held_back(self, held):
        """Write down who was held back, as Odoo does for who unsubscribed."""
        self.env["mailing.trace"].sudo().create(
            [
                {
                    "mass_mailing_id": self.id,
                    "model": self.mailing_model_real,
                    "res_id": res_id,
                    "trace_status": "cancel",
                    "failure_type": "smart_cap",
                }
                for res_id in sorted(held)
            ]
        )
