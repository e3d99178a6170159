"""The clinic page: what it shows equals the command's, its address restores it, and what cannot be is said in plain words."""

import json
import tomllib
import warnings
from dataclasses import replace

import numpy as np
import pytest

from experiments.counting import key_numbers, points, roads
from experiments.counting.words import clinic
from model.parameters import NUMBERS
from model.rules import Rules
from model.scenario import names_shipped, parse, scenario
from model.simulate import simulate

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    solara = pytest.importorskip("solara")
    from dashboards.clinic import charts as clinic_charts
    from dashboards.clinic import clinics, state
    from dashboards.clinic import controls as clinic_controls
    from dashboards.clinic import page as clinic_page
    from dashboards.lessons import lessons
    from dashboards.parts import address, knobs, scenario_file
    from dashboards.two_dyads import pairs

pytestmark = pytest.mark.filterwarnings("ignore")
SET = "clinic.dyads=200;clinic.planned_sessions=12;therapists.repair_skill.mean=0.7"


@pytest.fixture(autouse=True)
def fresh():
    state.asked_for.value, state.moved_at.value = state.Asked(), -state.SETTLED


@pytest.fixture(scope="module")
def asked():
    return state.clinic(state.Asked(set=SET))


@pytest.fixture(scope="module")
def found(asked):
    return clinics.look(asked, Rules())


def test_the_numbers_on_the_page_are_those_of_the_command(asked, found):
    told = clinic(asked, "cohort", key_numbers.summary(simulate(asked).dyads), 0.0)
    for key in clinics.KEYS:
        assert clinics.value_of(found, key) in told
    assert f"r = {clinics.value_of(found, clinics.R)} {clinics.reach_of(found, clinics.R)}" in told


def test_the_dots_are_those_whose_r_is_told(found):
    dots = found.dots
    assert len(dots) == found.analysed < found.summary["dyads"]
    assert dots.wai_client_early.corr(dots.outcome) == pytest.approx(found.summary["alliance_outcome_r"])
    assert dots.outcome.mean() == pytest.approx(0.0, abs=1e-9)
    said = clinic_charts.CHARTS["scatter"].said(found)
    assert f"n = {found.analysed} of {found.summary['dyads']} who reached session 3" in said
    assert "not caused by the alliance" in said
    assert points.BETTER in said


def test_endings_for_practical_reasons_have_a_row_and_a_colour_of_their_own(found):
    option = clinic_charts.CHARTS["endings"].option(found, None)
    rows = dict(zip(option["yAxis"]["data"], option["series"][0]["data"], strict=True))
    assert rows["for practical reasons"]["value"] == pytest.approx(100 * found.summary["practical"], abs=0.1)
    assert "a polite way out" in clinic_charts.CHARTS["endings"].said(found)
    assert rows["dropped out"]["value"] == pytest.approx(100 * found.summary["dropout"], abs=0.1)
    assert len({row["itemStyle"]["color"] for row in rows.values()}) == len(rows) > 2
    for chart in ("courses", "incidence", "scatter"):
        assert "practical" in {series["id"] for series in clinic_charts.CHARTS[chart].option(found, None)["series"]}


def test_every_key_number_has_an_interval_and_differences_a_narrower_one(asked, found):
    other = clinics.look(asked.but({"therapists.repair_skill.mean": 0.65}), Rules())
    apart = clinics.key_numbers.differences(found.sums, other.sums)
    for key in clinics.KEYS:
        sure, moved = found.sure[key.name], apart[key.name]
        assert sure.low < sure.value < sure.high
        assert sure.value == pytest.approx(found.summary[key.name])
        assert moved.value == pytest.approx(other.summary[key.name] - found.summary[key.name])
        assert moved.high - moved.low < sure.high - sure.low
        assert "[" in clinics.difference(other, found, key)
    assert "no interval" in clinics.difference(clinics.look(asked.but(seed=2), Rules()), found, clinics.R)


def test_what_is_not_an_effect_says_so_beside_its_number(found):
    cautions = {key.name: key.caution for key in clinics.KEYS}
    assert "not caused" in cautions["alliance_outcome_r"]
    assert cautions["pre_post_d"] == "without a control group"
    assert clinics.R.lesson in lessons()


def test_courses_say_that_those_who_stay_are_not_those_who_began(asked, found):
    rows = simulate(asked)
    ending = roads.roads(rows.dyads).set_axis(rows.dyads.client_id)
    stayed = found.stayed
    road = next(road for road, course in found.courses.items() if len(course) == stayed.session)
    mine = rows.sessions[rows.sessions.client_id.map(ending) == road]
    there = mine[mine.client_id.isin(mine.client_id[mine.session == stayed.session]) & (mine.session == 1)]
    assert (stayed.n, stayed.began) == (len(there), pytest.approx(there.wai_client.mean()))
    assert "Not the same people" in clinic_charts.CHARTS["courses"].said(found)


def test_therapists_are_set_beside_what_chance_alone_gives(found):
    rng = np.random.default_rng(1)
    shares = rng.binomial(20, 0.23, (20_000, 30)) / 20
    by_luck = points.by_chance(0.23, 20, 30)
    assert by_luck.lowest == pytest.approx(np.median(shares.min(axis=1)), abs=0.051)
    assert by_luck.highest == pytest.approx(np.median(shares.max(axis=1)), abs=0.051)
    assert ((shares >= by_luck.low) & (shares <= by_luck.high)).mean() >= 0.95
    assert "chance alone" in clinic_charts.CHARTS["therapists"].said(found)
    assert clinic_charts.CHARTS["therapists"].option(found, None)["series"][-1]["markArea"]


def test_a_click_on_a_therapist_tells_of_her_first_client():
    assert clinic_page.client_of("therapists", [23.5, 11.2, 7.0, 20.0]) == "7-1"
    assert clinic_page.client_of("scatter", [3.5, 11.2, "7-4"]) == "7-4"


def test_every_chart_is_drawn_in_few_plain_points_with_and_without_a_ghost(found):
    for chart in clinic_charts.CHARTS.values():
        for ghost in (None, found):
            told = json.dumps(chart.option(found, ghost), allow_nan=False)
            assert len(told) < 120_000
        assert chart.said(found)
    assert len(found.dots) <= clinics.MOST_DOTS


def test_a_clinic_of_hardly_anybody_is_drawn_too():
    few = clinics.look(scenario("small").but({"clinic.dyads": 3}), Rules())
    for chart in clinic_charts.CHARTS.values():
        assert json.loads(json.dumps(chart.option(few, None), allow_nan=False))["series"] is not None
        assert "nan" not in chart.said(few)


def test_an_address_restores_what_it_was_written_from():
    asked = state.Asked(scenario="dodo", set=SET, seed=5, ghost=state.same_clinic(state.Asked()), pinned=1, client="3-12", large="scatter")
    assert state.restore(state.address.written(asked)) == ()
    assert state.asked_for.value == asked


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("scenario=../../etc/passwd", "none that there is"),
        ("set=clinic.dyads=999999", "more than this page lives"),
        ("set=rules.nonsense=1", "no parameter"),
        ("set=therapists.repair_skill.mean=7", "must"),
        ("set=;;;=;", "no setting"),
        ("seed=-4", "seed"),
        ("ghost=set%3Dclinic.dyads%3D99999", "to compare with"),
        ("large=" + "x" * 2000, "too long"),
    ],
)
def test_a_hostile_address_is_told_in_plain_words_and_changes_nothing(search, words):
    faults = state.restore(search)
    assert any(words in fault for fault in faults)
    state.clinic(state.asked_for.value)


def test_what_stood_still_stays_behind_as_the_ghost(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(state.time, "monotonic", lambda: clock[0])
    name = "therapists.repair_skill.mean"
    state.turn(name, 0.6)
    state.turn(name, 0.7)  # the same movement
    assert state.before(state.asked_for.value).settings == {}
    clock[0] += 10
    state.turn(name, 0.8)
    assert state.before(state.asked_for.value).settings == {name: 0.7}
    state.change(pinned=1, ghost=state.same_clinic(state.Asked()))
    clock[0] += 10
    state.turn(name, 0.9)
    assert state.before(state.asked_for.value).settings == {}
    state.turn(name, NUMBERS[name].default)
    assert state.asked_for.value.set == ""
    assert state.before(state.asked_for.value) is None


@pytest.mark.parametrize("name", names_shipped())
def test_the_file_of_a_scenario_reads_back_as_the_same_clinic(name):
    asked = scenario(name).but({"therapists.repair_skill.mean": 0.7, "clinic.dyads": 321}, seed=9, do=["3-12 in 4: ruptured; repaired"])
    text = scenario_file.text(asked)
    assert parse(text, asked.name) == asked
    assert tomllib.loads(text)["seed"] == 9


def test_arms_and_odd_words_survive_the_file():
    arms = parse('[[arm]]\nname = "forms"\nshare = 0.5\ndo = [": feedback"]\n', "trial").arms
    odd = replace(scenario("small"), title='a "quoted" \\ line\nand\ttab é', arms=arms)
    assert parse(scenario_file.text(odd), odd.name) == odd


def test_a_search_finds_a_parameter_by_name_or_meaning():
    assert clinic_controls.found("repair skill")[0] == "therapists.repair_skill.mean"
    assert "rules.habit_half" in clinic_controls.found("half of that is reached")
    assert clinic_controls.found("no such thing anywhere") == clinic_controls.found("  ") == []


def test_the_page_opens_with_a_slider_for_every_parameter_in_view():
    import ipyvuetify

    _, page = solara.render(solara.AppLayout(children=[clinic_page.Page()]), handle_error=False)
    sliders = {w.widget.attributes["aria-label"]: w.widget for w in page.find(ipyvuetify.Slider)}
    in_view = {name: knobs.short(name) for group in clinic_controls.IN_VIEW.values() for name in group}
    assert set(in_view) <= set(NUMBERS)
    assert set(sliders) == set(in_view.values())
    for name, words in in_view.items():
        assert sliders[words].v_model == NUMBERS[name].default
    sliders[in_view["therapists.regard.mean"]].v_model = 0.9
    assert state.settings_of(state.asked_for.value) == {"therapists.regard.mean": 0.9}
    page.close()


def test_a_knob_is_explained_in_plain_words_and_named_alike_on_every_page():
    for name, number in NUMBERS.items():
        said = knobs.explained(number)
        assert name not in said
        assert "population's" not in said
        assert knobs.about(number).endswith(f"({name})")
        assert knobs.plain(name).startswith(knobs.short(name))
    assert "without judgment: the mean of all therapists. From 0 to 1;" in knobs.explained(NUMBERS["therapists.regard.mean"])
    assert knobs.plain("therapists.repair_skill.mean") == f"{clinic_controls.named('therapists.repair_skill.mean')} (therapists)"
    assert knobs.short("therapists.repair_skill.sd") == "skill in repair, spread"
    assert all(any(name.startswith(known) for name in NUMBERS) for known in knobs.NAMES)


def test_a_slider_that_only_rounds_to_its_steps_changes_nothing():
    import ipyvuetify

    _, page = solara.render(solara.AppLayout(children=[clinic_page.Page()]), handle_error=False)
    slider = next(w.widget for w in page.find(ipyvuetify.Slider) if w.widget.attributes["aria-label"] == "distress at intake")
    slider.v_model = 82.8
    assert state.asked_for.value.set == ""
    page.close()


def test_the_client_who_was_picked_can_be_watched_where_one_knob_differs():
    where = state.first_page(state.Asked(set="therapists.repair_skill.mean=0.7", client="3-12"))
    assert where.startswith("/?")
    for part in ("client=3-12", "differs=knob", "b=0.7", "scenario=standard"):
        assert part in where


def test_watching_takes_along_whatever_else_was_turned():
    asked = state.Asked(set="clinic.feedback=1;clients.hostility.mean=0.3;therapists.repair_skill.mean=0.7", client="3-12")
    there, faults = address.read(pairs.Asked, state.first_page(asked).partition("?")[2])
    (_, one), (_, other) = pairs.pair(there)
    assert not faults
    assert {name: other[name] for name in state.settings_of(asked)} == state.settings_of(asked)
    assert (one["therapists.repair_skill.mean"], one["clients.hostility.mean"]) == (state.base(asked)["therapists.repair_skill.mean"], 0.3)


def test_a_slider_that_makes_an_impossible_clinic_is_told_and_leads_back():
    import ipyvuetify
    import solara

    state.restore("set=clinic.dyads=200;therapists.regard.mean=0.9")
    _, page = solara.render(solara.AppLayout(children=[clinic_page.Page()]), handle_error=False)
    state.turn("therapists.regard.sd", 0.3)
    assert page.find(ipyvuetify.Alert)
    state.turn("therapists.regard.sd", 0.1)
    assert any(w.widget.attributes["aria-label"] == "dyads" for w in page.find(ipyvuetify.Slider))
    page.close()
    state.restore("seed=0")
