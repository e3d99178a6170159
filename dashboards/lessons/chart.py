"""The bars of a lesson: what was asked for, and what is seen on the way there."""

from math import nan

from dashboards.lessons import Lesson
from dashboards.lessons.board import Choice
from dashboards.lessons.measures import MEASURES
from dashboards.lessons.running import Result
from dashboards.parts.bars import Bar


def measured_bars(lesson: Lesson, result: Result, measure: str) -> list[Bar]:
    """A bar for each condition of one measure."""
    asked = MEASURES[measure]
    return [
        Bar(lesson.labels[c], found.value, asked.told(found.value), asked.interval(found), found.low, found.high)
        for c, found in result.found[measure].items()
    ]


def asked_bars(lesson: Lesson, result: Result, choice: Choice | None = None) -> list[Bar]:
    """The bars of what was asked for; a number that was predicted is marked on the bar that it is about."""
    bars = measured_bars(lesson, result, lesson.asks)
    if lesson.slider is None or not isinstance(choice, float):
        return bars
    mark = MEASURES[lesson.asks].raw(choice)
    return [b._replace(mark=mark if c.name == lesson.slider.of else nan) for b, c in zip(bars, lesson.condition, strict=True)]
