"""`dyads rules`: a student sees every rule, begins a file that changes nothing, and is told all that is wrong with one."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from model import from_file, scenario, simulate
from model.cli import build
from model.errors import DyadsError
from model.guide.heard import ANSWER, usual
from model.guide.rule_facts import by_file, lines_of_session
from model.guide.starter import starter
from model.rule_files.brought import ORDER
from model.rules import DEFAULT, FILES
from model.trial import gates as trial
from model.trial import passed as rule_option
from model.trial.fault_shown import block
from tests.support import ROOT

APP = build("rules")
EXPECTED = ("Asks for", "Mechanisms: ", "Source: ", "Asked: ", "model/session.py:", "Decides: ", "Feeds: ")
TINY = scenario("small").but({"clinic.dyads": 12})


@cache
def by_default():
    """The sessions of a tiny clinic under the default rules."""
    return simulate(TINY, engine="agents").sessions


@pytest.fixture(autouse=True)
def own_memory(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path_factory.mktemp("cache")))


def rules(*words: object) -> str:
    """What `dyads rules …` prints; an error is raised."""
    said = CliRunner().invoke(APP, ["rules", *map(str, words)])
    if isinstance(said.exception, DyadsError):
        raise said.exception
    assert said.exit_code == 0, said.output
    return said.output


# --- seeing -------------------------------------------------------------------------------------------------------------


def test_all_rules_are_listed_by_file_in_the_order_of_a_session():
    listed = by_file()
    assert list(listed) == [module.__name__.rpartition(".")[2] for module in FILES]
    assert sorted(name for _, names in listed.values() for name in names) == sorted(DEFAULT)
    said = rules()
    places = [said.index(f"\n{name} ") for _, names in listed.values() for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize("words", [("rupture_chance",), ("show", "rupture_chance")])
def test_a_rule_is_shown_with_all_that_has_to_do_with_it(words):
    said = rules(*words)
    assert "def rupture_chance(" in said
    assert all(part in said for part in EXPECTED)
    assert "p.rupture_base" in said
    assert "a probability, 0 to 1" in said


def test_what_is_shown_of_a_rule_is_there_for_programs():
    told = json.loads(rules("show", "goal_strain", "--json", "--words"))
    assert [w["name"] for w in told["asks"]] == ["goal"]
    assert told["asks"][0]["usual"]["low"] < told["asks"][0]["usual"]["middle"] < told["asks"][0]["usual"]["high"] <= 1.0
    assert [n["short"] for n in told["parameters"]] == ["strain_goals"]
    assert "hope" in {w["name"] for w in told["may_ask_for"]}
    assert "rupture_chance" in told["read_by"]


FELT = '''
CARRIES = {"warmth": (0.2, -1.0, 1.0, "how warm it is between them")}
PARAMETERS = {"warms": (0.3, 0.0, 1.0, "how fast it gets warmer")}


def warmth_begins(client_hostility):
    """How warm it is at first, -1 to 1."""
    return 0.2 - client_hostility


def warmth_after(warmth, bond, p):
    """How warm it is after the session, -1 to 1.

    Source: nobody (2000).
    """
    return warmth + p.warms * (bond - warmth)


def bond_after(bond, warmth):
    """The bond after the session, 0 to 1."""
    return 0.9 * bond + 0.05 + 0.05 * warmth
'''


@pytest.fixture
def felt(tmp_path):
    """A rule file with a state and a parameter of its own."""
    path = tmp_path / "felt.py"
    path.write_text(FELT)
    return path


def test_a_file_is_listed_with_its_rules_what_they_ask_for_and_what_dyads_carry_by_it(felt):
    said = rules("--rules", felt)
    listed = {line.split()[0]: line for line in said[said.index("its rules") :].splitlines() if line.split()}
    assert "warmth begins" in listed["warmth_begins"]
    assert "client_hostility" in listed["warmth_begins"]
    assert "warmth, bond, p" in listed["warmth_after"]
    assert "replaces the one in alliance.py" in listed["bond_after"]
    assert "[-1, 1]" in listed["warmth"]
    assert "p.warms" in listed["rules.warms"]
    assert "its rules" not in rules()


def test_what_a_file_carries_is_listed_for_programs(felt):
    told = {row["rule"]: row["carries"] for row in json.loads(rules("--rules", felt, "--json"))}
    assert told["warmth_after"]["name"] == told["warmth_begins"]["name"] == "warmth"
    assert (told["warmth_after"]["start"], told["warmth_after"]["low"], told["warmth_after"]["high"]) == (0.2, -1.0, 1.0)
    assert told["bond_after"] is None


@pytest.mark.parametrize("words", [("warmth_after",), ("show", "warmth_after", "--words")])
def test_a_rule_of_a_files_own_state_is_shown(felt, words):
    said = rules(*words, "--rules", felt)
    assert "def warmth_after(warmth, bond, p):" in said
    assert "Returns a number from -1 to 1." in said
    assert "rules.carried_after(m)" in said
    assert "Source: nobody (2000)." in said
    assert "Decides: warmth\n" in said
    assert "Feeds: bond_after" in said
    assert ("What warmth_after may ask for" in said) is ("--words" in words)


def test_a_rule_that_neither_the_model_nor_the_file_has_is_refused_with_what_was_meant(felt):
    with pytest.raises(DyadsError, match=r"Did you mean warmth_after"):
        rules("warmth_aftr", "--rules", felt)
    with pytest.raises(DyadsError, match="no rule is called warmth_after"):
        rules("warmth_after")


def test_what_a_replaced_rule_may_ask_for_holds_what_its_file_brings(felt):
    told = json.loads(rules("show", "bond_after", "--json", "--words", "--rules", felt))
    assert "warmth" in {w["name"] for w in told["may_ask_for"]}
    assert "warmth" not in {w["name"] for w in json.loads(rules("show", "bond_after", "--json", "--words"))["may_ask_for"]}


def test_every_rule_is_asked_in_a_line_of_the_session():
    assert set(lines_of_session()) == {*DEFAULT, *ORDER.values()}


def test_what_is_usual_for_a_rule_is_what_it_was_really_asked(small):
    rows = simulate(small).sessions
    heard = usual("goal_strain")
    assert heard["goal"].low >= rows.goal.min() - 0.5
    assert 0.0 <= heard["goal"].low <= heard["goal"].middle <= heard["goal"].high <= 1.0
    strength = 2.2
    assert heard[ANSWER].middle == pytest.approx(strength * (1.0 - heard["goal"].middle))


# --- beginning ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DEFAULT)
def test_a_file_that_is_begun_passes_the_gates_says_what_its_inputs_are_and_changes_no_bit(name, tmp_path):
    path, text = tmp_path / "my_rules.py", starter(name)
    gates = trial.judged(path, text)
    assert not gates[-1].faults
    assert len(gates) == 4
    assert simulate(TINY, rules=from_file(path, text), engine="agents").sessions.equals(by_default())


def test_all_rules_in_one_file_compile_and_pass(tmp_path):
    path, text = tmp_path / "my_rules.py", starter(DEFAULT)
    assert not trial.judged(path, text)[-1].faults
    assert trial.compiles(path, text)[-1].faults == trial.lives(path, text)[-1].faults == ()


def test_a_file_is_begun_with_what_to_do_next_and_never_overwritten(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = rules("new", "mine.py", "--rule", "dropout_chance", "--rule", "hope_after")
    assert said.count("mine.py") == 4
    assert "dyads rules check mine.py" in said
    assert set(from_file("mine.py").replaced) == {"dropout_chance", "hope_after"}
    with pytest.raises(DyadsError, match="is there already"):
        rules("new", "mine.py", "--rule", "hope_after")
    with pytest.raises(DyadsError) as refused:
        rules("new", "mine.txt", "--rule", "repair_chance")
    assert "call it mine.py" in refused.value.faults[0]
    assert "no rule is called repair_chance" in refused.value.faults[1]
    with pytest.raises(DyadsError, match="name at least one rule"):
        rules("new", "other.py")


# --- checking -----------------------------------------------------------------------------------------------------------

FAULTY = """from model.maths import logistic


def dropout_chance(hope, empathy_flet, p):
    return logistic(
        p.dropout_bass + hope)

def bond_afterr(bond):
    return bond

def goal_strain(goal, p):
    return "x"
"""


def dyads_rules(*words: object) -> subprocess.CompletedProcess[str]:
    """The command as a user starts it."""
    return subprocess.run([sys.executable, "-m", "model.cli", "rules", *map(str, words)], capture_output=True, text=True, timeout=200)


def test_all_faults_are_told_each_with_its_line_and_a_caret(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(FAULTY)
    faults = trial.judged(path, FAULTY)[-1].faults
    shown = [block(fault, path, FAULTY).splitlines() for fault in faults]
    assert {lines[0].partition(": ")[0] for lines in shown} == {"mine.py:4", "mine.py:6", "mine.py:8", "mine.py:11"}
    for says, line, caret in shown:
        at = caret.index("^")
        assert line[at : at + caret.count("^")] in ("empathy_flet", "p.dropout_bass", "bond_afterr", "goal_strain"), says


def test_a_syntax_error_has_its_caret_where_python_has_it(tmp_path):
    path, text = tmp_path / "mine.py", "def hope_after(hope)\n    return hope\n"
    _, line, caret = block(trial.judged(path, text)[-1].faults[0], path, text).splitlines()
    assert line[caret.index("^") - 1] == ")"


def test_a_file_is_checked_from_the_command_line(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(starter("dropout_chance").replace("return logistic(", "return 0.5 * logistic("))
    said = dyads_rules("check", path)
    assert said.returncode == 0, said.stderr
    assert "mine.py keeps its contract" in said.stdout
    assert "+    return 0.5 * logistic(" in said.stdout
    path.write_text(FAULTY)
    refused = dyads_rules("check", path, "--json")
    assert refused.returncode == 1
    assert sorted(fault["line"] for fault in json.loads(refused.stdout)["faults"]) == [4, 6, 8, 11]


def test_a_text_that_passed_is_not_tried_again_and_another_is(tmp_path, monkeypatch):
    path, tried = tmp_path / "mine.py", []
    path.write_text(starter("hope_after"))

    def apart(path: Path, text: str):
        tried.append(text)
        gates = trial.judged(path, text)
        if not gates[-1].faults:
            rule_option.remember(text)
        return gates

    monkeypatch.setattr(rule_option, "verdict_apart", apart)
    first, second = rule_option.tried(path), rule_option.tried(path)
    assert set(first.replaced) == set(second.replaced) == {"hope_after"}
    assert len(tried) == 1
    path.write_text("def hope_after(hope):\n    return 1.0 / hope\n")
    for _ in range(2):
        with pytest.raises(DyadsError, match="ZeroDivisionError"):
            rule_option.tried(path)
    assert len(tried) == 3, "a text with faults is not taken for one that has passed"


def test_the_lines_of_the_readme_work_as_they_stand(tmp_path):
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = readme.partition("<!-- my rules -->")[2].strip().partition("\n\n")[0].split("\n")
    typed = [line.strip().removeprefix("dyads ").split() for line in lines]
    *once, (*_, last) = typed
    assert last == "--watch"
    for words in once:
        said = subprocess.run([sys.executable, "-m", "model.cli", *words], capture_output=True, text=True, cwd=tmp_path, timeout=200)
        assert said.returncode == 0, said.stderr
    assert "60 of 60 clients lived the same life to the last bit" in said.stdout
