"""The steps of a lesson as components: the question, the prediction, what happened beside it, why, and where to go on."""

from collections import Counter
from collections.abc import Callable

import reacton.ipyvuetify as rv
import solara

from dashboards.evidence import state as evidence_state
from dashboards.lessons import Lesson, paragraphs
from dashboards.lessons.board import Choice
from dashboards.lessons.chart import asked_bars, measured_bars
from dashboards.lessons.class_board import HIT, TheBoard
from dashboards.lessons.measures import MEASURES
from dashboards.lessons.parts import Icon, Tag
from dashboards.lessons.running import Result, as_explained, filled, run
from dashboards.lessons.telling import capital, findings, known_wrong, outcome, predicted, scale, verdict, what_happened
from dashboards.lessons.worksheet import page as worksheet
from dashboards.parts import address, bars
from dashboards.parts.frame import Faults, rules
from model.errors import DyadsError

NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
LIMITS = address.link("/evidence", evidence_state.Asked(part=evidence_state.LIMITS))
"""Where it is told what is wrong and what is assumed."""


@solara.component
def Question(told: Lesson) -> None:
    """The question, why it matters, and what is set side by side."""
    Tag("p", told.question, "lesson-question")
    Tag("p", told.matters)
    Tag("h3", f"{NUMBERS.get(len(told.condition), len(told.condition))} clinics, the same luck")
    with solara.Div(classes=["lesson-clinics"]):
        for i, c in enumerate(told.condition):
            with solara.Div(classes=["lesson-clinic"], style={"border-top": f"8px solid {bars.colour(i)}"}):
                Tag("h4", c.label)
                Tag("p", c.says)
    Tag("p", f"{told.dyads:,} clients come to each. We ask for: {scale(told)}.", "quiet")


@solara.component
def Predict(
    told: Lesson, locked: Choice | None, draft: Choice | None, on_draft: Callable, on_lock: Callable[[Choice], None], on_board: int
) -> None:
    """What may be predicted; after the lock it stands as it is."""
    Tag("p", told.predict, "lesson-question")
    if told.slider:
        Number(told, locked, draft, on_draft)
    else:
        rv.RadioGroup(
            v_model=draft if locked is None else locked,
            on_v_model=on_draft,
            disabled=locked is not None,
            children=[rv.Radio(label=o.says, value=o.name) for o in told.option],
        )
    with solara.Row(gap="18px", style={"align-items": "center", "flex-wrap": "wrap"}):
        if locked is None:
            solara.Button(
                "Lock my prediction", icon_name="mdi-lock", color="primary", classes=["big"], disabled=draft is None,
                on_click=lambda: None if draft is None else on_lock(draft),
            )  # fmt: skip
            Tag("span", "It cannot be changed afterwards. Then the clinics are run.", "quiet")
        else:
            Icon("mdi-lock")
            Tag("span", f"Locked: {predicted(told, locked)}", "lesson-strong")
    Tag("p", on_the_board(on_board), "quiet")


def on_the_board(n: int) -> str:
    """How many predictions the board holds."""
    return "Nobody has locked a prediction on this server yet." if not n else f"Locked on this server so far: {n}."


@solara.component
def Number(told: Lesson, locked: Choice | None, draft: Choice | None, on_draft: Callable) -> None:
    """A number to be predicted, and what is known of the other clinics."""
    slider, asked = told.slider, MEASURES[told.asks]
    assert slider is not None
    value = locked if locked is not None else draft if draft is not None else slider.middle
    known = solara.lab.use_task(lambda: run(told.name, 1, rules()), dependencies=[told.name], raise_error=False)
    for name in slider.told:
        if known.finished and known.value:
            Tag("p", f"{told.labels[name]}: {asked.told(known.value.found[told.asks][name].value)}", "lesson-strong")
    Tag("div", f"{value:g} {asked.unit}", "lesson-number")
    rv.Slider(
        v_model=value, on_v_model=lambda v: on_draft(float(v)), min=slider.low, max=slider.high, step=slider.step, hide_details=True,
        disabled=locked is not None, thumb_label=False, attributes={"aria-label": scale(told)},
    )  # fmt: skip
    with solara.Row(justify="space-between"):
        Tag("span", f"{slider.low:g}", "quiet")
        Tag("span", f"{capital(scale(told))}. It begins in the middle, which may be locked as it is.", "quiet")
        Tag("span", f"{slider.high:g}", "quiet")


@solara.component
def After(
    told: Lesson, step: str, luck: int, locked: Choice, voices: Counter[Choice], on_clear: Callable[[], None] | None, on_luck: Callable
) -> None:
    """What is shown once the prediction is locked; it begins with the run. The board can be cleared where there is `on_clear`."""
    running = solara.lab.use_task(lambda: run(told.name, luck, rules()), dependencies=[told.name, luck], raise_error=False)
    if running.error:
        Faults(running.exception.faults if isinstance(running.exception, DyadsError) else [f"The run failed: {running.exception}"])
    elif not running.finished or running.value is None:
        with solara.Row(gap="18px", style={"align-items": "center"}):
            rv.ProgressCircular(indeterminate=True, color="primary", size=48)
            Tag("span", f"{told.dyads * len(told.condition):,} therapies are lived, session by session …", "lesson-question")
    elif step == "happened":
        Beside(told, running.value, locked)
        with solara.Div(classes=["lesson-result"]):
            Happened(told, running.value, locked, luck, on_luck)
            TheBoard(told, running.value, locked, voices, on_clear)
    elif step == "why":
        Why(told, running.value)
    elif step == "literature":
        Literature(told)
    else:
        TryNext(told, running.value, locked)


@solara.component
def Beside(told: Lesson, result: Result, locked: Choice) -> None:
    """What was predicted beside what happened."""
    with solara.Div(classes=["lesson-clinics"]):
        with solara.Div(classes=["lesson-clinic"]):
            Tag("div", "You predicted", "quiet")
            Tag("p", predicted(told, locked), "lesson-strong")
        with solara.Div(classes=["lesson-clinic"], style={"border-top": f"8px solid {HIT}"}):
            Tag("div", "It happened" if not told.slider else f"It happened: {told.labels[told.slider.of]}", "quiet")
            Tag("p", outcome(told, result), "lesson-strong")
            Tag("div", verdict(told, result, locked))


@solara.component
def Happened(told: Lesson, result: Result, locked: Choice, luck: int, on_luck: Callable[[], None]) -> None:
    """The chart of what happened, its numbers in a sentence, and the same under other luck."""
    with solara.Div():
        Tag("h3", capital(scale(told)))
        solara.HTML(unsafe_innerHTML=bars.drawn(asked_bars(told, result, locked)), classes=["lesson-chart"])
        for line in what_happened(told, result):
            Tag("p", line)
        with solara.Row(gap="12px", classes=["dyads-controls"], style={"align-items": "center", "flex-wrap": "wrap"}):
            solara.Button("The same with other luck", icon_name="mdi-dice-5-outline", outlined=True, on_click=on_luck)
            Tag("span", f"Luck {luck}. Brackets and whiskers: 95 % intervals, clustered by therapist.", "quiet")


@solara.component
def Why(told: Lesson, result: Result) -> None:
    """The explanation, with the numbers of the run, and what is seen on the way."""
    if not as_explained(told, result):
        rv.Alert(type="warning", text=True, children=[
            "This run came out otherwise than the explanation says. Chance, or rules of your own? Try other luck, and judge for yourself."
        ])  # fmt: skip
    with solara.Div(classes=["lesson-clinics", "wide"]):
        with solara.Div():
            for paragraph in paragraphs(told.why):
                Tag("p", filled(paragraph, result))
            Limits(told)
        with solara.Div():
            for measure in told.also:
                Tag("h4", f"{capital(MEASURES[measure].words)}, {MEASURES[measure].unit}")
                solara.HTML(unsafe_innerHTML=bars.drawn(measured_bars(told, result, measure), small=True), classes=["lesson-also"])


@solara.component
def Limits(told: Lesson) -> None:
    """What the explanation rests on, and what the model is known to get wrong that bears on it."""
    with solara.Div(classes=["lesson-assumed"]):
        Tag("p", f"Assumed: {told.assumed}")
        for line in known_wrong(told):
            Tag("p", f"Known to be wrong: {line}")
        with solara.Link(LIMITS, nofollow=True):
            Tag("span", "What is wrong, what is assumed →")


@solara.component
def Literature(told: Lesson) -> None:
    """What is published about it."""
    Tag("p", "A run of the model is no evidence. What others thought, and found:", "lesson-strong")
    with rv.Html(tag="ul"):
        for cited in told.cited:
            Tag("li", f"{cited.says} {cited.source}.")
        for key, line in findings(told).items():
            with rv.Html(tag="li"):
                Tag("span", f"{line} ")
                with solara.Link(address.link("/evidence", evidence_state.Asked(open=key)), nofollow=True):
                    Tag("span", f"{key} beside what the model shows →")
    Tag(
        "p",
        "r, d and g tell how far two things go together, not which makes which. Brackets: the published range, in which a model must fall.",
        "quiet",
    )


@solara.component
def TryNext(told: Lesson, result: Result, locked: Choice) -> None:
    """Where to go on, and what to take home."""
    if any("client=" in following.link for following in told.next):
        Tag("p", "Single clients were picked to show what the sentence says; how usual their course is, the page tells when they end.")
    with solara.Div(classes=["lesson-shelf"]):
        for following in told.next:
            with solara.Link(following.link, nofollow=True), solara.Div(classes=["lesson-card"]):
                Tag("p", f"{following.says} →")
    Tag("h3", "To talk about")
    with rv.Html(tag="ol"):
        for question in told.worksheet:
            Tag("li", question)
    paper = solara.use_memo(lambda: lambda: worksheet(told, result, locked).encode(), [told, result, locked])
    with solara.Row(classes=["dyads-controls"]):
        solara.FileDownload(paper, f"lesson-{told.name}-result.html", label="Worksheet with the result")
