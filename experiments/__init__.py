"""What researchers do with the model, one import away: `from experiments import sweep, sensitivity, report`.

A verb does what the command of its name does, from Python: `sweep` what `dyads sweep` does. Verbs hand back tidy pandas
tables, or small objects that hold several and show themselves in a notebook; nothing is written unless `out` says where.

The bench stands in folders, each of which imports none below it in this list:

    checking     what is given from outside, checked before any work
    counting     figures of merit of a clinic, how sure they are, and in words
    drawing      what figures look like
    results      results on disk, whole or not at all, each with its record
    designs      what is to be varied, and its points
    comparing    two clinics under the same luck
    real_trials  trials as they were, beside simulated ones
    sweeps       many clinics of one design
    analysis     on which factors outcomes depend, and how much to simulate
    reports      what a finished sweep has to say
    evidence     the model held against published findings
    calibrating  the fitted numbers, searched
    theories     rival theories, a rule file each
    asking       what it is to ask the model a question
    studies      the questions, a file each
    contest      theories against each other
    publishing   the page that publishes the evidence
    again        results made again
    speed        how fast, and how much memory
    verbs        what is called from Python
    commands     what is typed
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.asking.laboratory import Laboratory
    from experiments.designs.design import Design
    from experiments.verbs.clinics import compare, run
    from experiments.verbs.findings import ablations, directions, scorecard, trials
    from experiments.verbs.keeping import calibrate, evidence_page
    from experiments.verbs.lists import dictionary, interventions, mechanisms, parameters, rules, scenarios
    from experiments.verbs.planning import bench, precision
    from experiments.verbs.questions import questions, study
    from experiments.verbs.rivals import tournament
    from experiments.verbs.sensitivity import sensitivity
    from experiments.verbs.stories import replay, rerun, story
    from experiments.verbs.sweeps import merge, report, sweep

__all__ = [
    "Design", "Laboratory", "ablations", "bench", "calibrate", "compare", "dictionary", "directions", "evidence_page", "interventions",
    "mechanisms", "merge", "parameters", "precision", "questions", "replay", "report", "rerun", "rules", "run", "scenarios", "scorecard",
    "sensitivity", "story", "study", "sweep", "tournament", "trials",
]  # fmt: skip

HOMES = {
    "designs.design": ("Design",),
    "asking.laboratory": ("Laboratory",),
    "verbs.clinics": ("compare", "run"),
    "verbs.findings": ("ablations", "directions", "scorecard", "trials"),
    "verbs.keeping": ("calibrate", "evidence_page"),
    "verbs.lists": ("dictionary", "interventions", "mechanisms", "parameters", "rules", "scenarios"),
    "verbs.planning": ("bench", "precision"),
    "verbs.questions": ("questions", "study"),
    "verbs.rivals": ("tournament",),
    "verbs.stories": ("replay", "rerun", "story"),
    "verbs.sensitivity": ("sensitivity",),
    "verbs.sweeps": ("merge", "report", "sweep"),
}
"""Where each name is defined; it is imported from there when somebody asks for it."""
HOME = {name: f"{__name__}.{home}" for home, names in HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A verb, imported when it is first asked for."""
    if name in HOME:
        return getattr(import_module(HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names that a notebook completes."""
    return sorted({*globals(), *__all__})
