# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo.fields import Command, Domain

from .common import SmartCommon


class ExchangesCommon(SmartCommon):
    """Three members who show themselves, two skills, and factories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a demonstration database has its own world; ours starts empty
        cls.env["smart.skill.frequency"].search([]).unlink()
        cls.sound, cls.dutch = cls.env["smart.skill"].create(
            [{"name": "Exchange sound"}, {"name": "Exchange Dutch"}]
        )
        cls.ada = cls._create_member("Ada Asks", login="ex_ada")
        cls.bea = cls._create_member("Bea Bids", login="ex_bea")
        cls.cleo = cls._create_member("Cleo Calls", login="ex_cleo")
        shown = dict.fromkeys(("name", "skills", "activities", "territory"), "members")
        for member in (cls.ada, cls.bea, cls.cleo):
            # test users are all given the same address
            member.email = f"{member.user_ids.login}@example.org"
            # and e-mails are read here in the language of the source
            member.lang = "en_US"
            cls._create_profile(member, shown, skill_ids=cls.sound.ids)

    @classmethod
    def _create_offer(cls, partner, is_open=True, **values):
        """Return an open need of `partner` that wants sound, unless told otherwise."""
        skills = values.pop("skill_ids", cls.sound)
        activities = values.pop("nace_activity_ids", cls.env["smart.activity"])
        offer = cls.env["smart.offer"].create(
            {
                "name": "Sound for three evenings",
                "partner_id": partner.id,
                "skill_ids": [Command.set(skills.ids)],
                "nace_activity_ids": [Command.set(activities.ids)],
                **values,
            }
        )
        if is_open:
            offer._open()
        return offer

    @classmethod
    def _ask(cls, sender, recipient, text="Shall we talk?", **options):
        return cls.env["smart.contact.request"]._ask(sender, recipient, text, **options)

    def _mails_to(self, partner):
        """Return the e-mails that wait for `partner`, the last one first."""
        mine = Domain("email_to", "ilike", partner.email)
        return self.env["mail.mail"].sudo().search(mine, order="id desc")

    def _link(self, mail, word):
        """Return the path of the signed link whose button says `word`."""
        found = re.search(
            rf'href="([^"]+/smart/answer/[^"]+)"[^>]*>{word}', mail.body_html
        )
        self.assertTrue(found, mail.body_html)
        return "/smart/answer/" + found.group(1).rpartition("/")[2]

    def _press(self, path):
        """Open a signed link and press its button; return the page."""
        page = self.url_open(path)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        if not csrf:
            return page
        return self.url_open(path, data={"csrf_token": csrf.group(1)})
