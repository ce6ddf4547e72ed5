"""Fill a database with the demonstration, through Odoo's own shell."""

import tempfile

from .. import settings
from ..console import step

MEMBERS = 300
SCRIPT = """
from tools.demo import story
story.tell(env, members={members}, chapters={chapters!r})
env.cr.commit()
"""


def fill(odoo, name, members=MEMBERS, chapters=None):
    """Tell the story in database `name`; `chapters` None means all of them."""
    with (
        step(f"Demonstration data in {name}: {members} members"),
        tempfile.TemporaryFile("w+", dir=settings.STATE) as script,
    ):
        script.write(SCRIPT.format(members=members, chapters=chapters))
        script.seek(0)
        odoo.call(
            "shell", "-d", name, "--no-http", stdin=script, log=f"{name}-demo.log"
        )
