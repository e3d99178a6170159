"""Measures measure what they say: small tables made by hand, whose answer is known."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.measures import compared, in_time, outcome, therapists
from experiments.evidence.sample import Sample


def made(clients: list[dict]) -> Sample:
    """A sample of clients, each a dictionary: lists are columns of sessions, all else stands in the table of dyads."""
    dyads, sessions = [], []
    for i, client in enumerate(clients, 1):
        lists = {k: v for k, v in client.items() if isinstance(v, list)}
        rows = pd.DataFrame(lists)
        rows.insert(0, "session", np.arange(1, len(rows) + 1))
        sessions.append(rows)
        dyads.append(
            {"client_id": f"1-{i}", "therapist_id": 1, "sessions_attended": len(rows), **{k: client[k] for k in client.keys() - lists}}
        )
    return Sample(pd.DataFrame(dyads), pd.concat(sessions, ignore_index=True))


def test_the_effect_of_being_recognised_is_that_within_clients_who_had_both():
    seen, luck = [1.0, 1.0, 0.0, 0.0, 0.0], [0.1, -0.1, 0.1, -0.1]

    def client(base: float) -> dict:
        rated = [base, *(base + 0.5 * s + e for s, e in zip(seen, luck, strict=False))]
        return {"ruptured": [1.0] * 5, "noticed": seen, "wai_client": rated}

    always = {"ruptured": [1.0] * 3, "noticed": [1.0] * 3, "wai_client": [1.0, 5.0, 1.0]}
    found = in_time.recognised_then_alliance(made([client(2.0), client(4.0), always]))
    assert found == pytest.approx(0.5 / sqrt(8 * 0.1**2 / (8 - 2 - 1)))  # eight pairs, two clients, one slope


def test_where_nobody_had_both_nothing_is_known_of_it():
    never = {"ruptured": [1.0] * 3, "noticed": [0.0] * 3, "wai_client": [3.0, 4.0, 3.0]}
    assert np.isnan(in_time.recognised_then_alliance(made([never, never])))


def test_a_lagged_slope_is_the_one_that_made_the_numbers():
    rng = np.random.default_rng(4)
    who = np.repeat([0, 1, 2, 3], [6, 5, 4, 2])
    x, held, time = rng.normal(size=17), rng.normal(size=17), in_time.time_of(who)
    assert time.tolist() == [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 0, 1, 2, 3, 0, 1]
    y = 10.0 * who - 0.5 * x + 0.3 * held + 0.2 * time
    y[-2:] = 99.0  # two rows are too few
    inside = [in_time.within(v[:-2], who[:-2]).std() for v in (x, y)]
    assert in_time.lagged(None, y, x, held, who) == pytest.approx(-0.5 * inside[0] / inside[1])


def test_the_dose_is_the_median_of_when_a_reliable_change_is_confirmed():
    quick = {"distress_score": [90.0, 76.0, 70.0, 60.0], "distress_score_intake": 90.0}
    later = {"distress_score": [80.0, 80.0, 66.0, 66.0], "distress_score_intake": 80.0}
    unconfirmed = {"distress_score": [90.0, 70.0, 90.0, 90.0], "distress_score_intake": 90.0}
    not_clinical = {"distress_score": [60.0, 20.0, 20.0], "distress_score_intake": 60.0}
    assert outcome.dose(made([quick, later, unconfirmed, not_clinical])) == 3.0


def test_the_first_half_is_what_came_by_the_middle_session():
    quick = {"distress_score": [90.0, 85.0, 75.0, 70.0, 66.0, 60.0], "distress_score_intake": 90.0, "distress_score_last": 60.0}
    even = {"distress_score": [80.0, 79.0, 77.0, 75.0, 72.0, 70.0], "distress_score_intake": 80.0, "distress_score_last": 70.0}
    short = {"distress_score": [80.0, 10.0], "distress_score_intake": 80.0, "distress_score_last": 10.0}
    assert in_time.first_half(made([quick, even, short])) == pytest.approx((20.0 + 5.0) / (30.0 + 10.0))


def trial(effect: float) -> Sample:
    """A trial in which treatment takes `effect` points away and luck is balanced; the last of the treated left, well."""
    first = np.tile([80.0, 80.0, 100.0, 100.0], 4)
    luck = np.tile([2.0, -2.0], 8)
    waits = np.repeat([False, True], 8)
    last = first + luck - np.where(waits, 0.0, effect)
    state = np.where(waits, "waiting", "in therapy").astype(object)
    state[7] = "gone"
    seen, last_asked = last[7], last.copy()
    last_asked[7] = 170.0  # what she would say at week 16, which does not count
    names = [f"1-{i}" for i in range(16)]
    arm = np.where(waits, "wait-list", "usual")
    rows = [
        pd.DataFrame({"client_id": names, "arm": arm, "week": w, "state": state, "distress_score": s})
        for w, s in ((0, first), (16, last_asked))
    ]
    dyads = pd.DataFrame({"client_id": names[:8], "ending": [*["planned_end"] * 7, "dropout"], "distress_score_last": [*last[:7], seen]})
    return Sample(dyads, assessments=pd.concat(rows).sort_values(["client_id", "week"], kind="stable"))


def test_the_treated_differ_from_the_untreated_by_what_treatment_does_and_who_left_counts_with_the_last_score():
    sd = sqrt(8 * 2.0**2 / 7)
    assert outcome.treated_untreated(trial(10.0)) == pytest.approx(10.0 / sd)
    assert outcome.treated_untreated(trial(0.0)) == pytest.approx(0.0, abs=1e-9)


def test_those_who_wait_change_and_remit_by_their_scores():
    weeks = pd.DataFrame({"client_id": ["a", "a", "b", "b", "c", "c"], "week": [0, 13] * 3, "distress_score": [80, 60, 80, 76, 40, 40]})
    waiting = Sample(pd.DataFrame({"client_id": ["a", "b", "c"]}), assessments=weeks)
    assert in_time.waiting_change(waiting) == pytest.approx(24.0 / 200.0)
    assert outcome.untreated_remission(waiting) == 0.5


def test_clients_are_told_apart_by_what_became_of_the_ruptures_they_reported():
    def client(reported: list[float], repaired: list[float]) -> dict:
        return {"rupture_reported_client": reported, "ruptured": [1.0, 1.0, 1.0, 0.0], "repaired": repaired}

    clients = [
        client([0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 1.0, 0.0]),  # reported only tension without a rupture
        client([1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]),  # half repaired
        client([1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0]),  # a third
        {k: v[:3] for k, v in client([1.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]).items()},  # came thrice
    ]
    none, repaired, unrepaired = compared.by_repair(made(clients))
    assert none.tolist() == [True, False, False, False]
    assert repaired.tolist() == [False, True, False, False]
    assert unrepaired.tolist() == [False, False, True, False]


def test_spreads_of_a_trial_are_those_of_each_arm_and_who_left_counts_with_the_last_score():
    first, luck = np.tile([80.0, 80.0, 100.0, 100.0], 4), np.tile([2.0, -2.0], 8)
    last = first + luck
    assert outcome.spread_treated(trial(10.0)) == pytest.approx(last[:8].std() / first[:8].std())
    assert outcome.spread_waiting(trial(10.0)) == pytest.approx(last[8:].std() / first[8:].std())
    wider = trial(0.0)
    rows = (wider.assessments["arm"] == "wait-list") & (wider.assessments["week"] == 16)
    wider.assessments.loc[rows, "distress_score"] *= 3.0
    assert outcome.spread_waiting(wider) == pytest.approx(3.0 * last[8:].std() / first[8:].std())
    assert outcome.spread_treated(wider) == pytest.approx(last[:8].std() / first[:8].std())


def ended(sessions: int, recovered: float, ending: str = "agreed", intake: float = 90.0) -> dict:
    """A client with so many sessions, and what became of them."""
    about = {"recovered": recovered, "reliable_improvement": recovered, "ending": ending, "distress_score_intake": intake}
    return {"wai_client": [3.0] * sessions, **about}


def test_recovery_by_dose_is_over_numbers_of_sessions_among_agreed_endings_of_clinical_clients():
    falls = [ended(2, 1.0), ended(2, 1.0), ended(3, 1.0), ended(3, 0.0), ended(4, 0.0), ended(4, 0.0)]
    others = [ended(4, 1.0, "dropout"), ended(4, 1.0, intake=50.0), ended(13, 1.0), ended(1, 0.0)]
    assert compared.recovery_by_dose(made(falls + others)) == pytest.approx(-1.0)


def test_who_improves_of_all_is_of_everybody():
    assert compared.improved_of_all(made([ended(5, 1.0), ended(1, 0.0), ended(3, 0.0, intake=50.0), ended(2, 0.0, "dropout")])) == 0.25


def test_attachment_goes_with_outcome_among_those_who_came_twice():
    def client(anxiety: float, intake: float, sessions: int = 2) -> dict:
        attached = {"client_attachment_anxiety": anxiety, "client_attachment_avoidance": -anxiety}
        return {"wai_client": [3.0] * sessions, **attached, "distress_score_intake": intake, "distress_score_last": intake + anxiety}

    clinic = made([client(1.0, 80.0), client(3.0, 80.0), client(1.0, 90.0), client(3.0, 90.0), client(-50.0, 85.0, 1)])
    assert compared.anxiety_outcome(clinic) == pytest.approx(-1.0)
    assert compared.avoidance_outcome(clinic) == pytest.approx(1.0)


def test_dropout_and_deterioration_are_ranked_over_therapists_and_who_left_does_not_count_as_worse():
    def therapist(left: int, worse: int) -> pd.DataFrame:
        n = 8
        ending = ["dropout"] * left + ["agreed"] * (n - left)
        bad = [1.0 - worse % 2] * left + [1.0] * worse + [0.0] * (n - left - worse)
        return pd.DataFrame({"ending": ending, "reliable_deterioration": bad, "sessions_attended": 3})

    opposed = pd.concat([therapist(k, 3 - k).assign(therapist_id=k) for k in range(4)], ignore_index=True)
    together = pd.concat([therapist(k, k).assign(therapist_id=k) for k in range(4)], ignore_index=True)
    assert therapists.dropout_and_deterioration(Sample(opposed)) == pytest.approx(-1.0)
    assert therapists.dropout_and_deterioration(Sample(together)) == pytest.approx(1.0)
