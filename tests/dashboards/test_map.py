"""The map page: its numbers are a sweep's, its address restores it, its cells are clinics, and its limits are told in plain words."""

import io
import json
import math
import warnings

import numpy as np
import pandas as pd
import pytest

from experiments.designs.design import parse, read_design
from experiments.reports import surfaces
from experiments.sweeps.sweep import OUTCOMES, sweep
from model import SettingError, simulate
from model.parameters import NUMBERS
from model.rules import Rules

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    solara = pytest.importorskip("solara")
    import ipyvuetify

    from dashboards.clinic import state as clinic_state
    from dashboards.map import charts as map_charts
    from dashboards.map import maps, state
    from dashboards.map import page as map_page
    from dashboards.parts import address
    from dashboards.server import desk
    from dashboards.server.jobs import Desk

pytestmark = pytest.mark.filterwarnings("ignore")
SMALL = state.Asked(scenario="small", x_steps=3, y_steps=2, dyads=60, set="clinic.planned_sessions=8", seed=4)


def lived(asked):
    """A map with all its clinics."""
    grid = state.grid(asked)
    job = maps.job(grid, Rules())
    while not job.finished:
        job.do_one()
    return grid, job.found


@pytest.fixture(scope="module")
def small():
    return lived(SMALL)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    state.asked_for.value = state.Asked()
    monkeypatch.setattr(desk, "DESK", Desk(by_itself=False))


def test_the_numbers_are_those_of_a_sweep_over_the_file_that_can_be_taken_home(small, tmp_path):
    grid, found = small
    (tmp_path / "map.toml").write_text(grid.text, "utf-8")
    rows = sweep(read_design(tmp_path / "map.toml"), engine="cohort").rows
    mine = pd.read_csv(io.BytesIO(maps.csv(grid.design, found)), float_precision="round_trip")
    assert len(rows) == 6
    for column in rows.columns:
        assert mine[column].tolist() == pytest.approx(rows[column].tolist(), abs=0.0, nan_ok=True)


def test_a_cell_is_a_clinic_of_the_clinic_page(small):
    for point, row in small[1].items():
        where = address.written(state.clinic_at(SMALL, point))
        alone = clinic_state.clinic(address.read(clinic_state.Asked, where)[0])
        dyads = simulate(alone, engine="cohort").dyads
        assert (dyads.ending == "dropout").mean() == row["dropout"]
        assert len(dyads) == row["dyads"] == SMALL.dyads
        assert alone.seed == 4
        assert alone["clinic.planned_sessions"] == 8


def test_clinics_between_the_steps_are_found_again_from_their_addresses():
    asked = state.Asked(x_ends="0.211:0.797", x_steps=8, y="clients.distress.mean", y_ends="71.3:95.9", y_steps=5)
    for point, values in enumerate(state.grid(asked).design.points):
        assert all(state.clinic_at(asked, point).set.count(f"{name}={value:.6g}") for name, value in values.items())
        assert all(float(f"{value:.6g}") == value for value in values.values())


def test_what_is_as_the_scenario_has_it_is_not_said():
    asked = state.Asked(dyads=600)
    middle = state.grid(asked).design.points.index({asked.x: NUMBERS[asked.x].default, asked.y: NUMBERS[asked.y].default})
    assert state.clinic_at(asked, middle) == clinic_state.Asked()


@pytest.mark.parametrize("name", [n for n in NUMBERS if n != state.Asked.x])
def test_every_parameter_can_be_a_side_of_the_map_and_has_usual_ends_in_its_range(name):
    design = state.grid(state.Asked(y=name, dyads=100)).design
    values = design.axes[1].points
    assert NUMBERS[name].low <= min(values) < max(values) <= NUMBERS[name].high


def test_an_address_restores_what_it_was_written_from():
    sides = ("rules.rupture_base", "-3:-1", 4, "clinic.caseload", "2:9", 3)
    asked = state.Asked("dodo", "clinic.planned_sessions=12", 5, *sides, "pre_post_d", 300)
    assert state.restore(address.written(asked)) == ()
    assert state.asked_for.value == asked


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("scenario=../../etc/passwd", "none that there is"),
        ("x=rules.nonsense", "none that there is"),
        ("outcome=__class__", "none that there is"),
        ("x=therapists.empathic_accuracy.mean", "same parameter"),
        ("x_steps=26", "2 to 25 steps"),
        ("x_steps=-1", "2 to 25 steps"),
        ("x_steps=25&y_steps=25", "625 clinics"),
        ("x_steps=20&y_steps=20&dyads=3000", "1,200,000 dyads"),
        ("dyads=999999", "any number with dyads sweep"),
        ("x_ends=abc", "two numbers"),
        ("x_ends=nan:inf", "two numbers"),
        ("x_ends=0:7", r"must be in [0, 1]"),
        ("y=clinic.dyads&y_ends=100:50000", "more than this page lives"),
        ("y=clinic.planned_sessions&y_ends=1:400", "more than this page lives"),
        ("set=rules.nonsense=1", "no parameter"),
        ("set=;;=;", "no setting"),
        ("seed=-4", "seed"),
        ("set=" + "x" * 2000, "too long"),
    ],
)
def test_a_hostile_address_is_told_in_plain_words_and_something_is_shown(search, words):
    faults = state.restore(search)
    assert any(words in fault for fault in faults), faults
    assert not any("design map" in fault for fault in faults)
    assert state.grid(state.asked_for.value).design.points


def test_the_clinic_page_s_settings_hold_in_all_clinics_but_for_what_the_map_turns():
    carried = "clinic.feedback=1;therapists.repair_skill.mean=0.9;clinic.dyads=200"
    asked = state.Asked(set=carried, dyads=300)
    assert state.settings_of(asked) == {"clinic.feedback": 1, "clinic.dyads": 300}
    state.asked_for.value = asked
    state.without("clinic.feedback")
    assert "feedback" not in state.grid(state.asked_for.value).text


def test_sides_change_over_with_their_ends_and_steps():
    before = state.Asked(x_ends="0.3:0.6", x_steps=4, y_steps=5)
    state.asked_for.value = before
    state.turned()
    assert state.asked_for.value == state.Asked(x=before.y, y=before.x, y_ends="0.3:0.6", x_steps=5, y_steps=4)
    state.turned()
    assert state.asked_for.value == before


def test_maps_that_differ_in_the_outcome_alone_are_one_and_others_are_not():
    keys = {maps.key(state.grid(state.Asked(outcome=outcome)), Rules()) for outcome in OUTCOMES}
    assert len(keys) == 1
    assert maps.key(state.grid(state.Asked(seed=2)), Rules()) not in keys


def test_a_clinic_that_cannot_be_is_an_empty_cell_with_its_reason_and_the_rest_go_on():
    asked = state.Asked(
        scenario="small", set="therapists.regard.mean=0.9", x="therapists.regard.sd", x_ends="0.1:0.45", x_steps=2, y_steps=2, dyads=40
    )
    grid, found = lived(asked)
    failed = [point for point, row in found.items() if isinstance(row, Exception)]
    assert len(failed) == 2
    assert "must be smaller" in map_charts.said(grid.design, found, failed[0], "dropout")
    table = maps.rows(grid.design, found)
    assert table.error.notna().sum() == 2
    assert table.dropout.notna().sum() == 2
    drawn = {one["id"]: one["data"] for one in map_charts.heat(grid.design, found, "dropout", state.base(asked))["series"]}
    assert (len(drawn["map"]), len(drawn["failed"])) == (2, 2)
    assert maps.drawn(grid.design, found, "dropout", "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_is_drawn_in_plain_points_and_told(small, outcome):
    grid, found = small
    for part in ({}, dict(list(found.items())[:3]), found):
        option = map_charts.heat(grid.design, part, outcome, state.base(SMALL))
        assert len(option["series"][0]["data"]) == len(part)
        assert "NaN" not in json.dumps([option, map_charts.curves(grid.design, part, outcome)])
    assert len(maps.told(grid.design, found, outcome)) >= 2
    assert b"<svg" in maps.drawn(grid.design, found, outcome, "svg")


def test_every_cell_shows_its_own_number(small):
    grid, found = small
    for cell in map_charts.heat(grid.design, found, "dropout", state.base(SMALL))["series"][0]["data"]:
        i, j, value, said, point = cell["value"]
        x, y = (axis.points[at] for axis, at in zip(grid.design.axes, (i, j), strict=True))
        assert found[point]["dropout"] == pytest.approx(value, abs=1e-5)
        assert grid.design.points[point] == {SMALL.x: x, SMALL.y: y}
        assert said.startswith(f"{grid.design.axes[0].title} {x:g}, {grid.design.axes[1].title} {y:g}: ")
        assert cell["name"] == f"{100 * value:.0f}"


def test_the_ring_is_nearest_to_the_clinic_around_which_the_map_lies():
    grid = state.grid(state.Asked())
    assert map_charts.ringed(grid.design, state.base(state.Asked())) == [(3, 3)]
    far = state.Asked(set="therapists.repair_skill.mean=0.9", x_ends="0.2:0.4")
    assert map_charts.ringed(state.grid(far).design, state.base(far)) == []


@pytest.mark.parametrize("sides", [(2, 2), (7, 7), (2, 25), (20, 20)])
def test_all_points_are_lived_once_corners_first(sides):
    order = maps.order(sides)
    x, y = sides
    assert sorted(order) == list(range(x * y))
    assert set(order[:4]) == {0, y - 1, (x - 1) * y, x * y - 1}


def surface(values):
    """A small table of an outcome."""
    across, up = (pd.Index(np.arange(n) / 10, name=name) for n, name in zip(np.shape(values)[::-1], ("skill", "hope"), strict=True))
    return pd.DataFrame(values, index=up, columns=across)


def test_the_sentences_say_what_the_numbers_do():
    falls, stays, ends = surfaces.told(surface([[0.30, 0.25, 0.20], [0.30, 0.25, 0.20]]), "dropout")
    assert falls == "From left to right, as “skill” goes from 0 to 0.2, it falls from 30 % to 20 %."
    assert stays == "From bottom to top, as “hope” goes from 0 to 0.1, it stays near 25 %."
    assert ends == "It is lowest, 20 %, at 0.2 across and 0 up, and highest, 30 %, at 0 across and 0 up."


def test_a_bend_between_the_ends_is_told():
    across, *_ = surfaces.told(surface([[0.5, 0.9, 0.5], [0.5, 0.9, 0.5]]), "pre_post_d")
    assert across == "From left to right, as “skill” goes from 0 to 0.2, it stays near 0.50, and in between goes up to 0.90 (at 0.1)."


def test_how_far_a_value_is_known_is_said_where_it_is():
    rows = [{"dropout_low": low, "dropout_high": high} for low, high in ((0.1, 0.2), (0.1, 0.4), (math.nan, math.nan))]
    assert surfaces.certainty(rows, "dropout")[0].startswith("Each value is known to about ± 10.0 points (95 %)")
    assert surfaces.certainty(rows, "pre_post_d") == []


@pytest.mark.parametrize("values", [[[math.nan] * 2] * 2, [[0.3, math.nan], [math.nan, math.nan]]])
def test_nothing_is_said_of_nothing(values):
    assert surfaces.told(surface(values), "dropout") == []


def opened():
    """The page as a visitor has it, and what its buttons say."""
    _, page = solara.render(solara.AppLayout(children=[map_page.Page()]), handle_error=False)
    return page, lambda: {"".join(c for c in w.widget.children if isinstance(c, str)): w.widget for w in page.find(ipyvuetify.Btn)}


def test_the_ring_says_how_many_dyads_it_has_where_the_clinic_has_others():
    assert "3,000 dyads, as all here; your clinic has 600" in state.sizes(state.Asked())
    assert "your clinic has 900" in state.sizes(state.Asked(set="clinic.dyads=900"))
    assert state.sizes(state.Asked(set="clinic.dyads=3000")) == ""
    assert state.sizes(state.Asked(x=state.DYADS)) == ""


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_curves_have_bands(small, outcome):
    grid, found = small
    for lived, sure in ((found, True), ({at: {**row, f"{outcome}_low": math.nan} for at, row in found.items()}, False)):
        series = {one["id"]: one["data"] for one in map_charts.curves(grid.design, lived, outcome)["series"]}
        assert any(name.startswith("band-row-") for name in series) is sure
        for name in [name for name in series if sure and name.startswith("row-")]:
            for (at, value, _), (there, low, high) in zip(series[name], series[f"band-{name}"], strict=True):
                assert (at, low <= value <= high) == (there, True)


def test_the_words_say_how_little_the_colours_span(small):
    grid, found = small
    shares = [row["dropout"] for row in found.values()]
    assert f"All colours together span {100 * (max(shares) - min(shares)):.0f} points." in maps.told(grid.design, found, "dropout")


def test_a_small_map_is_lived_by_itself_and_can_be_stopped_and_go_on():
    state.asked_for.value = SMALL
    page, buttons = opened()
    desk.DESK.step()
    buttons()["Cancel"].click()
    assert not desk.DESK.step()
    buttons()["Go on"].click()
    steps = 0
    while desk.DESK.step():
        steps += 1
    assert steps == 5
    page.close()


def test_a_large_map_waits_until_it_is_told_to():
    state.asked_for.value = state.Asked(scenario="small", x_steps=20, y_steps=20, dyads=10)
    page, buttons = opened()
    assert not desk.DESK.step()
    buttons()["Live this map"].click()
    assert desk.DESK.step()
    page.close()


def test_a_page_that_closes_lets_its_map_rest():
    state.asked_for.value = SMALL
    page, _ = opened()
    assert desk.DESK.step()
    page.close()
    assert not desk.DESK.step()


def test_a_map_that_another_visitor_has_had_lived_is_there_at_once():
    grid = state.grid(SMALL)
    desk.DESK.ask("somebody else", maps.job(grid, Rules()))
    while desk.DESK.step():
        pass
    state.asked_for.value = SMALL
    page, buttons = opened()
    assert "Cancel" not in buttons()
    assert not desk.DESK.step()
    page.close()


def test_no_room_is_told_in_plain_words(monkeypatch):
    monkeypatch.setattr(desk, "DESK", Desk(most=1, by_itself=False))
    desk.DESK.ask("somebody else", maps.job(state.grid(state.Asked()), Rules()))
    state.asked_for.value = SMALL
    page, _ = opened()
    told = [child for one in page.find(ipyvuetify.Alert) for part in one.widget.children for child in part.children]
    assert any("there is no room for more" in words for words in told)
    page.close()


def test_the_file_of_a_design_reads_back_as_the_same_design():
    grid = state.grid(SMALL)
    assert parse(grid.text, "map", None).points == grid.design.points
    assert grid.design.base.seed == 4


def test_a_map_around_a_clinic_that_cannot_be_is_refused():
    with pytest.raises(SettingError, match="no parameter"):
        state.grid(state.Asked(set="rules.bond_gian=1"))
