"""The page of rules: what a student's file changes and whether it keeps its contract; and every rule of the model to read."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from dashboards.parts import address, bars
from dashboards.parts.frame import Faults, use_restored
from dashboards.parts.widgets import Address
from dashboards.rules.brought import Brings, Named, Stale
from dashboards.rules.effect import EffectOf
from dashboards.rules.facts import groups
from dashboards.rules.file import Standing
from dashboards.rules.look import STYLE
from dashboards.rules.parts import Compared, HowToChange, OneRule
from dashboards.rules.state import Asked, asked_for, change, restore
from dashboards.rules.verdict import Verdict
from dashboards.rules.watch import standing
from model.rules import DEFAULT, Rules

INTRODUCTION = (
    "A rule is a short function of numbers that says what happens between two people: how likely a rupture is now, how much hope is "
    "left. A session asks for one rule after the other, in the order of the list. Choose one to read it; each page ends with the lines "
    "to begin a rule of your own."
)
EXAMPLE = "dropout_chance"
"""The rule by which the page shows how rules are changed before one is chosen."""


@solara.component_vue("list.vue")
def RulesList(
    groups: Sequence[Mapping[str, Any]], rule: str = "", file: str = "", event_chosen: Callable[[str], object] = lambda name: None
) -> None:
    """All rules to choose from, with a search; `file` is the name of the student's file, which stands above them."""


@solara.component
def Page() -> None:
    """Rules."""
    faults = use_restored(restore)
    asked, now = asked_for.value, standing()
    Address(search=address.written(asked), title="Rules · Therapy dyads")
    solara.Style(bars.STYLE + STYLE)
    said = now.rules if now else None
    shown = solara.use_memo(lambda: groups(said), [said])
    with solara.Div(classes=["dyads", "rules", "ready"]):
        RulesList(groups=shown, rule=asked.rule, file=now.path.name if now else "", event_chosen=lambda name: change(rule=str(name)))
        with solara.Div(classes=["rules-main"]):
            Faults(faults)
            if asked.rule in DEFAULT or (said and asked.rule in said.mine):
                OneRule(asked.rule, said).key(asked.rule)
            elif now:
                File(now, asked)
            else:
                Introduction()


@solara.component
def Introduction() -> None:
    """What rules are, and how one is changed."""
    with solara.Div(classes=["rules-card"]):
        solara.HTML(tag="h2", unsafe_innerHTML="Rules say what happens")
        solara.HTML(tag="p", unsafe_innerHTML=INTRODUCTION)
        solara.Button(f"For example: {EXAMPLE}", on_click=lambda: change(rule=EXAMPLE), outlined=True, style={"text-transform": "none"})
    HowToChange(EXAMPLE)


@solara.component
def File(now: Standing, asked: Asked) -> None:
    """The file: its verdict, its effect, what it brings, and what it replaces, beside the defaults."""
    Verdict(now)
    if now.passed is not None:
        EffectOf(now, asked)
    if now.rules and now.rules.source:
        Brings(now, now.rules)
    if now.rules and now.rules.replaced:
        Replaced(now, now.rules)


@solara.component
def Replaced(now: Standing, said: Rules) -> None:
    """Each rule that the file in force replaces, beside the default."""
    with solara.Div(classes=["rules-card"]):
        n = len(said.replaced)
        solara.HTML(tag="h2", unsafe_innerHTML=f"What it replaces: {n} rule{'s' if n > 1 else ''}")
        Stale(now)
        for name in said.replaced:
            Named(name)
            Compared(name, said)
