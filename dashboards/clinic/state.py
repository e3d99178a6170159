"""What the clinic page shows: its state in the address, what was shown before, and how either changes."""

import time
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import solara

from dashboards.clinic import clinics
from dashboards.parts import address, turned
from dashboards.parts.frame import rules
from dashboards.parts.turned import written
from dashboards.two_dyads import pairs
from model.errors import DyadsError, SettingError
from model.rule_files.brought import numbers_under
from model.scenario import Scenario, names_shipped, scenario
from model.simulate import ask

SETTLED = 1.5
"""Seconds for which nothing must move before what is shown counts as a run to compare with."""


@dataclass(frozen=True)
class Asked:
    """What the page shows: a scenario with settings changed, written `name=value;name=value`, and a client who was picked.

    `ghost` is the clinic before, as an address of its own; it stays while `pinned` is 1. `large` is the chart that is enlarged.
    """

    scenario: str = "standard"
    set: str = ""
    seed: int = 0
    ghost: str = ""
    pinned: int = 0
    client: str = ""
    large: str = ""


asked_for: solara.Reactive[Asked] = solara.reactive(Asked())
moved_at: solara.Reactive[float] = solara.reactive(-SETTLED)
"""When a setting was last changed."""


def settings_of(asked: Asked) -> dict[str, Any]:
    """The settings that were changed; SettingError when they cannot be read."""
    return turned.read(asked.set)


def base(asked: Asked) -> Scenario:
    """The scenario as it is shipped, under the luck that is asked for, and with what the rules in force bring."""
    return scenario(asked.scenario, rules().brought).but(seed=asked.seed or None)


def clinic(asked: Asked) -> Scenario:
    """The clinic that is asked for; SettingError, naming every fault, when there can be none such here."""
    found, _ = ask(base(asked), settings_of(asked), rules())
    if faults := clinics.too_much(found):
        raise SettingError(*faults)
    return found


def same_clinic(asked: Asked) -> str:
    """What of the state makes the clinic, as an address."""
    return urlencode({"scenario": asked.scenario, "set": asked.set, "seed": asked.seed})


def before(asked: Asked) -> Scenario | None:
    """The clinic before; None where there is none, or it is the same."""
    if not asked.ghost or asked.ghost == same_clinic(asked):
        return None
    return clinic(address.read(Asked, asked.ghost)[0])


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for; what is wrong in it is given back in plain sentences."""
    found, faults = address.read(Asked, search, {"scenario": names_shipped()})
    wrong = list(faults)
    for name, default in (("set", ""), ("seed", 0), ("ghost", "")):
        try:
            clinic(found) if name != "ghost" else before(found)
        except DyadsError as e:
            wrong += [f"{'The clinic to compare with: ' if name == 'ghost' else ''}{fault}" for fault in e.faults]
            found = replace(found, **{name: default})  # type: ignore[arg-type]
    asked_for.value = found
    return tuple(wrong)


def change(**what: Any) -> None:
    """Show something else; a clinic that had stood still stays behind as the ghost, unless another is kept."""
    asked = asked_for.value
    then = replace(asked, **what)
    if same_clinic(then) != same_clinic(asked) and "ghost" not in what:
        now = time.monotonic()
        if not asked.pinned and now - moved_at.value >= SETTLED:
            then = replace(then, ghost=same_clinic(asked))
        moved_at.value = now
    asked_for.value = then


def turn(name: str, value: float) -> None:
    """Set a parameter; one that is as the scenario has it is no change."""
    asked = asked_for.value
    number: Any = int(value) if numbers_under(rules().brought)[name].whole else float(value)
    kept = {n: v for n, v in settings_of(asked).items() if n != name}
    change(set=written(kept if number == base(asked)[name] else kept | {name: number}))


def first_page(asked: Asked) -> str:
    """Where the first page shows the client who was picked, in this clinic; the knob of that page that was turned last differs there."""
    changed = settings_of(asked)
    name = next((name for name in reversed(changed) if name in pairs.KNOBS), None)
    one = {"knob": name, "a": float(base(asked)[name]), "b": float(changed.pop(name))} if name else {}
    there = pairs.Asked(scenario=asked.scenario, set=written(changed), client=asked.client, differs=pairs.KNOB, seed=asked.seed, **one)  # type: ignore[arg-type]
    return address.link("/", there)
