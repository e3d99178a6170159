"""Designs: what varies, where the points lie, and what is refused; samplers are SALib's and SciPy's, seeded by the file."""

import os
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.analysis.remarks import ENOUGH_SEEDS
from experiments.designs.design import parse, read_design
from experiments.designs.factors import Factor
from experiments.designs.file import DesignFile
from experiments.designs.file import text as written
from experiments.designs.ranges import bounds
from experiments.designs.sampling import SAMPLERS
from experiments.sweeps.sweep import OUTCOMES, sweep
from model import SettingError, simulate
from model.parameters import NUMBERS
from tests.support import ROOT

RULES = "def dropout_chance():\n    return 0.5\n"
TWO = """
[[factor]]
name = "rules.bond_gain"
[[factor]]
name = "clinic.caseload"
low = 4
high = 6
"""


def design(text, folder=None):
    return parse(text, "d", folder)


def sampled(kind, samples=0, more="", factors=TWO):
    samples = samples or max(8, SAMPLERS[kind].fewest)
    return design(f'kind = "{kind}"\nscenario = "small"\nsamples = {samples}\n{more}\n{factors}')


@pytest.mark.parametrize("kind", SAMPLERS)
def test_a_sample_is_as_large_as_its_kind_says_and_the_same_each_time(kind):
    found = sampled(kind)
    assert len(found) == {"random": 82, "latin-hypercube": 82, "sobol": 32, "morris": 24}[kind]
    assert found.points == sampled(kind).points
    assert found.points != sampled(kind, more="sampling_seed = 2").points


@pytest.mark.parametrize("kind", SAMPLERS)
def test_sampled_values_lie_where_their_shares_of_the_way_say(kind):
    found = sampled(kind)
    low, high = NUMBERS["rules.bond_gain"].low, NUMBERS["rules.bond_gain"].high
    assert found.values["rules.bond_gain"] == pytest.approx(low + found.shares[:, 0] * (high - low))
    assert set(found.values["clinic.caseload"]) <= {4.0, 5.0, 6.0}
    assert found.problem["names"] == ["rules.bond_gain", "clinic.caseload"]


def test_a_latin_hypercube_has_one_point_in_each_part_of_every_way():
    shares = sampled("latin-hypercube", samples=100).shares
    for column in shares.T:
        assert sorted(np.floor(column * 100).astype(int)) == list(range(100))


def test_second_order_indices_take_twice_as_many_points():
    assert len(sampled("sobol", more="second_order = true")) == 8 * (2 * 2 + 2)


@given(st.floats(0, 1), st.integers(2, 6))
def test_each_count_and_each_word_has_an_equal_part_of_the_way(share, n):
    counts = Factor(names=["clinic.caseload"], low=1, high=n)
    words = Factor(names=["scenario"], values=[f"s{i}" for i in range(n)])
    place = min(int(share * n), n - 1)
    assert counts.at(np.array([share]))[0] == 1 + place
    assert words.at(np.array([share]))[0] == f"s{place}"


def test_a_mean_varies_where_people_can_differ_by_its_sd_if_nothing_is_said():
    name = "therapists.regard.mean"
    (factor,) = design(f'[[factor]]\nname = "{name}"\n').factors
    assert factor.ends == bounds(name, NUMBERS["therapists.regard.sd"].default)
    assert NUMBERS[name].low < factor.ends[0]
    (other,) = design(f'[settings]\ntherapists.regard.sd = 0.3\n[[factor]]\nname = "{name}"\n').factors
    assert factor.ends[0] < other.ends[0]


def test_one_end_may_be_said_and_the_other_left_to_the_range():
    (factor,) = design('[[factor]]\nname = "rules.bond_gain"\nlow = 0.2\n').factors
    assert factor.ends == (0.2, NUMBERS["rules.bond_gain"].high)


def test_scenarios_and_rule_files_vary_like_parameters(tmp_path):
    (tmp_path / "mine.py").write_text(RULES)
    found = design(
        '[settings]\nclinic.dyads = 40\n[[factor]]\nname = "scenario"\nvalues = ["small", "trial"]\n'
        '[[factor]]\nname = "rules"\nlabel = "theory"\nvalues = ["default", "mine.py"]\n', tmp_path
    )  # fmt: skip
    rows = sweep(found).rows
    assert [*zip(rows.scenario, rows.theory, strict=True)] == [*product(("small", "trial"), ("default", "mine.py"))]
    alone = simulate("trial", settings={"clinic.dyads": 40}, seed=1, rules=tmp_path / "mine.py", record=False).dyads
    assert rows.dropout[3] == (alone.ending == "dropout").mean()
    assert rows.sessions[3] == alone.sessions_attended.sum()


def test_points_of_a_list_may_name_scenarios_and_rules(tmp_path):
    (tmp_path / "mine.py").write_text(RULES)
    (tmp_path / "points.csv").write_text("scenario,rules,rules.bond_gain\nsmall,default,0.1\ntrial,mine.py,0.2\n")
    found = design('points_file = "points.csv"', tmp_path)
    assert found.points == ({"rules.bond_gain": 0.1}, {"rules.bond_gain": 0.2})
    assert [found.clinic(i)["clinic.fixed_length"] for i in (0, 1)] == [0, 1]
    assert [sorted(found.rules_at(i).replaced) for i in (0, 1)] == [[], ["dropout_chance"]]


def test_points_share_their_seeds_or_have_seeds_of_their_own():
    common, own = (design(f'seed = 5\nreplicates = 2\nluck = "{luck}"\n{TWO}') for luck in ("common", "own"))
    assert [common.seed(i, r) for i in (0, 1) for r in (0, 1)] == [5, 6, 5, 6]
    assert [own.seed(i, r) for i in (0, 1) for r in (0, 1)] == [5, 6, 7, 8]


@pytest.mark.parametrize("kind", ["grid", *SAMPLERS])
def test_a_design_reads_the_same_from_its_own_text(kind):
    found = design(TWO) if kind == "grid" else sampled(kind)
    assert parse(written(found.asked), "d", Path()).points == found.points


def sample(kind, rest, factors=TWO):
    return f'kind = "{kind}"\n{rest}\n{factors}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (sample("sobol", ""), "says how many samples"),
        (sample("sobol", "samples = 12"), "power of 2.*use 8 or 16"),
        (sample("sobol", "samples = 2"), "samples of a sobol design must be 4 or more, .*; got 2"),
        (sample("sobol", "samples = 3"), "power of 2.*use 4[.]"),
        (sample("morris", "samples = 3"), "samples of a morris design must be 4 or more, .*; got 3"),
        (sample("morris", "samples = 4\nlevels = 5"), "levels of a morris design must be even"),
        (sample("random", "samples = 4\nlevels = 6"), "levels is no part of a design of the kind random"),
        (sample("grid", "samples = 4"), "samples is no part of a design of the kind grid"),
        (sample("random", "samples = 4", '[[point]]\n"rules.rest" = 0.1'), "has .*factor.* tables, and no points"),
        (sample("sobol", "samples = 65536"), "points; 100,000 are the most"),
        (sample("random", "samples = 4", '[[factor]]\nname = "rules.rest"\nsteps = 7'), "steps are of a grid"),
        (sample("random", "samples = 4", '[[factor]]\nname = "rules.rest"\nlow = 0.9\nhigh = 0.1'), "goes from low to high"),
        (sample("random", "samples = 4", '[[factor]]\nname = "rules.rest"\nhigh = 7'), r"must be in \[0, 1\]"),
        (sample("whatever", "samples = 4"), "kind"),
        ('[[factor]]\nname = "scenario"\nvalues = ["small", "smal"]', "no scenario is called smal. Did you mean small"),
        ('[[factor]]\nname = "scenario"', "lists its values in quotes"),
        ('[[factor]]\nname = "scenario"\nvalues = [1]', "lists its values in quotes"),
        ('[[factor]]\nnames = ["scenario", "rules"]\nvalues = ["a"]', "each vary alone"),
        ('[[factor]]\nname = "rules"\nvalues = ["none.py"]', "there is no such rule file"),
        ('scenario = "small"\n[[factor]]\nname = "scenario"\nvalues = ["trial"]', "scenario stands twice"),
        ('[[factor]]\nname = "rules.rest"\nvalues = ["much"]', "must be a number; got 'much'"),
        ('[[point]]\nscenario = 4', "scenario of a point is a word"),
        ('luck = "own"\nseed = 18446744073709551615\n[[factor]]\nname = "rules.rest"', "beyond the largest seed"),
        ("replicates = 10000\n" + TWO.replace("[[factor]]", "[[axis]]\nsteps = 200", 1), "2,000,000 clinics are the most"),
    ],
)  # fmt: skip
def test_what_a_design_may_not_say_is_refused_with_what_would_be_right(text, words):
    with pytest.raises(SettingError, match=words):
        design(text)


BOX = '[[factor]]\nname = "therapists.regard.mean"\nlow = 0.95\nhigh = 0.999\n[[factor]]\nname = "rules.rest"\n'


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_a_design_that_needs_every_point_is_refused_where_a_corner_cannot_be(kind):
    with pytest.raises(SettingError, match=r"therapists.regard.sd must be smaller for a mean of 0.999"):
        sampled(kind, factors=BOX)


def test_in_other_designs_a_point_that_cannot_be_is_a_finding():
    rows = sweep(sampled("random", factors=BOX, samples=90))
    assert len(rows.failures) + len(rows.rows) == 90
    assert len(rows.failures)


MANY_FAULTS = """
kind = "sobol"
samples = 3
levels = 4
scenario = "nosuch"
[settings]
rules.bond_gian = 1
[[factor]]
name = "rules.rset"
"""


def test_all_faults_of_a_sampled_design_are_told_together():
    with pytest.raises(SettingError) as caught:
        design(MANY_FAULTS)
    told = "\n".join(caught.value.faults)
    for words in ("power of 2", "levels is no part", "no scenario is called nosuch", "rules.bond_gain", "rules.rset is no parameter"):
        assert words in told


def test_the_designs_of_the_manual_can_be_read():
    manual = (ROOT / "docs" / "sweeps.md").read_text("utf-8")
    grid, sobol = (design(block) for block in re.findall(r"```toml\n(.*?)```", manual, re.DOTALL))
    assert len(grid) == 3 * 2 * 2
    assert len(sobol) == 64 * 4
    assert all(f"`{kind}`" in manual for kind in ("grid", "list", *SAMPLERS))


def test_the_manual_names_all_that_a_design_may_say_and_every_outcome_that_is_analysed():
    manual = (ROOT / "docs" / "sweeps.md").read_text("utf-8")
    assert [part for part in DesignFile.model_fields if not re.search(rf"\b{part}\b", manual)] == []
    assert [outcome for outcome in OUTCOMES if f"`{outcome}`" not in manual] == []


@pytest.mark.parametrize("name", ["screening", "therapist-and-client"])
def test_shipped_designs_have_enough_seeds_for_intervals_over_them(name):
    assert read_design(name).replicates >= ENOUGH_SEEDS


@pytest.mark.parametrize("kind", SAMPLERS)
def test_the_manual_names_the_fewest_samples_of_each_kind(kind):
    manual = (ROOT / "docs" / "sweeps.md").read_text("utf-8")
    (row,) = (line for line in manual.splitlines() if line.startswith(f"| `{kind}` |"))
    assert row.split("|")[3].strip() == str(SAMPLERS[kind].fewest)


@pytest.mark.parametrize("kind", ['kind = "sobol"\nsamples = 4\n', ""])
def test_an_empty_list_of_factors_is_no_design(kind):
    with pytest.raises(SettingError, match="has no points"):
        design(f"{kind}factor = []")


def test_a_number_beyond_all_measure_is_refused():
    for digits in (25, 400):
        with pytest.raises(SettingError):
            design(f'[[factor]]\nname = "rules.rest"\nvalues = [1, {"9" * digits}]')


def test_files_of_points_are_plain_and_have_rows(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "empty.csv").write_text("rules.rest\n")
    for name, words in (("pipe.csv", "plain file"), ("a\\u0000.csv", "plain file"), ("empty.csv", "has no rows|no rows|empty")):
        with pytest.raises(SettingError, match=words):
            parse(f'kind = "list"\npoints_file = "{name}"', "d", tmp_path)
