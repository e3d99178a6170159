"""A rule file may bring state and parameters of its own: a rival theory fits in one file, and both engines live by it alike."""

import json
import pickle
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.comparing.compare import compare
from experiments.designs.design import parse
from experiments.results import output
from experiments.results.clinic_record import about_clinic, rules_of, scenario_of
from model import Clinic, RuleError, Scenario, SettingError, from_file, simulate, tables
from model.guide.agenda import agenda
from model.rule_files.brought import ORDER, State
from model.rule_files.contract import inputs
from model.rules import DEFAULT, WEEKLY
from model.scenario import scenario
from model.stories import story
from model.trial import gates as trial
from tests.support import DATA, refused

VALENCE = DATA / "valence.py"
STATES = ["valence", "tide"]
TABLES = ("sessions", "dyads", "assessments", "items")


@pytest.fixture
def written(tmp_path):
    """Writes a rule file and hands back its path."""

    def write(text: str, name: str = "mine.py") -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), "utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def usual():
    """A small clinic by the default rules."""
    return simulate("small", engine="agents")


def lived(path, engine="agents", **how):
    """A small clinic by the rules of a file."""
    return simulate("small", rules=path, engine=engine, **how)


def same(a, b, but=()) -> None:
    """Two runs are the same to the last bit, in all columns but these."""
    for table in TABLES:
        one, other = (getattr(run, table).drop(columns=list(but), errors="ignore") for run in (a, b))
        assert list(one.columns) == list(other.columns)
        for column in one:
            x, y = one[column].to_numpy(), other[column].to_numpy()
            assert x.tolist() == y.tolist() or np.array_equal(x, y, equal_nan=True), column


# --- both engines -----------------------------------------------------------------------------------------------------

DONE = {
    "nothing": [],
    "the state is set, and raised": ["all in 2: dyad.valence = -0.9", "2-* from 3 to 4: dyad.tide += 0.25", "1-1: dyad.valence += 1.5"],
    "its parameter is changed": ["all from 3: p.valence_gain = 1", "1-* in 4: p.tide_keeps += -2"],
    "others happen": ["all in 3: ruptured; repaired", "3-* from 2: another therapist 2", "2-2 from 2: practises cbt", "all from 1: stays"],
}


@pytest.mark.parametrize("do", DONE.values(), ids=DONE)
def test_both_engines_give_the_same_bits(do):
    one, other = (lived(VALENCE, engine, do=do) for engine in ("agents", "cohort"))
    same(one, other)
    assert one.sessions[STATES].to_numpy().std(axis=0).min() > 0.0


def test_both_engines_summarise_the_same_lives():
    one, other = (lived(VALENCE, engine, record=False).dyads for engine in ("agents", "cohort"))
    assert one.equals(other)


def test_theories_in_one_process_do_not_disturb_each_other(usual):
    """One after the other, in the memory that the one before has left."""
    before = lived(VALENCE, "cohort")
    same(simulate("small", engine="cohort"), usual)
    same(lived(VALENCE, "cohort"), before)


# --- where a state begins, and when it moves --------------------------------------------------------------------------

STILL = 'CARRIES = {"still": 0.5}\n\n\ndef still_after(still):\n    return still\n'
COUNTS = 'CARRIES = {"held": 0}\n\n\ndef held_after(held):\n    return held + 1\n'


def test_a_state_moves_once_a_session_and_stands_still_between(written):
    rows = lived(written(COUNTS), settings={"rules.week_off": 0.3}).sessions
    assert rows.held.tolist() == rows.session.tolist()


def test_states_move_together_whatever_their_order(written):
    text = """
        CARRIES = {first}

        def one_after(other):
            return other

        def other_after(one, other):
            return one + 0.0 * other
    """
    for order in ('{"one": 1.0, "other": 2.0}', '{"other": 2.0, "one": 1.0}'):
        rows = lived(written(text.replace("{first}", order))).sessions
        odd = rows.session % 2 == 1
        assert (rows.one == np.where(odd, 2.0, 1.0)).all()
        assert (rows.other == np.where(odd, 1.0, 2.0)).all()


def test_a_state_stands_when_all_else_is_set_but_whether_they_meet_again(written):
    text = """
        CARRIES = {"today": 0.0}

        def today_after(hope, engagement, ruptured, homework_next):
            return hope + engagement + ruptured + homework_next

        def dropout_chance(today, hope, engagement, ruptured, homework_next):
            return 0.0 if today == hope + engagement + ruptured + homework_next else 1.0

        def lapse_chance():
            return 0.0
    """
    run = lived(written(text))
    assert (run.dyads.ending != "dropout").all()
    assert run.sessions.today.nunique() > 20


def test_every_rule_of_a_dyad_may_ask_for_it(written):
    for name in set(DEFAULT) - WEEKLY:
        asked = ", ".join(dict.fromkeys(["valence", *inputs(DEFAULT[name])]))
        given = ", ".join(inputs(DEFAULT[name]))
        own = f'CARRIES = {{"valence": 0.0}}{AFTER}\n\ndef {name}({asked}):\n    return usual({given})'
        rules = from_file(written(f"from {DEFAULT[name].__module__} import {name} as usual\n\n{own}\n", f"{name}.py"))
        assert {name, "valence_after"} <= set(rules.mine)


def test_it_may_begin_by_person_and_decide_at_intake(written):
    text = """
        CARRIES = {"wary": 0.0}

        def wary_begins(client_hostility, therapist_regard):
            return client_hostility - therapist_regard

        def wary_after(wary):
            return wary

        def bond_intake(wary):
            return 0.5 - 0.25 * wary
    """
    run = lived(written(text), settings={"rules.bond_gain": 0.0})
    people = run.dyads.set_index("client_id")
    wary = run.sessions.set_index("client_id").wary
    assert (wary == (people.client_hostility - people.therapist_regard)[wary.index]).all()


def test_the_session_says_where_in_two_lines_and_the_agenda_of_rules_is_as_it_was():
    from model import session

    text = Path(session.__file__).read_text("utf-8")
    assert all(text.count(f"rules.{asked}(m)") == 1 for asked in ORDER.values())
    assert not {a.rule for a in agenda()} & set(ORDER.values())


# --- luck -------------------------------------------------------------------------------------------------------------

LUCKY = 'CARRIES = {"mood": 0.0}\n\n\ndef mood_after(mood, noise):\n    return noise\n'


def test_a_file_that_changes_nothing_compares_at_exactly_zero(written, usual):
    for text in (STILL, LUCKY):
        run = lived(written(text))
        found = compare(usual, run)
        assert found.unchanged == found.clients > 0
        assert all(d.difference == 0.0 for d in found.differences)
        same(usual, run, but=("still", "mood"))
        assert compare(run, usual).unchanged == found.clients


def test_the_luck_of_a_state_is_standard_normal_and_hangs_on_its_name_alone(written):
    alone = lived(written(LUCKY), settings={"clinic.dyads": 300}).sessions
    text = """
        CARRIES = {"before": 1.0, "mood": 0.0, "behind": 0.0}

        def before_after(before, noise):
            return noise

        def mood_after(noise):
            return noise

        def behind_after(behind):
            return behind
    """
    other = lived(written(text, "more.py"), settings={"clinic.dyads": 300}).sessions
    assert alone.mood.tolist() == other.mood.tolist()
    n = len(alone)
    for draws in (other.mood, other.before):
        assert abs(draws.mean()) < 4.0 / np.sqrt(n)
        assert abs(draws.std() - 1.0) < 4.0 / np.sqrt(2 * n)
    assert abs(np.corrcoef(other.mood, other.before)[0, 1]) < 4.0 / np.sqrt(n)


def test_blocks_of_draws_lie_beyond_the_models_own_and_apart():
    names = ["valence", "tide", "mood", "client_side", "therapist_side"]
    blocks = {State(name, 0.0).block for name in names}
    assert len(blocks) == len(names)
    assert all(2**31 <= block < 2**32 for block in blocks)


def test_who_is_not_reached_by_what_is_done_to_a_state_lives_the_same_life():
    one, other = lived(VALENCE), lived(VALENCE, do=["2-3 in 2: dyad.valence = -1"])
    found = compare(one, other)
    assert found.clients - found.unchanged <= 1 + sum(c.startswith("2-") for c in other.dyads.client_id)
    a, b = (run.sessions[run.sessions.therapist_id != 2].reset_index(drop=True) for run in (one, other))
    assert a.equals(b)


# --- from outside -----------------------------------------------------------------------------------------------------


def test_an_intervention_sets_it(written):
    rows = lived(written(STILL), do=["all in 3: dyad.still = -4", "1-1 in 2: dyad.still += 1"]).sessions
    others = rows[rows.client_id != "1-1"]
    assert (others.still == np.where(others.session >= 3, -4.0, 0.5)).all()
    with pytest.raises(SettingError, match=r"dyad\.still cannot be changed from outside"):
        simulate("small", do=["all in 3: dyad.still = -4"])


def test_what_is_done_keeps_to_its_range():
    with pytest.raises(SettingError, match=r"dyad\.valence must lie in \[-1, 1\]; got 2"):
        lived(VALENCE, do=["all in 3: dyad.valence = 2"])
    with pytest.raises(SettingError, match=r"dyad\.valenc cannot be changed .* Did you mean valence"):
        lived(VALENCE, do=["all in 3: dyad.valenc = 0"])


def test_parameters_of_its_own_are_set_like_any_other():
    more, less = (lived(VALENCE, settings={"rules.valence_gain": gain}).sessions.valence for gain in (1.0, 0.0))
    assert more.mean() > less.mean()
    with pytest.raises(SettingError, match=r"valence_gain must be in \[0, 1\]; got 2\.0. It means: how far felt empathy moves"):
        lived(VALENCE, settings={"rules.valence_gain": 2.0})
    with pytest.raises(SettingError, match=r"rules\.tide_keeps must be any finite number; got inf"):
        lived(VALENCE, settings={"rules.tide_keeps": float("inf")})
    with pytest.raises(SettingError, match=r"rules\.valence_gain is no parameter"):
        simulate("small", settings={"rules.valence_gain": 0.5})


def test_a_scenario_file_may_set_and_do_it(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('base = "small"\ndo = ["all in 2: dyad.tide = 3"]\n[settings]\nrules.valence_gain = 0.9\n', "utf-8")
    found = scenario(file, from_file(VALENCE).brought)
    assert found["rules.valence_gain"] == 0.9
    assert found["rules.tide_keeps"] == 0.9
    run = simulate(file, rules=VALENCE, engine="agents")
    assert (run.sessions.tide[run.sessions.session == 2] > 2.0).all()
    with pytest.raises(SettingError) as caught:
        simulate(file)
    assert len(caught.value.faults) == 2


# --- everybody takes it -----------------------------------------------------------------------------------------------


def test_the_column_and_the_dictionary_tell_it(tmp_path):
    run = lived(VALENCE)
    assert list(run.sessions.columns[-2:]) == STATES
    words = tables.dictionary(run.rules.brought).set_index("column")
    assert words.loc["valence", "unit"] == "-1 to 1"
    assert words.loc["valence", "meaning"] == "how the two feel with each other, bad to good"
    output.write_tables(tmp_path, run.blocks, run.scenario)
    assert "how the two feel with each other" in (tmp_path / "data_dictionary.csv").read_text("utf-8")
    assert set(STATES).isdisjoint(tables.dictionary().column)


def test_agents_carry_it():
    settings: Any = {"rules.valence_gain": 0.5}
    clinic = Clinic("small", rules=from_file(VALENCE), **settings)
    clinic.step()
    assert clinic.p.valence_gain == 0.5
    assert any(c.dyad.valence != 0.0 for c in clinic.clients)


def test_rules_travel_with_what_they_bring():
    rules = from_file(VALENCE)
    assert pickle.loads(pickle.dumps(rules)).brought == rules.brought


def test_a_record_says_enough_to_live_it_again():
    run = lived(VALENCE, settings={"rules.valence_gain": 0.7}, do=["all in 2: dyad.valence = 0.2"])
    told = json.loads(json.dumps(about_clinic(run.scenario, run.rules, run.engine)))
    again = simulate(scenario_of(told), rules=rules_of(told), engine="agents")
    same(run, again)
    assert story.tell(scenario_of(told), rules_of(told), 1, 1)


DESIGN = """
    scenario = "small"
    [[axis]]
    names = ["rules.valence_gain"]
    steps = 3
    {more}
"""


def test_a_sweep_varies_its_parameters():
    from experiments.sweeps.sweep import sweep

    design = parse(DESIGN.replace("{more}", ""), "mine", None, from_file(VALENCE)).under(from_file(VALENCE))
    assert [p["rules.valence_gain"] for p in design.points] == [0.0, 0.5, 1.0]
    swept = sweep(design, engine="cohort")
    alone = lived(VALENCE, settings={"rules.valence_gain": 0.5}, seed=design.seed(1, 0), record=False).dyads
    assert not len(swept.failures)
    assert swept.rows.dropout[1] == (alone.ending == "dropout").mean()


def test_a_design_sets_only_what_all_its_rules_know(tmp_path):
    both = DESIGN.replace("{more}", f'[[axis]]\nnames = ["rules"]\nvalues = ["default", "{VALENCE}"]')
    with pytest.raises(SettingError, match=r"rules\.valence_gain is no parameter"):
        parse(both, "mine", tmp_path)
    with pytest.raises(SettingError, match=r"rules\.tide_keeps has no range of its own here \(the file .* declares none\)"):
        parse(DESIGN.replace("valence_gain", "tide_keeps").replace("{more}", ""), "mine", None, from_file(VALENCE))


def test_a_scenario_is_the_same_under_rules_that_bring_the_same():
    brought = from_file(VALENCE).brought
    usual = Scenario()
    assert usual.under(brought).under(brought) == usual.under(brought) != usual
    assert usual.under(brought).under(usual.brought) == usual


# --- gates ------------------------------------------------------------------------------------------------------------

AFTER = "\n\n\ndef valence_after(valence):\n    return valence\n"
WRONG = {
    'CARRIES = ["valence"]': "CARRIES must be a dictionary of names and numbers",
    'CARRIES = {"bond": 0.0}': "bond of CARRIES is a word of the data dictionary (affective bond: liking, trust, respect) already",
    'CARRIES = {"wai_mine": 0.0}': "wai_mine of CARRIES begins with wai_",
    'CARRIES = {"client_side": 0.0}': "client_side of CARRIES begins with client_",
    'CARRIES = {"rupture": 0.0}': "rupture of CARRIES is an event of luck already",
    'CARRIES = {"difficulty": 0.0}': "difficulty of CARRIES is in the name of a rule, difficulty_after, already",
    'CARRIES = {"p": 0.0}': "p of CARRIES is a word with a meaning of its own already",
    'CARRIES = {"_x": 0.0}': "_x of CARRIES begins with _",
    'CARRIES = {"class": 0.0}': "class of CARRIES is no name that a rule could ask for",
    'CARRIES = {"my valence": 0.0}': "my valence of CARRIES is no name that a rule could ask for",
    "CARRIES = {3: 0.0}": "3 of CARRIES is no name that a rule could ask for",
    'CARRIES = {"valence": "0"}': "valence of CARRIES must be a finite number, or (number, low, high, meaning); got '0'",
    'CARRIES = {"valence": True}': "valence of CARRIES must be a finite number",
    'CARRIES = {"valence": float("nan")}': "valence of CARRIES must be a finite number",
    'CARRIES = {"valence": float("inf")}': "valence of CARRIES must be a finite number",
    'CARRIES = {"valence": 10**400}': "valence of CARRIES must be a finite number",
    'CARRIES = {"valence": (0.0, 1.0)}': "valence of CARRIES must be a finite number, or (number, low, high, meaning); got (0.0, 1.0)",
    'CARRIES = {"valence": (2.0, 0.0, 1.0, "too high")}': "with low < high, the number within, and a meaning",
    'CARRIES = {"valence": (0.0, 0.0, 1.0, " ")}': "with low < high, the number within, and a meaning",
    'CARRIES = {"valence": 0.0, "other": 0.0}': "CARRIES has other, and nothing moves it on; write def other_after(other, …, p)",
    "PARAMETERS = 3": "PARAMETERS must be a dictionary of names and numbers",
    'PARAMETERS = {"bond_gain": 0.1}': "bond_gain of PARAMETERS is a parameter (",
    'PARAMETERS = {"gain": None}': "gain of PARAMETERS must be a finite number",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_a_declaration_is_told_with_its_line(written, text):
    path = written(f"# a theory\n{text}{AFTER}")
    (fault,) = [f for f in refused(path) if "valence_after" not in f or text.split()[0] in f][:1]
    assert fault.startswith(f"{path}:2: ")
    assert WRONG[text] in fault


def test_rules_of_states_that_nobody_carries_are_told(written):
    assert "no rule is called valence_after." in refused(written(AFTER))[0]
    assert 'State of your own needs CARRIES = {"valence": 0.0}.' in refused(written(AFTER))[0]
    misspelt = written('CARRIES = {"valence": 0.0}' + AFTER.replace("valence_after", "valense_after"))
    assert refused(misspelt)[0].endswith("write def valence_after(valence, …, p). Did you mean valense_after?")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def valence_after(valense):\n    return valense\n", "asks for valense, which nobody carries. Did you mean valence?"),
        ("def valence_after(ending):\n    return ending\n", "asks for ending, which is not known yet when valence_after is asked"),
        ("def valence_after(p):\n    return p.valence_gian\n", "reads p.valence_gian, which is no parameter. Did you mean valence_gain?"),
        (f"{AFTER}\n\ndef valence_begins(valence):\n    return valence\n", "asks for valence, which is not known yet when valence_begins"),
        (f"{AFTER}\n\ndef valence_begins(bond):\n    return bond\n", "asks for bond, which is not known yet when valence_begins is asked"),
        (f"{AFTER}\n\ndef fatigue_after(valence):\n    return valence\n", "asks for valence, which nobody carries"),
        (f"{AFTER}\n\ndef hope_after(noise):\n    return noise\n", "has no noise of its own"),
    ],
)
def test_rules_of_its_own_ask_for_what_is_known(written, text, told):
    path = written(f'CARRIES = {{"valence": 0.0}}\nPARAMETERS = {{"valence_gain": 0.3}}\n\n\n{text}')
    assert any(told in fault for fault in refused(path))


@pytest.mark.parametrize(
    ("declared", "body", "told"),
    [
        ('(0.0, -1.0, 1.0, "felt")', "valence + empathy_felt", "valence_after must return a number from -1 to 1; it returned"),
        ("0.0", "1.0 / (valence - 10.0)", "fails: ZeroDivisionError"),
        ("0.0", "valence * 1e300", "valence_after must return a finite number; it returned"),
    ],
)
def test_the_trial_holds_it_to_its_promise_at_the_corners(written, declared, body, told):
    path = written(f'CARRIES = {{"valence": {declared}}}\n\n\ndef valence_after(valence, empathy_felt):\n    return {body}\n')
    last = trial.judged(path, path.read_text("utf-8"))[-1]
    assert last.name == "corners"
    assert told in last.faults[0].says


def test_the_example_passes_the_gates():
    gates = trial.judged(VALENCE, VALENCE.read_text("utf-8"))
    assert not any(gate.faults for gate in gates)
    assert not trial.compiles(VALENCE, None)[0].faults
    assert not trial.lives(VALENCE, None)[0].faults


def test_agents_tell_the_first_answer_out_of_range(written):
    text = 'CARRIES = {"far": (0.0, 0.0, 3.0, "how far")}\n\n\ndef far_after(far):\n    return far + 1.0\n'
    with pytest.raises(RuleError, match=r"far_after must return a number from 0 to 3; it returned 4\.0 for far = 3\.0"):
        lived(written(text))


@pytest.mark.slow
def test_so_does_the_compiled_engine(written):
    text = 'CARRIES = {"far": (0.0, 0.0, 3.0, "how far")}\n\n\ndef far_after(far):\n    return far + 1.0\n'
    with pytest.raises(RuleError, match=r"far_after must return a number from 0 to 3; it returned 4\.0 for far = 3\.0"):
        lived(written(text), "cohort")


def test_the_page_of_rules_tells_of_a_rule_that_asks_for_it():
    from model.guide.rule_facts import facts

    rules = from_file(VALENCE)
    told = facts("dropout_chance", rules["dropout_chance"], rules.brought)
    assert "how the two feel with each other, bad to good" in {w.meaning for w in told.asks}
