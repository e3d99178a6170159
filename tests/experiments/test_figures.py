"""Every figure is drawn, for a whole clinic and for next to nothing, and the same data give the same bytes."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from experiments.counting import roads
from experiments.drawing import figures, life_figure
from model import simulate


@pytest.mark.parametrize("dyads", [1, 3, 60])
def test_every_figure_is_drawn_for_any_size(tmp_path, dyads):
    files = figures.draw_all(simulate("small", settings={"clinic.dyads": dyads}), tmp_path)
    assert {f.suffix for f in files} == {".svg", ".png"}
    assert len(files) == 2 * len(figures.ALL)
    assert all(f.stat().st_size > 2000 for f in files)


def test_every_figure_has_words_for_its_title_and_axes():
    run = simulate("standard")
    for drawn in (make(run) for make in figures.ALL.values()):
        assert drawn.get_suptitle()
        assert drawn.axes[0].get_xlabel()
        assert drawn.axes[0].get_ylabel()
        assert drawn.axes[0].lines or drawn.axes[0].collections


def test_the_same_run_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        figures.draw_all(simulate("small"), tmp_path / name)
    drawn = list((tmp_path / "a").iterdir())
    assert len(drawn) >= len(figures.ALL)
    for file in drawn:
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_only_roads_that_somebody_took_are_drawn_and_their_names_stand_apart():
    run = simulate("small", settings={"clinic.planned_sessions": 3})
    axes = figures.incidence(run).axes[0]
    taken = [roads.WORDS[road] for road in roads.ROADS if (roads.roads(run.dyads) == road).any()]
    assert [t.get_text().partition(":")[0] for t in axes.texts] == taken
    assert figures.spaced([0.2, 0.21, 0.0]) == pytest.approx([0.2, 0.26, 0.0])


def test_every_road_has_a_colour_and_a_shape_of_its_own():
    assert len({figures.COLOURS[road] for road in roads.ROADS}) == len(roads.ROADS)
    assert len(set(figures.COLOURS.values())) == len(figures.COLOURS)
    assert len({figures.SHAPES[road] for road in roads.WORDS}) == len(roads.WORDS)


def test_the_dots_on_paper_are_those_whose_r_is_told():
    run = simulate("small")
    axes = figures.alliance_and_outcome(run).axes[0]
    dots = np.concatenate([drawn.get_offsets() for drawn in axes.collections])
    assert f"r = {np.corrcoef(dots.T)[0, 1]:.2f}" in axes.texts[0].get_text()
    assert dots[:, 1].mean() == pytest.approx(0.0, abs=1e-9)


def test_shares_of_a_handful_are_not_drawn():
    run = simulate("standard")
    axes = figures.ruptures_and_repairs(run).axes[0]
    n = run.sessions.groupby("session").size()
    last = n.index[n >= 2 * figures.FEWEST][-1]
    assert axes.get_xlim()[1] == last
    assert f"{n[last]} in session {last}" in axes.get_xlabel()


def test_two_lives_are_drawn_on_the_same_axes_with_every_rupture():
    run = simulate("small")
    lives = {name: rows for name, rows in run.sessions.groupby("client_id") if len(rows) > 3}
    pair = dict(list(lives.items())[:2])
    drawn = life_figure.courses(pair, "title")
    above, beneath = drawn.axes[:2], drawn.axes[2:4]
    assert [axes.get_title(loc="left") for axes in above] == list(pair)
    assert above[0].get_ylim() == above[1].get_ylim()
    for axes, rows in zip(above, pair.values(), strict=True):
        bars = [x for x in axes.lines if len(set(x.get_xdata())) == 1 and len(x.get_xdata()) == 2]
        assert sorted({x.get_xdata()[0] for x in bars}) == rows.session[rows.ruptured.astype(bool)].tolist()
    for axes, rows in zip(beneath, pair.values(), strict=True):
        assert axes.lines[0].get_ydata().tolist() == rows.distress_score.tolist()


def test_figures_that_are_drawn_at_the_same_time_are_the_same_as_alone():
    import matplotlib

    run, before = simulate("small"), dict(matplotlib.rcParams)
    wanted = [(name, kind) for name in ("alliance_courses", "cumulative_incidence") for kind in ("svg", "png")]

    def drawn(of):
        return figures.bytes_of(lambda: figures.ALL[of[0]](run), of[1])

    alone = [drawn(of) for of in wanted]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(drawn, wanted * 2)) == alone * 2
    assert dict(matplotlib.rcParams) == before


def test_a_sign_in_a_title_is_a_sign_and_no_formula(tmp_path):
    for title in ("fee ($) per hour ($_)", "a$x^$"):
        figure, _ = figures.canvas(title, "", "")
        assert figures.bytes_of(lambda figure=figure: figure, "png")
