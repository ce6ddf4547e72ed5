from . import (
    base_partner_merge,
    smart_filiere_invite,
)
