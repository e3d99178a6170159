"""`dyads rules NAME` leads from a rule to what hangs on it, says from when its words are, and listens to the rules that are loaded."""

import json
import re

import pytest
from typer.testing import CliRunner

from model import show, simulate
from model.cli import build
from model.errors import RuleError
from model.guide.consequences import consequences
from model.guide.constants import constants
from model.guide.heard import ANSWER, usual
from model.guide.rule_facts import facts, may_ask
from model.guide.standing import LAST_SESSION, LAST_WEEK, TODAY, stands
from model.rules import DEFAULT, Rules, from_file
from model.trial.corners import word

APP = build("rules")
STEPS = ("acknowledge_chance", "explore_chance", "renegotiate_chance", "reinforce_chance")


def rules(*words: object) -> str:
    """What `dyads rules …` prints."""
    said = CliRunner().invoke(APP, ["rules", *map(str, words)])
    assert said.exit_code == 0, said.output
    return said.output


@pytest.fixture
def felt_strain(tmp_path):
    """A rule file by which strain, too, keeps people away for a week."""
    file = tmp_path / "felt.py"
    file.write_text("def week_off_chance(strain):\n    return 0.1 * strain\n")
    return file


# --- what hangs on an answer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["notice_chance", *STEPS])
def test_from_a_step_of_repair_one_is_led_to_what_it_heals(name):
    told = facts(name)
    assert {"repair_stage", "repaired"} <= set(told.behind.words)
    assert {"harm", "strain_after", "open_severity_after", "bond_after"} <= set(told.read_by)
    assert "repair_stage" in told.feeds["harm"]
    behind = [n for n in STEPS if name == "notice_chance" or STEPS.index(n) > STEPS.index(name)]
    assert [n for n in told.behind.asked if n in STEPS] == behind


def test_a_step_of_repair_is_no_matter_of_whether_it_was_noticed():
    assert "noticed" not in consequences("acknowledge_chance").words
    assert "noticed" in facts("notice_chance").decides


def test_a_task_that_is_done_is_not_reproached():
    told = facts("homework_chance")
    assert told.decides == ("homework_done",)
    assert told.behind.words == ("admonished",)
    assert told.behind.asked == ("admonish_chance",)
    assert "regard_felt" in told.read_by
    assert facts("admonish_chance").decides == ("admonished",)
    assert {"regard_felt", "task_strain", "self_acceptance_after"} <= set(facts("admonish_chance").read_by)


def test_what_is_reckoned_from_an_answer_hangs_on_it():
    assert "distress" in facts("relief").behind.words
    assert "goal" in facts("goal_aim_after").behind.words
    assert facts("week_off_chance").behind.returned == ("whether a session is held",)


def test_what_is_written_before_a_rule_is_asked_never_hangs_on_it():
    assert not {"bond", "safety", "rupture_severity"} & set(consequences("reinforce_chance").words)
    assert consequences("hope_after").words == ("hope",)


@pytest.mark.parametrize("name", DEFAULT)
def test_every_rule_has_consequences(name):
    assert consequences(name).words


@pytest.mark.parametrize("step", STEPS)
def test_what_is_said_to_hang_on_a_step_of_repair_is_another_where_it_always_fails(step, tmp_path, small):
    path = tmp_path / "fails.py"
    path.write_text(f"def {step}():\n    return 0.0\n")
    rows = {
        name: simulate(small, rules=rules, engine="agents").sessions for name, rules in (("as it is", None), ("fails", from_file(path)))
    }
    assert rows["as it is"].repair_stage.max() == 4
    assert rows["fails"].repair_stage.max() == STEPS.index(step)
    assert not rows["fails"].repaired.any()


def test_therapists_words_are_followed_to_the_rules_that_ask_for_them():
    assert facts("fatigue_after").decides == ("therapist_fatigue",)
    assert "empathy_enacted" in facts("fatigue_after").read_by


def test_it_is_printed():
    said = " ".join(rules("explore_chance").split())
    assert "On that hang: repair_stage, repaired, repairs; whether renegotiate_chance, reinforce_chance are asked" in said
    assert "harm (repair_stage)" in said
    assert "whether reinforce_chance is asked" in " ".join(rules("renegotiate_chance").split())


# --- from when a word is ------------------------------------------------------------------------------------------------


def test_what_is_set_to_zero_just_before_is_told():
    always = {w.name: stands(w.name, "notice_chance").always for w in may_ask("notice_chance")}
    assert {name: x for name, x in always.items() if x is not None} == {
        "weeks_apart": 0.0, "ruptured": 1.0, "raised": 0.0, "repair_stage": 0.0, "repaired": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "rule", "since"),
    [
        ("homework_next", "notice_chance", LAST_SESSION), ("strain", "notice_chance", LAST_SESSION), ("strain", "bond_after", TODAY),
        ("chronic_distress", "notice_chance", LAST_WEEK), ("distress", "notice_chance", TODAY),
        ("therapist_practice", "notice_chance", LAST_WEEK),
    ],
)  # fmt: skip
def test_todays_words_are_told_from_those_that_were_left(word, rule, since):
    assert stands(word, rule).since == since


@pytest.mark.parametrize("rule", ["notice_chance", "raise_chance", "explore_chance", "practical_chance", "lapse_chance"])
def test_what_is_said_to_be_always_the_same_is_so_in_lives(rule):
    words = tuple(w.name for w in may_ask(rule))
    found = usual(rule, Rules(), words)
    for name in words:
        if (x := stands(name, rule).always) is not None and name in found:
            assert found[name].low == found[name].high == x, name


def test_it_is_printed_beside_what_is_usual_of_words_that_nobody_asks_for_yet():
    said = rules("show", "notice_chance", "--words")
    line = next(line for line in said.splitlines() if line.startswith("repaired "))
    assert "always 0 here" in line
    assert "0 (0 to 0)" in line
    told = {w["name"]: w for w in json.loads(rules("show", "notice_chance", "--words", "--json"))["may_ask_for"]}
    assert told["homework_next"]["set"] == LAST_SESSION
    assert told["hope"]["usual"]["low"] < told["hope"]["usual"]["high"]


# --- the rules that are loaded ------------------------------------------------------------------------------------------


@pytest.fixture
def half(tmp_path):
    """A rule file whose answer is told from the default's."""
    path = tmp_path / "half.py"
    path.write_text("MOST = 0.25\n\n\ndef notice_chance(hope):\n    return MOST * hope\n")
    return path


def test_what_is_usual_is_that_of_the_loaded_rule(half):
    found = usual("notice_chance", from_file(half))
    assert found[ANSWER].high <= 0.25 < usual("notice_chance")[ANSWER].low
    assert found[ANSWER].middle == pytest.approx(0.25 * found["hope"].middle)
    said = rules("notice_chance", "--rules", half)
    assert f"Usually {found[ANSWER].middle:.3g} (" in said
    assert re.search(rf"^hope +{found['hope'].middle:.3g} \(", said, re.MULTILINE)


def test_a_state_of_a_files_own_is_listened_to(tmp_path):
    path = tmp_path / "warmth.py"
    path.write_text(
        'CARRIES = {"warmth": (0.5, 0.0, 1.0, "how warm")}\n\n\ndef warmth_after(warmth, bond):\n    return 0.5 * (warmth + bond)\n'
    )
    found = usual("warmth_after", from_file(path))
    assert found[ANSWER].low == pytest.approx(0.5, abs=0.3)
    assert found["warmth"].low < found["bond"].high


# --- constants, ranges, names -------------------------------------------------------------------------------------------


def test_constants_are_told_with_their_values(half):
    found = {c.name: c for c in constants(DEFAULT["explore_chance"])}
    assert (found["HALFWAY"].value, found["HALFWAY"].where) == (0.5, "model.maths")
    assert "middle" in found["HALFWAY"].meaning
    assert re.search(r"^ORDINARY +0\.6 +model\.maths +An ordinary", rules("explore_chance"), re.MULTILINE)
    assert [(c.name, c.value, c.where) for c in constants(from_file(half)["notice_chance"])] == [("MOST", 0.25, "this file")]


@pytest.mark.parametrize(("name", "told"), [("progress", "-1 to 1"), ("distress", "OQ-45 points, 0 to 180"), ("offer", "0 to 2")])
def test_a_range_is_told_once(name, told):
    assert word(name, "relief").range == told
    assert word("modality_task_road", "work").range == "weight, 0 to 2"


def test_a_name_is_never_broken_in_a_table(monkeypatch, capsys):
    monkeypatch.setattr(show, "WIDE", 60)
    show.rows("Numbers", [{"--set": "rules.dropout_progress", "read as": "p.dropout_progress", "meaning": "how far it holds " * 4}], False)
    said = capsys.readouterr().out
    assert "rules.dropout_progress  p.dropout_progress" in said
    assert len(said.splitlines()) > 4


def test_one_parameter_is_no_parameters():
    said = CliRunner().invoke(build("parameters"), ["parameters", "dropout_habit"]).output
    assert said.startswith("1 parameter ")


# --- words and parameters -----------------------------------------------------------------------------------------------


def test_of_a_word_is_told_who_sets_and_who_uses_it(felt_strain):
    assert [json.loads(rules("therapist_repair_skill", "--json"))[who] for who in ("set_by", "used_by")] == [[], list(STEPS)]
    stage = json.loads(rules("repair_stage", "--json"))
    assert set(STEPS) <= set(stage["hangs_on"])
    assert "strain_after" in stage["used_by"]
    assert json.loads(rules("strain", "--json"))["set_by"] == ["strain_after"]
    assert "Used by: no rule" in rules("week")
    assert "week_off_chance" in json.loads(rules("strain", "--json", "--rules", felt_strain))["used_by"]


@pytest.mark.parametrize("name", ["dropout_alliance", "p.dropout_alliance", "rules.dropout_alliance"])
def test_of_a_parameter_is_told_who_reads_it(name):
    said = rules(name)
    assert said.startswith("rules.dropout_alliance: how far")
    assert "Used by: lapse_chance, dropout_chance" in said


def test_where_there_is_no_such_rule_those_are_told_that_speak_of_it():
    said = str(CliRunner().invoke(APP, ["rules", "repair"]).exception)
    assert all(step in said for step in STEPS)
    assert "homework_chance" not in said


def test_a_default_rule_that_is_imported_from_elsewhere_is_told_where_it_stands(tmp_path):
    (tmp_path / "mine.py").write_text("from model.rules import explore_chance\n\ndef explore_chance(p):\n    return 0.5\n")
    with pytest.raises(RuleError, match=r"mine\.py:1: .*It stands in model\.rules\.rupture\."):
        from_file(tmp_path / "mine.py")


def test_a_word_without_its_owner_is_known_again(tmp_path):
    (tmp_path / "mine.py").write_text("def explore_chance(fatigue):\n    return 0.5\n")
    with pytest.raises(RuleError, match=r"Did you mean therapist_fatigue\?"):
        from_file(tmp_path / "mine.py")
