"""A fault of a rule file is a value: what, where, and what of the line it is about, from where it is found to where it is shown."""

import pickle
import sys
from dataclasses import FrozenInstanceError

import pytest

from model import DyadsError, RuleError, from_file, simulate
from model.errors import Fault, Kind
from model.trial import gates as trial
from model.trial.child import Child
from model.trial.fault_shown import block

MISSPELT = "def hope_after(hop, p):\n    return hop + p.hope_rat\n"


@pytest.fixture
def path(tmp_path):
    """Where a rule file lies: in a folder whose name looks like a line."""
    folder = tmp_path / "week:3: mine"
    folder.mkdir()
    return folder / "mine.py"


def pointed_at(fault: Fault, path, text: str) -> str:
    """What of a file stands above the carets."""
    _, line, caret = block(fault, path, text).splitlines()
    return line[caret.index("^") : caret.index("^") + caret.count("^")]


# --- one value ------------------------------------------------------------------------------------------------------------


def test_an_error_tells_its_faults_as_text_and_as_values_and_keeps_both_from_process_to_process(path):
    path.write_text(MISSPELT)
    with pytest.raises(RuleError) as caught:
        from_file(path)
    error = caught.value
    assert str(error).splitlines() == list(error.faults) == [str(fault) for fault in error.located]
    assert [(fault.path, fault.line, fault.kind, fault.pieces) for fault in error.located] == [
        (str(path), 1, Kind.UNKNOWN, ("hop", "hope_after")),
        (str(path), 1, Kind.UNKNOWN, ("p.hope_rat", "hope_after")),
    ]
    again = pickle.loads(pickle.dumps(error))
    assert (again.faults, again.located, str(again)) == (error.faults, error.located, str(error))


def test_faults_that_are_refused_together_keep_their_place(path):
    path.write_text(MISSPELT)
    with pytest.raises(RuleError) as alone:
        simulate("small", rules=path)
    assert [(fault.path, fault.line) for fault in alone.value.located] == [(str(path), 1)] * 2
    with pytest.raises(DyadsError) as beside:
        simulate("small", rules=path, settings={"rules.hope_rat": 0.5})
    assert beside.value.faults[1:] == alone.value.faults


def test_a_fault_stays_as_it_was_found():
    fault = Fault("is odd.", "mine.py", 3)
    assert str(fault.of("hope_after")) == "mine.py:3: hope_after is odd."
    assert str(fault.at("yours.py")) == "yours.py: is odd."
    assert str(Fault("is odd.")) == str(RuleError("is odd.")) == "is odd."
    with pytest.raises(FrozenInstanceError):
        fault.line = 4  # type: ignore[misc]


def test_what_a_process_apart_finds_is_what_is_found_here(path):
    child = Child(copy=True)
    try:
        assert trial.verdict(child, path, MISSPELT)[-1] == trial.judged(path, MISSPELT)[-1]
    finally:
        child.end()


def test_a_rule_that_fails_in_a_clinic_is_located_in_its_file(path):
    path.write_text("def hope_after(session):\n    x = session\n    return 1.0 / (x - 3.0)\n")
    with pytest.raises(RuleError) as caught:
        simulate("small", rules=path, engine="agents")
    (fault,) = caught.value.located
    assert (fault.path, fault.line) == (str(path), 3)
    assert fault.says.startswith("a session failed: ZeroDivisionError")


# --- shown ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "piece"),
    [
        ("return hope ** 2", "**"),
        ("return hope << 2", "<<"),
        ("return ~int(hope)", "~"),
        ("return hope.real", ".real"),
        ("return 1.0 if hope is 0.5 else 0.0", "is"),
        ("yield hope", "yield"),
    ],
)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_the_caret_stands_beneath_what_is_meant_also_where_it_is_no_word(path, body, piece):
    text = f"def hope_after(hope):\n    {body}\n"
    assert pointed_at(trial.judged(path, text)[-1].faults[0], path, text) == piece


def test_no_word_of_a_sentence_is_taken_for_a_piece_of_the_file(path):
    text = "def hope_after(hope):\n    asks = hope\n    return asks\n"
    fault = Fault("asks for asks, it says.", str(path), 1).of("hope_after")
    assert pointed_at(fault, path, text) == "hope_after"


def test_a_fault_of_another_file_is_shown_with_its_own_place_and_no_line(path):
    assert block(Fault("is odd.", "/elsewhere/yours.py", 1), path, MISSPELT) == "/elsewhere/yours.py:1: is odd."
    assert block(Fault("no rule is called hop."), path, MISSPELT) == "no rule is called hop."


# --- what the compiler says -----------------------------------------------------------------------------------------------

UNCOMPILED = {
    "x = hope\n    return float(f'{x:.2f}')": (3, "return float(f'{x:.2f}')", "format spec in f-strings not supported yet"),
    "x = 'low'\n    if hope > 0.5:\n        x = hope\n    return 0.5 if x == 'low' else x": (5, "x", "x is a number on one path"),
    "y = hope\n    return float((y > 0.5) & (hope > 0.2))": (3, "float", "float(…) cannot take a comparison"),
    "y = hope\n    return max(x * y for x in (1.0, 2.0))": (3, "for", "a for within brackets is more than it takes"),
    "y = hope\n    seen = []\n    return y": (3, "seen = []", "lists that begin empty are of no kind"),
}
"""Bodies of a rule that runs, and that the compiler does not take: the line at which it stops, what is meant there, what is told."""

UNTOLD = [body for body in UNCOMPILED if sys.version_info >= (3, 13) and ("f'" in body or "(x * y for" in body)]
"""Of these the compiler says only that it does not take them: Python 3.13 has other opcodes for them, which it does not know by name."""


@pytest.mark.parametrize("body", UNCOMPILED)
def test_what_the_compiler_refuses_is_shown_in_the_line_at_which_it_stops(path, body):
    line, piece, words = UNCOMPILED[body]
    text = f"def hope_after(hope):\n    {body}\n"
    assert not trial.judged(path, text)[-1].faults
    (fault,) = trial.compiles(path, text)[0].faults
    if body in UNTOLD:
        assert fault.says.startswith("hope_after cannot be compiled: ")
        return
    assert (fault.path, fault.line) == (str(path), line)
    assert fault.says.startswith(f"hope_after cannot be compiled: {words}")
    assert "Raised from" not in fault.says
    assert pointed_at(fault, path, text) == piece


def test_what_is_wrong_in_a_helper_is_shown_there_and_said_of_the_rule(path):
    text = (
        "def hope_after(hope):\n    z = hope\n    return _kept(z)\n\n\ndef _kept(x):\n    y = x\n    return float((y > 0.5) & (x > 0.2))\n"
    )
    assert not trial.judged(path, text)[-1].faults
    (fault,) = trial.compiles(path, text)[0].faults
    assert str(fault).startswith(f"{path}:8: hope_after cannot be compiled: float(…) cannot take a comparison")
    assert pointed_at(fault, path, text) == "float"


def test_what_the_compiler_says_of_no_line_is_shown_at_the_rule(path):
    text = "x = 1\n\n\ndef hope_after(hope):\n    if hope < 2.0:\n        return hope\n"
    (fault,) = trial.compiles(path, text)[0].faults
    assert fault.line == 4
    assert pointed_at(fault, path, text) == "hope_after"
