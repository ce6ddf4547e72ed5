# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import io
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .charter_common import CharterCommon

XLSX = "smart_purchase_charter.report_spend_xlsx"


def workbook(*rows):
    book = openpyxl.Workbook()
    head = ("Date", "Supplier", "VAT", "Category", "Amount", "Currency", "Member")
    for row in (head, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue())


@tagged("post_install", "-at_install")
class TestSpend(CharterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a company of its own: a database that tells a story has purchases
        cls.company = cls.env["res.company"].create(
            {"name": "Strategy", "currency_id": cls.env.company.currency_id.id}
        )
        for user in (cls.buyer, cls.purchase_manager):
            user.write({"company_ids": [(4, cls.company.id)]})
        cls.supplier.write({"zip": "4000", "country_id": cls.belgium.id})
        cls.paper = cls.env["product.category"].create({"name": "Paper of tests"})
        cls.today = fields.Date.context_today(cls.env.user)
        cls.lines = cls.env["smart.spend.line"]

    def _import(self, *rows, user=None):
        record = (
            self.env["smart.spend.import"]
            .with_user(user or self.purchase_manager)
            .create(
                {
                    "name": "Old tool",
                    "company_id": self.company.id,
                    "file": workbook(*rows),
                }
            )
        )
        record.action_import()
        return record

    def _row(self, amount=100, member="", supplier=None, category="Paper of tests"):
        day = self.today - timedelta(days=30)
        name = (supplier or self.supplier).name
        return (day.isoformat(), name, "", category, amount, "", member)

    def _spend(self, *extra):
        self.lines._refresh()
        return self.lines.search([("company_id", "=", self.company.id), *extra])

    def _members(self, number):
        return [
            self._create_member(
                f"Buyer {rank}", email=f"buyer{rank}@example.com", zip="4000"
            )
            for rank in range(number)
        ]

    # === STREAM === #

    def test_an_order_counts_once_ordered_then_billed(self):
        order = self._create_order(self.supplier, 100, quantity=3)
        order.button_confirm()
        order.order_line.qty_received = 3
        own = [("order_line_id", "in", order.order_line.ids)]
        self.lines._refresh()
        self.assertEqual(self.lines.search(own).amount, 300)
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.invoice_line_ids.quantity = 2
        bill.invoice_date = self.today
        bill.action_post()
        self.lines._refresh()
        billed = [("move_line_id", "in", bill.invoice_line_ids.ids)]
        self.assertEqual(self.lines.search(own).amount, 100)
        self.assertEqual(self.lines.search(billed).amount, 200)

    def test_a_draft_is_no_purchase(self):
        order = self._create_order(self.supplier)
        self.lines._refresh()
        own = [("order_line_id", "in", order.order_line.ids)]
        self.assertFalse(self.lines.search(own))

    def test_refreshed_twice_is_the_same(self):
        self._import(self._row(40))
        self._spend()
        self.assertEqual(self._spend().mapped("amount"), [40])

    def test_a_row_knows_grade_place_and_category(self):
        self._assess_as(self.supplier, "exemplary")
        self._import(self._row(40))
        row = self._spend()
        self.assertEqual(row.charter_grade, "exemplary")
        self.assertTrue(row.is_responsible and row.is_assessed and row.is_local)
        self.assertEqual(row.category_id, self.paper)
        self.assertEqual(row.territory_id, self.territory_liege)

    def test_members_appear_from_five_on(self):
        members = self._members(5)
        self._import(*(self._row(10, one.email) for one in members[:4]))
        self.assertFalse(self._spend())
        self._import(self._row(10, members[4].email))
        row = self._spend()
        self.assertEqual((row.buyer_type, row.amount), ("member", 50))
        self.assertEqual(row.member_count, 5)
        self.assertFalse(row.import_line_id)
        self.assertEqual((row.date.month, row.date.day), (1, 1))

    def test_five_members_of_one_supplier_are_worth_a_pool(self):
        self.company.pooling_saving_rate = 10
        members = self._members(5)
        self._import(self._row(500), *(self._row(100, m.email) for m in members))
        self._spend()
        saving = self.env["smart.spend.saving"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(saving.partner_id, self.supplier)
        self.assertEqual((saving.amount, saving.structure_amount), (500, 500))
        self.assertEqual((saving.member_count, saving.potential), (5, 50))

    def test_queries_do_not_grow_with_purchases(self):
        def count():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.lines._refresh()
            return self.env.cr.sql_log_count - before

        self._import(self._row(1))
        count()
        few = count()
        self._import(*(self._row(rank + 1) for rank in range(50)))
        self.assertEqual(count(), few)

    # === IMPORT === #

    def test_nothing_is_half_written(self):
        record = self._import(
            self._row(10),
            self._row(10, "nobody@example.com"),
            ("2025-02-30", self.supplier.name, "", "", 5),
            self._row("ten"),
            self._row(10, category="No such thing"),
        )
        self.assertEqual(record.state, "draft")
        self.assertFalse(record.line_ids)
        for line in range(3, 7):
            self.assertIn(f"Line {line}:", record.report)
        self.assertNotIn("Line 2:", record.report)

    def test_two_suppliers_of_one_name_are_not_guessed(self):
        self._create_supplier(self.supplier.name)
        self.assertIn("several", self._import(self._row(10)).report)

    def test_a_vat_number_decides(self):
        self._create_supplier(self.supplier.name)
        self.supplier.vat = "BE0477472701"
        day = self.today.isoformat()
        record = self._import((day, "whatever", "BE0477472701", "", 5))
        self.assertEqual(record.line_ids.partner_id, self.supplier)

    def test_another_currency_is_converted(self):
        money = self.env["res.currency"].create({"name": "TSU", "symbol": "T"})
        self.env["res.currency.rate"].create(
            {
                "currency_id": money.id,
                "rate": 10,
                "name": "2020-01-01",
                "company_id": self.company.id,
            }
        )
        row = (*self._row(100)[:5], "TSU")
        self.assertEqual(self._import(row).line_ids.amount, 10)

    def test_what_is_no_workbook_is_refused_with_words(self):
        for content in (b"hello", b"", b"PK\x03\x04broken"):
            record = self.env["smart.spend.import"].create(
                {"name": "Bad", "file": base64.b64encode(content)}
            )
            with self.assertRaisesRegex(UserError, "workbook"):
                record.action_import()

    def test_imported_once_and_undone(self):
        record = self._import(self._row(10))
        with self.assertRaises(UserError):
            record.action_import()
        with self.assertRaises(UserError):
            record.state = "draft"
        record.action_undo()
        self.assertFalse(record.line_ids)

    def test_the_template_is_a_workbook_of_the_columns(self):
        content, _kind = self.env["ir.actions.report"]._render_xlsx(
            "smart_purchase_charter.report_spend_template_xlsx",
            self._import(self._row(1)).ids,
            {},
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        self.assertEqual(sheet.max_column, 8)

    # === TARGETS === #

    def _target(self, **values):
        return (
            self.env["smart.spend.target"]
            .with_user(self.purchase_manager)
            .create(
                {
                    "name": "Paper",
                    "company_id": self.company.id,
                    "category_id": self.paper.id,
                    "target_value": 80,
                    "deadline": self.today + timedelta(days=365),
                    **values,
                }
            )
        )

    def test_a_target_starts_from_practice_and_freezes_it(self):
        good = self._create_supplier("Good paper")
        self._assess_as(good, "exemplary")
        self._import(self._row(60), self._row(40, supplier=good))
        self._spend()
        target = self._target()
        target.action_adopt()
        self.assertEqual(target.baseline_value, 40)
        self.assertEqual((target.baseline_amount, target.baseline_count), (100, 2))
        self._import(self._row(100, supplier=good))
        self._spend()
        target.invalidate_recordset()
        self.assertEqual(target.baseline_value, 40)
        self.assertEqual(target.current_value, 70)
        self.assertEqual(target.progress, 75)
        for values in ({"target_value": 50}, {"baseline_value": 1}, {"state": "draft"}):
            with self.assertRaises(UserError):
                target.write(values)
        with self.assertRaises(UserError):
            target.unlink()

    def test_a_change_is_a_version_and_the_history_stays(self):
        first = self._target()
        first.action_adopt()
        action = first.action_new_version()
        second = self.env["smart.spend.target"].browse(action["res_id"])
        second = second.with_user(self.purchase_manager)
        second.target_value = 90
        self.assertEqual(first.state, "adopted")
        second.action_adopt()
        self.assertEqual((first.state, second.version), ("superseded", 2))
        self.assertEqual(second.previous_id, first)

    def test_targets_are_measured_together(self):
        def count(targets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            targets.mapped("current_value")
            return self.env.cr.sql_log_count - before

        one = self._target()
        more = one
        for name in ("Local", "Members", "Assessed", "Paper again"):
            more |= self._target(name=name)
        # rights and groups are read once, whatever is asked
        count(more)
        self.assertEqual(count(more), count(one))
        self.assertEqual(set(more.mapped("current_value")), {one.current_value})

    def test_a_target_comes_after_its_baseline(self):
        with self.assertRaises(ValidationError):
            self._target(deadline=self.today - timedelta(days=400))

    # === FIGURES === #

    def test_figures_have_formula_n_and_records(self):
        good = self._create_supplier("Good paper")
        self._assess_as(good, "exemplary")
        self._import(self._row(60), self._row(40, supplier=good))
        self._spend()
        report = (
            self.env["smart.spend.report"]
            .with_user(self.purchase_manager)
            .create(
                {
                    "name": "Year",
                    "company_id": self.company.id,
                    "date_from": self.today - timedelta(days=365),
                    "date_to": self.today,
                }
            )
        )
        report.action_compute()
        figures = {figure.code: figure for figure in report.figure_ids}
        self.assertEqual(figures["responsible"].value, 40)
        self.assertEqual(figures["new_soc"].value, 50)
        # the charter of tests has no criterion on the environment
        self.assertEqual(figures["new_env"].value, 0)
        self.assertEqual(figures["local"].value, 60)
        for figure in figures.values():
            self.assertTrue(figure.formula)
            action = figure.action_view_records()
            found = self.env[action["res_model"]].search(action["domain"])
            if action["res_model"] == "res.partner":
                self.assertEqual(len(found), figure.numerator)
            if action["res_model"] == "smart.spend.line":
                self.assertEqual(sum(found.mapped("amount")), figure.numerator)
        with self.assertRaises(UserError):
            report.date_to = self.today - timedelta(days=1)
        content, _kind = self.env["ir.actions.report"]._render_xlsx(
            XLSX, report.ids, {}
        )
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        self.assertEqual(sheet.max_row, 13)
        self.assertIn(f"/{figures['new_env'].id}", sheet.cell(4, 9).hyperlink.target)

    def test_without_a_purchase_there_is_no_figure(self):
        report = self.env["smart.spend.report"].create(
            {
                "name": "Empty",
                "company_id": self.company.id,
                "date_from": "2001-01-01",
                "date_to": "2001-12-31",
            }
        )
        report.action_compute()
        shares = report.figure_ids.filtered(lambda figure: figure.unit == "%")
        self.assertFalse(any(shares.mapped("has_value")))
        self.env["ir.actions.report"]._render_xlsx(XLSX, report.ids, {})

    # === ACCESS === #

    def test_who_may_read_and_who_may_decide(self):
        buyer = self.env["smart.spend.target"].with_user(self.buyer)
        self.assertTrue(buyer.has_access("read"))
        self.assertFalse(buyer.has_access("write"))
        with self.assertRaises(AccessError):
            self._target().with_user(self.buyer).action_adopt()
        with self.assertRaises(AccessError):
            self.lines.with_user(self.buyer).action_refresh()
        for model in ("import", "import.line"):
            records = self.env[f"smart.spend.{model}"]
            self.assertFalse(records.with_user(self.buyer).has_access("read"))
        for user in (self.member_user, self.supplier_user, self.employee, self.ethics):
            for model in ("line", "saving", "target", "figure", "report"):
                records = self.env[f"smart.spend.{model}"].with_user(user)
                self.assertFalse(records.has_access("read"))

    def test_nobody_writes_the_stream(self):
        for operation in ("write", "create", "unlink"):
            lines = self.lines.with_user(self.purchase_manager)
            self.assertFalse(lines.has_access(operation))
