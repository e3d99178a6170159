"""Lessons: predict first, lock it, then see the run; and what the class predicted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import reacton.ipyvuetify as rv
import solara

from dashboards.lessons import Lesson, lesson, lessons
from dashboards.lessons import look as styles
from dashboards.lessons.board import Board, Choice
from dashboards.lessons.class_board import TheClass
from dashboards.lessons.parts import Tag
from dashboards.lessons.steps import After, Predict, Question
from dashboards.lessons.worksheet import page as worksheet
from dashboards.parts import address, bars
from dashboards.parts.frame import Faults
from dashboards.parts.widgets import Address, Pulse
from dashboards.server import lecturer

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
BOARD = Board()
CLASS = "class"
"""The step that only who leads the class sees: the board without a prediction of one's own."""
LECTURERS = lecturer.Lecturers()


@dataclass(frozen=True)
class Asked:
    """What the page shows: a lesson, or all where none is named; its step; under which luck it is run.

    `word` is the lecturer's; it is read once, and never written.
    """

    lesson: str = ""
    step: str = "question"
    luck: int = 1
    word: str = ""


asked_for: solara.Reactive[Asked] = solara.reactive(Asked())


def visitor() -> str:
    """Who looks at the page: a browser, as its cookie says; nobody in particular without a server."""
    try:
        return str(solara.get_session_id())
    except RuntimeError:
        return ""


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for; what is wrong in it is given back in plain sentences."""
    found, faults = address.read(Asked, search, {"lesson": ("", *lessons()), "step": (*STEPS, CLASS)})
    wrong = list(faults)
    if not 1 <= found.luck <= MOST_LUCK:
        wrong.append(f"The address says luck = {found.luck}: it should be 1 to {MOST_LUCK}.")
        found = replace(found, luck=Asked.luck)
    if found.word and not LECTURERS.admit(visitor(), found.word):
        wrong.append("The address holds a word that is not the lecturer’s. It is printed where the pages were started, anew each time.")
    asked_for.value = replace(found, word="")
    return tuple(wrong)


def change(**what: Any) -> None:
    """Show something else."""
    asked_for.value = replace(asked_for.value, **what)


def shown_step(asked: Asked, locked: Choice | None, leads: bool = False) -> str:
    """The step that is shown: none after the prediction before it is locked, and the class to who leads it alone."""
    if asked.step == CLASS:
        return CLASS if leads else next(iter(STEPS))
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
            begin = Asked(lesson=each.name, step=CLASS) if LECTURERS.leads(me) else Asked(lesson=each.name)
            with solara.Link(address.link("/lessons", begin), nofollow=True), solara.Div(classes=["lesson-card"]):
                Tag("div", f"{i}", "number")
                Tag("h3", each.title)
                Tag("p", each.question)
                Tag("div", "✓ prediction locked" if done else "10 minutes", "quiet")


@solara.component
def OneLesson(told: Lesson, asked: Asked) -> None:
    """A lesson, step by step, with the board of the class."""
    me = visitor()
    seen, look = solara.use_state((BOARD.locked(me, told.name), BOARD.voices(told.name)))
    start = told.slider.middle if told.slider else None
    draft, set_draft = solara.use_state(start)
    locked, voices = seen

    def look_again() -> None:
        """Take over what has changed on the board, also from another page of the same visitor."""
        look((BOARD.locked(me, told.name), BOARD.voices(told.name)))

    def lock(choice: Choice) -> None:
        """Lock the prediction, if it is one that can be made, and show what happened."""
        if not told.allows(choice):
            return
        BOARD.lock(me, told.name, choice)
        look_again()
        change(step="happened")

    def begin_again() -> None:
        """Take the lock and the result away."""
        BOARD.begin_again(me, told.name)
        set_draft(start)
        look_again()
        change(step="question", luck=Asked.luck)

    def clear() -> None:
        """Empty the board, for who leads the class."""
        if LECTURERS.leads(me):
            BOARD.clear(told.name)
        look_again()

    Pulse(seconds=BEAT, event_beat=lambda *_: look_again())
    leads = LECTURERS.leads(me)
    step = shown_step(asked, locked, leads)
    Head(told, step, locked, leads)
    if locked is None and asked.step not in (*BEFORE, CLASS):
        rv.Alert(type="info", text=True, children=["What happened opens once you have locked a prediction."])
    with solara.Div(classes=["lesson-body"]):
        if step == CLASS:
            TheClass(told, asked.luck, voices, clear)
        elif step == "question":
            Question(told)
        elif step == "prediction":
            Predict(told, locked, draft, set_draft, lock, voices.total())
        elif locked is not None:
            After(told, step, asked.luck, locked, voices, clear if leads else None, lambda: change(luck=asked.luck % MOST_LUCK + 1))
    Foot(told, step, locked, begin_again)


@solara.component
def Head(told: Lesson, step: str, locked: Choice | None, leads: bool) -> None:
    """The title and the steps; to who leads the class that, too."""
    with solara.Row(gap="16px", style={"align-items": "baseline", "flex-wrap": "wrap"}):
        with solara.Link("/lessons", nofollow=True, style={"white-space": "nowrap"}):
            solara.Text("← All lessons")
        Tag("h2", told.title)
    with solara.Div(classes=["lesson-steps", "dyads-controls"]):
        for i, (name, words) in enumerate(STEPS.items(), 1):
            open_to = locked is not None or name in BEFORE
            solara.Button(
                f"{i}  {words}", icon_name=None if open_to else "mdi-lock-outline", text=name != step, depressed=True,
                color="primary" if name == step else None, disabled=not open_to, on_click=partial(change, step=name),
                attributes={"aria-current": "step"} if name == step else {},
            )  # fmt: skip
        if leads:
            solara.Button(
                "The class", icon_name="mdi-projector-screen", text=step != CLASS, depressed=True,
                color="primary" if step == CLASS else None, on_click=partial(change, step=CLASS),
            )  # fmt: skip


@solara.component
def Foot(told: Lesson, step: str, locked: Choice | None, on_again: Callable[[], None]) -> None:
    """On to the next step, the worksheet, and back to the start."""
    following = dict(pairwise((*STEPS, ""))).get(step, "")
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
