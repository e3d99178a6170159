"""Sweeps: designs are checked before any work, points share luck, and a failing point does not stop the rest."""

import pytest

from experiments.designs.design import read_design, shipped_designs
from experiments.sweeps import batches
from experiments.sweeps.sweep import sweep
from model import SettingError, simulate

GRID = """
title = "two by two"
scenario = "small"
replicates = 2
[[axis]]
names = ["therapists.repair_skill.mean"]
values = [0.3, 0.7]
[[axis]]
names = ["therapists.empathic_accuracy.mean", "therapists.empathic_expression.mean"]
label = "empathy"
low = 0.4
high = 0.8
steps = 2
"""


def design_of(tmp_path, text):
    file = tmp_path / "design.toml"
    file.write_text(text)
    return read_design(file)


def test_a_grid_is_every_combination_and_an_axis_may_move_several_parameters(tmp_path):
    design = design_of(tmp_path, GRID)
    assert len(design.points) == 4
    assert design.points[1] == {
        "therapists.repair_skill.mean": 0.3,
        "therapists.empathic_accuracy.mean": 0.8,
        "therapists.empathic_expression.mean": 0.8,
    }


def test_a_row_of_a_sweep_is_the_run_with_these_settings_and_this_seed(tmp_path):
    design = design_of(tmp_path, GRID)
    rows = sweep(design).rows
    assert len(rows) == 8
    last = rows[(rows.point == 4) & (rows.replicate == 2)].iloc[0]
    alone = simulate("small", settings=design.points[3], seed=int(last.seed), record=False).dyads
    assert last.dropout == (alone.ending == "dropout").mean()
    assert last.sessions == alone.sessions_attended.sum()


def test_the_engine_changes_no_number_of_a_sweep(tmp_path):
    design = design_of(tmp_path, GRID)
    agents, cohort = sweep(design, engine="agents"), sweep(design, engine="cohort")
    assert agents.rows.equals(cohort.rows)


def test_a_list_comes_from_the_file_or_a_csv(tmp_path):
    (tmp_path / "points.csv").write_text("clinic.review_every,rules.bond_gain\n3,0.1\n8,0.2\n")
    design = design_of(tmp_path, 'scenario = "small"\npoints_file = "points.csv"\n')
    assert design.points == ({"clinic.review_every": 3, "rules.bond_gain": 0.1}, {"clinic.review_every": 8, "rules.bond_gain": 0.2})
    assert len(sweep(design).rows) == 2


def test_a_point_that_fails_is_recorded_and_the_rest_go_on(tmp_path):
    points = ("therapists.regard.mean = 0.7\ntherapists.regard.sd = 0.1", "therapists.regard.mean = 0.97\ntherapists.regard.sd = 0.4")
    text = 'scenario = "small"\n' + "".join(f"[[point]]\n{p}\n" for p in points)
    swept = sweep(design_of(tmp_path, text))
    assert list(swept.rows.point) == [1]
    assert list(swept.failures.point) == [2]
    assert "therapists.regard.sd must be smaller" in swept.failures.error[0]


def test_whatever_stops_a_point_is_recorded_and_the_rest_go_on(tmp_path, monkeypatch):
    usual = batches.row

    def row(job, engine, dyads):
        if job.head["point"] == 2:
            raise MemoryError("no room")
        return usual(job, engine, dyads=dyads)

    monkeypatch.setattr(batches, "row", row)
    swept = sweep(design_of(tmp_path, GRID))
    assert set(swept.rows.point) == {1, 3, 4}
    assert set(swept.failures.error) == {"MemoryError: no room"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no points"),
        ("title = ", "not valid TOML"),
        ('[[axis]]\nnames = ["rules.bond_gian"]\nvalues = [1]', "no parameter. Did you mean rules.bond_gain"),
        ('[[axis]]\nnames = ["rules.bond_gain"]\nvalues = [7]', r"must be in \[0, 1\]"),
        ('[[axis]]\nnames = ["rules.bond_gain"]\nvalues = [0.1]\nhigh = 0.2', "give either values, or low and high"),
        ('[[axis]]\nnames = ["rules.bond_gain"]\nvalues = [0.1]\n[[point]]\n"rules.bond_gain" = 0.2', "not both"),
        ('points_file = "none.csv"', "there is no such file"),
        ("replicats = 3", "Did you mean replicates"),
    ],
)
def test_a_bad_design_is_refused_with_what_would_be_right(tmp_path, text, words):
    with pytest.raises(SettingError, match=words):
        design_of(tmp_path, text)


def test_every_shipped_design_can_be_read():
    assert shipped_designs()
    for name in shipped_designs():
        assert read_design(name).points


MANY_FAULTS = """
scenario = "nosuch"
seed = -1
replicats = 3
[settings]
"rules.bond_gian" = 1
[[axis]]
names = ["rules.bond_gain"]
values = [7]
"""


def test_all_faults_of_a_design_are_told_together(tmp_path):
    with pytest.raises(SettingError) as caught:
        design_of(tmp_path, MANY_FAULTS)
    told = "\n".join(caught.value.faults)
    for words in ("no scenario is called nosuch", "seed:", "Did you mean replicates", "Did you mean rules.bond_gain", "per session; got 7"):
        assert words in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[axis]]\nnames = ["rules.rest", "rules.rest"]\nvalues = [0.1]', "twice on one"),
        ('[[axis]]\nnames = ["rules.rest"]\nlabel = "dropout"\nvalues = [0.1]', "cannot be labelled 'dropout'"),
        ('[[axis]]\nnames = ["rules.rest"]\nvalues = [true]', "must be a number; got True"),
        ('[[axis]]\nnames = ["rules.rest"]\nvalues = [0.1]\nlow = 0', "give either"),
        ('[[point]]\n"rules.rest" = [0.1, 0.2]', r"got \[0.1, 0.2\]"),
        ('[[point]]\n"rules.rest" = 0.1\n[[point]]\n"rules.bond_gain" = 0.2', "point 2 sets rules.bond_gain"),
        ("".join(f'[[axis]]\nnames = ["rules.{n}"]\nlow = 0\nhigh = 1\nsteps = 1000\n' for n in ("rest", "halo")), "points"),
    ],
)  # fmt: skip
def test_what_would_fail_or_mislead_later_is_refused_first(tmp_path, text, words):
    with pytest.raises(SettingError, match=words):
        design_of(tmp_path, text)


def test_a_row_with_a_cell_too_many_is_refused_and_shifts_nothing(tmp_path):
    (tmp_path / "points.csv").write_text("rules.rest,rules.hope_rate\n0.1,0.2,0.3\n")
    with pytest.raises(SettingError, match="line 2: left out: has 3 cells"):
        design_of(tmp_path, 'points_file = "points.csv"')
