"""When a session asks for which rule: the order of `model.session`, read off its text."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from model import session
from model.rule_files.brought import ORDER

PARTS = {
    "begin": "At intake",
    "between": "In the week between",
    "session": "In the session",
    "week_ends": "At the week's end",
}
"""What happens in which order, by the function of `model.session` that holds it."""
FIRST = {
    "begin": "they meet for the first time",
    "between": "life goes on",
    "session": "before they meet",
    "week_ends": "what the week leaves",
}
"""What a part is about where its first comment has not come yet."""


class Asking(NamedTuple):
    """A rule is asked: in which part, under which heading, and by which function of the session."""

    rule: str
    part: str
    heading: str
    by: str

    @property
    def when(self) -> str:
        """When it is asked, in words."""
        return f"{PARTS[self.part]}: {self.heading}"


@cache
def agenda() -> tuple[Asking, ...]:
    """Every time that a rule is asked, in the order of the text, with what one function leaves to another put in its place."""
    return tuple(asking for part in PARTS for asking in of_part(part))


@cache
def order() -> tuple[Asking, ...]:
    """Every rule once: where the session itself asks for it, or else where it is first asked; in their order."""
    found: dict[str, Asking] = {}
    for asking in sorted(agenda(), key=lambda one: one.part != "session"):
        found.setdefault(asking.rule, asking)
    return tuple(sorted(found.values(), key=agenda().index))


def of_part(part: str) -> Iterator[Asking]:
    """Every time that one part asks for a rule."""
    heading, comments = FIRST[part], headings(inspect.getsource(getattr(session, part)).splitlines())
    for at, rule, by in questions(part):
        heading = next((words for line, words in reversed(comments.items()) if line <= at), heading)
        yield Asking(rule, part, heading, by)


def headings(lines: list[str]) -> dict[int, str]:
    """The comments that stand alone in a function, by their line, from 1."""
    return {i: line.strip("# \n") for i, line in enumerate(lines, 1) if line.strip().startswith("#")}


def questions(name: str) -> Iterator[tuple[int, str, str]]:
    """Line of the function `name`, rule, and function that asks; what it leaves to others counts as asked in its own line."""
    for node in calls(ast.parse(inspect.getsource(getattr(session, name)))):
        called = node.func
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "rules":
            if called.attr in ORDER.values():
                continue  # what a rule file carries: no rule of the model's
            yield node.lineno, called.attr, name
        elif isinstance(called, ast.Name) and any(isinstance(a, ast.Name) and a.id == "rules" for a in node.args):
            yield from ((node.lineno, rule, by) for _, rule, by in questions(called.id))


def calls(tree: ast.AST) -> list[ast.Call]:
    """The calls in a piece of text, in the order in which they stand."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))
