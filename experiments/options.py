"""Options that several sub-commands of experiments share."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from model.simulate import Engine

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results; a new one under results/ without.")]
EngineName = Annotated[
    str, typer.Option("--engine", metavar="auto|agents|cohort", help="Mesa agents, compiled cohort, or whichever is sooner.")
]


def faults_of_engine(engine: str) -> list[str]:
    """What is wrong with the name of an engine."""
    return [] if engine in get_args(Engine) else [f"engine must be {', '.join(get_args(Engine))}; got {engine!r}."]
