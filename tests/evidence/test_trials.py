"""The arms of trials: messy rows are reported, not fatal, and each arm is simulated as it was planned."""

from math import isnan

import pytest

from experiments.real_trials import report as trials_report
from experiments.real_trials.jobs import trials
from experiments.real_trials.trials import NEEDED, as_dict, planned
from model import TableError, simulate
from tests.support import DATA

SMALL = DATA / "trials_small.csv"


def read(file):
    """The trials in a file, to be simulated three times each."""
    return trials(file, seed=1, replicates=3)


def test_usable_rows_become_arms_and_the_rest_is_said_with_its_line():
    arms, problems = read(SMALL).arms, read(SMALL).problems
    assert [a.line for a in arms] == [2, 3, 4, 5, 7]
    said = "\n".join(problems)
    for words in (
        "line 4 (Unknown code, 2003): therapy 'abc'",
        "line 5 (Not a number, 2004): sessions 'eight'",
        "line 6 (Nobody, 2005): left out",
        "line 7 (Too many lost, 2006): lost",
        "line 7 (Too many lost, 2006): pre_sd",
        "line 8 (Empty, 2007): left out",
    ):
        assert words in said


def test_what_was_observed_is_standardised_by_the_spread_at_intake():
    plain = read(SMALL).arms[0]
    assert plain.attrition == 8 / 40
    assert plain.change == (27 - 14) / 8


def test_unreported_sessions_take_the_median_of_the_file_and_say_so():
    unreported = read(SMALL).arms[1]
    assert unreported.sessions == 8
    assert "assumed" in unreported.note
    assert isnan(unreported.attrition)


def test_an_arm_is_as_large_and_as_long_as_it_was_and_nobody_ends_early_by_agreement():
    plain = read(SMALL).arms[0]
    dyads = simulate(planned(plain), record=False).dyads
    assert len(dyads) <= plain.randomised
    assert dyads.sessions_attended.max() <= plain.sessions
    assert set(dyads.ending) <= {"dropout", "planned_end", "ongoing"}
    assert set(dyads.modality) == {"cbt"}


def test_the_comparison_covers_every_arm_and_is_drawn(tmp_path):
    found = read(SMALL).live(lambda i, n: None)
    assert len(found.arms) == 5
    assert (found.arms.attrition_low <= found.arms.attrition_high).all()
    assert "remarks on rows" in trials_report.told(found)
    trials_report.write(found, tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {
        "trials.csv",
        "trials.parquet",
        "problems.txt",
        "trials.svg",
        "trials.png",
        "trials_quantiles.svg",
        "trials_quantiles.png",
    }


@pytest.mark.parametrize(("text", "words"), [("study,therapy\na,cbt\n", "lacks weeks, sessions"), ("", "cannot be read as CSV")])
def test_a_file_of_another_kind_is_refused_with_the_format(tmp_path, text, words):
    file = tmp_path / "other.csv"
    file.write_text(text)
    with pytest.raises(TableError, match=words):
        read(file)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(TableError, match="there is no such file"):
        read(tmp_path / "none.csv")


def test_a_cell_too_many_shifts_no_column_and_lines_are_those_of_the_file(tmp_path):
    header = ",".join(NEEDED)
    file = tmp_path / "wide.csv"
    file.write_text(f'{header}\n"Two\nlines",cbt,8,8,40,8,27,8,14,9\nWide,cbt,8,8,40,8,27,8,14,9,\nLong,cbt,6000,8,40,8,27,8,14,9\n')
    arms, problems = read(file).arms, read(file).problems
    assert [(a.line, a.randomised) for a in arms] == [(2, 40), (5, 40)]
    assert problems[0].startswith("line 4: left out: has 11 cells")
    assert "line 5 (Long): weeks '6000' is not from 0 to 5000" in problems[1]


@pytest.mark.parametrize(("cells", "said"), [
    ("12,12.5,40,8,27,8,14,9", "sessions '12.5' is not whole; taken as 12"),
    ("12,12,40,1.5,27,8,14,9", "lost is not a whole number of clients"),
    ("12,12,40,8,1e308,1e-308,14,9", "its change is of more than 10 SDs"),
    ("12,12,40,8,inf,8,14,9", "pre_mean 'inf' is not a number"),
    ("1_2,12,40,8,27,8,14,9", "weeks '1_2' is not a number"),
])  # fmt: skip
def test_what_cannot_be_is_remarked(tmp_path, cells, said):
    file = tmp_path / "odd.csv"
    file.write_text(f"{','.join(NEEDED)}\nOdd,cbt,{cells}\n")
    assert any(said in problem for problem in read(file).problems)


def test_few_replicates_do_not_tell_a_range():
    few, many = (trials(SMALL, seed=1, replicates=n) for n in (3, 40))
    assert isnan(as_dict(few.live(lambda i, n: None))["change_within"])
    assert 0.0 <= as_dict(many.live(lambda i, n: None))["change_within"] <= 1.0
