"""What a rule is asked in real lives, and what it answers: the numbers that are usual for it, told beside the ranges it may meet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from model.binding import Bound
from model.rule_files.contract import Rule, inputs, known_words
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

    def givens(self, rule: Rule, rows: np.ndarray | None = None) -> Iterator[dict[str, Any]]:
        """What a rule is given where it is asked as in these rows; as in all that were heard where none are named."""
        at = {word: self.place(word) for word in inputs(rule) if word != "p"}
        p = {"p": self.p} if "p" in inputs(rule) else {}
        for row in (self.rows if rows is None else rows).tolist():
            yield {word: row[place] for word, place in at.items()} | p


class Overheard(Rules):
    """Rules that are listened to: what those of `words` answer goes into `rows`, with these words as they stood, a row each time."""

    def __init__(self, rules: Rules, words: Mapping[str, tuple[str, ...]]):
        super().__init__(rules.mine, rules.source, rules.brought)
        self.words = words
        self.rows: dict[str, list[list[float]]] = {name: [] for name in words}
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
        rows = self.rows[name]

        def listen(m: Any) -> float:
            x = answer(m)
            rows.append([x, *given(m)])
            self.p[name] = m.p
            return x

        return listen


def listened(rules: Rules, words: Mapping[str, tuple[str, ...]]) -> dict[str, Heard]:
    """A clinic's lives by these rules, listened to: for each rule of `words` what it answered, and how these words stood."""
    overheard = Overheard(rules, words)
    simulate(CLINIC, rules=overheard, engine="agents", record=False)
    shaped = {name: np.array(rows, dtype=float).reshape(len(rows), 1 + len(words[name])) for name, rows in overheard.rows.items()}
    return {name: Heard(words[name], rows, overheard.p.get(name)) for name, rows in shaped.items()}


@lru_cache(maxsize=2)
def heard_of_file(rules: Rules) -> dict[str, Heard]:
    """What the rules of a file are asked in a clinic, and what they answer; it is lived once for all who want to know."""
    return listened(rules, {name: words_of(name, rules) for name in rules.mine}) if rules.mine else {}


def words_of(name: str, rules: Rules) -> tuple[str, ...]:
    """The words that a rule asks for, and those for which the default in whose place it stands does, the parameters aside."""
    words = [*inputs(rules[name]), *(inputs(DEFAULT[name]) if name in DEFAULT else ())]
    return tuple(w for w in dict.fromkeys(words) if w != "p")


@lru_cache(maxsize=128)
def usual(name: str, rules: Rules | None = None, more: Iterable[str] = ()) -> dict[str, Usual]:
    """What a rule is usually asked, by word, and what it answers, in lives by these rules; nothing where it is never asked.

    `more` are words that it does not ask for, and could; luck that nobody asks for is not drawn.
    """
    by = rules or Rules()
    words = tuple(dict.fromkeys((*words_of(name, by), *(w for w in more if w != "noise"))))
    heard = listened(by, {name: words})[name]
    found = {w: np.quantile(heard.column(w), (0.5, 0.05, 0.95)).tolist() for w in (ANSWER, *words) if len(heard.rows)}
    return {w: Usual(*numbers) for w, numbers in found.items()}
