"""What tests are told with: scripted luck, ordinary people, forbidden files, ranges read off the declarations, exact comparison."""

import os
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import strategies as st

from model import RuleError, from_file
from model.block import Block
from model.fields import CARRIED, CLIENT_TRAITS, MODALITY, THERAPIST_TRAITS
from model.luck import BETWEEN, NORMAL, RATING, SESSION, Draws
from model.meeting import Dyad, Meeting
from model.parameters import ASKED, MODALITIES, NUMBERS
from model.rule_files.contract import inputs, parameters_read
from model.rules import DEFAULT
from model.rules import Rules as _Rules
from model.session import begin
from model.trial import corners
from model.trial.corners import FIELDS, TRAITS
from model.units import COUNT, ECR, OFFER, OQ, POINTS, UNIT, WAI, WEIGHT

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
HAPPENS, STAYS_AWAY = 0.0, 1.0 - 2.0**-33
"""A uniform draw of 0 makes the event happen whatever its chance; the largest there is keeps it from happening."""

UNTROUBLED = ("rupture_severity", "strain", "therapist_fatigue", "therapist_practice", "countertransference", "overwhelm", "insight")
RULES = _Rules().bound()


# --- scripted luck ----------------------------------------------------------------------------------------------------


def scripted(draws: Draws, **said):
    """Luck in which nothing happens (normals 0, uniforms almost 1) but what is `said`, by event name."""
    unknown = set(said) - {e.name for e in draws.events}
    assert not unknown, f"no such events: {unknown}"
    quiet = {e.name: 0.0 if e.kind == NORMAL else STAYS_AWAY for e in draws.events}
    quiet |= {e.name: [0.0] * e.size for e in draws.events if e.size > 1}
    return namedtuple("Luck", quiet)(**(quiet | said))


def quiet(**said):
    """A session's luck in which nothing happens but what is said: `quiet(rupture=0.0)` makes a rupture."""
    return scripted(SESSION, **said)


def quiet_week(**said):
    """The luck of a week between sessions in which nothing happens but what is said."""
    return scripted(BETWEEN, **said)


def quiet_ratings(**said):
    """The luck of questionnaires without noise."""
    return scripted(RATING, **said)


# --- ordinary people --------------------------------------------------------------------------------------------------


def parameters(**changed) -> SimpleNamespace:
    """All parameters by their short names at their defaults, some of them changed."""
    unknown = set(changed) - set(ASKED)
    assert not unknown, f"no such parameters: {unknown}"
    return SimpleNamespace(**({short: float(NUMBERS[name].default) for short, name in ASKED.items()} | changed))


def a_client(**traits) -> SimpleNamespace:
    """A client as the population's mean has it, some traits changed."""
    return SimpleNamespace(**({t.name: NUMBERS[f"clients.{t.name}.mean"].default for t in CLIENT_TRAITS} | {"waits": 0.0} | traits))


def a_therapist(**traits) -> SimpleNamespace:
    """A therapist as the population's mean has it, of the first modality, some traits changed."""
    modality = {f"modality_{f.name}": NUMBERS[f"modalities.{MODALITIES[0]}.{f.name}"].default for f in MODALITY}
    carried = {f.name: 0.0 for f in CARRIED} | {"modality": 0.0}
    return SimpleNamespace(
        **({t.name: NUMBERS[f"therapists.{t.name}.mean"].default for t in THERAPIST_TRAITS} | modality | carried | traits)
    )


def intake(client=None, therapist=None, rules=RULES, luck=None, **changed) -> Meeting:
    """Two people after their intake; `changed` are parameters. `m._replace(luck=…)` gives the next meeting."""
    m = Meeting(Dyad(), client or a_client(), therapist or a_therapist(), luck or quiet(), parameters(**changed))
    begin(m, rules)
    return m


# --- files ------------------------------------------------------------------------------------------------------------


@contextmanager
def forbidden(folder: Path) -> Iterator[None]:
    """Nothing in a folder may be read while this lasts, not even by who may read all."""
    mine, mode = os.geteuid(), folder.stat().st_mode
    folder.chmod(0)
    try:
        if mine == 0:
            os.seteuid(NOBODY)
        yield
    finally:
        if mine == 0:
            os.seteuid(mine)
        folder.chmod(mode)


def refused(path: Path) -> tuple[str, ...]:
    """Every fault that is found in a rule file."""
    with pytest.raises(RuleError) as caught:
        from_file(path)
    return caught.value.faults


NOBODY = 65_534
"""The user who may do least."""


# --- rules by name ----------------------------------------------------------------------------------------------------


def ordinary(word: str) -> float:
    """An unremarkable value of a word that rules ask for: nothing went wrong yet."""
    if word in TRAITS:
        return NUMBERS[f"{word.partition('_')[0]}s.{TRAITS[word].name}.mean"].default
    if word in UNTROUBLED:
        return 0.0
    return {ECR: 3.5, OQ: 80.0, WAI: 3.5, COUNT: 5.0, POINTS: 80.0, UNIT: 0.6, WEIGHT: 0.7, OFFER: 0.6}.get(FIELDS[word].unit, 0.0)


def says(name: str, p: dict | None = None, rule=None, **given) -> float:
    """What the rule `name` says of unremarkable people, but for what is given; `p` changes parameters."""
    rule = rule or DEFAULT[name]
    asked = inputs(rule)
    unknown = set(given) - set(asked)
    assert not unknown, f"{name} does not ask for {unknown}"
    everyday = {word: 0.0 if word == "noise" else ordinary(word) for word in asked if word != "p"}
    return rule(**(everyday | given), **({"p": parameters(**(p or {}))} if "p" in asked else {}))


def more(name: str, word: str, low: float = 0.3, high: float = 0.8, **rest) -> float:
    """How much more the rule says when `word` is high than when it is low, all else alike."""
    return says(name, **{word: high}, **rest) - says(name, **{word: low}, **rest)


def limits(word: str, rule: str) -> tuple[float, float]:
    """The least and the most that a word may stand for, by its declaration."""
    found = corners.word(word, rule)
    return found.low, found.high


def within(low: float, high: float, whole: bool = False) -> st.SearchStrategy[float]:
    """Any number of a range, its ends often."""
    if whole:
        return st.integers(int(low), int(high)).map(float)
    return st.sampled_from([float(low), float(high)]) | st.floats(low, high, allow_subnormal=False)


def number(name: str) -> st.SearchStrategy[float]:
    """Any value that a parameter may take, by its declaration."""
    n = NUMBERS[name]
    return within(n.low, n.high, n.whole).map(int if n.whole else float)


@st.composite
def questions(draw, name: str) -> dict:
    """Inputs of a rule, each anywhere in its declared range; so are the parameters that the rule reads."""
    rule = DEFAULT[name]
    words = [word for word in inputs(rule) if word != "p"]
    given = {w: draw(within(*limits(w, name), w in FIELDS and FIELDS[w].unit.kind != "number"), label=w) for w in words}
    if "p" in inputs(rule):
        given["p"] = SimpleNamespace(**{short: float(draw(number(ASKED[short]), label=short)) for short in parameters_read(rule)})
    return given


def corner(name: str, coin: Random) -> dict:
    """Inputs and parameters of a rule, each at one end of its declared range as a coin decides."""
    rule = DEFAULT[name]
    given = {word: float(coin.choice(limits(word, name))) for word in inputs(rule) if word != "p"}
    if "p" in inputs(rule):
        read = [NUMBERS[ASKED[short]] for short in parameters_read(rule)]
        given["p"] = SimpleNamespace(**{n.short: float(coin.choice((n.low, n.high))) for n in read})
    return given


# --- lives ------------------------------------------------------------------------------------------------------------

PARTS = ("therapists", "dyads", "rows", "shown")
ARRAYS = ("courses", "states")


def differing(one: Block, other: Block) -> list[str]:
    """Where two blocks differ in any bit: the parts and fields, empty if the lives are the same."""
    found = []
    for part in PARTS:
        a, b = getattr(one, part), getattr(other, part)
        if len(a) != len(b):
            found.append(f"{part}: {len(a)} and {len(b)} rows")
        elif a.tobytes() != b.tobytes():
            found += [f"{part}.{f}" for f in a.dtype.names if a[f].tobytes() != b[f].tobytes()]
    return found + [part for part in ARRAYS if getattr(one, part).tobytes() != getattr(other, part).tobytes()]


def changed_lives(one: Block, other: Block) -> list[int]:
    """Which clients, by index in both blocks, live differently."""
    n = min(len(one.dyads), len(other.dyads))
    return np.flatnonzero([one.dyads[i].tobytes() != other.dyads[i].tobytes() for i in range(n)]).tolist()


def words_of(box):
    """All words on a page that is rendered."""
    words, todo = [], [box]
    while todo:
        one = todo.pop(0)
        words += [one] if isinstance(one, str) else [str(getattr(one, "unsafe_innerHTML", ""))]
        todo[:0] = getattr(one, "children", None) or ()
    return unescape(" ".join(words))
