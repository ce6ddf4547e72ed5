# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.mailing import unsubscribe_verdict
from ..engine.rhythm import occurrences
from .smart_communication_plan import VALIDATORS
from .smart_filiere_membership import PRESENT_STATES

EXTERNAL = ("clients", "institutions", "press")
# what goes out as a mailing; the rest is a reminder to somebody
MAILED = ("letter", "digest", "event")
MEASURES = ("sent", "opened", "clicked", "replied", "unsubscribed", "held_back")


class SmartCommunicationLine(models.Model):
    """Whom, what for, through which channel, how often, by whom."""

    _name = "smart.communication.line"
    _description = "Line of a Communication Plan"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one(
        "smart.communication.plan", required=True, index=True, ondelete="cascade"
    )
    filiere_id = fields.Many2one(related="plan_id.filiere_id", store=True, index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    plan_state = fields.Selection(related="plan_id.state")
    sequence = fields.Integer(default=10)
    name = fields.Char("Title", required=True, translate=True)
    audience = fields.Selection(
        [
            ("confirmed", "Confirmed members"),
            ("potential", "Potential members"),
            ("others", "Other members"),
            ("staff", "Staff"),
            ("clients", "Clients"),
            ("institutions", "Institutions"),
            ("press", "Press and public"),
        ],
        required=True,
        default="confirmed",
    )
    purpose = fields.Selection(
        [
            ("inform", "Inform"),
            ("invite", "Invite"),
            ("value", "Show the value of"),
            ("recruit", "Recruit"),
            ("sell", "Sell"),
            ("report", "Report"),
        ],
        required=True,
        default="inform",
    )
    channel = fields.Selection(
        [
            ("letter", "Letter of the filière"),
            ("digest", "Digest of needs"),
            ("event", "Invitation to an event"),
            ("portal", "Portal page"),
            ("poster", "Poster with QR code"),
            ("card", "Card to share"),
            ("site", "External site"),
            ("press", "Press"),
        ],
        required=True,
        default="letter",
    )
    rhythm = fields.Selection(
        [
            ("once", "Once"),
            ("weekly", "Weekly"),
            ("monthly", "Monthly"),
            ("quarterly", "Quarterly"),
        ],
        required=True,
        default="monthly",
    )
    date_start = fields.Date(
        "First date", default=fields.Date.context_today, required=True
    )
    date_end = fields.Date("Last date", help="Empty: the end of the plan's year.")
    responsible_id = fields.Many2one("res.users", domain=[("share", "=", False)])
    is_external = fields.Boolean(
        "External", compute="_compute_is_external", store=True, readonly=False
    )
    needs_validation = fields.Boolean(
        compute="_compute_needs_validation",
        store=True,
        help="Goes beyond the confirmed members: each mailing is agreed to by the "
        "cooperative's communication.",
    )
    message = fields.Text(help="What should stay in mind.", translate=True)
    mailing_list_id = fields.Many2one(
        "mailing.list", help="Who is written to, outside the members and the staff."
    )
    workplace_ids = fields.Many2many(
        "res.partner",
        string="Workplaces",
        domain=[("is_workplace", "=", True)],
        help="Where the posters hang.",
    )
    target_open = fields.Float("Target opened (%)", aggregator="avg")
    target_click = fields.Float("Target clicked (%)", aggregator="avg")
    edition_ids = fields.One2many("smart.communication.edition", "line_id")
    sent = fields.Integer(compute="_compute_measures")
    opened = fields.Integer(compute="_compute_measures")
    clicked = fields.Integer(compute="_compute_measures")
    replied = fields.Integer(compute="_compute_measures")
    unsubscribed = fields.Integer(compute="_compute_measures")
    held_back = fields.Integer(compute="_compute_measures")
    unsubscribe_state = fields.Selection(
        [("few", "Too few to say"), ("ok", "In order"), ("alert", "More than 1 %")],
        compute="_compute_unsubscribe_state",
        string="Unsubscriptions",
    )

    _dates_order = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The last date comes after the first one.",
    )

    # === COMPUTE METHODS === #

    @api.depends("audience")
    def _compute_is_external(self):
        for line in self:
            line.is_external = line.audience in EXTERNAL

    @api.depends("audience", "is_external")
    def _compute_needs_validation(self):
        for line in self:
            line.needs_validation = line.is_external or line.audience != "confirmed"

    def _compute_measures(self):
        """Sum what the report shows: a masked edition stays masked in the total."""
        rows = self.env["smart.communication.report"]._read_group(
            [("line_id", "in", self.ids)],
            ["line_id"],
            [f"{name}:sum" for name in MEASURES],
        )
        found = {line.id: values for line, *values in rows}
        for line in self:
            values = found.get(line.id, [0] * len(MEASURES))
            for name, value in zip(MEASURES, values, strict=True):
                line[name] = value or 0

    def _compute_unsubscribe_state(self):
        counts = self.env["smart.communication.report"]._get_unsubscribe_counts(self)
        for line in self:
            line.unsubscribe_state = unsubscribe_verdict(*counts.get(line.id, (0, 0)))

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self._check_open()

    def _check_open(self):
        """Refuse that what was agreed to changes without being agreed to again."""
        if self.env.su or self.env.user.has_groups(VALIDATORS):
            return
        for plan in self.plan_id:
            if plan.state != "draft" or plan.is_template:
                raise UserError(
                    self.env._(
                        "%s is no longer a draft: put it back to draft to change it, "
                        "then have it validated again.",
                        plan.display_name,
                    )
                )

    # === BUSINESS METHODS === #

    def _move_to_year(self, year):
        """Return the first date in `year` (the 29th of February becomes the 28th)."""
        day = self.date_start
        return day.replace(year=year, day=min(day.day, 28))

    def _get_model(self):
        """Return the name of the model this audience is written to through."""
        if self.audience in ("confirmed", "potential"):
            return "smart.filiere.membership"
        return "res.partner" if self.audience in ("others", "staff") else "mailing.list"

    def _get_audience_domain(self):
        """Return who is written to, on the model of `_get_model`."""
        self.ensure_one()
        filiere = Domain("filiere_id", "=", self.filiere_id.id)
        known = filiere & Domain("state", "in", [*PRESENT_STATES, "proposed"])
        others = Domain("is_member", "=", True) & Domain(
            "membership_ids", "not any", known
        )
        if self.company_id:
            others &= Domain("company_id", "in", [False, self.company_id.id])
        member = Domain("partner_id.active", "=", True)
        return {
            "confirmed": filiere & Domain("state", "in", PRESENT_STATES) & member,
            "potential": filiere & Domain("state", "=", "proposed") & member,
            "others": others,
            "staff": Domain("user_ids", "any", [("share", "=", False)]),
        }.get(self.audience, Domain.TRUE)

    def _plan_editions(self):
        """Write one row per period to come; what was already drafted stays."""
        today = fields.Date.context_today(self)
        # called from the step that was checked
        editions = self.env["smart.communication.edition"].sudo()
        wanted = {}
        for line in self:
            end = line.date_end or line.date_start.replace(
                year=max(line.plan_id.year, line.date_start.year), month=12, day=31
            )
            for key, day in occurrences(line.rhythm, line.date_start, end):
                wanted[line.id, key] = day
        known = {}
        for edition in editions.search([("line_id", "in", self.ids)]):
            known[edition.line_id.id, edition.period] = edition
        gone = [
            edition.id
            for key, edition in known.items()
            if key not in wanted
            and edition.state == "planned"
            and edition.date_planned >= today
        ]
        editions.browse(gone).unlink()
        for key, edition in known.items():
            if edition.state == "planned" and key in wanted:
                edition.date_planned = wanted[key]
        editions.create(
            [
                {"line_id": line_id, "period": period, "date_planned": day}
                for (line_id, period), day in wanted.items()
                if (line_id, period) not in known and day >= today
            ]
        )

    @api.model
    def _cron_warn(self):
        """Ask the person in charge to look where more than 1 % unsubscribed, once."""
        running = self.search([("plan_state", "in", ("running", "closed"))])
        kind = self.env.ref("smart_filieres.mail_activity_unsubscribed")
        for plan in running.filtered(
            lambda line: line.unsubscribe_state == "alert"
        ).plan_id:
            if kind not in plan.activity_ids.activity_type_id:
                plan.activity_schedule(
                    "smart_filieres.mail_activity_unsubscribed",
                    user_id=plan.responsible_id.id or self.env.uid,
                    summary=self.env._("More than 1 % unsubscribed"),
                )
