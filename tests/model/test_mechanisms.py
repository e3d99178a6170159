"""Every mechanism of the theory lives somewhere, and its switch silences what it says it does."""

import random

import pytest

from model import SettingError, scenario
from model.mechanisms import ALL, BUILT_IN, MECHANISMS, OF_CODE, SHOWN, claimed, decides
from model.parameters import ASKED, NUMBERS
from model.rule_files.contract import inputs, parameters_read
from model.rules import DEFAULT
from tests.support import FIELDS, limits, parameters

EVERY = pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda m: m.code)
SWITCHED = pytest.mark.parametrize("mechanism", [m for m in MECHANISMS if m.off], ids=lambda m: m.code)


def test_there_are_twenty_seven_and_rules_name_no_other():
    assert [m.number for m in MECHANISMS] == list(range(1, 28))
    assert {code for codes in claimed().values() for code in codes} <= set(OF_CODE)


@EVERY
def test_a_mechanism_has_rules_columns_and_a_switch_or_says_why_not(mechanism):
    if mechanism.kind == SHOWN:
        assert not mechanism.rules
        return
    assert mechanism.rules
    assert mechanism.columns or mechanism.number == 2
    assert bool(mechanism.off) != (mechanism.kind == BUILT_IN)


@SWITCHED
def test_a_switch_is_a_legal_setting_that_differs_from_the_default(mechanism):
    scenario("small").but(mechanism.off)
    assert all(NUMBERS[name].default != value for name, value in mechanism.off.items() if not name.startswith("modalities"))


@SWITCHED
def test_what_a_switch_turns_off_stands_in_rules_that_name_the_mechanism(mechanism):
    """Else the table of rules, parameters and columns would leave out where the mechanism acts."""
    assert {name for name in mechanism.off if name.startswith("rules.")} <= set(mechanism.parameters)
    assert set(mechanism.silences) - {ALL} <= set(mechanism.rules)


def somewhere(rule, coin):
    """Inputs of a rule, each at an end or anywhere between, whole where it counts; the parameters at their defaults."""
    given = {}
    for word in inputs(DEFAULT[rule]):
        if word != "p":
            low, high = limits(word, rule)
            value = coin.choice((low, high, coin.uniform(low, high)))
            given[word] = float(round(value) if word in FIELDS and FIELDS[word].unit.kind != "number" else value)
    return given | ({"p": parameters()} if "p" in inputs(DEFAULT[rule]) else {})


def carries(rule, word):
    """Whether the rule says what becomes of the word, which it then cannot ignore."""
    own = word.removeprefix("therapist_")
    return rule in (f"{own}_after", f"{own}_between")


def silenced(mechanism):
    """Every rule with the inputs that it ignores when the mechanism is off; not what a rule carries on itself."""
    for rule in DEFAULT:
        words = (*mechanism.silences.get(rule, ()), *mechanism.silences.get(ALL, ()))
        found = [w for w in words if w in inputs(DEFAULT[rule]) and not carries(rule, w)]
        if found:
            yield rule, found


@SWITCHED
def test_off_means_that_rules_ignore_the_input(mechanism):
    tried = list(silenced(mechanism))
    assert tried
    for rule, words in tried:
        coin = random.Random(f"{mechanism.code} {rule}")
        for _ in range(60):
            given = somewhere(rule, coin)
            for name, value in mechanism.off.items():
                short = name.rpartition(".")[2]
                if name.startswith("modalities") and f"modality_{short}" in given:
                    given[f"modality_{short}"] = value
                elif ASKED.get(short) == name and short in parameters_read(DEFAULT[rule]):
                    setattr(given["p"], short, value)
            answers = {DEFAULT[rule](**(given | dict(zip(words, ends, strict=True)))) for ends in ends_of(words, rule)}
            assert len(answers) == 1, (rule, words, given)


def ends_of(words, rule):
    """The silenced inputs at one end of their ranges each, and then all at the other."""
    spans = [limits(w, rule) for w in words]
    yield tuple(float(low) for low, _ in spans)
    yield tuple(float(high) for _, high in spans)
    yield tuple((low + high) / 2.0 for low, high in spans)


@SWITCHED
def test_on_means_that_rules_do_not_ignore_it(mechanism):
    """At the defaults every silenced input matters somewhere: a switch of nothing would be no switch."""
    for rule, words in silenced(mechanism):
        coin = random.Random(f"{mechanism.code} {rule} on")
        for word in words:
            assert any(matters(rule, word, somewhere(rule, coin)) for _ in range(400)), (rule, word)


def matters(rule, word, given):
    """Whether an input moves the rule's answer."""
    low, high = limits(word, rule)
    return DEFAULT[rule](**(given | {word: float(low)})) != DEFAULT[rule](**(given | {word: float(high)}))


def test_every_rule_of_the_session_decides_something():
    assert set(decides()) == set(DEFAULT)


def test_a_switch_cannot_name_a_number_that_is_not_there():
    with pytest.raises(SettingError):
        scenario("small").but({"rules.no_such_strength": 0.0})
