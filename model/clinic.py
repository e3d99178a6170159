"""The clinic as Mesa agents: open it, watch it, break it. A step is a week."""

import itertools
import random
from collections.abc import Callable
from copy import copy
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from model.block import EARLY, Block
from model.fields import AGREED, DROPOUT, DYAD_RECORD, GONE, IN_THERAPY, PLANNED_END, RATINGS_RECORD, WAITING
from model.luck import BETWEEN, RATING, SESSION
from model.meeting import Dice, Dyad, Meeting, Ratings, Week, dyad_row, ratings_row, therapist_row
from model.people import People, recruit
from model.ratings import rate
from model.rules import Rules
from model.scenario import Scenario
from model.scenario import scenario as find
from model.session import begin, client_week, due, life, week_ends


class _Counters(WeakKeyDictionary):
    """Numbers of agents by clinic, kept no longer than the clinic itself (Mesa's own table never lets go of a model)."""

    def __getitem__(self, clinic: Any) -> Any:
        return self.setdefault(clinic, itertools.count(1))


class Person(mesa.Agent):
    """Somebody with traits, carried as attributes under the names of the data dictionary."""

    _ids = _Counters()  # type: ignore[assignment]

    def __init__(self, clinic: "Clinic", traits: np.void):
        super().__init__(clinic)
        for name, value in zip(traits.dtype.names or (), traits.item(), strict=True):
            setattr(self, name, value)


class Therapist(Person):
    """A therapist: her traits, her queue, and the clients she sees these weeks."""

    def __init__(self, clinic: "Clinic", number: int, traits: np.void, queue: np.ndarray):
        super().__init__(clinic, traits)
        self.number, self.queue = number, queue
        self.clients: list[Client] = []
        self.seen: list[Client] = []

    @property
    def waiting(self) -> int:
        """How many clients still wait for a place with her."""
        return len(self.queue) - len(self.seen)

    def work(self) -> None:
        """One week: take on whom there is room for, see everyone who comes, carry what the week leaves."""
        if not self.clients and not self.waiting:
            return
        for _ in range(min(int(self.model.p.caseload) - len(self.clients), self.waiting)):
            self.take_on()
        today = list(self.clients)
        self.model.random.shuffle(today)  # any order gives the same numbers
        sessions_held = ruptures_met = 0.0
        for client in today:
            if client.week():
                sessions_held += 1.0
                ruptures_met += client.dyad.ruptured
        self.clients = [c for c in self.clients if c.dyad.present]
        week_ends(Week(self, sessions_held, ruptures_met, self.model.p), self.model.rules)

    def take_on(self) -> None:
        """Intake with the next in the queue."""
        client = Client(self.model, self, len(self.seen) + 1, self.queue[len(self.seen)])
        self.seen.append(client)
        if client.dyad.present:
            self.clients.append(client)
        else:
            client.remove()


class Client(Person):
    """A client in therapy: traits, the dyad with the therapist, and what both last rated."""

    def __init__(self, clinic: "Clinic", therapist: Therapist, place: int, traits: np.void):
        super().__init__(clinic, traits)
        self.therapist, self.place, self.dyad, self.ratings = therapist, place, Dyad(), Ratings()
        self.address = (therapist.number, place)
        begin(self.meeting(clinic.session_dice.at(*self.address, 0)), clinic.rules)
        self.course = {0: (self.dyad.distress_score_intake, WAITING if self.waits else IN_THERAPY)}

    def meeting(self, luck: Any) -> Meeting:
        """What enters a session."""
        return Meeting(self.dyad, self, self.therapist, luck, self.model.p)

    def week(self) -> bool:
        """A week of this client's life; says whether a session was held."""
        clinic, d = self.model, self.dyad
        now = int(d.session) + 1
        before = self.meeting(clinic.week_dice.at(*self.address, int(d.own_week) + 1))
        today = self.meeting(clinic.session_dice.at(*self.address, now))
        held = client_week(before, today, clinic.week, clinic.rules)
        if nth := due(d, clinic.p):
            self.course[nth] = d.assessment_score, IN_THERAPY
        if not held:
            if not d.present:
                self.remove()
            return False
        if clinic.rated(now):
            rate(today, clinic.rating_dice.at(*self.address, now), self.ratings)
            if now == EARLY:
                d.wai_client_early = self.ratings.wai_client
        clinic.keep(self)
        if not d.present:
            self.remove()
        return True

    def assessed(self) -> dict[int, tuple[float, float]]:
        """Score and state at each assessment, from 0 at intake; life goes on after therapy, or without it, to the last."""
        clinic, course = self.model, dict(self.course)
        after = self.meeting(None)._replace(dyad=copy(self.dyad))
        d = after.dyad
        for _ in range(int(d.own_week), int(clinic.p.assessments * clinic.p.assessment_weeks)):
            life(after._replace(luck=clinic.week_dice.at(*self.address, int(d.own_week) + 1)), clinic.rules)
            if nth := due(d, clinic.p):
                course[nth] = d.assessment_score, WAITING if self.waits else GONE
        return course


class Clinic(mesa.Model):
    """A clinic that lives week by week.

    `scenario` is a shipped name, a path to a TOML file, or a Scenario; `rules` replace the defaults; `rng` is the seed
    (the scenario's own without); keyword arguments are settings under their dotted names, as in
    `Clinic("small", **{"therapists.repair_skill.mean": 0.7})`. With `record` every session's row and ratings are kept.

    Raises SettingError or RuleError, naming every fault, before anything is built.
    """

    def __init__(
        self,
        scenario: str | Scenario = "small",
        *,
        rules: Rules | None = None,
        rng: int | None = None,
        record: bool = True,
        people: People | None = None,
        **kwargs: Any,
    ):
        chosen = scenario if isinstance(scenario, Scenario) else find(scenario)
        self.asked = chosen.but(kwargs, seed=rng)
        super().__init__(rng=self.asked.seed)
        self.random = random.Random(self.asked.seed)
        self.rule_set, self.record, self.week = rules or Rules(), record, 0
        self.rules = self.rule_set.bound()
        settings = self.asked.p()[0]
        self.p = SimpleNamespace(**dict(zip(settings.dtype.names, settings.item(), strict=True)))
        seed = self.asked.seed
        self.session_dice, self.week_dice, self.rating_dice = (Dice(seed, d) for d in (SESSION, BETWEEN, RATING))
        self.people = people or recruit(self.asked)
        self.rows: list[tuple] = []
        self.staff = [
            Therapist(self, self.people.first + k, traits, self.people.clients[self.people.start[k] : self.people.start[k + 1]])
            for k, traits in enumerate(self.people.therapists)
        ]
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)

    def step(self) -> None:
        """One week for everybody, therapists in any order."""
        self.pass_week()
        self.datacollector.collect(self)

    def pass_week(self) -> None:
        """One week without collecting weekly figures."""
        self.week += 1
        self.agents_by_type[Therapist].shuffle_do("work")
        going_on = any(t.clients or t.waiting for t in self.staff)
        self.running = going_on and self.week < self.p.weeks

    def rated(self, now: int) -> bool:
        """Whether both fill in their questionnaires after session `now`."""
        return self.record or now == EARLY

    def keep(self, client: Client) -> None:
        """Keep the row of the session that `client` just had."""
        if self.record:
            at = (client.therapist.number, client.place, client.dyad.session)
            self.rows.append((at, dyad_row(client.dyad), ratings_row(client.ratings)))

    @property
    def clients(self) -> list[Client]:
        """Everyone who was taken on so far, those who left included."""
        return [c for t in self.staff for c in t.seen]

    def block(self) -> Block:
        """The lives so far, as records."""
        dyads = np.zeros(len(self.people.clients), DYAD_RECORD)
        for k, t in enumerate(self.staff):
            for c in t.seen:
                dyads[self.people.start[k] + c.place - 1] = dyad_row(c.dyad)
        self.rows.sort(key=lambda row: row[0])
        rows = np.array([row[1] for row in self.rows], DYAD_RECORD)
        shown = np.array([row[2] for row in self.rows], RATINGS_RECORD)
        therapists = np.array([therapist_row(t) for t in self.staff], self.people.therapists.dtype)
        courses = np.full((len(dyads) if self.record else 0, int(self.p.assessments) + 1), np.nan)
        states = np.zeros_like(courses)
        for k, t in enumerate(self.staff if self.record else ()):
            for c in t.seen:
                for nth, (score, state) in c.assessed().items():
                    i = self.people.start[k] + c.place - 1
                    courses[i, nth], states[i, nth] = score, state
        return Block(self.people, therapists, dyads, rows, shown, courses, states)


def share_ended(ending: float) -> Callable[[Clinic], float]:
    """A reporter: share of those taken on whose therapy ended this way."""
    return lambda clinic: sum(c.dyad.ending == ending for c in clinic.clients) / max(len(clinic.clients), 1)


def mean_of(field: str) -> Callable[[Clinic], float]:
    """A reporter: mean over everyone in therapy, NaN when nobody is."""

    def mean(clinic: Clinic) -> float:
        values = [getattr(c.dyad, field) for t in clinic.staff for c in t.clients]
        return sum(values) / len(values) if values else float("nan")

    return mean


REPORTERS = {
    "week": lambda clinic: clinic.week,
    "waiting": lambda clinic: sum(t.waiting for t in clinic.staff),
    "in_therapy": lambda clinic: sum(len(t.clients) for t in clinic.staff),
    "dropout": share_ended(DROPOUT),
    "agreed": share_ended(AGREED),
    "planned_end": share_ended(PLANNED_END),
    "alliance": mean_of("alliance"),
    "distress": mean_of("distress"),
}


def live(scenario: Scenario, rules: Rules, people: People, record: bool = True) -> Block:
    """The lives of these people as Mesa agents; the same to the last bit as `model.cohort.live`."""
    clinic = Clinic(scenario, rules=rules, record=record, people=people)
    while clinic.running:
        clinic.pass_week()
    return clinic.block()
