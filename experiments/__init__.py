"""What researchers do with the model, one import away: `from experiments import sweep, sensitivity, report`.

A verb does what the command of its name does, from Python: `sweep` what `dyads sweep` does. Verbs hand back tidy pandas
tables, or small objects that hold several and show themselves in a notebook; nothing is written unless `out` says where.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.design import Design
    from experiments.laboratory import Laboratory
    from experiments.verbs.clinics import compare, run
    from experiments.verbs.findings import ablations, directions, scorecard, trials
    from experiments.verbs.keeping import calibrate, evidence_page
    from experiments.verbs.lists import dictionary, interventions, mechanisms, parameters, rules, scenarios
    from experiments.verbs.planning import bench, precision
    from experiments.verbs.questions import studies, study
    from experiments.verbs.rivals import tournament
    from experiments.verbs.stories import replay, rerun, story
    from experiments.verbs.sweeps import merge, report, sensitivity, sweep

__all__ = [
    "Design", "Laboratory", "ablations", "bench", "calibrate", "compare", "dictionary", "directions", "evidence_page", "interventions",
    "mechanisms", "merge", "parameters", "precision", "replay", "report", "rerun", "rules", "run", "scenarios", "scorecard", "sensitivity",
    "story", "studies", "study", "sweep", "tournament", "trials",
]  # fmt: skip

HOMES = {
    "design": ("Design",),
    "laboratory": ("Laboratory",),
    "verbs.clinics": ("compare", "run"),
    "verbs.findings": ("ablations", "directions", "scorecard", "trials"),
    "verbs.keeping": ("calibrate", "evidence_page"),
    "verbs.lists": ("dictionary", "interventions", "mechanisms", "parameters", "rules", "scenarios"),
    "verbs.planning": ("bench", "precision"),
    "verbs.questions": ("studies", "study"),
    "verbs.rivals": ("tournament",),
    "verbs.stories": ("replay", "rerun", "story"),
    "verbs.sweeps": ("merge", "report", "sensitivity", "sweep"),
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


class Package(ModuleType):
    """A package in which a verb stays a verb.

    Some verbs live beside a module of their name, `sweep` beside `experiments/sweep.py`, and Python would put that module in
    the verb's place as soon as anybody imports it. Here it is found in `sys.modules` alone: `from experiments.sweep import …`.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = Package
