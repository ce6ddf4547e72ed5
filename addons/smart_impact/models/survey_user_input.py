# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid

from odoo import SUPERUSER_ID, models
from odoo.tools import SQL


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _mark_done(self):
        """Answers of an impact wave go to its store, and the native ones empty.

        Nothing of what completing a survey triggers natively applies: subscribers
        would be told who answered, and a certificate bears a name.
        """
        impact = self.filtered(lambda one: one.survey_id.survey_type == "impact")
        result = super(SurveyUserInput, self - impact)._mark_done()
        for user_input in impact:
            user_input._hand_over()
        return result

    def _hand_over(self):
        """Give the answers to the wave and forget who gave them."""
        self.ensure_one()
        # the member who submits has no right on any of this
        wave = self.survey_id.sudo().impact_wave_ids
        if wave and self.partner_id and not self.test_entry:
            wave._collect({self.partner_id.id: self._get_impact_answers()})
        self._forget_author()

    def _get_impact_answers(self):
        """Return ``{item code: raw answer}``, questions left empty not in it."""
        lines = self.sudo().user_input_line_ids.filtered(
            lambda line: not line.skipped and line.question_id.impact_item_id
        )
        return {
            line.question_id.impact_item_id.code: line._get_impact_raw()
            for line in lines
        }

    def _forget_author(self):
        """Leave a completed, empty shell that bears no name, author or time.

        The shell lets the page say thank you; the next storing deletes it. Written
        by SQL, because the ORM would write the member's id again as the last author.
        """
        self.ensure_one()
        sudo = self.sudo()
        sudo.user_input_line_ids.unlink()
        sudo.message_ids.unlink()
        sudo.message_follower_ids.unlink()
        sudo.activity_ids.unlink()
        self.env.flush_all()
        opened = sudo.survey_id.impact_wave_ids.date_open or sudo.survey_id.create_date
        self.env.cr.execute(
            SQL(
                """
                UPDATE survey_user_input
                   SET state = 'done', partner_id = NULL, email = NULL,
                       nickname = NULL, invite_token = NULL, deadline = NULL,
                       access_token = %(token)s, last_displayed_page_id = NULL,
                       create_uid = %(uid)s, write_uid = %(uid)s,
                       create_date = %(day)s::date, write_date = %(day)s::date,
                       start_datetime = NULL, end_datetime = NULL
                 WHERE id = %(id)s
                """,
                token=str(uuid.uuid4()),
                uid=SUPERUSER_ID,
                day=opened,
                id=self.id,
            )
        )
        self.invalidate_recordset()
