"""Heat maps: numbers stand in cells where they fit, and words beside them do not run into each other."""

from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from experiments.drawing.heat_map import cells, heat_map


def frame(wide, high, value=lambda i, j: -0.01 * (i + j)):
    return pd.DataFrame(
        [(0.3 + i / 1000, 0.2 + j / 1000, value(i, j)) for i, j in product(range(wide), range(high))], columns=["x", "y", "v"]
    )


def drawn(table):
    figure = heat_map(table, "x", "y", "v", "title")
    FigureCanvasAgg(figure).draw()
    return figure.axes[0]


def test_a_small_heat_map_has_a_number_in_every_cell():
    table = pd.DataFrame({"x": [1, 1, 2, 2], "y": [0, 1, 0, 1], "v": [0.1, 0.2, 0.3, 0.4]})
    assert [t.get_text() for t in drawn(table).texts] == ["0.10", "0.30", "0.20", "0.40"]


@pytest.mark.parametrize(("wide", "high"), [(7, 7), (15, 15), (30, 8), (4, 45)])
def test_a_number_lies_within_its_cell(wide, high):
    axes = drawn(frame(wide, high))
    cell = axes.get_window_extent().width / wide, axes.get_window_extent().height / high
    for text in axes.texts:
        box = text.get_window_extent()
        assert box.width < cell[0]
        assert box.height < cell[1]


def test_there_are_no_numbers_where_they_would_not_fit():
    assert len(drawn(frame(15, 15)).texts) == 225
    assert not drawn(frame(50, 50)).texts
    assert cells(50, 50).size == 0.0


@pytest.mark.parametrize("n", [7, 25, 60])
def test_words_beside_the_cells_stand_apart(n):
    axes = drawn(frame(n, n))
    across, up = ([t.get_window_extent() for t in labels] for labels in (axes.get_xticklabels(), axes.get_yticklabels()))
    assert len(across) > 5
    assert all(one.x1 < other.x0 for one, other in pairwise(across))
    assert all(one.y1 < other.y0 for one, other in pairwise(up))


def test_long_names_of_few_values_lie_within_the_figure_and_apart_from_its_title():
    x, y = "clients.attachment_avoidance.mean", "clients.attachment_anxiety.mean"
    figure = heat_map(frame(3, 2).rename(columns={"x": x, "y": y}), x, y, "v", "Early alliance with outcome (r)")
    FigureCanvasAgg(figure).draw()
    words = [figure.axes[0].yaxis.label, figure.axes[0].xaxis.label, figure._suptitle]
    up, across, title = (each.get_window_extent() for each in words)
    width, height = figure.get_size_inches() * figure.dpi
    assert all(0 <= box.x0 < box.x1 <= width and 0 <= box.y0 < box.y1 <= height for box in (up, across, title))
    assert up.y1 < title.y0


def test_a_figure_of_a_large_grid_can_still_be_looked_at():
    figure = heat_map(frame(100, 100), "x", "y", "v", "title")
    assert max(figure.get_size_inches()) < 14.0


def test_factors_in_words_keep_their_order():
    table = pd.DataFrame({"x": ["small", "small", "early", "early"], "y": [2.0, 1.0, 2.0, 1.0], "v": [1.0, 2.0, 3.0, 4.0]})
    axes = drawn(table)
    assert [t.get_text() for t in axes.get_xticklabels()] == ["small", "early"]
    assert [t.get_text() for t in axes.texts] == ["2.00", "4.00", "1.00", "3.00"]


def test_what_is_defined_nowhere_is_said():
    assert "Undefined" in drawn(frame(2, 2, lambda i, j: np.nan)).texts[0].get_text()
