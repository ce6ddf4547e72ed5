"""What axe-core says of a page, after WCAG 2 A and AA."""

from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}}


def check(page):
    """Fail with the rule, the reason and the elements of every violation of `page`."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert not found, "\n".join(
        f"{violation['id']} ({violation['help']}): {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    )
