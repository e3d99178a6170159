"""What the cohort engine lives in: records whose memory is also shown as plain rows of numbers."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from model.deeds.deeds import MOST_DEEDS, WIDTH
from model.fields import CLIENT_RECORD, THERAPIST_RECORD
from model.luck import GROUPS, LANES, STARTS
from model.parameters import NUMBERS
from model.rule_files.brought import Brought, dyad_record, luck_record, p_record


def writable(record: np.dtype, **parts: tuple[int, int]) -> np.dtype:
    """A record that shows the same memory also as rows of `numbers`, all of it or `parts` from a first to before a last."""
    parts = parts or {"numbers": (0, record.itemsize // 8)}
    names = [*(record.names or ()), *parts]
    shown = [record.fields[n][0] for n in record.names or ()] + [np.dtype(("f8", (b - a,))) for a, b in parts.values()]  # type: ignore[index]
    offsets = [record.fields[n][1] for n in record.names or ()] + [8 * a for a, _ in parts.values()]  # type: ignore[index]
    return np.dtype({"names": names, "formats": shown, "offsets": offsets, "itemsize": record.itemsize})


CLIENTS, THERAPISTS = map(writable, (CLIENT_RECORD, THERAPIST_RECORD))
PARTS = {part: (at, at + g.size) for part, at, g in zip(("of_session", "of_week", "of_ratings"), STARTS, GROUPS, strict=True)}
MOST_ASSESSMENTS = int(NUMBERS["clinic.assessments"].high) + 1
COURSE = np.dtype([("score", "f8", (MOST_ASSESSMENTS,)), ("state", "f8", (MOST_ASSESSMENTS,))])
DEEDS = np.dtype([("n", "f8"), ("rows", "f8", (MOST_DEEDS, WIDTH))])


class Shapes(NamedTuple):
    """The records that hang on what a rule file brings."""

    dyads: np.dtype
    p: np.dtype
    luck: np.dtype


@lru_cache(maxsize=64)
def shapes(brought: Brought) -> Shapes:
    """The records of a clinic with what a rule file brings."""
    luck = luck_record(brought)
    first = luck.itemsize // 8 - LANES * len(brought.lucky)
    own = {f"_of_{s.name}": (first + LANES * k, first + LANES * (k + 1)) for k, s in enumerate(brought.lucky)}
    return Shapes(writable(dyad_record(brought)), writable(p_record(brought)), writable(luck, **PARTS, **own))
