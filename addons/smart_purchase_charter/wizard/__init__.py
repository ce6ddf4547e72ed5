from . import smart_charter_matrix
