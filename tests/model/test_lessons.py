"""Every lesson of a shipped scenario is two sentences, and true of its run: beside its counterpart where it compares."""

import re

import numpy as np
import pytest

from model import Scenario, simulate
from model.courses import who
from model.scenario import scenario, shipped


class Found:
    """The figures of a run that lessons speak of."""

    def __init__(self, chosen, **changed):
        run = self.run = simulate(chosen, engine="cohort", **changed)
        self.s, self.d = run.sessions, run.dyads
        self.ruptures = self.s[self.s.ruptured]
        self.by_client = self.s.groupby("client_id", sort=False)
        self.dropout = (self.d.ending == "dropout").mean()
        self.gain = (self.d.client_distress - self.d.distress_last).mean()
        self.repaired = self.ruptures.repaired.mean()

    def mean(self, column):
        """Mean of a column over all sessions."""
        return self.s[column].mean()

    def grown(self, column):
        """Mean growth of a column from the first session to the last."""
        return (self.by_client[column].last() - self.by_client[column].first()).mean()

    def share(self, feature):
        """Share of dyads whose course has a feature."""
        return len(who(feature, self.s, self.d)) / len(self.d)

    def about(self, component):
        """Share of ruptures about a component."""
        return (self.ruptures.rupture_component == component).mean()


def standard(a, b):
    assert a.d.sessions_attended.median() <= 5
    assert (a.d.ending == "agreed").mean() > 0.5 > a.dropout > 0.1
    stayed = a.d.dropna(subset=["wai_client_early"])
    assert np.corrcoef(stayed.wai_client_early, stayed.distress_score_intake - stayed.distress_score_last)[0, 1] > 0.1


def small(a, b):
    shares = [Found("small", seed=seed).dropout for seed in range(1, 11)]
    assert max(shares) - min(shares) > 0.1


def trial(a, b):
    assert not (a.d.ending == "agreed").any()
    assert a.dropout > b.dropout
    assert a.d.sessions_attended.mean() > 2 * b.d.sessions_attended.mean()


def wait_list(a, b):
    score = a.run.assessments.groupby(["arm", "week"], observed=True).distress_score.mean()
    assert score["wait-list", 16] < score["wait-list", 0] - 1
    assert score["therapy", 16] < score["wait-list", 16] - 5


def sarah(a, b):
    assert 0.01 < a.share("undone_repaired_done") < 0.15
    assert a.share("goal_kept") > 0.9
    assert a.share("better") > 0.5


def sarah_admonished(a, b):
    assert a.s[a.s.homework_assigned].homework_done.mean() < b.s[b.s.homework_assigned].homework_done.mean() - 0.1
    assert a.repaired < b.repaired - 0.1
    assert a.dropout > b.dropout + 0.05
    assert a.grown("self_acceptance") < 0 < b.grown("self_acceptance")
    mine, hers = (x.d.set_index("client_id") for x in (a, b))
    ends_worse = (mine.distress_last > hers.distress_last) | ((mine.ending == "dropout") & (hers.ending != "dropout"))
    assert ends_worse.sum() > 900


def goal_mismatch(a, b):
    assert abs(a.mean("bond") - b.mean("bond")) < 0.05
    assert a.mean("ruptured") > b.mean("ruptured") + 0.05
    assert a.about("goal") > b.about("goal") + 0.1
    assert a.dropout > b.dropout + 0.03


def corrective_experience(a, b):
    ordinary = Found(Scenario(settings={n: v for n, v in a.run.scenario.settings.items() if n.startswith("clients.")}))
    for fear in ("attachment_anxiety", "attachment_avoidance"):
        assert a.grown(fear) < 1.2 * ordinary.grown(fear) < 0
    assert a.dropout < ordinary.dropout
    assert a.gain > ordinary.gain + 1


def trauma_with_safety(a, b):
    assert a.mean("overwhelm") > b.mean("overwhelm") + 0.05
    assert abs(a.dropout - b.dropout) < 0.03
    assert 0.8 * b.gain < a.gain < b.gain


def trauma_without_safety(a, b):
    assert a.share("flooded") > b.share("flooded") + 0.05
    assert a.gain < b.gain - 1
    assert a.dropout > b.dropout + 0.02


def transference(a, b):
    assert a.mean("transference") > b.mean("transference") + 0.05
    assert a.share("looked_at") > b.share("looked_at") + 0.1
    assert a.mean("homework_done") < 0.1
    assert abs(a.gain - b.gain) < 2


def humanistic(a, b):
    assert a.grown("self_acceptance") > b.grown("self_acceptance") + 0.02
    assert a.mean("homework_done") < 0.1
    assert a.gain > b.gain


def dodo(a, b):
    of = a.s.merge(a.d[["client_id", "modality"]]).groupby("modality", observed=True)
    gain = (a.d.client_distress - a.d.distress_last).groupby(a.d.modality, observed=True).mean() / a.d.client_distress.std()
    assert gain.max() - gain.min() < 0.25
    assert of.homework_done.mean().idxmax() == "cbt"
    assert of.patterns.mean().idxmax() == "psychodynamic"
    assert of.disclosure.mean().idxmax() != "cbt"


def countertransference(a, b):
    assert a.mean("countertransference") > b.mean("countertransference") + 0.2
    assert a.mean("empathy_felt") < b.mean("empathy_felt") - 0.05
    assert a.mean("ruptured") > b.mean("ruptured") + 0.1
    assert a.repaired < b.repaired - 0.04
    assert a.dropout > b.dropout + 0.05
    assert a.gain < b.gain - 2


def burnout(a, b):
    rested = Found("burnout", settings={"clinic.caseload": 8})
    assert a.mean("empathy_felt") < rested.mean("empathy_felt") - 0.02
    assert a.mean("countertransference") > rested.mean("countertransference") + 0.02
    assert a.mean("ruptured") > rested.mean("ruptured")
    assert 0 < rested.gain - a.gain < 2


def training(a, b):
    assert a.mean("ruptured") < b.mean("ruptured") - 0.03
    assert a.repaired > b.repaired + 0.1
    assert a.dropout < b.dropout
    assert 0 < a.gain - b.gain < 4


def feedback(a, b):
    assert a.ruptures.noticed.mean() > b.ruptures.noticed.mean() + 0.15
    assert a.dropout < b.dropout
    assert 0 < a.gain - b.gain < 3


def friendly_but_idle(a, b):
    assert a.mean("bond") > b.mean("bond") - 0.02
    assert a.mean("task") < b.mean("task") - 0.3
    assert a.gain < 0.4 * b.gain
    assert a.dropout > b.dropout + 0.1


def technique_without_bond(a, b):
    assert a.mean("bond") < b.mean("bond") - 0.1
    assert a.gain < b.gain - 1
    assert a.dropout > b.dropout + 0.03


CLAIMS = {
    claim.__name__: claim
    for claim in (
        standard, small, trial, wait_list, sarah, sarah_admonished, goal_mismatch, corrective_experience, trauma_with_safety,
        trauma_without_safety, transference, humanistic, dodo, countertransference, burnout, training, feedback, friendly_but_idle,
        technique_without_bond,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", shipped())
def test_a_scenario_has_a_story_a_lesson_of_two_sentences_and_sources(name):
    found = scenario(name)
    assert 1 <= len(re.findall(r"[.?!](?: |$)", found.story)) <= 3
    assert len(re.findall(r"[.?!](?: |$)", found.lesson)) == 2
    assert found.sources
    assert not found.against or found.against in shipped()


@pytest.mark.parametrize("name", shipped())
def test_the_lesson_is_true_of_the_run(name):
    against = scenario(name).against
    CLAIMS[name](Found(name), Found(against) if against else None)
