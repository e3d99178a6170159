"""Lessons: predict first, lock it, then see the run; and what the class predicted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import reacton.ipyvuetify as rv
import solara

from dashboards import address, bars
from dashboards.frame import Faults, rules
from dashboards.lessons import Lesson, lesson, lessons, paragraphs
from dashboards.lessons import look as styles
from dashboards.lessons.board import Board, Choice
from dashboards.lessons.chart import asked_bars, measured_bars
from dashboards.lessons.measures import MEASURES
from dashboards.lessons.running import Result, as_explained, filled, happened, run
from dashboards.lessons.telling import capital, outcome, part, predicted, published, scale, spread, verdict, what_happened
from dashboards.lessons.worksheet import page as worksheet
from dashboards.look import COLOURS
from dashboards.widgets import Address, Pulse
from model.errors import DyadsError

STEPS = {
    "question": "The question",
    "prediction": "Your prediction",
    "happened": "What happened",
    "why": "Why",
    "literature": "What others found",
    "next": "Try next",
}
"""The steps of a lesson, in their order; those after the prediction open when it is locked."""
BEFORE = ("question", "prediction")
MOST_LUCK = 999
BEAT = 2.0
"""Seconds from one look at the board to the next."""
HIT, OTHER = COLOURS["therapist"], "#888888"
"""Colours of what happened and of what did not."""
BOARD = Board()


@dataclass(frozen=True)
class Asked:
    """What the page shows: a lesson, or all where none is named; its step; under which luck it is run."""

    lesson: str = ""
    step: str = "question"
    luck: int = 1


asked_for: solara.Reactive[Asked] = solara.reactive(Asked())


def visitor() -> str:
    """Who looks at the page: a browser, as its cookie says; nobody in particular without a server."""
    try:
        return str(solara.get_session_id())
    except RuntimeError:
        return ""


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for; what is wrong in it is given back in plain sentences."""
    found, faults = address.read(Asked, search)
    wrong = list(faults)
    known = {"lesson": ("", *lessons()), "step": tuple(STEPS)}
    for name, there_are in known.items():
        if getattr(found, name) not in there_are:
            wrong.append(f"The address says {name} = {getattr(found, name)[:40]!r}, which is none that there is.")
            found = replace(found, **{name: getattr(Asked, name)})
    if not 1 <= found.luck <= MOST_LUCK:
        wrong.append(f"The address says luck = {found.luck}: it should be 1 to {MOST_LUCK}.")
        found = replace(found, luck=Asked.luck)
    asked_for.value = found
    return tuple(wrong)


def change(**what: Any) -> None:
    """Show something else."""
    asked_for.value = replace(asked_for.value, **what)


def shown_step(asked: Asked, locked: Choice | None) -> str:
    """The step that is shown: none after the prediction before it is locked."""
    return asked.step if locked is not None or asked.step in BEFORE else "prediction"


@solara.component
def Page() -> None:
    """All lessons, or one."""
    router = solara.use_router()
    faults = solara.use_memo(lambda: restore(router.search), [router.search])
    asked = asked_for.value
    Address(search=address.written(asked))
    solara.Style(bars.STYLE + styles.STYLE)
    with solara.Column(gap="14px", classes=["dyads", "lessons", "ready"], style={"padding": "16px 20px"}):
        Faults(faults)
        if asked.lesson:
            OneLesson(lesson(asked.lesson), asked).key(asked.lesson)
        else:
            Shelf()


@solara.component
def Shelf() -> None:
    """All lessons as cards."""
    me = visitor()
    Tag("h2", "Lessons")
    Tag("p", "Ten minutes each: a question, your prediction, a run of the model, and why it came out so. Predictions are locked first.")
    with solara.Div(classes=["lesson-shelf"]):
        for i, each in enumerate(lessons().values(), 1):
            done = BOARD.locked(me, each.name) is not None
            with solara.Link(address.link("/lessons", Asked(lesson=each.name)), nofollow=True), solara.Div(classes=["lesson-card"]):
                Tag("div", f"{i}", "number")
                Tag("h3", each.title)
                Tag("p", each.question)
                Tag("div", "✓ prediction locked" if done else "10 minutes", "quiet")


@solara.component
def OneLesson(told: Lesson, asked: Asked) -> None:
    """A lesson, step by step, with the board of the class."""
    me = visitor()
    seen, look = solara.use_state((BOARD.locked(me, told.name), BOARD.voices(told.name)))
    draft, set_draft = solara.use_state(None)
    locked, voices = seen

    def look_again() -> None:
        """Take over what has changed on the board, also from another page of the same visitor."""
        look((BOARD.locked(me, told.name), BOARD.voices(told.name)))

    def lock(choice: Choice) -> None:
        """Lock the prediction, and show what happened."""
        BOARD.lock(me, told.name, choice)
        look_again()
        change(step="happened")

    def begin_again() -> None:
        """Take the lock and the result away."""
        BOARD.begin_again(me, told.name)
        set_draft(None)
        look_again()
        change(step="question", luck=Asked.luck)

    def clear() -> None:
        """Empty the board."""
        BOARD.clear(told.name)
        look_again()

    Pulse(seconds=BEAT, event_beat=lambda *_: look_again())
    step = shown_step(asked, locked)
    Head(told, step, locked)
    if locked is None and asked.step not in BEFORE:
        rv.Alert(type="info", text=True, children=["What happened opens once you have locked a prediction."])
    with solara.Div(classes=["lesson-body"]):
        if step == "question":
            Question(told)
        elif step == "prediction":
            Predict(told, locked, draft, set_draft, lock, voices.total())
        elif locked is not None:
            After(told, step, asked.luck, locked, voices, clear)
    Foot(told, step, locked, begin_again)


@solara.component
def Head(told: Lesson, step: str, locked: Choice | None) -> None:
    """The title and the steps."""
    with solara.Row(gap="16px", style={"align-items": "baseline", "flex-wrap": "wrap"}):
        with solara.Link("/lessons", nofollow=True, style={"white-space": "nowrap"}):
            solara.Text("← All lessons")
        Tag("h2", told.title)
    with solara.Div(classes=["lesson-steps", "dyads-controls"]):
        for i, (name, words) in enumerate(STEPS.items(), 1):
            open_to = locked is not None or name in BEFORE
            rv.Btn(
                children=[f"{i}  {words}", *([] if open_to else [Icon("mdi-lock-outline")])],
                text=name != step,
                depressed=True,
                color="primary" if name == step else "",
                disabled=not open_to,
                on_click=partial(change, step=name),
                attributes={"aria-current": "step"} if name == step else {},
            )


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


NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


@solara.component
def Predict(
    told: Lesson, locked: Choice | None, draft: Choice | None, on_draft: Callable, on_lock: Callable[[Choice], None], on_board: int
) -> None:
    """What may be predicted; after the lock it stands as it is."""
    Tag("p", told.predict, "lesson-question")
    if told.slider:
        Number(told, locked, draft, on_draft)
    else:
        group = rv.RadioGroup(
            v_model=draft if locked is None else locked,
            on_v_model=on_draft,
            disabled=locked is not None,
            children=[rv.Radio(label=o.says, value=o.name) for o in told.option],
        )
        rv.use_event(group, "change", lambda *_: None)
    with solara.Row(gap="18px", style={"align-items": "center", "flex-wrap": "wrap"}):
        if locked is None:
            solara.Button(
                "Lock my prediction", icon_name="mdi-lock", color="primary", classes=["big"], disabled=draft is None,
                on_click=lambda: on_lock(draft),
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
    middle = slider.low + slider.step * round((slider.high - slider.low) / slider.step / 2)
    value = locked if locked is not None else draft if draft is not None else middle
    known = solara.lab.use_task(lambda: run(told.name, 1, rules()), dependencies=[told.name])
    for name in slider.told:
        if known.finished and known.value:
            Tag("p", f"{told.labels[name]}: {asked.told(known.value.found[told.asks][name].value)}", "lesson-strong")
    Tag("div", f"{value:g} {asked.unit}" if draft is not None or locked is not None else "Move the slider", "lesson-number")
    rv.Slider(
        v_model=value, on_v_model=lambda v: on_draft(float(v)), min=slider.low, max=slider.high, step=slider.step, hide_details=True,
        disabled=locked is not None, thumb_label=False, attributes={"aria-label": scale(told)},
    )  # fmt: skip
    with solara.Row(justify="space-between"):
        Tag("span", f"{slider.low:g}", "quiet")
        Tag("span", capital(scale(told)), "quiet")
        Tag("span", f"{slider.high:g}", "quiet")


@solara.component
def After(told: Lesson, step: str, luck: int, locked: Choice, voices: Any, on_clear: Callable[[], None]) -> None:
    """What is shown once the prediction is locked; it begins with the run."""
    running = solara.lab.use_task(lambda: run(told.name, luck, rules()), dependencies=[told.name, luck], raise_error=False)
    if running.error:
        Faults(running.exception.faults if isinstance(running.exception, DyadsError) else [f"The run failed: {running.exception}"])
    elif not running.finished or running.value is None:
        with solara.Row(gap="18px", style={"align-items": "center"}):
            rv.ProgressCircular(indeterminate=True, color="primary", size=48)
            Tag("span", f"{told.dyads * len(told.condition):,} therapies are lived, session by session …", "lesson-question")
    elif step == "happened":
        Beside(told, running.value, locked)
        with solara.Div(classes=["lesson-clinics", "wide"]):
            Happened(told, running.value, locked, luck)
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
def Happened(told: Lesson, result: Result, locked: Choice, luck: int) -> None:
    """The chart of what happened, its numbers in a sentence, and the same under other luck."""
    with solara.Div():
        Tag("h3", capital(scale(told)))
        solara.HTML(unsafe_innerHTML=bars.drawn(asked_bars(told, result, locked)), classes=["lesson-chart"])
        for line in what_happened(told, result):
            Tag("p", line)
        with solara.Row(gap="12px", classes=["dyads-controls"], style={"align-items": "center", "flex-wrap": "wrap"}):
            solara.Button(
                "The same with other luck", icon_name="mdi-dice-5-outline", outlined=True,
                on_click=lambda: change(luck=luck % MOST_LUCK + 1),
            )  # fmt: skip
            Tag("span", f"Luck {luck}. Brackets and whiskers: 95 % intervals, clustered by therapist.", "quiet")


@solara.component
def TheBoard(told: Lesson, result: Result, locked: Choice, voices: Any, on_clear: Callable[[], None]) -> None:
    """What the class predicted, beside what happened."""
    asking, ask = solara.use_state(False)
    rows, total = spread(told, voices), voices.total()
    true = right_rows(told, result)
    mine = right_rows(told, result, locked)
    drawn = [
        bars.Bar(("✓ " if i in true else "") + words + (" (you)" if i in mine else ""), n, f"{n}", colour=HIT if i in true else OTHER)
        for i, (words, n) in enumerate(rows)
    ]
    with solara.Div():
        Tag("h3", f"The class board: {total} prediction{'' if total == 1 else 's'}")
        chart = bars.drawn(drawn, small=True, most=max(1, *(n for _, n in rows)))
        solara.HTML(unsafe_innerHTML=chart, classes=["lesson-board"])
        with solara.Row(gap="12px", classes=["dyads-controls"], style={"align-items": "center", "flex-wrap": "wrap"}):
            if asking:
                Tag("span", "Clear it for everybody?")
                solara.Button("Yes, clear", color="primary", on_click=lambda: (on_clear(), ask(False)))
                solara.Button("No", text=True, on_click=lambda: ask(False))
            else:
                solara.Button("Clear the board", icon_name="mdi-eraser", outlined=True, on_click=lambda: ask(True))
        Tag("p", "First prediction of each browser, without names; forgotten after a day. ✓ is what happened.", "quiet")


def right_rows(told: Lesson, result: Result, choice: Choice | None = None) -> list[int]:
    """Which rows of the board came true, or hold a choice."""
    if told.slider is None:
        names = happened(told, result) if choice is None else (choice,)
        return [i for i, o in enumerate(told.option) if o.name in names]
    value = MEASURES[told.asks].shown(result.found[told.asks][told.slider.of].value) if choice is None else float(choice)
    return [part(value, told.slider)]


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
        with solara.Div():
            for measure in told.also:
                Tag("h4", f"{capital(MEASURES[measure].words)}, {MEASURES[measure].unit}")
                solara.HTML(unsafe_innerHTML=bars.drawn(measured_bars(told, result, measure), small=True), classes=["lesson-also"])


@solara.component
def Literature(told: Lesson) -> None:
    """What is published about it."""
    Tag("p", "The model is no evidence. These are:", "lesson-strong")
    with rv.Html(tag="ul"):
        for line in published(told):
            Tag("li", line)
    Tag("p", "How far the model reproduces published findings is told by dyads scorecard.", "quiet")


@solara.component
def TryNext(told: Lesson, result: Result, locked: Choice) -> None:
    """Where to go on, and what to take home."""
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


@solara.component
def Foot(told: Lesson, step: str, locked: Choice | None, on_again: Callable[[], None]) -> None:
    """On to the next step, the worksheet, and back to the start."""
    names = list(STEPS)
    following = names[names.index(step) + 1] if step != names[-1] else ""
    blank = solara.use_memo(lambda: lambda: worksheet(told).encode(), [told])
    with solara.Row(gap="14px", classes=["dyads-controls", "lesson-foot"], style={"align-items": "center", "flex-wrap": "wrap"}):
        if following and (locked is not None or following in BEFORE):
            solara.Button(
                f"Next: {STEPS[following].lower()}", icon_name="mdi-arrow-right", color="primary", classes=["big"],
                on_click=lambda: change(step=following),
            )  # fmt: skip
        if locked is not None:
            solara.Button("Begin again", icon_name="mdi-restart", outlined=True, on_click=on_again)
        solara.v.Spacer()
        solara.FileDownload(blank, f"lesson-{told.name}.html", label="Worksheet to print")


@solara.component
def Icon(name: str) -> None:
    """A small picture beside words."""
    rv.Icon(children=[name], small=True, class_="ml-1")


@solara.component
def Tag(tag: str, text: str, classes: str = "") -> None:
    """Text in an element of HTML; it is never read as markup."""
    rv.Html(tag=tag, children=[text], class_=classes)
