"""What tables derive from lives: each column recomputed by hand, and each rating shown of what it is a rating of."""

import numpy as np
import pytest

from model import simulate
from model.meeting import Ratings
from model.ratings import CUT_OFF, RELIABLE_CHANGE, rate
from tests.support import intake, quiet_ratings


@pytest.fixture(scope="module")
def dyads():
    return simulate("standard", settings={"clinic.dyads": 2000}, engine="cohort", record=False).dyads


def test_reliable_change_is_of_the_questionnaire(dyads):
    fell = dyads.distress_score_intake - dyads.distress_score_last
    assert (dyads.reliable_improvement == ((fell >= RELIABLE_CHANGE) & (dyads.sessions_attended >= 2))).all()
    assert (dyads.reliable_deterioration == ((fell <= -RELIABLE_CHANGE) & (dyads.sessions_attended >= 2))).all()
    assert 0 < dyads.reliable_deterioration.sum() < dyads.reliable_improvement.sum()


def test_recovery_takes_a_clinical_start_a_healthy_end_and_reliable_change(dyads):
    crossed = (dyads.distress_score_intake >= CUT_OFF) & (dyads.distress_score_last < CUT_OFF)
    assert (dyads.recovered == (crossed & dyads.reliable_improvement)).all()
    assert (crossed & ~dyads.reliable_improvement).any()
    assert (dyads.reliable_improvement & ~crossed).any()


def test_the_early_alliance_is_that_of_session_three():
    run = simulate("small")
    third = run.sessions[run.sessions.session == 3].set_index("client_id").wai_client
    known = run.dyads.dropna(subset=["wai_client_early"]).set_index("client_id").wai_client_early
    assert known.equals(third.reindex(known.index).rename("wai_client_early"))
    assert len(known) == len(third)


@pytest.mark.parametrize("condition", ["empathy", "regard", "congruence"])
def test_each_condition_is_rated_for_what_it_is(condition):
    m = intake(condition_halo=0.0)
    m.dyad.empathy_felt, m.dyad.regard_felt, m.dyad.congruence_felt, m.dyad.empathy_enacted = 0.2, 0.5, 0.8, 0.35
    m.therapist.rating_bias = m.dyad.therapist_occasion = 0.0
    shown = Ratings()
    rate(m._replace(luck=quiet_ratings(), ratings=shown))
    assert getattr(shown, f"{condition}_client") == pytest.approx(1.0 + 4.0 * getattr(m.dyad, f"{condition}_felt"))
    assert shown.empathy_therapist == pytest.approx(1.0 + 4.0 * 0.35), "her own rating is of what she did, not of what was felt"


def test_hope_and_both_occasions_move_from_session_to_session():
    rows = simulate("small").sessions
    assert rows.groupby("client_id").hope.nunique()[rows.groupby("client_id").size() > 2].min() > 2


def test_a_halo_pulls_the_subscales_together():
    apart, together = (simulate("standard", settings={"ratings.halo": h}, engine="cohort").sessions for h in (0.0, 1.0))
    r = [np.corrcoef(rows.wai_client_bond, rows.wai_client_goal)[0, 1] for rows in (apart, together)]
    assert r[0] < r[1] - 0.1


def test_therapists_report_no_tension_that_they_did_not_notice_or_feel():
    m = intake()
    m.dyad.rupture_severity, m.dyad.noticed, m.dyad.countertransference = 0.9, 0.0, 0.0
    shown = Ratings()
    rate(m._replace(luck=quiet_ratings(), ratings=shown))
    assert not shown.rupture_reported_therapist
    m.dyad.noticed = 1.0
    rate(m._replace(luck=quiet_ratings(), ratings=shown))
    assert shown.rupture_reported_therapist
