"""What `dyads rules check` notes of rules that keep their contract, and may yet say next to nothing: no faults."""

from collections.abc import Iterator

import numpy as np

from model.binding import is_chance
from model.guide.heard import ANSWER, CLINIC, Heard, heard_of_file
from model.guide.standing import stands
from model.rule_files.contract import Rule, inputs
from model.rules import DEFAULT, Rules

LITTLE = 0.02
"""By less than this an input hardly matters: of a probability; of other answers, of the range in which they lie."""
NEARLY_ALL = 0.95
"""From this share of times on an answer that is always the same is noted."""
PLACES = 50
"""At so many of the meetings that were heard it is tried how far an input moves the answer."""
LEVELS = np.linspace(0.0, 1.0, 5)
"""To which of its own values an input is set there: its least, its quartiles, its greatest."""


def notes(rules: Rules) -> list[str]:
    """What there is to note of the rules of a file, a sentence each, in their order."""
    heard = heard_of_file(rules)
    return [f"{name}: {note}" for name in rules.mine for note in of_rule(name, rules, heard[name])]


def of_rule(name: str, rules: Rules, heard: Heard) -> Iterator[str]:
    """What there is to note of one rule."""
    yield from always(name, rules)
    if not len(heard.rows):
        yield f"it is never asked in the clinic {CLINIC!r}, so that nothing there can show what it does."
        return
    if same := steady(name, rules[name], heard):
        yield same
    else:
        yield from idle(name, rules[name], heard)


def always(name: str, rules: Rules) -> Iterator[str]:
    """A note for every word that is always the same when the rule is asked, however lives go."""
    for word in inputs(rules[name]):
        if word != "p" and (x := stands(word, name, rules.brought).always) is not None:
            yield f"{word} is always {x:g} when it is asked; that is how the session is written."


def steady(name: str, rule: Rule, heard: Heard) -> str:
    """A note on answers that are nearly all the same, or the default's; nothing where they are neither, or the default's are no less so."""
    answers, default = heard.column(ANSWER), answers_of(DEFAULT[name], heard) if name in DEFAULT else None
    times = f"{len(answers):,} times that it is asked in the clinic {CLINIC!r}"
    if default is not None and rule.__code__.co_code != DEFAULT[name].__code__.co_code and np.array_equal(answers, default):
        return f"it answers just as the default does, all {times}."
    x, share = commonest(name, answers)
    if default is not None and commonest(name, default)[1] >= share:
        return ""
    if share >= NEARLY_ALL:
        return f"it answers {x:g} {'all' if share == 1.0 else f'{100.0 * share:.0f} % of the'} {times}."
    low, high = np.quantile(answers, ((1.0 - NEARLY_ALL) / 2.0, (1.0 + NEARLY_ALL) / 2.0))
    if is_chance(name) and high - low < LITTLE:
        return f"its answers hardly differ: {100.0 * NEARLY_ALL:.0f} % of them lie between {low:.3f} and {high:.3f}, of the {times}."
    return ""


def answers_of(rule: Rule, heard: Heard) -> np.ndarray:
    """What a rule answers to all that another one was asked."""
    return np.array([rule(**given) for given in heard.givens(rule)], dtype=float)


def commonest(name: str, answers: np.ndarray) -> tuple[float, float]:
    """The commonest answer, a probability to three places, and its share of all."""
    values, counts = np.unique(np.round(answers, 3) if is_chance(name) else answers, return_counts=True)
    return float(values[counts.argmax()]), float(counts.max() / counts.sum())


def idle(name: str, rule: Rule, heard: Heard) -> Iterator[str]:
    """A note for every input that hardly moves the answer, but for those that move the default's no more."""
    for word in inputs(rule):
        if word == "p" or stands(word, name).always is not None or not hardly(name, rule, word, heard):
            continue
        if name in DEFAULT and word in inputs(DEFAULT[name]) and hardly(name, DEFAULT[name], word, heard):
            continue
        low, high = heard.column(word).min(), heard.column(word).max()
        goes = f"which is {low:.3g} each time" if low == high else f"which goes from {low:.3g} to {high:.3g}"
        yield f"{word}, {goes} in the clinic {CLINIC!r}, moves its answer by less than {least(name, heard):.2g}."


def hardly(name: str, rule: Rule, word: str, heard: Heard) -> bool:
    """Whether a word moves the answer of a rule by next to nothing, from its least to its greatest value."""
    return moved(rule, word, heard) < least(name, heard)


def least(name: str, heard: Heard) -> float:
    """By how much an input must move an answer to matter."""
    return LITTLE if is_chance(name) else LITTLE * float(np.ptp(heard.column(ANSWER)))


def moved(rule: Rule, word: str, heard: Heard) -> float:
    """How far a word moves the answer of a rule at most, at some of the meetings that were heard, all else as it was there."""
    there = heard.rows[:: max(1, len(heard.rows) // PLACES)]
    answers = []
    for level in np.quantile(heard.column(word), LEVELS):
        rows = there.copy()
        rows[:, heard.place(word)] = level
        answers.append([rule(**given) for given in heard.givens(rule, rows)])
    return float(np.ptp(np.array(answers), axis=0).max())
