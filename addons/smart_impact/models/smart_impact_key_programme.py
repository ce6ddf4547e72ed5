# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A programme follows its members from wave to wave, until its key is destroyed."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KEY_STATES = [
    ("none", "Not made yet"),
    ("active", "In use"),
    ("missing", "Missing on this server"),
    ("destroyed", "Destroyed"),
]


class SmartImpactProgramme(models.Model):
    _inherit = "smart.impact.programme"

    is_longitudinal = fields.Boolean(
        "Follow members from wave to wave",
        default=True,
        tracking=True,
        help="Answers bear a code that only a key gives, which is not in the database. "
        "It joins the answers of a member, and lets her see and erase them.",
    )
    key_ids = fields.One2many(
        "smart.impact.key", "programme_id", string="Keys", groups=fields.NO_ACCESS
    )
    key_state = fields.Selection(
        KEY_STATES, string="Key", compute="_compute_key_state", compute_sudo=True
    )
    key_destroyed_on = fields.Date(compute="_compute_key_state", compute_sudo=True)

    @api.depends("key_ids.state")
    def _compute_key_state(self):
        for programme in self:
            key = programme.key_ids
            programme.key_destroyed_on = key.destroyed_on
            if key.state == "active" and not key._read_secret():
                programme.key_state = "missing"
            else:
                programme.key_state = key.state or "none"

    def write(self, vals):
        if "is_longitudinal" not in vals:
            return super().write(vals)
        follows = bool(vals["is_longitudinal"])
        changed = self.filtered(lambda one: one.is_longitudinal != follows)
        if follows:
            changed._check_key_not_destroyed()
        changed._check_nobody_answers()
        result = super().write(vals)
        for programme in changed:
            # what members of the next wave read is no longer what it was
            self.env["smart.impact.wave.notice"]._create_default(programme)
        return result

    def _check_nobody_answers(self):
        """Refuse to turn round what members are reading in an open wave."""
        # a wave that the user may not read is open all the same
        running = self.sudo().wave_ids.filtered(lambda one: one.state == "open")
        if running:
            raise UserError(
                self.env._(
                    "%(waves)s is open, and its members read whether their answers are "
                    "joined to those of other waves: this changes once it is closed.",
                    waves=running.mapped("name"),
                )
            )

    def _check_key_not_destroyed(self):
        gone = self.filtered(lambda one: one.sudo().key_ids.state == "destroyed")
        if gone:
            raise UserError(
                self.env._(
                    "The key of %(programmes)s was destroyed: members are not followed "
                    "any more.",
                    programmes=gone.mapped("name"),
                )
            )

    def _get_secret(self):
        """Return the key of this programme, None without one."""
        self.ensure_one()
        # nobody has a right on keys: what is made with one stays in the store
        return self.sudo().key_ids._read_secret()

    def _ensure_key(self):
        """Make the key of programmes that follow members and never had one."""
        # nobody has a right on keys
        for programme in self.sudo():
            if programme.is_longitudinal and not programme.key_ids:
                self.env["smart.impact.key"].sudo()._generate(programme)

    def action_destroy_key(self):
        """Destroy the key: nobody finds the answers of a member any more, herself
        included, and no further wave is joined to those before."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("smart_impact.group_manager"):
            raise AccessError(self.env._("A manager destroys the key."))
        running = self.wave_ids.filtered(lambda one: one.state == "open")
        if running:
            raise UserError(
                self.env._(
                    "%(waves)s is open: close it before the key is destroyed.",
                    waves=running.mapped("name"),
                )
            )
        # the right was checked above; nobody has one on keys
        keys = self.sudo().key_ids.filtered(lambda key: key.state == "active")
        if not keys:
            raise UserError(self.env._("There is no key to destroy."))
        keys._destroy()
        self.is_longitudinal = False
        self.message_post(
            body=self.env._(
                "The key that joined the waves of members was destroyed. Their answers "
                "stay, and lead to nobody."
            )
        )
