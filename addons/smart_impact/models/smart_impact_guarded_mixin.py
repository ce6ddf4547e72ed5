# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError


class SmartImpactGuardedMixin(models.AbstractModel):
    """Records of which the server alone sets some fields.

    What is read-only in its definition is so for every client, not on forms alone:
    neither values, nor defaults from a context or of a user, set it. The code that
    may set it runs as superuser, which no client can ask for.
    """

    _name = "smart.impact.guarded.mixin"
    _description = "Impact Records with Guarded Fields"

    # the model itself refuses them, as it knows when they may be set
    _guarded_elsewhere = frozenset()
    # given at creation, and never again
    _guarded_later = frozenset()

    @api.model
    def _get_guarded_fields(self):
        """Return the names of the fields that no client sets."""
        return {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and name not in models.MAGIC_COLUMNS
        }

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        # as superuser too: the context is the client's all the same
        for name in self._get_guarded_fields() & values.keys():
            own = self._get_own_default(name)
            values.pop(name)
            if own:
                values[name] = own
        return values

    @api.model
    def _get_own_default(self, name):
        """Return the default of the definition of a field, False for none."""
        field = self._fields[name]
        if not field.default:
            return False
        value = field.convert_to_cache(field.default(self), self, validate=False)
        return field.convert_to_write(value, self)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            guarded = self._get_guarded_fields() - self._guarded_elsewhere
            for vals in vals_list:
                names = guarded & vals.keys() - self._guarded_later
                self._check_guarded({n for n in names if self._is_given(n, vals[n])})
        return super().create(vals_list)

    @api.model
    def _is_given(self, name, value):
        """Say whether a value differs from what the server would set."""
        if self._fields[name].compute:
            return True
        return (value or False) != (self._get_own_default(name) or False)

    def write(self, vals):
        if not self.env.su:
            guarded = self._get_guarded_fields() - self._guarded_elsewhere
            self._check_guarded(guarded & vals.keys())
        return super().write(vals)

    def _update_field_translations(self, field_name, *args, **kwargs):
        # the native method writes all languages beside write()
        if not self.env.su:
            self._check_guarded({field_name} & self._get_guarded_fields())
        return super()._update_field_translations(field_name, *args, **kwargs)

    def _check_guarded(self, names):
        """Refuse to write fields that the server alone sets."""
        if names:
            raise AccessError(
                self.env._(
                    "%(fields)s: set by the buttons, by a vote or by a computation, "
                    "never written by hand.",
                    fields=sorted(
                        self._fields[name]._description_string(self.env)
                        for name in names
                    ),
                )
            )
