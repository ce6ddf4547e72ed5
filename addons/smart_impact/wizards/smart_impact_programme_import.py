# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from contextlib import contextmanager

import psycopg2

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.transfer import VERSION, TransferError, unseal


class SmartImpactProgrammeImport(models.TransientModel):
    _name = "smart.impact.programme.import"
    _description = "Import of an Impact Programme"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self._default_company_id(),
    )
    archive_current = fields.Boolean(
        "Archive the present programme",
        help="A company has one active programme, because it asks one question.",
    )

    def _default_company_id(self):
        return self.env.company

    def action_import(self):
        """Create the programme of the file: all of it, or nothing."""
        self.ensure_one()
        content = self._read_file()
        programmes = self._get_programmes()
        self._make_room(programmes, content["key"])
        with self._in_words():
            programme = programmes._import_content(content, self.company_id)
        return self._open(programme)

    def _get_programmes(self):
        return self.env["smart.impact.programme"].with_context(
            allowed_company_ids=[self.company_id.id, *self.env.companies.ids]
        )

    @contextmanager
    def _in_words(self):
        """Say in words what a file holds that cannot be taken, and take nothing."""
        try:
            with self.env.cr.savepoint():
                yield
        except psycopg2.Error as error:
            words = error.diag.message_primary or str(error)
            raise UserError(
                self.env._("The file contradicts itself and was not taken: %s", words)
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise UserError(
                self.env._("The file holds something unknown here: %s", error)
            ) from error

    def _open(self, programme):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_programme_action"
        )
        return {**action, "views": [(False, "form")], "res_id": programme.id}

    def _read_file(self):
        try:
            return unseal(base64.b64decode(self.file))
        except TransferError as error:
            words = {
                "format": self.env._("This is not the file of an impact programme."),
                "version": self.env._(
                    "The file was written in version %(theirs)s of the format, and "
                    "this database reads version %(ours)s: export it again there "
                    "with the same release of Smart.",
                    theirs=error.detail,
                    ours=VERSION,
                ),
                "changed": self.env._(
                    "The file was changed or cut after it was written: ask for it "
                    "again."
                ),
                "missing": self.env._(
                    "The file refers to what it does not hold: %s.", error.detail
                ),
            }
            raise UserError(words[error.reason]) from error
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise UserError(
                self.env._("This is not the file of an impact programme.")
            ) from error

    def _make_room(self, programmes, key):
        here = programmes.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id)]
        )
        if key in here.mapped("transfer_key"):
            self._refuse_again()
        current = here.filtered("active")
        if current and not self.archive_current:
            raise UserError(
                self.env._(
                    "%(company)s has “%(programme)s”: archive it first, "
                    "or say so here.",
                    company=self.company_id.name,
                    programme=current.name,
                )
            )
        current.action_archive()
        current.flush_recordset()

    def _refuse_again(self):
        raise UserError(
            self.env._("%s has this programme already.", self.company_id.name)
        )
