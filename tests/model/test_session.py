"""What follows what in a session, told with scripted luck on plain people."""

import pytest

from model.fields import AGREED, BOND, CONFRONTATION, DROPOUT, GOAL, PLANNED_END, TASK, WITHDRAWAL
from model.meeting import Meeting, Ratings, Week
from model.ratings import rate
from model.rules import replace
from model.session import between, session, week_ends
from tests.support import HAPPENS, RULES, STAYS_AWAY, a_client, a_therapist, intake, quiet, quiet_ratings, quiet_week, says

STEPS = ("acknowledge", "explore", "renegotiate", "reinforce")
EVERY_STEP = dict.fromkeys(STEPS, HAPPENS)
SEEN = {"rupture": HAPPENS, "notice": HAPPENS}
ABOUT = {BOND: 0.0, GOAL: 1.0}
"""Draws that make a rupture be about the first, or the last, of the components."""


def meet(m: Meeting, rules=RULES, **said) -> Meeting:
    """The next session of two people in which nothing happens but what is said; the same meeting with its luck."""
    m = m._replace(luck=quiet(**said))
    session(m, rules)
    return m


def first(rules=RULES, client=None, therapist=None, changed=None, **said):
    """The dyad after a first session in which nothing happens but what is said."""
    return meet(intake(client, therapist, rules, **(changed or {})), rules, **said).dyad


def about_the_task(**said):
    """A dyad after a session with a rupture about the task, homework being due and undone."""
    rules = replace(bond_strain=lambda: 0.0, goal_strain=lambda: 0.0).bound()
    m = meet(intake(), assign=HAPPENS)
    return meet(m, rules, rupture=HAPPENS, **said).dyad


# --- intake -----------------------------------------------------------------------------------------------------------


def test_intake_takes_people_as_they_come():
    client = a_client(distress=91.0, attachment_anxiety=5.5, attachment_avoidance=2.5, expectation=0.7)
    d = intake(client).dyad
    assert (d.session, d.present, d.ending) == (0.0, 1.0, 0.0)
    assert (d.attachment_anxiety, d.attachment_avoidance, d.hope) == (5.5, 2.5, 0.7)
    assert d.distress == d.distress_intake == d.distress_score == d.distress_score_intake == 91.0
    assert d.chronic_distress + d.acute_distress == pytest.approx(91.0)


def test_goals_are_negotiated_at_the_outset():
    d = intake(a_client(goal_wish=0.1), a_therapist(goal_aim=0.9)).dyad
    assert 0.1 < d.goal_wish < d.goal_aim < 0.9
    assert d.goal == 1.0 - abs(d.goal_wish - d.goal_aim)


# --- a quiet session --------------------------------------------------------------------------------------------------


def test_a_quiet_session_leaves_no_rupture_no_repair_and_no_ending():
    d = first()
    assert (d.session, d.ruptured, d.rupture_component, d.rupture_type, d.rupture_severity) == (1.0, 0, 0.0, 0.0, 0.0)
    assert (d.noticed, d.repair_stage, d.repaired, d.strain) == (0, 0.0, 0.0, 0.0)
    assert (d.ending, d.present, d.ruptures, d.repairs) == (0.0, 1, 0.0, 0.0)


def test_nobody_repairs_what_was_not_torn():
    d = first(notice=HAPPENS, **EVERY_STEP)
    assert (d.noticed, d.repair_stage, d.repaired) == (0, 0.0, 0.0)


def test_sessions_are_counted_from_one():
    m = intake()
    assert [meet(m).dyad.session for _ in range(3)] == [1.0, 2.0, 3.0]


def test_distress_is_asked_about_before_the_session():
    m = intake(a_client(distress=100.0))
    d = meet(m).dyad
    assert d.distress_score == 100.0
    assert d.distress != 100.0


def test_a_good_session_relieves():
    m = intake()
    before = m.dyad.chronic_distress
    assert meet(m).dyad.chronic_distress < before


def test_distress_stays_on_the_scale_of_its_questionnaire():
    worst, best = (intake(a_client(distress=x), intake_peak=60.0) for x in (180.0, 0.0))
    for m in (worst, best):
        for _ in range(30):
            assert 0.0 <= meet(m, distress_score=6.0).dyad.distress <= 180.0
            assert 0.0 <= m.dyad.distress_score <= 180.0


def test_goal_agreement_is_what_the_distance_leaves():
    m = intake(a_client(goal_wish=0.05), a_therapist(goal_aim=0.95))
    for _ in range(12):
        d = meet(m).dyad
        assert d.goal == 1.0 - abs(d.goal_wish - d.goal_aim)


def test_goals_move_most_in_the_session_of_the_review():
    m = intake(a_client(goal_wish=0.05), a_therapist(goal_aim=0.95), review_every=6.0)
    distance, moved = [1.0 - m.dyad.goal], []
    for _ in range(7):
        distance.append(1.0 - meet(m).dyad.goal)
        moved.append(distance[-2] - distance[-1])
    assert max(range(7), key=moved.__getitem__) == 5


# --- homework ---------------------------------------------------------------------------------------------------------


def test_a_task_agreed_today_is_due_next_time():
    m = intake()
    d = meet(m, assign=HAPPENS, homework=HAPPENS).dyad
    assert (d.homework_assigned, d.homework_done, d.homework_next) == (0.0, 0, 1)
    d = meet(m, homework=HAPPENS).dyad
    assert (d.homework_assigned, d.homework_done, d.homework_next) == (1.0, 1, 0)
    d = meet(m, homework=HAPPENS).dyad
    assert (d.homework_assigned, d.homework_done) == (0.0, 0)


def test_a_task_left_undone_is_not_done():
    m = meet(intake(), assign=HAPPENS)
    d = meet(m).dyad
    assert (d.homework_assigned, d.homework_done) == (1.0, 0)


def test_a_modality_without_homework_agrees_on_none():
    assert not first(therapist=a_therapist(modality_homework=0.0), assign=HAPPENS).homework_next


# --- ruptures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("drawn", "about"), [(0.0, BOND), (0.199, BOND), (0.2, TASK), (0.499, TASK), (0.5, GOAL), (1.0, GOAL)])
def test_components_give_in_proportion_to_the_strains_on_them(drawn, about):
    assert says("rupture_component", noise=drawn, bond_strain=0.2, task_strain=0.3, goal_strain=0.5) == about


@pytest.mark.parametrize("about", ABOUT)
def test_a_rupture_is_about_something(about):
    d = first(rupture=HAPPENS, rupture_component=ABOUT[about])
    assert (d.ruptured, d.rupture_component, d.ruptures) == (1, about, 1.0)
    assert 0.0 < d.rupture_severity <= 1.0


def test_a_rupture_is_about_the_task_where_only_the_task_strains():
    assert about_the_task().rupture_component == TASK


def test_a_ruptured_client_confronts_or_withdraws():
    assert first(rupture=HAPPENS, confrontation=HAPPENS).rupture_type == CONFRONTATION
    assert first(rupture=HAPPENS, confrontation=STAYS_AWAY).rupture_type == WITHDRAWAL


def test_an_unnoticed_rupture_is_not_repaired():
    d = first(rupture=HAPPENS, **EVERY_STEP)
    assert (d.ruptured, d.noticed, d.repair_stage, d.repaired) == (1, 0, 0.0, 0.0)
    assert d.strain > 0.0


def test_an_unrepaired_rupture_costs_the_bond():
    assert first(rupture=HAPPENS).bond < first().bond


# --- repair -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("succeeded", range(5))
def test_repair_goes_step_by_step(succeeded):
    d = first(**SEEN, **dict.fromkeys(STEPS[:succeeded], HAPPENS))
    assert d.noticed == 1
    assert d.repair_stage == succeeded
    assert d.repaired == (succeeded == 4)
    assert d.repairs == d.repaired


@pytest.mark.parametrize("failed", range(4))
def test_a_failed_step_stops_the_rest(failed):
    d = first(**SEEN, **(EVERY_STEP | {STEPS[failed]: STAYS_AWAY}))
    assert (d.repair_stage, d.repaired) == (failed, 0.0)


def test_every_step_of_repair_leaves_a_better_bond_and_less_strain():
    left = [first(**SEEN, **dict.fromkeys(STEPS[:n], HAPPENS)) for n in range(5)]
    assert [d.bond for d in left] == sorted(d.bond for d in left)
    assert [d.strain for d in left] == sorted((d.strain for d in left), reverse=True)


def test_a_repaired_rupture_leaves_the_bond_stronger_than_a_quiet_session():
    assert first(**SEEN, **EVERY_STEP).bond > first().bond


def test_a_full_repair_is_a_corrective_experience():
    mended, quietly = first(**SEEN, **EVERY_STEP), first()
    assert mended.attachment_anxiety < quietly.attachment_anxiety
    assert mended.attachment_avoidance < quietly.attachment_avoidance


def test_a_renegotiated_task_is_smaller():
    d = about_the_task(notice=HAPPENS, acknowledge=HAPPENS, explore=HAPPENS, renegotiate=HAPPENS)
    assert (d.rupture_component, d.repair_stage) == (TASK, 3.0)
    assert d.difficulty_next < d.homework_difficulty


def test_a_task_that_was_only_talked_about_stays_nearly_as_hard():
    steps = {"notice": HAPPENS, "acknowledge": HAPPENS, "explore": HAPPENS}
    talked, changed = about_the_task(**steps), about_the_task(**steps, renegotiate=HAPPENS)
    assert changed.difficulty_next < talked.difficulty_next <= talked.homework_difficulty


@pytest.mark.parametrize("about", ABOUT)
def test_mending_another_component_leaves_the_task_as_hard(about):
    d = first(**SEEN, **EVERY_STEP, rupture_component=ABOUT[about])
    assert (d.rupture_component, d.repair_stage) == (about, 4.0)
    assert d.difficulty_next == d.homework_difficulty


def test_renegotiated_goals_bring_the_two_closer():
    apart = {"client": a_client(goal_wish=0.05), "therapist": a_therapist(goal_aim=0.95)}
    torn = first(**apart, **SEEN, **EVERY_STEP, rupture_component=ABOUT[GOAL])
    assert torn.rupture_component == GOAL
    assert torn.goal > first(**apart).goal


# --- the roads out ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "ending", "practical"),
    [
        ({"dropout": HAPPENS}, DROPOUT, 0.0),
        ({"good_enough": HAPPENS}, AGREED, 0.0),
        ({"practical": HAPPENS}, AGREED, 1.0),
        ({"good_enough": HAPPENS, "practical": HAPPENS}, AGREED, 0.0),
        ({"dropout": HAPPENS, "good_enough": HAPPENS, "practical": HAPPENS}, DROPOUT, 0.0),
    ],
    ids=["staying away", "good enough", "practical reasons", "good enough comes before practical", "staying away comes first"],
)
def test_the_roads_out_are_tried_in_order(said, ending, practical):
    d = first(**said)
    assert (d.ending, d.practical, d.present) == (ending, practical, 0)


def test_the_plan_is_fulfilled_after_the_planned_sessions():
    m = intake(planned_sessions=2.0)
    assert meet(m).dyad.present
    d = meet(m).dyad
    assert (d.ending, d.present) == (PLANNED_END, 0)


def test_who_stays_away_after_the_last_planned_session_has_dropped_out():
    assert first(changed={"planned_sessions": 1.0}, dropout=HAPPENS).ending == DROPOUT


# --- between sessions, and the therapist's week -----------------------------------------------------------------------


def test_who_comes_keeps_the_bond_and_who_misses_lets_it_cool():
    came, missed = meet(intake()), meet(intake())
    before = came.dyad.bond
    assert between(came._replace(luck=quiet_week(attendance=HAPPENS)), RULES)
    assert not between(missed._replace(luck=quiet_week(attendance=STAYS_AWAY)), RULES)
    assert came.dyad.bond == before > missed.dyad.bond
    assert came.dyad.own_week == missed.dyad.own_week == 1.0


def test_a_bad_week_hurts_and_a_drift_carries_on():
    usual, bad = meet(intake()), meet(intake())
    drifting = meet(intake(a_client(outlook=30.0)))
    for m, noise in ((usual, 0.0), (bad, 2.0), (drifting, 0.0)):
        between(m._replace(luck=quiet_week(acute_distress_between=noise, attendance=HAPPENS)), RULES)
    assert bad.dyad.acute_distress > usual.dyad.acute_distress
    assert drifting.dyad.chronic_distress > usual.dyad.chronic_distress


def test_a_week_tires_the_therapist_and_teaches_her():
    therapist = a_therapist(sessions_held=20.0, ruptures_met=8.0)
    week_ends(Week(therapist, intake().p), RULES)
    assert therapist.fatigue > 0.0
    assert therapist.practice > 0.0


def test_a_week_off_costs_nothing_and_a_missed_one_may_be_the_last():
    off, missed, lapsed = (meet(intake()) for _ in range(3))
    assert not between(off._replace(luck=quiet_week(week_off=HAPPENS)), RULES)
    assert not between(missed._replace(luck=quiet_week()), RULES)
    assert not between(lapsed._replace(luck=quiet_week(lapse=HAPPENS)), RULES)
    assert off.dyad.bond > missed.dyad.bond
    assert (off.dyad.missed, missed.dyad.missed) == (0.0, 1.0)
    assert missed.dyad.present
    assert (lapsed.dyad.ending, lapsed.dyad.present) == (DROPOUT, 0.0)


def test_an_undone_task_may_be_met_with_reproach_and_a_done_one_never_is():
    due = meet(intake(), assign=HAPPENS)
    assert meet(due, admonish=HAPPENS).dyad.admonished
    due = meet(intake(), assign=HAPPENS)
    assert not meet(due, homework=HAPPENS, admonish=HAPPENS).dyad.admonished
    assert not first(admonish=HAPPENS).admonished


# --- what questionnaires show -----------------------------------------------------------------------------------------


def shown(d_of: Meeting, **said) -> Ratings:
    """What both tick after a meeting."""
    ratings = Ratings()
    rate(d_of._replace(luck=quiet_ratings(**said), ratings=ratings))
    return ratings


def test_the_wai_is_the_mean_of_three_subscales_of_four_items_each():
    ratings = shown(meet(intake()), wai_client_items=[0.7, -0.7, 1.5, -1.5] * 3)
    for who in ("client", "therapist"):
        items = getattr(ratings, f"wai_{who}_items")
        assert set(items) <= {1.0, 2.0, 3.0, 4.0, 5.0}
        parts = [getattr(ratings, f"wai_{who}_{part}") for part in ("bond", "task", "goal")]
        assert parts == [sum(items[i : i + 4]) / 4.0 for i in (0, 4, 8)]
        assert getattr(ratings, f"wai_{who}") == pytest.approx(sum(items) / 12.0)


def test_a_generous_rater_rates_higher_than_a_sparing_one():
    generous, sparing = (shown(meet(intake(a_client(rating_bias=bias)))) for bias in (0.4, -0.4))
    assert generous.wai_client > sparing.wai_client
    therapists = [shown(meet(intake(therapist=a_therapist(rating_bias=bias)))) for bias in (0.4, -0.4)]
    assert therapists[0].wai_therapist > therapists[1].wai_therapist
    assert therapists[0].wai_client == therapists[1].wai_client


def test_filling_in_questionnaires_changes_nothing_in_the_dyad():
    m = meet(intake(), **SEEN)
    before = {name: getattr(m.dyad, name) for name in m.dyad.__slots__}
    shown(m, wai_client_items=[3.0] * 12, rupture_reported_client=3.0)
    assert {name: getattr(m.dyad, name) for name in m.dyad.__slots__} == before


def test_bad_ruptures_are_reported_and_quiet_sessions_are_not():
    rules = replace(rupture_severity=lambda: 1.0).bound()
    torn = shown(meet(intake(), rules, **SEEN))
    assert torn.rupture_reported_client
    assert torn.rupture_reported_therapist
    quietly = shown(meet(intake()))
    assert not quietly.rupture_reported_client
    assert not quietly.rupture_reported_therapist


# --- replaced rules ---------------------------------------------------------------------------------------------------


def test_a_replaced_rule_is_replaced_everywhere():
    rules = replace(rupture_chance=lambda: 1.0, bond_after=lambda bond: 0.123).bound()
    d = first(rules, rupture=0.999)
    assert d.ruptured
    assert d.bond == 0.123
