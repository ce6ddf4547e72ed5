# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

BUYER = "smart_purchase_charter.group_buyer"
# nobody is asked twice in these days
DAYS_BETWEEN = 90
BATCH = 200


class ResPartner(models.Model):
    _inherit = "res.partner"

    pool_trained_on = fields.Date(
        "Trained on", readonly=True, copy=False, groups=BUYER, index="btree_not_null"
    )
    pool_invited_on = fields.Date(
        "Invited to the Course on", readonly=True, copy=False, groups=BUYER
    )
    pool_training_progress = fields.Integer(
        "Course Followed (%)", compute="_compute_pool_training_progress", groups=BUYER
    )

    def _compute_pool_training_progress(self):
        course = self.env["slide.channel"]._get_pool_training()
        # buyers read the progress in the one course, no other attendance
        rows = (
            self.env["slide.channel.partner"]
            .sudo()
            .search_fetch(
                [("channel_id", "=", course.id), ("partner_id", "in", self.ids)],
                ["partner_id", "completion"],
            )
        )
        progress = {row.partner_id.id: row.completion for row in rows}
        for partner in self:
            partner.pool_training_progress = progress.get(partner._origin.id, 0)

    def _set_trained(self):
        """Remember the day and open the door; a manager may close it again."""
        today = fields.Date.context_today(self)
        self.write({"pool_trained_on": today, "can_coordinate_pools": True})
        for partner in self:
            partner.message_post(
                body=self.env._(
                    "Passed the certificate of the course on buying better: may "
                    "coordinate pooled orders."
                )
            )

    @api.model
    def _get_training(self, partner):
        """Return what the portal tells a member of her training, None without course.

        :return: dict (course, attendee, completion, joined, certified, exam, survey,
            trained_on, may_coordinate)
        """
        course = self.env["slide.channel"]._get_pool_training()
        if not course:
            return None
        # her own attendance and her own contact
        attendee = (
            self.env["slide.channel.partner"]
            .sudo()
            .search(
                [("channel_id", "=", course.id), ("partner_id", "=", partner.id)],
                limit=1,
            )
        )
        mine = partner.sudo()
        exam = course.slide_content_ids.filtered("survey_id")[:1]
        return {
            "course": course,
            "attendee": attendee,
            "completion": attendee.completion,
            "certified": attendee.survey_certification_success,
            "joined": attendee and attendee.member_status != "invited",
            "exam": exam,
            "survey": exam.survey_id,
            "trained_on": mine.pool_trained_on,
            "may_coordinate": mine.can_coordinate_pools,
        }

    # === ACTIONS === #

    def action_view_training(self):
        """Open who follows the course."""
        course = self.env["slide.channel"]._get_pool_training()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_training.res_partner_training_action"
        )
        # officers of eLearning alone read attendances: others see the contact
        action["domain"] = [("id", "in", self.ids)]
        action["display_name"] = course.name or action["name"]
        return action

    def action_invite_to_training(self):
        """Invite the members among these who have neither followed it nor been asked.

        :raises UserError: no course is published, or nobody is left to invite
        """
        if not self.env.user.has_group(BUYER):
            raise UserError(self.env._("Buyers invite members to the course."))
        course = self.env["slide.channel"]._get_pool_training()
        if not course:
            raise UserError(
                self.env._(
                    "No course opens the coordination of pooled orders: publish one, "
                    "and tick that box in its options."
                )
            )
        invited = self._filter_training_invitees(course)
        if not invited:
            raise UserError(
                self.env._(
                    "Nobody is left to invite among these: members with an e-mail who "
                    "did not start the course and were not asked for %(days)s days.",
                    days=DAYS_BETWEEN,
                )
            )
        invited._invite_to_training(course)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Invited: %(invited)s. Left out: %(others)s.",
                    invited=len(invited),
                    others=len(self) - len(invited),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _filter_training_invitees(self, course):
        # who attends is looked up for the invitation alone
        following = (
            self.env["slide.channel.partner"]
            .sudo()
            .search(
                [
                    ("channel_id", "=", course.id),
                    ("partner_id", "in", self.ids),
                    ("member_status", "!=", "invited"),
                ]
            )
            .partner_id
        )
        limit = fields.Date.context_today(self) - timedelta(days=DAYS_BETWEEN)
        return (self - following).filtered(
            lambda one: (
                one.is_member
                and one.email
                and not one.pool_trained_on
                and (not one.pool_invited_on or one.pool_invited_on <= limit)
            )
        )

    def _invite_to_training(self, course):
        # buyers do not write contacts: these fields are the trace of their invitation
        self.sudo().write({"pool_invited_on": fields.Date.context_today(self)})
        course.sudo()._action_add_members(self, member_status="invited")
        template = self.env.ref("smart_purchase_training.mail_template_invitation")
        for batch in split_every(BATCH, self.ids):
            # one message to each, in her language: nobody reads another's address
            template.sudo().send_mail_batch(batch)
