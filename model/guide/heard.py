"""What a rule is asked in real lives, and what it answers: the numbers that are usual for it, told beside the ranges it may meet."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from model.binding import Bound
from model.rule_files.contract import inputs, known_words
from model.rules import DEFAULT, WEEKLY, Rules
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


class Heard(NamedTuple):
    """What a rule was asked and answered: `rows` hold its answer and then the `words`, a row each time; `p` as it read them."""

    words: tuple[str, ...]
    rows: np.ndarray
    p: Any

    def column(self, word: str) -> np.ndarray:
        """What a word was, or the answer, each time."""
        return self.rows[:, self.place(word)]

    def place(self, word: str) -> int:
        """In which column a word stands, or the answer."""
        return (ANSWER, *self.words).index(word)


class Overheard(Rules):
    """Rules that are listened to: what those of `words` answer goes into `told`, with these words as they stood, a row each time."""

    def __init__(self, said: Rules, words: Mapping[str, tuple[str, ...]]):
        super().__init__(said.mine, said.source, said.brought)
        self.words = words
        self.told: dict[str, list[list[float]]] = {name: [] for name in words}
        self.p: dict[str, Any] = {}

    def asked(self, guard: Callable[..., Bound]) -> dict[str, Bound]:
        """What a session calls, by name; a state that a file brings is moved on by rules that are listened to, too."""
        found = super().asked(lambda name, *more: self.listening(name, guard(name, *more)))
        return {name: self.listening(name, answer) if name not in self.mine else answer for name, answer in found.items()}

    def listening(self, name: str, answer: Bound) -> Bound:
        """A bound rule that tells what it is asked, and what it answers, where it is listened to."""
        if name not in self.words:
            return answer
        known = known_words(name, name in WEEKLY, self.brought)
        given: Any = eval(f"lambda m: ({''.join(f'{known[w]}, ' for w in self.words[name])})")
        said = self.told[name]

        def listen(m: Any) -> float:
            x = answer(m)
            said.append([x, *given(m)])
            self.p[name] = m.p
            return x

        return listen


def listened(said: Rules, words: Mapping[str, tuple[str, ...]]) -> dict[str, Heard]:
    """A clinic's lives by these rules, listened to: for each rule of `words` what it answered, and how these words stood."""
    rules = Overheard(said, words)
    simulate(CLINIC, rules=rules, engine="agents", record=False)
    shaped = {name: np.array(rows, dtype=float).reshape(len(rows), 1 + len(words[name])) for name, rows in rules.told.items()}
    return {name: Heard(words[name], rows, rules.p.get(name)) for name, rows in shaped.items()}


def words_of(name: str, said: Rules) -> tuple[str, ...]:
    """The words that a rule asks for, and those for which the default in whose place it stands does, the parameters aside."""
    asked = [*inputs(said[name]), *(inputs(DEFAULT[name]) if name in DEFAULT else ())]
    return tuple(w for w in dict.fromkeys(asked) if w != "p")


@lru_cache(maxsize=128)
def usual(name: str, said: Rules | None = None, more: Iterable[str] = ()) -> dict[str, Usual]:
    """What a rule is usually asked, by word, and what it answers, in lives by the rules `said`; nothing where it is never asked.

    `more` are words that it does not ask for, and could; luck that nobody asks for is not drawn.
    """
    rules = said or Rules()
    asked = tuple(dict.fromkeys((*words_of(name, rules), *(w for w in more if w != "noise"))))
    heard = listened(rules, {name: asked})[name]
    found = {w: np.quantile(heard.column(w), (0.5, 0.05, 0.95)).tolist() for w in (ANSWER, *asked) if len(heard.rows)}
    return {w: Usual(*numbers) for w, numbers in found.items()}
