# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

CHOICES = [("for", "For"), ("against", "Against"), ("abstain", "Abstention")]
TEMPLATE = "smart_purchase_charter.mail_template_ballot"


class SmartEthicsBallot(models.Model):
    """The vote of one seat on one case, by its holder or by her substitute.

    Nobody has the right to write: `_cast` and `_declare` check who asks.
    """

    _name = "smart.ethics.ballot"
    _description = "Ethics Committee Ballot"
    _inherit = ["smart.signed.mixin"]
    _order = "case_id, id"
    _rec_name = "seat_id"

    case_id = fields.Many2one(
        "smart.ethics.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    seat_id = fields.Many2one(
        "smart.ethics.seat", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Votes", required=True, index=True, ondelete="restrict"
    )
    substitute_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="restrict"
    )
    choice = fields.Selection(CHOICES)
    voter_id = fields.Many2one(
        "res.partner", "Voted by", index="btree_not_null", ondelete="restrict"
    )
    date = fields.Datetime("Voted on")
    is_out = fields.Boolean(
        "Conflict of Interest", help="Neither votes nor counts in the quorum."
    )
    conflict = fields.Text("Reason to Stay out")

    _seat_uniq = models.Constraint(
        "UNIQUE(case_id, seat_id)", "A seat has one vote on a case."
    )
    _out_or_vote = models.Constraint(
        "CHECK(choice IS NULL OR is_out IS NOT TRUE)",
        "A seat with a conflict of interest does not vote.",
    )

    # === SIGNED LINKS === #

    def _get_signed_actions(self):
        return {
            **super()._get_signed_actions(),
            "for": (self.env._("I vote for"), "_cast_for"),
            "against": (self.env._("I vote against"), "_cast_against"),
            "abstain": (self.env._("I abstain"), "_cast_abstain"),
            "conflict": (
                self.env._("I have a conflict of interest"),
                "_declare_by_link",
            ),
        }

    def _get_signed_version(self):
        return f"{self.case_id.state} {self.choice or ''} {self.is_out}"

    def _get_signed_summary(self, action):
        return self.case_id.name

    def _cast_for(self):
        self._cast("for", self.partner_id)

    def _cast_against(self):
        self._cast("against", self.partner_id)

    def _cast_abstain(self):
        self._cast("abstain", self.partner_id)

    def _declare_by_link(self):
        self._declare(self.partner_id)

    # === BUSINESS METHODS === #

    def _cast(self, choice, voter=None):
        """Vote for the seat; may be changed until the case is decided.

        :param voter: who answers by a link; by default the user's own contact
        :raise UserError: the vote is over, or the seat declared a conflict
        """
        voter = self._check_voter(voter)
        self._share_lock()
        if self.is_out:
            raise UserError(
                self.env._(
                    "This seat declared a conflict of interest: it does not vote."
                )
            )
        # sudo: who votes was checked, and for which seat.
        self.sudo().write(
            {"choice": choice, "voter_id": voter.id, "date": fields.Datetime.now()}
        )

    def _declare(self, voter=None):
        """Stay out of the case; before the vote only, and for good."""
        voter = self._check_voter(voter)
        self._share_lock()
        if self.choice:
            raise UserError(
                self.env._("A conflict of interest is declared before voting.")
            )
        self.sudo().write(
            {
                "is_out": True,
                "conflict": self.env._("Declared by %s.", voter.name),
                "date": fields.Datetime.now(),
            }
        )

    def _check_voter(self, voter):
        self.ensure_one()
        voter = voter or self.env.user.partner_id
        if voter not in self.partner_id | self.substitute_id:
            raise AccessError(self.env._("This seat is somebody else's."))
        if self.choice and self.voter_id == self.partner_id != voter:
            raise UserError(
                self.env._("%s voted herself for this seat.", self.partner_id.name)
            )
        return voter

    def _share_lock(self):
        """Wait for a decision that is being taken; voters do not wait for each other.

        :raise UserError: the vote is not open
        """
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "SELECT id FROM smart_ethics_case WHERE id = %s FOR SHARE",
                self.case_id.id,
            )
        )
        self.case_id.invalidate_recordset(["state"])
        if self.case_id.state != "open":
            raise UserError(
                self.env._("The vote on “%s” is not open.", self.case_id.name)
            )

    def _ask(self):
        """Ask each seat that may vote, by e-mail with one link per answer."""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        asked = self.filtered(lambda ballot: not ballot.is_out)
        for lang, ballots in asked.grouped(lambda b: b.partner_id.lang).items():
            template and template.with_context(lang=lang).send_mail_batch(ballots.ids)
