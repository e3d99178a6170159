"""What a rule file does, as the page tells it: how many lives it touched, what differs and how surely, and the first life that parted."""

import io
from collections.abc import Iterator
from html import escape
from math import isnan
from pathlib import Path

import pandas as pd
import solara

from dashboards.parts import address
from dashboards.parts.bars import Bar, drawn
from dashboards.parts.choices import Held, LuckChoice, ScenarioChoice
from dashboards.parts.frame import Faults
from dashboards.parts.knobs import Choice
from dashboards.parts.look import COLOURS
from dashboards.rules import state
from dashboards.rules.file import FAULTY, Standing, effect_of
from dashboards.rules.state import SIZES, Asked, change
from dashboards.two_dyads import pairs
from experiments.comparing.compare import ENDS_WORSE, OUTCOMES, Difference
from experiments.comparing.effect import Effect
from experiments.comparing.effect_words import SHARES, apart, in_words, interval, is_sure, is_told, value
from model.errors import DyadsError
from model.scenario import Scenario

LEAST = 0.02
"""How far an outcome's own scale goes at least, as a part of its size: next to nothing should look like it."""
PARAGRAPHS = 3
"""Paragraphs of a story that are shown at most, besides how it ended."""


def bar(d: Difference) -> Bar:
    """A difference as a bar with its interval."""
    factor = 100.0 if d.outcome in SHARES else 1.0
    moved = f"{value(d, d.a)} → {value(d, d.b)}".replace(" ", "\u00a0")
    name = f"{OUTCOMES[d.outcome][0]}, {moved}"
    colour = COLOURS["client"] if is_sure(d) else COLOURS["ghost"]
    return Bar(name, factor * d.difference, apart(d), interval(d), factor * d.low, factor * d.high, colour=colour)


def bars(found: Effect) -> Iterator[str]:
    """All differences as bars: shares on one scale, each other outcome on its own, zero in the middle."""
    shares = [bar(d) for d in found.differences if is_told(d) and d.outcome in SHARES]
    if shares:
        widest = reach(*shares)
        yield f"<h4>Shares: yours minus the default, in percentage points</h4>{drawn(shares, least=-widest, most=widest)}"
    others = [
        (bar(d), max(reach(bar(d)), LEAST * max(abs(d.a), abs(d.b)))) for d in found.differences if is_told(d) and d.outcome not in SHARES
    ]
    if others:
        yield "<h4>Other outcomes: yours minus the default, each on a scale of its own</h4>"
        yield from (drawn([one], least=-wide, most=wide) for one, wide in others)


def reach(*shown: Bar) -> float:
    """How far a scale goes to either side."""
    ends = [abs(x) for one in shown for x in (one.value, one.low, one.high) if not isnan(x)]
    return max([*ends, 1e-9]) * 1.05


def csv(found: Effect) -> bytes:
    """The differences, for a spreadsheet, with what they are of."""
    table = pd.DataFrame(found.differences)
    table.insert(1, "meaning", [OUTCOMES[o][0] for o in table.outcome])
    table.insert(2, "unit", [OUTCOMES[o][1] for o in table.outcome])
    text = io.StringIO()
    table.assign(scenario=found.asked.name, dyads=found.clients, seed=found.asked.seed, dyads_touched=found.touched).to_csv(
        text, index=False
    )
    return text.getvalue().encode()


@solara.component
def EffectOf(now: Standing, asked: Asked) -> None:
    """The effect of the last text that has passed, and in which clinic it is measured."""
    try:
        clinic = state.clinic(asked)
    except DyadsError as e:
        Faults(e.faults)
    else:
        Measured(now, asked, clinic)


@solara.component
def Measured(now: Standing, asked: Asked, clinic: Scenario) -> None:
    """The effect in a clinic that there can be."""
    text = now.passed
    task = solara.lab.use_task(lambda: of_text(clinic, now.path, text or ""), dependencies=[clinic, text], raise_error=False)
    kept: solara.Ref = solara.use_ref(((None, None), ()))
    if task.finished and task.value:
        kept.current = task.value  # it says itself of what it is: right after a change it is still of what was before
    of, found = kept.current
    with solara.Div(classes=["rules-card", "rules-effect"]):
        solara.HTML(tag="h2", unsafe_innerHTML="Its effect under common luck")
        if now.state == FAULTY:
            words = f"The file has faults. This is the effect of its rules as they were at {now.passed_at}, the last that passed."
            solara.Div(classes=["rules-stale"], children=[words])
        Clinic(asked, clinic.seed)
        solara.ProgressLinear(task.pending)
        if task.error:
            solara.Div(classes=["rules-stale"], children=[f"This clinic could not be lived: {task.exception}."])
        Found(found, asked, of == (clinic, text))


def of_text(clinic: Scenario, path: Path, text: str) -> tuple[tuple[Scenario, str], Effect | tuple[str, ...]]:
    """The effect of a text in a clinic, or why there is none, with what it is of."""
    try:
        return (clinic, text), effect_of(clinic, path, text)
    except DyadsError as e:
        return (clinic, text), e.faults


@solara.component
def Found(found: Effect | tuple[str, ...], asked: Asked, is_now: bool) -> None:
    """What was found; until there is news, what was found before, pale and so named."""
    if not is_now:
        before = " What stands below is of before." if isinstance(found, Effect) else ""
        solara.Text(f"Living the clinic twice, under the default rules and under yours …{before}", classes=["quiet"])
    if isinstance(found, Effect):
        with solara.Div(classes=[] if is_now else ["rules-before"]):
            Told(found, asked)
    elif is_now:
        for fault in found:
            solara.Div(classes=["rules-stale"], children=[fault])


@solara.component
def Clinic(asked: Asked, seed: int) -> None:
    """In which clinic, with how many dyads, under which luck."""
    sizes = {str(n): f"{n:,} dyads" for n in SIZES}
    with solara.Div(classes=["dyads-controls", "rules-clinic"]):
        ScenarioChoice(asked.scenario, lambda name: change(scenario=name), "The clinic that is lived under both sets of rules")
        with Held("More dyads: narrower intervals, a little more patience"):
            Choice("How many", sizes, str(asked.dyads), lambda n: change(dyads=int(n)))
        other = "Another seed is another luck, the same for both sets of rules"
        LuckChoice(asked.seed or seed, lambda seed: change(seed=seed), other)


@solara.component
def Told(found: Effect, asked: Asked) -> None:
    """How many lives were touched, what differs, and the first life that parted."""
    tiles = (
        (f"{found.touched:,}", f"of {found.clients:,} dyads touched", "no more the same, to the last bit, as under the default rules"),
        (f"{found.unchanged:,}", "unchanged", "they live the same life to the last bit: the change did not reach them"),
        (f"{found.turned:,}", "see something else happen", "a rupture, a repair, a task, the end: not only other decimals"),
        (f"{found.worse:,} / {found.better:,}", "end worse / better", ENDS_WORSE),
    )  # fmt: skip
    with solara.Div(classes=["rules-tiles"]):
        for big, words, title in tiles:
            with solara.Div(classes=["rules-tile"], attributes={"title": title}):
                solara.Div(classes=["rules-big"], children=[big])
                solara.Div(children=[words])
    solara.Div(children=[in_words(found)], classes=["rules-words"])
    if found.touched:
        solara.HTML(unsafe_innerHTML="".join(bars(found)), classes=["rules-bars"])
        grey = (
            f"{found.clients:,} dyads live twice with the same luck, under the default rules and under yours. Whiskers are 95 % intervals, "
            f"clustered by therapist; grey where zero is within."
        )
        solara.Text(grey, classes=["quiet"])
        if found.first:
            FirstParting(found, asked)
        Download(found)


@solara.component
def Download(found: Effect) -> None:
    """The effect, to be taken home."""
    data = solara.use_memo(lambda: lambda: csv(found), [found])
    solara.FileDownload(data, f"effect-{found.asked.name}.csv", label="Effect (CSV)")


@solara.component
def FirstParting(found: Effect, asked: Asked) -> None:
    """The first dyad whose life parted: its two stories from there, and the way to watch it."""
    client, session = found.first or ("", 0)
    with solara.Div(classes=["rules-parting"]):
        solara.HTML(tag="h3", unsafe_innerHTML=f"The first life that parts: client {escape(client)}, in session {session}")
        with solara.Div(classes=["rules-two"]):
            for words, told in (("Under the default rules", found.told_a), ("Under your rules", found.told_b)):
                with solara.Div(classes=["rules-story"]):
                    solara.HTML(tag="b", unsafe_innerHTML=words)
                    for part in shortened(told):
                        solara.Div(children=[part])
        there = pairs.Asked(scenario=asked.scenario, client=client, differs=pairs.RULES, seed=asked.seed, session=max(0, session - 1))
        where = address.link("/", there)
        with solara.Link(where), solara.Div(attributes={"title": "On the first page, beside the life by the default rules"}):
            solara.Button(f"Watch client {client}", icon_name="mdi-play-circle", outlined=True)


def shortened(told: tuple[str, ...]) -> Iterator[str]:
    """A story with its middle left out where it is long."""
    *parts, ending = told
    yield from (*parts[:PARAGRAPHS], *(["…"] if len(parts) > PARAGRAPHS else []), ending)
