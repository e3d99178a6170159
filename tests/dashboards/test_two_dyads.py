"""The first page shows what the model says: the same lives, words and numbers, from an address that is checked."""

import warnings

import pytest

from experiments.counting.roads import roads
from model import SettingError, simulate
from model.scenario import scenario

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from dashboards import app  # noqa: F401
    from dashboards.parts import address
    from dashboards.two_dyads import (
        lives,
        pairs,
    )
    from dashboards.two_dyads.pairs import KNOB, TWIN, WHAT_IF, Asked

from model.parameters import NUMBERS
from model.rules import Rules

pytestmark = pytest.mark.filterwarnings("ignore")


def test_sarah_and_her_twin_come_first():
    (first, one), (second, other) = pairs.pair(Asked())
    assert (one.name, other.name) == ("sarah", "sarah_admonished")
    assert first != second
    assert pairs.client_of(Asked()) == scenario("sarah").tell.client


@pytest.mark.parametrize("name", pairs.names_shipped())
def test_every_scenario_can_be_shown_and_names_what_differs(name):
    asked = Asked(scenario=name)
    (a, one), (b, other) = pairs.pair(asked)
    assert a != b
    assert (one.settings, one.do) != (other.settings, other.do)
    assert pairs.how(asked) == (TWIN if scenario(name).against or name in pairs.TWINS else KNOB)


def test_a_life_on_the_page_is_the_life_of_the_run():
    run = simulate("small", engine="agents")
    rows = run.sessions[run.sessions.client_id == "3-5"]
    life = lives.live(scenario("small"), Rules(), "3-5")
    assert life.sessions == len(rows)
    assert [row["bond"] for row in life.rows] == pytest.approx(rows.bond.tolist(), abs=1e-4)
    dyad = run.dyads[run.dyads.client_id == "3-5"].iloc[0]
    assert (life.ending, life.last) == (dyad.ending, dyad.distress_score_last)
    assert life.shown["story"][-1]["upto"] == life.sessions + 1


def test_every_session_has_words():
    life = lives.live(scenario("standard"), Rules(), scenario("standard").tell.client)
    upto = [part["upto"] for part in life.shown["story"]]
    assert upto == sorted(upto)
    assert all(any(last >= n for last in upto) for n in range(life.sessions + 1))


def test_the_same_life_twice_does_not_part():
    life = lives.live(scenario("small"), Rules(), "3-5")
    assert lives.parting(life, life) is None
    assert "same to the last bit" in lives.difference(life, life)[0]


def test_what_is_done_in_a_session_leaves_the_sessions_before_as_they_were():
    asked = Asked(scenario="small", client="3-5", differs=WHAT_IF, deed="the rupture is repaired", within=2)
    a, b = pairs.both(asked, Rules())
    assert lives.parting(a, b) in (2, None)  # None: it was repaired anyway
    assert a.rows[0] == b.rows[0]
    assert b.rows[1]["repaired"]


@pytest.mark.parametrize("deed", [*pairs.DEEDS, *pairs.FOR_GOOD])
def test_every_deed_can_be_done(deed):
    a, b = pairs.both(Asked(scenario="small", client="3-5", differs=WHAT_IF, deed=deed, within=2), Rules())
    assert a.rows[0] == b.rows[0]
    second = b.rows[1]
    shows = {
        "the rupture is repaired": second["repaired"],
        "there is no rupture": not second["ruptured"],
        "the rupture goes unnoticed": second["ruptured"] and not second["noticed"],
        "the task gets done": second["homework_done"] == second["homework_assigned"],
        "the task is left undone": not second["homework_done"],
        "the client stays away from then on": (b.ending, b.sessions) == ("dropout", 2),
        "another therapist takes over": second["bond"] != a.rows[1]["bond"],
    }
    assert shows.get(deed, True)


def test_a_knob_that_is_turned_is_the_parameter_of_the_run():
    asked = Asked(scenario="small", client="3-5", differs=KNOB, knob="therapists.repair_skill.mean", a=0.2, b=0.8)
    (_, one), (_, other) = pairs.pair(asked)
    assert (one["therapists.repair_skill.mean"], other["therapists.repair_skill.mean"]) == (0.2, 0.8)


def test_a_knob_stands_as_the_scenario_has_it_and_its_twin_some_way_off():
    low, high = pairs.values(Asked(scenario="standard"))
    assert low == scenario("standard")[pairs.KNOBS[0]]
    assert low != high


@pytest.mark.parametrize("asked", [Asked(), Asked(scenario="small", client="2-3", differs=KNOB, a=0.25, session=4, seed=7)])
def test_an_address_restores_what_was_shown(asked):
    assert address.read(Asked, address.written(asked)) == (asked, ())


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("nonsense=1", "nonsense"),
        ("within=9999999999999999999999", "too large"),
        (f"seed={400 * '9'}", "too large"),
        ("a=nan", "too large"),
        ("a=one", "should be a number"),
        ("seed=1.5", "should be a whole number"),
        ("scenario=" + "x" * 1501, "too long"),
        ("x=1&" * 300, "too long"),
    ],
)
def test_what_an_address_should_not_say_is_said_and_the_default_shown(search, said):
    found, faults = address.read(Asked, search)
    assert found == Asked()
    assert any(said in fault for fault in faults)


@pytest.mark.parametrize("client", ["abc", "0-1", "3-", "999999-1", "9" * 200 + "-1"])
def test_a_client_that_there_is_not_is_refused_in_plain_words(client):
    with pytest.raises(SettingError):
        pairs.both(Asked(scenario="small", client=client), Rules())


def test_both_lives_can_be_taken_home():
    a, b = pairs.both(Asked(), Rules())
    lines = pairs.csv(a, b).decode().splitlines()
    assert len(lines) == 1 + a.sessions + b.sessions
    assert lines[0].endswith(",twin")


def test_a_page_that_fails_says_so_and_goes_on():
    import ipyvuetify
    import solara

    from dashboards.parts.frame import Layout

    @solara.component
    def Failing():
        times, set_times = solara.use_state(0)
        if times == 1:
            raise ValueError("an egg fell down")
        solara.Button("fail", on_click=lambda: set_times(times + 1))

    _, page = solara.render(Layout(children=[Failing()]), handle_error=False)

    def button(words):
        return next(b.widget for b in page.find(ipyvuetify.Btn) if words in str(b.widget.children))

    button("fail").click()
    assert any("an egg fell down" in str(div.widget.children) for div in page.find())
    button("Go on").click()
    button("fail")
    page.close()


def test_settings_of_a_clinic_hold_for_both_and_the_knob_comes_on_top():
    asked = Asked(scenario="small", set="clinic.feedback=1", differs=KNOB, knob="therapists.regard.mean", a=0.2, b=0.9)
    (_, one), (_, other) = pairs.pair(asked)
    assert one["clinic.feedback"] == other["clinic.feedback"] == 1
    assert (one["therapists.regard.mean"], other["therapists.regard.mean"]) == (0.2, 0.9)


@pytest.mark.parametrize("search", ["set=clinic.dyads=1000000", "set=nobody=1", "set=%00", "seed=-3", "set=clinic.dyads=100;seed=x"])
def test_settings_that_cannot_be_are_refused_in_plain_words(search):
    from dashboards.two_dyads import page as two_dyads

    assert two_dyads.restore(search)
    assert two_dyads.asked_for.value.set == ""
    assert two_dyads.asked_for.value.seed == 0


def test_the_courses_of_both_are_drawn_for_slides():
    a, b = pairs.both(Asked(), Rules())
    assert pairs.drawn({"A": a, "B": b}, "Sarah", "png").startswith(b"\x89PNG")
    assert b"<svg" in pairs.drawn({"A": a, "B": b}, "Sarah", "svg")


def test_a_rule_of_ones_own_is_watched_beside_the_default():
    from model.rules import replace

    def rupture_chance(p):
        """Probability that this session strains the alliance."""
        return 0.0

    asked = Asked(scenario="small", client="3-5", differs=pairs.RULES)
    a, b = pairs.both(asked, replace(rupture_chance=rupture_chance))
    assert a == lives.live(scenario("small"), Rules(), "3-5")
    assert any(row["ruptured"] for row in a.rows)
    assert not any(row["ruptured"] for row in b.rows)


def test_a_single_session_says_nothing_of_change():
    run = simulate("small")
    once = run.dyads[run.dyads.sessions_attended == 1].client_id.iloc[0]
    told = lives.outcome(lives.live(scenario("small"), Rules(), once))
    assert "before the only session" in told
    assert "→" not in told


def test_an_ending_for_practical_reasons_is_told_as_one():
    run = simulate("small")
    told = dict(zip(run.dyads.client_id, roads(run.dyads), strict=True))
    assert "practical" in told.values()
    assert {client: lives.live(scenario("small"), Rules(), client).ending for client in told} == told


def test_what_the_difference_does_to_everybody_is_what_the_command_says():
    from experiments.comparing.compare import compare

    (_, one), (_, other) = pairs.pair(Asked())
    found = compare(simulate(one), simulate(other))
    told = pairs.for_everybody(one, Rules(), other, Rules())
    assert f"{found.worse:,} end worse in B, {found.better:,} better" in told
    assert pairs.for_everybody(one, Rules(), one.but(do=["894-1 in 2: no rupture"]), Rules()) == ""


def test_what_differs_between_sarahs_therapists_is_told():
    (_, one), (_, other) = pairs.pair(Asked())
    told = pairs.settings_apart(one, other)
    assert told.count(" in A, ") == sum(one[name] != other[name] for name in NUMBERS) == 4
    assert pairs.settings_apart(one, one) == ""


def test_whoever_takes_over_is_told_of():
    asked = Asked(scenario="small", client="3-5", differs=WHAT_IF, deed="another therapist takes over", within=2)
    assert "From session 2 on B is with therapist 1, who has " in pairs.newcomer(asked, Rules())
    assert pairs.newcomer(Asked(), Rules()) == ""


def test_who_comes_back_to_the_page_finds_the_player_where_it_was():
    import solara

    from dashboards.two_dyads import page as two_dyads

    two_dyads.restore("scenario=small&client=3-5")
    two_dyads.change(session=2)
    _, page = solara.render(solara.AppLayout(children=[two_dyads.Page()]), handle_error=False)
    page.close()
    assert (two_dyads.asked_for.value.client, two_dyads.asked_for.value.session) == ("3-5", 2)
    assert two_dyads.jump.value["to"] == 2
    two_dyads.restore("")
