"""How each published finding is measured in a simulated clinic: one function a finding, asking by name for what it needs.

Arguments name worlds (`experiments.evidence.worlds`). The docstring is the operational definition. OUT is minus the
residual of the last distress score on the one at intake, so that high is good; dropouts count with their last score.
Symptoms are the distress questionnaire, filled in before a session; the alliance is rated after it.
A measure returns a number, or several signed differences, of which the largest is taken after averaging over seeds:
the largest of several noisy differences is not zero even where nothing differs. The definitions of `in_time`,
`compared` and `therapists` were written before any of these patterns was computed for the first time.
"""

from collections.abc import Callable

from experiments.evidence.measures import alliance, compared, in_time, outcome, process, therapists


def named(name: str) -> Callable:
    """The measure of this name."""
    return next(getattr(part, name) for part in (alliance, process, outcome, in_time, compared, therapists) if hasattr(part, name))
