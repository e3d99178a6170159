"""What the page of rules shows: its state in the address, and the clinic in which a rule file is compared."""

from dataclasses import dataclass, replace
from typing import Any

import solara

from dashboards.parts import address
from dashboards.rules import file as rule_file
from model.errors import DyadsError, SettingError
from model.rule_files.brought import AFTER, BEGINS
from model.rules import DEFAULT
from model.scenario import Scenario, names_shipped, scenario

SIZES = (200, 1000, 3000)
"""How many dyads a comparison may have here."""


@dataclass(frozen=True)
class Asked:
    """What the page shows: one rule, or none for the overview, and in which clinic a rule file is compared; seed 0 is its own."""

    rule: str = ""
    scenario: str = "standard"
    dyads: int = SIZES[1]
    seed: int = 0


asked_for: solara.Reactive[Asked] = solara.reactive(Asked())


def clinic(asked: Asked) -> Scenario:
    """The clinic in which a rule file is compared; SettingError when there can be none such here."""
    if asked.dyads not in SIZES:
        raise SettingError(
            f"clinic.dyads = {asked.dyads:,} is none of {', '.join(f'{n:,}' for n in SIZES)}; any number with dyads compare."
        )
    return scenario(asked.scenario).but({"clinic.dyads": asked.dyads}, seed=asked.seed or None)


def names(search: str | None) -> tuple[str, ...]:
    """The rules that an address may name: the defaults, and those of the file's own state.

    Until it is known what the file brings, whatever has the form of such a name.
    """
    file = rule_file.here()
    said = file.look().rules if file else None
    if said:
        return (*DEFAULT, *said.mine)
    name = address.parts(search).get("rule", "")
    return (*DEFAULT, name) if file and name.endswith((f"_{AFTER}", f"_{BEGINS}")) else (*DEFAULT,)


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for; what is wrong in it is given back in plain sentences."""
    found, faults = address.read(Asked, search, {"rule": ("", *names(search)), "scenario": names_shipped()})
    wrong = list(faults)
    for name in ("dyads", "seed"):
        try:
            clinic(replace(Asked(scenario=found.scenario), **{name: getattr(found, name)}))
        except DyadsError as e:
            wrong += e.faults
            found = replace(found, **{name: getattr(Asked, name)})
    asked_for.value = found
    return tuple(wrong)


def change(**what: Any) -> None:
    """Show something else."""
    asked_for.value = replace(asked_for.value, **what)
