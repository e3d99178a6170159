"""An agent-based simulation of therapy dyads: what a clinic is, and how a session goes.

Rules say what happens, the session says in which order, Mesa lets you watch, the cohort lets you count.
Start with `simulate("small").dyads`, or `Clinic("small")` for Mesa.
"""

from model.clinic import Client, Clinic, Therapist
from model.errors import DyadsError, OutputError, RuleError, SettingError, TableError
from model.rules import Rules, from_file, replace
from model.scenario import Scenario, scenario, shipped
from model.simulate import Run, simulate

__all__ = [
    "Client", "Clinic", "DyadsError", "OutputError", "RuleError", "Rules", "Run", "Scenario", "SettingError", "TableError",
    "Therapist", "from_file", "replace", "scenario", "shipped", "simulate",
]  # fmt: skip
