"""Studies: one file each, whose docstring says the question, what the literature leads one to expect, and the command.

A study is a module with `run(size, done) -> Answer`; its name is that of its file, with hyphens.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType

import pandas as pd
from matplotlib.figure import Figure

from experiments.evidence.scorecard import Done
from model.errors import SettingError, did_you_mean

__all__ = ["Answer", "Done", "names", "question", "study"]


@dataclass(frozen=True)
class Answer:
    """What a study found: a table, what it says in a few sentences, which clinics it looked at, and pictures by name."""

    table: pd.DataFrame
    says: tuple[str, ...]
    about: str
    figures: dict[str, Callable[[], Figure]] = field(default_factory=dict)


def names() -> tuple[str, ...]:
    """The studies that there are."""
    return tuple(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__))


def study(name: str) -> ModuleType:
    """A study by its name; SettingError when there is none."""
    if name not in names():
        raise SettingError(f"no study is called {name}.{did_you_mean(name, names())} Studies: {', '.join(names())}.")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")


def question(module: ModuleType) -> str:
    """The question of a study: the first sentence of its docstring."""
    return (module.__doc__ or "").strip().split("\n")[0]
