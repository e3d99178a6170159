"""From where to where a parameter is varied when nothing is said."""

from functools import lru_cache
from math import inf

from model.parameters import NUMBERS, Number
from model.people import widest

STEPS = 100


@lru_cache(maxsize=1024)
def bounds(of: str | Number, sd: float | None = None) -> tuple[float, float]:
    """The declared range of a parameter, and for a mean the part of it in which people can differ by this SD.

    Nobody can differ by much around a mean at the very edge of a range: such clinics cannot be. The part is found to a
    hundredth of the range. Raises ValueError where people can differ so much around no mean at all, or there is no range.
    """
    number = NUMBERS[of] if isinstance(of, str) else of
    if number.low == -inf:
        raise ValueError(f"the file that brings {number.name} declares none")
    if not sd:
        return number.low, number.high
    wide, edge = number.high - number.low, 1e-6
    steps = [number.low + wide * i / STEPS for i in range(STEPS + 1)]
    able = [v for v in steps if widest(min(max((v - number.low) / wide, edge), 1.0 - edge)) >= sd / wide]
    if not able:
        raise ValueError(f"nobody can differ by {sd:g} around any {number.name}")
    return able[0], able[-1]
