"""The clinic as Mesa agents: open it, watch it, break it. A step is a week."""

import itertools
import random
from collections.abc import Iterable
from copy import copy
from math import nan
from typing import Any
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from model.agents.desk import Engine
from model.agents.garbage import uncollected
from model.agents.reporters import REPORTERS
from model.block import Block
from model.fields import RATINGS_RECORD, THERAPIST_RECORD
from model.life import afterwards, client_week, count, intake, week_begins
from model.meeting import (
    ClientTraits,
    Course,
    Deeds,
    Own,
    Ratings,
    SlottedAddress,
    SlottedCase,
    SlottedMeeting,
    TherapistTraits,
    Week,
    kinds,
    ratings_row,
    therapist_row,
)
from model.people import People, recruit
from model.rule_files.brought import dyad_record
from model.rules import Rules
from model.scenario import Scenario
from model.scenario import scenario as find
from model.session import week_ends


class _Counters(WeakKeyDictionary):
    """Numbers of agents by clinic, kept no longer than the clinic itself (Mesa's own table never lets go of a model)."""

    def __getitem__(self, clinic: Any) -> Any:
        return self.setdefault(clinic, itertools.count(1))


class Person(mesa.Agent):
    """Somebody with traits, carried as attributes under the names of the data dictionary."""

    _ids = _Counters()  # type: ignore[assignment]

    def __init__(self, clinic: "Clinic", traits: np.void):
        super().__init__(clinic)
        self.__dict__.update(zip(traits.dtype.names or (), traits.item(), strict=True))


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
        week_begins(self)
        for client in today:
            if client.week():
                count(client.case.meeting, self)
        self.clients = [c for c in self.clients if c.dyad.present]
        week_ends(Week(self, self.model.p), self.model.rules)

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
        self.therapist, self.place, self.dyad, self.ratings = therapist, place, clinic.kinds.Dyad(), Ratings()
        self.case = self.opened(clinic)
        self.rows: list[bytes] = []
        self.shown: list[bytes] = []
        intake(self.case, float(clinic.week), clinic.engine, clinic.rules)

    def opened(self, clinic: "Clinic") -> Any:
        """What enters the sessions of this client, a case; those to whom something is done get copies that it can be done to."""
        plan, own = clinic.people.plan, clinic.people.start[self.therapist.number - clinic.people.first] + self.place - 1
        rows = plan.deeds[plan.first[own] : plan.past[own]]
        theirs = Own(self, self.therapist, clinic.p)
        who = Own(ClientTraits(), TherapistTraits(), clinic.kinds.Settings()) if len(rows) else theirs
        meeting = SlottedMeeting(self.dyad, who.client, who.therapist, clinic.luck, who.p, self.ratings)
        course = Course([nan] * (int(clinic.p.assessments) + 1), [0.0] * (int(clinic.p.assessments) + 1))
        at = SlottedAddress(clinic.luck_seed, self.therapist.number, self.place)
        return SlottedCase(meeting, at, theirs, course, Deeds(len(rows), rows))

    def week(self) -> bool:
        """A week of this client's life; says whether a session was held."""
        clinic = self.model
        held = client_week(self.case, clinic.week, clinic.record, clinic.engine, clinic.rules)
        if held:
            clinic.keep(self)
        if not self.dyad.present:
            self.remove()
        return held

    def assessed(self) -> Course:
        """Score and state at each assessment, from intake on; life goes on after therapy, or without it, to the last."""
        case = copy(self.case)
        case.meeting, case.course = copy(case.meeting), Course(*map(list, case.course))
        case.meeting.dyad = copy(self.dyad)
        afterwards(case, self.model.watched_until, self.model.engine, self.model.rules)
        return case.course


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
        self.rule_set = rules or Rules()
        chosen = scenario if isinstance(scenario, Scenario) else find(scenario, self.rule_set.brought)
        self.asked = chosen.under(self.rule_set.brought).but(kwargs, seed=rng)
        super().__init__(rng=self.asked.seed)
        self.random = random.Random(self.asked.seed)
        self.record, self.week = record, 0
        self.rules, self.kinds = self.rule_set.bound(), kinds(self.rule_set.brought)
        settings = self.asked.p()[0]
        self.p = self.kinds.Settings()
        for name, value in zip(settings.dtype.names, settings.item(), strict=True):
            setattr(self.p, name, value)
        self.people = people or recruit(self.asked)
        self.luck_seed, self.luck, self.engine = np.uint64(self.asked.seed), self.kinds.Luck(), Engine(self.rule_set.brought)
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

    def keep(self, client: Client) -> None:
        """Keep the row of the session that `client` just had."""
        if self.record:
            client.rows.append(self.kinds.dyad_row(client.dyad))
            client.shown.append(ratings_row(client.ratings))

    @property
    def clients(self) -> list[Client]:
        """Everyone who was taken on so far, those who left included."""
        return [c for t in self.staff for c in t.seen]

    @property
    def watched_until(self) -> float:
        """The week up to which lives are known: this one, or the last when all therapies are over."""
        return float(self.week) if self.running else self.p.weeks

    def block(self) -> Block:
        """The lives so far, as records."""
        record = dyad_record(self.rule_set.brought)
        unknown = bytes(record.itemsize)  # of those who wait for a place
        lives = ([*(self.kinds.dyad_row(c.dyad) for c in t.seen), *[unknown] * t.waiting] for t in self.staff)
        dyads = records(record, itertools.chain.from_iterable(lives))
        rows = records(record, (row for c in self.clients for row in c.rows))
        shown = records(RATINGS_RECORD, (row for c in self.clients for row in c.shown))
        therapists = records(THERAPIST_RECORD, map(therapist_row, self.staff))
        courses = np.full((len(dyads) if self.record else 0, int(self.p.assessments) + 1), np.nan)
        states = np.zeros_like(courses)
        for k, t in enumerate(self.staff if self.record else ()):
            for c in t.seen:
                i = self.people.start[k] + c.place - 1
                courses[i], states[i] = c.assessed()
        return Block(self.people, therapists, dyads, rows, shown, courses, states)


def records(record: np.dtype, rows: Iterable[bytes]) -> np.ndarray:
    """The records of which these are the bytes."""
    return np.frombuffer(bytearray().join(rows), record)


def live(scenario: Scenario, rules: Rules, people: People, record: bool = True) -> Block:
    """The lives of these people as Mesa agents; the same to the last bit as `model.cohort.engine.live`."""
    with uncollected():
        clinic = Clinic(scenario, rules=rules, record=record, people=people)
        while clinic.running:
            clinic.pass_week()
        return clinic.block()
