# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import os
import secrets
import uuid
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..engine.pseudonym import KEY_BYTES, fingerprint

_logger = logging.getLogger(__name__)

FOLDER_VARIABLE = "SMART_IMPACT_KEYS"
STATES = [("active", "Active"), ("destroyed", "Destroyed")]


class SmartImpactKey(models.Model):
    """The key that joins the waves of a member, of which the database knows the name.

    The key itself is a file of the server, so that neither the database nor a copy of
    it leads from an answer to a member. Nobody has a right on this model.
    """

    _name = "smart.impact.key"
    _description = "Impact Key"
    _log_access = False
    _rec_name = "programme_id"

    programme_id = fields.Many2one(
        "smart.impact.programme", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char("File", required=True)
    fingerprint = fields.Char(required=True)
    state = fields.Selection(STATES, required=True, default="active")
    created_on = fields.Date(required=True)
    destroyed_on = fields.Date()
    destroyed_by = fields.Many2one("res.users", ondelete="set null")

    _programme_uniq = models.Constraint(
        "UNIQUE(programme_id)", "A programme has one key, for ever."
    )

    # === RULES === #

    def write(self, vals):
        if set(vals) - {"state", "destroyed_on", "destroyed_by"}:
            raise UserError(self.env._("A key never changes."))
        if any(key.state == "destroyed" for key in self):
            raise UserError(self.env._("A key that was destroyed does not come back."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A key is destroyed, and what tells so is kept."))

    # === FILES === #

    @api.model
    def _get_folder(self):
        """Return where keys are: by database, so that a copy of it has none of them.

        A copy has another identifier, and so has a restored one unless it is said to
        be the same; ``SMART_IMPACT_KEYS`` names a folder elsewhere, that backups of
        the data folder leave out.
        """
        root = os.environ.get(FOLDER_VARIABLE)
        folder = Path(root) if root else Path(config["data_dir"], "smart_impact_keys")
        # the identifier of the database is no secret
        parameters = self.env["ir.config_parameter"].sudo()
        return folder / parameters.get_param("database.uuid")

    def _get_path(self):
        self.ensure_one()
        return self._get_folder() / f"{self.name}.key"

    @api.model
    def _generate(self, programme):
        """Make the key of a programme, once."""
        secret = secrets.token_bytes(KEY_BYTES)
        key = self.create(
            {
                "programme_id": programme.id,
                "name": uuid.uuid4().hex,
                "fingerprint": fingerprint(secret),
                "created_on": fields.Date.context_today(self),
            }
        )
        path = key._get_path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as f:
            f.write(secret)
        # a transaction that fails leaves no file behind
        self.env.cr.postrollback.add(lambda: path.unlink(missing_ok=True))
        return key

    def _read_secret(self):
        """Return the key, or None: destroyed, missing or not the right one."""
        if not self or self.state != "active":
            return None
        path = self._get_path()
        try:
            secret = path.read_bytes()
        except OSError:
            _logger.warning("The key of %s is missing.", self.programme_id.name)
            return None
        if fingerprint(secret) != self.fingerprint:
            _logger.warning("The key of %s is another one.", self.programme_id.name)
            return None
        return secret

    def _destroy(self):
        """Forget the key for good; its file goes once the database says so."""
        self.write(
            {
                "state": "destroyed",
                "destroyed_on": fields.Date.context_today(self),
                "destroyed_by": self.env.uid,
            }
        )
        for path in [key._get_path() for key in self]:
            self.env.cr.postcommit.add(lambda path=path: _erase(path))

    @api.model
    def _cron_erase(self):
        """Erase the files of destroyed keys that a crash left behind."""
        for key in self.search([("state", "=", "destroyed")]):
            _erase(key._get_path())


def _erase(path):
    """Overwrite a file, then delete it."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(b"\0" * KEY_BYTES)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
