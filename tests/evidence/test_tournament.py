"""Theories compete on the same findings under the same luck: counts add up, partings are real, and nobody unfitted is called fitted."""

import json
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from experiments.commands.tournament import table_for_people
from experiments.contest import jobs
from experiments.contest.entrants import BY_HAND, FAIRNESS, FITTED, entrants
from experiments.contest.figures import in_halves, matrix
from experiments.contest.living import Held, findings, lived
from experiments.contest.partings import BARELY, CLEARLY, OPEN, TOLD_APART, apart, beside, difference, partings, separating, told
from experiments.contest.standings import BESIDE_HITS, FITTED_FINDINGS, FURTHER, KINDS, groups, rows, standings, unsure
from experiments.contest.verdicts import HIT, MISS, UNSURE, mark, marks
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import FIRST_SEED, SEEDS, Score, estimate
from experiments.evidence.shipped import shipped
from experiments.evidence.targets import counted, patterns, targets
from experiments.evidence.themes import themes
from experiments.theories import KIN, NAMES, rival
from model.cli import build
from model.errors import DyadsError
from model.parameters import FROZEN

ROOT = Path(__file__).parents[2]
SHIPPED: Found = {name: [*of, *shipped().patterns[name]] for name, of in shipped().targets.items()}
"""Scores of the model and the null models, at the size that the package ships; not kept clinic by clinic."""
LUCKS, FEW = range(1, 7), 20


@pytest.fixture(scope="module")
def small() -> dict[str, list[Held]]:
    """The model and one rival in a few small clinics."""
    return lived(entrants(["core_conditions"], with_nulls=False), LUCKS, FEW)


@pytest.fixture
def unrivalled(monkeypatch):
    """Those alone whose scores come with the package."""
    monkeypatch.setattr(import_module("experiments.contest.entrants"), "rivals", list)
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


A01 = targets()["A01"]
"""Its range is .236 to .319, so that its study tells .0415 apart."""


def a_held(*values: float) -> Held:
    """A score on A01 that is kept clinic by clinic."""
    over = np.array(values)
    return Held(Score("A01", *estimate(over), A01), over)


def everything_but(score: Held) -> list[Held]:
    """Scores on every finding, all alike and shown, but for one."""
    plain = (np.full(4, (t.low + t.high) / 2.0) + np.array([1.0, -1.0, 1.0, -1.0]) * (t.high - t.low) / 100.0 for t in findings().values())
    every = [Held(Score(key, *estimate(v), t), v) for (key, t), v in zip(findings().items(), plain, strict=True)]
    return [score if s.finding == score.finding else s for s in every]


LUCK = np.array([0.004, -0.006, 0.002, 0.0])
"""What luck adds in each clinic, whoever lives there."""


def test_a_difference_has_the_interval_of_differences_over_clinics_with_the_same_luck():
    one, other = np.array([0.27, 0.31, 0.24, 0.29, 0.25]), np.array([0.2, 0.25, 0.21, 0.22, 0.2])
    expected = scipy.stats.ttest_rel(one, other).confidence_interval(0.95)
    assert difference(a_held(*one), a_held(*other)) == pytest.approx(((one - other).mean(), expected.low, expected.high))
    assert difference(a_held(*other), a_held(*one)) == pytest.approx(difference(a_held(*one), a_held(*other)).reversed)
    shared = difference(a_held(*0.3 + LUCK), a_held(*0.2 + LUCK))
    assert (shared.low, shared.high) == pytest.approx((0.1, 0.1))  # what luck does to both is no uncertainty of their difference


def test_the_largest_of_several_differences_is_paired_too_clinic_by_clinic():
    rng, target = np.random.default_rng(3), targets()["D02"]
    one, noise = np.array([0.05, -0.01, 0.02]), rng.normal(0.0, 0.01, (20, 3))
    scores = [Held(Score("D02", *estimate(v), target), v) for v in (one + noise, one / 2.0 + noise)]
    by, (mine, theirs) = difference(*scores), scores
    assert by.value == pytest.approx(mine.value - theirs.value)
    assert by.low < 0.025 < by.high
    assert by.high - by.low < 0.2 * (mine.high - mine.low)


@given(st.lists(st.tuples(st.floats(0.1, 0.45), st.floats(0.1, 0.45)), min_size=3, max_size=8))
def test_where_verdicts_are_sure_and_unlike_so_is_the_difference(values):
    one, other = (a_held(*each) for each in zip(*values, strict=True))
    if {mark(one), mark(other)} == {HIT, MISS}:
        assert difference(one, other).least > 0.0


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (0.28, 0.18, CLEARLY),
        (0.25, 0.22, BARELY),  # on either side of .236, and .03 apart, which the study cannot tell
        (0.28, 0.26, None),  # both show it
        (0.15, 0.05, None),  # both miss it
        (0.305, 0.25, None),  # far apart, and both within the range
        (0.238, 0.15, OPEN),  # clear, but does the first show it?
        (0.238, 0.21, None),
    ],
)
def test_a_finding_parts_theories_clearly_barely_or_perhaps(one, other, how):
    assert told(A01) == pytest.approx(0.0415)
    found = {"a": everything_but(a_held(*other + LUCK)), "b": everything_but(a_held(*one + LUCK))}
    parts = partings(found, ["a", "b"])
    assert [p.parted for p in parts] == ([how] if how else [])
    for p in parts:
        assert (p.finding, p.shows, p.misses, p.unsure) == ("A01", "b", "a", "b" if how == OPEN else "")
        assert p.difference == pytest.approx(one - other)
        assert p.low <= p.difference <= p.high
    counts = [int(apart(found, ["a", "b"], which).loc["a", "b"]) for which in ((CLEARLY, BARELY), (CLEARLY,))]
    assert counts == [how in (CLEARLY, BARELY), how == CLEARLY]


def test_what_cannot_be_computed_under_a_theory_parts_it_and_never_clearly():
    none = Held(Score("A01", np.nan, np.nan, np.nan, A01), np.full(4, np.nan))
    (part,) = partings({"a": everything_but(a_held(*0.28 + LUCK)), "b": everything_but(none)}, ["a", "b"])
    assert (part.shows, part.misses, part.parted) == ("a", "b", BARELY)
    assert np.isnan(part.difference)


def test_scores_that_are_not_kept_clinic_by_clinic_cannot_be_paired():
    with pytest.raises(TypeError, match="A01: scores without their clinics cannot be paired"):
        difference(a_score(0.28, 0.01), a_held(0.2, 0.21, 0.22))


def test_theories_part_where_one_shows_what_another_misses(small):
    names, seen = list(small), marks(small)
    pairs, parts = partings(small, names), separating(small, names)
    assert [(CLEARLY, BARELY, OPEN).index(p.parted) for p in pairs] == sorted((CLEARLY, BARELY, OPEN).index(p.parted) for p in pairs)
    sure = [p for p in pairs if p.parted != OPEN]
    assert sure
    for p in sure:
        assert (seen.loc[p.finding, p.shows], seen.loc[p.finding, p.misses]) == (HIT, MISS)
    assert {part.finding for part in parts} == {p.finding for p in sure}
    assert all(part.nearest.shows in part.show and part.nearest.misses in part.miss for part in parts)
    table = apart(small, names)
    assert (table == table.T).all(axis=None)
    assert not any(table.loc[n, n] for n in names)
    misses, shows = beside(small, *names)
    assert len(misses) + len(shows) == table.loc[*names] == len(sure)


def test_the_picture_has_a_mark_for_every_finding_under_every_theory(unrivalled):
    drawn = matrix(unrivalled, SHIPPED, "shipped clinics")
    dots = sum(
        len(line.get_xdata()) for axes in drawn.axes for line in axes.lines if line.get_linestyle() != "-" or line.get_marker() != "None"
    )
    assert dots == len(findings()) * len(unrivalled)
    said = {tick.get_text() for axes in drawn.axes for tick in axes.get_yticklabels()}
    assert all(any(text.endswith(f"  {key}") for text in said) for key in findings())
    assert "Rivals were not searched" in drawn.get_supxlabel()


def test_the_command_tells_and_writes_it_all(tmp_path, small, monkeypatch):
    monkeypatch.setattr(jobs, "lived", lambda *_: small)
    asked = ["tournament", "--only", "core_conditions", "--no-nulls", "--out", str(tmp_path / "t")]
    run = CliRunner().invoke(build(), asked, catch_exceptions=False)
    assert run.exit_code == 0
    told_in = " ".join(run.output.split())
    assert "Rivals were not searched" in told_in
    assert " ".join(TOLD_APART.split()) in told_in
    table, pairs = (pd.read_csv(tmp_path / "t" / f"{name}.csv") for name in ("tournament", "partings"))
    assert len(table) == len(findings()) * 2
    assert set(table["mark"]) <= {HIT, MISS, UNSURE}
    assert len(pairs) == len(partings(small, list(small)))
    (shown, *_) = (p for p in partings(small, list(small)) if p.parted != OPEN)
    assert f"{shown.finding} {shown.by if shown.shows == FROZEN else shown.by.reversed}" in told_in
    assert set(pd.read_csv(tmp_path / "t" / "apart.csv")["parted"]) == {"in all", CLEARLY}
    about = json.loads((tmp_path / "t" / "tournament.json").read_text())
    assert (about["fairness"], about["told_apart"]) == (FAIRNESS, TOLD_APART)
    assert set(about["theories"]) == set(small)
    assert (tmp_path / "t" / "tournament.png").stat().st_size > 50_000
    told_to_programs = json.loads(CliRunner().invoke(build(), [*asked[:-1], str(tmp_path / "u"), "--json"], catch_exceptions=False).output)
    assert len(told_to_programs["partings"]) == len(pairs)


def test_a_rival_is_lived_under_the_luck_of_the_model(small):
    assert list(small) == [FROZEN, "core_conditions"]
    model, other = ({s.finding: s for s in small[name]} for name in small)
    for same in ("S01", "S02", "S03", "C12", "O11"):  # who comes, and what becomes of those who wait, is no matter of rules
        assert tuple(difference(model[same], other[same])) == (0.0, 0.0, 0.0)
    assert model["O06c"].value != other["O06c"].value


@pytest.mark.slow
def test_the_readme_tells_the_counts_of_today():
    among = entrants()
    found = lived(among, range(FIRST_SEED, FIRST_SEED + SEEDS))
    table, told_in = standings(among, found).set_index("theory"), " ".join((ROOT / "README.md").read_text("utf-8").split())
    rivals, names = table.loc[list(NAMES)], [FROZEN, *NAMES]
    for kind in (FITTED_FINDINGS, FURTHER):
        assert f"{rivals[kind].min()} to {rivals[kind].max()}" in told_in
    parts = separating(found, names)
    clear = sum(part.nearest.parted == CLEARLY for part in parts)
    assert f"They part on {len(parts)} findings, {clear} of which part" in told_in


def test_what_cannot_be_asked_is_refused_all_at_once():
    with pytest.raises(DyadsError) as refused:
        CliRunner().invoke(build(), ["tournament", "--seeds", "1", "--dyads", "10", "--only", "rogers"], catch_exceptions=False)
    assert all(
        said in str(refused.value) for said in ("seeds must be at least 3", "dyads must be at least 150", "no theory is called rogers")
    )


def test_a_rival_tells_the_numbers_that_were_chosen():
    assert rival("core_conditions").chosen == {"pace": 1.0}
