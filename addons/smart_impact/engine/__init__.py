from . import change, disclosure, mixing, multiplicity, reliability, statistics, weights
