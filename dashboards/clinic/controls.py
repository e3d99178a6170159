"""What is turned on the clinic page: the most telling parameters in groups, and a search that finds every other."""

from collections.abc import Mapping
from math import inf
from pathlib import Path

import reacton.ipyvuetify as rv
import solara

from dashboards.clinic import state
from dashboards.clinic.clinics import LIMITS
from dashboards.clinic.state import Asked, change, turn
from dashboards.parts.choices import Held, LuckChoice, ScenarioChoice, WayBack
from dashboards.parts.frame import rules
from dashboards.parts.knobs import GROUPS, Knob, Settings, about, plain, short
from model.parameters import NUMBERS, Number
from model.rule_files.brought import numbers_under
from model.rules import Rules
from model.scenario import Scenario

NEAREST = {
    "clinic": ("dyads", "planned_sessions", "feedback", "training"),
    "therapists": (
        "repair_skill.mean", "empathic_accuracy.mean", "empathic_expression.mean", "regard.mean", "collaboration.mean",
        "countertransference_management.mean",
    ),
    "clients": ("attachment_anxiety.mean", "attachment_avoidance.mean", "hostility.mean", "expectation.mean", "distress.mean"),
    "rules": ("dropout_alliance", "bond_carries", "channel_matters", "repair_bonus", "results_lift"),
}  # fmt: skip
IN_VIEW = {group: tuple(f"{group}.{name}" for name in names) for group, names in NEAREST.items()}
"""The sliders in view, by group."""
SHOWN = 6
"""Parameters that a search shows at most."""


def named(name: str) -> str:
    """A parameter in plain words, with whose it is unless it is among those in view, or a rule file's own."""
    return short(name) if name not in NUMBERS or any(name in names for names in IN_VIEW.values()) else plain(name)


def found(typed: str, among: Mapping[str, Number] = NUMBERS) -> list[str]:
    """The parameters whose name or meaning has every word that was typed; names come first."""
    words = typed.lower().replace("_", " ").split()
    told = {n: (f"{n} {plain(n)}".lower().replace("_", " "), number.meaning.lower()) for n, number in among.items()}
    fit = [n for n, parts in told.items() if words and all(any(word in part for part in parts) for word in words)]
    return sorted(fit, key=lambda n: not all(word in told[n][0] for word in words))


def in_view(said: Rules) -> dict[str, tuple[str, ...]]:
    """The sliders in view by what stands above them; those of the parameters that a rule file brings come first."""
    own = tuple(number.name for number in said.brought.numbers)
    file = Path(said.source).name if said.source else "your rules"
    return ({f"Of {file} alone": own} if own else {}) | {GROUPS[group]: names for group, names in IN_VIEW.items()}


def ends_of(number: Number, value: float) -> tuple[float, float, float] | None:
    """From where to where a slider goes, and by how much, where that is not the parameter's own range; it reaches the value.

    Where a rule file says no range it goes as far to either side of the default as that is large, by 1 at least.
    """
    if number.low == -inf:
        wide = max(1.0, abs(number.default))
        return min(number.default - wide, value), max(number.default + wide, value), wide / 50.0
    ends = LIMITS.get(number.name)
    return (min(ends[0], value), *ends[1:]) if ends else None


@solara.component
def Turned(name: str, asked: Scenario) -> None:
    """The slider of one parameter."""
    number = numbers_under(asked.brought)[name]
    sd = asked[name.removesuffix("mean") + "sd"] if name.endswith(".mean") else None
    with Held():
        Knob(number, asked[name], lambda v: turn(name, v), named(name), sd, ends_of(number, asked[name]))


@solara.component
def Controls(asked: Asked, shown: Scenario) -> None:
    """Which scenario and luck, the sliders, and the search."""
    typed, set_typed = solara.use_state("")
    opened, set_opened = solara.use_state([0, 1])
    numbers = numbers_under(shown.brought)
    with Settings(classes=["clinic-controls"]):
        ScenarioChoice(asked.scenario, lambda name: change(scenario=name, set="", client=""))
        LuckChoice(asked.seed or shown.seed, lambda seed: change(seed=seed))
        Changed(asked, shown)
        with rv.ExpansionPanels(multiple=True, flat=True, v_model=opened, on_v_model=set_opened):
            for title, names in in_view(rules()).items():
                with rv.ExpansionPanel():
                    rv.ExpansionPanelHeader(children=[title])
                    with rv.ExpansionPanelContent(), solara.Column(gap="8px"):
                        for name in names:
                            Turned(name, shown)
        rv.TextField(
            label=f"Find any of {len(numbers)} parameters", v_model=typed, on_v_model=lambda t: set_typed(t or ""), dense=True,
            outlined=True, hide_details=True, clearable=True, prepend_inner_icon="mdi-magnify",
            attributes={"aria-label": "Find any parameter by name or meaning"},
        )  # fmt: skip
        hits = [name for name in found(typed, numbers) if name not in LIMITS]
        for name in hits[:SHOWN]:
            Turned(name, shown)
            solara.Text(about(numbers[name]), classes=["quiet"])
        if typed.strip() and not hits:
            solara.Text("No parameter is called that, or means that.", classes=["quiet"])
        if len(hits) > SHOWN:
            solara.Text(f"{len(hits) - SHOWN} more: type another word.", classes=["quiet"])


@solara.component
def Changed(asked: Asked, shown: Scenario) -> None:
    """What differs from the scenario as it is shipped, each with a way back, and a way back from all."""
    changed = state.settings_of(asked)
    if not changed:
        return
    usual = state.base(asked)
    with solara.Column(gap="4px"):
        for name in changed:
            words = f"{named(name)}: {usual[name]:g} → {shown[name]:g}"
            WayBack(words, named(name), lambda name=name: turn(name, state.base(asked)[name]))
        solara.Button("Back to the defaults", on_click=lambda: change(set="", seed=0), icon_name="mdi-restore", text=True)
