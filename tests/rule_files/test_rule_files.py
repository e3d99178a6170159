"""A student's rule file: mistakes surface at named gates, with file and line, what was wrong and what would be right."""

import os
import pickle
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

from model import RuleError, Rules, from_file, replace, simulate
from model.binding import bind
from model.cohort.compiling import cache_folder, key_of, prune
from model.rules import DEFAULT, functions_of, load
from tests.support import refused


@pytest.fixture
def written(tmp_path):
    """Writes a rule file, `rules.py` without another name, and hands back its path."""

    def write(text: str, name: str = "rules.py") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")
        return path

    return write


# --- what works -------------------------------------------------------------------------------------------------------


def test_a_rule_of_the_same_name_replaces_the_default_and_leaves_the_rest(written):
    path = written("def rupture_chance(bond, p):\n    return 0.25 * bond\n")
    rules = from_file(path)
    assert rules["rupture_chance"](bond=0.8, p=None) == 0.2
    assert set(rules.replaced) == {"rupture_chance"}
    assert {n: rules[n] for n in rules if n != "rupture_chance"} == {n: f for n, f in DEFAULT.items() if n != "rupture_chance"}
    assert rules.source == path
    assert "0.25 * bond" in rules.text("rupture_chance")


def test_a_rule_that_has_been_replaced_changes_lives(written, small):
    path = written("def rupture_chance():\n    return 0.0\n")
    assert simulate(small, rules=path, engine="agents").dyads["ruptures"].sum() == 0
    assert simulate(small, engine="agents").dyads["ruptures"].sum() > 0


def test_helper_functions_may_stand_beside_rules(written):
    rules = from_file(
        written("""
            def squared(x):
                return times(x, x)

            def times(x, y):
                return x * y

            def rupture_chance(bond):
                return squared(1.0 - bond)
        """)
    )
    assert set(rules.replaced) == {"rupture_chance"}


def test_private_functions_and_imports_may_stand_beside_rules(written):
    rules = from_file(
        written("""
            from math import sqrt

            from model.maths import unit

            def _unused():
                return 1

            def rupture_chance(bond):
                return unit(sqrt(1.0 - bond))
        """)
    )
    assert set(rules.replaced) == {"rupture_chance"}


def test_a_rule_may_call_the_default_that_it_replaces(written):
    rules = from_file(
        written("""
            from model.rules.ending import attendance_chance as usual

            def attendance_chance(alliance_felt, strain, hope, p):
                return usual(alliance_felt, strain, p) * (0.5 + 0.5 * hope)
        """)
    )
    assert set(rules.replaced) == {"attendance_chance"}


def test_a_default_that_is_imported_by_its_own_name_is_no_replacement(written):
    assert "replaces no rule" in refused(written("from model.rules.ending import attendance_chance\n"))[0]


def test_a_rule_may_ask_for_noise_where_an_event_has_it(written):
    assert from_file(written("def disclosure(bond, noise):\n    return bond + 0.1 * noise\n"))


# --- gate 1: names ----------------------------------------------------------------------------------------------------


def test_a_misspelt_rule_is_not_silently_ignored(written):
    path = written("def bond_after(bond):\n    return bond\n\n\ndef rupture_chanse(bond):\n    return 0.1\n")
    (said,) = refused(path)
    assert said.startswith(f"{path}:5: no rule is called rupture_chanse. Did you mean rupture_chance")


@pytest.mark.parametrize("text", ["", "x = 1\n", "def _private():\n    return 1\n", "from math import sqrt\n"])
def test_a_file_that_replaces_nothing_is_refused(written, text):
    path = written(text)
    assert refused(path) == (f"{path}: replaces no rule. Define a function with the name of a rule; all names: dyads rules.",)


def test_a_misspelt_name_in_python_is_refused():
    with pytest.raises(RuleError, match=r"no rule is called bond_afterr\. Did you mean bond_after"):
        replace(bond_afterr=lambda bond: bond)


# --- gate 2: inputs ---------------------------------------------------------------------------------------------------


def test_an_input_that_nobody_carries_is_refused_with_the_nearest_word(written):
    path = written("def rupture_chance(empathy_flet):\n    return empathy_flet\n")
    (said,) = refused(path)
    assert said.startswith(f"{path}:1: rupture_chance asks for empathy_flet, which nobody carries. Did you mean empathy_felt")


def test_a_misspelt_parameter_is_refused_with_the_nearest_one(written):
    path = written("def rupture_chance(bond, p):\n    return p.rupture_bases * bond\n")
    (said,) = refused(path)
    assert said.startswith(f"{path}:1: rupture_chance reads p.rupture_bases, which is no parameter. Did you mean rupture_base")


@pytest.mark.parametrize("signature", ["*inputs", "**inputs", "bond, *rest"])
def test_a_rule_must_name_every_input(written, signature):
    (said,) = refused(written(f"def rupture_chance({signature}):\n    return 0.1\n"))
    assert "must name every input" in said


def test_a_rule_without_an_event_of_its_own_gets_no_noise(written):
    (said,) = refused(written("def bond_after(bond, noise):\n    return bond + noise\n"))
    assert "bond_after has no noise of its own; rules with noise:" in said
    assert "disclosure" in said


def test_a_rule_of_the_weeks_end_has_no_dyad_at_hand(written):
    (said,) = refused(written("def fatigue_after(bond):\n    return bond\n"))
    assert "fatigue_after asks for bond, which nobody carries" in said


def test_all_faults_of_a_file_are_told_together(written):
    faults = refused(
        written("""
            def rupture_chanse(bond):
                return 0.1

            def bond_after(bnod, p):
                return bnod + p.bond_gian
        """)
    )
    assert len(faults) == 3


# --- what a rule may use ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("def dropout_chance(hope):\n    return hope ** 3\n", "**"),
        ("import numpy as np\n\ndef dropout_chance(hope):\n    return np.exp(-hope)\n", "np"),
        ("import numpy as np\nTABLE = np.array([0.1, 0.2])\n\ndef dropout_chance(hope):\n    return TABLE[0]\n", "TABLE"),
        ("import math\n\ndef dropout_chance(hope):\n    return math.tanh(hope)\n", "math.tanh"),
        ("from math import erf\n\ndef dropout_chance(hope):\n    return erf(hope)\n", "erf"),
        ("import random\n\ndef dropout_chance(hope):\n    return random.random()\n", "random"),
        ("def _cubed(x):\n    return pow(x, 3)\n\ndef dropout_chance(hope):\n    return _cubed(hope)\n", "pow"),
        ("def dropout_chance(hope):\n    return hoep\n", "hoep"),
        ("def dropout_chance(hope):\n    yield hope\n", "yield"),
    ],
)
def test_what_would_differ_between_engines_is_refused_by_name(written, text, named):
    (said,) = refused(written(text))
    assert f"dropout_chance uses {named}" in said or f"uses async or {named}" in said
    assert "x * x" in said


def test_what_both_engines_share_may_be_used(written):
    rules = from_file(
        written("""
        import math
        from math import sqrt

        from model.fields import TASK
        from model.maths import gate

        STEEP = 2.0

        def dropout_chance(hope, rupture_component, p):
            about = 0.1 if rupture_component == TASK else 0.0
            return min(1.0, max(0.0, gate(0.5, abs(math.exp(-STEEP * hope)) * sqrt(hope) + about)))
    """)
    )
    assert set(rules.replaced) == {"dropout_chance"}


@pytest.mark.parametrize(
    "more", ["dropout_chance = 0.3", "from functools import partial\ndropout_chance = partial(max, 0.1)",
             "class dropout_chance:\n    pass", "from model.maths import unit as dropout_chance"],
)  # fmt: skip
def test_what_has_a_rules_name_and_is_no_function_of_the_file_is_not_silently_ignored(written, more):
    (said,) = refused(written(f"def bond_after(bond):\n    return bond\n\n{more}\n"))
    assert "dropout_chance is no function defined here" in said


def test_a_rule_that_is_defined_twice_is_refused(written):
    (said,) = refused(written("def bond_after(bond):\n    return bond\n\ndef bond_after(bond):\n    return 0.5\n"))
    assert ":4: bond_after is defined a second time (first in line 1)" in said


@pytest.mark.parametrize("rule", [print, 5, None, type])
def test_a_replacement_in_python_is_a_plain_function(rule):
    with pytest.raises(RuleError, match="a rule is a plain function"):
        replace(dropout_chance=rule)


UNSOUND = {
    "dropout_chance(strain):\n    return 1.5 + 0.0 * strain": "a probability, 0 to 1; it returned 1.5 for strain = 0.",
    "hope_after(hope):\n    return inf * 0.0 + hope": "a finite number; it returned nan for hope = 0.",
    "practice_after(therapist_practice):\n    return inf": "a finite number; it returned inf for therapist_practice = 0.0.",
}


@pytest.mark.parametrize("engine", ["agents", "cohort"])
@pytest.mark.parametrize("text", UNSOUND)
def test_an_answer_out_of_range_is_told_with_what_the_rule_was_given(written, small, engine, text):
    path = written(f"from math import inf\n\ndef {text}\n")
    with pytest.raises(RuleError) as caught:
        simulate(small, rules=path, engine=engine)
    assert f"{path}:3: {text.partition('(')[0]} must return {UNSOUND[text]}" in str(caught.value)


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_missing_file_is_refused(tmp_path):
    assert refused(tmp_path / "nowhere.py") == (f"{tmp_path / 'nowhere.py'}: there is no such rule file.",)


def test_a_file_that_is_no_python_is_refused_by_its_name(written):
    (said,) = refused(written("bond_after = 1", "rules.txt"))
    assert "its name must end in .py" in said


def test_a_syntax_error_is_told_with_its_line(written):
    path = written("def bond_after(bond):\n    return bond\n\ndef broken(:\n")
    (said,) = refused(path)
    assert said.startswith(f"{path}:4: not valid Python: ")


def test_a_file_that_fails_while_it_is_run_is_told_with_its_line(written):
    path = written("x = 1\n\ny = x / 0\n")
    (said,) = refused(path)
    assert said.startswith(f"{path}:3: running the file failed: ZeroDivisionError")


def test_two_files_of_the_same_name_are_two_rules(written):
    one = from_file(written("def bond_after(bond):\n    return 0.1\n", "a/rules.py"))
    other = from_file(written("def bond_after(bond):\n    return 0.2\n", "b/rules.py"))
    assert (one["bond_after"](0.0), other["bond_after"](0.0)) == (0.1, 0.2)


def test_a_file_that_was_edited_is_read_anew(written, small):
    """At once, though the edit has the same length and the same second, and by the compiled engine too."""
    ruptures = []
    for chance in ("0.9", "0.1"):
        path = written(f"def rupture_chance(bond):\n    return {chance}\n")
        rules = from_file(path)
        assert rules["rupture_chance"](0.0) == float(chance)
        assert chance in rules.text("rupture_chance")
        ruptures.append(simulate(small, rules=rules, engine="cohort", record=False).dyads.ruptures.sum())
    assert ruptures[0] > 3 * ruptures[1]
    assert [p.name for p in path.parent.iterdir()] == [path.name], "something was left beside the file"


# --- gate 4: compiling ------------------------------------------------------------------------------------------------

UNCOMPILABLE = """
    def bond_after(bond):
        return bond


    def rupture_chance(bond):
        return float(f"{bond:.2f}")


    def hope_after(hope):
        return float(f"{hope:.2f}")
"""


def test_rules_that_cannot_be_compiled_are_refused_by_name_with_the_engine_that_runs_them(written, small):
    path = written(UNCOMPILABLE)
    with pytest.raises(RuleError) as caught:
        simulate(small, rules=path, engine="cohort")
    faults = caught.value.faults
    assert len(faults) == 2, "bond_after compiles"
    assert faults[0].startswith(f"{path}:7: rupture_chance cannot be compiled: ")
    assert faults[1].startswith(f"{path}:11: hope_after cannot be compiled: ")
    assert all("engine agents runs it" in f for f in faults)


def test_rules_that_cannot_be_compiled_run_on_agents(written, small):
    assert len(simulate(small, rules=written(UNCOMPILABLE), engine="agents").dyads) == 60


# --- kernels on disk --------------------------------------------------------------------------------------------------


def key(path: Path) -> str:
    """The key under which the rules of a file are kept when compiled."""
    return key_of(list(functions_of(load(path)).values()))


def test_another_number_in_a_rule_is_another_kernel(written):
    usual = key(written("def bond_after(bond):\n    return 0.1\n", "a.py"))
    assert key(written("def bond_after(bond):\n    return 0.2\n", "b.py")) != usual


def test_another_global_number_is_another_kernel(written):
    text = "PACE = {}\n\n\ndef bond_after(bond):\n    return PACE * bond\n"
    assert key(written(text.format(0.1), "a.py")) != key(written(text.format(0.2), "b.py"))


def test_another_docstring_is_the_same_kernel(written):
    text = 'def bond_after(bond):\n    """{}"""\n    return bond\n'
    assert key(written(text.format("One."), "a.py")) == key(written(text.format("Other."), "b.py"))


def test_another_closed_over_flag_is_another_kernel():
    def made(flag):
        return lambda bond: bond if flag else 0.0

    assert key_of([made(True)]) != key_of([made(False)])


def test_a_rule_that_asks_for_other_words_is_another_kernel():
    assert key_of([bind("bond_after", lambda bond: bond, False)]) != key_of([bind("bond_after", lambda task: task, False)])


def test_a_rule_file_that_was_moved_is_lived_by_without_complaint(written, small, monkeypatch, tmp_path):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))
    text = "def helped(x):\n    return 0.5 * x\n\n\ndef bond_missed(bond):\n    return helped(bond)\n"
    lives = []
    for folder in ("here", "there"):
        path = written(text, f"{folder}/rules.py")
        lives.append(simulate(small, rules=path, engine="cohort", record=False).dyads)
        path.unlink()
        for name in [n for n, m in sys.modules.items() if getattr(m, "__file__", None) == str(path)]:
            del sys.modules[name]
    assert lives[0].equals(lives[1])


def test_rules_of_equal_functions_are_the_same_kernel():
    assert hash(Rules()) == hash(Rules())
    assert Rules() == Rules()


def test_kernels_that_were_used_longest_ago_are_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path))
    for age, key in enumerate("abcd"):
        for suffix in ("sha256", "nbi", "1.nbc"):
            (cache_folder() / f"{key}.{suffix}").write_text("")
            os.utime(cache_folder() / f"{key}.{suffix}", (1000 - age, 1000 - age))
    prune("d", most=3)
    assert sorted({f.name[0] for f in tmp_path.iterdir()}) == ["a", "b", "d"]


def test_rules_of_a_file_go_to_another_process_as_they_were_run(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("def week_off_chance(p):\n    return 0.5 * p.week_off\n")
    said = from_file(file)
    packed = pickle.dumps(said)
    file.write_text("def week_off_chance(p):\n    return 0.0\n")
    there = pickle.loads(packed)
    assert list(there.replaced) == ["week_off_chance"]
    assert there.file_text == said.file_text
    assert there["week_off_chance"](SimpleNamespace(week_off=0.2)) == 0.1
