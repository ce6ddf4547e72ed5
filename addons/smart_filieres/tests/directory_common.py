# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.datastructures import MultiDict

from ..controllers.directory import SmartDirectory
from .common import SmartCommon


class DirectoryCommon(SmartCommon):
    """Pages of the directory as somebody sees them, without a server."""

    def _page(self, user, address=(), number=1, length=24):
        """Return the loaded page of `address`, a list of (parameter, value)."""
        entries = self.env["smart.directory.entry"].with_user(user)
        self.env.flush_all()
        address = MultiDict((key, str(value)) for key, value in address)
        page = SmartDirectory()._get_directory_page(entries, address)
        return page.load(number, length)

    def _names(self, page):
        return [card["name"] for card in page.cards]

    def _facet(self, page, key):
        rows = dict(page.facets).get(key, [])
        return {row["name"]: row["count"] for row in rows}
