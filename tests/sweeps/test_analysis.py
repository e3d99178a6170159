"""Commands that analyse a sweep: from a design or its folder, the same bytes again, and a report that is one whole file."""

import json
import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.sweeps.sweep import OUTCOMES
from model.cli import build

DESIGN = """
title = "Tiny <grid>"
question = "Does resting matter?"
scenario = "small"
replicates = 2
[settings]
clinic.dyads = 40
[[axis]]
name = "rules.rest"
label = "rest"
values = [0.1, 0.5]
[[axis]]
name = "clinic.planned_sessions"
values = [4, 12]
"""


def dyads(*words):
    return CliRunner().invoke(build(), [str(word) for word in words], catch_exceptions=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a design, its finished sweep, analysis and report."""
    place = tmp_path_factory.mktemp("analysis")
    (place / "tiny.toml").write_text(DESIGN)
    for words in (
        ("sweep", place / "tiny.toml", "--out", place / "sweep"),
        ("sensitivity", place / "sweep", "--out", place / "found"),
        ("report", place / "sweep"),
    ):
        done = dyads(*words)
        assert done.exit_code == 0, done.output
    return place


def test_an_analysis_writes_table_figure_and_what_made_it(place):
    found = pd.read_csv(place / "found" / "sensitivity.csv")
    assert set(found.outcome) == set(OUTCOMES)
    assert {f.name for f in (place / "found").iterdir()} == {f"sensitivity.{kind}" for kind in ("csv", "parquet", "json", "svg", "png")}
    pd.testing.assert_frame_equal(pd.read_parquet(place / "found" / "sensitivity.parquet"), found)
    told = json.loads((place / "found" / "sensitivity.json").read_text())
    assert told["sweep"]["design_text"] == DESIGN
    assert len(told["luck"]) == len(OUTCOMES)


def test_the_same_sweep_is_analysed_and_reported_in_the_same_bytes(place):
    assert dyads("sensitivity", place / "sweep", "--out", place / "again").exit_code == 0
    assert dyads("report", place / "sweep", "--out", place / "again.html").exit_code == 0
    for kind in ("csv", "parquet", "svg", "png"):
        assert (place / "again" / f"sensitivity.{kind}").read_bytes() == (place / "found" / f"sensitivity.{kind}").read_bytes()
    assert (place / "again.html").read_bytes() == (place / "sweep" / "report.html").read_bytes()


def test_an_analysis_is_json_for_programs(place):
    told = json.loads(dyads("sensitivity", place / "sweep", "--json", "--out", place / "json").output)
    assert {row["measure"] for row in told["indices"]} == {"effect", "first value", "last value", "interaction"}
    assert told["together"]["measure"] == "interaction"
    assert "indices" in told["together"]["remark"]


MORRIS = """
title = "Which?"
kind = "morris"
samples = 4
scenario = "small"
replicates = {replicates}
[settings]
clinic.dyads = 40
[[factor]]
name = "rules.rest"
[[factor]]
name = "clinic.planned_sessions"
low = 2
high = 12
"""


@pytest.mark.parametrize(("replicates", "remark"), [(1, "of these clinics only"), (2, "one degree of freedom")])
def test_what_is_printed_is_in_falling_order_beside_its_floor_with_how_few_seeds_there_are(tmp_path, replicates, remark, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.toml").write_text(MORRIS.format(replicates=replicates))
    said = dyads("sensitivity", "tiny.toml").output
    words = " ".join(said.split())
    assert remark in words
    assert ("floor: " in words) == (replicates > 1)
    assert "Which? What outcomes depend on" in words
    rows = [line for line in said.splitlines() if line.startswith(OUTCOMES["dropout"])]
    assert [rest.split()[0] for rest in (row.removeprefix(OUTCOMES["dropout"]) for row in rows)] == [
        "clinic.planned_sessions",
        "rules.rest",
    ]
    assert "without a report: dyads report results/sweep-tiny-1 writes it" in words
    assert dyads("report", "results/sweep-tiny-1").exit_code == 0
    assert "without a report" not in " ".join(dyads("sensitivity", "results/sweep-tiny-1").output.split())


def test_a_report_fetches_nothing_and_holds_all_that_repeats_it(place):
    page = (place / "sweep" / "report.html").read_text()
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", page)
    assert page.count("data:image/svg+xml") >= 7
    for words in (
        "Does resting matter?",
        "Tiny &lt;grid&gt;",
        "[settings]",
        "dyads sweep tiny.toml",
        "prefers-color-scheme: dark",
        "@media print",
    ):
        assert words in page
    assert "Tiny <grid>" not in page


def test_what_is_no_finished_sweep_is_refused(tmp_path):
    for command in ("sensitivity", "report"):
        done = dyads(command, tmp_path)
        assert done.exit_code != 0
        assert "holds no finished sweep" in f"{done.output}{done.exception}"


def test_precision_is_told_in_words_and_in_json():
    words = ("precision", "small", "--dyads", 120, "--half-width", 0.1)
    assert "to be safe" in dyads(*words).output
    told = json.loads(dyads(*words, "--json").output)
    assert [row["clients_per_therapist"] for row in told["advice"]] == sorted(
        {5, 10, 30, 100, *(r["clients_per_therapist"] for r in told["advice"])}
    )
    assert told["low"] < told["mean"] < told["high"]


def test_precision_refuses_all_faults_together():
    done = dyads("precision", "small", "--half-width", -1, "--outcome", "luck")
    assert done.exit_code != 0
    told = f"{done.output}{done.exception}"
    assert "half-width must be a number of more than 0" in told
    assert "outcome must be one of" in told
