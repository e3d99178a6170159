"""How each published finding is measured in a simulated clinic: one function a finding, asking by name for what it needs.

Arguments name worlds (`experiments.evidence.worlds`). The docstring is the operational definition. OUT is minus the
residual of the last distress score on the one at intake, so that high is good; dropouts count with their last score.
Symptoms are the distress questionnaire, filled in before a session; the alliance is rated after it.
A measure returns a number, or several signed differences, of which the largest is taken after averaging over seeds:
the largest of several noisy differences is not zero even where nothing differs. The definitions of `in_time`,
`compared` and `therapists` were written before any of these patterns was computed for the first time.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cache

from experiments.evidence.measures import alliance, compared, in_time, outcome, process, therapists

PARTS = (alliance, process, outcome, in_time, compared, therapists)


@cache
def measures() -> Mapping[str, Callable]:
    """Every function that is written in one of these files, by name; TypeError when two have the same name."""
    found: dict[str, Callable] = {}
    for part in PARTS:
        for name, function in inspect.getmembers(part, inspect.isfunction):
            if function.__module__ == part.__name__:
                if name in found:
                    raise TypeError(f"{part.__name__}.{name}: {found[name].__module__} has a measure of that name, too.")
                found[name] = function
    return found


def named(name: str) -> Callable:
    """The measure of this name; KeyError when there is none."""
    return measures()[name]
