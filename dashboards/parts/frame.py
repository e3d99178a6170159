"""What all pages share: the bar at the top, the rules that are in force, faults in plain words, and a guard against surprises."""

from collections.abc import Callable, Iterable

import reacton.ipyvuetify as rv
import solara

from dashboards.parts.look import DISCLAIMER, STYLE
from dashboards.rules import file as rule_file
from dashboards.rules import watch as rules_watch
from dashboards.rules.look import CHIP
from model.rules import Rules

PAGES = {"/": "Two dyads, same luck", "/clinic": "Clinic", "/map": "Map", "/lessons": "Lessons", "/rules": "Rules", "/evidence": "Evidence"}
"""Where each page is, and its name."""


DEFAULTS = Rules()


def rules() -> Rules:
    """The rules in force: those of the file with which the server was started, as it last passed; the defaults without."""
    file = rule_file.here()
    return file.rules() if file else DEFAULTS


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


def use_restored(restore: Callable[[str | None], tuple[str, ...]]) -> tuple[str, ...]:
    """Show what the address asks for, and give what is wrong in it; a page that is come back to by its name alone stands as it was left."""
    router = solara.use_router()
    return solara.use_memo(lambda: restore(router.search) if router.search else (), [router.search])


@solara.component
def Layout(children: list | None = None) -> None:
    """The bar, the page, and what it is not for."""
    router = solara.use_router()
    now, path = rules_watch.standing(), (router.path or "/").rstrip("/") or "/"
    solara.Style(STYLE + CHIP)
    with solara.Column(gap="0px", style={"min-height": "100vh"}):
        with solara.Row(
            classes=["dyads-nav", "dyads"], style={"align-items": "center", "padding": "6px 16px", "flex-wrap": "wrap"}, gap="6px"
        ):
            solara.HTML(tag="h1", unsafe_innerHTML="Therapy dyads", style={"margin-right": "18px"})
            for page, name in PAGES.items():
                with solara.Link(page, nofollow=True):
                    solara.Text(name, classes=["here"] if page == path else [])
            solara.v.Spacer()
            if now:
                rules_watch.Chip(now)
            solara.lab.ThemeToggle()
        if now:
            rules_watch.Watch(now, path)
            if path != rules_watch.HERE:
                rules_watch.Banner(now)
        if now and now.rules is None and path != rules_watch.HERE:
            rules_watch.Beginning(now)
        else:
            Guard(children)
        solara.v.Spacer()
        solara.Text(DISCLAIMER, classes=["dyads-foot"])
