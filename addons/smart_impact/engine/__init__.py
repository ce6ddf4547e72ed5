from . import (
    audit,
    change,
    cube,
    disclosure,
    levels,
    mixing,
    multiplicity,
    reading,
    reliability,
    statistics,
    tables,
    weights,
)
