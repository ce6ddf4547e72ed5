# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A newer file of a programme that the company has: what differs, then taken over."""

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.smart_impact_programme_update import TAKEN

LIST = Markup("<p class='mb-1'><strong>%s</strong></p><ul>%s</ul>")
ROW = Markup("<li>%s</li>")


class SmartImpactProgrammeImport(models.TransientModel):
    _inherit = "smart.impact.programme.import"

    differences = fields.Html(readonly=True)
    has_changes = fields.Boolean(readonly=True)

    def action_import(self):
        """Show what differs where the company has the programme already."""
        self.ensure_one()
        content = self._read_file()
        programme = self._find_here(content)
        if not programme:
            return super().action_import()
        with self._in_words():
            found = programme._compare_content(content)
        found = [one for one in found if one["kind"] != "same"]
        if not found:
            self._refuse_again()
        # read-only for users: shown before anything is taken
        self.sudo().write(
            {
                "differences": self._render(found),
                "has_changes": any(
                    one["kind"] in (*TAKEN, "questionnaire") for one in found
                ),
            }
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_programme_import_action"
        )
        return {**action, "res_id": self.id}

    def action_update(self):
        """Take over what the file changes, as drafts to be adopted: all or nothing."""
        self.ensure_one()
        content = self._read_file()
        programme = self._find_here(content)
        if not programme:
            return self.action_import()
        with self._in_words():
            programme._update_content(content)
        return self._open(programme)

    def _find_here(self, content):
        """Return the programme of the file that the company took over, if any."""
        programme = self._get_programmes().search(
            [
                ("company_id", "=", self.company_id.id),
                ("transfer_key", "=", content["key"]),
                ("imported_from", "!=", False),
            ]
        )
        if programme and not all(row.get("core") for row in content["indicators"]):
            raise UserError(
                self.env._(
                    "%(company)s has this programme already, and the file does not "
                    "tell what changed in it: export it again there with the same "
                    "release of Smart.",
                    company=self.company_id.name,
                )
            )
        return programme

    def _render(self, found):
        words = {
            "changed": self.env._("Defined otherwise: drafts to adopt"),
            "new": self.env._("New: drafts to adopt"),
            "questionnaire": self.env._("Questionnaires that come along"),
            "waiting": self.env._(
                "Left alone: a vote or a next version is under way here. Import the "
                "file again after it."
            ),
            "given_up": self.env._("Left alone: given up here"),
            "local": self.env._("Left alone: an indicator of yours has this code"),
            "gone": self.env._("No longer in the file: yours until you give it up"),
            "question": self.env._(
                "The question is worded otherwise: change it on the programme if you "
                "agree"
            ),
        }
        by_kind = {kind: Markup() for kind in words}
        for one in found:
            parts = ", ".join(one["parts"])
            text = f"{one['name']} ({parts})" if parts else one["name"]
            by_kind[one["kind"]] += ROW % text
        return Markup().join(
            LIST % (words[kind], rows) for kind, rows in by_kind.items() if rows
        )
