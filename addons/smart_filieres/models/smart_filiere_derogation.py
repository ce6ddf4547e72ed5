# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from .smart_filiere_assessment import BANDS

LEAST_REASON = 20
MOST_MONTHS = 24
NOTICE = relativedelta(months=1)


class SmartFiliereDerogation(models.Model):
    """A band decided against the computed one: by whom, why, and until when."""

    _name = "smart.filiere.derogation"
    _description = "Strategic Derogation"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_end desc, id desc"
    _rec_name = "filiere_id"

    assessment_id = fields.Many2one(
        "smart.filiere.assessment", required=True, index=True, ondelete="restrict"
    )
    filiere_id = fields.Many2one(
        related="assessment_id.filiere_id", store=True, index=True
    )
    territory_id = fields.Many2one(related="assessment_id.territory_id", store=True)
    company_id = fields.Many2one(
        related="assessment_id.company_id", store=True, index=True
    )
    computed_band = fields.Selection(related="assessment_id.band", string="Computed")
    band = fields.Selection(BANDS, "Decided", required=True)
    author_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user
    )
    author_function = fields.Char(
        "Function of the author",
        required=True,
        help="Published with the derogation, e.g. head of development.",
    )
    reason = fields.Text(required=True)
    date_start = fields.Date(required=True, default=fields.Date.context_today)
    date_end = fields.Date("Until", required=True)
    date_notice = fields.Date("Notice given on")
    state = fields.Selection(
        [
            ("active", "In force"),
            ("expired", "Expired"),
            ("replaced", "Replaced"),
        ],
        default="active",
        required=True,
        index=True,
        tracking=True,
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end > date_start)", "A derogation ends after it starts."
    )
    _one_active = models.UniqueIndex(
        "(assessment_id) WHERE state = 'active'",
        "An assessment has one derogation in force.",
    )

    @api.constrains("reason", "date_start", "date_end")
    def _check_reason_and_end(self):
        for derogation in self:
            if len((derogation.reason or "").strip()) < LEAST_REASON:
                raise ValidationError(
                    self.env._(
                        "Give the reason in %s characters or more: it is printed "
                        "beside the computed band.",
                        LEAST_REASON,
                    )
                )
            latest = derogation.date_start + relativedelta(months=MOST_MONTHS)
            if derogation.date_end > latest:
                raise ValidationError(
                    self.env._(
                        "A derogation lasts %(months)s months at most: until %(date)s.",
                        months=MOST_MONTHS,
                        date=fields.Date.to_string(latest),
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("A derogation is made on its assessment, when one decides.")
            )
        return super().create(vals_list)

    def write(self, vals):
        content = set(vals) - {"state", "date_notice"}
        if content & set(self._get_frozen_fields()):
            # printed beside a decision: nobody rewrites it
            raise UserError(
                self.env._("A derogation does not change: decide again instead.")
            )
        if not self.env.su and {"state", "date_notice"} & set(vals):
            self.check_access("write")
            raise UserError(self.env._("A derogation ends by itself, on its date."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_printed(self):
        if self:
            raise UserError(
                self.env._("A derogation stays in the history of its filière.")
            )

    @api.model
    def _get_frozen_fields(self):
        return (
            "assessment_id",
            "band",
            "author_id",
            "author_function",
            "reason",
            "date_start",
            "date_end",
        )

    def _get_sentence(self):
        """Return who decided it, as which function, and until when."""
        self.ensure_one()
        return self.env._(
            "Decided against the computed band by %(author)s, %(function)s, from "
            "%(start)s until %(end)s.",
            author=self.author_id.name,
            function=self.author_function,
            start=format_date(self.env, self.date_start),
            end=format_date(self.env, self.date_end),
        )

    # === LIFE === #

    def _end(self, state):
        ended = self.filtered(lambda row: row.state == "active")
        ended.write({"state": state})
        ended.activity_unlink(["mail.mail_activity_data_todo"])
        return ended

    @api.model
    def _cron_expire(self):
        """Give a month's notice, then return to the computed band on the last day."""
        today = fields.Date.context_today(self)
        over = self.search([("state", "=", "active"), ("date_end", "<", today)])
        over._end("expired")
        over.assessment_id._return_to_computed()
        over.assessment_id.filiere_id._plan_for_managers(
            today,
            self.env._("A derogation has ended: the computed band holds again"),
        )
        near = self.search(
            [
                ("state", "=", "active"),
                ("date_notice", "=", False),
                ("date_end", "<=", today + NOTICE),
            ]
        )
        near.write({"date_notice": today})
        near._plan_for_managers(
            today, self.env._("This derogation ends within a month")
        )
