"""The studies that there are: every file in `experiments/studies/` is one, found by its name."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from experiments.asking.study import Study
from model.errors import SettingError, did_you_mean

STUDIES = "experiments.studies"
"""The folder in which studies are found; nothing here imports any before it is asked for."""


def names() -> tuple[str, ...]:
    """The studies that there are."""
    found = find_spec(STUDIES)
    assert found is not None  # it is a folder of ours
    return tuple(m.name.replace("_", "-") for m in pkgutil.iter_modules(found.submodule_search_locations))


def study(name: str) -> Study:
    """A study by its name; SettingError when there is none."""
    if name not in names():
        raise SettingError(f"no study is called {name}.{did_you_mean(name, names())} Studies: {', '.join(names())}.")
    return Study.of(name, import_module(f"{STUDIES}.{name.replace('-', '_')}"))
