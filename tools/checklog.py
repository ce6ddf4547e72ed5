"""What Odoo's log complains about: a clean installation says nothing."""

import re

LINE = re.compile(r"^[\d-]+ [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) (\S+) (.*)")
# said by Odoo and its pinned libraries, whatever add-ons are installed
KNOWN = (
    re.compile(r"py\.warnings: \S*/(site|dist)-packages/"),
    re.compile(r"py\.warnings: \S*/odoo/(?!addons/smart_)\S+: \w*Warning"),
)


def complaints(log):
    """Return the warnings and errors in the log file `log`, without repetitions."""
    found = dict.fromkeys(
        f"{match[1].lower()}: {match[3]}"
        for match in map(LINE.match, log.read_text(errors="replace").splitlines())
        if match and not any(known.match(match[3]) for known in KNOWN)
    )
    return list(found)
