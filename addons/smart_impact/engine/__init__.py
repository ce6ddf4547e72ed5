from . import disclosure, mixing, statistics
