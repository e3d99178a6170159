"""Studies: one file each, whose docstring says the question, what the literature leads one to expect, and the command.

A study is a module with `run(lab) -> Answer`; its name is that of its file, with hyphens. Nothing else is to be edited.
"""

import importlib
import pkgutil

from experiments.asking.study import Study
from model.errors import SettingError, did_you_mean

__all__ = ["names", "study"]


def names() -> tuple[str, ...]:
    """The studies that there are."""
    return tuple(m.name.replace("_", "-") for m in pkgutil.iter_modules(__path__))


def study(name: str) -> Study:
    """A study by its name; SettingError when there is none."""
    if name not in names():
        raise SettingError(f"no study is called {name}.{did_you_mean(name, names())} Studies: {', '.join(names())}.")
    return Study.of(name, importlib.import_module(f"{__name__}.{name.replace('-', '_')}"))
