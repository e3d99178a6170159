"""A life in the clinic, week by week: one order for both engines.

A `case` is a meeting with its address, `rules` say what happens, and `engine` does what the two engines do differently:
it draws luck (`draw_week`, `draw_session`, `draw_ratings`), and it writes into what enters a session (`refresh`, `write`).
"""

from model.deeds.deeds import DYAD, FIRST, FOREVER, HIGH, LAST, LOW, PARAMETER, RAISES, SESSION_LUCK, VALUE, WEEK_LUCK, WHAT
from model.fields import GONE, IN_THERAPY, WAITING
from model.maths import clip
from model.ratings import rate
from model.session import begin, between, course_of_life, session

EARLY = 3.0
"""The session after which the early alliance is taken, as most studies do (Flückiger et al. 2018)."""


def intake(case, week, engine, rules):
    """A client is taken on: the two meet for the first time, and the first assessment is made."""
    m = case.meeting
    m.dyad.begun = week
    prepare(case, 0.0, engine)
    engine.draw_session(case, 0)
    interfere(case, 0.0, SESSION_LUCK, SESSION_LUCK, engine)
    begin(m, rules)
    interfere(case, 0.0, DYAD, DYAD, engine)
    case.course.score[0] = m.dyad.distress_score_intake
    case.course.state[0] = WAITING if m.client.waits else IN_THERAPY


def client_week(case, week, rated, engine, rules):
    """One client's week: life since the last appointment, then the session, if the client comes; says whether one was held.

    The first session follows intake at once. With `rated` both fill in their questionnaires after it.
    """
    m, d = case.meeting, case.meeting.dyad
    now = d.session + 1.0
    prepare(case, now, engine)
    if d.session > 0.0:
        engine.draw_week(case, int(d.own_week) + 1)
        interfere(case, now, WEEK_LUCK, WEEK_LUCK, engine)
        comes = between(m, rules)
        assess(case, IN_THERAPY)
        if not comes:
            return False
    engine.draw_session(case, int(now))
    interfere(case, now, SESSION_LUCK, DYAD, engine)
    d.week = week
    session(m, rules)
    if rated or now == EARLY:
        engine.draw_ratings(case, int(now))
        rate(m)
    if now == EARLY:
        d.wai_client_early = m.ratings.wai_client
    return True


def afterwards(case, until, engine, rules):
    """Life after therapy, or without it, up to the last assessment, or to week `until` of the clinic.

    Of those who are still in therapy no more is known. What was done without end goes on being done.
    """
    m, d = case.meeting, case.meeting.dyad
    for _ in range(int(d.own_week), int(m.p.assessments * m.p.assessment_weeks)):
        if d.present or d.begun + d.own_week >= until:
            return
        if case.deeds.n > 0.0:
            engine.refresh(case)
            go_on(case, 0.0, PARAMETER, engine)
        engine.draw_week(case, int(d.own_week) + 1)
        go_on(case, WEEK_LUCK, WEEK_LUCK, engine)
        course_of_life(m, rules)
        assess(case, WAITING if m.client.waits else GONE)


def assess(case, state):
    """Keep the score of an assessment that is due at the end of this week, and where the client was then."""
    d, p = case.meeting.dyad, case.meeting.p
    nth = d.own_week / p.assessment_weeks
    if nth <= p.assessments and nth == float(int(nth)):
        case.course.score[int(nth)], case.course.state[int(nth)] = d.assessment_score, state


def week_begins(therapist):
    """A new week for the therapist: nothing to count yet."""
    therapist.sessions_held, therapist.ruptures_met = 0.0, 0.0


def count(m, therapist):
    """A session was held: the therapist's week has one more, unless a stand-in held it."""
    if not m.therapist.stand_in:
        therapist.sessions_held += 1.0
        therapist.ruptures_met += m.dyad.ruptured


def prepare(case, now, engine):
    """Client, therapist and parameters as they enter session `now`; only those to whom something is done have copies."""
    if case.deeds.n > 0.0:
        engine.refresh(case)
        interfere(case, now, 0.0, PARAMETER, engine)


def interfere(case, now, first, last, engine):
    """Do to this dyad what interventions do in session `now` to what enters it, kinds `first` to `last`.

    What is done in one session alone to the luck of a week is done in the first week before it.
    """
    rows, late = case.deeds.rows, case.meeting.dyad.weeks_apart > 0.0
    for k in range(int(case.deeds.n)):
        past = late and rows[k, WHAT] == WEEK_LUCK and rows[k, FIRST] == rows[k, LAST]
        if rows[k, FIRST] <= now <= rows[k, LAST] and first <= rows[k, WHAT] <= last and not past:
            engine.write(case, k)


def go_on(case, first, last, engine):
    """Go on doing, after the last session, what was done without end, kinds `first` to `last`."""
    rows = case.deeds.rows
    for k in range(int(case.deeds.n)):
        if rows[k, FIRST] <= case.meeting.dyad.session and rows[k, LAST] >= FOREVER and first <= rows[k, WHAT] <= last:
            engine.write(case, k)


def changed(case, k, before):
    """A value as deed `k` leaves it: set, or raised within its range."""
    rows = case.deeds.rows
    return clip(before + rows[k, VALUE], rows[k, LOW], rows[k, HIGH]) if rows[k, RAISES] else rows[k, VALUE]
