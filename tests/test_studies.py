"""Every study says its question, what is expected and its command, runs small, and draws its answer."""

import re
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.asking.expectations import AGREES, DIFFERS, OPEN
from experiments.asking.figures import verdicts
from experiments.asking.laboratory import Laboratory
from experiments.drawing import figures
from experiments.evidence.sample import Sample
from experiments.studies import causal_alliance, names, study
from model import SettingError

ROOT = Path(__file__).parent.parent
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
    assert all(value == pytest.approx(table.loc[("as calibrated", "naive")].value, abs=0.15) for value in naive)
    assert "depending on what counts as alliance" in " ".join(answer.says)
