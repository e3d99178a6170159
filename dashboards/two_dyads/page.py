"""The first page: two dyads under the same luck, one thing different, session by session."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

import solara

from dashboards.clinic import clinics
from dashboards.parts import address, scenario_file, turned
from dashboards.parts.frame import Faults, rules, use_restored
from dashboards.parts.knobs import Choice, Knob, Words, plain
from dashboards.parts.look import COLOURS
from dashboards.parts.widgets import Address
from dashboards.two_dyads import lives
from dashboards.two_dyads.pairs import (
    DEEDS,
    FIRST,
    FOR_GOOD,
    KNOB,
    KNOBS,
    KNOWN,
    RULES,
    TWIN,
    TWINS,
    WHAT_IF,
    Asked,
    base,
    both,
    client_of,
    csv,
    drawn,
    for_everybody,
    how,
    newcomer,
    pair,
    rules_of_a,
    settings_apart,
    spread,
    usual,
    values,
)
from dashboards.two_dyads.stage import Stage
from model.errors import DyadsError
from model.scenario import Scenario, names_shipped, shipped

asked_for: solara.Reactive[Asked] = solara.reactive(Asked())
jump: solara.Reactive[Mapping[str, int]] = solara.reactive({"times": 0, "to": 0, "up": 0})
"""Where the player was last told to go, how often it was told, and how often to show the choices: what it says itself is no order."""


@solara.component
def Page() -> None:
    """Two dyads, same luck."""
    faults = use_restored(restore)
    solara.use_memo(lambda: change(then=asked_for.value.session), [])  # the player stands where it was left
    asked = asked_for.value
    Address(search=address.written(asked))
    with solara.Column(gap="10px", classes=["dyads"], style={"padding": "12px 20px"}):
        Choices(asked, change)
        Faults(faults)
        try:
            (title_a, one), (title_b, other) = pair(asked)
            a, b = both(asked, rules())
        except DyadsError as e:
            Faults(e.faults)
            return
        sides = [{"letter": letter, "title": title} | life.shown for letter, title, life in (("A", title_a, a), ("B", title_b, b))]
        Stage(
            sides=sides,
            colours=COLOURS,
            steps=lives.STEPS,
            clinical=lives.CUT_OFF,
            jump=jump.value,
            event_moved=lambda at: change(session=int(at)),
        )
        Below(asked, a, b, one, other)


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for; what is wrong in it is given back in plain sentences."""
    found, faults = address.read(Asked, search, KNOWN)
    wrong = list(faults)
    try:
        wrong += clinics.too_much(base(found))
    except DyadsError as e:
        wrong += e.faults
    if len(wrong) > len(faults):
        found = replace(found, set="", seed=0)
    change(then=max(0, found.session), **asdict(found) | {"session": 0})
    return tuple(wrong)


def branch(at: int) -> None:
    """Ask what would have been in a session, and show where that is chosen."""
    jump.value = jump.value | {"up": jump.value["up"] + 1}
    change(differs=WHAT_IF, within=at)


def change(then: int | None = None, **what: Any) -> None:
    """Show something else; `then` moves the player to a session."""
    if then is not None:
        jump.value = jump.value | {"times": jump.value["times"] + 1, "to": then}
        what["session"] = then
    asked_for.value = replace(asked_for.value, **what)


@solara.component
def Choices(asked: Asked, on_change: Callable[..., None]) -> None:
    """Which scenario, whose lives, and what differs."""
    ways = ({TWIN: "the story's own twin"} if asked.scenario in TWINS else {}) | {KNOB: "one knob differs", WHAT_IF: "what if …"}
    ways |= {RULES: "the rules differ"} if rules().mine or how(asked) == RULES else {}
    titles = {name: named(name) for name in (FIRST, *names_shipped())}
    with solara.Row(gap="14px", classes=["dyads-controls"], style={"flex-wrap": "wrap", "align-items": "center", "row-gap": "14px"}):
        Choice(
            "Scenario", titles, asked.scenario,
            lambda name: on_change(scenario=name, set="", seed=0, client="", differs="", a=-1.0, b=-1.0, then=0), "280px",
        )  # fmt: skip
        Words("Client", client_of(asked), lambda text: on_change(client=text.strip(), then=0))
        Choice("What differs", ways, how(asked), lambda way: on_change(differs=way, then=0))
        if how(asked) == KNOB:
            low, high = values(asked)
            Choice("Knob", {name: plain(name) for name in KNOBS}, asked.knob, lambda name: on_change(knob=name, a=-1.0, b=-1.0), "280px")
            with solara.Row(gap="28px", style={"flex": "1 1 100%", "flex-wrap": "wrap"}):
                Knob(asked.knob, low, lambda v: on_change(a=v), f"A: {plain(asked.knob)}", spread(asked))
                Knob(asked.knob, high, lambda v: on_change(b=v), f"B: {plain(asked.knob)}", spread(asked))
        if how(asked) == WHAT_IF:
            Choice("B: what if …", {deed: deed for deed in (*DEEDS, *FOR_GOOD)}, asked.deed, lambda deed: on_change(deed=deed), "280px")
            Words("in session", str(asked.within), lambda n: on_change(within=within(n)), kind="number")
        Said(asked)
        if asked.set or asked.seed:
            told = [f"{plain(name)} {value:g}" for name, value in turned.read(asked.set).items()]
            told += [f"luck {asked.seed}"] if asked.seed else []
            solara.Text(f"Both in a clinic with {', '.join(told)}.", classes=["quiet"])
            solara.Button("As the scenario has it", on_click=lambda: on_change(set="", seed=0, then=0), icon_name="mdi-restore", text=True)


@solara.component
def Said(asked: Asked) -> None:
    """Who the two are, and what differs between them, where it is not turned here."""
    try:
        (_, one), (_, other) = pair(asked)
        words = [shipped()[asked.scenario].story.strip(), settings_apart(one, other) if how(asked) == TWIN else newcomer(asked, rules())]
    except DyadsError:
        return  # told below
    for line in filter(None, words):
        solara.Text(line, classes=["quiet"], style={"flex": "1 1 100%"})


def named(name: str) -> str:
    """A scenario as the menu has it: after whom it tells of, where that is somebody with a name."""
    told = shipped()[name]
    return f"{told.tell.name}: {told.title}" if told.tell.name else told.title or name


def within(typed: str) -> int:
    """A session as it was typed; the first where it is none."""
    return max(1, min(400, int(typed))) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1


@solara.component
def Below(asked: Asked, a: lives.Life, b: lives.Life, one: Scenario, other: Scenario) -> None:
    """What became of the two, how usual that is, where to branch, and what can be taken home."""
    ended = asked.session > max(a.sessions, b.sessions)
    with solara.Column(gap="6px"):
        if ended:
            for line in lives.difference(a, b):
                solara.Text(line, style={"font-weight": "500"})
            Others(asked, one, other, a.client)
        with solara.Row(gap="10px", style={"flex-wrap": "wrap"}):
            at = min(max(1, asked.session), a.sessions)
            solara.Button(
                f"Branch here: what if, in session {at} …", icon_name="mdi-source-branch", outlined=True,
                on_click=lambda: branch(at),
            )  # fmt: skip
            if not ended:
                solara.Button(
                    "How do they end?", icon_name="mdi-flag-checkered", outlined=True,
                    on_click=lambda: change(then=max(a.sessions, b.sessions) + 1),
                )  # fmt: skip
        Downloads(asked, a, b, one, other)


@solara.component
def Others(asked: Asked, one: Scenario, other: Scenario, client: str) -> None:
    """What the same difference does to everybody else, and how usual the first of the two courses is."""
    said_a, said_b = rules_of_a(asked, rules()), rules()

    def lived() -> tuple[str, str]:
        return for_everybody(one, said_a, other, said_b), f"A. {usual(one, said_a, client)}"

    known = solara.lab.use_task(lived, dependencies=[one, other, client, how(asked)])
    for line in known.value if known.finished and known.value else ("Living the whole clinic, to say how usual this is …",):
        solara.Text(line, classes=["quiet"])


@solara.component
def Downloads(asked: Asked, a: lives.Life, b: lives.Life, one: Scenario, other: Scenario) -> None:
    """What can be taken home: the sessions, the courses as a picture, and both scenarios."""
    name = f"{asked.scenario}-{a.client}"
    above = [f"{letter}: {title}" for letter, (title, _) in zip("AB", pair(asked), strict=True)]
    both_lives = dict(zip(above, (a, b), strict=True))
    files = {
        f"{name}.csv": ("Both lives (CSV)", lambda: csv(a, b)),
        f"{name}.png": ("Courses (PNG)", lambda: drawn(both_lives, f"Client {a.client}, the same luck", "png")),
        f"{name}.svg": ("SVG", lambda: drawn(both_lives, f"Client {a.client}, the same luck", "svg")),
        f"{name}-a.toml": ("Scenario A (TOML, for dyads run)", lambda: scenario_file.text(one)),
        f"{name}-b.toml": ("B", lambda: scenario_file.text(other)),
    }
    made = solara.use_memo(lambda: {file: make for file, (_, make) in files.items()}, [a, b, one, other])
    with solara.Row(gap="10px", classes=["dyads-controls"], style={"flex-wrap": "wrap", "row-gap": "10px"}):
        for file, (label, _) in files.items():
            solara.FileDownload(made[file], file, label=label)
