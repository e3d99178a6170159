"""What Python and the compiled engine would answer otherwise is refused by name, at its line, in rules and in what they call."""

import pytest

from model import RuleError, from_file
from model.rule_files.contract import parameters_read
from model.trial import gates as trial
from model.trial.corners import questions

HELPER = "def _settled(x, p):\n    return x + p.hope_rate * (0.7 - x)\n\n\ndef hope_after(hope, p):\n    return _settled(hope, p)\n"


@pytest.fixture
def refused(tmp_path):
    """Reads a rule file that is refused, and hands back its path and its faults."""

    def read(text: str) -> tuple:
        path = tmp_path / "mine.py"
        path.write_text(text, "utf-8")
        with pytest.raises(RuleError) as caught:
            from_file(path)
        return path, caught.value.faults

    return read


UNLIKE = {
    "catches errors": "    try:\n        return 1.0 / x\n    {}except:\n        return 0.5\n",
    "uses is, ": "    {}return 0.1 if x is 0.5 else x\n",
    "uses ~,": "    {}return 0.1 if ~(x < 0.5) else x\n",
    "uses <<;": "    {}return float(1 << int(x))\n",
    "uses >>=;": "    n = int(x)\n    {}n >>= 1\n    return float(n)\n",
}
"""What is told, and the body of a function, with a mark at the line."""


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("said", UNLIKE)
def test_what_the_engines_answer_otherwise_is_refused_at_its_line(refused, said):
    before, _, after = UNLIKE[said].partition("{}")
    path, (fault,) = refused(f"def hope_after(hope):\n    x = hope\n{before}{after}")
    assert fault.startswith(f"{path}:{3 + before.count(chr(10))}: hope_after {said}")
    path, (fault,) = refused(f"def _f(x):\n{before}{after}\n\ndef hope_after(hope):\n    return _f(hope)\n")
    assert fault.startswith(f"{path}:{2 + before.count(chr(10))}: hope_after {said[:-2].rstrip(',;')}")
    assert " in _f" in fault


def test_is_none_may_be_asked(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("def _f(x, low=None):\n    return x if low is None else low\n\n\ndef hope_after(hope):\n    return _f(hope)\n")
    assert from_file(path)["hope_after"](0.3) == 0.3


@pytest.mark.parametrize("number", ["float('0.5')", "True", "3", "-(2**63)"])
def test_numbers_that_both_engines_know_may_be_used(tmp_path, number):
    path = tmp_path / "mine.py"
    path.write_text(f"PACE = {number}\n\n\ndef hope_after(hope):\n    return hope * PACE\n")
    assert set(from_file(path).replaced) == {"hope_after"}


@pytest.mark.parametrize("number", ["_Odd(2)", "2**63", "-(2**63) - 1"])
def test_numbers_that_the_engines_take_otherwise_are_refused_by_name(refused, number):
    path, (fault,) = refused(f"class _Odd(float):\n    pass\n\n\nPACE = {number}\n\n\ndef hope_after(hope):\n    return hope * PACE\n")
    assert fault.startswith(f"{path}:8: hope_after uses PACE (")


@pytest.mark.parametrize("said", ["9223372036854775808 // int(hope)", "max((1, 9223372036854775808)) * hope"])
def test_whole_numbers_beyond_64_bits_are_refused_wherever_they_are_written(refused, said):
    path, (fault,) = refused(f"def hope_after(hope):\n    return {said}\n")
    assert fault.startswith(f"{path}:1: hope_after uses 9223372036854775808 (beyond 64 bits; write it with a point")


# --- parameters that a helper reads ---------------------------------------------------------------------------------------


def test_what_a_helper_reads_of_p_its_rule_reads_and_it_is_tried_at_its_ends(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(HELPER)
    rule = from_file(path)["hope_after"]
    assert parameters_read(rule) == ["hope_rate"]
    assert {0.0, 1.0} <= {given["p"].hope_rate for given in questions("hope_after", rule)}


def test_a_default_that_a_rule_calls_is_tried_at_the_ends_of_its_parameters(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("from model.rules.ending import lapse_chance as usual\n\n\ndef lapse_chance(missed, p):\n    return usual(missed, p)\n")
    assert parameters_read(from_file(path)["lapse_chance"]) == parameters_read(from_file(path)["lapse_chance"].__globals__["usual"]) != []


def test_a_misspelt_parameter_in_a_helper_is_told_at_the_helper(refused):
    path, (fault,) = refused("x = 1\n\n\n" + HELPER.replace("p.hope_rate", "p.hope_rat"))
    assert fault.startswith(f"{path}:4: hope_after reads p.hope_rat in _settled, which is no parameter. Did you mean hope_rate")


def test_parameters_are_called_p_in_helpers_too(tmp_path):
    path, text = tmp_path / "mine.py", HELPER.replace("(x, p)", "(x, q)").replace("p.hope_rate", "q.hope_rate")
    (fault,) = trial.judged(path, "x = 1\n\n\n" + text)[-1].faults
    assert str(fault).startswith(f"{path}:4: hope_after reads q.hope_rate; ")
    assert "call it p, not q" in fault.says


def test_what_a_helper_takes_by_keyword_only_is_told_at_the_helper(tmp_path):
    path = tmp_path / "mine.py"
    (fault,) = trial.judged(path, "def _f(x, *, k=0.5):\n    return k * x\n\n\ndef hope_after(hope):\n    return _f(hope)\n")[-1].faults
    assert str(fault).startswith(f"{path}:1: hope_after calls _f, which takes k by keyword only; leave out the *")
