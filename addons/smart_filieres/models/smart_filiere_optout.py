# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

KINDS = ("letters", "digests")


class SmartFiliereOptout(models.Model):
    """A member does not want the letters of one filière.

    It belongs to the person and the filière, not to the membership: leaving and coming
    back does not write to her again.
    """

    _name = "smart.filiere.optout"
    _description = "Unsubscription from a Filière"
    _order = "filiere_id, partner_id, kind"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    filiere_id = fields.Many2one(
        "smart.filiere", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="filiere_id.company_id", store=True)
    kind = fields.Selection(
        [("letters", "Letters"), ("digests", "Digests of needs")],
        required=True,
        default="letters",
    )
    is_out = fields.Boolean("Unsubscribed", default=True)
    date_changed = fields.Date(default=fields.Date.context_today)
    mailing_id = fields.Many2one(
        "mailing.mailing",
        index="btree_not_null",
        help="The mailing whose link she used; kept when she comes back.",
    )

    _person_uniq = models.Constraint(
        "UNIQUE(partner_id, filiere_id, kind)",
        "One answer per member, filière and kind of message.",
    )

    @api.model
    def _set(self, partner, choices, mailing=None):
        """Keep what a member chose.

        :param choices: {(filiere id, kind): True to receive, False not to}
        :param mailing: the mailing whose link was used, if any
        """
        rows = self.search(
            [
                ("partner_id", "=", partner.id),
                ("filiere_id", "in", [filiere for filiere, _kind in choices]),
            ]
        )
        known = {(row.filiere_id.id, row.kind): row for row in rows}
        today = fields.Date.context_today(self)
        for (filiere_id, kind), receives in choices.items():
            row = known.get((filiere_id, kind))
            if row and row.is_out == receives:
                row.write({"is_out": not receives, "date_changed": today})
                if mailing:
                    row.mailing_id = mailing
            elif not row and not receives:
                self.create(
                    {
                        "partner_id": partner.id,
                        "filiere_id": filiere_id,
                        "kind": kind,
                        "mailing_id": mailing.id if mailing else False,
                    }
                )

    @api.model
    def _get_emails(self, filiere, kind):
        """Return the set of normalised addresses that unsubscribed, in one query."""
        self.flush_model()
        self.env["res.partner"].flush_model(["email_normalized"])
        only = SQL("AND optout.filiere_id = %s", filiere.id) if filiere else SQL()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT partner.email_normalized
                  FROM smart_filiere_optout optout
                  JOIN res_partner partner ON partner.id = optout.partner_id
                 WHERE optout.is_out AND optout.kind = %s
                   AND partner.email_normalized IS NOT NULL %s
                """,
                kind,
                only,
            )
        )
        return {email for (email,) in rows}
