"""What is chosen on the map page: the clinic, the outcome, and the two sides of the map."""

import json
from collections.abc import Callable
from math import isfinite

import solara

from dashboards.clinic.controls import IN_VIEW, named
from dashboards.map import state
from dashboards.map.state import Asked, change
from dashboards.parts import address
from dashboards.parts.choices import Held, LuckChoice, ScenarioChoice, WayBack
from dashboards.parts.knobs import GROUPS, Choice, Settings, Words, about, plain
from experiments.sweeps.sweep import OUTCOMES
from model.errors import DyadsError
from model.parameters import NUMBERS
from model.scenario import shipped

SIDES = {"x": "From left to right", "y": "From bottom to top"}
"""The two sides of the map, in words."""


def parameters() -> list[dict[str, str]]:
    """Every parameter, with what it means: the most telling first, by group, then all others."""
    items: list[dict[str, str]] = []
    for group, names in IN_VIEW.items():
        items.append({"header": GROUPS[group]})
        items += [parameter(name, named(name)) for name in names if name != state.DYADS]
    told = {name for names in IN_VIEW.values() for name in names}
    items.append({"header": "All others"})
    return items + [parameter(name, plain(name)) for name in sorted(set(NUMBERS) - told, key=plain)]


def parameter(name: str, text: str) -> dict[str, str]:
    """One parameter, as the list has it."""
    return {"value": name, "text": text, "meaning": NUMBERS[name].meaning}


PARAMETERS = json.dumps(parameters(), ensure_ascii=False)
"""All parameters as text, which is handed on as it is, where the parts of a list would be looked at again and again."""


@solara.component_vue("choice.vue")
def Parameter(offered: str, value: str, label: str, event_chosen: Callable[[str], object]) -> None:
    """A list of parameters in which one types to search, in names and meanings; `event_chosen` is told the one that was chosen."""


@solara.component
def Controls(asked: Asked) -> None:
    """Which clinic, which outcome, the two sides, and how many dyads."""
    sizes = {str(n): f"{n:,} dyads in each" for n in sorted({*state.SIZES, asked.dyads})}
    with Settings(classes=["map-controls"], gap="16px"):
        with Held("What is counted in every clinic, and shown in colours"):
            Choice("What the colours show", {name: words.capitalize() for name, words in OUTCOMES.items()}, asked.outcome, outcome)
        for side in SIDES:
            Side(asked, side)
        solara.Button(
            "Change sides over", on_click=state.turned, icon_name="mdi-swap-horizontal", text=True,
            attributes={"title": "What goes from left to right goes from bottom to top, and the other way round"},
        )  # fmt: skip
        ScenarioChoice(
            asked.scenario,
            lambda name: change(scenario=name, set="", x_ends="", y_ends=""),
            "Everything else about the clinics is as this scenario has it",
        )
        with Held("The more dyads, the smoother the map, and the longer it takes"):
            Choice("Clinics", sizes, str(asked.dyads), lambda n: change(dyads=int(n)))
        LuckChoice(
            asked.seed or shipped()[asked.scenario].seed,
            lambda seed: change(seed=seed),
            "All clinics of a map have the same luck; another seed is another luck",
        )
        Carried(asked)
        with solara.Link(address.link("/clinic", state.around(asked)), nofollow=True):
            solara.Button("The clinic as it is", icon_name="mdi-hospital-building", text=True)
        if asked != Asked():
            solara.Button("Back to the first map", on_click=lambda: change(**vars(Asked())), icon_name="mdi-restore", text=True)


def outcome(name: str) -> None:
    """Show another outcome."""
    change(outcome=name)


@solara.component
def Side(asked: Asked, side: str) -> None:
    """One side of the map: its parameter, from where to where it goes, and in how many steps."""
    name, words = getattr(asked, side), SIDES[side]
    low, high = shown_ends(asked, side)
    with solara.Div(classes=["map-side"], attributes={"title": about(NUMBERS[name])}):
        solara.HTML(tag="h3", unsafe_innerHTML=words)
        Parameter(offered=PARAMETERS, value=name, label=f"{words}: which parameter", event_chosen=lambda chosen: chose(side, chosen))
        with solara.Div(classes=["map-three"]):
            Words("from", low, lambda typed: end(side, typed, high), "60px", "number")
            Words("to", high, lambda typed: end(side, low, typed), "60px", "number")
            Words("steps", str(getattr(asked, f"{side}_steps")), lambda typed: steps(side, typed), "60px", "number")


def chose(side: str, name: str | None) -> None:
    """Another parameter for a side, if it is one."""
    if name in NUMBERS:
        change(**{side: name})


def shown_ends(asked: Asked, side: str) -> tuple[str, str]:
    """The ends of a side as they are written; empty where there are none."""
    try:
        low, high = state.ends_of(asked, side)
    except DyadsError:
        return "", ""
    return f"{low:g}", f"{high:g}"


def end(side: str, low: str, high: str) -> None:
    """Other ends, if both are numbers."""
    try:
        fit = isfinite(float(low)) and isfinite(float(high))
    except ValueError:
        fit = False
    if fit:
        change(**{f"{side}_ends": f"{low}:{high}"})


def steps(side: str, typed: str) -> None:
    """Other steps, as many as a side may have."""
    if typed.isascii() and typed.isdigit() and len(typed) < 4:
        change(**{f"{side}_steps": max(2, min(state.MOST_STEPS, int(typed)))})


@solara.component
def Carried(asked: Asked) -> None:
    """What of the clinic differs from its scenario, each with a way back."""
    settings = state.carried(asked)
    if not settings:
        return
    usual = shipped()[asked.scenario]
    with solara.Column(gap="4px"):
        solara.Text("In all clinics", classes=["quiet"])
        for name, value in settings.items():
            WayBack(f"{named(name)}: {usual[name]:g} → {value:g}", named(name), lambda name=name: state.without(name))
