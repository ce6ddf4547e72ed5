# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import binascii
import io
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import spend_import

MOST_PROBLEMS = 50
# zip, XML and openpyxl each fail in their own way on what is no workbook
NO_WORKBOOK = (
    binascii.Error,
    zipfile.BadZipFile,
    InvalidFileException,
    ET.ParseError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
)


class SmartSpendImport(models.Model):
    """Past purchases from another system: the whole file is taken over, or nothing."""

    _name = "smart.spend.import"
    _description = "Past Purchases"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True, help="Where the purchases come from.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    file = fields.Binary("Workbook (xlsx)", attachment=True)
    filename = fields.Char()
    report = fields.Text("What Has to Be Corrected", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "To Import"), ("done", "Imported")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("smart.spend.import.line", "import_id", readonly=True)
    line_count = fields.Integer("Purchases", compute="_compute_totals")
    amount = fields.Monetary("Amount Untaxed", compute="_compute_totals")

    @api.depends("line_ids.amount")
    def _compute_totals(self):
        totals = {
            record: (count, amount)
            for record, count, amount in self.env[
                "smart.spend.import.line"
            ]._read_group(
                [("import_id", "in", self.ids)],
                ["import_id"],
                ["__count", "amount:sum"],
            )
        }
        for record in self:
            record.line_count, record.amount = totals.get(record._origin, (0, 0.0))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([vals | {"state": "draft"} for vals in vals_list])

    def write(self, vals):
        if not self.env.su and "state" in vals:
            raise UserError(self.env._("Use the button Import."))
        return super().write(vals)

    # === ACTION METHODS === #

    def action_import(self):
        """Take over the file, or say line by line what has to be corrected."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "done":
            raise UserError(self.env._("%s is imported already.", self.name))
        today = fields.Date.context_today(self)
        purchases, problems = spend_import.read(self._read_rows(), today)
        vals_list, more = self._resolve(purchases)
        # sudo: the state and the lines are out of reach of a plain write.
        record = self.sudo()
        if problems or more:
            problems = sorted(problems + more, key=lambda problem: problem.line)
            record.report = self._explain(problems)
            return False
        record.env["smart.spend.import.line"].create(vals_list)
        record.write({"state": "done", "report": False})
        return True

    def action_undo(self):
        """Remove what was imported; the file may be corrected and read again."""
        self.check_access("write")
        # sudo: as above
        self.sudo().line_ids.unlink()
        self.sudo().state = "draft"

    def action_view_lines(self):
        """Open the purchases that were imported."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "smart.spend.import.line",
            "views": [[False, "list"]],
            "domain": [("import_id", "=", self.id)],
        }

    # === BUSINESS METHODS === #

    def _read_rows(self):
        """Return the rows of the first sheet, as tuples of cells."""
        try:
            content = base64.b64decode(self.file or b"", validate=False)
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True
            )
            return list(book.worksheets[0].iter_rows(values_only=True))
        except NO_WORKBOOK as error:
            raise UserError(self._get_no_workbook()) from error

    def _get_no_workbook(self):
        return self.env._(
            "This file is not a workbook (xlsx). Download the template, fill it in and "
            "choose it here."
        )

    def _resolve(self, purchases):
        """Return the values of lines and the problems of what is not found."""
        suppliers = self._find_suppliers(purchases)
        names = {one.category.lower() for one in purchases if one.category}
        categories = {
            name.lower(): category
            for category in self.env["product.category"].search([])
            for name in (category.name, category.complete_name)
            if name.lower() in names
        }
        members = self._find_members({one.member for one in purchases if one.member})
        codes = {one.currency.upper() for one in purchases if one.currency}
        currencies = {
            currency.name: currency
            for currency in self.env["res.currency"].search([("name", "in", [*codes])])
        }
        vals_list, problems = [], []
        for one in purchases:
            found = {
                "supplier": suppliers.get(one.vat.upper())
                or suppliers.get(one.supplier.lower()),
                "category": not one.category or categories.get(one.category.lower()),
                "member": not one.member or members.get(one.member.lower()),
                "currency": not one.currency or currencies.get(one.currency.upper()),
            }
            missing = [
                spend_import.Problem(one.line, f"unknown_{name}", getattr(one, name))
                for name, record in found.items()
                if not record
            ]
            problems += missing
            if not missing:
                vals_list.append(self._prepare_line(one, found))
        return vals_list, problems

    def _prepare_line(self, one, found):
        amount = float(one.amount)
        if found["currency"] is not True:
            amount = found["currency"]._convert(
                amount, self.company_id.currency_id, self.company_id, one.date
            )
        return {
            "import_id": self.id,
            "line": one.line,
            "date": one.date,
            "partner_id": found["supplier"].id,
            "category_id": found["category"].id if one.category else False,
            "member_id": found["member"].id if one.member else False,
            "amount": amount,
            "description": one.description,
        }

    def _find_suppliers(self, purchases):
        """Return {VAT number or lower name: supplier}; two of one name are none."""
        vats = {one.vat.upper() for one in purchases if one.vat}
        names = {one.supplier.lower() for one in purchases}
        companies = self.env["res.partner"].search(
            [
                ("parent_id", "=", False),
                ("is_member", "=", False),
                "|",
                ("is_company", "=", True),
                ("supplier_rank", ">", 0),
            ]
        )
        found = {}
        for partner in companies:
            for key in {(partner.vat or "").upper(), (partner.name or "").lower()}:
                if key in vats or key in names:
                    found[key] = None if key in found else partner
        return found

    def _find_members(self, emails):
        members = self.env["res.partner"].search(
            [
                ("is_member", "=", True),
                ("email_normalized", "in", [email.lower() for email in emails]),
            ]
        )
        return {member.email_normalized: member for member in members}

    def _explain(self, problems):
        """Return one line of text per problem, with its line in the workbook."""
        words = {
            "no_date": self.env._("the date is missing"),
            "no_supplier": self.env._("the supplier is missing"),
            "no_amount": self.env._("the amount is missing"),
            "bad_date": self.env._("this is not a date"),
            "bad_amount": self.env._("this is not an amount"),
            "future": self.env._("this date is in the future"),
            "empty": self.env._("there is no purchase"),
            "too_many": self.env._("too many lines; the most is"),
            "unknown_supplier": self.env._("no supplier, or several, of this name"),
            "unknown_category": self.env._("no category of this name"),
            "unknown_member": self.env._("no member has this e-mail"),
            "unknown_currency": self.env._("no currency in use has this code"),
        }
        lines = [
            self.env._(
                "Line %(line)s: %(problem)s%(found)s",
                line=problem.line,
                problem=words[problem.code],
                found=f" “{problem.found}”" if problem.found else "",
            )
            for problem in problems[:MOST_PROBLEMS]
        ]
        if len(problems) > MOST_PROBLEMS:
            rest = len(problems) - MOST_PROBLEMS
            lines.append(self.env._("… and %s more.", rest))
        lines.append(self.env._("Nothing was imported."))
        return "\n".join(lines)
