"""What happened in the run of a lesson, beside what was predicted, in sentences; and what is published about it."""

from collections import Counter
from collections.abc import Iterator

from dashboards.lessons import Lesson, Slider
from dashboards.lessons.board import Choice
from dashboards.lessons.measures import MEASURES
from dashboards.lessons.running import Result, happened
from experiments.evidence.targets import Target


def scale(lesson: Lesson) -> str:
    """What is asked for, with its unit."""
    asked = MEASURES[lesson.asks]
    return f"{asked.words}, {asked.unit}"


def what_happened(lesson: Lesson, result: Result) -> Iterator[str]:
    """The numbers of a run in a sentence, and how the twins ended."""
    asked = MEASURES[lesson.asks]
    told = (f"{lesson.labels[c]}: {asked.with_interval(found)}" for c, found in result.found[lesson.asks].items())
    yield f"{capital(asked.words)}. {'; '.join(told)}."
    for twins in result.twins:
        label, other = lesson.labels[twins.condition], lesson.labels[twins.beside]
        yield (
            f"Client by client, under the same luck: of {twins.clients:,}, {twins.worse:,} end worse with “{label}” than with “{other}”, "
            f"and {twins.better:,} better."
        )


def capital(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def predicted(lesson: Lesson, choice: Choice) -> str:
    """A prediction in words."""
    if isinstance(choice, str):
        return lesson.options[choice].says
    return f"{choice:g} {MEASURES[lesson.asks].unit}"


def came_true(lesson: Lesson, result: Result, choice: Choice) -> bool:
    """Whether a prediction came true: the option that holds, or a number within the interval of what it is about."""
    if isinstance(choice, str) or lesson.slider is None:
        return choice in happened(lesson, result)
    found = result.found[lesson.asks][lesson.slider.of]
    return found.low <= MEASURES[lesson.asks].raw(choice) <= found.high


def outcome(lesson: Lesson, result: Result) -> str:
    """What happened, in the words in which it could have been predicted."""
    if lesson.slider is None:
        return " / ".join(lesson.options[name].says for name in happened(lesson, result)) or "None of what could be predicted"
    return MEASURES[lesson.asks].with_interval(result.found[lesson.asks][lesson.slider.of])


def verdict(lesson: Lesson, result: Result, choice: Choice) -> str:
    """How a prediction and the run compare."""
    if came_true(lesson, result, choice):
        return "As you predicted."
    if isinstance(choice, str) or lesson.slider is None:
        return "Not as you predicted: a good moment to ask what you had assumed."
    asked = MEASURES[lesson.asks]
    apart = choice - asked.shown(result.found[lesson.asks][lesson.slider.of].value)
    return f"You said {abs(apart):.{0 if asked.is_share else asked.digits}f} too {'much' if apart > 0.0 else 'little'}."


PARTS = 5
"""Into how many parts a slider is cut on the board."""


def spread(lesson: Lesson, voices: Counter[Choice]) -> list[tuple[str, int]]:
    """The board by option, or by parts of the slider: in words, and how many."""
    if lesson.slider is None:
        return [(o.says, voices[o.name]) for o in lesson.option]
    slider, counts = lesson.slider, [0] * PARTS
    for choice, n in voices.items():
        counts[part(float(choice), slider)] += n
    ends = [slider.low + i * (slider.high - slider.low) / PARTS for i in range(PARTS + 1)]
    return [(f"{low:.3g} to {high:.3g}", n) for low, high, n in zip(ends, ends[1:], counts, strict=False)]


def part(value: float, slider: Slider) -> int:
    """In which part of a slider a value lies."""
    return min(PARTS - 1, max(0, int(PARTS * (value - slider.low) / (slider.high - slider.low))))


def published(lesson: Lesson) -> list[str]:
    """What the literature says: further sources, and published findings as they stand in the list of evidence."""
    found = [f"{target.says}{figure(target)}. {target.source}." for target in lesson.published.values()]
    return [*(f"{cited.says} {cited.source}." for cited in lesson.cited), *found]


def figure(target: Target) -> str:
    """The figure of a finding, where the source gives one with its range."""
    if target.own_range:
        return ""
    return f": {target.statistic} = {target.value:g}{' (from memory)' if target.memory else ''}".replace("-", "−")
