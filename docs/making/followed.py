"""One client, followed through one week: what each rule was given and said, and what the week changed."""

import ast
import inspect
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from types import ModuleType
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from docs.making.declared import numeral, table
from docs.making.filling import code
from experiments.drawing import life_figure
from model import Clinic, Rules, Run, session
from model.fields import BOND, CLIENT, CONFRONTATION, DYAD, THERAPIST_TRAITS
from model.meeting import Address
from model.rule_files.contract import inputs, known_words
from model.rules import DEFAULT, WEEKLY
from model.stories import story
from model.telling import address

SCENARIO, CLIENT_ID, WEEK = "small", "1-12", 20
"""Whose week it is: one with a task, a deep rupture, and a repair that succeeds."""
PROMISED = {"homework_done": 1.0, "ruptured": 1.0, "rupture_component": BOND, "rupture_type": CONFRONTATION, "repaired": 1.0, "ending": 0.0}
"""What the page tells of this week in words."""
DIGITS = 3


class Answer(NamedTuple):
    """One question to a rule: what it was given, what it said, and the luck that decided with it, if any did."""

    rule: str
    given: Mapping[str, float]
    said: float
    luck: float | None


class Lived(NamedTuple):
    """The week: address of its luck, who came, the dyad before and after, every question in order, and what was rated."""

    at: Address
    client: Mapping[str, float]
    therapist: Mapping[str, float]
    before: Mapping[str, float]
    after: Mapping[str, float]
    answers: tuple[Answer, ...]
    rated: Mapping[str, float]


@cache
def week() -> Lived:
    """The week, lived among agents with somebody listening."""
    clinic = Clinic(SCENARIO)
    for _ in range(WEEK - 1):
        clinic.pass_week()
    one = next(c for c in clinic.clients if (c.therapist.number + 1, c.place) == address(CLIENT_ID))
    before = numbers(one.dyad, (f.name for f in DYAD))
    answers: list[Answer] = []
    clinic.rules = listening(clinic.rules, one.dyad, answers)
    clinic.pass_week()
    traits = numbers(one, (f.name for f in CLIENT)), numbers(one.therapist, (t.name for t in THERAPIST_TRAITS))
    rated = numbers(one.ratings, ("wai_client", "wai_therapist", "empathy_client", "empathy_therapist"))
    return as_promised(Lived(one.case.at, *traits, before, numbers(one.dyad, before), tuple(answers), rated))


def as_promised(lived: Lived) -> Lived:
    """The week, if it is as the page tells in words; ValueError when results have changed and another must be told of."""
    differs = [f"{name} is {lived.after[name]:g}, not {value:g}" for name, value in PROMISED.items() if lived.after[name] != value]
    if differs:
        raise ValueError(f"week {WEEK} of client {CLIENT_ID} is no longer as docs/templates/tour.md tells: {', '.join(differs)}.")
    return lived


def numbers(whose: Any, names: Any) -> dict[str, float]:
    """What somebody carries now, by name."""
    return {name: float(getattr(whose, name)) for name in names}


def listening(rules: ModuleType, dyad: Any, answers: list[Answer]) -> ModuleType:
    """The same rules, which write down what they are asked of this dyad."""
    told = ModuleType(rules.__name__)
    vars(told).update({name: heard(name, rule, dyad, answers) for name, rule in vars(rules).items()})
    return told


def heard(name: str, rule: Callable[[Any], float], dyad: Any, answers: list[Answer]) -> Callable[[Any], float]:
    """A rule, every question to which about this dyad is written down with its answer."""
    if name in WEEKLY or name not in DEFAULT:
        return rule
    known, text = known_words(name, weekly=False), DEFAULT[name]
    words = [word for word in inputs(text) if word != "p"]
    decides = attrgetter(deciding()[name]) if name in deciding() else None

    def listen(m: Any) -> float:
        said = rule(m)
        if m.dyad is dyad:
            given = {word: float(attrgetter(known[word].removeprefix("m."))(m)) for word in words}
            answers.append(Answer(name, given, float(said), decides(m.luck) if decides else None))
        return said

    return listen


@cache
def deciding() -> dict[str, str]:
    """For every probability the draw that the session compares with it."""
    found = {}
    for node in ast.walk(ast.parse(inspect.getsource(session))):
        if isinstance(node, ast.Compare):
            drawn, asked = node.left, node.comparators[0]
            if isinstance(drawn, ast.Attribute) and isinstance(asked, ast.Call) and isinstance(asked.func, ast.Attribute):
                found[asked.func.attr] = drawn.attr
    return found


def short(x: float) -> str:
    """A number of the week in a few digits."""
    return numeral(float(f"{x:.{DIGITS}g}"))


def given(rule: str) -> str:
    """What a rule was given this week, and what it said, as it would be typed."""
    asked = next(a for a in week().answers if a.rule == rule)
    words = ", ".join(f"{word}={short(x).replace('−', '-')}" for word, x in asked.given.items())
    return f"```text\n{rule}({words}, p) -> {short(asked.said).replace('−', '-')}\n```"


def turns(_: str) -> str:
    """Every probability that was asked for this week, the draw that decided with it, and whether it happened."""
    body = [[code(a.rule), short(a.said), short(a.luck), "yes" if a.luck < a.said else "no"] for a in week().answers if a.luck is not None]
    return table(["asked", "probability", "drawn", "happens"], body)


def marks(names: str) -> str:
    """States of the dyad as the week found them and as it left them."""
    lived = week()
    return table(["state", "before", "after"], [[code(n), short(lived.before[n]), short(lived.after[n])] for n in names.split()])


def fact(name: str) -> str:
    """One number of the week: `before.bond`, `after.session`, `client.hostility`, `rated.wai_client`, or of the luck's address."""
    where, word = name.split(".")
    part = getattr(week(), where)
    return short(part[word] if isinstance(part, Mapping) else getattr(part, word))


def asked(_: str) -> str:
    """How many questions were asked this week."""
    return str(len(week().answers))


def as_rated(name: str) -> str:
    """A rating of the week as a story rounds it."""
    return f"{week().rated[name]:.1f}"


def picture() -> Figure:
    """The whole therapy, in which this week is one of many."""
    sessions = whole().sessions
    lived = {f"client {CLIENT_ID} of the clinic {SCENARIO}": sessions[sessions.client_id == CLIENT_ID]}
    return life_figure.courses(lived, "One therapy, session by session")


@cache
def whole() -> Run:
    """The life of this client's therapist with all her clients, from which the story is told."""
    return story.lived(Clinic(SCENARIO).asked, Rules(), *address(CLIENT_ID))


def told(_: str) -> str:
    """What the story says of the session."""
    number = week().after["session"]
    return f"> {next(text for last, text in story.parts(whole(), CLIENT_ID) if last == number)}"


MAKERS = {"given": given, "turns": turns, "marks": marks, "fact": fact, "asked": asked, "as_rated": as_rated, "told": told}
