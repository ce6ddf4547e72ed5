# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

from .guard import check_commercial, neutral

MAX_FILE_BYTES = 10 * 1024 * 1024
FILE_TYPES = ("application/pdf", "image/jpeg", "image/png")

PROOF_SELECTION = [
    ("declaration", "Declaration on honour"),
    ("document", "Document reviewed"),
    ("third_party", "Verified by a third party"),
]
FROZEN_FIELDS = {
    "partner_id",
    "criterion_id",
    "file",
    "file_name",
    "reference",
    "date",
    "date_expiry",
    "proof",
}
REVIEW_FIELDS = {"state", "reviewer_id", "date_reviewed"}


class SmartSupplierEvidence(models.Model):
    _name = "smart.supplier.evidence"
    _description = "Supplier Evidence"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"

    name = fields.Char(required=True)
    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, ondelete="restrict"
    )
    criterion_id = fields.Many2one(
        "smart.charter.criterion", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="criterion_id.charter_id.company_id", store=True, index=True
    )
    proof = fields.Selection(
        PROOF_SELECTION,
        string="Kind of Proof",
        required=True,
        default="document",
        tracking=True,
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    reference = fields.Char(help="Number or address in a public register.")
    date = fields.Date(
        "Dated", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_expiry = fields.Date(
        "Valid until",
        compute="_compute_date_expiry",
        store=True,
        readonly=False,
        index=True,
        tracking=True,
        help="The end date of the document; by default the validity of the criterion.",
    )
    state = fields.Selection(
        [
            ("to_review", "To review"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
        ],
        default="to_review",
        required=True,
        copy=False,
        tracking=True,
        index=True,
    )
    is_expired = fields.Boolean(compute="_compute_is_expired", search="_search_expired")
    reviewer_id = fields.Many2one(
        "res.users", copy=False, readonly=True, groups="base.group_user"
    )
    date_reviewed = fields.Date(copy=False, readonly=True)
    review_note = fields.Text(
        help="Shown to the supplier: what is missing, what to send instead."
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_expiry IS NULL OR date_expiry >= date)",
        "An evidence cannot expire before its own date.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date", "criterion_id")
    def _compute_date_expiry(self):
        for evidence in self:
            months = evidence.criterion_id.validity_months
            evidence.date_expiry = (
                evidence.date + relativedelta(months=months)
                if evidence.date and months
                else False
            )

    @api.depends("date_expiry")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for evidence in self:
            evidence.is_expired = bool(
                evidence.date_expiry and evidence.date_expiry < today
            )

    def _search_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("date_expiry", "<", fields.Date.context_today(self))]

    # === CONSTRAINTS AND CRUD METHODS === #

    @api.constrains("partner_id")
    def _check_partner(self):
        check_commercial(self)

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(REVIEW_FIELDS, False) | {"state": "to_review"}
        self, vals_list = neutral(self, vals_list, fixed)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & REVIEW_FIELDS:
            raise UserError(self.env._("Use the buttons Accept and Reject."))
        if vals.keys() & FROZEN_FIELDS:
            self._check_to_review()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reviewed(self):
        self._check_to_review()

    # === ACTION METHODS === #

    def action_accept(self):
        self.check_access("write")
        for evidence in self:
            if not evidence.file and not evidence.reference:
                raise ValidationError(
                    self.env._(
                        "%s has neither a file nor a reference in a register. "
                        "Add one, or ask the supplier for it.",
                        evidence.name,
                    )
                )
        self._set_reviewed("accepted")

    def action_reject(self):
        """Reject, also after having accepted: the grade follows at once."""
        self.check_access("write")
        self._set_reviewed("rejected")

    # === BUSINESS METHODS === #

    def _set_reviewed(self, state):
        # sudo: the review is out of reach of a plain write, on purpose.
        self.sudo().write(
            {
                "state": state,
                "reviewer_id": self.env.uid,
                "date_reviewed": fields.Date.context_today(self),
            }
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.partner_id._refresh_charter_grade(cause="evidence")

    @api.model
    def _submit(self, partner, criterion, values):
        """Store what a supplier sends, to be reviewed by a buyer.

        :param dict values: name, file (base64), file_name, and optionally date and
            date_expiry; any other key is ignored.
        """
        self._check_file(values.get("file"))
        allowed = ("name", "file", "file_name", "date", "date_expiry")
        vals = {key: values[key] for key in allowed if values.get(key)}
        vals.setdefault("name", values.get("file_name") or criterion.name)
        evidence = self.create(
            vals
            | {
                "partner_id": partner.id,
                "criterion_id": criterion.id,
                "proof": "document",
            }
        )
        evidence._ask_review()
        return evidence

    def _ask_review(self):
        """Give the supplier's buyer, when it has one, a task."""
        for evidence in self.filtered("partner_id.buyer_id"):
            evidence.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Review the evidence %s", evidence.name),
                user_id=evidence.partner_id.buyer_id.id,
            )

    @api.model
    def _check_file(self, file):
        """Refuse what is not a document or a picture of one, or is too heavy."""
        content = base64.b64decode(file or b"")
        if not content:
            raise UserError(self.env._("Choose the file of the evidence."))
        if len(content) > MAX_FILE_BYTES:
            raise UserError(
                self.env._("The file weighs more than 10 MB. Send a lighter one.")
            )
        if guess_mimetype(content) not in FILE_TYPES:
            raise UserError(self.env._("Send a PDF, a JPEG or a PNG file."))

    def _check_to_review(self):
        reviewed = self.filtered(lambda evidence: evidence.state != "to_review")
        if reviewed:
            raise UserError(
                self.env._(
                    "%(evidence)s was reviewed on %(date)s: assessments may rest "
                    "on it. Reject it and add a new evidence instead.",
                    evidence=reviewed[0].name,
                    date=reviewed[0].date_reviewed,
                )
            )
