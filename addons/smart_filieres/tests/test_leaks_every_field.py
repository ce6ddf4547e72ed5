# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each field of the directory × each audience × each who looks × each way there.

Who is let in finds it by every way, so a way that finds nothing for the others was
tried for good.
"""

import json

from werkzeug.datastructures import MultiDict

from odoo.exceptions import AccessError
from odoo.http import _generate_routing_rules
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from ..controllers.directory_page import DirectoryPage
from ..controllers.public_directory import PUBLIC
from ..models.smart_directory_field import AUDIENCE_KEYS
from .directory_common import DirectoryCommon

MARK = "zzqx"
# key → (column of an entry, parameter of an address, its word if words find it)
PROBES = {
    "headline": ("headline", None, "headline"),
    "about": ("about", None, None),
    "territory": ("territory_id", "territory", None),
    "activities": ("activity_ids", "activity", "activity"),
    "skills": ("skill_ids", "skill", "skill"),
    "sought": ("sought_skill_ids", "sought", None),
    "filieres": ("filiere_ids", "filiere", None),
    "languages": ("language_ids", "language", None),
    "location": ("grid_square", "square", None),
    "remote": ("works_remotely", "remote", None),
    "available": ("is_available", "available", None),
    "cocontracting": ("is_open_to_cocontracting", "cocontracting", None),
}
# what follows from the same consent
COMPANIONS = {"territory": ("country_id",)}
# who looks → the audience that lets her in, and the rows she reads
LOOKERS = {"colleague": "filiere", "stranger": "members", "web": "public"}


class _Everything(DirectoryCommon):
    """Ada, of whom every field says something, and those who look."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["smart.directory.field"].search([]).ceiling = "public"
        cls.skill, cls.sought = cls.env["smart.skill"].create(
            [{"name": f"{MARK}skill"}, {"name": f"{MARK}sought"}]
        )
        cls.activity = cls._create_activity(f"{MARK}activity", "Z.99.99")
        cls.filiere = cls._create_filiere(f"{MARK}filiere", cls.activity)
        cls.place = cls._create_territory(f"{MARK}place", "5000", "5999")
        cls.language = cls.env["res.lang"]._activate_lang("nl_BE")
        cls.ada = cls._create_member("Ada Open", zip="5000", login="every_ada")
        # test users are all given the same address
        cls.ada.email = f"{MARK}mail@example.org"
        cls.ada.write({"phone": f"{MARK}phone", "street": f"{MARK}street"})
        cls.profile = cls._create_profile(
            cls.ada,
            {"name": "public"},
            headline=f"{MARK}headline",
            about=f"{MARK}about",
            skill_ids=cls.skill.ids,
            sought_skill_ids=cls.sought.ids,
            activity_ids=cls.activity.ids,
            language_ids=cls.language.ids,
            works_remotely=True,
            is_available=True,
            is_open_to_cocontracting=True,
        )
        cls._join(cls.ada, cls.filiere)
        cls.users = {
            name: cls._create_member(name.title(), login=f"every_{name}").user_ids
            for name in ("colleague", "stranger")
        }
        cls._join(cls.users["colleague"].partner_id, cls.filiere)
        for user in cls.users.values():
            user.group_ids += cls.env.ref("base.group_allow_export")
        cls.values = {
            "headline": cls.profile.headline,
            "about": cls.profile.about,
            "territory": cls.place.id,
            "activities": cls.activity.id,
            "skills": cls.skill.id,
            "sought": cls.sought.id,
            "filieres": cls.filiere.id,
            "languages": cls.language.id,
            "location": cls.profile.grid_square,
            "remote": True,
            "available": True,
            "cocontracting": True,
        }

    def _release(self, key, audience):
        self.profile._release({key: audience})
        self.env.flush_all()
        self.env.invalidate_all()

    def _entries(self, looker):
        """Return what `looker` asks, and which rows there are for her at all."""
        entries = self.env["smart.directory.entry"]
        if looker == "web":
            # the web has no right on the model: its page asks as superuser
            return entries.sudo(), [("audience", "=", "public")]
        return entries.with_user(self.users[looker]), []


@tagged("post_install", "-at_install")
class TestLeaksEveryField(_Everything):
    """Over RPC and as the pages are made."""

    def test_every_field_has_its_probe(self):
        keys = set(self.env["smart.directory.field"].search([]).mapped("key"))
        self.assertEqual(keys, {"name", *PROBES})
        self.assertTrue(all(self.values.values()), self.values)
        # a column that no consent opens says nothing of the member
        said = {column for column, _key, _word in PROBES.values()}
        said |= {name for names in COMPANIONS.values() for name in names}
        told = {
            name
            for name, field in self.env["smart.directory.entry"]._fields.items()
            if not field.groups and (field.store or field.search)
        }
        rest = {"id", "ref", "name", "sort_name", "staleness", "is_for_me"}
        rest |= {"date_listed", "date_confirmed", "search_text", "display_name"}
        self.assertEqual(told - said - rest, set())

    def test_each_audience_finds_what_was_released_to_it_and_nothing_else(self):
        wrong = []
        for key in PROBES:
            for rank, audience in enumerate(AUDIENCE_KEYS):
                self._release(key, audience)
                for looker, needed in LOOKERS.items():
                    let_in = rank >= AUDIENCE_KEYS.index(needed)
                    wrong += [
                        (key, audience, looker, way, found)
                        for way, found in self._try_all(key, looker).items()
                        if bool(found) != let_in
                    ]
            self._release(key, "cooperative")
        self.assertEqual(wrong, [])

    def test_an_animator_reads_no_more_in_the_directory(self):
        rows = self.env["smart.directory.entry"].with_user(self.animator)
        mine = [("ref", "=", self.profile.ref)]
        for key, (column, _parameter, _word) in PROBES.items():
            domain = [*mine, (column, "in", [self.values[key]])]
            with self.subTest(key):
                self.assertFalse(rows.search(domain))
                self.assertFalse(any(row[column] for row in rows.search(mine)))
                groups = rows.formatted_read_group(mine, [column], ["__count"])
                self.assertFalse(any(group[column] for group in groups))
        self.assertFalse(self._page(self.animator, [("search", MARK)]).total)

    def test_a_row_holds_nothing_of_what_was_not_released(self):
        """What is not in the table is had by no sort, export or error either."""
        self.env.flush_all()
        entries = self.env["smart.directory.entry"].sudo()
        rows = entries.search([("profile_id", "=", self.profile.id)])
        self.assertEqual(len(rows), 3)
        tables = ("skill", "sought", "activity", "lang", "filiere")
        for name in tables:
            found = self.env.execute_query(
                SQL(
                    "SELECT COUNT(*) FROM %s WHERE entry_id IN %s",
                    SQL.identifier(f"smart_entry_{name}_rel"),
                    rows._ids,
                )
            )
            self.assertEqual(found, [(0,)], name)
        stored = self.env.execute_query(
            SQL(
                "SELECT to_jsonb(entry) FROM smart_directory_entry entry"
                " WHERE id IN %s",
                rows._ids,
            )
        )
        empty = {"facet_codes", *(column for column, _p, _w in PROBES.values())}
        for (row,) in stored:
            self.assertNotIn(MARK, json.dumps(row))
            self.assertFalse([row[name] for name in empty & set(row) if row[name]])

    def test_an_order_tells_nothing_of_what_is_hidden(self):
        """Her place in a sorted list is the same whatever she wrote."""
        other = self._create_profile(
            self._create_member("Bea Shown"),
            dict.fromkeys(("name", "headline", "territory"), "members"),
            headline="mmm",
        )
        rows = self.env["smart.directory.entry"].with_user(self.users["stranger"])
        both = [("ref", "in", [self.profile.ref, other.ref])]

        def orders():
            self.env.flush_all()
            return [
                rows.search(both, order=f"{column} {way}, id").mapped("ref")
                for column in ("headline", "about", "territory_id", "is_available")
                for way in ("asc", "desc")
            ]

        self.profile.write({"headline": "aaa", "is_available": False})
        first = orders()
        self.profile.write({"headline": "zzz", "is_available": True})
        self.assertEqual(orders(), first)
        self.assertEqual({len(order) for order in first}, {2})

    # === WAYS === #

    def _try_all(self, key, looker):
        """Return {way: what it gives} of one field, for one who looks."""
        column, parameter, word = PROBES[key]
        entries, rows = self._entries(looker)
        mine = [*rows, ("ref", "=", self.profile.ref)]
        wanted = [*mine, (column, "in", [self.values[key]])]
        entry = entries.search(mine)
        self.assertEqual(len(entry), 1, looker)
        groups = entries.formatted_read_group(mine, [column], ["__count"])
        found = {
            "read": entry.read([column])[0][column],
            "search": entries.search(wanted),
            "count": entries.search_count(wanted),
            "web search": entries.web_search_read(wanted, {column: {}})["records"],
            "name search": entries.name_search("Ada Open", wanted),
            "group by": [group for group in groups if group[column]],
            "read group": [
                value
                for value, _count in entries._read_group(mine, [column], ["__count"])
                if value
            ],
        }
        if looker != "web":
            exported = entry.export_data([column])["datas"][0][0]
            found["export"] = exported if exported != "False" else ""
            if key in ("territory", "location"):
                found["map"] = self._count_places(looker, key)
        if parameter:
            found["filter"] = self._count_page(looker, [(parameter, self._asked(key))])
            if key != "location":
                found["facet"] = self._count_facet(looker, parameter, key)
        if word:
            found["words"] = self._count_page(looker, [("search", f"{MARK}{word}")])
        return found

    def _asked(self, key):
        return 1 if self.values[key] is True else self.values[key]

    def _count_page(self, looker, address):
        if looker == "web":
            return self._web_page(address).total
        return self._page(self.users[looker], address).total

    def _count_facet(self, looker, parameter, key):
        """Return what the page of her name counts beside this value."""
        address = [("search", "ada open")]
        page = (
            self._web_page(address)
            if looker == "web"
            else self._page(self.users[looker], address)
        )
        if parameter in dict(page.flags):
            return dict(page.flags)[parameter]
        rows = dict(page.facets).get(parameter, [])
        return [row for row in rows if f"{parameter}={self.values[key]}" in row["url"]]

    def _count_places(self, looker, key):
        page = self._page(self.users[looker], [("search", "ada open"), ("view", "map")])
        if key == "territory":
            # a map tells squares: of the territory its facet
            return dict(page.facets).get("territory")
        return page.places

    def _web_page(self, address):
        self.env.flush_all()
        arguments = MultiDict((key, str(value)) for key, value in address)
        entries = self.env["smart.directory.entry"].sudo()
        return DirectoryPage(entries, PUBLIC, arguments, "/membres").load()


@tagged("post_install", "-at_install")
class TestLeaksEveryAddress(HttpCase, _Everything):
    """Every page of the add-on that opens without a number, and what leaves by mail."""

    def _get_addresses(self):
        """Return the paths of pages that need no number, of any add-on."""
        modules = self.env.registry._init_modules
        return sorted(
            {
                path
                for path, endpoint in _generate_routing_rules(modules, nodb_only=False)
                if "<" not in path
                and endpoint.routing["type"] == "http"
                and "GET" in (endpoint.routing["methods"] or ["GET"])
                and path.startswith(("/my", "/membres", "/filieres", "/smart"))
            }
        )

    def test_no_page_tells_what_was_not_released(self):
        addresses = self._get_addresses()
        self.assertGreater(len(addresses), 10)
        self.assertIn("/my/directory", addresses)
        own_pages = (
            f"/my/directory/{self.profile.ref}",
            f"/membres/{self.profile.ref}",
        )
        # half of it, because what was typed stands in the form again
        asked = tuple(
            f"{path}?search={MARK[:-1]}" for path in ("/my/directory", "/membres")
        )
        # names of places, skills and filières are known: what is hers is not
        own_words = ("headline", "about", "phone", "street", "mail")
        secrets = [f"{MARK}{name}" for name in own_words]
        for login in (None, "every_stranger", "every_colleague"):
            if login:
                self.authenticate(login, login)
            for path in (*addresses, *own_pages, *asked):
                with self.subTest(login=login, path=path):
                    page = self.url_open(path)
                    self.assertLess(page.status_code, 500)
                    for secret in secrets:
                        self.assertNotIn(secret, page.text)

    def test_a_page_of_hers_names_none_of_her_values(self):
        for login, path in (("every_stranger", "/my/directory"), (None, "/membres")):
            if login:
                self.authenticate(login, login)
            else:
                self.logout()
            page = self.url_open(f"{path}/{self.profile.ref}")
            self.assertEqual(page.status_code, 200)
            self.assertIn("Ada Open", page.text)
            self.assertNotIn(MARK, page.text)

    def test_what_she_sends_tells_nothing_either(self):
        reader = self.users["stranger"].partner_id
        reader.email = "stranger@example.org"
        request = self.env["smart.contact.request"]._ask(self.ada, reader, "Hello")
        mails = (
            self.env["mail.mail"].sudo().search([("email_to", "ilike", reader.email)])
        )
        self.assertTrue(mails)
        for mail in mails:
            for name in ("subject", "body_html", "email_from", "reply_to"):
                self.assertNotIn(MARK, str(mail[name]))
                self.assertNotIn(self.ada.email, str(mail[name]))
        with self.assertRaises(AccessError):
            request.with_user(self.users["stranger"]).sender_id.read(["phone"])

    def test_html_that_members_type_is_text_on_every_page(self):
        evil = f"<script>{MARK}evil</script>"
        words = ("headline", "about")
        self.profile.write({name: evil for name in words})
        self.skill.name = f"{evil} skill"
        self.profile._release(dict.fromkeys(PROBES, "public"))
        stranger = self.users["stranger"].partner_id
        offers = self.env["smart.offer"]
        for partner, kind in ((self.ada, "offer"), (stranger, "need")):
            offers |= offers.create(
                {
                    "name": evil,
                    "description": evil,
                    "kind": kind,
                    "partner_id": partner.id,
                    "skill_ids": self.skill.ids,
                }
            )
        for offer in offers:
            offer._open()
        self.env["smart.contact.request"]._ask(self.ada, stranger, evil)
        own_pages = (
            f"/my/directory/{self.profile.ref}",
            f"/membres/{self.profile.ref}",
        )
        asked = f"/my/directory?search={evil}"
        seen = set()
        for login in (None, "every_stranger", "every_ada"):
            if login:
                self.authenticate(login, login)
            for path in (*self._get_addresses(), *own_pages, asked):
                text = self.url_open(path).text
                self.assertNotIn(f"<script>{MARK}", text, (login, path))
                if f"&lt;script&gt;{MARK}" in text:
                    seen.add(path.partition("?")[0])
        # and it was there to be read
        self.assertLessEqual({"/my/directory", *own_pages}, seen)
        mails = self.env["mail.mail"].sudo().search([])
        self.assertNotIn(
            f"<script>{MARK}", "".join(map(str, mails.mapped("body_html")))
        )
