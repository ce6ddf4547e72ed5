from . import smart_impact_programme_import
