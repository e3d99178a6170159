"""A rule as `dyads rules show` prints it: its text, what it asks for, reads and returns, and what hangs on its answer."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from model import show
from model.guide.consequences import NONE
from model.guide.heard import ANSWER, CLINIC, Usual
from model.guide.rule_facts import OF_PEOPLE, Facts, lines_that_ask, may_ask, promise
from model.guide.standing import TRAIT, stands
from model.guide.word_facts import WordFacts
from model.rule_files.brought import Brought
from model.rule_files.contract import where
from model.rules import Rules
from model.trial.corners import TRAITS, Word


def print_rule(rules: Rules, facts: Facts, found: Mapping[str, Usual], words: bool) -> None:
    """Print a rule, with what is usual for it, and, where they are asked for, the words that it might ask for."""
    print(f"# {where(rules[facts.name])}\n{rules.text(facts.name)}")
    print(show.paragraph(f"Returns {promise(facts.name, rules.brought)}.{typically(found.get(ANSWER))}"))
    print()
    inputs_shown(facts, found, rules.brought)
    numbers_shown(facts)
    print("\n".join(map(show.paragraph, surroundings(facts, rules.brought))))
    if words:
        print()
        words_printed(facts.name, found, rules.brought)


WHEN = (
    "set: when the word was set. Today is the session in which the rule is asked; the last session has left what was not set since; "
    f"always 0 here: it is set to that just before, however lives go; {TRAIT}: it is of no day."
)
"""What the times in the table of words mean."""


def words_printed(name: str, found: Mapping[str, Usual], brought: Brought) -> None:
    """Print every word that a rule may ask for, those of people in a table of their own: their names are long."""
    known = may_ask(name, brought)
    of_people = [w for w in known if w.name.startswith(OF_PEOPLE)]
    print(f"What {name} may ask for: all that is known by then")
    for title, words in (("of the two, and of the week", [w for w in known if w not in of_people]), ("of people", of_people)):
        if words:
            print()
            show.rows(title, (in_short(w, name, found, brought) for w in words), False)
    print(show.paragraph(WHEN))


def in_short(word: Word, rule: str, found: Mapping[str, Usual], brought: Brought) -> dict[str, str]:
    """A word that a rule may ask for, in a row of few columns."""
    means = f"{word.meaning} ({word.range})" if word.range else word.meaning
    return {"word": word.name, "usually": spread(found.get(word.name)), "set": stands(word.name, rule, brought).words, "meaning": means}


def typically(usual_of: Usual | None) -> str:
    """How large something usually is, in a sentence; nothing where it is never met."""
    return f" Usually {spread(usual_of)}." if usual_of else ""


def spread(of: Usual | None) -> str:
    """The median, and the range that holds nine in ten."""
    return f"{of.middle:.3g} ({of.low:.3g} to {of.high:.3g})" if of else "–"


def inputs_shown(facts: Facts, found: Mapping[str, Usual], brought: Brought) -> None:
    """Print what a rule asks for, and, where it is known, how large that usually is."""
    title = "Asks for" + (f" (usually: median, and where nine in ten lie, in the clinic {CLINIC!r})" if found else "")
    if facts.asks:
        show.rows(title, (row_of(w, found) | {"set": stands(w.name, facts.name, brought).words} | meaning(w) for w in facts.asks), False)
        print()


def row_of(word: Word, found: Mapping[str, Usual]) -> dict[str, str]:
    """A word that a rule asks for, in a row: its name, and how large it is."""
    usually = {"usually": spread(found.get(word.name))} if found else {}
    return {"word": word.name, **usually, "range": word.range}


def meaning(word: Word) -> dict[str, str]:
    """The end of a word's row."""
    return {"meaning": word.meaning}


def numbers_shown(facts: Facts) -> None:
    """Print which parameters a rule reads, and which constants."""
    if facts.parameters:
        rows = (
            {"parameter": f"p.{n.short}", "default": n.default, "range": n.range_and_unit, "--set": n.name, "meaning": n.meaning}
            for n in facts.parameters
        )
        show.rows("Reads, of the parameters", rows, False)
        print()
    if facts.constants:
        rows = ({"constant": c.name, "value": c.value, "of": c.where, "meaning": c.meaning} for c in facts.constants)
        show.rows("Reads, of the constants", rows, False)
        print()


def surroundings(facts: Facts, brought: Brought) -> list[str]:
    """What is carried by it, mechanisms, source, who asks, and what becomes of the answer, a line each."""
    lines = [f"model/session.py:{line.number}: {line.text}" for line in lines_that_ask(facts.name)]
    state = brought.state_of(facts.name)
    carried = f"Carried by every dyad: {state.name}, {state.range_and_unit}. It means: {state.meaning}." if state else ""
    return [
        *([carried] if carried else []),
        f"Mechanisms: {', '.join(facts.mechanisms) or 'none'} (dyads mechanisms M1 tells of one)",
        f"Source: {facts.source or 'none named'}",
        f"Asked: {' '.join(facts.when)}",
        *(f"    {line}" for line in lines),
        f"Decides: {', '.join(facts.decides) or 'whether they go on from that line'}",
        *([f"On that hang: {facts.behind.all_told}"] if facts.behind != NONE else []),
        f"Feeds: {', '.join(map(asks_for, facts.feeds.items())) or 'no rule: none asks for it'}",
    ]


def asks_for(fed: tuple[str, tuple[str, ...]]) -> str:
    """A rule that is fed, with the words for which it asks."""
    rule, words = fed
    return f"{rule} ({', '.join(words)})"


def print_word(facts: WordFacts) -> None:
    """Print a word for which rules ask, or a parameter that they read: who sets it, and who uses it."""
    said = {"Set by": facts.set_by, "Set only as these decide": facts.hangs_on, "Used by": facts.used_by or ("no rule",)}
    lines = [f"{what}: {', '.join(rules)}" for what, rules in said.items() if rules]
    if facts.name in TRAITS:
        lines.insert(0, "Set as people come: a trait, of whose mean and spread dyads parameters tells")
    print(
        "\n".join(map(show.paragraph, [f"{facts.name}: {facts.meaning} ({facts.range})", "", *lines, "", "dyads rules NAME shows a rule."]))
    )


def as_record(rules: Rules, facts: Facts, found: Mapping[str, Usual], words: bool) -> dict[str, Any]:
    """All that is shown of a rule, for programs."""
    numbers = [
        {"name": n.name, "short": n.short, "default": n.default, "low": n.low, "high": n.high, "unit": n.unit, "meaning": n.meaning}
        for n in facts.parameters
    ]
    constants = [c._asdict() for c in facts.constants]
    more = {"may_ask_for": [as_asked(w, found, facts.name, rules.brought) for w in may_ask(facts.name, rules.brought)]} if words else {}
    return {
        **facts._asdict(), "behind": asdict(facts.behind), "read_by": facts.read_by, "file": where(rules[facts.name]),
        "text": rules.text(facts.name), "asks": [as_asked(w, found, facts.name, rules.brought) for w in facts.asks],
        "parameters": numbers, "constants": constants, "returns": promise(facts.name, rules.brought),
        "usual_answer": usually(found.get(ANSWER)), "asked_in": [f"model/session.py:{n}: {text}" for n, text in lines_that_ask(facts.name)],
        **more,
    }  # fmt: skip


def as_asked(word: Word, found: Mapping[str, Usual], rule: str, brought: Brought) -> dict[str, Any]:
    """A word that a rule asks for, for programs."""
    return word._asdict() | {"usual": usually(found.get(word.name)), "set": stands(word.name, rule, brought).words}


def usually(of: Usual | None) -> dict[str, float] | None:
    """What is usual, for programs."""
    return of._asdict() if of else None
