# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError

# which of two registrations of the same person is kept
RANK = {"done": 0, "open": 1, "draft": 2, "cancel": 3}


class EventRegistration(models.Model):
    """Two registrations of one person become one."""

    _inherit = "event.registration"

    def action_merge(self):
        """Keep one of the chosen registrations of a meeting and cancel the others."""
        self.check_access("write")
        if len(self) < 2 or len(self.event_id) != 1 or len(self.event_slot_id) > 1:
            raise UserError(
                self.env._(
                    "Choose at least two attendees of the same meeting to merge."
                )
            )
        if len(self.member_id) > 1:
            raise UserError(
                self.env._(
                    "These attendees are different members: %s.",
                    ", ".join(self.member_id.mapped("display_name")),
                )
            )
        self._merge()

    def _merge(self):
        """Keep the registration that went furthest, then the oldest; return it."""
        kept, *others = self.sorted(lambda row: (RANK[row.state], row.id))
        others = self.browse().union(*others)
        member = self.member_id[:1]
        others.filtered(lambda row: row.state != "cancel").action_cancel()
        others.write({"member_id": False, "show_attendance": False})
        kept.write(
            {
                "member_id": member.id,
                "show_attendance": kept.show_attendance,
            }
        )
        others._message_log_batch(
            bodies={
                row.id: self.env._("Merged into registration %s.", kept.id)
                for row in others
            }
        )
        return kept

    @api.model
    def _merge_for_contacts(self, contacts):
        """Merge the registrations that `contacts`, about to be one, have in common."""
        rows = self.with_context(active_test=False).search(
            [("member_id", "in", contacts.ids)]
        )
        for (_event, _slot), same in rows.grouped(
            lambda row: (row.event_id, row.event_slot_id)
        ).items():
            if len(same) > 1:
                same._merge()
