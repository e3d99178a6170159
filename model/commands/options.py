"""Options that many sub-commands share."""

from typing import Annotated

import typer

from model.errors import SettingError
from model.scenario import from_words
from model.trial.passed import TypedRules

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter; may be given again.")]
RuleFile = Annotated[
    TypedRules | None,
    typer.Option("--rules", metavar="FILE", parser=TypedRules, help="Python file whose functions replace rules of the same name."),
]
Do = Annotated[list[str] | None, typer.Option("--do", metavar="WHO WHEN: DEED", help="Do something from outside; see dyads interventions.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Seed of all luck.", show_default="the scenario's")]


def settings_from(words: list[str] | None) -> tuple[dict[str, object], list[str]]:
    """Settings as typed with `--set`, and what is wrong with those that are none."""
    found: dict[str, object] = {}
    faults: list[str] = []
    for text in words or ():
        try:
            name, value = from_words(text)
            found[name] = value
        except SettingError as e:
            faults += e.faults
    return found, faults
