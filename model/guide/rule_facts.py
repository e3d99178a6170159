"""What there is to know of a rule, read off the declarations: when it is asked, for what it asks, what becomes of its answer."""

import ast
import inspect
import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from model import session
from model.binding import is_chance, promise_of
from model.fields import DYAD
from model.guide.agenda import Asking, agenda, order
from model.guide.consequences import NONE, Consequences, consequences
from model.guide.constants import Constant, constants
from model.mechanisms import OF_CODE, claimed, decides
from model.parameters import Number
from model.rule_files.brought import AFTER, BEGINS, NOTHING, ORDER, Brought, asked_under, numbers_under
from model.rule_files.contract import Rule, inputs, known_words, parameters_read
from model.rules import DEFAULT, FILES, WEEKLY, Rules, known_to
from model.trial.corners import FIELDS, Word, word

OF_OWN = {
    True: "At intake: where the state begins, before all else.",
    False: "In the session: after all else, by what was set in it so far.",
}
"""When the rules of a state that a file brings are asked: those by which it begins, and those by which it moves on."""
OF_PEOPLE = ("client_", "therapist_", "modality_")
"""How words begin that tell of people, not of the two together."""


class Facts(NamedTuple):
    """A rule: its theme, what it says it is, what it asks for, where it stands, and what has to do with it."""

    name: str
    theme: str
    first: str
    more: str
    source: str
    asks: tuple[Word, ...]
    parameters: tuple[Number, ...]
    constants: tuple[Constant, ...]
    mechanisms: tuple[str, ...]
    when: tuple[str, ...]
    decides: tuple[str, ...]
    behind: Consequences
    feeds: dict[str, tuple[str, ...]]

    @property
    def read_by(self) -> tuple[str, ...]:
        """The rules that ask for what it decides, or for what hangs on that."""
        return tuple(self.feeds)


def facts(name: str, rule: Rule | None = None, brought: Brought = NOTHING) -> Facts:
    """What there is to know of a rule, as the default has it, or as `rule` in its place does, whose file has `brought` words."""
    here = rule or DEFAULT[name]
    first, more, source = docstring_parts(here)
    codes = [code for code in claimed()[name] if code in OF_CODE]
    written, behind = decided(name)
    return Facts(
        name, theme(name), first, more, source,
        tuple(word(w, name, brought) for w in inputs(here) if w != "p"),
        tuple(numbers_under(brought)[asked_under(brought)[short]] for short in parameters_read(here)),
        constants(here),
        tuple(codes),
        tuple(dict.fromkeys(occasion(a) for a in agenda() if a.rule == name)),
        written,
        behind,
        feeds(name, (*written, *behind.words), DEFAULT),
    )  # fmt: skip


def decided(name: str) -> tuple[tuple[str, ...], Consequences]:
    """The words to which a rule's answer is written, or on which it decides, as rules ask for them; and what hangs on it beyond them."""
    found = consequences(name)
    by_declaration = decides().get(name, set())
    written = tuple(w for w in found.words if w in by_declaration or w.removeprefix("therapist_") in by_declaration)
    return written, Consequences(tuple(w for w in found.words if w not in written), found.asked, found.returned)


def feeds(name: str, words: tuple[str, ...], rules: Mapping[str, Rule]) -> dict[str, tuple[str, ...]]:
    """The rules that ask for any of these words, each with those for which it asks; the rule itself aside."""
    found = {other: tuple(w for w in words if w in inputs(rule)) for other, rule in rules.items() if other != name}
    return {other: fed for other, fed in found.items() if fed}


def facts_of(name: str, rules: Rules) -> Facts:
    """What there is to know of a rule, be it a default, in the place of one, or of a file's own state."""
    return facts(name, rules[name], rules.brought) if name in DEFAULT else own_facts(name, rules)


def own_facts(name: str, rules: Rules) -> Facts:
    """What there is to know of a rule by which a state of a file's own begins or moves on."""
    state, rule = rules.brought.state_of(name), rules[name]
    assert state is not None, f"{name} is no rule of the file's own state"
    first, more, source = docstring_parts(rule)
    return Facts(
        name, "", first, more, source,
        tuple(word(w, name, rules.brought) for w in inputs(rule) if w != "p"),
        tuple(numbers_under(rules.brought)[asked_under(rules.brought)[short]] for short in parameters_read(rule)),
        constants(rule),
        (),
        (OF_OWN[name.endswith(f"_{BEGINS}")],),
        (state.name,),
        NONE,
        feeds(name, (state.name,), rules),
    )  # fmt: skip


def docstring_parts(rule: Rule) -> tuple[str, str, str]:
    """A docstring in three: its first line, what follows, and the source that it names."""
    text = inspect.getdoc(rule) or "It says nothing of what it returns: a docstring would."
    first, _, rest = text.partition("\n")
    body, source = re.split("Mechanism:|Source:", rest)[0], rest.partition("Source:")[2].partition("Mechanism:")[0]
    return first.strip(), " ".join(body.split()), " ".join(source.split())


def theme(name: str) -> str:
    """The file of `model/rules` in which the default stands."""
    return DEFAULT[name].__module__.rpartition(".")[2]


def occasion(asking: Asking) -> str:
    """When a rule is asked, and what the part of the session that asks is about."""
    if asking.by == asking.part:
        return f"{asking.when}."
    about = (inspect.getdoc(getattr(session, asking.by)) or "").split("\n")[0]
    return f"{asking.when}. {about}"


def may_ask(name: str, brought: Brought = NOTHING) -> tuple[Word, ...]:
    """The words that a rule may ask for, those that are known when it is asked; its own luck first, people's traits last.

    Where a file has `brought` states its words are among them.
    """
    dyad, of_dyad = known_to(name, brought) or frozenset(), {f.name for f in DYAD} | brought.names
    there = [w for w in known_words(name, name in WEEKLY, brought) if w != "p" and (w in dyad or w not in of_dyad)]
    return tuple(word(w, name, brought) for w in sorted(there, key=lambda w: (w != "noise", w.startswith(OF_PEOPLE))))


def by_file() -> dict[str, tuple[str, list[str]]]:
    """For each file of rules, in the order of a session, what it is about, and its rules in the order in which they are asked."""
    about = {module.__name__.rpartition(".")[2]: (inspect.getdoc(module) or "").split("\n")[0] for module in FILES}
    return {file: (what, [asking.rule for asking in order() if theme(asking.rule) == file]) for file, what in about.items()}


class Line(NamedTuple):
    """A line of `model/session.py` that asks for a rule: its number, and its text."""

    number: int
    text: str


def lines_that_ask(name: str) -> tuple[Line, ...]:
    """The lines of the session in which a rule is asked; one of a state that a file brings is asked with all such."""
    of_own = ORDER[BEGINS if name.endswith(f"_{BEGINS}") else AFTER]
    return lines_of_session().get(name if name in DEFAULT else of_own, ())


@cache
def lines_of_session() -> dict[str, tuple[Line, ...]]:
    """For every rule the lines of the session in which it is asked."""
    source = inspect.getsource(session)
    lines, found = source.splitlines(), dict[str, dict[int, Line]]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "rules":
            found.setdefault(node.attr, {})[node.lineno] = Line(node.lineno, lines[node.lineno - 1].strip())
    return {name: tuple(of_rule[n] for n in sorted(of_rule)) for name, of_rule in found.items()}


def promise(name: str, brought: Brought = NOTHING) -> str:
    """What the answer of a rule must be, and the range of what it becomes, in words."""
    kept = [FIELDS[w] for w in sorted(decides().get(name, ())) if w in FIELDS]
    ranges = {f"{f.unit}" for f in kept if not f.codes}
    usual = f"; as the default has it {ranges.pop()}" if len(ranges) == 1 and not is_chance(name) else ""
    return promise_of(name, brought).words + usual
