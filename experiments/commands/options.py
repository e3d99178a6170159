"""Options that several sub-commands of experiments share."""

from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results.", show_default="a new one under results/")]
EngineName = Annotated[
    str, typer.Option("--engine", metavar="auto|agents|cohort", help="Mesa agents, compiled cohort, or whichever is sooner.")
]
