"""What every page shows of a rule file: a chip that says how it stands, and a banner when it has faults."""

import zlib

import reacton.ipyvuetify as rv
import solara

from dashboards.parts.widgets import Pulse
from dashboards.rules import file as rule_file
from dashboards.rules.file import COMPILING, FAULTY, IN_FORCE, TRYING, Standing
from dashboards.rules.source import placed

HERE = "/rules"
"""Where the page of rules is: it follows the file by itself; other pages are opened anew when other rules are in force."""
OFTEN, SELDOM = 0.6, 2.0
"""Seconds between two questions of a page how it stands with the file: of the page of rules, and of the others."""
seen: solara.Reactive[int] = solara.reactive(-1)
"""Which standing this browser tab was last told of."""
LOOKS = {
    TRYING: ("mdi-timer-sand", "is being tried"),
    COMPILING: ("mdi-timer-sand", "has passed; its session is being compiled"),
    FAULTY: ("mdi-alert", "has faults"),
    IN_FORCE: ("mdi-check-bold", "is in force"),
}
"""For each state of a file a picture and words."""


@solara.component_vue("anew.vue")
def Anew(mark: int) -> None:
    """Opens the page anew when the mark changes; what it shows is in its address."""


def standing() -> Standing | None:
    """How it stands with the rule file, None without one; who asks in a rendering is rendered again when that changes."""
    file = rule_file.here()
    return file.look() if file and seen.value is not None else None


def beat() -> None:
    """Look at the file; nothing is rendered where nothing has changed."""
    if file := rule_file.here():
        seen.value = file.look().number


@solara.component
def Watch(now: Standing, path: str) -> None:
    """Asks again and again how it stands."""
    mine = path == HERE
    Pulse(seconds=OFTEN if mine else SELDOM, event_beat=lambda *_: beat()).key(f"pulse-{mine}")
    if not mine and now.rules is not None:
        Anew(mark=zlib.crc32((now.lived or "").encode())).key("anew")


@solara.component
def Chip(now: Standing) -> None:
    """The file's name and how it stands, in the bar of every page."""
    picture, words = LOOKS[now.state]
    told = f"{now.path.name} {words}"
    with (
        solara.Link(HERE, nofollow=True),
        solara.Div(classes=["rules-chip", now.state.replace(" ", "-")], attributes={"title": told, "role": "status"}),
    ):
        rv.Icon(children=[picture], small=True, attributes={"aria-hidden": "true"})
        solara.Text(told)


@solara.component
def Banner(now: Standing) -> None:
    """What is wrong with the file, and by which rules the page shows what it shows."""
    if now.state != FAULTY:
        return
    with rv.Alert(
        type="warning", border="left", colored_border=True, dense=True, elevation=1, icon="mdi-alert-outline", class_="rules-banner"
    ):
        more = f" And {len(now.faults) - 1} more." if len(now.faults) > 1 else ""
        solara.Text(f"The rule file has faults. {placed(now.faults[0])}{more} This page shows {now.in_words}. ")
        with solara.Link(HERE):
            solara.Text("See what is wrong")


@solara.component
def Beginning(now: Standing) -> None:
    """What is going on before it is known which rules are in force."""
    with solara.Column(style={"padding": "60px 20px"}, gap="18px", classes=["dyads"]):
        solara.ProgressLinear(True)
        solara.Text(f"{now.path.name} {LOOKS[now.state][1]} …", style={"font-size": "20px"})
        solara.Text(
            "A new session is compiled once, which takes ten seconds or more. The page of rules shows what is going on.", classes=["quiet"]
        )
