"""What is wrong with a rule file is told at its place, once, with a way out, however the file was written."""

import re
import time

import pytest

from experiments.comparing.watch import since
from model import from_file
from model.errors import Fault, RuleError
from model.trial import gates as trial
from model.trial.fault_shown import WIDEST, block

MEMORY = """OWNED = []


def acknowledge_chance(therapist_regard, hope_tomorow):
    OWNED.append(therapist_regard)
    return min(1.0, 0.4 + 0.1 * len(OWNED))
"""


@pytest.fixture
def path(tmp_path):
    """Where a rule file lies."""
    return tmp_path / "mine.py"


def told(path, text: str) -> list[str]:
    """What is wrong with a file that says this, each as it is printed."""
    return [block(fault, path, text) for fault in trial.judged(path, text)[-1].faults]


# --- how a file may be written ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_file_as_any_editor_saves_it_is_read(path, start, end):
    path.write_bytes(start + b"def hope_after(hope):" + end + b"    return hope" + end)
    text = trial.text_of(path)
    assert told(path, text) == []
    assert from_file(path, text)["hope_after"](0.25) == from_file(path)["hope_after"](0.25) == 0.25


def test_a_form_feed_ends_no_line(path):
    text = '"""Mine."""\n\x0c\nimport math\n\x0c\n\ndef hope_after(hope):\n    return hoop\n'
    (said,) = told(path, text)
    assert said.startswith("mine.py:7: hope_after uses hoop. Did you mean hope?")
    assert said.splitlines()[1] == "    7 |     return hoop"
    sound = text.replace("hoop", "hope")
    assert from_file(path, sound).text("hope_after") == "def hope_after(hope):\n    return hope\n"


def test_links_that_lead_nowhere_are_told(tmp_path):
    (tmp_path / "itself.py").symlink_to("itself.py")
    with pytest.raises(RuleError, match="is a link that leads to no file"):
        trial.text_of(tmp_path / "itself.py")


def test_what_tries_a_file_and_fails_is_a_fault_of_the_gate(path):
    class Failing:
        """A process in which trying fails."""

        def ask(self, *_: object, **__: object) -> tuple:
            """What no trial should raise."""
            raise LookupError("nothing there")

    (gate,) = trial.verdict(Failing(), path, "def hope_after(hope):\n    return hope\n")
    assert gate == trial.Gate("python", (Fault("could not be tried: LookupError: nothing there", str(path)),))


# --- what is said twice -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["if True:\n    {}", "for _ in range(1):\n    {}", "try:\n    {}\nfinally:\n    pass", "{}"])
def test_a_rule_that_is_defined_again_anywhere_is_told(path, again):
    text = "def hope_after(hope):\n    return hope\n\n\n" + again.format("def hope_after(hope): return 0.5 * hope") + "\n"
    said = told(path, text)
    assert any("hope_after is defined a second time (first in line 1)" in fault for fault in said)


def test_functions_within_functions_may_have_any_name(path):
    text = "def hope_after(hope):\n    return _mean(hope)\n\n\ndef _mean(x):\n    return x\n\n\nclass _A:\n    def _mean(self): ...\n"
    assert not any("second time" in fault for fault in told(path, text))


def test_a_rule_under_a_second_name_is_told(path):
    said = told(path, "def hope_after(hope):\n    return hope\n\n\nself_acceptance_after = hope_after\n")
    assert [s.splitlines()[0] for s in said] == [
        "mine.py:1: self_acceptance_after is only another name of hope_after; write def self_acceptance_after(…), which may call a helper."
    ]


# --- way out ------------------------------------------------------------------------------------------------------------


def test_a_memory_is_told_as_one_with_the_way_to_carry_it(path):
    word, memory = told(path, MEMORY)
    assert word.splitlines()[0].endswith("asks for hope_tomorow, which nobody carries. Did you mean hope?")
    assert "OWNED keeps a memory from one client to the next" in memory
    assert 'CARRIES = {"owned": 0.0}' in memory
    assert "docs/exercises/07_add_a_state.md" in memory
    assert "A rule may use" not in memory


def test_a_function_of_pythons_is_no_misspelt_word(path):
    (said,) = told(path, "def hope_after(hope):\n    print(hope)\n    return hope\n")[:1]
    assert "uses print. A rule may use" in said


def test_the_engines_own_marks_are_nothing_to_ask_for(path):
    said = "\n".join(told(path, "def hope_after(hope, unsund, unsound):\n    return hope\n"))
    assert "asks for unsound, which nobody carries" in said
    assert "mean unsound" not in said


LONG = 'CARRIES = {{"warmth": (0.5, 0.0, 1.0, "{0}"), "hope": 0.2, "client_x": (0.5, 0.0, 1.0, "{0}"), "sorrow": "a"}}'.format("x" * 90)
"""A line of declarations, some of which are refused."""


def test_an_entry_is_pointed_at_and_what_follows_from_it_is_no_fault(path):
    text = f"{LONG}\n\n\ndef warmth_after(warmth, sorrow, client_x):\n    return warmth + sorrow\n"
    said = [fault.splitlines() for fault in told(path, text)]
    assert [lines[0].split()[1] for lines in said] == ["hope", "client_x", "sorrow"]
    for (_, line, caret), key in zip(said, ('"hope"', '"client_x"', '"sorrow"'), strict=True):
        assert line[caret.index("^") : caret.index("^") + caret.count("^")] == key
        assert len(line) <= WIDEST + len("    1 | ……")


def test_what_is_unknown_for_itself_is_told_beside_a_refused_entry(path):
    text = f'PARAMETERS = {{"pace": "x"}}\n{LONG}\n\n\ndef warmth_after(warmth, bnod, p):\n    return warmth * p.pace + bnod * p.pase\n'
    said = " ".join(fault.splitlines()[0] for fault in told(path, text))
    assert "asks for bnod" in said
    assert "reads p.pase" in said
    assert "reads p.pace" not in said


@pytest.mark.parametrize(
    ("ago", "says"), [(2.0, r"2\.\d s after it was saved"), (1202.2, r"as it was saved on \d{4}-\d\d-\d\d at \d\d:\d\d")]
)
def test_a_file_of_long_ago_is_told_with_its_day(ago, says):
    assert re.fullmatch(says, since(time.time() - ago))
