"""Every number of the model in a table that can be searched: default, range, unit, meaning, and where it comes from."""

from collections.abc import Iterator
from functools import cache
from html import escape

import pandas as pd

from dashboards.clinic.controls import found
from dashboards.evidence.state import ALL, Asked
from dashboards.parts.knobs import plain
from experiments.calibrating.origins import kind_of, pinned
from model.parameters import NUMBERS, Number

HEAD = ("Number", "Default", "Range and unit", "Meaning", "Source")
PINNED = {
    "pinned": "The findings pin it down.",
    "informed": "The findings say something of it.",
    "loose": "The findings hardly say anything of it.",
}
"""How far the findings determine a fitted number, in words."""


@cache
def verdicts() -> dict[str, str]:
    """How far the findings determine each fitted number, in a sentence."""
    return {str(name): PINNED[str(verdict)] for name, verdict in pinned()[["parameter", "verdict"]].itertuples(index=False)}


def shown(asked: Asked) -> list[str]:
    """The numbers that have the words and the origin that are asked for."""
    names = found(asked.find) if asked.find.strip() else list(NUMBERS)
    return [name for name in names if asked.origin in (ALL, kind_of(name))]


def cells(number: Number) -> Iterator[str]:
    """What the table says of a number, cell by cell, as HTML."""
    name = plain(number.name)
    yield f'<th scope="row">{escape(name[:1].upper() + name[1:])}<code>{escape(number.name)}</code></th>'
    yield f'<td class="value"><b>{number.default:.4g}</b></td>'
    yield f'<td class="value">{escape(number.range_and_unit)}</td>'
    yield f"<td>{escape(number.meaning)}</td>"
    told = verdicts().get(number.name, "")
    yield f"<td>{escape(number.source)}{f' <small>{told}</small>' if told else ''}</td>"


def table(names: list[str]) -> str:
    """The table of these numbers, as HTML."""
    head = "".join(f'<th scope="col">{words}</th>' for words in HEAD)
    body = "".join(f"<tr>{''.join(cells(NUMBERS[name]))}</tr>" for name in names)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def csv() -> bytes:
    """All numbers with all that is declared of them, for a spreadsheet."""
    rows = [
        {"name": n.name, "default": n.default, "low": n.low, "high": n.high, "unit": n.unit, "meaning": n.meaning,
         "source": n.source, "origin": kind_of(n.name), "findings_say": verdicts().get(n.name, "")}
        for n in NUMBERS.values()
    ]  # fmt: skip
    return pd.DataFrame(rows).to_csv(index=False).encode()
