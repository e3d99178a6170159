"""CSV files that users bring: every row with the line where it begins, and none shifted by a cell too many."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path

from experiments.checking.plain_files import bytes_of
from model.errors import TableError
from model.reasons import reason

Row = tuple[int, dict[str, str]]


def text_of(path: Path) -> str:
    """The text of a CSV file; TableError when the file is missing, or holds no text."""
    held = bytes_of(path)
    if held is None:
        raise TableError(f"{path}: there is no such file.")
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise TableError(f"{path}: cannot be read as CSV: {reason(e)}.") from None


def rows_of(text: str, path: Path) -> tuple[list[Row], list[str]]:
    """The rows of a CSV text, each with its line, and a sentence for every row that has not as many cells as the header.

    Raises TableError, which names the file, when the text is no CSV, or names a column twice.
    """
    try:
        reader = csv.reader(StringIO(text, newline=""), strict=True)
        header = [name.strip() for name in next(reader, [])]
        lines, begin = [], reader.line_num + 1
        for cells in reader:
            lines.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as e:
        raise TableError(f"{path}: cannot be read as CSV: {reason(e)}.") from None
    if not any(header):
        raise TableError(f"{path}: cannot be read as CSV: it is empty.")
    twice = [name for name, n in Counter(header).items() if n > 1]
    if twice:
        raise TableError(f"{path}: names the column {' and '.join(map(repr, twice))} more than once.")
    rows, faults = [], []
    for line, cells in lines:
        if len(cells) == len(header):
            rows.append((line, dict(zip(header, cells, strict=True))))
        elif any(c.strip() for c in cells):
            faults.append(f"line {line}: left out: has {len(cells)} cells; the header names {len(header)} columns.")
    return rows, faults
