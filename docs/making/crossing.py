"""Words of the code in the prose of a page, made into ways to where they are explained: rules, and commands."""

import posixpath
import re
from functools import cache

from typer.main import get_command

from docs.making.filling import prose, slug
from docs.making.listed import every
from model.cli import build
from model.rules import DEFAULT

WORDS = re.compile(r"^#.*$|\[(?:[^\[\]]|\[[^\]]*\])*\]\([^()\s]*\)|(?<!`)`([^`\n]+)`(?!`)", re.M)
"""Headings and links, which stay as they are, and words of code."""


def crossed(text: str, name: str) -> str:
    """The text of the page `name` with the names of rules and commands linked to where they are told whole."""
    return prose(text, lambda part: WORDS.sub(lambda found: linked(found, name), part))


def linked(found: re.Match[str], name: str) -> str:
    """One word of code as a link, unless nothing more is told of it, or it is told of on this very page."""
    page, _, anchor = told_at(found[1] or "").partition("#")
    if page in ("", name):
        return found[0]
    return f"[{found[0]}]({posixpath.relpath(page, posixpath.dirname(name) or '.')}.md#{anchor})"


def told_at(words: str) -> str:
    """The page and the anchor at which words of code are explained; nothing where they are not."""
    if words in DEFAULT:
        return f"odd#{words}"
    typed = words.split()
    known = [" ".join(typed[:n]) for n in (3, 2) if " ".join(typed[:n]) in commands()]
    return f"commands#{slug(known[0])}" if known else ""


@cache
def commands() -> frozenset[str]:
    """What is typed for every command."""
    return frozenset(typed for typed, _ in every(get_command(build())))
