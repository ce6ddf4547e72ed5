from . import (
    smart_territory,
    smart_territory_range,
    smart_activity,
    smart_skill,
    smart_filiere,
    smart_filiere_membership,
    smart_directory_field,
    smart_directory_release,
    smart_directory_profile,
    smart_directory_entry,
    smart_directory_scope,
    res_partner,
)
