# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import format_date

from .wording import shown


class SmartFiliereGrid(models.Model):
    """What was voted, in sentences."""

    _inherit = "smart.filiere.grid"

    def _get_vote_sentence(self):
        self.ensure_one()
        return self.env._(
            "Voted on %(date)s by %(body)s (%(reference)s): %(ayes)s ayes, %(noes)s "
            "noes, %(abstentions)s abstentions.",
            date=format_date(self.env, self.date_voted),
            body=self.vote_body,
            reference=self.vote_reference,
            ayes=self.vote_ayes,
            noes=self.vote_noes,
            abstentions=self.vote_abstentions,
        )

    def _get_bands_sentence(self):
        self.ensure_one()
        return self.env._(
            "From %(recognised)s points a filière is recognised, from "
            "%(prefiguration)s it is in prefiguration, from %(watch)s it is watched; "
            "below, it is not retained.",
            recognised=shown(self.env, self.band_recognised),
            prefiguration=shown(self.env, self.band_prefiguration),
            watch=shown(self.env, self.band_watch),
        )

    def _get_gates_sentence(self):
        self.ensure_one()
        return self.env._(
            "With fewer than %(members)s confirmed members or %(animators)s volunteer "
            "animators, it is at most watched.",
            members=self.gate_members,
            animators=self.gate_animators,
        )


class SmartFiliereCriterion(models.Model):
    _inherit = "smart.filiere.criterion"

    def _get_scale_words(self):
        self.ensure_one()
        values = {
            "floor": shown(self.env, self.floor),
            "ceiling": shown(self.env, self.ceiling),
        }
        if self.scale == "log":
            return self.env._(
                "No point at %(floor)s, all of them at %(ceiling)s, on a logarithmic "
                "scale.",
                **values,
            )
        return self.env._(
            "No point at %(floor)s, all of them at %(ceiling)s.", **values
        )
