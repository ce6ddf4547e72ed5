from . import (
    smart_impact_figure_compute,
    smart_impact_programme_import,
    smart_impact_programme_update,
    smart_impact_review_unlock,
)
