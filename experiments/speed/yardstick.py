"""The yardstick for speed: the same rules and the same session as a Mesa user would write them first.

Own dice, agents that come and go, `shuffle_do`, a DataCollector for the columns of the sessions table, and a data frame
at the end. It is here to be measured against, and shares no luck with the engines.
"""

from types import SimpleNamespace
from typing import Any

import mesa
import pandas as pd

from model.fields import CLIENT_RECORD, DYAD, RATINGS, THERAPIST_RECORD
from model.luck import BETWEEN, NORMAL, RATING, SESSION, Draws
from model.meeting import Dyad, Meeting, Ratings, Week
from model.people import recruit
from model.ratings import rate
from model.rules import Rules
from model.scenario import Scenario
from model.session import begin, between, session, week_ends


class PlainTherapist(mesa.Agent):
    """A therapist with a queue."""

    def __init__(self, clinic: "PlainClinic", traits: Any):
        super().__init__(clinic)
        for name in THERAPIST_RECORD.names or ():
            setattr(self, name, float(traits[name]))
        self.queue: list[Any] = []
        self.places = int(clinic.p.caseload)

    def step(self) -> None:
        """The week's end, and whom there is room for."""
        week_ends(Week(self, self.model.p), self.model.rules)
        self.sessions_held = self.ruptures_met = 0.0
        while self.queue and self.places > 0:
            PlainClient(self.model, self, self.queue.pop(0))
            self.places -= 1


class PlainClient(mesa.Agent):
    """A client in therapy."""

    def __init__(self, clinic: "PlainClinic", therapist: PlainTherapist, traits: Any):
        super().__init__(clinic)
        for name in CLIENT_RECORD.names or ():
            setattr(self, name, float(traits[name]))
        self.therapist, self.dyad, self.ratings = therapist, Dyad(), Ratings()
        begin(Meeting(self.dyad, self, therapist, clinic.roll(SESSION), clinic.p), clinic.rules)

    def step(self) -> None:
        """One week."""
        clinic, d = self.model, self.dyad
        if not d.present:
            self.therapist.places += 1
            self.remove()
            return
        if d.session and not between(Meeting(d, self, self.therapist, clinic.roll(BETWEEN), clinic.p), clinic.rules):
            return
        d.week = clinic.steps
        m = Meeting(d, self, self.therapist, clinic.roll(SESSION), clinic.p)
        session(m, clinic.rules)
        rate(m._replace(luck=clinic.roll(RATING), ratings=self.ratings))
        self.therapist.sessions_held += 1.0
        self.therapist.ruptures_met += d.ruptured


class PlainClinic(mesa.Model):
    """A clinic without addressed luck, as written in an afternoon."""

    def __init__(self, scenario: Scenario):
        super().__init__(rng=scenario.seed)
        settings = scenario.p()[0]
        self.p = SimpleNamespace(**dict(zip(settings.dtype.names, settings.item(), strict=True)))
        self.rules, people = Rules().bound(), recruit(scenario)
        for k, traits in enumerate(people.therapists):
            PlainTherapist(self, traits).queue = list(people.clients[people.start[k] : people.start[k + 1]])
        look = {f.name: (lambda a, n=f.name: getattr(a.dyad, n)) for f in DYAD if f.shown}
        look |= {f.name: (lambda a, n=f.name: getattr(a.ratings, n)) for f in RATINGS if f.shown}
        self.datacollector = mesa.DataCollector(agenttype_reporters={PlainClient: look})

    def roll(self, draws: Draws) -> SimpleNamespace:
        """Fresh luck for one group of events."""
        gauss, uniform = self.random.gauss, self.random.random
        luck = {}
        for e in draws.events:
            one = (lambda: gauss(0.0, 1.0)) if e.kind == NORMAL else uniform
            luck[e.name] = one() if e.size == 1 else [one() for _ in range(e.size)]
        return SimpleNamespace(**luck)

    def step(self) -> None:
        """One week."""
        self.agents_by_type[PlainTherapist].shuffle_do("step")
        if PlainClient in self.agents_by_type:
            self.agents_by_type[PlainClient].shuffle_do("step")
        self.datacollector.collect(self)


def live(scenario: Scenario) -> pd.DataFrame:
    """The whole clinic, one row per client and week in therapy."""
    clinic = PlainClinic(scenario)
    while clinic.steps < clinic.p.weeks:
        clinic.step()
        if not any(t.queue for t in clinic.agents_by_type[PlainTherapist]) and not len(clinic.agents_by_type[PlainClient]):
            break
    return clinic.datacollector.get_agenttype_vars_dataframe(PlainClient)
