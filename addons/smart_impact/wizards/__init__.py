from . import smart_impact_programme_import
from . import smart_impact_review_unlock
