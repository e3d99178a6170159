"""The clinic as arrays: the same rules and the same session, compiled, one therapist's whole life after the other."""

from functools import lru_cache
from types import ModuleType
from typing import Any

import numba
import numpy as np

from model import ratings
from model import session as order
from model.binding import bind, guarded
from model.block import EARLY, Block
from model.compiling import Done, compiled, is_kept, kept
from model.contract import inputs, where
from model.errors import RuleError
from model.fields import CLIENT_RECORD, DYAD_RECORD, GONE, IN_THERAPY, RATINGS_RECORD, THERAPIST_RECORD, WAITING
from model.luck import BETWEEN, RATING, SESSION, roll
from model.meeting import Meeting, Week
from model.parameters import P_RECORD
from model.people import People
from model.rules import WEEKLY, Rules
from model.scenario import Scenario

RECORDS = (CLIENT_RECORD, THERAPIST_RECORD, DYAD_RECORD, RATINGS_RECORD, P_RECORD, SESSION.record, BETWEEN.record, RATING.record)


def rules_module(rules: Rules, done: Done) -> ModuleType:
    """The rules, compiled, as a module: its names are looked up while the session compiles, and cost nothing later."""
    module = ModuleType("rules")
    for name, rule in rules.items():
        called = (guarded if name in rules.replaced else bind)(name, rule, name in WEEKLY)
        setattr(module, name, compiled(called, done))
    return module


@lru_cache(maxsize=8)
def kernel_for(rules: Rules, record: bool) -> Any:
    """The compiled life of a range of therapists under these rules; it records every session if asked to."""
    done: Done = {}
    said = rules_module(rules, done)
    begin, client_week, week_ends, life, due, rate, draw = (
        compiled(f, done) for f in (order.begin, order.client_week, order.week_ends, order.life, order.due, ratings.rate, roll)
    )
    session_block, week_block, rating_block = SESSION.block, BETWEEN.block, RATING.block

    def take_on(seed, therapist, place, d, c, t, p, luck, normals, flats):
        """Intake: event luck of session 0."""
        draw(seed, therapist, place, 0, session_block, normals[0], flats[0])
        begin(Meeting(d, c, t, luck, p), said)

    def see(seed, therapist, place, week, d, c, t, p, luck, weekly, noise, normals, flats, shown):
        """One client's week; says whether a session was held. Questionnaires go to `shown`."""
        now = int(d.session) + 1
        draw(seed, therapist, place, int(d.own_week) + 1, week_block, normals[1], flats[1])
        draw(seed, therapist, place, now, session_block, normals[0], flats[0])
        today = Meeting(d, c, t, luck, p)
        if not client_week(Meeting(d, c, t, weekly, p), today, week, said):
            return False
        if record or now == EARLY:
            draw(seed, therapist, place, now, rating_block, normals[2], flats[2])
            rate(Meeting(d, c, t, luck, p), noise, shown)
            if now == EARLY:
                d.wai_client_early = shown.wai_client
        return True

    def follow(seed, therapist, place, d, c, t, p, weekly, normals, flats, course, state):
        """Life after therapy, or without it, up to the last assessment."""
        for _ in range(int(d.own_week), int(p.assessments * p.assessment_weeks)):
            draw(seed, therapist, place, int(d.own_week) + 1, week_block, normals[1], flats[1])
            life(Meeting(d, c, t, weekly, p), said)
            nth = due(d, p)
            if nth:
                course[nth], state[nth] = d.assessment_score, WAITING if c.waits else GONE

    take_on, see, follow = compiled(take_on, done), compiled(see, done), compiled(follow, done)

    def live(seed, first, start, therapists, clients, dyads, params, normals, lucks, flats, rows, shown, courses, states, after):
        p, luck, weekly, noise = params[0], lucks[0][0], lucks[1][0], lucks[2][0]
        planned = int(p.planned_sessions)
        for k in range(therapists.size):
            t, waiting = therapists[k], start[k]
            for week in range(1, int(p.weeks) + 1):
                places = int(p.caseload)
                for i in range(start[k], waiting):
                    if dyads[i].present:
                        places -= 1
                admitted = waiting
                waiting = min(waiting + max(places, 0), start[k + 1])
                held, ruptured, busy = 0.0, 0.0, False
                for i in range(start[k], waiting):
                    d, place = dyads[i], i - start[k] + 1
                    if i >= admitted:
                        take_on(seed, first + k, place, d, clients[i], t, p, luck, normals, flats)
                        if record:
                            courses[i, 0] = d.distress_score_intake
                            states[i, 0] = WAITING if clients[i].waits else IN_THERAPY
                    if d.present:
                        j = i * planned + int(d.session) if record else 0
                        came = see(seed, first + k, place, week, d, clients[i], t, p, luck, weekly, noise, normals, flats, shown[j])
                        nth = due(d, p)
                        if record and nth:
                            courses[i, nth], states[i, nth] = d.assessment_score, IN_THERAPY
                        if came:
                            held += 1.0
                            ruptured += d.ruptured
                            if record:
                                rows[j] = d
                        if d.present:
                            busy = True
                week_ends(Week(t, held, ruptured, p), said)
                if not busy and waiting == start[k + 1]:
                    break
            for i in range(start[k], waiting if record else start[k]):
                after[0] = dyads[i]
                place = i - start[k] + 1
                follow(seed, first + k, place, after[0], clients[i], t, p, weekly, normals, flats, courses[i], states[i])

    return kept(live, list(done), record, [r.descr for r in RECORDS])


def live(scenario: Scenario, rules: Rules, people: People, record: bool = True) -> Block:
    """The lives of these people, compiled; the same to the last bit as `model.clinic.live`.

    Raises RuleError when a replaced rule cannot be compiled.
    """
    kernel = kernel_for(rules, record)
    if not is_kept(kernel):
        check(rules)
    planned, n = int(scenario["clinic.planned_sessions"]), len(people.clients)
    dyads, therapists = np.zeros(n, DYAD_RECORD), people.therapists.copy()
    rows = np.zeros(n * planned if record else 1, DYAD_RECORD)
    shown = np.zeros(len(rows), RATINGS_RECORD)
    lucks = tuple(np.zeros(1, draws.record) for draws in (SESSION, BETWEEN, RATING))
    flats = tuple(luck.view(np.float64) for luck in lucks)
    normals = (SESSION.normals, BETWEEN.normals, RATING.normals)
    seed, p = np.uint64(scenario.seed), scenario.p()
    courses = np.full((n if record else 1, int(scenario["clinic.assessments"]) + 1), np.nan)
    states, after = np.zeros_like(courses), np.zeros(1, DYAD_RECORD)
    start = people.start
    kernel(seed, people.first, start, therapists, people.clients, dyads, p, normals, lucks, flats, rows, shown, courses, states, after)
    held = slots_taken(dyads, planned) if record else np.empty(0, np.int64)
    return Block(people, therapists, dyads, taken(rows, held), taken(shown, held), courses[: n * record], states[: n * record])


def taken(records: np.ndarray, at: np.ndarray) -> np.ndarray:
    """`records[at]`, taken as plain rows of doubles, which is several times faster."""
    return records.view(np.float64).reshape(len(records), -1)[at].view(records.dtype).reshape(len(at))


def slots_taken(dyads: np.ndarray, planned: int) -> np.ndarray:
    """Where the recorded sessions stand: each client has room for `planned` of them, and filled the first few."""
    held = dyads["session"].astype(np.int64)
    before = np.cumsum(held) - held
    return np.arange(held.sum()) + np.repeat(np.arange(len(held)) * planned - before, held)


def check(rules: Rules) -> None:
    """Gate 4: every replaced rule compiles by itself; RuleError names each that does not, with the compiler's reason."""
    faults = []
    for name, rule in rules.replaced.items():
        signature = tuple(numba.from_dtype(P_RECORD) if asked == "p" else numba.float64 for asked in inputs(rule))
        try:
            alone = compiled(rule, {})
            alone.compile(signature)
            given = alone.nopython_signatures[-1].return_type
            if not isinstance(given, numba.types.Float | numba.types.Integer | numba.types.Boolean):
                faults.append(f"{where(rule)}: {name} must return a number on every path; it returns {given}.")
        except Exception as e:  # whatever stops the compiler is the rule's, and is told as such
            faults.append(f"{where(rule)}: {name} cannot be compiled: {reason(e)} (--engine agents runs it as it is)")
    if faults:
        raise RuleError(*faults)


def reason(error: Exception) -> str:
    """The one line of the compiler's message that tells most, with the source line if it names one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("Failed in", "During:", "^", "<source"))]
    telling = next((line for line in lines if not line.startswith("File ")), type(error).__name__)
    place = next((line for line in lines if line.startswith("File ")), "")
    return f"{telling.rstrip('.')}; {place.rstrip(':')}" if place else telling
