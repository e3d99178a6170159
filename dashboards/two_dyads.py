"""The first page: two dyads under the same luck, one thing different, session by session."""

import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

import solara

from dashboards import address, lives
from dashboards.frame import Faults, rules
from dashboards.knobs import Choice, Knob, Words, bounds, plain
from dashboards.look import COLOURS
from dashboards.widgets import Address, Stage
from model import story
from model.errors import DyadsError
from model.rules import Rules
from model.scenario import Scenario, names_shipped, scenario, shipped

FIRST = "sarah"
TWIN, KNOB, WHAT_IF = "twin", "knob", "whatif"
KNOBS = tuple(
    f"{group}.{name}.mean"
    for group, names in {
        "therapists": (
            "repair_skill", "empathic_accuracy", "empathic_expression", "regard", "congruence", "collaboration", "sternness",
            "countertransference_management", "vulnerability", "goal_aim", "reliability",
        ),
        "clients": (
            "attachment_anxiety", "attachment_avoidance", "hostility", "receptivity", "expectation", "goal_wish", "self_acceptance",
            "distress",
        ),
    }.items()
    for name in names
)  # fmt: skip
"""What may differ between the two, one at a time."""
DEEDS = {
    "the rupture is repaired": "ruptured; repaired",
    "there is no rupture": "no rupture",
    "the rupture goes unnoticed": "ruptured; unnoticed",
    "the goals are reviewed": "goals reviewed",
    "the task gets done": "homework done",
    "the task is left undone": "homework undone",
    "the client stays away from then on": "drops out",
}
"""What may be done to the twin in one session."""
FOR_GOOD = {
    "another therapist takes over": "another therapist {}",
    "the therapist has been trained": "trained",
    "feedback is used": "feedback",
}
"""What may be done to the twin from a session on."""


@dataclass(frozen=True)
class Asked:
    """What the page shows: a scenario and one of its clients, and what differs for the twin."""

    scenario: str = FIRST
    client: str = ""
    differs: str = ""
    knob: str = KNOBS[0]
    a: float = -1.0
    b: float = -1.0
    deed: str = next(iter(DEEDS))
    within: int = 1
    session: int = 0
    seed: int = 0


def twins() -> Mapping[str, str]:
    """The scenarios that another one is told against, by name of the first: Sarah's admonished twin, by hers."""
    return {told.against: name for name, told in shipped().items() if told.against and told.against != "standard"} | {
        name: told.against for name, told in shipped().items() if told.against
    }


TWINS = twins()


def how(asked: Asked) -> str:
    """In which way the two differ; a scenario that is told against another shows that one first."""
    ways = (*([TWIN] if asked.scenario in TWINS else []), KNOB, WHAT_IF)
    return asked.differs if asked.differs in ways else ways[0]


def base(asked: Asked) -> Scenario:
    """The scenario that is asked for, under the luck that is asked for."""
    return scenario(asked.scenario).but(seed=asked.seed or None)


def client_of(asked: Asked) -> str:
    """Whose lives are shown; the one whom the scenario tells of, if nobody is named."""
    return asked.client or base(asked).tell.client


def spread(asked: Asked) -> float:
    """How far people differ around the mean that is turned."""
    return base(asked)[asked.knob.removesuffix(".mean") + ".sd"]


def values(asked: Asked) -> tuple[float, float]:
    """The knob's values on both sides: as the scenario has it, and a quarter of the range away, if nothing is asked for."""
    (low, high), usual = bounds(asked.knob, spread(asked)), base(asked)[asked.knob]
    quarter = (high - low) / 4.0
    away = usual + quarter if usual + quarter <= high else usual - quarter
    return tuple(max(low, min(high, v)) if v >= 0.0 else otherwise for v, otherwise in ((asked.a, usual), (asked.b, away)))  # type: ignore[return-value]


def deed_of(asked: Asked) -> str:
    """What is done to the twin, as an intervention is written."""
    client, other = client_of(asked), 1 if client_of(asked).split("-")[0] != "1" else 2
    if asked.deed in FOR_GOOD:
        return f"{client} from {asked.within}: {FOR_GOOD[asked.deed].format(other)}"
    return f"{client} in {asked.within}: {DEEDS.get(asked.deed, DEEDS[Asked.deed])}"


def pair(asked: Asked) -> tuple[tuple[str, Scenario], tuple[str, Scenario]]:
    """The two scenarios with what stands above each; SettingError when the address asks for what there is not."""
    start, way = base(asked), how(asked)
    if way == TWIN:
        other = scenario(TWINS[asked.scenario]).but(seed=asked.seed or None)
        first, second = (other, start) if start.against == other.name else (start, other)
        return (first.title or first.name, first), (second.title or second.name, second)
    if way == KNOB:
        low, high = values(asked)
        return tuple((f"{plain(asked.knob)} {v:g}", start.but({asked.knob: v})) for v in (low, high))  # type: ignore[return-value]
    return ("as it went", start), (f"what if, in session {asked.within}, {asked.deed}", start.but(do=[deed_of(asked)]))


def both(asked: Asked, said: Rules) -> tuple[lives.Life, lives.Life]:
    """The two lives; SettingError when there is no such client."""
    (_, one), (_, other) = pair(asked)
    return lives.live(one, said, client_of(asked)), lives.live(other, said, client_of(asked))


@lru_cache(maxsize=64)
def usual(asked: Scenario, said: Rules, client: str) -> str:
    """How usual the course of a client's therapy is in its clinic."""
    return story.compared_with_all(asked, said, *story.address(client))


def csv(a: lives.Life, b: lives.Life) -> bytes:
    """The sessions of both lives, for a spreadsheet."""
    text = io.StringIO()
    for i, (letter, life) in enumerate((("A", a), ("B", b))):
        life.table.assign(twin=letter).to_csv(text, index=False, header=i == 0)
    return text.getvalue().encode()


KNOWN = {"scenario": names_shipped(), "knob": KNOBS, "deed": (*DEEDS, *FOR_GOOD), "differs": ("", TWIN, KNOB, WHAT_IF)}
"""What may stand in the address, where not everything may."""
asked_for: solara.Reactive[Asked] = solara.reactive(Asked())
jump: solara.Reactive[Mapping[str, int]] = solara.reactive({"times": 0, "to": 0})
"""Where the player was last told to go, and how often it was told: what it says itself of where it stands is no order."""


@solara.component
def Page() -> None:
    """Two dyads, same luck."""
    router = solara.use_router()
    faults = solara.use_memo(lambda: restore(router.search), [router.search])
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
        Stage(sides=sides, colours=COLOURS, steps=lives.STEPS, jump=jump.value, event_moved=lambda at: change(session=int(at)))
        Below(asked, a, b, one, other)


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for; what is wrong in it is given back in plain sentences."""
    found, faults = address.read(Asked, search)
    wrong = list(faults)
    for name, known in KNOWN.items():
        if getattr(found, name) not in known:
            wrong.append(f"The address says {name} = {getattr(found, name)[:40]!r}, which is none that there is.")
            found = replace(found, **{name: getattr(Asked, name)})
    change(then=max(0, found.session), **asdict(found) | {"session": 0})
    return tuple(wrong)


def change(then: int | None = None, **what: Any) -> None:
    """Show something else; `then` moves the player to a session."""
    if then is not None:
        jump.value = {"times": jump.value["times"] + 1, "to": then}
        what["session"] = then
    asked_for.value = replace(asked_for.value, **what)


@solara.component
def Choices(asked: Asked, on_change: Callable[..., None]) -> None:
    """Which scenario, whose lives, and what differs."""
    ways = ({TWIN: "the story's own twin"} if asked.scenario in TWINS else {}) | {KNOB: "one knob differs", WHAT_IF: "what if …"}
    titles = {name: shipped()[name].title or name for name in (FIRST, *names_shipped())}
    with solara.Row(gap="14px", classes=["dyads-controls"], style={"flex-wrap": "wrap", "align-items": "center"}):
        Choice(
            "Scenario", titles, asked.scenario,
            lambda name: on_change(scenario=name, client="", differs="", a=-1.0, b=-1.0, then=0), "280px",
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


def within(typed: str) -> int:
    """A session as it was typed; the first where it is none."""
    return max(1, min(400, int(typed))) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1


@solara.component
def Below(asked: Asked, a: lives.Life, b: lives.Life, one: Scenario, other: Scenario) -> None:
    """What became of the two, how usual that is, where to branch, and what can be taken home."""
    said = rules()
    known = solara.lab.use_task(lambda: usual(one, said, a.client), dependencies=[one, a.client])
    ended = asked.session > max(a.sessions, b.sessions)
    with solara.Column(gap="6px"):
        if ended:
            for line in lives.difference(a, b):
                solara.Text(line, style={"font-weight": "500"})
            if known.finished and known.value:
                solara.Text(f"A. {known.value}", classes=["quiet"])
            elif known.pending:
                solara.Text("Living the whole clinic, to say how usual this course is …", classes=["quiet"])
        with solara.Row(gap="10px", style={"flex-wrap": "wrap"}):
            at = min(max(1, asked.session), a.sessions)
            solara.Button(
                f"Branch here: what if, in session {at} …", icon_name="mdi-source-branch", outlined=True,
                on_click=lambda: change(differs=WHAT_IF, within=at),
            )  # fmt: skip
            if not ended:
                solara.Button(
                    "How do they end?", icon_name="mdi-flag-checkered", outlined=True,
                    on_click=lambda: change(then=max(a.sessions, b.sessions) + 1),
                )  # fmt: skip
            data = solara.use_memo(lambda: lambda: csv(a, b), [a, b])
            solara.FileDownload(data, f"{asked.scenario}-{a.client}.csv", label="Both lives (CSV)")
