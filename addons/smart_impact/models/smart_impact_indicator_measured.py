# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether an indicator is measured, and what is missing where it is not."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

MEASURED = (
    Domain("source", "=", "survey") & Domain("item_ids", "!=", False)
    | Domain("source", "=", "erp") & Domain("numerator_id", "!=", False)
    | Domain("source", "=", "qualitative") & Domain("theme_ids", "!=", False)
    | Domain("source", "in", ("external", "wave"))
)

# adopted as shipped: the data gives them a description alone
DESCRIBED = ("indicator_took_part", "indicator_rights", "indicator_security")


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    source = fields.Selection(
        selection_add=[("wave", "The waves themselves")], ondelete={"wave": "cascade"}
    )
    missing_data = fields.Text(
        "What is missing",
        translate=True,
        help="What it would take to measure it, as anybody can read it.",
    )
    is_measured = fields.Boolean(
        "Measured",
        compute="_compute_is_measured",
        compute_sudo=True,
        search="_search_is_measured",
        help="It has questions, a measure, a codebook or an external value.",
    )
    measured_badge = fields.Char(
        "Measurement", compute="_compute_measured_badge", compute_sudo=True
    )

    @api.depends("source", "item_ids", "numerator_id", "theme_ids")
    def _compute_is_measured(self):
        for indicator in self:
            rests_on = {
                "survey": indicator.item_ids,
                "erp": indicator.numerator_id,
                "qualitative": indicator.theme_ids,
            }
            indicator.is_measured = bool(rests_on.get(indicator.source, True))

    @api.depends("is_measured")
    @api.depends_context("lang")
    def _compute_measured_badge(self):
        words = self.env._("Not measured yet")
        for indicator in self:
            indicator.measured_badge = False if indicator.is_measured else words

    def _search_is_measured(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        if True in value:
            domain |= MEASURED
        if False in value:
            domain |= ~MEASURED
        # what it rests on is the researchers' to read, whether it does is not
        records = self.sudo().with_context(active_test=False)
        return Domain("id", "in", records._search(domain))

    def _is_computable(self):
        """Tell whether figures are read from the records of this database."""
        self.ensure_one()
        return self.source == "wave" or (
            self.source == "erp" and bool(self.numerator_id)
        )

    # === SHIPPED DATA === #

    @api.model
    def _open_shipped(self):
        """Let the data of the add-on reach what is as it was shipped.

        Drafts that nobody touched and that measure nothing, and those that only get
        a description, where they have none. All others keep what they hold.
        """
        shipped = self._get_shipped()
        drafts = shipped.filtered(
            lambda one: (
                one.state == "draft"
                and one.write_uid.id == SUPERUSER_ID
                and not one.is_measured
            )
        )
        described = self.browse()
        for name in DESCRIBED:
            described |= self.env.ref(f"smart_impact.{name}", False) or self.browse()
        bare = described.filtered(lambda one: not one.description)
        rows = self._get_shipped_ids(drafts | bare)
        rows.noupdate = False
        # the loading of data reads it by SQL
        rows.flush_recordset()

    @api.model
    def _close_shipped(self):
        """Keep what was shipped as it is from now on."""
        self._get_shipped_ids(self._get_shipped()).noupdate = True

    def _get_shipped(self):
        rows = self.env["ir.model.data"].search(
            [("module", "=", "smart_impact"), ("model", "=", self._name)]
        )
        return (
            self.with_context(active_test=False).browse(rows.mapped("res_id")).exists()
        )

    def _get_shipped_ids(self, indicators):
        return self.env["ir.model.data"].search(
            [
                ("module", "=", "smart_impact"),
                ("model", "=", self._name),
                ("res_id", "in", indicators.ids),
            ]
        )
