from . import pooled_distribution
