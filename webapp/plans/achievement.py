"""How far an indicator and a whole plan were achieved. Values in, values out.

Source: domain research A.12, the numbers of KMK 127/2026 (Ministry of Finance): polarity maximize, minimize, stabilize;
0 to 120; periods consolidated by sum, last known value or average; a missing realisation is unknown and never 0.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

LOWEST, HIGHEST = Decimal(0), Decimal(120)
POLARITIES = ("maximize", "minimize", "stabilize")
CONSOLIDATIONS = ("sum", "last", "average")


def of_indicator(realisation: Decimal | None, target: Decimal | None, polarity: str) -> Decimal | None:
    """Percent of the target, 0 to 120 with two decimals; None while it cannot be known.

    Maximize r/t, minimize 2 - r/t, stabilize 1 - |r/t - 1|, times 100. The source says only "interpolated" for
    stabilize; the straight line on both sides is our reading. A target of zero can be met (100) or missed (0) only
    when less is better.
    """
    if realisation is None or target is None:
        return None
    if target == 0:
        return _of_zero_target(realisation) if polarity == "minimize" else None
    ratio = realisation / target
    match polarity:
        case "maximize":
            share = ratio
        case "minimize":
            share = 2 - ratio
        case "stabilize":
            share = 1 - abs(ratio - 1)
        case _:
            raise ValueError(f"no such polarity: {polarity}")
    return bounded(share * 100)


def consolidated(realisations: Iterable[Decimal | None], how: str) -> Decimal | None:
    """One number for the year from those of the periods, in their order; periods without a realisation are ignored."""
    known = [value for value in realisations if value is not None]
    if not known:
        return None
    match how:
        case "sum":
            return sum(known, Decimal(0))
        case "last":
            return known[-1]
        case "average":
            return round(sum(known, Decimal(0)) / len(known), 2)  # what a form can hand in again
    raise ValueError(f"no such consolidation: {how}")


def of_plan(achievements: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """The mean of (achievement, weight) by weight over what is known; None when nothing is."""
    known = [(value, weight) for value, weight in achievements if value is not None]
    weights = sum((weight for _, weight in known), Decimal(0))
    if weights == 0:
        return None
    return bounded(sum((value * weight for value, weight in known), Decimal(0)) / weights)


def bounded(percent: Decimal) -> Decimal:
    """Within 0 to 120, to two decimals."""
    within = min(max(percent, LOWEST), HIGHEST)
    return within.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _of_zero_target(realisation: Decimal) -> Decimal:
    return Decimal(100) if realisation == 0 else Decimal(0)
