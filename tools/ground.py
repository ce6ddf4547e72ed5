"""What every command stands on: Odoo's sources and a running PostgreSQL."""

from . import environment, postgres, source
from .odoo import Odoo


def prepare():
    """Return Odoo bound to a running PostgreSQL, fetching and starting what misses."""
    root = source.ensure()
    environment.expose(root)
    return Odoo(root, postgres.ensure())
