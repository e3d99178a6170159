"""Notebooks as pages: their words, their code, and what it showed when they were run."""

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.making.filling import fenced

STYLE = re.compile(r"<style[^>]*>.*?</style>", re.S)
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def notebook_page(file: Path) -> tuple[str, dict[str, bytes]]:
    """A notebook in Markdown, and its pictures by the names that the page has for them."""
    import nbformat

    pictures: dict[str, bytes] = {}
    parts = [part for cell in nbformat.read(file, 4).cells for part in told(cell, file.stem, pictures)]
    parts.append(f"This page as a {{download}}`notebook <{file.name}>`.")
    return "\n\n".join(parts) + "\n", {**pictures, file.name: file.read_bytes()}


def told(cell: Any, stem: str, pictures: dict[str, bytes]) -> Iterator[str]:
    """The parts of one cell: its words, or its code and everything that it showed."""
    if cell.cell_type != "code":
        yield cell.source
        return
    yield fenced(cell.source)
    for output in cell.outputs:
        yield from shown(output, stem, pictures)


def shown(output: Any, stem: str, pictures: dict[str, bytes]) -> Iterator[str]:
    """One thing that a cell showed; a picture is put with the others."""
    data = output.get("data", {})
    if "image/png" in data:
        name = f"{stem}-{len(pictures) + 1}.png"
        pictures[name] = b64decode(data["image/png"])
        yield fenced(":alt: what the code above draws", f"{{image}} {name}")
    elif "text/html" in data:
        yield fenced(f'<div class="shown">{STYLE.sub("", data["text/html"])}</div>', "{raw} html")
    elif "text/markdown" in data:
        yield "\n".join(f"> {line}" for line in data["text/markdown"].splitlines())
    elif text := words(output):
        yield fenced(text, "text")


def words(output: Any) -> str:
    """What a cell printed, or the error that it ended with; nothing for progress that was shown meanwhile."""
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    if output.output_type == "display_data":
        return ""
    text = output.get("text") or output.get("data", {}).get("text/plain", "")
    return COLOUR.sub("", text).strip("\n")
