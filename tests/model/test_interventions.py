"""What is done from outside: rows of numbers that either engine writes in, and that reach nobody else."""

import numpy as np
import pytest

from experiments.counting import statistics
from model import Rules, SettingError, scenario, simulate
from model.agents import clinic
from model.cohort import engine as cohort
from model.deeds.changes import SPANS, change
from model.deeds.deeds import COLUMNS, KINDS, MOST_DEEDS
from model.deeds.interventions import NAMED, intervention, interventions
from model.parameters import MODALITIES
from model.people import recruit
from model.scenario import parse
from tests.support import changed_lives, differing

UNCOUPLED = {"rules.session_tires": 0.0, "rules.rupture_tires": 0.0, "rules.practice_rate": 0.0}
EVERY_KIND = {
    "client": "all from 2: client.receptivity = 0.2",
    "therapist": "2-* from 3: therapist.repair_skill += 0.4",
    "p": "all in 3: p.rupture_base = 6",
    "week": "all from 2: week.attendance = 0",
    "luck": "1-* in 2: luck.rupture = 0",
    "dyad": "all in 4: dyad.bond = 0.95; dyad.hope += -0.5",
    "intake": "all in 0: client.distress = 120; dyad.task = 0.9",
    "stand-in": "2-3 from 2: another therapist 4",
    "modality": "all from 2: practises psychodynamic",
    "many": "all from 1 to 2: ruptured; 3-1 from 2: repaired",
}


def lives(asked, rules=None):
    """The lives of a scenario's people on records."""
    return cohort.live(asked, rules or Rules(), recruit(asked))


@pytest.fixture(scope="module")
def alone():
    return scenario("small").but(UNCOUPLED)


# --- both engines, and nobody else ------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [text for text in EVERY_KIND.values() if text.count(":") == 1], ids=lambda t: t)
def test_both_engines_do_the_same_to_the_last_bit(small, said):
    asked = small.but(do=[said])
    agents, records = clinic.live(asked, Rules(), recruit(asked)), lives(asked)
    assert differing(agents, records) == []
    assert differing(records, lives(small)) != []


def test_both_engines_do_the_same_in_the_arms_of_a_study(small):
    asked = parse(ARMS, "arms").but({"clinic.dyads": 60, "clinic.clients_per_therapist": 15})
    assert differing(clinic.live(asked, Rules(), recruit(asked)), lives(asked)) == []


def test_what_is_done_to_one_client_touches_nobody_else(alone):
    usual = lives(alone)
    assert changed_lives(usual, lives(alone.but(do=["2-5 from 2: therapist.regard = 0.1; dyad.bond = 0.1"]))) == [19]


def test_what_is_done_later_leaves_the_sessions_before_as_they_were(alone):
    usual, other = (simulate(alone.but(do=do)).sessions for do in ([], ["all from 4: client.receptivity = 0.05"]))
    before = [frame[frame.session < 4].reset_index(drop=True) for frame in (usual, other)]
    assert before[0].equals(before[1])
    assert usual[usual.session == 4].empathy_felt.mean() > other[other.session == 4].empathy_felt.mean() + 0.2


def test_what_lasts_for_some_sessions_is_over_after_them(alone):
    held = simulate(alone.but(do=["all from 2 to 3: p.rupture_base = 6; p.rupture_strain = 5"])).sessions
    share = held.groupby("session").ruptured.mean()
    assert share[2] > 0.97
    assert share[3] > 0.97
    assert share[4] < 0.9


def test_a_stand_in_does_not_tire_the_therapist_whose_client_she_takes(small):
    tired = lives(small.but({"rules.session_tires": 0.2}))
    relieved = lives(small.but({"rules.session_tires": 0.2}, do=["1-*: another therapist 4"]))
    assert relieved.therapists["fatigue"][0] == 0.0 < tired.therapists["fatigue"][0]
    assert (relieved.therapists[1:] == tired.therapists[1:]).all()


def test_another_therapist_brings_all_that_she_is(alone):
    own = lives(alone.but({"clinic.dyads": 15}))
    people = recruit(alone)
    taken = lives(alone.but(do=["1-*: another therapist 2"]))
    assert differing(own, lives(alone.but({"clinic.dyads": 15}))) == []
    moved = people.therapists[1]["modality_homework"]
    agreed = taken.rows[taken.client_of_row < 15]["homework_next"].mean()
    assert abs(agreed - moved) < 0.2


def test_a_therapist_who_practises_another_modality_works_by_its_numbers(alone):
    usual, changed = (simulate(alone.but(do=do)).sessions for do in ([], ["all from 3: practises cbt"]))
    assert changed[changed.session >= 5].homework_assigned.mean() > max(0.75, usual[usual.session >= 5].homework_assigned.mean())
    assert usual[usual.session < 3].homework_assigned.mean() == changed[changed.session < 3].homework_assigned.mean()
    said = [lives(alone.but(do=[f"all: practises {name}"])) for name in ("trauma-focused", "trauma focused", "trauma_focused")]
    assert differing(said[0], said[1]) == differing(said[0], said[2]) == []


# --- deeds with a name ------------------------------------------------------------------------------------------------


def after(alone, said, column, session=2):
    """The mean of a column in one session, usually and when something was done in it."""
    held = [simulate(alone.but(do=do), engine="cohort").sessions for do in ([], [f"all in {session}: {said}"])]
    return [frame[frame.session == session][column].astype(float).mean() for frame in held]


@pytest.mark.parametrize(
    ("said", "column", "then"),
    [
        ("ruptured", "ruptured", 1.0),
        ("no rupture", "ruptured", 0.0),
        ("ruptured; unnoticed", "noticed", 0.0),
        ("ruptured; repaired", "repaired", 1.0),
    ],
)
def test_events_that_are_set_happen(alone, said, column, then):
    usual, done = after(alone, said, column)
    assert done == then != usual


def test_homework_that_is_said_to_be_done_is_done(alone):
    asked = alone.but({"modalities.psychodynamic.share": 0.0})
    assert after(asked, "homework done", "homework_done")[1] == after(asked, "homework done", "homework_assigned")[1] > 0.1
    assert after(asked, "homework undone", "homework_done")[1] == 0.0


def test_roads_out_are_opened_and_closed(alone):
    short = alone.but({"clinic.planned_sessions": 6})
    assert (simulate(short.but(do=["all from 1: stays; comes"])).dyads.ending == "planned_end").all()
    assert (simulate(short.but(do=["all in 2: drops out"])).dyads.query("sessions_attended > 1").ending == "dropout").all()


@pytest.mark.parametrize("name", NAMED)
def test_every_deed_with_a_name_can_be_done(name):
    assert intervention(f"all in 3: {name}").changes
    assert intervention(f"all in 3: {name.replace(' ', '_')}").changes == intervention(f"all in 3: {name}").changes


# --- how it is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3-12 from 5: repaired", (3, 12, 5, 1e9)),
        ("3-* from 5 to 8: repaired", (3, None, 5, 8)),
        ("all in 3: repaired", (None, None, 3, 3)),
        ("in 3: repaired", (None, None, 3, 3)),
        (": repaired", (None, None, 0, 1e9)),
        ("  2-1   :repaired ", (2, 1, 0, 1e9)),
    ],
)
def test_who_and_when(text, meant):
    said = intervention(text)
    assert (said.therapist, said.place, said.first, said.last) == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nonsense", "is no intervention"),
        ("all:", "is no intervention"),
        ("all: repared", "Did you mean repaired"),
        ("all: practises cbtt", "nobody practises cbtt. Did you mean cbt"),
        ("all: dyad.bnd = 1", "Did you mean bond"),
        ("all: dyad.session = 3", "cannot be changed from outside"),
        ("all: dyad.empathy_felt = 1", "cannot be changed from outside"),
        ("all: p.planned_sessions = 80", "It is the clinic's"),
        ("all: luck.rupture = 2", r"must lie in \[0, 1\]; got 2"),
        ("all: dyad.bond += 3", r"is raised by \[-1, 1\]; got 3"),
        ("all: dyad.bond = much", "needs a number; got 'much'"),
        ("all: dyad.bond = nan", "must lie in"),
        ("all: house.bond = 1", "house is none of"),
        ("all from 5 to 3: repaired", "put the earlier one first"),
        ("0-1: repaired", "count from 1"),
        ("1-1: another therapist 0", "another therapist 0: therapists count from 1"),
        ("1-1: another therapist", "write another therapist N"),
        ("1-1: another therapist seven", "as in another therapist 7; got 'seven'"),
        (": practises", f"': practises': write practises MODALITY, one of {', '.join(MODALITIES)}"),
        ("in 401: repaired", r"sessions are numbered from 0 \(intake\) to 400"),
        ("from 99999999999999999999999999: repaired", r": sessions are numbered from 0 \(intake\) to 400\.$"),
        (f"from 1 to {'9' * 5000}: repaired", r"sessions are numbered from 0 \(intake\) to 400"),
        (": p.review_every = 1.5", r"p\.review_every must be a whole number in \[1, 400\]; got 1.5"),
        (": p.review_every += 0.5", r"p\.review_every is raised by a whole number in \[-399, 399\]; got 0.5"),
        (": dyad.bond = ٠.5", "dyad.bond needs a number in digits 0 to 9; got '٠.5'"),
        ("٣-١: repaired", "is no intervention.*Digits are 0 to 9"),
        ("in ٣: repaired", "Digits are 0 to 9"),
        (": another therapist ٣", "in digits 0 to 9"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, told):
    with pytest.raises(SettingError, match=told):
        intervention(text)


def test_all_faults_are_told_together():
    with pytest.raises(SettingError) as caught:
        intervention("all: dyad.bnd = 1; luck.rupture = 2; repared")
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5-1: repaired", "this clinic has therapists 1 to 4 with up to 15 clients each"),
        ("1-1: another therapist 9", "therapists 1 to 4"),
        (f"1-1: another therapist {'9' * 5000}", "therapists 1 to 4"),
        ("1-16: repaired", r"'1-16: repaired': therapist 1 of this clinic has 15 clients, the last 1-15\.$"),
        ("4-8: repaired", r"therapist 4 of this clinic has 7 clients, the last 4-7\.$"),
    ],
)
def test_who_is_not_in_the_clinic_is_refused(small, text, told):
    with pytest.raises(SettingError, match=told):
        recruit(small.but({"clinic.dyads": 52}, do=[text]))


def test_a_stand_in_whom_the_clinic_has_not_is_refused_in_an_arm_too(small):
    asked = parse('[[arm]]\nname = "a"\nshare = 0.5\ndo = [": another therapist 9"]', "study").but(small.settings)
    with pytest.raises(SettingError, match="therapists 1 to 4"):
        recruit(asked)


def test_a_deed_that_is_missing_is_told_once():
    with pytest.raises(SettingError) as caught:
        intervention(": stays;;")
    assert caught.value.faults == ("': stays;;': a deed is missing; write DEED; DEED, with one semicolon between two and none at the end.",)


def test_all_faults_of_several_interventions_are_told_together(small):
    texts = ["0-1 from 5 to 3: repared; practises; another therapist 0", "nonsense", "in 401: p.review_every = 1.5"]
    for refused in (lambda: interventions(texts), lambda: small.but(do=texts)):
        with pytest.raises(SettingError) as caught:
            refused()
        assert len(caught.value.faults) == 8


def test_more_than_there_is_room_for_is_refused(small):
    with pytest.raises(SettingError, match=f"at most {MOST_DEEDS}"):
        small.but(do=[f"all in {n}: repaired" for n in range(1, 30)])


def test_as_many_clients_as_there_are_may_be_named(small):
    everybody = [f"{t}-{p} in 2: ruptured; repaired" for t in range(1, 5) for p in range(1, 16)]
    named, said = lives(small.but(do=everybody)), lives(small.but(do=["all in 2: ruptured; repaired"]))
    assert differing(named, said) == []
    with pytest.raises(SettingError, match="things would be done to one client"):
        small.but(do=["1-*: another therapist 2", *["1-1: another therapist 3"] * 3, "all: another therapist 4"])
    small.but(do=["1-*: another therapist 2", *[f"1-{p}: another therapist 3" for p in range(1, 9)], "all: another therapist 4"])


def test_whatever_can_be_changed_has_a_column_and_a_range():
    for what, names in SPANS.items():
        assert what in KINDS
        for name, (low, high) in names.items():
            assert name in COLUMNS[what]
            assert low < high
            assert change(f"{what}.{name} = {low}").value == low


# --- scenario files and arms ------------------------------------------------------------------------------------------

ARMS = """
do = ["1-1 in 2: ruptured"]
[settings]
clinic.dyads = 3000
clinic.wait_list = 0.2
clinic.assessments = 2
[[arm]]
name = "feedback"
share = 0.4
do = [": feedback"]
[[arm]]
name = "trained"
share = 0.1
do = [": trained"]
"""


@pytest.fixture(scope="module")
def study():
    return simulate(parse(ARMS, "study"), engine="cohort")


def test_luck_allocates_the_shares_that_were_asked_for(study):
    shares = study.assessments.drop_duplicates("client_id").arm.value_counts(normalize=True)
    assert {arm: round(share, 1) for arm, share in shares.items()} == {"feedback": 0.4, "therapy": 0.3, "wait-list": 0.2, "trained": 0.1}


def test_what_is_done_in_an_arm_is_done_to_its_clients_alone(study):
    alerted = study.sessions.merge(study.dyads[["client_id", "arm"]]).groupby("arm", observed=True).alert.mean()
    assert alerted["feedback"] > 0.05
    assert alerted["therapy"] == alerted["trained"] == 0.0


def test_every_arm_is_set_against_the_one_that_waits(study):
    found = statistics.arms(study.assessments)
    assert set(zip(found.week, found.arm, found.against, strict=True)) == {
        (week, arm, "wait-list") for week in (8, 16) for arm in ("therapy", "feedback", "trained")
    }
    assert (found.d > 0.2).all()


def test_without_a_wait_list_arms_are_set_against_the_usual_one():
    asked = parse(ARMS, "study").but({"clinic.wait_list": 0.0, "clinic.dyads": 600})
    assert set(statistics.arms(simulate(asked, engine="cohort").assessments).against) == {"therapy"}


def test_who_is_in_no_arm_lives_as_without_the_study(study):
    usual = simulate("standard", settings={"clinic.dyads": 3000} | UNCOUPLED, engine="cohort").dyads.set_index("client_id")
    theirs = simulate(parse(ARMS, "study").but(UNCOUPLED), engine="cohort").dyads.set_index("client_id").query("arm == 'therapy'")
    theirs = theirs.drop(index="1-1", errors="ignore")
    columns = [c for c in theirs.columns if c != "arm"]
    assert len(theirs) > 500
    assert theirs[columns].equals(usual.loc[theirs.index, columns])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('do = ["all: repared"]', "Did you mean repaired"),
        ('[[arm]]\nname = "a"\nshare = 0.5\ndo = ["all: repared"]', "arm a: .*Did you mean repaired"),
        ('[[arm]]\nname = "a"\nshare = 0.5\ndo = ["1-1: repaired"]', "leave out WHO"),
        ('[[arm]]\nname = "a"\nshare = 1.5', "arm a: share must be a number above 0 and at most 1; got 1.5"),
        ('[[arm]]\nname = "a"', "arm a: share must be .* got nothing"),
        ('[[arm]]\nname = "a"\nshre = 0.5', "arm a: shre is no part of an arm. Did you mean share"),
        ("arm = 3", "arm: must be a list; got 3"),
        ("arm = [3]", "arm.1: must be a table; got 3"),
        ('[[arm]]\nname = "a"\nshare = 0.5\ndo = [3]', "arm a: do.1: must be text in quotes; got 3"),
        ('[[arm]]\nname = "therapy"\nshare = 0.5', "two arms are called therapy"),
        ('[[arm]]\nname = "a"\nshare = 0.7\n[[arm]]\nname = "b"\nshare = 0.7', "must not exceed 1 together; got 1.4"),
    ],
)
def test_faults_of_a_scenario_file_are_told(text, told):
    with pytest.raises(SettingError, match=told):
        parse(text, "study")


def test_interventions_travel_with_the_scenario(small):
    twin = small.but(do=["1-1 in 2: ruptured"]).but({"clinic.dyads": 30}, do=["1-2 in 2: ruptured"])
    assert [i.text for i in twin.do] == ["1-1 in 2: ruptured", "1-2 in 2: ruptured"]
    assert hash(twin) != hash(small)


def test_a_course_without_assessments_is_one_score(small):
    asked = small.but({"clinic.assessments": 0})
    assert np.isfinite(lives(asked).courses).all()
