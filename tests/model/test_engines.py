"""One set of rules, two engines: the same lives to the last bit, whatever the engine, order, pieces or threads."""

import textwrap
from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from model import from_file, simulate
from model.agents import clinic
from model.agents.clinic import Client, Clinic
from model.block import Block
from model.cohort import engine as cohort
from model.errors import SettingError
from model.parameters import NUMBERS
from model.people import recruit, therapists_in
from model.rules import Rules
from model.scenario import Scenario
from tests.support import differing, number

STUDENT = '''
    """A student's rival theory in one file: ruptures come from disclosure, and tired therapists notice less."""

    from math import sqrt

    from model.maths import logistic, unit
    from model.rules.alliance import bond_after as usual


    def tiredness(fatigue):
        return sqrt(fatigue) if fatigue > 0.0 else 0.0


    def rupture_chance(disclosure, client_hostility, therapist_fatigue, p):
        return logistic(p.rupture_base + 2.0 * disclosure + client_hostility + tiredness(therapist_fatigue))


    def notice_chance(empathy_enacted, therapist_fatigue):
        return unit(empathy_enacted - 0.5 * tiredness(therapist_fatigue))


    def bond_after(
        bond, empathy_felt, regard_felt, congruence_felt, therapist_reliability, attachment_avoidance, client_fit,
        progress, rupture_severity, taken_up, repair_stage, repaired, engagement, p,
    ):
        same = usual(bond, empathy_felt, regard_felt, congruence_felt, therapist_reliability, attachment_avoidance, client_fit,
                     progress, rupture_severity, taken_up, repair_stage, repaired, p)
        return unit(same + 0.01 * engagement)
'''
EXTREMES = {
    "everything strains": {"rules.rupture_base": 6.0, "rules.severity_base": 2.0, "rules.rupture_costs": 2.0},
    "nothing strains": {"rules.rupture_base": -6.0, "rules.rupture_strain": 0.0},
    "loud luck": {"rules.life_sd": 30.0, "rules.felt_sd": 0.5, "rules.reaction_sd": 0.5, "ratings.score_sd": 40.0},
    "steep odds": {"rules.engagement_alliance": 15.0, "rules.dropout_alliance": 15.0, "rules.attendance_strain": 15.0},
    "one client at a time": {"clinic.caseload": 1, "rules.practical_rate": 1.0},
    "nobody ever comes back": {"rules.dropout_base": 5.0, "rules.dropout_alliance": 0.0, "rules.dropout_habit": 0.0},
    "seldom there": {"rules.attendance_base": -6.0, "rules.attendance_alliance": 0.0, "clinic.weeks": 30},
    "the clinic closes in week 3": {"clinic.weeks": 3},
    "a trial of eight sessions": {"clinic.fixed_length": 1.0, "clinic.planned_sessions": 8},
    "one session each": {"clinic.planned_sessions": 1},
    "tiring work": {"rules.session_tires": 0.5, "rules.rupture_tires": 0.5, "rules.practice_rate": 0.05},
    "half of them wait": {"clinic.wait_list": 0.5, "clinic.assessment_weeks": 3, "clinic.assessments": 6},
    "nobody is assessed again": {"clinic.assessments": 0},
    "everybody alike": {f"{g}.{t}.sd": 0.0 for g, t in (n.split(".")[:2] for n in NUMBERS if n.endswith(".sd"))},
}


@pytest.fixture(scope="module")
def student(tmp_path_factory) -> Rules:
    """A rule file with a helper, a default that is called with numbers, and an input that the default does not ask for."""
    path = tmp_path_factory.mktemp("rules") / "student.py"
    path.write_text(textwrap.dedent(STUDENT), "utf-8")
    return from_file(path)


def both(scenario: Scenario, rules: Rules | None = None, record: bool = True) -> tuple[Block, Block]:
    """The same lives on agents and on records."""
    rules, people = rules or Rules(), recruit(scenario)
    return clinic.live(scenario, rules, people, record), cohort.live(scenario, rules, people, record)


def test_both_engines_live_the_same_lives_to_the_last_bit(small):
    agents, records = both(small)
    assert len(records.rows) > 100
    assert differing(agents, records) == []


@pytest.mark.parametrize("settings", EXTREMES.values(), ids=EXTREMES.keys())
def test_engines_agree_where_settings_are_extreme(small, settings):
    agents, records = both(small.but(settings))
    assert len(records.rows) > 0
    assert differing(agents, records) == []


@effort(max_examples=25)
@given(data=st.data(), names=st.lists(st.sampled_from([n for n in NUMBERS if not n.startswith("clinic.")]), max_size=12, unique=True))
def test_engines_agree_anywhere_in_the_declared_ranges(small, data, names):
    asked = {"clinic.planned_sessions": 10, "clinic.weeks": 60} | {n: data.draw(number(n), label=n) for n in names}
    try:
        recruit(small.but(asked))
    except SettingError:
        return  # refused, as an SD may be that is too wide for its mean: then neither engine is asked
    assert differing(*both(small.but(asked))) == []


def test_engines_agree_under_a_students_rules(small, student):
    agents, records = both(small, student)
    assert differing(agents, records) == []
    assert differing(agents, clinic.live(small, Rules(), recruit(small))) != [], "the student's rules changed nothing"


@pytest.mark.parametrize("seed", [0, 2**32, 2**64 - 1])
def test_engines_agree_for_any_seed(small, seed):
    assert differing(*both(small.but(seed=seed))) == []


@pytest.mark.parametrize("engine", [clinic, cohort])
def test_lives_do_not_depend_on_whether_they_are_recorded(small, engine):
    recorded, unrecorded = (engine.live(small, Rules(), recruit(small), record) for record in (True, False))
    assert recorded.dyads.tobytes() == unrecorded.dyads.tobytes()
    assert recorded.therapists.tobytes() == unrecorded.therapists.tobytes()
    assert len(unrecorded.rows) == len(unrecorded.shown) == 0


def noted(house: Clinic) -> list[tuple]:
    """The order in which a clinic holds its sessions, as it comes to be: therapist, place, session."""
    held, keep = [], house.keep

    def note(client: Client) -> None:
        held.append((client.therapist.number, client.place, client.dyad.session))
        keep(client)

    house.keep = note
    return held


def test_the_order_of_a_weeks_sessions_changes_no_bit(small):
    lives, orders = [], []
    for seed in (1, 2):
        house = Clinic(small)
        house.random.seed(seed)
        orders.append(noted(house))
        while house.running:
            house.pass_week()
        lives.append(house.block())
    assert orders[0] != orders[1], "the weeks were not shuffled"
    assert sorted(orders[0]) == sorted(orders[1])
    assert differing(*lives) == []


@pytest.mark.parametrize("engine", [clinic, cohort])
@pytest.mark.parametrize("cuts", [(0, 1, 2, 3, 4), (0, 3, 4), (0, 2, 4)])
def test_cutting_the_clinic_into_pieces_changes_no_bit(small, engine, cuts):
    assert cuts[-1] == therapists_in(small)
    whole = engine.live(small, Rules(), recruit(small))
    parts = [engine.live(small, Rules(), recruit(small, *piece)) for piece in pairwise(cuts)]
    for name in ("therapists", "dyads", "rows", "shown"):
        assert np.concatenate([getattr(p, name) for p in parts]).tobytes() == getattr(whole, name).tobytes(), name
    assert np.concatenate([p.therapist_of for p in parts]).tolist() == whole.therapist_of.tolist()


def test_the_number_of_threads_changes_no_bit(small, monkeypatch):
    running = import_module("model.simulate")  # the package shows the function of the same name
    whole = simulate(small, engine="cohort")
    monkeypatch.setattr(running, "SLOTS", 600)
    for threads in (1, 2, 5):
        run = simulate(small, engine="cohort", threads=threads)
        assert (len(whole.blocks), len(run.blocks)) == (1, 4)
        for table in ("sessions", "dyads", "items"):
            assert getattr(run, table).equals(getattr(whole, table)), table


def test_both_engines_write_the_same_tables(small):
    agents, records = (simulate(small, engine=e) for e in ("agents", "cohort"))
    for table in ("sessions", "dyads", "items"):
        assert getattr(agents, table).equals(getattr(records, table)), table


def test_clinics_that_are_lived_together_are_lived_as_each_alone(small):
    more = [{}, {"clinic.dyads": 75, "rules.dropout_base": -3.0}, {"clinic.planned_sessions": 7}, {"clinic.clients_per_therapist": 70}]
    more += [{"therapists.repair_skill.mean": 0.7, "clinic.wait_list": 0.2}, {"rules.practical_rate": 0.0, "rules.dropout_base": -9.0}]
    asked = [small.but(settings, seed=1 + i % 2) for i, settings in enumerate([*more, *more])]
    asked[1] = asked[1].but(do=["all from 2: p.feedback = 1", "2-3 in 2: ruptured; repaired"])
    asked[8] = asked[8].but(do=["1-* from 3: dyad.bond = 0.4"])
    clinics = [(each, recruit(each)) for each in asked]
    for (each, people), block in zip(clinics, cohort.live_together(clinics, Rules()), strict=True):
        assert differing(block, cohort.live(each, Rules(), people, record=False)) == []
        assert block.people is people


def test_repeating_a_run_changes_no_bit(small):
    first, second = (cohort.live(small, Rules(), recruit(small)) for _ in range(2))
    assert differing(first, second) == []


def test_an_engine_leaves_the_people_as_it_found_them(small):
    for engine in (clinic, cohort):
        people = recruit(small)
        before = people.therapists.tobytes(), people.clients.tobytes()
        engine.live(small, Rules(), people)
        assert (people.therapists.tobytes(), people.clients.tobytes()) == before
