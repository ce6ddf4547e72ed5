# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SmartImpactWaveNotice(models.Model):
    """What members read about their data before the first question."""

    _name = "smart.impact.wave.notice"
    _description = "Impact Personal-Data Text"
    _inherit = ["smart.impact.guarded.mixin"]
    # overwritten at creation, whatever is asked
    _guarded_later = {"number"}
    _order = "programme_id, number desc"
    _rec_name = "number"

    programme_id = fields.Many2one(
        "smart.impact.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    number = fields.Integer("Version", readonly=True, required=True, default=0)
    is_longitudinal = fields.Boolean(
        "Members are followed",
        help="What the programme did when this version was made, and what it says: a "
        "wave opens with a text that says what becomes of answers.",
    )
    body = fields.Text(
        "Text", required=True, translate=True, default=lambda self: self._default_body()
    )
    wave_ids = fields.One2many("smart.impact.wave", "notice_id", readonly=True)
    is_used = fields.Boolean(
        compute="_compute_is_used", help="It was shown to members and stays as it is."
    )

    _number_uniq = models.Constraint(
        "UNIQUE(programme_id, number)", "A version of the text has its own number."
    )

    def _init_column(self, column_name):
        """Read in the texts of before what they say, where they are ours."""
        result = super()._init_column(column_name)
        if column_name == "is_longitudinal":
            self.env.cr.execute(
                SQL(
                    "UPDATE smart_impact_wave_notice notice SET is_longitudinal = CASE"
                    " WHEN body ->> 'en_US' LIKE %s THEN FALSE"
                    " WHEN body ->> 'en_US' LIKE %s THEN TRUE"
                    " ELSE programme.is_longitudinal END"
                    " FROM smart_impact_programme programme"
                    " WHERE programme.id = notice.programme_id",
                    "%Nothing joins them with your answers to other waves%",
                    "%A code joins them with your answers to the other waves%",
                )
            )
        return result

    @api.onchange("programme_id")
    def _onchange_programme_id(self):
        """Start from what the programme does, as long as nobody wrote otherwise."""
        ours = [self._default_body(one) for one in (True, False)]
        if not self.body or self.body in ours:
            self.body = self._default_body(self.programme_id.is_longitudinal)
        self.is_longitudinal = self.programme_id.is_longitudinal

    @api.model
    def _default_body(self, is_longitudinal=True):
        """Return what the suite does with answers, for who evaluates to complete."""
        lines = [
            self.env._(
                "Your answers serve to evaluate what the cooperative changes for its "
                "members, and the decisions that follow. Answering is up to you."
            ),
            self.env._(
                "They are stored without your name, mixed with those of others, beside "
                "your territory, your filière and your seniority when at least five "
                "people who were asked share them."
            ),
        ]
        lines.append(
            self.env._(
                "What you write in your own words is read by the evaluators, who do "
                "not see whose it is, and may be quoted: leave out what tells who you "
                "are."
            )
        )
        if is_longitudinal:
            lines += [
                self.env._(
                    "A code joins them with your answers to the other waves. Only a "
                    "secret key gives it; the key is kept apart from the answers and "
                    "destroyed at the end of the programme."
                ),
                self.env._(
                    "Until then you can see and erase your answers on your portal, "
                    "under Social impact."
                ),
            ]
        else:
            lines.append(
                self.env._(
                    "Nothing joins them with your answers to other waves, and nobody "
                    "can find yours again, yourself included."
                )
            )
        lines.append(self.env._("No figure is shown for fewer than five people."))
        return "\n".join(lines)

    @api.depends("number")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = self.env._("Version %s", notice.number)

    @api.depends("wave_ids.state")
    def _compute_is_used(self):
        used = dict(
            self.env["smart.impact.wave"]
            # a wave the user may not read keeps the text all the same
            .sudo()
            ._read_group(
                [("notice_id", "in", self.ids), ("state", "!=", "draft")],
                ["notice_id"],
                ["__count"],
            )
        )
        for notice in self:
            notice.is_used = bool(used.get(notice.sudo()))

    @api.model_create_multi
    def create(self, vals_list):
        last = dict(self._read_group([], ["programme_id"], ["number:max"]))
        latest = {programme.id: number for programme, number in last.items()}
        programmes = self.env["smart.impact.programme"]
        for vals in vals_list:
            programme = vals.get("programme_id")
            latest[programme] = vals["number"] = latest.get(programme, 0) + 1
            follows = programmes.browse(programme).is_longitudinal
            vals.setdefault("is_longitudinal", follows)
            vals.setdefault("body", self._default_body(follows))
        return super().create(vals_list)

    def write(self, vals):
        self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        if any(notice.is_used for notice in self):
            raise UserError(
                self.env._(
                    "Members read this text before they answered: make a new version."
                )
            )

    @api.model
    def _get_latest(self, programme):
        """Return the last version that says what a programme does, made without one."""
        found = self.search([("programme_id", "=", programme.id)], limit=1)
        if found.is_longitudinal != programme.is_longitudinal:
            found = self.browse()
        return found or self._create_default(programme)

    @api.model
    def _create_default(self, programme):
        """Make a version that says what the suite does, in every installed language."""
        vals = {"programme_id": programme.id}
        notice = self.with_context(lang="en_US").create(vals)
        for lang, _name in self.env["res.lang"].get_installed():
            words = notice.with_context(lang=lang)
            words.body = words._default_body(programme.is_longitudinal)
        return notice

    def _get_paragraphs(self):
        """Return the paragraphs of the text."""
        return [line for line in (self.body or "").splitlines() if line.strip()]


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    notice_id = fields.Many2one(
        "smart.impact.wave.notice",
        "Personal-data text",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('programme_id', '=', programme_id)]",
        help="Members read it before the first question. Empty: the last version.",
    )

    @api.constrains("notice_id", "programme_id")
    def _check_notice(self):
        wrong = self.filtered(
            lambda one: one.notice_id and one.notice_id.programme_id != one.programme_id
        )
        if wrong:
            raise UserError(
                self.env._("The personal-data text belongs to another programme.")
            )

    def action_open(self):
        for wave in self.filtered(lambda one: one.state == "draft"):
            if not wave.notice_id:
                wave.notice_id = self.env["smart.impact.wave.notice"]._get_latest(
                    wave.programme_id
                )
            wave._check_notice_fits()
        return super().action_open()

    def _check_notice_fits(self):
        """Refuse to open with a text that says the opposite of what will be done."""
        if self.notice_id.is_longitudinal == self.programme_id.is_longitudinal:
            return
        raise UserError(
            self.env._(
                "%(notice)s of the personal-data text of %(wave)s says the opposite of "
                "what the programme does with answers: choose another one, or leave it "
                "empty to take the last.",
                notice=self.notice_id.display_name,
                wave=self.name,
            )
        )
