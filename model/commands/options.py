"""Options that many sub-commands share."""

from typing import Annotated

import typer

from model.trial.passed import TypedRules

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter; may be given again.")]
RuleFile = Annotated[
    TypedRules | None,
    typer.Option("--rules", metavar="FILE", parser=TypedRules, help="Python file whose functions replace rules of the same name."),
]
Do = Annotated[list[str] | None, typer.Option("--do", metavar="WHO WHEN: DEED", help="Do something from outside; see dyads interventions.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Seed of all luck; the scenario's own without.")]
