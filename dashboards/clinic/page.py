"""The clinic page: hundreds to thousands of dyads at once, turned by sliders, beside what they were before."""

import time
from collections.abc import Sequence
from typing import Any

import solara

from dashboards.clinic import clinics, state
from dashboards.clinic.charts import CHARTS
from dashboards.clinic.clinics import KEYS, Key, Look
from dashboards.clinic.controls import Controls
from dashboards.clinic.look import CLINIC
from dashboards.clinic.state import Asked, asked_for, change, first_page, restore, same_clinic
from dashboards.lessons import page as lessons_page
from dashboards.map import state as map_state
from dashboards.parts import address, scenario_file
from dashboards.parts.frame import Faults, rules, use_restored
from dashboards.parts.knobs import Choice, Words
from dashboards.parts.widgets import Address, Chart
from dashboards.two_dyads import lives
from model.errors import DyadsError
from model.rules import Rules
from model.scenario import Scenario

PAUSE = 0.05
"""Seconds that a slider rests before a clinic is lived."""
Looks = tuple[Look, Look | None]
DIFFERENCE = "How far it has moved, with the 95 % interval of the difference under the same luck, therapist by therapist"


@solara.component
def Page() -> None:
    """A clinic, live."""
    faults = use_restored(restore)
    asked = asked_for.value
    Address(search=address.written(asked), title="Clinic · Therapy dyads")
    solara.Style(CLINIC)
    try:
        shown, ghost = state.clinic(asked), state.before(asked)
    except DyadsError as e:
        Faults(e.faults)
        solara.Button("Back to the defaults", on_click=lambda: change(set="", seed=0, ghost=""), icon_name="mdi-restore")
    else:
        Live(asked, shown, ghost, faults)


@solara.component
def Live(asked: Asked, shown: Scenario, ghost: Scenario | None, faults: tuple[str, ...]) -> None:
    """A clinic that there can be, lived a moment after the last slider has moved."""
    said = rules()

    def lived() -> Looks | None:
        time.sleep(PAUSE)
        if not task.is_current():
            return None  # the slider has moved on
        return clinics.look(shown, said), clinics.look(ghost, said) if ghost else None

    task = solara.lab.use_task(lived, dependencies=[shown, ghost], raise_error=False)
    kept = solara.use_ref(None)
    if task.finished and task.value:
        kept.current = task.value
    with solara.Div(classes=["dyads", "clinic"]):
        Controls(asked, shown)
        with solara.Column(gap="10px", classes=["clinic-results", *(["ready"] if kept.current else [])]):
            Faults(faults)
            if task.error:
                Faults(getattr(task.exception, "faults", [f"this clinic could not be lived: {task.exception}."]))
            if kept.current:
                Results(asked, *kept.current, busy=task.pending)
            else:
                Waiting(said)


@solara.component
def Waiting(said: Rules) -> None:
    """What is going on while there is nothing to see yet."""
    first = "" if clinics.is_ready(said) else " The session is compiled first, which takes some seconds, once; then every change is quick."
    with solara.Column(style={"padding": "60px 20px"}, gap="18px"):
        solara.ProgressLinear(True)
        solara.Text(f"Living the clinic …{first}", style={"font-size": "20px"})


@solara.component
def Results(asked: Asked, now: Look, before: Look | None, busy: bool) -> None:
    """The key numbers, the charts, the client who was picked, and what can be taken home."""
    with solara.Div(classes=["clinic-busy"]):
        solara.ProgressLinear(busy)
    with solara.Div(classes=["clinic-keys"]):
        for key in KEYS:
            KeyNumber(now, before, key)
    Ghost(asked, before)
    with solara.Div():
        if asked.client:
            Picked(asked, now.scenario)
    with solara.Div(classes=["clinic-charts"]):
        for name in sorted(CHARTS, key=lambda name: name != asked.large):
            Card(name, now, before, name == asked.large).key(name)
    Downloads(now.scenario)


@solara.component
def KeyNumber(now: Look, before: Look | None, key: Key) -> None:
    """A key number with its interval, what it must not be taken for, and how it has moved."""
    with solara.Div(classes=["clinic-key"], attributes={"title": f"{key.meaning}; 95 % interval"}):
        solara.Div(classes=["clinic-value"], children=[clinics.value_of(now, key)])
        solara.Div(children=[key.words])
        solara.Div(children=[clinics.reach_of(now, key)])
        if key.lesson:
            with solara.Link(address.link("/lessons", lessons_page.Asked(lesson=key.lesson)), nofollow=True):
                solara.Div(classes=["clinic-caution"], children=[key.caution])
        elif key.caution:
            solara.Div(classes=["clinic-caution"], children=[key.caution])
        if before:
            was = f"was {clinics.value_of(before, key)}: {clinics.difference(now, before, key)}"
            solara.Div(classes=["clinic-was"], children=[was], attributes={"title": DIFFERENCE})


@solara.component
def Ghost(asked: Asked, before: Look | None) -> None:
    """What the grey is, and how to keep it."""
    with solara.Row(gap="12px", style={"align-items": "center", "flex-wrap": "wrap"}):
        if asked.pinned:
            solara.Button("Let the ghost go", icon_name="mdi-pin-off", outlined=True, on_click=lambda: change(pinned=0, ghost=""))
        else:
            solara.Button("Keep as ghost", icon_name="mdi-pin", outlined=True, on_click=lambda: change(pinned=1, ghost=same_clinic(asked)))
        grey = "the clinic that was kept" if asked.pinned else "the clinic before"
        words = f"Grey is {grey}, under the same luck." if before else "Turn a slider: the clinic before stays behind in grey, to compare."
        solara.Text(words if before is None or before.scenario.seed == state.clinic(asked).seed else f"Grey is {grey}.", classes=["quiet"])
        solara.v.Spacer()
        around = map_state.Asked(scenario=asked.scenario, set=asked.set, seed=asked.seed)
        with solara.Link(address.link("/map", around)):
            solara.Button("Map around this clinic", icon_name="mdi-grid", text=True)


@solara.component
def Card(name: str, now: Look, before: Look | None, large: bool) -> None:
    """A chart with its title, what it says, and a way to make it large."""
    chart = CHARTS[name]
    option = solara.use_memo(lambda: chart.option(now, before), [now.scenario, before and before.scenario])
    with solara.Div(classes=["clinic-card", *(["large"] if large else [])]):
        with solara.Row(gap="6px", style={"align-items": "start"}):
            solara.HTML(tag="h2", unsafe_innerHTML=chart.title)
            solara.v.Spacer()
            words = "Make it small" if large else "Make it large"
            solara.v.use_event(
                solara.v.Btn(
                    icon=True, attributes={"aria-label": f"{words}: {chart.title}", "title": words},
                    children=[solara.v.Icon(children=["mdi-arrow-collapse" if large else "mdi-arrow-expand"])],
                ),
                "click", lambda *_: change(large="" if large else name),
            )  # fmt: skip
        solara.Text(chart.said(now), classes=["quiet"])
        if any(part["data"] for part in option["series"]):
            Chart(
                option=option, label=f"{chart.title}. {chart.said(now)}", height="56vh" if large else "320px",
                event_clicked=lambda value: change(client=client_of(name, value)) if name in PICKED else None,
            )  # fmt: skip
        else:
            solara.Div(classes=["clinic-empty"], children=["Too few dyads to draw."])


PICKED = {"scatter": lambda told: str(told), "therapists": lambda told: f"{int(told)}-1"}
"""Whose story a click on a dot tells: that client's, or that of a therapist's first client."""


def client_of(chart: str, dot: Sequence[Any]) -> str:
    """The client whom a dot of a chart stands for."""
    return PICKED[chart](dot[2])


@solara.component
def Picked(asked: Asked, shown: Scenario) -> None:
    """The story of the client who was picked, as it went in this clinic, and the way to watch it."""
    said = rules()

    def told() -> lives.Life | tuple[str, ...]:
        try:
            return lives.live(shown, said, asked.client)
        except DyadsError as e:
            return e.faults

    life = solara.lab.use_task(told, dependencies=[shown, asked.client])
    with solara.Div(classes=["clinic-card"]):
        with solara.Row(gap="12px", style={"align-items": "center", "flex-wrap": "wrap"}):
            Words("Client", asked.client, lambda text: change(client=text.strip()), "110px")
            with solara.Link(first_page(asked)):
                solara.Button("Watch this dyad", icon_name="mdi-play-circle", color="primary")
            solara.Button("Close", icon_name="mdi-close", text=True, on_click=lambda: change(client=""))
        if life.finished and isinstance(life.value, lives.Life):
            outcome = lives.outcome(life.value)
            solara.Text(outcome[:1].upper() + outcome[1:], style={"font-weight": "500"})
            solara.Div(classes=["clinic-story"], children=["\n\n".join(text for _, text in life.value.told)])
        elif life.finished and life.value:
            Faults(life.value)
        else:
            solara.Text("Living this therapy again …", classes=["quiet"])


@solara.component
def Downloads(shown: Scenario) -> None:
    """What can be taken home."""
    said = rules()
    named = {chart.figure: chart.title for chart in CHARTS.values() if chart.figure}
    figure, set_figure = solara.use_state(next(iter(named)))
    files = solara.use_memo(
        lambda: {kind: (lambda kind=kind: clinics.drawn(shown, said, figure, kind)) for kind in ("png", "svg")}, [shown, figure]
    )
    table = solara.use_memo(lambda: lambda: clinics.csv(shown, said), [shown])
    with solara.Row(gap="10px", classes=["dyads-controls"], style={"align-items": "center", "flex-wrap": "wrap"}):
        solara.FileDownload(table, f"{shown.name}-dyads.csv", label="Dyads (CSV)")
        solara.FileDownload(scenario_file.text(shown), f"{shown.name}.toml", label="Scenario (TOML, for dyads run)")
        Choice("Figure", named, figure, set_figure, "300px")
        for kind, data in files.items():
            solara.FileDownload(data, f"{figure}.{kind}", label=kind.upper())
