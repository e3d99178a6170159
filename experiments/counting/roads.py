"""The roads out of therapy, told apart in one place, and their words.

An agreed ending is of two kinds that have little in common: it is good enough, or something outside therapy ends it.
"""

import numpy as np
import pandas as pd

WORDS = {
    "dropout": "dropped out",
    "practical": "ended for practical reasons",
    "good_enough": "found it good enough",
    "planned_end": "ended as planned",
    "ongoing": "still in therapy",
}
"""Every road in words, on the pages and on paper."""
SHORT = {
    "dropout": "dropped out",
    "practical": "practical",
    "good_enough": "good enough",
    "planned_end": "as planned",
    "ongoing": "goes on",
}
"""The same where there is little room."""
POLITE = "or gave such as a polite way out"
"""What ending for practical reasons also is: where something unhealed stands between the two, such reasons are at hand sooner."""
ROADS = tuple(road for road in WORDS if road != "ongoing")
"""The roads that compete; `ongoing` is censored."""
DROPOUT = ROADS[0]


def roads(dyads: pd.DataFrame) -> pd.Series:
    """How each therapy ended: one of `WORDS`."""
    ending, practical = dyads.ending.astype(str), dyads.ended_for_practical_reasons.astype(bool)
    told = np.where(ending != "agreed", ending, np.where(practical, "practical", "good_enough"))
    return pd.Series(pd.Categorical(told, categories=[*WORDS]), dyads.index)
