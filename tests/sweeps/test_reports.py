"""A finished sweep reports itself: one page in one file, whatever the design, whose sentences come from its table."""

import json
import re

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.drawing import figures
from experiments.reports import report as sweep_report
from experiments.reports.findings import findings
from experiments.reports.report import FIGURES, REPORT, indices_of
from experiments.sweeps import finished
from experiments.sweeps.sweep import OUTCOMES
from model.cli import build
from model.errors import OutputError

HEAD = 'title = "Tiny"\nquestion = "Does it matter?"\nscenario = "small"\nreplicates = {n}\n[settings]\nclinic.dyads = 60\n'
REST = '[[factor]]\nname = "rules.rest"\nlabel = "rest"\nlow = 0.1\nhigh = 0.5\nsteps = 2\n'
PLAN = '[[factor]]\nname = "clinic.planned_sessions"\nvalues = [1, 12]\n'
MINE = '[[factor]]\nname = "rules"\nvalues = ["default", "mine.py"]\n'
WHERE = '[[factor]]\nname = "scenario"\nvalues = ["small", "trial"]\n'
UNSTEPPED = REST.replace("steps = 2\n", "")
POINT = '[[point]]\n"rules.rest" = {}\n"clinic.planned_sessions" = {}\n'
KINDS = {
    "grid-1": (3, PLAN),
    "grid-2": (3, PLAN + REST),
    "grid-3": (3, PLAN + REST + MINE),
    "grid-one-seed": (1, PLAN),
    "words": (2, WHERE + MINE),
    "list": (2, POINT.format(0.1, 1) + POINT.format(0.4, 12) + POINT.format(0.3, 6)),
    "one-at-a-time": (2, POINT.format(0.1, 1) + POINT.format(0.4, 1) + POINT.format(0.1, 12)),
    "random": (1, f'kind = "random"\nsamples = 96\n|{PLAN}{UNSTEPPED}'),
    "latin-hypercube": (2, f'kind = "latin-hypercube"\nsamples = 82\n|{UNSTEPPED}{MINE}'),
    "sobol": (1, f'kind = "sobol"\nsamples = 4\n|{PLAN}{UNSTEPPED}'),
    "morris": (1, f'kind = "morris"\nsamples = 4\n|{PLAN}{UNSTEPPED}'),
    "some-fail": (1, '[[factor]]\nname = "therapists.regard.mean"\nvalues = [0.6, 0.7, 0.9999]\n'),
    "all-fail": (1, '[[factor]]\nname = "therapists.regard.mean"\nvalues = [0.9998, 0.9999]\n'),
}


QUICK = ("grid-3", "list", "some-fail", "all-fail")
"""Between them they have every part of a page; the others are drawn where there is time."""


def dyads(*words):
    return CliRunner().invoke(build(), [str(word) for word in words], catch_exceptions=True)


@pytest.fixture(scope="module", params=[pytest.param(k, marks=() if k in QUICK else pytest.mark.slow) for k in KINDS])
def kind(request, tmp_path_factory):
    """The name of a kind of design, and the folder in which `dyads sweep` has left it."""
    place = tmp_path_factory.mktemp(request.param)
    (place / "mine.py").write_text("def dropout_chance(bond):\n    return 0.3 * (1.0 - bond)\n")
    n, more = KINDS[request.param]
    before, _, after = more.rpartition("|")
    head = HEAD.replace('scenario = "small"\n', "") if WHERE in after else HEAD
    (place / "tiny.toml").write_text(before + head.format(n=n) + after)
    done = dyads("sweep", place / "tiny.toml", "--out", place / "out")
    assert done.exit_code == (1 if "fail" in request.param else 0), done.output
    return request.param, place / "out"


def test_every_kind_of_design_reports_itself(kind):
    name, folder = kind
    page = (folder / REPORT).read_text()
    assert not re.findall(r"""(?:src|href)=["'](?!data:|#)""", page)
    assert not re.findall(r"\bnan\b", re.sub(r"base64,[^\"]*", "", page))
    for words in ("Tiny", "Does it matter?", "How to repeat it", "How to cite it", "calibrated-1", "versions"):
        assert words in page
    drawn = sorted(f.stem for f in (folder / FIGURES).glob("*.svg"))
    assert page.count("data:image/svg+xml") == len(drawn) == len([*(folder / FIGURES).glob("*.png")])
    if name != "all-fail":
        assert {"endings", "states", "dropout", "response_curves"} <= set(drawn)
    assert (len([each for each in drawn if each.startswith("heat_map")]) == len(OUTCOMES)) == (name in ("grid-2", "grid-3", "words"))
    assert ("interactions" in drawn) == (name == "grid-3")


def test_what_failed_is_told_with_the_reason(kind):
    name, folder = kind
    assert ("What failed" in (folder / REPORT).read_text()) == ("fail" in name)
    if "fail" in name:
        assert "therapists.regard.sd must be smaller" in (folder / REPORT).read_text()


def test_sentences_tell_the_means_of_the_table(kind):
    name, folder = kind
    if not name.startswith("grid"):
        pytest.skip("told of grids, whose levels are the values of their factors")
    sweep = finished.read(folder)
    means = sweep.rows.groupby("clinic.planned_sessions").dropout.mean()
    told = " ".join(findings(sweep, indices_of(sweep))[0].says)
    assert f"{100 * (means[12] - means[1]):+.1f} points".replace("-", "−") in told
    assert ("without an interval" in told) == (name == "grid-one-seed")


def test_the_report_of_a_sweep_is_the_same_bytes_each_time(kind, tmp_path):
    name, folder = kind
    if name != "list":
        pytest.skip("one kind stands for all")
    assert dyads("report", folder, "--out", tmp_path / "again.html").exit_code == 0
    assert (tmp_path / "again.html").read_bytes() == (folder / REPORT).read_bytes()


@pytest.fixture
def plain(tmp_path):
    """A finished sweep without its report."""
    (tmp_path / "tiny.toml").write_text(HEAD.format(n=1) + PLAN)
    done = dyads("sweep", tmp_path / "tiny.toml", "--out", tmp_path / "out", "--no-report")
    assert done.exit_code == 0, done.output
    return tmp_path / "out"


def test_a_report_can_be_left_and_comes_with_the_same_command(plain):
    before = sorted(f.name for f in plain.iterdir())
    assert before == ["data_dictionary.csv", "sweep.csv", "sweep.json", "sweep.parquet"]
    assert dyads("sweep", plain.parent / "tiny.toml", "--out", plain).exit_code == 0
    assert sorted(f.name for f in plain.iterdir()) == sorted([*before, FIGURES, REPORT])


def test_a_figure_that_cannot_be_drawn_is_left_out_and_said(plain, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("no")

    monkeypatch.setattr(sweep_report.sweep_pictures.sweep_figures, "endings", broken)
    with pytest.warns(UserWarning, match="the figure endings could not be drawn"):
        sweep_report.write(finished.read(plain), plain)
    assert not (plain / FIGURES / "endings.svg").exists()
    assert (plain / REPORT).is_file()


def test_a_stop_while_the_report_is_drawn_leaves_nothing_half_written(plain, monkeypatch):
    class Stop(BaseException):
        pass

    def told(done, of, failed=0):
        if done == 2:
            raise Stop

    before = sorted(f.name for f in plain.iterdir())
    with pytest.raises(Stop):
        sweep_report.write(finished.read(plain), plain, told)
    assert sorted(f.name for f in plain.iterdir()) == before


def test_a_full_disk_costs_the_report_and_no_table(plain, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(figures, "save", full)
    with pytest.raises(OutputError, match="the disk is full"):
        sweep_report.write(finished.read(plain), plain)
    said = dyads("sweep", plain.parent / "tiny.toml", "--out", plain)
    assert said.exit_code == 1
    assert f"dyads report {plain}" in " ".join(said.stderr.split()).replace("- ", "-")
    assert (plain / "sweep.parquet").is_file()


def test_a_full_disk_leaves_nothing_of_a_page_that_was_to_be_written(tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        sweep_report.write_text(tmp_path / "page.html", "<p>long</p>")
    assert not list(tmp_path.iterdir())


def test_the_dictionary_has_every_column_of_the_table(kind):
    _, folder = kind
    words = pd.read_csv(folder / "data_dictionary.csv")
    assert [*words.column] == [*pd.read_parquet(folder / "sweep.parquet").columns]
    assert words.notna().all(axis=None)
    assert json.loads((folder / "sweep.json").read_text())["clinics"] == len(pd.read_parquet(folder / "sweep.parquet"))
