"""What happened in the run of a lesson, beside what was predicted, in sentences; and what is published about it."""

from collections import Counter
from collections.abc import Iterator

from dashboards.lessons import Lesson, Slider
from dashboards.lessons.board import Choice
from dashboards.lessons.measures import MEASURES
from dashboards.lessons.running import Result, happened
from dashboards.lessons.twins import MATTERS
from experiments.evidence.score_tables import instead, misses
from experiments.evidence.shipped import shipped
from experiments.evidence.targets import Target, targets


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
        apart = "; ".join(f"{MEASURES[name].words} {MEASURES[name].difference(d)}" for name, d in twins.differences.items())
        yield (
            f"Client by client, “{label}” less “{other}”: {apart}. Of {twins.clients:,} clients {twins.worse:,} end at least {MATTERS:g} "
            f"points of distress (a reliable change) worse with “{label}”, and {twins.better:,} better."
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
    return [*(f"{cited.says} {cited.source}." for cited in lesson.cited), *findings(lesson).values()]


def findings(lesson: Lesson) -> dict[str, str]:
    """The published findings that a lesson names, with their figures and what the model has to do with them, by their short names."""
    return {
        key: f"{lesson.worded.get(key, target.says)}{figure(target)}. {target.source.rstrip('.')}. {standing(key, target)}"
        for key, target in lesson.published.items()
    }


def figure(target: Target) -> str:
    """The figure of a finding with its range, where the source gives them; of an ideal value, how far from it still counts."""
    if target.own_range:
        return ""
    value, low, high = (f"{x:g}".replace("-", "−") for x in (target.value, target.low, target.high))
    memory = " (from memory)" if target.memory else ""
    if target.one_sided:
        return f": {target.statistic} {f'up to {high}' if target.value == target.low else f'from {low}'} counts as that{memory}"
    return f": {target.statistic} = {value} [{low}, {high}]{memory}"


def standing(key: str, target: Target) -> str:
    """What the model has to do with a finding: whether it was fitted to it, so that a likeness confirms nothing."""
    if key in targets() and target.counted:
        return "The model was fitted to this finding: that it shows it too confirms nothing."
    if target.seen_before or not target.counted:
        return "The model was not fitted to it, but it had been looked at before: no test."
    return "The model was not fitted to it."


def known_wrong(lesson: Lesson) -> list[str]:
    """What the model gets wrong that bears on a lesson, in sentences."""
    scores = {score.finding: score for score in misses(shipped().patterns)}
    return [
        f"{scores[key].target.says}: the model’s {scores[key].target.statistic} is {instead(scores[key])}.".replace(" -", " −")
        for key in lesson.wrong
    ]
