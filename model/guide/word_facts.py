"""What there is to know of a word that rules ask for, or of a number that they read: who sets it, and who uses it."""

from typing import NamedTuple

from model.guide.rule_facts import docstring_parts, facts_of
from model.mechanisms import OF_CODE, claimed
from model.rule_files.brought import asked_under, numbers_under
from model.rule_files.contract import inputs, known_words, parameters_read
from model.rules import DEFAULT, WEEKLY, Rules
from model.trial.corners import word

COMMON = ("chance", "after", "rule", "intake")
"""What many names of rules have in them, and says little of any."""


class WordFacts(NamedTuple):
    """A word, or a parameter: what it means, the rules to whose answer it is set, those on which it hangs, and those that use it."""

    name: str
    meaning: str
    range: str
    set_by: tuple[str, ...]
    hangs_on: tuple[str, ...]
    used_by: tuple[str, ...]


def word_facts(name: str, rules: Rules) -> WordFacts | None:
    """What there is to know of a word for which rules may ask, or of a parameter by either of its names; None where it is neither."""
    brought = rules.brought
    full = asked_under(brought).get(name.removeprefix("p."), name)
    if number := numbers_under(brought).get(full):
        readers = tuple(rule for rule in rules if number.short and number.short in parameters_read(rules[rule]))
        said = f"{number.range_and_unit}; {number.default:g} by default"
        return WordFacts(full, number.meaning, said, (), (), readers) if readers else None
    if not any(name in known_words(rule, rule in WEEKLY, brought) for rule in rules if rule in DEFAULT):
        return None
    told = word(name, next(iter(DEFAULT)), brought)
    behind = {rule: facts_of(rule, rules) for rule in rules}
    return WordFacts(
        name,
        told.meaning,
        told.range,
        tuple(rule for rule, of in behind.items() if name in of.decides),
        tuple(rule for rule, of in behind.items() if name in of.behind.words),
        tuple(rule for rule in rules if name in inputs(rules[rule])),
    )


def near(name: str) -> list[str]:
    """Rules that have to do with what a name speaks of: those that speak of most of its parts, in their own words and inputs."""
    parts = [part.lower() for part in name.split("_") if len(part) > 3 and part not in COMMON]
    spoken = {rule: sum(part in words_of(rule) for part in parts) for rule in DEFAULT}
    most = max(spoken.values(), default=0)
    return [rule for rule, n in spoken.items() if n == most > 0]


def words_of(rule: str) -> str:
    """What a default rule is about, in words: its name, what it says it is, what it asks for, and its mechanisms."""
    titles = [OF_CODE[code].title for code in claimed()[rule] if code in OF_CODE]
    return " ".join([rule, docstring_parts(DEFAULT[rule])[0], *inputs(DEFAULT[rule]), *titles]).lower()
