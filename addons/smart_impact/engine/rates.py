# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which response rates may be shown: that of a group tells who answered, or did not."""

import numpy as np
from numpy.typing import NDArray

from .disclosure import MINIMUM_CELL


def hide_rates(
    asked: NDArray[np.int64],
    answered: NDArray[np.int64],
    linked: NDArray[np.bool_],
    minimum: int = MINIMUM_CELL,
) -> NDArray[np.bool_]:
    """Return the groups whose rate stays hidden, beside the shown rate of all.

    Where nobody answered, everybody, or all but one, whoever was asked is told. The
    others hidden with them leave it open how many of each group answered: `minimum`
    people and as many who did not, among two groups or more.

    :param linked: groups that the figures hide, or too small by themselves
    """
    told = (answered == 0) | (answered >= asked - 1)
    hidden = linked | (asked < minimum) | told
    if not hidden.any():
        return hidden
    silent = asked - answered
    # the smallest first; ties by place, so that counting again hides the same
    for group in np.argsort(asked, kind="stable"):
        if (
            hidden.sum() >= 2
            and answered[hidden].sum() >= minimum
            and silent[hidden].sum() >= minimum
        ):
            break
        hidden[group] = True
    return hidden
