"""Command line of the project: get Odoo, run it, prove it."""
