# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

# what is only spotted does not yet bind anybody to anybody
KNOWN_STATES = ("contacted", "linked", "closed")
STATES = [
    ("spotted", "Spotted"),
    ("contacted", "Contacted"),
    ("linked", "Linked to a filière"),
    ("closed", "Closed"),
]


class SmartInitiative(models.Model):
    """Something members do together, whoever noticed it."""

    _name = "smart.initiative"
    _description = "Collective Initiative"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(
        [
            ("project", "Project"),
            ("collective", "Collective"),
            ("purchase", "Shared purchase"),
            ("network", "Network"),
        ],
        required=True,
        default="project",
        tracking=True,
    )
    state = fields.Selection(
        STATES, required=True, default="spotted", tracking=True, group_expand=True
    )
    active = fields.Boolean(default=True)
    description = fields.Text()
    origin = fields.Selection(
        [
            ("member", "Proposed by a member"),
            ("staff", "Noticed by an animator"),
            ("detected", "Found in what happened"),
        ],
        required=True,
        default="staff",
        readonly=True,
    )
    partner_ids = fields.Many2many(
        "res.partner",
        "smart_initiative_partner_rel",
        "initiative_id",
        "partner_id",
        string="Participants",
        domain=[("is_member", "=", True)],
    )
    proposed_by_id = fields.Many2one(
        "res.partner", "Proposed by", readonly=True, index="btree_not_null"
    )
    filiere_id = fields.Many2one(
        "smart.filiere", index="btree_not_null", check_company=True, tracking=True
    )
    territory_id = fields.Many2one("smart.territory", index="btree_not_null")
    company_id = fields.Many2one(
        "res.company", related="filiere_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Followed by", domain=[("share", "=", False)], tracking=True
    )
    date_start = fields.Date("Since", default=fields.Date.context_today)
    date_end = fields.Date("Until")
    participant_count = fields.Integer(
        "Participants, all",
        compute="_compute_participant_count",
        store=True,
        help="With those who did not agree to be named.",
    )
    unnamed_count = fields.Integer(
        "Not named", readonly=True, help="Found there, but did not agree to be named."
    )
    event_count = fields.Integer("Common events", readonly=True)
    detection_key = fields.Char(readonly=True, copy=False)

    _detection_uniq = models.UniqueIndex(
        "(detection_key) WHERE detection_key IS NOT NULL",
        "This group was already found.",
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_end >= date_start)", "An initiative ends after it began."
    )

    @api.depends("partner_ids", "unnamed_count")
    def _compute_participant_count(self):
        for initiative in self:
            initiative.participant_count = (
                len(initiative.partner_ids) + initiative.unnamed_count
            )

    @api.constrains("state", "filiere_id")
    def _check_linked(self):
        for initiative in self:
            if initiative.state == "linked" and not initiative.filiere_id:
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be linked yet: choose its filière first.",
                        initiative.name,
                    )
                )

    # === ACTIONS === #

    def action_contact(self):
        """Record that its people were spoken to, by the one who does it."""
        self.write({"state": "contacted", "user_id": self.env.uid})

    def action_link(self):
        """Record that it belongs to its filière."""
        self.write({"state": "linked"})

    def action_close(self):
        """Record that it is over, today unless it says when."""
        today = fields.Date.context_today(self)
        for initiative in self:
            end = initiative.date_end or max(today, initiative.date_start or today)
            initiative.write({"state": "closed", "date_end": end})

    # === BUSINESS METHODS === #

    @api.model
    def _propose(self, partner, vals):
        """Create what the member `partner` describes; she takes part in it."""
        return self.create(
            {
                **vals,
                "origin": "member",
                "proposed_by_id": partner.id,
                "territory_id": partner.territory_id.id,
                "partner_ids": [(6, 0, partner.ids)],
            }
        )

    @api.model
    def _get_tie_evidence_query(self):
        """Say who takes part together; dated by its end once it is over."""
        return SQL(
            """
            SELECT 'initiative' AS kind, initiative.id::text AS event_key,
                   rel.partner_id,
                   CASE WHEN initiative.date_end <= CURRENT_DATE
                        THEN initiative.date_end
                        ELSE COALESCE(initiative.date_start,
                                      initiative.create_date::date) END AS happened_on
              FROM smart_initiative initiative
              JOIN smart_initiative_partner_rel rel
                ON rel.initiative_id = initiative.id
             WHERE initiative.active AND initiative.state = ANY(%s)
            """,
            list(KNOWN_STATES),
        )
