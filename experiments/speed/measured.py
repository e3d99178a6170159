"""Speed and memory on this machine, all tables of it."""

import os
import platform
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import version
from typing import Any

from experiments.speed import processes
from experiments.speed.bench import engines, growth
from experiments.speed.goals import goals
from model.progress import Told

Rows = dict[str, list[dict[str, Any]]]


def measured(rounds: int, quick: bool, large: bool, shown: Callable[[str], AbstractContextManager[Told]]) -> Rows:
    """All tables by what is measured; `shown` tells how far each of them is."""
    part = 0.1 if quick else 1.0
    with shown("engines") as done:
        found: Rows = {"engines": list(engines(rounds, part, done))}
    with shown("growth") as done:
        found["growth"] = [] if quick else list(growth(rounds, part, done))
    with shown("processes"):
        found["memory"] = list(processes.memory(large, quick))
        found["beginning"] = list(processes.beginning(1 if quick else min(rounds, 3)))
    return found | {"goals": [] if quick else list(goals(found))}


def machine() -> dict[str, str]:
    """What was measured on."""
    return {
        "python": f"Python {platform.python_version()}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in ("mesa", "numba", "numpy")),
        "cores": f"{os.cpu_count()} cores of {platform.machine()}",
    }
