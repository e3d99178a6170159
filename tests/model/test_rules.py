"""Every rule keeps its contract."""

import ast
import inspect
import math
import random
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import maths
from model import session as order
from model.cohort.compiling import fast
from model.parameters import ASKED, RULES
from model.rule_files.brought import ORDER
from model.rule_files.contract import NOISY, inputs, known_words, parameters_read
from model.rules import DEFAULT, WEEKLY
from tests.support import corner, questions

EVERY_RULE = pytest.mark.parametrize("name", DEFAULT)
LONGEST_BODY = 12
PROMISES = {
    r"of the 0 to 1 range": (-math.inf, math.inf),
    r"-1 to 1\b": (-1.0, 1.0),
    r"0 (\([^)]*\) )?to 1\b": (0.0, 1.0),
    r"0 to 2\b": (0.0, 2.0),
    r"0 and up": (0.0, math.inf),
    r"0 to 180": (0.0, 180.0),
    r"1 \(bond\) to 3": (1.0, 3.0),
    r"ECR 1 to 7": (1.0, 7.0),
    r"OQ points": (-math.inf, math.inf),
}
"""How a rule's docstring words the range of what it says."""
BUILT_IN = {"M18", "M20", "M23"}
"""Shown by scenarios and experiments: no rule may claim to be the Dodo bird."""


def about(name: str) -> str:
    """A rule's docstring."""
    return inspect.getdoc(DEFAULT[name]) or ""


def promised(name: str) -> tuple[float, float]:
    """The range that a rule's docstring promises before it tells the mechanism."""
    said = about(name).partition("Mechanism:")[0]
    return next(limits for words, limits in PROMISES.items() if re.search(words, said))


@EVERY_RULE
def test_a_rule_tells_its_mechanism_and_its_source(name):
    assert re.search(r"^Mechanism: M\d+(, M\d+)*\.", about(name), re.MULTILINE)
    assert re.search(r"Source: \S.*", about(name))


@EVERY_RULE
def test_a_rule_begins_with_what_comes_back_and_its_range(name):
    assert promised(name)
    assert about(name).splitlines()[0].strip().endswith((".", ":"))


@EVERY_RULE
def test_a_rule_is_at_most_a_dozen_lines(name):
    source = textwrap.dedent(inspect.getsource(DEFAULT[name]))
    first, *rest = ast.parse(source).body[0].body
    assert isinstance(first, ast.Expr)
    assert rest[-1].end_lineno - rest[0].lineno + 1 <= LONGEST_BODY


@EVERY_RULE
def test_a_rule_types_no_number_of_its_own(name):
    """What is strong, ordinary or enough is declared; left are 0, 1, and the 2 and 3 by which means divide."""
    source = ast.parse(textwrap.dedent(inspect.getsource(DEFAULT[name])))
    divisors = {id(n.right) for n in ast.walk(source) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div)}
    for n in ast.walk(source):
        if isinstance(n, ast.Constant) and isinstance(n.value, int | float):
            assert n.value in ((0.0, 1.0, 2.0, 3.0) if id(n) in divisors else (0.0, 1.0)), f"line {n.lineno}: {n.value}"


@EVERY_RULE
def test_a_rule_asks_only_for_known_words(name):
    assert set(inputs(DEFAULT[name])) <= set(known_words(name, name in WEEKLY))
    assert set(parameters_read(DEFAULT[name])) <= set(ASKED)


@EVERY_RULE
def test_a_rule_that_may_ask_for_noise_does_and_no_other(name):
    assert ("noise" in inputs(DEFAULT[name])) == (name in NOISY)


@EVERY_RULE
@given(data=st.data())
def test_a_rule_keeps_its_promise_anywhere_in_the_declared_ranges(name, data):
    low, high = promised(name)
    said = DEFAULT[name](**data.draw(questions(name)))
    assert math.isfinite(said)
    assert low - 1e-9 <= said <= high + 1e-9


@EVERY_RULE
def test_a_rule_keeps_its_promise_where_everything_is_extreme(name):
    low, high = promised(name)
    coin = random.Random(name)
    for _ in range(500):
        given = corner(name, coin)
        said = DEFAULT[name](**given)
        assert low - 1e-9 <= said <= high + 1e-9, f"{said} for {given}"


@pytest.mark.parametrize("name", [n for n in DEFAULT if n.endswith("_chance")])
def test_a_chance_is_promised_to_be_a_probability(name):
    assert promised(name) == (0.0, 1.0)


@EVERY_RULE
def test_a_rule_calls_no_other_rule(name):
    called = {n.func.id for n in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(DEFAULT[name])))) if isinstance(n, ast.Call)}
    assert called.isdisjoint(DEFAULT)


def test_the_session_calls_every_rule():
    called = {
        n.func.attr
        for n in ast.walk(ast.parse(inspect.getsource(order)))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and getattr(n.func.value, "id", "") == "rules"
    }
    assert called == {*DEFAULT, *ORDER.values()}


def test_every_strength_is_read_by_somebody():
    read = {a for rule in DEFAULT.values() for a in parameters_read(rule)}
    tree = ast.parse(inspect.getsource(order))
    read |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "p"}
    assert {n.short for n in RULES} <= read


def test_every_mechanism_of_the_theory_has_a_rule():
    claimed = {m for name in DEFAULT for m in re.findall(r"\bM\d+\b", about(name))}
    assert claimed == {f"M{i}" for i in range(1, 28)} - BUILT_IN


def test_compiled_helpers_give_the_same_bits():
    for x in (-800.0, -40.0, -1.5, -0.0, 0.0, 0.3, 1.0, 37.0, 800.0):
        assert fast(maths.logistic)(x) == maths.logistic(x)
        assert fast(maths.unit)(x) == maths.unit(x)
        assert fast(maths.gate)(0.3, x) == maths.gate(0.3, x)
        assert fast(maths.weighed)(0.3, x, 0.6) == maths.weighed(0.3, x, 0.6)
        assert maths.weighed(1.0, x, 0.6) == x
        assert fast(maths.portion)(x, 1.0, 7.0) == maths.portion(x, 1.0, 7.0)
        assert fast(maths.clip)(x, -1.0, 1.0) == maths.clip(x, -1.0, 1.0)
