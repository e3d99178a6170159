"""What a rule is asked in real lives, and what it answers: the numbers that are usual for it, told beside the ranges it may meet."""

from collections.abc import Callable
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from model.binding import made
from model.contract import inputs
from model.rules import WEEKLY, Rules
from model.simulate import simulate

CLINIC = "small"
"""The scenario in which rules are listened to."""
ANSWER = "answer"
"""The name of what a rule answers, beside those of its inputs."""


class Usual(NamedTuple):
    """What is usual: the median, and the range that holds nine in ten."""

    middle: float
    low: float
    high: float


class Overheard(Rules):
    """The default rules, one of which is overheard: what it is given and answers goes into `said`, a row each time."""

    def __init__(self, name: str, said: list[list[float]]):
        super().__init__()
        self.name, self.said = name, said

    def bound(self) -> ModuleType:
        """The rules as a session calls them."""
        rules = super().bound()
        setattr(rules, self.name, overheard(self.name, getattr(rules, self.name), self.said))
        return rules


def overheard(name: str, answer: Callable[[Any], float], said: list[list[float]]) -> Callable[[Any], float]:
    """A bound rule that tells what it is asked, and what it answers."""
    given: Any = made(name, Rules()[name], name in WEEKLY, "return [{asked}]")

    def listen(m: Any) -> float:
        x = answer(m)
        said.append([x, *(float(each) for each in given(m) if isinstance(each, int | float | np.floating))])
        return x

    return listen


@lru_cache(maxsize=128)
def usual(name: str) -> dict[str, Usual]:
    """What the default rule of this name is usually asked, by word, and what it answers; nothing where it is never asked."""
    said: list[list[float]] = []
    simulate(CLINIC, rules=Overheard(name, said), engine="agents", record=False)
    words = [ANSWER, *(w for w in inputs(Rules()[name]) if w != "p")]
    columns = np.array(said).reshape(len(said), len(words)).T
    return {w: Usual(*np.quantile(column, (0.5, 0.05, 0.95)).tolist()) for w, column in zip(words, columns, strict=True) if len(said)}
