from . import (
    test_access,
    test_directory,
    test_engine_measures,
    test_engine_scoring,
    test_geography,
    test_membership,
    test_portal,
    test_postal_code,
    test_profile,
    test_signed,
    test_specialisation,
    test_territory,
)
