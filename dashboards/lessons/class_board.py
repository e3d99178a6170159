"""The board of a class, and how who leads the class sees it: how many have locked, what they predicted, and what came of it."""

from collections import Counter
from collections.abc import Callable

import reacton.ipyvuetify as rv
import solara

from dashboards.lessons import Lesson
from dashboards.lessons.board import Choice
from dashboards.lessons.chart import asked_bars
from dashboards.lessons.measures import MEASURES
from dashboards.lessons.parts import Tag
from dashboards.lessons.running import Result, happened, run
from dashboards.lessons.telling import capital, outcome, part, scale, spread, what_happened
from dashboards.parts import bars
from dashboards.parts.frame import rules
from dashboards.parts.look import COLOURS
from dashboards.server import network

HIT, OTHER = COLOURS["therapist"], "#888888"
"""Colours of what happened and of what did not."""
WHOSE = (
    "First prediction of each browser, without names; forgotten after a day. A board for a class that means well: who clears the cookies "
    "can predict again."
)
"""Whose predictions a board holds."""
CONTROLS = {"align-items": "center", "flex-wrap": "wrap"}
WAITING, PREDICTIONS, RESULT = range(3)
"""How far a class is: locking, seeing what it predicted, seeing what happened."""


@solara.component
def TheBoard(
    told: Lesson, result: Result | None, locked: Choice | None, voices: Counter[Choice], on_clear: Callable[[], None] | None
) -> None:
    """What the class predicted, beside what happened if that may be seen; it can be cleared where there is `on_clear`."""
    with solara.Div():
        Tag("h3", f"The class board: {several(voices.total())}")
        most = max(1, *(n for _, n in spread(told, voices)))
        drawn = bars.drawn(board_bars(told, result, locked, voices), small=True, most=most)
        solara.HTML(unsafe_innerHTML=drawn, classes=["lesson-board"])
        if on_clear:
            Clear(on_clear)
        came = " ✓ is what happened." if result else ""
        Tag("p", f"{WHOSE}{came}", "quiet")


def several(n: int) -> str:
    """So many predictions."""
    return f"{n} prediction{'' if n == 1 else 's'}"


def board_bars(told: Lesson, result: Result | None, locked: Choice | None, voices: Counter[Choice]) -> list[bars.Bar]:
    """A bar for each row of the board; what happened and one's own are marked."""
    true = right_rows(told, result) if result else []
    mine = [] if locked is None else rows_of(told, locked)
    return [
        bars.Bar(("✓ " if i in true else "") + words + (" (you)" if i in mine else ""), n, f"{n}", colour=HIT if i in true else OTHER)
        for i, (words, n) in enumerate(spread(told, voices))
    ]


def right_rows(told: Lesson, result: Result) -> list[int]:
    """Which rows of the board came true."""
    if told.slider is None:
        names = happened(told, result)
        return [i for i, o in enumerate(told.option) if o.name in names]
    return rows_of(told, MEASURES[told.asks].shown(result.found[told.asks][told.slider.of].value))


def rows_of(told: Lesson, choice: Choice) -> list[int]:
    """Which rows of the board hold a choice."""
    if told.slider is None:
        return [i for i, o in enumerate(told.option) if o.name == choice]
    return [part(float(choice), told.slider)]


@solara.component
def Clear(on_clear: Callable[[], None]) -> None:
    """Empties the board, once it has been asked whether it should."""
    asking, ask = solara.use_state(False)

    def sure() -> None:
        """Empty it, and ask no more."""
        on_clear()
        ask(False)

    with solara.Row(gap="12px", classes=["dyads-controls"], style=CONTROLS):
        if asking:
            Tag("span", "Clear it for everybody?")
            solara.Button("Yes, clear", color="primary", on_click=sure)
            solara.Button("No", text=True, on_click=lambda: ask(False))
        else:
            solara.Button("Clear the board", icon_name="mdi-eraser", outlined=True, on_click=lambda: ask(True))


@solara.component
def TheClass(told: Lesson, luck: int, voices: Counter[Choice], on_clear: Callable[[], None]) -> None:
    """The class as who leads it sees it, without a prediction of her own: for the projector."""
    shown, show = solara.use_state(WAITING)
    Tag("p", told.predict, "lesson-question")
    Tag("div", f"{voices.total()}", "lesson-count")
    Tag("p", "has locked a prediction" if voices.total() == 1 else "have locked a prediction", "lesson-question lesson-middle")
    Open(told)
    with solara.Row(gap="12px", classes=["dyads-controls"], style=CONTROLS | {"justify-content": "center"}):
        for stage, words, icon in (
            (WAITING, "Hide", "mdi-eye-off-outline"),
            (PREDICTIONS, "Show what they predict", "mdi-eye-outline"),
            (RESULT, "Show what happens", "mdi-play"),
        ):
            if stage != shown:
                solara.Button(words, icon_name=icon, outlined=True, classes=["big"], on_click=lambda stage=stage: show(stage))
    if shown == PREDICTIONS:
        TheBoard(told, None, None, voices, on_clear)
    elif shown == RESULT:
        Revealed(told, luck, voices, on_clear)
    else:
        Clear(on_clear)


@solara.component
def Open(told: Lesson) -> None:
    """The addresses to hand out."""
    found = network.here()
    if not found:
        Tag("p", "Others cannot open these pages: for a class, begin with dyads dashboard --host 0.0.0.0", "quiet lesson-middle")
    for where in found:
        Tag("div", f"{where}/lessons?lesson={told.name}", "lesson-address")


@solara.component
def Revealed(told: Lesson, luck: int, voices: Counter[Choice], on_clear: Callable[[], None]) -> None:
    """What happened, and the board beside it."""
    running = solara.lab.use_task(lambda: run(told.name, luck, rules()), dependencies=[told.name, luck], raise_error=False)
    if running.error:
        Tag("p", f"The run failed: {running.exception}")
    elif not running.finished or running.value is None:
        rv.ProgressCircular(indeterminate=True, color="primary", size=48)
    else:
        result = running.value
        Tag("p", f"It happened: {outcome(told, result)}", "lesson-question")
        with solara.Div(classes=["lesson-result"]):
            with solara.Div():
                Tag("h3", capital(scale(told)))
                solara.HTML(unsafe_innerHTML=bars.drawn(asked_bars(told, result)), classes=["lesson-chart"])
                for line in what_happened(told, result):
                    Tag("p", line)
            TheBoard(told, result, None, voices, on_clear)
