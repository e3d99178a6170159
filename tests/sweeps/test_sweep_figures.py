"""Figures of sweeps show what the table says."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from experiments.analysis.sensitivity import indices
from experiments.analysis.sensitivity_figures import draw, ranked, titled
from experiments.designs.design import parse
from experiments.drawing import figures
from experiments.reports import figures as sweep_figures
from experiments.sweeps import finished
from experiments.sweeps.sweep import OUTCOMES, sweep
from model import simulate

TINY = 'scenario = "small"\nreplicates = 2\n[settings]\nclinic.dyads = 60\n'
GRID = (
    TINY
    + """
[[axis]]
name = "clinic.planned_sessions"
values = [4, 8, 12]
[[axis]]
name = "rules.rest"
label = "rest"
values = [0.1, 0.5]
"""
)
MORRIS = f"""
kind = "morris"
samples = 4
{TINY}
[[factor]]
name = "clinic.planned_sessions"
low = 2
high = 12
[[factor]]
name = "rules.rest"
label = "rest"
"""


@pytest.fixture(scope="module", params=[GRID, MORRIS], ids=["grid", "morris"])
def done(request):
    return finished.of(sweep(parse(request.param, "tiny", None)))


def test_a_level_has_the_clinics_of_its_value(done):
    found = sweep_figures.levels(done, "clinic.planned_sessions")
    assert sum(len(level.rows) for level in found) == len(done.rows)
    assert [level.at for level in found] == sorted(done.rows["clinic.planned_sessions"].unique())


def test_the_band_of_a_level_has_its_mean(done):
    level = sweep_figures.levels(done, "clinic.planned_sessions")[-1]
    value, low, high = sweep_figures.band(level.rows, "dropout", ("replicate",))
    assert value == pytest.approx(level.rows.dropout.mean())
    assert low <= value <= high


def test_response_curves_have_a_panel_for_each_outcome_and_factor(done):
    figure = sweep_figures.response_curves(done, done.factors)
    assert len(figure.axes) == len(OUTCOMES) * 2
    drawn = figure.axes[0].lines[-1].get_ydata()
    assert drawn == pytest.approx([level.rows.dropout.mean() for level in sweep_figures.levels(done, done.factors[0])], abs=0.02)


def test_bars_of_endings_reach_from_none_to_all(done):
    figure = sweep_figures.endings(done, "clinic.planned_sessions")
    ends = np.array([bar.get_x() + bar.get_width() for bar in figure.axes[0].patches])
    assert ends.max() == pytest.approx(1.0)
    assert np.isclose(ends, 1.0).sum() >= len(sweep_figures.levels(done, "clinic.planned_sessions"))


def test_curves_of_dropout_end_at_the_share_who_dropped_out():
    clinics = {str(n): simulate("small", settings={"clinic.planned_sessions": n}, record=False).dyads for n in (3, 12)}
    figure = sweep_figures.dropout_by_level(clinics, "planned sessions")
    shares = [line.get_ydata()[-1] for line in figure.axes[0].lines]
    assert shares == pytest.approx([(d.ending == "dropout").mean() for d in clinics.values()])


def test_indices_are_drawn_with_what_matters_most_on_top(done):
    found = indices(done)
    kind = done.asked.sort
    figure = draw(found, kind, "tiny")
    shown = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert shown == ranked(found, {"grid": "effect", "morris": "mu_star"}[kind])


def test_a_figure_is_written_as_the_files_that_are_asked_for_and_can_be_laid_out_again(done, tmp_path):
    figure = sweep_figures.endings(done, "clinic.planned_sessions")
    engine = figure.get_layout_engine()
    assert [file.name for file in figures.save(figure, tmp_path, "both")] == ["both.svg", "both.png"]
    assert [file.name for file in figures.save(figure, tmp_path, "one", ("svg",))] == ["one.svg"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["both.png", "both.svg", "one.svg"]
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "both.svg").read_bytes()
    assert figure.get_layout_engine() is engine


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Does it matter?", "Does it matter? What outcomes depend on"), ("Who repairs", "Who repairs: what outcomes depend on")],
)
def test_a_title_that_asks_is_not_followed_by_a_colon_and_long_ones_take_several_lines_within_the_figure(done, title, expected):
    assert titled(title, "what outcomes depend on") == expected
    figure = draw(indices(done), done.asked.sort, titled(f"{title} " * 12, "what outcomes depend on"))
    FigureCanvasAgg(figure).draw()
    box = figure._suptitle.get_window_extent()
    assert 0.0 <= box.x0 < box.x1 <= figure.get_size_inches()[0] * figure.dpi
