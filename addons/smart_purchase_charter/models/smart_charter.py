# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import neutral

FROZEN_FIELDS = {"name", "text", "version", "company_id"}
PROTECTED_FIELDS = {"state", "date_adopted", "text_hash", "content_hash"}
OPEN_STATES = ("draft", "consulted")


class SmartCharter(models.Model):
    _name = "smart.charter"
    _description = "Supplier Charter"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "version desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    version = fields.Integer(
        required=True, default=lambda self: self._default_version(), tracking=True
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Leave empty for the charter shared by all companies.",
    )
    text = fields.Html(translate=True, sanitize_attributes=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("consulted", "In Consultation"),
            ("voted", "Voted"),
            ("adopted", "Adopted"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
        index=True,
    )
    date_adopted = fields.Date("Adopted on", copy=False, readonly=True)
    text_hash = fields.Char(
        "Fingerprint",
        copy=False,
        readonly=True,
        help="SHA-256 of the text as the committee adopted it.",
    )
    content_hash = fields.Char(
        "Fingerprint of the Version",
        copy=False,
        readonly=True,
        help="SHA-256 of the text in all its languages, the criteria and the floors.",
    )
    criterion_ids = fields.One2many("smart.charter.criterion", "charter_id", copy=True)
    total_weight = fields.Float(compute="_compute_total_weight")
    assessment_count = fields.Integer(compute="_compute_counts")
    signature_count = fields.Integer(compute="_compute_counts")

    _version_uniq = models.UniqueIndex(
        "(version, COALESCE(company_id, 0))",
        "This version of the charter exists already.",
    )

    # === DEFAULT AND COMPUTE METHODS === #

    @api.model
    def _default_version(self):
        last = self.search([], order="version desc", limit=1)
        return last.version + 1

    @api.depends("name", "version")
    def _compute_display_name(self):
        for charter in self:
            charter.display_name = f"{charter.name or ''} v{charter.version}"

    @api.depends("criterion_ids.weight")
    def _compute_total_weight(self):
        for charter in self:
            charter.total_weight = sum(charter.criterion_ids.mapped("weight"))

    def _compute_counts(self):
        assessments = self.env["smart.supplier.assessment"]._read_group(
            [("charter_id", "in", self.ids), ("state", "=", "confirmed")],
            ["charter_id"],
            ["__count"],
        )
        signatures = self.env["smart.charter.signature"]._read_group(
            [("charter_id", "in", self.ids)], ["charter_id"], ["__count"]
        )
        assessments, signatures = dict(assessments), dict(signatures)
        for charter in self:
            charter.assessment_count = assessments.get(charter, 0)
            charter.signature_count = signatures.get(charter, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(PROTECTED_FIELDS, False) | {"state": "draft"}
        self, vals_list = neutral(self, vals_list, fixed)
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        if vals.keys() & FROZEN_FIELDS:
            self._check_draft()
        return super().write(vals)

    def update_field_translations(self, field_name, translations, source_lang=""):
        # The translation dialog does not go through write().
        if field_name in FROZEN_FIELDS:
            self._check_draft()
        return super().update_field_translations(
            field_name, translations, source_lang=source_lang
        )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        version = self._default_version()
        for offset, vals in enumerate(vals_list):
            if "version" not in (default or {}):
                vals["version"] = version + offset
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_adopted(self):
        self._check_draft()

    # === ACTION METHODS === #

    def action_adopt(self):
        """Freeze the text and the criteria; the version in force steps back."""
        self.check_access("write")
        for charter in self:
            charter._check_adoptable()
            older = charter._get_same_scope().filtered(lambda c: c.state == "adopted")
            (older - charter).sudo().write({"state": "superseded"})
            # sudo: the state is out of reach of a plain write, on purpose.
            charter.sudo().write(
                {
                    "state": "adopted",
                    "date_adopted": fields.Date.context_today(charter),
                    "text_hash": charter._get_text_hash(),
                    "content_hash": charter._get_content_hash(),
                }
            )
        return True

    def action_new_version(self):
        self.ensure_one()
        return self.copy()._get_records_action()

    def action_view_assessments(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_supplier_assessment_action"
        )
        return action | {"domain": [("charter_id", "in", self.ids)], "context": {}}

    def action_view_signatures(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_charter_signature_action"
        )
        return action | {"domain": [("charter_id", "in", self.ids)], "context": {}}

    # === BUSINESS METHODS === #

    @api.model
    def _get_in_force(self, company=None):
        """Return the adopted charter of a company, the shared one by default.

        Empty recordset when none was adopted.
        """
        company = company or self.env.company
        charters = self.search(
            [("state", "=", "adopted"), ("company_id", "in", [company.id, False])],
            order="company_id NULLS LAST, version desc",
        )
        return charters[:1]

    def _get_text_hash(self):
        """Fingerprint of the text in the language of the context."""
        self.ensure_one()
        return hashlib.sha256((self.text or "").encode()).hexdigest()

    def _get_applicable_criteria(self, partner):
        """Return the criteria asked from a supplier, by its size and categories."""
        self.ensure_one()
        return self.criterion_ids.filtered(lambda c: c._is_applicable(partner))

    def _get_same_scope(self):
        return self.search([("company_id", "=", self.company_id.id)])

    def _check_adoptable(self):
        if self.state != "voted":
            self._check_draft()
        if not self.criterion_ids or not self.total_weight:
            raise UserError(
                self.env._(
                    "%s has no criterion with a weight. Add its criteria first.",
                    self.display_name,
                )
            )

    def _check_draft(self):
        voted = self.filtered(lambda charter: charter._is_being_voted())
        if voted:
            raise UserError(
                self.env._(
                    "The committee votes on %s as it is. To change it, let the vote "
                    "end or create a new version.",
                    voted[0].display_name,
                )
            )
        frozen = self.filtered(lambda charter: charter.state not in OPEN_STATES)
        if frozen:
            raise UserError(
                self.env._(
                    "%s is adopted: suppliers signed it. Create a new version instead.",
                    frozen[0].display_name,
                )
            )

    def _check_protected(self, vals):
        if not self.env.su and vals.keys() & PROTECTED_FIELDS:
            raise UserError(self.env._("Use the button Adopt to change the state."))
