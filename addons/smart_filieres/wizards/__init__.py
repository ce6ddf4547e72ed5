from . import (
    base_partner_merge,
    smart_filiere_invite,
)
from . import smart_filiere_assess_wizard, smart_filiere_derogation_wizard
