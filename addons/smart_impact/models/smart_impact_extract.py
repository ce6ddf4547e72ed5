# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import NO_ACCESS

from ..engine.research import FLOOR

STATES = [
    ("draft", "In preparation"),
    ("ready", "Ready"),
    ("refused", "Refused"),
    ("expired", "Expired"),
]
# what a file was made with
FROZEN_FIELDS = {
    *("user_id", "programme_id", "wave_ids", "item_ids", "k", "diversity"),
    *("sensitive_item_id", "has_territory", "has_filiere", "has_band", "left_out_max"),
    *("agreement", "signed_on", "date_end"),
}


class SmartImpactExtract(models.Model):
    """Answers for one research project, under an agreement and for a time.

    The researcher of the project downloads the file, nobody else, and each time is
    written down. Another person than her approves.
    """

    _name = "smart.impact.extract"
    _description = "Research Extract"
    _inherit = ["mail.thread", "mail.activity.mixin", "smart.impact.guarded.mixin"]
    _order = "id desc"

    name = fields.Char("Project", required=True, tracking=True)
    purpose = fields.Text(required=True, help="The question that the project asks.")
    user_id = fields.Many2one(
        "res.users",
        string="Researcher",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain=lambda self: self._domain_user_id(),
    )
    programme_id = fields.Many2one(
        "smart.impact.programme",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_programme_id(),
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    agreement = fields.Binary(
        attachment=True, groups="smart_impact.group_evaluator", copy=False
    )
    agreement_name = fields.Char(copy=False)
    signed_on = fields.Date("Agreement signed on", tracking=True, copy=False)
    date_end = fields.Date(
        "Deleted after",
        tracking=True,
        copy=False,
        help="The files are deleted the day after.",
    )
    wave_ids = fields.Many2many(
        "smart.impact.wave",
        "smart_impact_extract_wave_rel",
        "extract_id",
        "wave_id",
        string="Waves",
        domain="[('programme_id', '=', programme_id), ('state', '=', 'published')]",
    )
    instrument_ids = fields.Many2many(
        "smart.impact.instrument", compute="_compute_instrument_ids"
    )
    item_ids = fields.Many2many(
        "smart.impact.item",
        "smart_impact_extract_item_rel",
        "extract_id",
        "item_id",
        string="Variables",
        domain="[('instrument_id', 'in', instrument_ids),"
        " ('kind', 'in', ('scale', 'choice'))]",
    )
    has_territory = fields.Boolean("Territory", default=True)
    has_filiere = fields.Boolean("Filière")
    has_band = fields.Boolean("Seniority", default=True)
    k = fields.Integer(
        "k",
        default=FLOOR,
        required=True,
        help="How many people at least share the same territory, filière, seniority "
        "and waves answered.",
    )
    sensitive_item_id = fields.Many2one(
        "smart.impact.item",
        string="Sensitive variable",
        domain="[('id', 'in', item_ids)]",
        help="People who look alike must not all have answered the same here.",
    )
    diversity = fields.Integer(
        "l",
        default=1,
        required=True,
        help="Different answers to the sensitive variable among people who look alike.",
    )
    left_out_max = fields.Float(
        "People left out, at most",
        default=0.05,
        help="Rather than blurring everybody more, these many are left out: nobody "
        "without k alike, whom the published figures would tell.",
    )
    built_on = fields.Date(readonly=True, copy=False)
    approved_by = fields.Many2one("res.users", readonly=True, copy=False)
    # columns, not attachments: administrators may read every attachment
    data_file = fields.Binary(
        attachment=False, groups=NO_ACCESS, copy=False, readonly=True
    )
    codebook_file = fields.Binary(
        attachment=False, groups=NO_ACCESS, copy=False, readonly=True
    )
    person_count = fields.Integer("People", readonly=True, copy=False)
    class_count = fields.Integer("Groups of people alike", readonly=True, copy=False)
    k_reached = fields.Integer("Smallest group", readonly=True, copy=False)
    l_reached = fields.Integer("Fewest answers", readonly=True, copy=False)
    left_out_count = fields.Integer("People left out", readonly=True, copy=False)
    generalisation = fields.Text("What was blurred", readonly=True, copy=False)
    download_ids = fields.One2many("smart.impact.extract.download", "extract_id")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _k_floor = models.Constraint(f"CHECK(k >= {FLOOR})", f"k cannot be under {FLOOR}.")
    _diversity_floor = models.Constraint("CHECK(diversity >= 1)", "l begins at 1.")
    _left_out_range = models.Constraint(
        "CHECK(left_out_max BETWEEN 0 AND 0.2)",
        "Leave a fifth of the people out at most.",
    )
    _dates_order = models.Constraint(
        "CHECK(signed_on <= date_end)", "An extract ends after its agreement is signed."
    )

    def _default_programme_id(self):
        domain = [("company_id", "=", self.env.company.id)]
        return self.env["smart.impact.programme"].search(domain, limit=1)

    def _domain_user_id(self):
        group = self.env.ref("smart_impact.group_researcher")
        return [("all_group_ids", "in", group.ids)]

    @api.depends("wave_ids")
    def _compute_instrument_ids(self):
        for extract in self:
            extract.instrument_ids = extract.wave_ids.instrument_id

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for extract in self:
            extract.is_mine = extract.user_id == self.env.user

    @api.constrains("item_ids")
    def _check_items(self):
        for extract in self:
            wrong = extract.item_ids.filtered(
                lambda one: one.kind not in ("scale", "choice")
            )
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(items)s may name people: free texts and open numbers do "
                        "not leave.",
                        items=", ".join(wrong.mapped("code")),
                    )
                )

    @api.constrains("user_id")
    def _check_researcher(self):
        for extract in self:
            if not extract.user_id.has_group("smart_impact.group_researcher"):
                raise ValidationError(
                    self.env._("%s is not a researcher here.", extract.user_id.name)
                )

    def write(self, vals):
        if FROZEN_FIELDS & set(vals) and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._("A file was made of this: prepare another extract instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("An extract stays, with its downloads."))

    def action_expire(self):
        """Delete the files now, before their day."""
        self.check_access("write")
        # the check above stands for the guard
        self.sudo()._expire()

    def _expire(self):
        self.write({"state": "expired", "data_file": False, "codebook_file": False})

    @api.model
    def _cron_expire(self):
        """Delete the files whose day passed."""
        today = fields.Date.context_today(self)
        self.search([("state", "=", "ready"), ("date_end", "<", today)])._expire()

    def action_download_data(self):
        """Take the answers, as CSV."""
        return self._download("data")

    def action_download_codebook(self):
        """Take what columns and values mean, as a workbook."""
        return self._download("codebook")

    def _download(self, kind):
        self.ensure_one()
        url = f"/impact/extract/{self.id}/{kind}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _get_file(self, kind):
        """Return the bytes of a file, `data` or `codebook`, and write it down.

        :raises AccessError: for anybody but the researcher, and after the end
        """
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user or self.state != "ready":
            raise AccessError(self.env._("This extract is not yours, or it ended."))
        if self.date_end < fields.Date.context_today(self):
            raise AccessError(self.env._("This extract is not yours, or it ended."))
        # she may read this extract and its file is hers; the log is written by us
        extract = self.sudo()
        self.env["smart.impact.extract.download"].sudo().create(
            {"extract_id": self.id, "user_id": self.env.uid, "kind": kind}
        )
        return base64.b64decode(extract[f"{kind}_file"])
