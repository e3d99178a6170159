"""A rule file is tried before anybody lives by it: each gate tells file and line, and nothing that a file does hangs who tries it."""

import pytest

from experiments.comparing.compare import compare
from experiments.comparing.effect import effect
from model import from_file, simulate, stages
from model.guide.agenda import agenda, order
from model.guide.starter import starter
from model.meeting import Meeting
from model.rule_files.brought import ORDER
from model.rules import DEFAULT
from model.session import session
from model.trial import gates as trial
from model.trial.breaches import breaches
from model.trial.child import Child, Stopped
from model.trial.corners import questions, word
from tests.support import limits

GOOD = "from model.maths import logistic\n\n\ndef dropout_chance(hope, strain, p):\n    return logistic(p.dropout_base - hope + strain)\n"
FAULTY = {
    "def dropout_chance(:\n": ("python", 1, "not valid Python"),
    "x = 1\ny = x / 0\n": ("python", 2, "ZeroDivisionError"),
    "def dropout_chanse(hope):\n    return 0.1\n": ("names", 1, "Did you mean dropout_chance"),
    "x = 1\n": ("names", None, "replaces no rule"),
    "def dropout_chance(hop):\n    return hop\n": ("inputs", 1, "Did you mean hope"),
    "def dropout_chance(hope, p):\n    return p.dropout_bass\n": ("inputs", 1, "Did you mean dropout_base"),
    "import random\ndef dropout_chance():\n    return random.random()\n": ("python", 1, "imports random"),
    "from model import maths\ndef dropout_chance():\n    return maths.unit(0.5)\n": ("inputs", 2, "uses maths"),
    "dropout_chance = lambda hope: 0.1\n": ("inputs", 1, "write def"),
    "def dropout_chance(hope):\n    return 2.0 * hope\n": ("corners", 1, "a probability, 0 to 1; it returned 2.0 for hope = 1.0"),
    "def hope_after(hope):\n    inverse = 1.0\n    return inverse / hope\n": ("corners", 3, "fails: ZeroDivisionError"),
    "def hope_after(hope):\n    if hope > 2.0:\n        return 1.0\n": ("corners", 1, "a finite number; it returned None"),
    "def hope_after(noise):\n    return 1.0 - noise\n": ("inputs", 1, "no noise of its own"),
}


@pytest.fixture(scope="module")
def child():
    one = Child(trial.warm)
    yield one
    one.end()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "my_rules.py"


# --- gates --------------------------------------------------------------------------------------------------------------


def test_a_file_that_keeps_the_contract_passes_every_gate(child, path):
    found = trial.verdict(child, path, GOOD)
    assert [gate.name for gate in found] == list(trial.GATES)
    assert trial.is_whole(found)


@pytest.mark.parametrize("text", FAULTY)
def test_a_fault_is_told_at_its_gate_with_file_and_line(path, text):
    name, number, words = FAULTY[text]
    *before, last = trial.judged(path, text)
    assert last.name == name
    assert [gate.name for gate in before] == list(trial.GATES)[: len(before)]
    (fault,) = last.faults
    assert (fault.path, fault.line) == (str(path), number)
    assert str(fault).startswith(f"{path}:{number}: " if number else f"{path}: ")
    assert words in fault.says


def test_a_rule_that_cannot_be_compiled_fails_at_the_compiler(child, path):
    found = trial.verdict(child, path, 'def hope_after(hope):\n    return float(f"{hope:.2f}")\n')
    assert found[-1].name == "compiling"
    assert str(found[-1].faults[0]).startswith(f"{path}:2: hope_after cannot be compiled")


BETWEEN = "def hope_after(hope):\n    if 0.2 < hope < 0.8:\n        return 1.0 / (0.0 * hope)\n    return hope\n"


@pytest.mark.parametrize("gate", [trial.judged, trial.lives])
def test_a_rule_that_fails_only_between_its_corners_fails_there_and_in_the_first_clinic(path, gate):
    found = gate(path, BETWEEN)
    assert found[-1].name == {trial.judged: "corners", trial.lives: "lives"}[gate]
    assert found[-1].faults[0].line == 3


def test_what_rules_are_made_of_may_be_imported_and_all_else_is_told_before_anything_is_run(path):
    fine = "from __future__ import annotations\nimport math\nfrom typing import Final\nfrom model.rules.ending import lapse_chance\n"
    rule = "\n\ndef dropout_chance(hope):\n    return 0.1 * math.exp(-hope)\n"
    assert not trial.judged(path, fine + rule)[-1].faults
    mark = path.with_name("mark")
    told = trial.judged(path, f"import os\nimport math, numpy as np\nopen({str(mark)!r}, 'w')\n" + rule)[-1].faults
    assert [(fault.line, fault.says.partition(".")[0]) for fault in told] == [(1, "imports os"), (2, "imports numpy")]
    assert not mark.exists()


def test_a_file_that_is_not_there_is_told(path):
    (gate,) = trial.judged(path, None)
    assert "no such rule file" in gate.faults[0].says


HANGS = {
    "def dropout_chance(hope):\n    while True:\n        hope = 1.0\n    return hope\n": ("corners", "Does a loop here never end"),
    "while True:\n    pass\n": ("python", "Does a loop here never end"),
    "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n": ("python", "never end"),
    "__import__('os')._exit(3)\n": ("python", "must not end the program"),
}


@pytest.mark.parametrize("text", HANGS)
def test_what_never_ends_is_stopped_and_told_and_the_next_file_is_tried(child, path, text, monkeypatch):
    monkeypatch.setattr(trial, "SECONDS", 1.0)
    name, words = HANGS[text]
    found = trial.verdict(child, path, text)
    assert found[-1].name == name
    assert words in found[-1].faults[0].says
    if "here" in words:
        assert found[-1].faults[0].line is not None
    assert trial.is_whole(trial.verdict(child, path, GOOD))


def test_a_verdict_that_nobody_wants_any_more_is_given_up(child, path):
    with pytest.raises(Stopped):
        trial.verdict(child, path, "while True:\n    pass\n", lambda: False)


def test_what_work_raises_elsewhere_is_raised_here(child):
    with pytest.raises(ZeroDivisionError):
        child.ask(divmod, 1, 0, seconds=5.0)
    assert child.ask(divmod, 7, 2, seconds=5.0) == (3, 1)


# --- corners ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DEFAULT)
def test_every_default_keeps_its_promise_at_its_corners(name, path):
    assert list(breaches(name, DEFAULT[name], path, 300)) == []


def test_corners_are_the_ends_of_the_declared_ranges():
    for name, rule in DEFAULT.items():
        asked = list(questions(name, rule))
        for w in asked[0]:
            if w != "p":
                assert {q[w] for q in asked} == set(map(float, limits(w, name)))
                assert word(w, name).meaning


# --- order, starters, effects -------------------------------------------------------------------------------------------


def test_the_order_of_rules_is_that_in_which_a_session_asks():
    heard = []

    class Recording(stages.Listening):
        def __getattr__(self, name):
            heard.append(name)
            return super().__getattr__(name)

    found, one = stages.Trace(), stages.Always(1.0)
    session(Meeting(stages.Watched(found), one, one, stages.Always(0.0), one, one), Recording(found))
    told = [a.rule for a in agenda() if a.part == "session"]
    rest = iter(told)
    assert all(name in rest for name in heard if name not in ORDER.values()), "a session asks in another order than the list has"
    assert sorted(a.rule for a in order()) == sorted(DEFAULT)


@pytest.mark.parametrize("name", DEFAULT)
def test_a_starter_replaces_its_rule_and_says_the_same(name, path):
    said = from_file(path, starter(name))
    assert set(said.replaced) == {name}
    assert all(said[name](**given) == DEFAULT[name](**given) for given in questions(name, DEFAULT[name]))


def test_an_effect_is_what_compare_finds_of_the_same_clinics(small, path):
    found, expected = effect(small, path, GOOD), compare(simulate(small), simulate(small, rules=from_file(path, GOOD)))
    assert repr(found.differences) == repr(expected.differences)
    counts = ("clients", "unchanged", "worse", "better", "first")
    assert [getattr(found, name) for name in counts] == [getattr(expected, name) for name in counts]
    assert found.turned == len(expected.turns) > 0
    assert found.told_a != found.told_b


def test_a_starter_changes_nobody(small, path):
    found = effect(small, path, starter("rupture_chance"))
    assert found.touched == 0
    assert found.first is None
    assert all(d.difference == 0.0 for d in found.differences)
