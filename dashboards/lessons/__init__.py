"""Lessons: a question, a prediction, a run, and why it came out so; one TOML file each in this folder.

A lesson says which clinics are run under the same luck, which outcome is asked for, and what may be predicted. What
happened is never in the text: it is found by the run, and so are the numbers that explanations name as `{measure.condition}`.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from experiments.evidence.models import null_file
from experiments.evidence.targets import Target, patterns, targets
from model.errors import SettingError, did_you_mean
from model.paths import cut
from model.scenario import Scenario, scenario
from model.toml import flat, read_toml

FOLDER = files("dashboards").joinpath("lessons")


class Part(BaseModel):
    """A part of a lesson: what else stands in it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(Part):
    """A clinic that is run: a scenario with settings, paths that are cut, and things that are done, under a short name.

    Its clients are set beside their twins in the condition `beside`; in the first one, if nothing is said, and in none with "none".
    `null` names a null model of the evidence, in which the relationship does nothing for outcome, in place of a scenario.
    """

    name: str
    label: str
    says: str
    scenario: str = "standard"
    null: str = ""
    settings: dict[str, Any] = {}
    cut: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    beside: str = ""


class Option(Part):
    """What may be predicted, and the comparison that holds where it comes true."""

    name: str
    says: str
    holds: str


class Slider(Part):
    """A number to be predicted: of which condition, on which scale, and whose value is told beforehand."""

    of: str
    low: float
    high: float
    step: float
    told: tuple[str, ...] = ()

    @property
    def middle(self) -> float:
        """Where it begins: the step nearest to the middle."""
        return self.low + self.step * round((self.high - self.low) / self.step / 2)


class Cited(Part):
    """What a source says that is not among the findings."""

    says: str
    source: str


class Next(Part):
    """Where to go on; `shows` is the comparison of the two lives there, as `measure.a` and `measure.b`, that makes the sentence true."""

    says: str
    link: str
    shows: str = ""


class Lesson(Part):
    """A guided demonstration; `expect` are the claims that the explanation makes, as comparisons of `measure.condition`.

    `assumed` says what it rests on, `wrong` names the published patterns that bear on it and that the model misses; `worded` words
    findings anew whose own words might be read as a cause.
    """

    name: str
    order: int
    title: str
    question: str
    matters: str
    predict: str
    asks: str
    also: tuple[str, ...] = ()
    dyads: int = 900
    condition: tuple[Condition, ...]
    option: tuple[Option, ...] = ()
    slider: Slider | None = None
    expect: tuple[str, ...]
    why: str
    assumed: str
    wrong: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    worded: Mapping[str, str] = {}
    cited: tuple[Cited, ...] = ()
    next: tuple[Next, ...]
    worksheet: tuple[str, ...]

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of all that is measured: what is asked for first."""
        return (self.asks, *self.also)

    @property
    def labels(self) -> Mapping[str, str]:
        """The conditions by name, in words."""
        return {c.name: c.label for c in self.condition}

    @property
    def options(self) -> Mapping[str, Option]:
        """What may be predicted, by name."""
        return {o.name: o for o in self.option}

    @property
    def published(self) -> Mapping[str, Target]:
        """The published findings that it names."""
        known = {**targets(), **patterns()}
        return {name: known[name] for name in self.findings}

    def allows(self, choice: object) -> bool:
        """Whether something can be predicted here: the name of an option, or a number on the slider."""
        if self.slider is None:
            return isinstance(choice, str) and choice in self.options
        return isinstance(choice, float) and self.slider.low <= choice <= self.slider.high

    def clinic(self, condition: Condition, luck: int = 1) -> Scenario:
        """The clinic of a condition; the same luck is the same seed."""
        start = (null_file(condition.null) if condition.null else None) or scenario(condition.scenario)
        size = {"clinic.dyads": self.dyads}
        return start.but({**cut(condition.cut), **dict(flat(condition.settings)), **size}, seed=luck, do=condition.do)


def parse(text: str, name: str) -> Lesson:
    """A lesson from the text of its file; SettingError when it is malformed."""
    return Lesson(name=name, **read_toml(text, f"{name}: "))


@cache
def lessons() -> Mapping[str, Lesson]:
    """All lessons by name, in the order in which they are taught."""
    found = [parse(f.read_text("utf-8"), f.name.removesuffix(".toml")) for f in FOLDER.iterdir() if f.name.endswith(".toml")]
    return {lesson.name: lesson for lesson in sorted(found, key=lambda lesson: lesson.order)}


def lesson(name: str) -> Lesson:
    """A lesson by its name; SettingError when there is none."""
    if name not in lessons():
        raise SettingError(f"no lesson is called {name[:40]!r}.{did_you_mean(name[:40], lessons())}")
    return lessons()[name]


NAMED = re.compile(r"\{(\w+)\.(\w+)\}")
"""A number of the run in a text: `{dropout.apart}`."""


def paragraphs(text: str) -> tuple[str, ...]:
    """A text by its paragraphs, which empty lines part."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
