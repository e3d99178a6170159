"""An agent-based simulation of therapy dyads: what a clinic is, and how a session goes.

Rules say what happens, the session says in which order, Mesa lets you watch, the cohort lets you count.
Start with `simulate("small").dyads`, or `Clinic("small")` for Mesa.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from model.errors import DyadsError, OutputError, RuleError, SettingError, TableError
from model.rules import Rules, from_file, replace
from model.scenario import Scenario, scenario, shipped
from model.simulate import Run, simulate

if TYPE_CHECKING:
    from model.agents.clinic import Client, Clinic, Therapist

__all__ = [
    "Client", "Clinic", "DyadsError", "OutputError", "RuleError", "Rules", "Run", "Scenario", "SettingError", "TableError",
    "Therapist", "from_file", "replace", "scenario", "shipped", "simulate",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """The Mesa model and its agents, which are imported when somebody asks for them: Mesa takes half a second."""
    if name in ("Client", "Clinic", "Therapist"):
        return getattr(import_module("model.agents.clinic"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
