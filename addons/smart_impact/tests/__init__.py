from . import (
    test_access,
    test_anonymity,
    test_change,
    test_compute,
    test_disclosure,
    test_mixing,
    test_portal,
    test_report,
    test_statistics,
    test_weights,
    test_wave,
)
