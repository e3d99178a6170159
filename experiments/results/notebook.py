"""How results show themselves, in a notebook and at a prompt: a title, what they say, and the first rows of their tables."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import pandas as pd

MOST = 12
"""Rows of a table that are shown; the table itself has all."""
DIGITS: Any = "{:.3g}".format
"""How numbers are shown."""


class Shown:
    """A result that shows itself; `_shown` says what is to be seen of it."""

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """A title, what is said, and tables by name."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return in_parts(self, as_text)

    def _repr_html_(self) -> str:
        return in_parts(self, as_html, "<p><b>{}</b></p>", "<p>{}</p>")


def as_text(name: str, cut: str, frame: pd.DataFrame) -> str:
    """A table in columns."""
    return f"\n{name}{cut}\n{frame.to_string(index=False, float_format=DIGITS, na_rep='–')}"


def as_html(name: str, cut: str, frame: pd.DataFrame) -> str:
    """A table of a page."""
    return f"<p><code>{escape(name)}</code>{cut}</p>\n{frame.to_html(index=False, border=0, float_format=DIGITS, na_rep='–')}"


def in_parts(of: Shown, told: Callable[[str, str, pd.DataFrame], str], head: str = "", line: str = "") -> str:
    """What is to be seen of a result, in lines, or in HTML where there are tags for its title and its sentences."""
    title, says, frames = of._shown()
    text = [head.format(escape(title)) if head else title]
    text += [line.format(escape(each)) if line else each for each in says if each]
    for name, frame in frames.items():
        text.append(told(name, f", the first {MOST} of {len(frame):,} rows" if len(frame) > MOST else "", frame.head(MOST)))
    return "\n".join(text)
