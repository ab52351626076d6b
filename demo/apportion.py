"""Sharing a whole number out by weights, exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float], caps: Sequence[int] | None = None) -> list[int]:
    """Whole shares that add up to ``total``, near the weights, none above its cap.

    ``ValueError`` when the caps leave no room for ``total``.
    """
    limits: Sequence[float] = caps if caps is not None else [math.inf] * len(weights)
    if total > sum(limits):
        raise ValueError(f"{total} cannot be shared out below caps that add up to {sum(limits)}")
    ideal = _filled(total, weights, limits)
    shares = [math.floor(share) for share in ideal]
    room = sorted(range(len(ideal)), key=lambda i: (shares[i] - ideal[i], i))
    missing = total - sum(shares)
    while missing:
        for i in room:
            if missing and shares[i] < limits[i]:
                shares[i] += 1
                missing -= 1
    return shares


def _filled(total: int, weights: Sequence[float], limits: Sequence[float]) -> list[float]:
    """Proportional shares; what goes beyond a limit flows to those that still have room."""
    fixed: dict[int, float] = {}
    while True:
        free = [i for i in range(len(weights)) if i not in fixed]
        rest, weight = total - sum(fixed.values()), sum(weights[i] for i in free)
        scale = rest / weight if weight else 0.0
        over = {i: limits[i] for i in free if weights[i] * scale > limits[i]}
        if not over:
            return [fixed.get(i, weights[i] * scale) for i in range(len(weights))]
        fixed |= over
