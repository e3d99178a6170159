"""Every study says its question, what is expected and its command, runs small, and draws its answer."""

import re
import warnings
from functools import cache

import numpy as np
import pandas as pd
import pytest

from experiments.asking.catalogue import names, study
from experiments.asking.expectations import AGREES, DIFFERS, FOLLOWS, OPEN, OWN, alike, as_large_as, less, more, published
from experiments.asking.figures import verdicts
from experiments.asking.laboratory import Laboratory, over_clinics, ratio
from experiments.asking.quantities import EFFECT, Quantity
from experiments.asking.study import Result
from experiments.counting.statistics import Estimate
from experiments.drawing import figures
from experiments.evidence.sample import Sample
from experiments.studies import causal_alliance, dose
from model import SettingError
from tests.support import ROOT

DOI = re.compile(r"doi:(10\.[^\s,;)\]\"']+[^\s,;.)\]\"'])")

EVERY = pytest.mark.parametrize("name", names())


FEW = (3, 300)
"""Clinics, and dyads in each: enough to run, and to tell what is large."""


@pytest.fixture(scope="module")
def answers():
    return cache(lambda name: study(name).run(Laboratory(*FEW)))


@EVERY
def test_a_study_says_what_it_asks_expects_and_how_it_is_run(name):
    asked = study(name)
    assert asked.question.endswith("?")
    assert asked.part("Expectation")
    assert asked.part("Command") == f"dyads study {name}"


@EVERY
def test_a_study_cites_nothing_that_is_not_on_record(name):
    assert set(DOI.findall(study(name).says)) <= on_record()


@EVERY
def test_who_is_said_to_expect_something_stands_in_the_docstring(name, answers):
    says = " ".join(study(name).says.split())
    for result in answers(name).expected:
        expected = result.expected
        assert (expected.finding in says) if expected.finding else first_author(expected.source) in says


@EVERY
def test_a_study_runs_small_says_what_it_found_and_draws(name, answers, tmp_path):
    answer = answers(name)
    assert answer.expected
    assert set(answer.table.verdict) <= {AGREES, DIFFERS, OPEN, ""}
    assert answer.table[["value", "low", "high"]].notna().all(axis=None)
    assert all(line.endswith(".") and "{" not in line for line in answer.says)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for picture, drawn in {**answer.figures, "found": lambda: verdicts(answer.expected, "?")}.items():
            assert figures.save(drawn(), tmp_path, picture)


@pytest.mark.parametrize(
    ("expected", "low", "high", "verdict"),
    [
        (more("x"), 0.0, 0.0, DIFFERS),
        (less("x"), 0.0, 0.0, DIFFERS),
        (more("x"), 0.0, 0.1, OPEN),
        (less("x"), -0.1, 0.0, OPEN),
        (more("x"), 0.01, 0.1, AGREES),
        (less("x"), -0.1, -0.01, AGREES),
        (more("x"), -0.1, -0.01, DIFFERS),
        (less("x"), 0.01, 0.1, DIFFERS),
        (more("x"), -0.1, 0.1, OPEN),
        (more("x", least=0.2), 0.2, 0.2, DIFFERS),
        (alike(0.05, "x"), 0.0, 0.0, AGREES),
        (alike(0.05, "x"), -0.05, 0.05, AGREES),
        (more("x"), np.nan, np.nan, OPEN),
    ],
)
def test_no_effect_is_not_the_effect_that_was_expected(expected, low, high, verdict):
    assert expected.verdict(low, high) == verdict


def test_a_published_claim_is_told_as_published_and_beside_it_what_was_found():
    claim = Result("P30", Quantity("x", "difference of shares", statistic=True), Estimate(-0.08, -0.1, -0.06, 9), "Fewer drop out",
                   published("P30"), claims=True)  # fmt: skip
    assert claim.sentence.startswith("Published: Fewer drop out, 0.04 to 0.15 (Swift & Greenberg, 2012); here: difference of shares = ")
    assert ", which differs (known beforehand" in claim.sentence
    assert claim.heading == "Published: Fewer drop out"


@EVERY
def test_nothing_published_is_told_as_if_it_had_been_found(name, answers):
    answer = answers(name)
    claims = [result for result in answer.results if result.expected and result.expected.finding]
    assert claims or name == "caseload"
    assert all(result.claims and result.sentence in answer.says and result.sentence.startswith("Published: ") for result in claims)


@EVERY
def test_no_correlation_and_no_share_has_an_interval_beyond_what_there_can_be(name, answers):
    for result in answers(name).results:
        if result.quantity.unit.partition(" over ")[0] in ("r", "share"):
            assert (-1.0 if result.quantity.unit.startswith("r") else 0.0) <= result.estimate.low <= result.estimate.high <= 1.0


def test_few_clinics_that_disagree_give_a_lopsided_interval_and_many_that_agree_the_usual_one():
    wide = over_clinics(np.array([-0.2, 0.6, 0.75]), "r over numbers of sessions", 9)
    assert wide.value == pytest.approx(0.3833, abs=1e-4)
    assert -1.0 < wide.low < -0.5
    assert 0.9 < wide.high < 1.0
    share = over_clinics(np.array([0.01, 0.0, 0.05]), "share", 9)
    assert 0.0 < share.low < share.value < share.high < 1.0
    narrow, plain = (over_clinics(np.array([0.30, 0.31, 0.32, 0.29]), name, 9) for name in ("r", "d"))
    assert narrow[1:3] == pytest.approx(plain[1:3], abs=1e-3)
    assert over_clinics(np.array([1.0, 1.0, 1.0]), "share", 9)[:3] == (1.0, 1.0, 1.0)


def test_a_share_of_a_number_is_as_uncertain_as_both_leave_it():
    whole = np.array([0.2, 0.25, 0.3, 0.25])
    assert ratio(0.5 * whole, whole)[:3] == pytest.approx((0.5, 0.5, 0.5))
    found = ratio(np.array([0.1, 0.15, 0.1, 0.15]), whole)
    assert found.value == pytest.approx(0.5)
    assert found.low < 0.5 < found.high


def test_where_a_size_is_published_what_twins_show_is_held_against_it(answers):
    held = {r.what: r.expected for name in ("feedback", "training") for r in answers(name).expected}
    assert held["outcome, feedback less none"] == as_large_as("P07")
    assert held["gain of those not on track"] == as_large_as("P08", FOLLOWS)
    assert held["outcome, half trained less untrained"] == as_large_as("P06")


@pytest.mark.parametrize(
    ("study_of", "what"),
    [
        ("training", "dropout, half trained less untrained"),
        ("caseload", "dropout, forty clients less four"),
        ("feedback", "outcome, only invites less no feedback"),
        ("alliance-and-dropout", "first rating, stayers less dropouts, where the alliance holds nobody"),
    ],
)
def test_what_no_author_says_is_told_as_our_own_reading(study_of, what, answers):
    (result,) = (r for r in answers(study_of).expected if r.what == what)
    assert result.expected.by == OWN
    assert OWN in " ".join(study(study_of).says.split())


def test_what_dose_does_is_said_in_the_words_that_the_intervals_allow():
    surely, hardly = Estimate(0.3, 0.2, 0.4, 9), Estimate(0.04, -0.29, 0.37, 9)
    long = Quantity("x", "r", statistic=True)
    both = dose.both(Result("dose", EFFECT, surely), Result("looks", long, hardly))
    assert "does good" in both
    assert "no more and no less change that can be told" in both
    assert "who is well leaves" not in dose.both(Result("dose", EFFECT, hardly), Result("looks", long, hardly))
    assert "makes no difference that can be told" in dose.both(Result("dose", EFFECT, hardly), Result("looks", long, surely))


def test_shares_of_a_correlation_are_told_with_intervals_and_not_of_one_that_may_be_none(answers):
    says = answers("causal-alliance").says
    naive = [line for line in says if "naive correlation" in line and not line.startswith("Published")]
    assert naive
    assert all("[" in line for line in naive)
    nothing = np.array([0.1, -0.1, 0.02])
    worlds = {world: dict.fromkeys(causal_alliance.Estimates._fields, nothing) for world in causal_alliance.WORLDS}
    at = {(world, name): over_clinics(v, "r", 3) for world, of in worlds.items() for name, v in of.items()}
    assert list(causal_alliance.said(worlds, at))[-1].startswith("That cannot be told from none at this size")


def on_record() -> set[str]:
    """Every DOI that the findings, the rules, the scenarios and the lessons cite."""
    files = [
        f
        for folder in ("experiments/evidence", "model", "dashboards/lessons")
        for f in (ROOT / folder).rglob("*")
        if f.suffix in (".toml", ".py")
    ]
    return {doi for file in files for doi in DOI.findall(file.read_text("utf-8"))}


def first_author(source: str) -> str:
    """The name with which a citation begins."""
    return source.split(" ")[0].strip(",")


def test_a_study_that_there_is_not_is_named_with_those_that_there_are():
    with pytest.raises(SettingError, match="Did you mean causal-alliance"):
        study("causal-aliance")


def test_where_the_causal_path_is_cut_twins_show_nothing_and_elsewhere_they_do(answers):
    table = answers("causal-alliance").table.set_index(["world", "estimate"])
    for world in ("causal path cut", "both cut"):
        assert table.loc[(world, "true")].value == 0.0
    assert table.loc[("as calibrated", "true")].low > 0.0
    assert table.loc[("as calibrated", "naive")].value > table.loc[("causal path cut", "naive")].value


def made(bond: list[float], last: list[float], rated: list[float]) -> Sample:
    """Clients who came four times: bond and tasks in the fourth session, last distress, rating after the third."""
    n = len(bond)
    fourth = np.tile([0.0, 0.0, 0.0, 1.0], n)
    felt = np.repeat(bond, 4) * fourth
    ratings = np.repeat(rated, 4) * np.tile([0.0, 0.0, 1.0, 0.0], n)
    dyads = pd.DataFrame({"sessions_attended": [4] * n, "distress_score_intake": [80.0, 90.0] * (n // 2), "distress_score_last": last})
    sessions = pd.DataFrame({"session": [1, 2, 3, 4] * n, "bond": felt, "task": felt, "goal": 0.8, "wai_client": ratings})
    return Sample(dyads.assign(distress_last=last), sessions)


def test_twins_show_the_whole_correlation_where_bond_and_tasks_are_all_that_makes_outcome_and_rating():
    bond, first = np.array([0.2, 0.2, 0.6, 0.6]), np.array([80.0, 90.0, 80.0, 90.0])
    base = made(list(bond), list(first - 50.0 * bond), list(bond))
    lifted = made(list(bond + 0.1), list(first - 50.0 * (bond + 0.1)), list(bond))
    assert base.with_outcome(base.at(3, "wai_client")) == pytest.approx(1.0)
    assert causal_alliance.true(base, lifted) == pytest.approx(1.0)


def test_where_the_alliance_is_the_same_for_all_the_correlation_that_it_made_is_gone():
    bond, first = np.array([0.2, 0.2, 0.6, 0.6]), np.array([80.0, 90.0, 80.0, 90.0])
    luck = np.array([1.0, 1.0, -1.0, -1.0]) * np.array([1.0, -1.0, 1.0, -1.0])
    base = made(list(bond), list(first - 50.0 * bond), list(bond))
    flat = made([0.4] * 4, list(first - 20.0 + luck), list(bond))
    assert causal_alliance.flattened(base, flat) == pytest.approx((0.0, 1.0), abs=1e-9)


def test_the_alliance_is_held_at_its_mean_and_goals_by_the_distance_that_leaves_it():
    held = causal_alliance.hold(made([0.2, 0.6], [80.0, 90.0], [1.0, 2.0]), ("bond", "task", "goal"), 4)
    assert held == "all from 4: dyad.bond = 0.400000; dyad.task = 0.400000; dyad.goal_wish = 0.000000; dyad.goal_aim = 0.200000"
    flat = causal_alliance.clinic({}, 1, 10, ("all from 1: dyad.goal_wish = 0; dyad.goal_aim = 0.2",))
    assert flat.rated("goal").min() >= 0.8 - 1e-9  # it may still move together within the session


def test_flattened_clinics_are_told_beside_the_four_worlds(answers):
    answer = answers("causal-alliance")
    table = answer.table.set_index(["world", "estimate"])
    naive = {table.loc[(world, "left")].value + table.loc[(world, "gone")].value for world in causal_alliance.FLAT}
    assert len(naive) > 1
    assert all(value == pytest.approx(table.loc[("as calibrated", "naive")].value, abs=0.15) for value in naive)
    assert "depending on what counts as alliance" in " ".join(answer.says)
