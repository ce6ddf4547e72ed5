# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command, Domain

from ..engine.geography import square_of
from .smart_directory_field import AUDIENCE_KEYS

# what a member says with yes or no
FLAGS = ("works_remotely", "is_available", "is_open_to_cocontracting")
# words a member may add to the shared list at once
MOST_NEW_SKILLS = 10


class SmartDirectoryProfile(models.Model):
    """What a member says of herself. Others read `smart.directory.entry` instead."""

    _name = "smart.directory.profile"
    _description = "Member Profile"
    _inherit = ["mail.thread", "smart.signed.mixin", "smart.member.mail.mixin"]
    _order = "partner_id, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        ondelete="cascade",
        domain=[("is_member", "=", True)],
    )
    ref = fields.Char(
        "Public reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._default_ref(),
    )
    company_id = fields.Many2one(
        related="partner_id.company_id", store=True, index=True
    )
    territory_id = fields.Many2one(
        related="partner_id.territory_id", store=True, index=True
    )
    is_placed = fields.Boolean(
        "On the map",
        compute="_compute_grid",
        store=True,
        help="Her postal code is known.",
    )
    grid_square = fields.Integer(compute="_compute_grid", store=True, aggregator=None)
    grid_latitude = fields.Float(
        compute="_compute_grid", store=True, digits=(8, 4), aggregator=None
    )
    grid_longitude = fields.Float(
        compute="_compute_grid", store=True, digits=(8, 4), aggregator=None
    )
    headline = fields.Char("Trade in one line", size=120)
    about = fields.Text()
    activity_ids = fields.Many2many(
        "smart.activity", "smart_profile_activity_rel", "profile_id", "activity_id"
    )
    skill_ids = fields.Many2many(
        "smart.skill",
        "smart_profile_skill_rel",
        "profile_id",
        "skill_id",
        string="Skills",
    )
    sought_skill_ids = fields.Many2many(
        "smart.skill",
        "smart_profile_sought_rel",
        "profile_id",
        "skill_id",
        string="Skills sought",
    )
    language_ids = fields.Many2many(
        "res.lang",
        "smart_profile_lang_rel",
        "profile_id",
        "lang_id",
        string="Languages",
        context={"active_test": False},
    )
    works_remotely = fields.Boolean("Works at distance")
    is_available = fields.Boolean("Available for new work")
    is_open_to_cocontracting = fields.Boolean("Open to co-contracting")
    release_ids = fields.One2many(
        "smart.directory.release",
        "profile_id",
        string="Released fields",
        domain=[("date_withdrawn", "=", False)],
    )
    date_confirmed = fields.Date("Confirmed on", default=fields.Date.context_today)
    is_published = fields.Boolean(
        "Published",
        default=True,
        copy=False,
        help="Withdrawn when nobody confirmed the profile for twelve months.",
    )
    is_listed = fields.Boolean(
        "In the directory", compute="_compute_is_listed", search="_search_is_listed"
    )

    _partner_uniq = models.Constraint("UNIQUE(partner_id)", "A member has one profile.")
    _ref_uniq = models.Constraint("UNIQUE(ref)", "This reference is taken.")

    @api.model
    def _default_ref(self):
        return uuid.uuid4().hex

    @api.depends("partner_id.zip", "partner_id.country_id")
    def _compute_grid(self):
        """Place the member in a 10-km square: the only position that is ever kept."""
        pairs = {
            profile: (profile.partner_id.country_id.id, profile.partner_id.zip)
            for profile in self
        }
        squares = self.env["smart.postal.point"]._find_squares(pairs.values())
        for profile, pair in pairs.items():
            profile.is_placed = bool(squares[pair])
            centre = squares[pair] or (0.0, 0.0)
            profile.grid_square = square_of(*centre) if squares[pair] else False
            profile.grid_latitude, profile.grid_longitude = centre

    def _compute_is_listed(self):
        groups = self.env["smart.directory.entry"]._read_group(
            [("profile_id", "in", self.ids)], ["profile_id"]
        )
        listed = {profile.id for (profile,) in groups}
        for profile in self:
            profile.is_listed = profile.id in listed

    def _search_is_listed(self, operator, value):
        if operator != "in":
            return NotImplemented
        entries = self.env["smart.directory.entry"]._search([])
        return [("id", "in", entries.subselect("profile_id"))]

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._refresh_entries()
        return profiles

    def write(self, vals):
        result = super().write(vals)
        if self._get_projected_fields() & set(vals):
            self._refresh_entries()
        return result

    def unlink(self):
        # the database deletes the entries with the profile
        self.env["smart.directory.count"].sudo()._add_entries(self.ids, -1)
        return super().unlink()

    @api.model
    def _get_projected_fields(self):
        """Return the names of the fields whose change alters what others read."""
        return {
            "partner_id",
            "headline",
            "about",
            "activity_ids",
            "skill_ids",
            "sought_skill_ids",
            "language_ids",
            "date_confirmed",
            "is_published",
            *FLAGS,
        }

    # === BUSINESS METHODS === #

    @api.model
    def _get_for_member(self, partner):
        """Return the profile of `partner`, created empty and hidden the first time."""
        profile = self.search([("partner_id", "=", partner.id)], limit=1)
        return profile or self.create({"partner_id": partner.id})

    def _save_from_member(self, vals, audiences):
        """Keep what the member wrote on the portal.

        :param vals: headline and about (text), activity_ids, skill_ids,
            sought_skill_ids and language_ids (lists of ids), new_skills (names)
        :param audiences: dict of field key → audience key
        :raise ValidationError: unknown or too wide an audience
        """
        self.ensure_one()
        named = self._find_or_create_skills(vals.get("new_skills") or [])
        lists = {
            "activity_ids": self.env["smart.activity"],
            "skill_ids": self.env["smart.skill"],
            "sought_skill_ids": self.env["smart.skill"],
            "language_ids": self.env["res.lang"],
        }
        clean = {
            name: [Command.set(model.search([("id", "in", vals[name])]).ids)]
            for name, model in lists.items()
            if name in vals
        }
        for skill in named:
            clean["skill_ids"].append(Command.link(skill.id))
        clean.update({name: bool(vals[name]) for name in FLAGS if name in vals})
        clean["headline"] = vals.get("headline") or False
        clean["about"] = vals.get("about") or False
        self.write({**clean, **self._prepare_fresh_vals()})
        self._release(audiences)
        filieres = self.env["smart.filiere"].search([("state", "!=", "closed")])
        filieres._propose_by_activity(self.partner_id)

    @api.model
    def _find_or_create_skills(self, names):
        """Return the skills called `names`, adding those nobody named before."""
        names = {name.strip()[:60].casefold(): name.strip()[:60] for name in names}
        names.pop("", None)
        names = dict(list(names.items())[:MOST_NEW_SKILLS])
        skills = self.env["smart.skill"].with_context(active_test=False)
        alike = Domain.OR(
            # what people type is a name, not a pattern
            Domain("name", "=ilike", re.sub(r"([%_\\\\])", r"\\\1", name))
            for name in names.values()
        )
        known = skills.search(alike) if names else skills
        known = known.filtered(lambda skill: skill.name.casefold() in names)
        found = {skill.name.casefold() for skill in known}
        missing = [name for key, name in names.items() if key not in found]
        return known | skills.create([{"name": name} for name in missing])

    def _answer_filiere(self, filiere, answer):
        """Record the member's own answer about `filiere`.

        :param answer: join, confirm, refuse or leave
        """
        self.ensure_one()
        Membership = self.env["smart.filiere.membership"]
        membership = Membership.search(
            [("partner_id", "=", self.partner_id.id), ("filiere_id", "=", filiere.id)]
        )
        if not membership:
            membership = Membership.create(
                {
                    "partner_id": self.partner_id.id,
                    "filiere_id": filiere.id,
                    "origin": "declaration",
                }
            )
        if answer in ("join", "confirm"):
            membership._set_confirmed(by_member=True)
        elif answer == "refuse":
            membership._set_refused()
        else:
            membership._set_left()

    def _get_audiences(self):
        """Return {field key: audience} as the member released them."""
        self.ensure_one()
        return {row.field_id.key: row.audience for row in self.release_ids}

    def _get_consents(self):
        """Return all consents the member ever gave, the newest first."""
        rows = self.env["smart.directory.release"].search(
            [("profile_id", "in", self.ids), ("audience", "!=", "cooperative")]
        )
        return rows.sorted(lambda row: (row.date_released, row.id), reverse=True)

    def _release(self, audiences):
        """Record consent: each field of `audiences` is shown to its audience.

        :param audiences: dict of field key → audience key
        :raise ValidationError: unknown field or audience, or above the ceiling
        """
        fields_by_key = {row.key: row for row in self._get_directory_fields()}
        for key, audience in audiences.items():
            self._check_audience(fields_by_key.get(key), audience)
        wanted = {fields_by_key[key].id: audiences[key] for key in audiences}
        changed = self.release_ids.filtered(
            lambda row: wanted.get(row.field_id.id, row.audience) != row.audience
        )
        kept = {
            (row.profile_id.id, row.field_id.id) for row in self.release_ids - changed
        }
        changed.write({"date_withdrawn": fields.Datetime.now()})
        # the unique index must see the closed rows before the new ones
        changed.flush_recordset(["date_withdrawn"])
        self.env["smart.directory.release"].create(
            [
                {"profile_id": profile.id, "field_id": field, "audience": audience}
                for profile in self
                for field, audience in wanted.items()
                if (profile.id, field) not in kept
            ]
        )
        self.invalidate_recordset(["release_ids"])
        self._refresh_entries()

    @api.model
    def _get_directory_fields(self):
        """Return the fields a member may release, in the order of the form."""
        return self.env["smart.directory.field"].search([("key", "!=", False)])

    def _withdraw(self):
        """Leave the directory: close every consent at once."""
        self.release_ids.write({"date_withdrawn": fields.Datetime.now()})
        self.invalidate_recordset(["release_ids"])
        self._refresh_entries()

    def _check_audience(self, field, audience):
        if not field or audience not in AUDIENCE_KEYS:
            raise ValidationError(self.env._("This field or audience does not exist."))
        allowed = [key for key, _label in field._get_allowed_audiences()]
        if audience not in allowed:
            raise ValidationError(
                self.env._(
                    "“%(field)s” may not be shown that widely: the cooperative limits "
                    "it to “%(audience)s”.",
                    field=field.name,
                    audience=field._get_allowed_audiences()[-1][1],
                )
            )

    def _refresh_entries(self):
        """Project these profiles again into what others may read."""
        # the projection is derived data that nobody has the right to write
        self.env["smart.directory.entry"].sudo()._rebuild(self.ids)

    @api.model
    def _refresh_all_entries(self):
        # a ceiling holds in every company, whichever the manager looks at
        every = self.sudo().search([("partner_id.is_member", "=", True)])
        every._refresh_entries()

    def action_preview(self):
        """Open what the widest audience reads of this profile."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/directory/{self.ref}",
            "target": "new",
        }
