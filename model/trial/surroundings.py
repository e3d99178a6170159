"""What a rule file must leave as it stands: modules, the model's tables and functions, and what holds for Python as a whole."""

import atexit
import faulthandler
import gc
import locale
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

OURS = ("model", "math")
"""Modules of which nothing may change while a rule file is run; of all others no function or class."""


def alarms() -> list[bool]:
    """Whether the system will send a signal in some time, for each of its clocks."""
    clocks = (getattr(signal, name, None) for name in ("ITIMER_REAL", "ITIMER_VIRTUAL", "ITIMER_PROF"))
    return [any(signal.getitimer(clock)) for clock in clocks if clock is not None]


def for_the_end() -> tuple[int, int]:
    """How much is to be done when Python ends; where Python does not say, nothing."""
    registered: Callable[[], int] = getattr(atexit, "_ncallbacks", int)
    return registered(), len(getattr(threading, "_threading_atexits", ()))


WHOLE: dict[str, Callable[[], object]] = {
    "changes how signals are answered": lambda: {s: signal.getsignal(s) for s in signal.valid_signals()},
    "changes which alarms are set": alarms,
    "leaves something to do when Python ends": for_the_end,
    "changes whether Python tells where it crashed": faulthandler.is_enabled,
    "changes how deep functions may call each other": sys.getrecursionlimit,
    "changes how threads take turns": sys.getswitchinterval,
    "changes when memory is cleared": lambda: (gc.isenabled(), gc.get_threshold()),
    "changes which warnings are told": lambda: list(warnings.filters),
    "changes where modules are found": lambda: (list(sys.path), list(sys.meta_path), list(sys.path_hooks)),
    "changes the language of the system": lambda: locale.setlocale(locale.LC_ALL),
    "changes the environment": lambda: dict(os.environ),
    "changes the folder in which it runs": os.getcwd,
}
"""What holds for Python as a whole: in words what a file does that changes it, and how it is read."""


class Standing(NamedTuple):
    """How it stands with what a file should not touch."""

    modules: dict[str, ModuleType]
    held: dict[str, dict[str, Any]]
    inside: dict[str, dict[str, Any]]
    whole: dict[str, object]
    threads: int


def standing(path: Path) -> Standing:
    """How it stands now; the file at `path` itself may say what it likes."""
    modules = {n: m for n, m in list(sys.modules.items()) if isinstance(m, ModuleType) and vars(m).get("__file__") != str(path)}
    held = {name: dict(vars(module)) for name, module in modules.items()}
    inside = {f"{name}.{key}": parts(value) for name, space in held.items() if ours(name) for key, value in space.items()}
    return Standing(modules, held, inside, {what: read() for what, read in WHOLE.items()}, threading.active_count())


def ours(module: str) -> bool:
    """Whether nothing of a module may change."""
    return module.partition(".")[0] in OURS


def parts(value: Any) -> dict[str, Any]:
    """What of a thing can be changed in place: a function's code, a table's entries, the functions of a class."""
    if isinstance(value, FunctionType):
        return {"__code__": value.__code__, "__defaults__": value.__defaults__}
    if isinstance(value, dict):
        return {str(key): each for key, each in value.items()}
    return {key: each for key, each in vars(value).items() if callable(each)} if isinstance(value, type) else {}


def changed(before: Standing, now: Standing) -> Iterator[str]:
    """What stands otherwise than before, in words."""
    swapped = {name for name, module in before.modules.items() if now.modules.get(name) is not module}
    yield from (f"changes {name} in sys.modules" for name in sorted(swapped))
    for name, space in before.held.items():
        there = space if name in swapped else now.held[name]
        moved = [key for key, value in space.items() if there.get(key) is not value and (callable(value) or ours(name))]
        yield from (f"changes {name}.{key}" for key in moved)
    for name, held in before.inside.items():
        there = now.inside.get(name, held)
        yield from (f"changes {key} of {name}" for key, value in held.items() if there.get(key) is not value)
    yield from (what for what, read in before.whole.items() if now.whole[what] != read)
    if now.threads > before.threads:
        yield "leaves a thread running"
