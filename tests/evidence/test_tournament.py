"""Theories compete on the same findings under the same luck: counts add up, partings are real, and nobody unfitted is called fitted."""

import json
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.again.rerun import rerun
from experiments.commands.tournament import table_for_people
from experiments.contest.figures import in_halves, matrix
from experiments.contest.tournament import (
    BESIDE_HITS,
    BY_HAND,
    FAIRNESS,
    FITTED,
    FITTED_FINDINGS,
    FURTHER,
    HIT,
    KINDS,
    MISS,
    MODEL,
    UNSURE,
    Entrant,
    apart,
    beside,
    entrants,
    findings,
    groups,
    kept,
    known,
    mark,
    marks,
    partings,
    rows,
    standings,
    tournament,
    unsure,
)
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import FIRST_SEED, SEEDS, Score
from experiments.evidence.shipped import rounded
from experiments.evidence.targets import counted, patterns, targets
from experiments.evidence.themes import themes
from experiments.evidence.worlds import THERAPISTS, Theory
from experiments.theories import KIN, NAMES, rival
from model.cli import build
from model.errors import DyadsError
from model.parameters import FROZEN

SHIPPED: Found = kept()


@pytest.fixture
def unrivalled(monkeypatch):
    """A tournament of those alone whose scores come with the package, so that nobody has to be lived."""
    monkeypatch.setattr(import_module("experiments.contest.tournament"), "rivals", list)
    return entrants()


def a_score(value: float, reach: float) -> Score:
    """A score on a finding whose range is .236 to .319."""
    return Score("A01", value, value - reach, value + reach, targets()["A01"])


@pytest.mark.parametrize(
    ("value", "reach", "what"),
    [
        (0.28, 0.01, HIT),
        (0.28, 0.1, UNSURE),
        (0.20, 0.01, MISS),
        (0.10, 0.1, MISS),  # uncertain, but surely not it
        (0.20, 0.1, UNSURE),
        (0.315, 0.005, UNSURE),  # the mean lies in the range, and the interval over its end
        (0.232, 0.005, UNSURE),
        (float("nan"), float("nan"), MISS),
    ],
)
def test_a_finding_is_shown_missed_or_not_to_be_told(value, reach, what):
    assert mark(a_score(value, reach)) == what


def test_every_finding_stands_in_one_theme_and_in_one_half_of_the_picture():
    shown = [f for half in in_halves() for theme in half for f in theme.findings]
    assert sorted(shown) == sorted(findings()) == sorted({*targets(), *patterns()})


def test_counts_by_kind_and_by_theme_add_up_and_are_those_of_the_scorecard(unrivalled):
    table = standings(unrivalled, SHIPPED).set_index("theory")
    kinds, by_theme = list(groups())[:2], list(themes())
    assert (table[kinds].sum(axis=1) == table[by_theme].sum(axis=1)).all()
    assert len(groups()[kinds[0]]) == len(counted()) == 42
    reproduced = sum(s.reproduced for s in SHIPPED[FROZEN] if s.finding in counted())
    assert table.loc[FROZEN, kinds[0]] <= reproduced <= table.loc[FROZEN, [kinds[0], f"{kinds[0]}, {BESIDE_HITS[UNSURE]}"]].sum()


CHANGE = ("O06c", "O07a", "O09a", "O09b", "O09c", "P33")
"""How much clients change, in several units."""


def test_what_a_rivals_numbers_were_chosen_on_is_named_and_neither_it_nor_its_kin_count_for_it():
    found = {name: [sure(s) for s in SHIPPED[FROZEN]] for name in (FROZEN, "good_enough", "valence")}  # every finding is shown alike
    among = entrants(["good_enough", "valence"], with_nulls=False)
    table = standings(among, found).set_index("theory")
    others = {"good_enough": ("P10", "P11", "P32"), "technique_only": ("E07a", "P19", "O14a", "P02")}
    assert {name: rival(name).chosen_on for name in NAMES} == {name: CHANGE + others.get(name, ()) for name in NAMES}
    assert all(key in findings() for name in NAMES for key in rival(name).chosen_on)
    assert all(key in findings() for kin in KIN for key in kin)
    left_out = [key for key in CHANGE if key in counted()]
    assert len(left_out) == 5
    assert table.loc["valence", FITTED_FINDINGS] == table.loc[FROZEN, FITTED_FINDINGS] - len(left_out)
    assert table.loc["valence", FURTHER] == table.loc[FROZEN, FURTHER]
    assert table.loc["good_enough", FURTHER] == table.loc[FROZEN, FURTHER] - 2  # P32 counts for nobody
    assert {row["finding"] for row in rows(among, found) if row["chosen_on"] and row["theory"] == "valence"} == set(CHANGE)
    (shown,) = (row["fitted"] for row in table_for_people(among, found) if row["theory"] == "valence")
    assert shown == "37 of 37 (0 unsure, 0 missed)"


def sure(score: Score) -> Score:
    """A score that shows its finding beyond doubt."""
    middle = (score.target.low + score.target.high) / 2.0
    return score._replace(value=middle, low=middle, high=middle)


def test_what_is_unsure_stands_beside_what_is_missed_and_much_of_it_is_warned_of(unrivalled):
    table, wide = standings(unrivalled, SHIPPED).set_index("theory"), lambda s: s._replace(low=s.value - 9.0, high=s.value + 9.0)
    for kind in KINDS:
        sums = table[[kind, *(f"{kind}, {words}" for words in BESIDE_HITS.values())]].sum(axis=1)
        assert (sums == len(groups()[kind])).all()
    assert not unsure(unrivalled, SHIPPED)
    few = {name: [wide(s) for s in of] for name, of in SHIPPED.items()}
    assert standings(unrivalled, few).set_index("theory").loc[FROZEN, f"{FITTED_FINDINGS}, unsure"] == 42
    assert "up to 68 of 68 counted findings are unsure" in unsure(unrivalled, few)
    assert "--seeds" in unsure(unrivalled, few)


def test_rivals_are_never_said_to_be_fitted():
    sorts = {e.name: e.numbers for e in entrants()}
    assert {sorts[name] for name in NAMES} == {BY_HAND}
    assert {name for name, numbers in sorts.items() if numbers == FITTED} == {FROZEN, *(n for n in SHIPPED if n.endswith("_recalibrated"))}
    assert "Rivals were not searched" in FAIRNESS
    assert all(said in FAIRNESS for said in ("chosen by hand", "home ground", "numbers that were fitted"))


def test_theories_part_where_one_shows_what_another_misses(unrivalled):
    names, seen = list(SHIPPED), marks(SHIPPED)
    parts = partings(SHIPPED, names)
    assert [p.evenness for p in parts] == sorted((p.evenness for p in parts), reverse=True)
    for part in parts:
        assert part.show
        assert part.miss
        assert all(seen.loc[part.finding, n] == HIT for n in part.show)
    table = apart(SHIPPED, names)
    assert (table == table.T).all(axis=None)
    assert not any(table.loc[n, n] for n in names)
    straddling = {s.finding for s in SHIPPED[FROZEN] if s.low < s.target.low < s.high or s.low < s.target.high < s.high}
    assert "D01" in straddling
    assert not any(FROZEN in (*part.show, *part.miss) for part in parts if part.finding in straddling)
    misses, shows = beside(SHIPPED, FROZEN, "noise")
    assert len(misses) + len(shows) == table.loc[FROZEN, "noise"] > 20


def test_the_picture_has_a_mark_for_every_finding_under_every_theory(unrivalled):
    drawn = matrix(unrivalled, SHIPPED, "shipped clinics")
    dots = sum(
        len(line.get_xdata()) for axes in drawn.axes for line in axes.lines if line.get_linestyle() != "-" or line.get_marker() != "None"
    )
    assert dots == len(findings()) * len(unrivalled)
    said = {tick.get_text() for axes in drawn.axes for tick in axes.get_yticklabels()}
    assert all(any(text.endswith(f"  {key}") for text in said) for key in findings())
    assert "Rivals were not searched" in drawn.get_supxlabel()


def test_the_command_tells_and_writes_it_all(tmp_path, unrivalled):
    run = CliRunner().invoke(build(), ["tournament", "--out", str(tmp_path / "t")], catch_exceptions=False)
    assert run.exit_code == 0
    assert "Rivals were not searched" in " ".join(run.output.split())
    table = pd.read_csv(tmp_path / "t" / "tournament.csv")
    assert len(table) == len(findings()) * len(unrivalled)
    assert set(table["mark"]) <= {HIT, MISS, UNSURE}
    about = json.loads((tmp_path / "t" / "tournament.json").read_text())
    assert about["fairness"] == FAIRNESS
    assert set(about["theories"]) == set(SHIPPED)
    assert (tmp_path / "t" / "tournament.png").stat().st_size > 50_000


def test_a_rival_is_lived_under_the_luck_of_the_model():
    among = entrants(["core_conditions"], with_nulls=False)
    found = tournament(among, range(1, 4), 5)
    assert list(found) == [FROZEN, "core_conditions"]
    model, other = ({s.finding: s.value for s in found[e.name]} for e in among)
    for same in ("S01", "S02", "S03", "C12", "O11"):  # who comes, and what becomes of those who wait, is no matter of rules
        assert model[same] == other[same]
    assert model["O06c"] != other["O06c"]
    assert all(s == rounded(s) or s.value != s.value for of in found.values() for s in of)  # as the scores that come with the package


@pytest.mark.parametrize("theory", [Theory(FROZEN, {"rules.bond_gain": 0.2}), Theory(FROZEN, rules=rival("technique_only").rules)])
def test_shipped_scores_are_of_the_theories_that_were_scored_whatever_others_are_called(theory):
    lucks = range(FIRST_SEED, FIRST_SEED + SEEDS)
    assert known(entrants(), lucks, THERAPISTS) == SHIPPED
    assert not known([Entrant(theory, MODEL, FITTED)], lucks, THERAPISTS)
    assert not known(entrants(), lucks[1:], THERAPISTS)


def test_a_rerun_lives_those_too_whose_scores_come_with_the_package(tmp_path, unrivalled, monkeypatch):
    CliRunner().invoke(build(), ["tournament", "--out", str(tmp_path / "t")], catch_exceptions=False)
    lived = []

    def measured(theories, seeds, therapists, done, findings):
        lived.extend(theory.name for theory in theories)
        return {theory.name: {key: np.linspace(0.2, 0.3, len(seeds)) for key in findings} for theory in theories}

    monkeypatch.setattr("experiments.evidence.scorecard.measure_all", measured)
    assert not rerun(tmp_path / "t", check=True).same
    assert lived == list(SHIPPED)


def test_what_cannot_be_asked_is_refused_all_at_once():
    with pytest.raises(DyadsError) as refused:
        CliRunner().invoke(build(), ["tournament", "--seeds", "1", "--dyads", "10", "--only", "rogers"], catch_exceptions=False)
    assert all(
        said in str(refused.value) for said in ("seeds must be at least 3", "dyads must be at least 150", "no theory is called rogers")
    )


def test_a_rival_tells_the_numbers_that_were_chosen():
    assert rival("core_conditions").chosen == {"pace": 1.0}
