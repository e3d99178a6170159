"""A rule file is tried on both engines: rules are compiled by themselves, asked the same as plain ones, and must answer the same bits."""

import pytest

from model import from_file, simulate
from model.cohort.compiling import twin_of
from model.rule_files import declared
from model.rules import again
from model.trial import gates as trial
from model.trial.alone import check, differences, otherwise

HALVED = "def hope_after(hope, p):\n    return hope - 0.5 * p.hope_rate * hope\n"
GROWS = "def hope_after(hope, session):\n    n = 1\n    for i in range(int(session)):\n        n = n * {}\n    return 0.1 * float(n % 10)\n"
"""Beyond 64 bits only after many sessions."""


@pytest.fixture
def path(tmp_path):
    """Where a rule file would stand; what was compiled of others is forgotten."""
    check.cache_clear()
    yield tmp_path / "mine.py"
    check.cache_clear()


def test_compiled_rules_are_asked_wherever_plain_ones_are_tried_and_in_a_clinic(path):
    assert trial.compiles(path, HALVED) == (trial.Gate("compiling"),)
    assert trial.lives(path, HALVED) == (trial.Gate("lives"),)


def test_parameters_reach_a_compiled_rule_as_they_reach_the_plain_one(path):
    rules = again(path, HALVED)
    answer, plain = check(rules)["hope_after"], rules["hope_after"]
    asked = [given for given in trial.questions("hope_after", plain) if given["p"].hope_rate != 0.0]
    assert len({given["p"].hope_rate for given in asked}) > 1
    assert [answer(given) for given in asked] == [plain(**given) for given in asked]


def test_a_difference_is_told_with_both_answers_and_what_was_given(path):
    rules = again(path, GROWS.format(7))
    given = [{"hope": 0.5, "session": 3.0}, {"hope": 0.5, "session": 25.0}]
    assert differences(rules, path, {"hope_after": given[:1]}) == ()
    (fault,) = differences(rules, path, {"hope_after": given})
    plain, other = rules["hope_after"](**given[1]), check(rules)["hope_after"](given[1])
    assert plain != other
    assert str(fault).startswith(f"{path}:1: hope_after answers otherwise when it is compiled: ")
    assert f"{plain!r} as plain Python, {other!r} compiled, for hope = 0.5, session = 25.0." in fault.says


@pytest.mark.parametrize("gate", [trial.compiles, trial.lives])
def test_machine_code_that_says_something_else_is_found_at_both_gates(path, gate, monkeypatch):
    other = from_file(path, "def hope_after(hope, p):\n    return hope - 0.5 * p.hope_rate * hope + 1e-16\n")["hope_after"]
    monkeypatch.setattr("model.trial.alone.twin_of", lambda rule, done: twin_of(other, done))
    (fault,) = gate(path, HALVED)[-1].faults
    assert "answers otherwise when it is compiled" in fault.says


def test_the_sign_of_zero_is_a_bit_too(path):
    rule = from_file(path, "def hope_after(hope):\n    return 0.0 * hope\n")["hope_after"]
    given = [{"hope": -1.0}]
    assert list(otherwise("hope_after", rule, lambda _: -0.0, given, path)) == []
    (fault,) = otherwise("hope_after", rule, lambda _: 0.0, given, path)
    assert "-0.0 as plain Python, 0.0 compiled" in fault.says


# --- states ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["view", "carried"])
@pytest.mark.parametrize("of", ["CARRIES", "PARAMETERS"])
def test_names_that_the_engines_need_are_refused_plainly(path, name, of):
    rule = f"def {name}_after({name}):\n    return {name}\n" if of == "CARRIES" else HALVED
    (fault,) = trial.judged(path, f"{of} = {{'{name}': 0.5}}\n\n\n{rule}")[-1].faults
    assert str(fault).startswith(f"{path}:1: {name} of {of} is a word with a meaning of its own")


def test_a_state_that_the_compiled_session_cannot_carry_is_told_by_name_before_anybody_lives(path, monkeypatch):
    monkeypatch.setattr(declared, "ELSEWHERE", ())
    text = "CARRIES = {'tide': 0.5, 'view': 0.5}\n\n\ndef tide_after(tide):\n    return tide\n\n\ndef view_after(view):\n    return view\n"
    (fault,) = trial.compiles(path, text)[-1].faults
    assert str(fault).startswith(f"{path}:1: CARRIES has view, and the compiled session cannot carry that: ")
    assert fault.says.endswith("Choose another name.")


STATES = ("m", "x0", "x1", "dyad", "rule", "answers", "index", "carried_after", "begins", "real", "dtype", "count", "size")


def test_whatever_else_a_state_is_called_it_is_carried(path, monkeypatch):
    rules = "".join(f"\n\ndef {name}_after({name}):\n    return 0.5 + 0.5 * {name}\n" for name in STATES)
    path.write_text(f"CARRIES = {dict.fromkeys(STATES, 0.25)!r}\n{rules}", "utf-8")
    assert trial.compiles(path, path.read_text())[-1].faults == ()
    lived = simulate("small", rules=path, engine="agents").sessions
    second = lived[lived.session == 2]
    assert len(second) > 10
    for name in STATES:
        assert (second[name] == 0.8125).all(), name
