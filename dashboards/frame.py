"""What all pages share: the bar at the top, the rules that are in force, faults in plain words, and a guard against surprises."""

import os
from collections.abc import Iterable
from functools import cache

import reacton.ipyvuetify as rv
import solara

from dashboards.environment import RULES
from dashboards.look import DISCLAIMER, STYLE
from model.rules import Rules, from_file

PAGES = {"/": "Two dyads, same luck", "/clinic": "Clinic", "/lessons": "Lessons"}
"""Where each page is, and its name."""


@cache
def rules() -> Rules:
    """The rules of the file with which the server was started; the defaults without."""
    return from_file(os.environ[RULES]) if os.environ.get(RULES) else Rules()


@solara.component
def Faults(faults: Iterable[str]) -> None:
    """What cannot be shown, and why, in plain sentences."""
    told = list(faults)
    if told:
        with rv.Alert(type="warning", border="left", colored_border=True, dense=True, elevation=1, icon="mdi-alert-outline"):
            for fault in told:
                solara.Div(children=[fault[:1].upper() + fault[1:]])


@solara.component
def Guard(children: list | None = None) -> None:
    """A page, or, where it fails in a way that nobody foresaw, what went wrong and a way on."""
    there, set_there = solara.use_state(False)
    failure, forget = solara.use_exception()
    solara.use_effect(lambda: set_there(True), [])  # a failure in the very first rendering would not be kept
    if failure is not None:
        Faults([f"this page failed: {failure}. The address still holds what was shown."])
        solara.Button("Go on", on_click=forget, color="primary")
    elif there:
        solara.Column(children=children or [], gap="0px")


@solara.component
def Layout(children: list | None = None) -> None:
    """The bar, the page, and what it is not for."""
    router = solara.use_router()
    solara.Style(STYLE)
    with solara.Column(gap="0px", style={"min-height": "100vh"}):
        with solara.Row(
            classes=["dyads-nav", "dyads"], style={"align-items": "center", "padding": "6px 16px", "flex-wrap": "wrap"}, gap="6px"
        ):
            solara.HTML(tag="h1", unsafe_innerHTML="Therapy dyads", style={"margin-right": "18px"})
            for path, name in PAGES.items():
                here = (router.path or "/").rstrip("/") == path.rstrip("/")
                with solara.Link(path, nofollow=True):
                    solara.Text(name, classes=["here"] if here else [])
            solara.v.Spacer()
            solara.lab.ThemeToggle()
        Guard(children)
        solara.v.Spacer()
        solara.Text(DISCLAIMER, classes=["dyads-foot"])
