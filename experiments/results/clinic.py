"""A clinic on disk: its tables as it is lived, its summary and figures, and the record that makes it again."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from experiments.counting import key_numbers
from experiments.drawing import figures
from experiments.results import output, records
from experiments.results.clinic_record import about_clinic
from experiments.results.output import Written
from model.block import Block
from model.rules import Rules
from model.scenario import Scenario


def write_clinic(
    folder: Path, lives: Iterable[Block], asked: Scenario, said: Rules, engine: str, items: bool = False, draw: bool = True
) -> tuple[Written, dict[str, Any], list[Path]]:
    """Write a clinic as its blocks come, so that none is too large: its tables, summary and figures are handed back."""
    written = output.write_tables(folder, lives, asked, items)
    found = key_numbers.summary(written.dyads)
    about = records.begun("run", "model.simulate", "experiments.results.output") | about_clinic(asked, said, engine)
    records.write(folder / "run.json", about | {"items": items, "figures": draw, "summary": found})
    return written, found, figures.draw_all(written, folder) if draw else []
