"""The commands that hold the model against the record: each is run small, and writes what it says."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.calibrating import equal_fits
from experiments.evidence.models import nulls
from experiments.evidence.scorecard import Score
from experiments.evidence.scorecard_report import verdict
from experiments.evidence.targets import patterns, targets
from model.cli import build
from model.errors import DyadsError
from model.parameters import FROZEN

SMALL = ("--seeds", "3", "--therapists", "5")


def dyads(*words) -> str:
    """What a command prints; progress, which a slow machine shows, is on the other stream."""
    result = CliRunner().invoke(build(), [*map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(("more", "name", "findings"), [((), "scorecard", targets), (("--patterns",), "patterns", patterns)])
def test_a_scorecard_tells_and_writes_every_finding(tmp_path, more, name, findings):
    said = dyads("scorecard", *SMALL, "--seed", 7, "--no-nulls", *more, "--out", tmp_path / "s")
    assert all(key in said for key in findings())
    rows = pd.read_parquet(tmp_path / "s" / f"{name}.parquet")
    assert set(rows.finding) == set(findings())
    assert rows.definition.str.len().min() > 20
    about = json.loads((tmp_path / "s" / f"{name}.json").read_text())
    assert (about["seed"], about["seeds"], about["therapists"]) == (7, 3, 5)
    assert "seeds 7 to 9" in said
    assert about["counted"] == sum(t.counted for t in findings().values())
    assert (tmp_path / "s" / f"{name}_forest.png").stat().st_size > 10_000


def test_a_scorecard_of_changed_numbers_is_not_called_by_the_name_of_the_frozen_set(tmp_path):
    said = dyads("scorecard", *SMALL, "--no-nulls", "--set", "rules.dropout_alliance=0", "--out", tmp_path / "s")
    assert "yours" in said
    assert "calibrated-1" not in said


def test_a_scorecard_takes_rules_of_ones_own(tmp_path):
    (tmp_path / "mine.py").write_text("def dropout_chance(hope, p):\n    return 0.0 * hope\n")
    dyads("scorecard", *SMALL, "--no-nulls", "--rules", tmp_path / "mine.py", "--out", tmp_path / "s")
    rows = pd.read_parquet(tmp_path / "s" / "scorecard.parquet").set_index("finding")
    assert rows.simulated["D01"] < 0.1  # nobody stays away but those who lapse


def test_beside_a_theory_of_ones_own_stands_the_model_as_it_is(tmp_path):
    said = dyads("scorecard", *SMALL, "--set", "rules.dropout_alliance=0", "--out", tmp_path / "s")
    names = pd.read_parquet(tmp_path / "s" / "scorecard.parquet").theory.unique().tolist()
    assert names[:2] == ["yours", FROZEN]
    assert len(names) == 2 + len(nulls())
    assert f"{FROZEN} " in said


@pytest.mark.parametrize(
    ("value", "reach", "said"), [(0.1, 0.1, "MISSED"), (0.2, 0.2, "uncertain"), (0.3, 0.2, "uncertain"), (0.3, 0.01, "holds")]
)
def test_a_finding_is_missed_where_its_interval_lies_outside_however_wide(value, reach, said):
    target = targets()["A01"]
    assert verdict(Score("A01", value, value - reach, value + reach, target)) == said


def test_ablations_throw_every_switch(tmp_path):
    said = dyads("ablations", *SMALL, "--out", tmp_path / "a")
    table = pd.read_csv(tmp_path / "a" / "ablations.csv")
    assert {"M3", "M17", "M17, healing alone", "relationship to outcome"} <= set(table["name"])
    assert "M27" in said
    assert json.loads((tmp_path / "a" / "ablations.json").read_text())["seeds"] == 3


def test_a_study_says_what_made_it(tmp_path):
    dyads("study", "goal-mismatch", "--dyads", "150", "--seeds", "3", "--out", tmp_path / "s")
    about = json.loads((tmp_path / "s" / "goal-mismatch.json").read_text())
    assert about["about"] == "3 clinics of 5 × 30 dyads, seeds 1 to 3"
    assert about["worlds"]["0.8"]["do"] == ["all in 1: dyad.goal_wish = 0.1; dyad.goal_aim = 0.9"]
    assert {f.suffix for f in (tmp_path / "s").iterdir()} == {".csv", ".parquet", ".json", ".png", ".svg"}
    assert about["rules"]


def test_calibrate_says_what_it_found_and_how_well_it_is_known(tmp_path, monkeypatch):
    monkeypatch.setattr(equal_fits, "DRAWS", 6)
    words = ("calibrate", "--starts", "1", "--evaluations", "1", "--seeds", "1", "--therapists", "5", "--out", tmp_path / "c")
    said = dyads(*words)
    assert "pinned down" in said
    assert {f.name for f in (tmp_path / "c").iterdir()} == {
        "calibrated.toml", "identifiability.csv", "starts.csv", "fits.csv", "log.jsonl", "problem.json",
    }  # fmt: skip
    assert dyads(*words) == said


def test_the_page_of_evidence_is_written_from_the_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(equal_fits, "LOOKED_AT", 2)
    dyads("evidence", *SMALL, "--trials", "tests/data/trials_small.csv", "--out", tmp_path / "evidence.md")
    page = (tmp_path / "evidence.md").read_text("utf-8")
    assert all(f"| {key} |" in page for key in (*targets(), *patterns()))
    for picture in ("scorecard", "patterns", "causal_alliance", "trials", "trials_quantiles"):
        assert (tmp_path / "images" / f"evidence_{picture}.png").is_file()
    assert "What it must not be used for" in page
    before, uncounted = page.split("### Not counted")
    assert "| P24 |" in uncounted.split("## What each mechanism")[0]
    assert "| P24 |" not in before
    assert "Scores are means over 3 clinics of 5 × 30 dyads, seeds 1 to 3" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("scorecard", "--seeds", "1", "--therapists", "2"),
            ["seeds must be at least 3; got 1.", "therapists must be at least 5; got 2."],
        ),
        (("calibrate", "--null", "nois"), ["no null model is called nois. Did you mean noise?"]),
        (("scorecard", "--therapists", "999999999999"), ["therapists must be at most 1,000,000; got 999,999,999,999."]),
        (
            ("evidence", "--seeds", "1", "--trials", "nowhere.csv", "--out", "tests"),
            ["seeds must be at least 3; got 1.", "nowhere.csv: there is no such file", "tests: cannot be written: it is a folder."],
        ),
        (("calibrate", "--null", "noise", "--freeze", "nowhere"), ["leave out --null"]),
        (("study", "causal-aliance"), ["no study is called causal-aliance. Did you mean causal-alliance?"]),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_would_be_right(words, said):
    with pytest.raises(DyadsError) as refused:
        CliRunner().invoke(build(), list(words), catch_exceptions=False)
    assert all(line in str(refused.value) for line in said)
