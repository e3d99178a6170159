"""Verbs give tidy tables, take a design or rules in any shape, write only where they are told, and refuse in plain words."""

import doctest
import importlib
import inspect
import json
import traceback
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import experiments
from experiments import (
    Design,
    compare,
    interventions,
    parameters,
    precision,
    questions,
    replay,
    report,
    rerun,
    rules,
    run,
    scenarios,
    sensitivity,
    story,
    sweep,
    trials,
)
from experiments.reports import report as sweep_report
from experiments.sweeps.sweep import OUTCOMES
from experiments.verbs.manners import telling
from model import OutputError, RuleError, SettingError, simulate
from model.progress import beneath_a_cell
from tests.support import DATA

FACTORS = [
    {"label": "rest", "name": "rules.rest", "values": np.array([0.1, 0.5])},
    {"label": "most sessions", "name": "clinic.planned_sessions", "values": (4, 12)},
]
GRID = {"title": "Tiny grid", "scenario": "small", "replicates": 2, "settings": {"clinic": {"dyads": 40}}, "factor": FACTORS}
TOML = """
title = "Tiny grid"
scenario = "small"
replicates = 2
[settings]
clinic.dyads = 40
[[factor]]
label = "rest"
name = "rules.rest"
values = [0.1, 0.5]
[[factor]]
label = "most sessions"
name = "clinic.planned_sessions"
values = [4, 12]
"""
RULE = 'def dropout_chance(hope, p):\n    """Probability that the client stays away, 0 to 1."""\n    return p.dropout_lapse * 0.0 + 0.1\n'
OWN = """PARAMETERS = {"pull": 0.3}


def dropout_chance(hope, p):
    "Probability that the client stays away for good, 0 to 1."
    return p.pull * (1.0 - hope)
"""
SMALL_TRIALS = DATA / "trials_small.csv"


@pytest.fixture(scope="module")
def grid():
    return sweep(GRID)


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A folder to work in that must stay empty."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("home", sorted(set(experiments.HOME.values())))
def test_the_examples_of_docstrings_are_so(home, nowhere):
    module = importlib.import_module(home)
    found = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
    assert found.failed == 0


@pytest.mark.parametrize("name", [n for n in experiments.__all__ if n not in ("Design", "Laboratory")])
def test_every_verb_says_what_it_gives_and_types_it(name):
    verb = getattr(experiments, name)
    told = inspect.signature(verb)
    assert told.return_annotation is not inspect.Signature.empty
    assert (inspect.getdoc(verb) or "").split("\n")[0]
    for switch in {"out", "progress"} & set(told.parameters):
        assert told.parameters[switch].default is None or name in ("merge", "calibrate")


def test_a_design_is_the_same_as_a_dict_as_a_file_and_as_it_was_read(grid, tmp_path, monkeypatch):
    (tmp_path / "tiny.toml").write_text(TOML)
    for told in (tmp_path / "tiny.toml", str(tmp_path / "tiny.toml"), Design.of(GRID)):
        assert sweep(told).rows.equals(grid.rows)
    assert Design.of(Design.of(GRID).asked.model_dump(exclude_unset=True)).said(3) == {"rest": 0.5, "most sessions": 12}


def test_all_faults_of_a_dict_are_told_at_once(nowhere):
    with pytest.raises(SettingError) as e:
        sweep({**GRID, "scenario": "smal", "samples": 3, "factor": [{"name": "rules.rst", "values": [0.1]}]})
    told = str(e.value)
    assert "Did you mean small" in told
    assert "samples is no part" in told
    assert "Did you mean rules.rest" in told


def test_a_sweep_is_tidy_and_is_drawn(grid, nowhere):
    assert len(grid.rows) == 8
    assert list(grid.means()["most sessions"]) == [4, 12, 4, 12]
    assert grid.failures.empty
    for drawn in (grid.heat_map(), grid.response_curves("rest"), grid.endings()):
        assert isinstance(drawn, Figure)
    with pytest.raises(SettingError, match="Did you mean rest"):
        grid.endings("rst")
    with pytest.raises(SettingError, match="no outcome is called dropouts"):
        grid.heat_map("dropouts")


def test_a_sweep_in_a_folder_is_the_one_in_memory_and_is_not_done_again(grid, tmp_path):
    first = sweep(GRID, out=tmp_path / "kept")
    then = {f.name: f.stat().st_mtime_ns for f in (tmp_path / "kept").iterdir()}
    again = sweep(GRID, out=tmp_path / "kept")
    assert {f.name: f.stat().st_mtime_ns for f in (tmp_path / "kept").iterdir()} == then
    assert first.rows.equals(grid.rows)
    assert again.rows.equals(grid.rows)
    with pytest.raises(OutputError, match="the design is another"):
        sweep({**GRID, "replicates": 1}, out=tmp_path / "kept")
    assert sensitivity(tmp_path / "kept").indices.equals(sensitivity(grid).indices)
    assert rerun(tmp_path / "kept").same


def test_sensitivity_of_a_grid_has_a_row_a_factor(grid, nowhere):
    found = sensitivity(grid)
    assert set(found.table().index) == {"rest", "most sessions"}
    assert set(found.indices.columns) == {"outcome", "factor", "measure", "value", "low", "high", "samples"}
    assert len(found.luck) == len(OUTCOMES)
    assert found.together.measure == "interaction"
    assert isinstance(found.figure(), Figure)
    with pytest.raises(SettingError, match="no measure of this design is called total"):
        found.table("total")


def test_a_report_is_written_where_it_is_told_and_nowhere_else(grid, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = report(grid, out="page.html")
    assert "Tiny grid" in page.html
    assert [f.name for f in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text("utf-8") == page.html
    assert len(repr(page)) < 100
    with pytest.raises(OutputError, match="there is no such folder"):
        report(grid, out="nowhere/page.html")


def test_a_report_without_a_file_is_handed_over(grid, nowhere, monkeypatch):
    monkeypatch.setattr(sweep_report, "page", lambda of, told: f"<h1>{of.title}</h1>")
    assert report(grid).html == "<h1>Tiny grid</h1>"
    assert report(grid).file is None


def test_a_clinic_that_is_lived_is_that_of_simulate_and_its_folder_says_what_made_it(tmp_path):
    lived = run("small", settings={"rules.rest": 0.3}, seed=5, out=tmp_path / "kept")
    asked = simulate("small", settings={"rules.rest": 0.3}, seed=5)
    assert lived.dyads.equals(asked.dyads)
    assert pd.read_parquet(tmp_path / "kept" / "sessions.parquet").equals(asked.sessions)
    assert json.loads((tmp_path / "kept" / "run.json").read_text())["command"][0] == "python"
    assert replay(tmp_path / "kept", "2-3").same
    assert replay(tmp_path / "kept", 1).same
    for drawn in (lived.alliance_courses(), lived.cumulative_incidence(), lived.alliance_and_outcome(), lived.ruptures_and_repairs()):
        assert isinstance(drawn, Figure)
    with pytest.raises(OutputError, match="is not empty"):
        run("small", out=tmp_path / "kept")


def test_rules_are_a_file_or_rules(tmp_path):
    from model import from_file

    (tmp_path / "mine.py").write_text(RULE.replace("p.dropout_lapse * 0.0 + ", ""))
    by_file = compare("small", rules=tmp_path / "mine.py")
    assert by_file.frame.equals(compare("small", rules=from_file(tmp_path / "mine.py")).frame)
    assert by_file.frame.set_index("outcome").difference["dropout"] != 0.0
    assert rules(tmp_path / "mine.py").set_index("rule").file["dropout_chance"] == "yours"


def test_two_clinics_that_were_lived_are_compared_as_they_are(nowhere):
    a, b = run("small"), simulate("small", settings={"rules.rest": 0.9})
    assert compare(a, b).frame.equals(compare("small", settings={"rules.rest": 0.9}).frame)
    with pytest.raises(SettingError, match="compared as they are"):
        compare(a, b, settings={"rules.rest": 0.1})
    with pytest.raises(SettingError, match="B would be A"):
        compare("small")


def test_faults_of_both_sides_are_told_at_once(nowhere):
    with pytest.raises(SettingError) as e:
        compare("smal", "nosuch", settings={"rules.rst": 1}, seed=-1)
    assert len(e.value.faults) == len(set(e.value.faults)) == 4


def test_a_story_is_that_of_its_client(nowhere):
    told = story("small", "2-3")
    assert set(told.sessions.client_id) == {"2-3"}
    assert str(told).startswith("A small clinic: client 2-3")
    assert isinstance(told.course(), Figure)
    with pytest.raises(SettingError, match="therapists 1 to 4"):
        story("small", "99-1")


def test_precision_speaks_of_what_python_has(nowhere):
    found = precision("small", half_width=0.1)
    assert found.advice.clients_per_therapist.is_monotonic_increasing
    assert "to be safe" in found.says
    with pytest.raises(SettingError) as e:
        precision("small", half_width=-1, outcome="luck")
    assert [fault.split(" ")[0] for fault in e.value.faults] == ["outcome", "half-width"]


def test_lists_are_tables(nowhere):
    assert set(parameters("rules.rest").columns) >= {"name", "default", "low", "high", "unit", "meaning", "source"}
    assert len(scenarios()) > 10
    assert interventions().deed.is_unique
    assert questions().study.is_unique
    with pytest.raises(SettingError, match="contains 'nothing-like-it'"):
        parameters("nothing-like-it")


def test_trials_have_a_row_an_arm(nowhere):
    found = trials(SMALL_TRIALS, replicates=2)
    assert len(found.arms) == found.summary["arms"] == 5
    assert isinstance(found.figure(), Figure)


SHOWN: Mapping[str, str] = {
    "sweep": "means",
    "sensitivity": "indices",
    "run": "dropout",
    "compare": "lived the same life",
    "precision": "advice",
}


def test_results_show_themselves_in_a_notebook(grid, nowhere):
    found = {
        "sweep": grid,
        "sensitivity": sensitivity(grid),
        "run": run("small"),
        "compare": compare("small", settings={"rules.rest": 0.9}),
        "precision": precision("small", half_width=0.1),
    }
    for name, words in SHOWN.items():
        assert words in found[name]._repr_html_()
        assert words in repr(found[name])
        assert len(repr(found[name])) < 5_000
        assert "<p>" not in repr(found[name])
    assert repr(story("small", "2-3")).startswith("A small clinic: client 2-3")


def test_a_figure_shows_itself_in_a_notebook_in_the_same_bytes(grid):
    one, other = (grid.heat_map()._repr_png_() for _ in range(2))
    assert one.startswith(b"\x89PNG")
    assert one == other


def test_an_error_is_told_from_where_the_verb_was_called_and_in_a_notebook_in_a_line_each():
    with pytest.raises(RuleError) as e:
        run("small", rules="none.py")
    assert len(traceback.extract_tb(e.value.__traceback__)) == 2, "this line, and the verb"
    assert e.value.__suppress_context__
    (line,) = e.value._render_traceback_()
    assert line.startswith("RuleError: ")
    assert line.endswith("there is no such rule file.")


def test_progress_is_silent_in_a_script_and_told_when_wanted(grid, capsys, monkeypatch):
    sweep(GRID)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("model.progress.FIRST", 0.0)
    with telling(True, "sweeping", "clinics") as told:
        told(1, 2)
        told(2, 2)
    assert "sweeping: 1 of 2 clinics" in capsys.readouterr().err
    with telling(False, "sweeping") as told:
        told(1, 2)
    assert capsys.readouterr() == ("", "")


class Cell:
    """What a notebook shows beneath a cell."""

    def __init__(self):
        self.lines = []

    def display(self, content, **how):
        self.lines.append(content["text/plain"])
        return self

    def update(self, content, **how):
        self.lines[-1] = content["text/plain"]


def test_progress_in_a_notebook_is_one_line_and_of_what_takes_no_time_none(monkeypatch):
    cell, now = Cell(), iter([0.0, 0.0, 0.5, 5.0, 5.0, 9.0])
    monkeypatch.setattr("IPython.display.display", cell.display)
    with beneath_a_cell("sweeping", "clinics", clock=lambda: 0.0) as told:
        told(4, 4)
    assert cell.lines == []
    now = iter(float(t) for t in range(1, 100))
    with beneath_a_cell("sweeping", "clinics", clock=lambda: next(now)) as told:
        told(1, 4)
        told(2, 4)
        assert cell.lines[-1].startswith("sweeping: 2 of 4 clinics")
        told(4, 4)
    assert cell.lines == ["sweeping: 4 of 4 clinics"]


def test_parameters_that_a_rule_file_brings_are_swept(tmp_path):
    (tmp_path / "mine.py").write_text(OWN)
    design = {"scenario": "small", "factor": [{"name": "rules.pull", "values": [0.1, 0.6]}]}
    found = sweep(design, rules=tmp_path / "mine.py")
    assert found.rows.dropout.is_monotonic_increasing
    assert found.rows.dropout.nunique() == 2
