"""How results show themselves in a notebook: a title, what they say, and the first rows of their tables."""

from collections.abc import Iterable
from html import escape

import pandas as pd

MOST = 12
"""Rows of a table that are shown; the table itself has all."""


def html(title: str, says: Iterable[str] = (), **frames: pd.DataFrame) -> str:
    """What a notebook shows of a result; tables stand under their names."""
    parts = [f"<p><b>{escape(title)}</b></p>", *(f"<p>{escape(sentence)}</p>" for sentence in says if sentence)]
    for name, frame in frames.items():
        cut = f", the first {MOST} of {len(frame):,} rows" if len(frame) > MOST else ""
        parts.append(f"<p><code>{escape(name)}</code>{cut}</p>\n{table(frame.head(MOST))}")
    return "\n".join(parts)


def table(frame: pd.DataFrame) -> str:
    """A table as HTML, numbers with three digits."""
    return frame.to_html(index=False, border=0, float_format=lambda x: f"{x:.3g}", na_rep="–")
