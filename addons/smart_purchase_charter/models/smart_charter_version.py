# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import charter_version

# what a criterion asks, in the order in which changes are told
COMPARED = (
    "name",
    "theme",
    "weight",
    "is_knock_out",
    "is_micro",
    "validity_months",
    "categories",
    "countries",
    "standards",
    "accepted_proofs",
    "levels",
)
TRANSLATED = ("name", "standards", "accepted_proofs", "levels")
MARKS = {
    "kept": Markup("%s"),
    "removed": Markup('<del class="text-danger">%s</del>'),
    "added": Markup('<ins class="text-success fw-bold">%s</ins>'),
}


class SmartCharter(models.Model):
    """Versions: consulted, voted by the committee, compared with the one before."""

    _inherit = "smart.charter"

    case_ids = fields.One2many("smart.ethics.case", "charter_id", "Votes")
    has_committee = fields.Boolean(compute="_compute_has_committee")
    changes = fields.Html(
        "Changes since the Former Version", compute="_compute_changes", sanitize=False
    )
    former_id = fields.Many2one(
        "smart.charter", "Former Version", compute="_compute_former_id"
    )

    # === COMPUTE METHODS === #

    @api.depends("company_id")
    def _compute_has_committee(self):
        for charter in self:
            charter.has_committee = bool(charter._get_committee())

    @api.depends("version", "company_id", "state")
    def _compute_former_id(self):
        versions = self.search(
            [("state", "in", ("adopted", "superseded"))], order="version desc"
        )
        for charter in self:
            charter.former_id = versions.filtered(
                lambda other, charter=charter: (
                    other.company_id == charter.company_id
                    and other.version < charter.version
                )
            )[:1]

    @api.depends("text", "name", "criterion_ids", "former_id")
    @api.depends_context("lang")
    def _compute_changes(self):
        for charter in self:
            charter.changes = charter.former_id and charter._render_changes()

    # === ACTION METHODS === #

    def action_consult(self):
        """Open the version to remarks: the chatter receives them."""
        self.check_access("write")
        self._check_draft()
        # sudo: the state is out of reach of a plain write, on purpose.
        self.sudo().write({"state": "consulted"})
        return True

    def action_back_to_draft(self):
        self.check_access("write")
        self._check_draft()
        self.sudo().write({"state": "draft"})
        return True

    def action_submit(self):
        """Ask the committee to vote on the version as it stands."""
        self.ensure_one()
        self.check_access("write")
        self._check_adoptable()
        committee = self._get_committee()
        if not committee:
            raise UserError(
                self.env._(
                    "There is no ethics committee with seats yet. Add it in "
                    "Configuration, or adopt without a vote."
                )
            )
        case = self.env["smart.ethics.case"].create(
            {
                "name": self.env._("Adoption of %s", self.display_name),
                "kind": "adoption",
                "committee_id": committee.id,
                "charter_id": self.id,
            }
        )
        return case._get_records_action()

    # === BUSINESS METHODS === #

    def _get_committee(self):
        """Return the committee that votes on this version, if it has seats."""
        self.ensure_one()
        return self.env["smart.ethics.committee"]._get_active(
            self.company_id or self.env.company
        )

    def _is_being_voted(self):
        """Whether a vote has started and has not ended."""
        # sudo: a vote freezes the version whoever looks at it
        return any(case.state == "open" for case in self.sudo().case_ids)

    def _check_adoptable(self):
        result = super()._check_adoptable()
        if self.state in ("draft", "consulted") and self.sudo().case_ids.filtered(
            lambda case: case.state == "received"
        ):
            raise UserError(
                self.env._("%s already waits for the committee.", self.display_name)
            )
        return result

    def action_adopt(self):
        self.check_access("write")
        for charter in self:
            if charter.state != "voted" and charter._get_committee():
                raise UserError(
                    self.env._(
                        "%s has not been voted. Submit it to the ethics committee.",
                        charter.display_name,
                    )
                )
        return super().action_adopt()

    # === CONTENT === #

    def _get_content_hash(self):
        """Return the SHA-256 of all that the version says, in all languages."""
        return charter_version.fingerprint(self._get_content())

    def _get_content(self):
        """Return what is adopted, as plain values whose order does not matter."""
        self.ensure_one()
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        texts, names = {}, {}
        for code in languages:
            charter = self.with_context(lang=code)
            texts[code] = str(charter.text or "")
            names[code] = charter._get_criteria_content()
        return {
            "version": self.version,
            "text": texts,
            "criteria": names,
            "floors": {
                theme.code: theme.floor for theme in self.criterion_ids.theme_id
            },
        }

    def _get_criteria_content(self):
        """Return {code: {field: value}} in the language of the context."""
        return {
            criterion.code: criterion._get_content() for criterion in self.criterion_ids
        }

    # === DIFFERENCE === #

    def _render_changes(self):
        """Return the changes since the former version, as HTML."""
        former = self.former_id
        changes = charter_version.compare(
            former._get_criteria_content(), self._get_criteria_content()
        )
        items = Markup().join(
            Markup("<li>%s</li>") % self._describe_change(change) for change in changes
        )
        words = charter_version.compare_words(
            former._get_paragraphs(), self._get_paragraphs()
        )
        text = Markup().join(MARKS[kind] % piece for kind, piece in words)
        none = self.env._("No criterion changes.")
        return Markup(
            "<h3>%s</h3>%s<h3>%s</h3><p style='white-space: pre-wrap'>%s</p>"
        ) % (
            self.env._("Criteria"),
            Markup("<ul>%s</ul>") % items if changes else Markup("<p>%s</p>") % none,
            self.env._("Text"),
            text,
        )

    def _get_paragraphs(self):
        """Return the text without its marks, one line for each of its blocks."""
        blocks = html.fragments_fromstring(self.text or "")
        return "\n".join(
            block
            if isinstance(block, str)
            else block.text_content() + (block.tail or "")
            for block in blocks
        )

    def _describe_change(self, change):
        """Return one change as a sentence."""
        owner = self.former_id if change.kind == "removed" else self
        criterion = owner.criterion_ids.filtered(lambda c: c.code == change.code)
        name = criterion.display_name
        if change.kind == "added":
            return self.env._("New: %(criterion)s", criterion=name)
        if change.kind == "removed":
            return self.env._("Removed: %(criterion)s", criterion=name)
        return self.env._(
            "%(criterion)s, %(field)s: %(before)s → %(after)s",
            criterion=name,
            field=criterion._get_content_label(change.field),
            before=self._format_value(change.before),
            after=self._format_value(change.after),
        )

    def _format_value(self, value):
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if isinstance(value, list):
            return ", ".join(value) or "–"
        return f"{value:g}" if isinstance(value, float) else value or "–"


class SmartCharterCriterion(models.Model):
    _inherit = "smart.charter.criterion"

    def _get_content(self):
        """Return what the criterion asks, as plain values."""
        self.ensure_one()
        values = {name: self[name] for name in COMPARED if name in self._fields}
        values |= {name: self[name] or "" for name in TRANSLATED}
        values["theme"] = self.theme_id.code
        values["categories"] = sorted(self.category_ids.mapped("name"))
        values["countries"] = sorted(self.country_ids.mapped("code"))
        return {name: values[name] for name in COMPARED}

    def _get_content_label(self, name):
        names = {
            "theme": "theme_id",
            "categories": "category_ids",
            "countries": "country_ids",
        }
        field = self._fields[names.get(name, name)]
        return field.get_description(self.env, ["string"])["string"]
