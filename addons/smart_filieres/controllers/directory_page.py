# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a page of the directory shows, whoever looks: members or the web."""

import functools
import json
from urllib.parse import urlencode

from odoo.fields import Domain
from odoo.tools import file_open

from odoo.addons.portal.controllers.portal import pager

from ..engine import directory_map
from ..engine.geography import square_centre
from ..models.smart_directory_entry_count import FLAG_KINDS, KINDS, SPAN
from ..models.smart_directory_entry_search import FIELDS, RADII_KM

# query parameters of one value of a list; the order is that of the page
FACETS = ("filiere", "territory", "skill", "sought", "activity", "language")
SINGLE = ("territory", "country")
FLAGS = (*FLAG_KINDS, "new")
KINDS_SHOWN = (*FACETS, "country", *FLAGS)
FACET_SIZE = 8
PAGE_SIZE = 24
# a deeper page costs more than rendering: people refine instead
LAST_PAGE = 100
# ids that fit what PostgreSQL keeps
LARGEST_ID = SPAN - 1


class DirectoryPage:
    """One search of the directory, from its address to what is rendered.

    :param entries: smart.directory.entry in the environment of who looks
    :param base: domain of what is listed at all
    :param arguments: werkzeug MultiDict of the address
    :param url: path of the page
    :param everybody: function of kinds that counts the base domain from kept sums
    """

    def __init__(self, entries, base, arguments, url, everybody=None, country=None):
        self.entries = entries
        self.base = base
        self.url = url
        self.everybody = everybody
        self.search = (arguments.get("search") or "").strip()[:200]
        self.map = arguments.get("view") == "map"
        self.near = (arguments.get("near") or "").strip()[:12]
        self.km = self._parse_km(arguments.get("km"))
        self.unknown_place = False
        self.filters = self._parse(arguments)
        self._find_place(country)

    # === ADDRESS === #

    def _parse(self, arguments):
        """Return the well-formed filters; a broken link shows all."""
        filters = {}
        for key in FIELDS:
            values = [int(x) for x in arguments.getlist(key) if x.isdecimal()]
            values = [x for x in dict.fromkeys(values) if 0 < x <= LARGEST_ID]
            if values:
                filters[key] = values[:1] if key in SINGLE else values[:5]
        filters |= {key: [1] for key in FLAGS if arguments.get(key) == "1"}
        return filters

    def _parse_km(self, text):
        km = int(text) if (text or "").isdecimal() else 0
        return km if km in RADII_KM else RADII_KM[1]

    def _find_place(self, country):
        if not self.near:
            return
        square = self.entries._find_square(self.near, country)
        self.unknown_place = not square
        if square:
            self.filters["near"] = {"square": square, "km": self.km}

    def pairs(self, without=None):
        """Return the (parameter, value) of the page, but for the pair `without`."""
        pairs = [("search", self.search)]
        for key in (*FIELDS, *FLAGS):
            pairs += [(key, value) for value in self.filters.get(key, ())]
        if self.near:
            pairs += [("near", self.near), ("km", self.km)]
        if self.map:
            pairs.append(("view", "map"))
        gone = ("near", "km") if without == ("near", None) else ()
        return [
            pair
            for pair in pairs
            if pair[1] and pair != without and pair[0] not in gone
        ]

    def link(self, *added, without=None, view=None):
        """Return the address with pairs added or one removed, from its first page."""
        pairs = [*self.pairs(without), *added]
        if view:
            pairs = [pair for pair in pairs if pair[0] != "view"]
            pairs += [("view", view)] if view == "map" else []
        return f"{self.url}?{urlencode(pairs)}" if pairs else self.url

    # === RESULT === #

    def domain(self, without=None):
        """Return the domain of the page; record rules add what she may see."""
        filters = dict(self.filters)
        search = self.search
        if without:
            key, value = without
            search = "" if key == "search" else search
            kept = [x for x in filters.get(key, ()) if x != value]
            filters.pop(key, None)
            if kept and key != "near":
                filters[key] = kept
        domain = self.base & self.entries._get_filter_domain(filters)
        return domain & Domain(self.entries._get_search_domain(search))

    def load(self, page=1, length=PAGE_SIZE):
        """Read all that the page shows; three statements, five with a map."""
        domain = self.domain()
        self.page = max(1, min(page, LAST_PAGE))
        self.cards = (
            []
            if self.map
            else self.entries._read_page(domain, length, (self.page - 1) * length)
        )
        kinds = [*KINDS_SHOWN, *(["square"] if self.map else [])]
        bare = not self.search and not self.filters
        if bare and self.everybody:
            counts, self.total = self.everybody(kinds)
        else:
            counts, self.total = self.entries._count_codes(domain, kinds)
        self._arrange(counts)
        self.pager = pager(
            url=self.url,
            total=min(self.total, LAST_PAGE * length),
            page=self.page,
            step=length,
            url_args=dict(_merge(self.pairs())),
        )
        return self

    def _arrange(self, counts):
        """Name and order what was counted and what the cards carry."""
        by_kind = {key: [] for key in KINDS_SHOWN}
        squares = {}
        names = {number: key for key, number in KINDS.items()}
        for code, count in counts.items():
            key = names[code // SPAN]
            if key == "square":
                squares[code % SPAN] = count
            elif len(by_kind[key]) < FACET_SIZE and not self._is_settled(key, code):
                by_kind[key].append((code, count))
        self.labels = self.entries._read_labels(self._get_shown_codes(by_kind))
        self.facets = [
            (key, self._get_rows(key, by_kind[key]))
            for key in (*FACETS, "country")
            if by_kind[key] and (key != "country" or len(by_kind[key]) > 1)
        ]
        self.flags = [(key, counts.get(KINDS[key] * SPAN + 1, 0)) for key in FLAGS]
        self.places = self._get_places(squares) if self.map else []

    def _is_settled(self, key, code):
        """Tell whether choosing this value would not change anything."""
        chosen = self.filters.get(key, ())
        return code % SPAN in chosen or (chosen and key in SINGLE)

    def _get_shown_codes(self, by_kind):
        codes = {code for rows in by_kind.values() for code, _count in rows}
        wanted = (KINDS["filiere"], KINDS["skill"], KINDS["territory"])
        for card in self.cards:
            card["codes"] = [x for x in card["facet_codes"] if x // SPAN in wanted]
            codes.update(card["codes"])
        for key, values in self.filters.items():
            if key in FIELDS:
                codes.update(KINDS[key] * SPAN + value for value in values)
        return codes

    def _get_rows(self, key, rows):
        return [
            {
                "name": self.labels[code],
                "count": count,
                "url": self.link((key, code % SPAN)),
            }
            for code, count in rows
            if code in self.labels
        ]

    def card_names(self, card, key, most=None):
        """Return the names a card shows of one kind."""
        codes = [code for code in card["codes"] if code // SPAN == KINDS[key]]
        names = [self.labels[code] for code in codes if code in self.labels]
        return sorted(names)[:most]

    # === WHAT IS IN FORCE === #

    def chips(self):
        """Return [(key, value, name, address without it)] of the filters in force."""
        squares = self.filters.get("square", ())
        places = self.entries._name_squares(squares) if squares else {}
        chips = []
        for key, values in self.filters.items():
            if key == "near":
                name = f"{self.near} · {self.km} km"
                chips.append((key, None, name, self.link(without=(key, None))))
                continue
            for value in values:
                code = KINDS[key] * SPAN + value
                name = self.labels.get(code) or places.get(value) or "?"
                if key in FLAGS:
                    name = None
                chips.append((key, value, name, self.link(without=(key, value))))
        return chips

    def relaxations(self, chips):
        """Return [(chip, how many without it)], asked only when nobody is found."""
        if self.total or len(chips) + bool(self.search) < 2:
            return []
        if self.search:
            without = self.link(without=("search", self.search))
            chips = [("search", self.search, f"« {self.search} »", without), *chips]
        counts = self.entries._count_each(
            [self.domain(without=chip[:2]) for chip in chips]
        )
        found = [pair for pair in zip(chips, counts, strict=True) if pair[1]]
        return sorted(found, key=lambda pair: -pair[1])

    # === MAP === #

    def _get_places(self, squares):
        """Return the circles with their names, the largest first."""
        if not squares:
            return []
        names = self.entries._name_squares(squares)
        self.view = directory_map.frame([square_centre(x) for x in squares])
        self.land = [self.view.outline(ring) for ring in _outlines()]
        return [
            {
                "circle": circle,
                "name": names.get(circle.square) or "?",
                "url": self.link(("square", circle.square), view="list"),
            }
            for circle in directory_map.circles(squares, self.view)
        ]


@functools.cache
def _outlines():
    """Return the borders drawn under the circles, closed lines of (lng, lat)."""
    with file_open("smart_filieres/data/outlines.json") as file:
        return [ring for rings in json.load(file).values() for ring in rings]


def _merge(pairs):
    """Yield (parameter, values) as the pager takes them."""
    merged = {}
    for key, value in pairs:
        merged.setdefault(key, []).append(value)
    yield from merged.items()
