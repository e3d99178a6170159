"""The clinic as arrays: the same rules and the same session, compiled, one therapist's whole life after the other."""

from collections import namedtuple
from functools import lru_cache
from types import ModuleType
from typing import Any

import numpy as np

from model import life
from model import session as order
from model.binding import guarded
from model.block import Block
from model.cohort.compiling import ONCE, RULES, Done, compiled, is_kept, kept
from model.cohort.kept_luck import KEPT, PLACES, Whose, draw_ratings, draw_week, drawing, keep_for
from model.cohort.shapes import CLIENTS, COURSE, DEEDS, THERAPISTS, shapes
from model.cohort.spare import spare
from model.cohort.together import Clinics, parted, plan_of, queues_of, together, visits_of
from model.deeds.deeds import CLIENT, COLUMN, PARAMETER, SESSION_LUCK, THERAPIST, WEEK_LUCK, WHAT, WIDTH
from model.fields import RATINGS_RECORD, THERAPIST_RECORD, flat
from model.life import changed
from model.luck import GROUPS
from model.meeting import Case, Meeting, Own, Week
from model.people import People
from model.rule_files.brought import Brought, dyad_record
from model.rules import Rules
from model.scenario import Scenario
from model.trial import alone
from model.under_way import under_way

Lives = namedtuple("Lives", "therapists clients dyads p rows shown courses")
Visit = namedtuple("Visit", "row therapist clinic seed shared")
"""What a visit says (see `model.cohort.together`), as numbers that nothing else may change, and whether others share its luck."""
Scratch = namedtuple("Scratch", "luck kept client therapist p after deeds rows shown")


def rules_module(rules: Rules, done: Done) -> ModuleType:
    """The rules, compiled, as a module: its names are looked up while the session compiles, and cost nothing later."""
    module = ModuleType("rules")
    for name, called in rules.asked(guarded).items():
        setattr(module, name, compiled(called, done))
    return module


def refresh(case):
    """Copy client, therapist and parameters as they are now."""
    m, own = case.meeting, case.own
    copy_numbers(own.client.numbers, m.client.numbers)
    copy_numbers(own.therapist.numbers, m.therapist.numbers)
    copy_numbers(own.p.numbers, m.p.numbers)


def copy_numbers(these, there):
    """Copy a row of numbers."""
    for i in range(these.size):
        there[i] = these[i]


def write(case, k):
    """Do deed `k`."""
    m, what, column = case.meeting, case.deeds.rows[k, WHAT], int(case.deeds.rows[k, COLUMN])
    if what == CLIENT:
        m.client.numbers[column] = changed(case, k, m.client.numbers[column])
    elif what == THERAPIST:
        m.therapist.numbers[column] = changed(case, k, m.therapist.numbers[column])
    elif what == PARAMETER:
        m.p.numbers[column] = changed(case, k, m.p.numbers[column])
    elif what == WEEK_LUCK:
        m.luck.of_week[column] = changed(case, k, m.luck.of_week[column])
    elif what == SESSION_LUCK:
        m.luck.of_session[column] = changed(case, k, m.luck.of_session[column])
    else:
        m.dyad.numbers[column] = changed(case, k, m.dyad.numbers[column])


def engine_module(done: Done, brought: Brought) -> ModuleType:
    """What the cohort engine does for a life, compiled, as a module."""
    module = ModuleType("engine")
    for f in (drawing(brought), draw_week, draw_ratings, refresh, write):
        setattr(module, f.__name__, compiled(f, done))
    return module


def keep(lives, scratch, first, past, planned, n):
    """Put the rows of clients `first` to before `past` of a therapist, whose life is over, behind the `n` there are."""
    for i in range(first, past):
        for j in range((i - first) * planned, (i - first) * planned + int(lives.dyads[i].session)):
            lives.rows[n], lives.shown[n] = scratch.rows[j], scratch.shown[j]
            n += 1
    return n


@lru_cache(maxsize=8)
def kernel_for(rules: Rules, record: bool) -> Any:
    """The compiled life of a range of therapists under these rules; it records every session if asked to."""
    done: Done = {}
    said, engine = rules_module(rules, done), engine_module(done, rules.brought)
    intake, client_week, afterwards, week_begins, count, week_ends = (
        compiled(f, done) for f in (life.intake, life.client_week, life.afterwards, life.week_begins, life.count, order.week_ends)
    )

    def case_of(her, i, j, d, lives, scratch, start, plan):
        """What enters the next session of client `i` of the therapist who is visited; its ratings go to row `j` of her rows."""
        deeds, n = scratch.deeds[0], plan.past[i] - plan.first[i]
        own = Own(lives.clients[i], lives.therapists[her.row], lives.p[her.clinic])
        deeds.n, who = n, own
        if n > 0:
            who = Own(scratch.client[0], scratch.therapist[0], scratch.p[0])
            for r in range(n):
                for c in range(WIDTH):
                    deeds.rows[r, c] = plan.deeds[plan.first[i] + r, c]
        place = i - start[her.row] + 1
        luck = scratch.kept[place % PLACES]
        if record or her.shared:
            keep_for(luck, her.seed, her.therapist, place)
        at = Whose(her.seed, her.therapist, place, luck, her.shared, record)
        m = Meeting(d, who.client, who.therapist, scratch.luck[0], who.p, scratch.shown[j])
        return Case(m, at, own, lives.courses[i if record else 0], deeds)

    case_of = compiled(case_of, done, "always")
    keep_rows = compiled(keep, done)

    def live(visits, start, lives, scratch, plan):
        therapists, dyads, kept_rows = lives.therapists, lives.dyads, 0
        for v in range(visits.size):
            k, p = visits[v].row, lives.p[visits[v].clinic]
            her = Visit(k, visits[v].therapist, visits[v].clinic, visits[v].seed, lives.p.size > 1)
            t, waiting, planned = therapists[k], start[k], int(p.planned_sessions)
            for week in range(1, int(p.weeks) + 1):
                places = int(p.caseload)
                for i in range(start[k], waiting):
                    if dyads[i].present:
                        places -= 1
                admitted = waiting
                waiting = min(waiting + max(places, 0), start[k + 1])
                busy = False
                week_begins(t)
                for i in range(start[k], waiting):
                    d = dyads[i]
                    if i < admitted and not d.present:
                        continue
                    j = (i - start[k]) * planned + int(d.session) if record else 0
                    case = case_of(her, i, j, d, lives, scratch, start, plan)
                    if i >= admitted:
                        intake(case, week, engine, said)
                    if d.present and client_week(case, week, record, engine, said):
                        count(case.meeting, t)
                        if record:
                            scratch.rows[j] = d
                    if d.present:
                        busy = True
                week_ends(Week(t, p), said)
                if not busy and waiting == start[k + 1]:
                    break
            if not record:
                continue
            kept_rows = keep_rows(lives, scratch, start[k], waiting, planned, kept_rows)
            for i in range(start[k], waiting):
                after = scratch.after[0]
                scratch.after[0] = dyads[i]
                afterwards(case_of(her, i, 0, after, lives, scratch, start, plan), p.weeks, engine, said)
        return kept_rows

    lived_in = [str(r) for r in (CLIENTS, THERAPISTS, *shapes(rules.brought), RATINGS_RECORD, KEPT, COURSE, DEEDS)]
    said_of_it = RULES if rules.mine else ONCE
    return kept(live, list(done), record, lived_in, [g.normals.tolist() for g in GROUPS], words=said_of_it)


def live(scenario: Scenario, rules: Rules, people: People, record: bool = True) -> Block:
    """The lives of these people, compiled; the same to the last bit as `model.agents.clinic.live`.

    Raises RuleError when a replaced rule cannot be compiled.
    """
    return live_together([(scenario, people)], rules, record)[0]


def live_together(clinics: Clinics, rules: Rules, record: bool = False) -> list[Block]:
    """The lives of the people of several clinics, or of one if every session is to be recorded.

    Each therapist lives in one clinic after the other: where she has the same luck, it is drawn once. RuleError as `live`.
    """
    kernel, shape = kernel_for(rules, record), shapes(rules.brought)
    if rules.mine and not is_kept(kernel):
        with under_way(RULES):
            alone.check(rules)
    start, planned = queues_of(clinics), max(int(scenario["clinic.planned_sessions"]) for scenario, _ in clinics)
    n = int(start[-1])
    room, most = (n * planned, int(np.diff(start).max()) * planned) if record else (1, 1)
    courses = np.zeros(n if record else 1, COURSE)
    courses["score"] = np.nan
    lives = Lives(
        together([people.therapists for _, people in clinics]).copy().view(THERAPISTS),
        together([people.clients for _, people in clinics]).view(CLIENTS), np.zeros(n, shape.dyads),
        np.concatenate([scenario.under(rules.brought).p() for scenario, _ in clinics]).view(shape.p),
        spare.room("rows", shape.dyads, room), spare.room("shown", RATINGS_RECORD, room), courses,
    )  # fmt: skip
    ones = (np.zeros(1, r) for r in (CLIENTS, THERAPISTS, shape.p, shape.dyads, DEEDS))
    luck = (np.zeros(1, shape.luck), spare.room("luck", KEPT, PLACES))
    scratch = Scratch._make((*luck, *ones, spare.room("her rows", shape.dyads, most), spare.room("her shown", RATINGS_RECORD, most)))
    held = kernel(visits_of(clinics), start, lives, scratch, plan_of(clinics))
    past = int(clinics[0][0]["clinic.assessments"]) + 1
    scores, states = (courses[part][: n * record, :past].copy() for part in ("score", "state"))
    plain = dyad_record(rules.brought)
    rows = flat(lives.rows)[:held].copy().view(plain).reshape(held)
    shown = flat(lives.shown)[:held].copy().view(RATINGS_RECORD).reshape(held)
    therapists = parted(lives.therapists.view(THERAPIST_RECORD), [people.therapists for _, people in clinics])
    dyads = parted(lives.dyads.view(plain), [people.clients for _, people in clinics])
    parts = zip((people for _, people in clinics), therapists, dyads, strict=True)
    return [Block(*part, rows, shown, scores, states) for part in parts]
