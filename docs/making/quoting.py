"""Lines of the code, cut out by what they say where a page tells of them, so that no page can misquote it."""

import ast
from textwrap import dedent

from docs.making.filling import ROOT, code, fenced

Part = ast.FunctionDef | ast.ClassDef


def quote(words: str) -> str:
    """A passage of the code under the name of its file: `FILE PART`, or `FILE PART | first line | last line`, by how they begin.

    PART is a function or a class, `Class.function` one of its own, and `-` the whole file. ValueError says what is not there.
    """
    where, *ends = (part.strip() for part in words.split("|"))
    path, name = where.split()
    first, last = ends or ("", "")
    told = "" if name == "-" else f", {code(name)}"
    return f"[{code(path)}](../{path}){told}:\n\n{fenced(dedent(passage(lines_of(path, name), first, last, where)))}"


def lines_of(path: str, name: str) -> list[str]:
    """The lines of a part of a file."""
    text = (ROOT / path).read_text("utf-8")
    if name == "-":
        return text.splitlines()
    part = named(ast.parse(text), name, path)
    return text.splitlines()[part.lineno - 1 : part.end_lineno]


def named(tree: ast.Module, name: str, path: str) -> Part:
    """The function or class of a dotted name; ValueError where the file has none."""
    found: ast.Module | Part = tree
    for word in name.split("."):
        inside = [n for n in found.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == word]
        if not inside:
            raise ValueError(f"{path}: there is no {name} to quote.")
        found = inside[0]
    assert not isinstance(found, ast.Module)
    return found


def passage(lines: list[str], first: str, last: str, where: str) -> str:
    """The lines from the first that begins with `first` to the next that begins with `last`; all without either."""
    begin = position(lines, first, 0, where) if first else 0
    end = position(lines, last, begin, where) if last else len(lines) - 1
    return "\n".join(lines[begin : end + 1])


def position(lines: list[str], start: str, after: int, where: str) -> int:
    """Where the first line stands, from `after` on, that begins so; ValueError where none does."""
    for i, line in enumerate(lines[after:], after):
        if line.strip().startswith(start):
            return i
    raise ValueError(f"{where}: no line to quote begins with {start!r}.")


def without_docstring(path: str, name: str) -> str:
    """A function as it stands in its file, but for what it says of itself."""
    part = named(ast.parse((ROOT / path).read_text("utf-8")), name, path)
    lines, says = lines_of(path, name), part.body[0]
    assert says.end_lineno is not None
    kept = lines[: says.lineno - part.lineno] + lines[says.end_lineno - part.lineno + 1 :]
    return "\n".join(kept).replace("):  # fmt: skip", "):")
