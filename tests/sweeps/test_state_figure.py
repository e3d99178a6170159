"""Where clients are, session by session: shares that sum to one and end where the table of dyads says."""

import numpy as np
import pytest

from experiments.counting import roads
from experiments.reports.state_figure import chart, states
from model import simulate


@pytest.fixture(scope="module")
def dyads():
    return simulate("small", settings={"clinic.planned_sessions": 6}, record=False).dyads


def test_everybody_is_somewhere_after_every_session(dyads):
    found = states(dyads)
    assert found.sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert found.loc[0, "ongoing"] == 1.0
    assert (found.diff().dropna().drop(columns="ongoing") >= -1e-12).all(axis=None)


def test_after_so_many_sessions_those_are_gone_who_held_no_more(dyads):
    found, road = states(dyads), roads.roads(dyads)
    for session in (1, 3, 6):
        for name in roads.ROADS:
            assert found.loc[session, name] == pytest.approx(((road == name) & (dyads.sessions_attended <= session)).mean())


def test_therapies_that_are_watched_no_longer_are_censored_and_not_gone(dyads):
    cut = dyads.assign(ending=np.where(dyads.sessions_attended == 2, "ongoing", dyads.ending.astype(str)))
    here, there = states(cut), states(dyads)
    assert here.loc[2, "ongoing"] > there.loc[2, "ongoing"]
    assert here.sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_a_panel_for_each_clinic_ends_with_the_shares_of_its_roads(dyads):
    figure = chart({"six": dyads, "more": simulate("small", record=False).dyads}, "planned sessions")
    assert [axes.get_title() or axes.get_title("left") for axes in figure.axes] == ["six", "more"]
    told = {t.get_text() for t in figure.axes[0].texts}
    shares = (roads.roads(dyads).value_counts(normalize=True) * 100).round()
    assert {f"{shares[name]:.0f} %" for name in ("dropout", "planned_end")} <= told
    assert figure.axes[0].get_ylim() == (0.0, 1.0)
