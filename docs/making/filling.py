"""Pages that are partly made: a template written by hand, in which `<<name words>>` stands for what the code says."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from model.mechanisms import Mechanism

Maker = Callable[[str], str]
ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "docs" / "templates"
MARK = re.compile(r"<<(\w+)(?: (.+?))?>>")
FENCED = re.compile(r"^( *)(`{3,}).*?^\1\2`*$", re.M | re.S)
"""Blocks of code between fences."""


def template(name: str) -> str:
    """The text of a template by its name."""
    return (TEMPLATES / f"{name}.md").read_text("utf-8")


def filled(text: str, makers: Mapping[str, Maker]) -> str:
    """A template with every mark replaced by what its maker says of the words in it; KeyError names a mark without one."""
    return MARK.sub(lambda mark: makers[mark[1]](mark[2] or ""), text)


def code(text: str) -> str:
    """Words as code in Markdown."""
    return f"`{text}`"


def fenced(text: str, language: str = "python") -> str:
    """A block of code in Markdown."""
    return f"```{language}\n{text.rstrip()}\n```"


def slug(heading: str) -> str:
    """The anchor of a heading, as it is made from its words everywhere Markdown is read."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchor(mechanism: Mechanism) -> str:
    """The anchor of a mechanism on its page."""
    return slug(headed(mechanism))


def headed(mechanism: Mechanism) -> str:
    """The heading of a mechanism on its page."""
    return f"{mechanism.code}: {mechanism.title}"


def prose(text: str, change: Callable[[str], str]) -> str:
    """A Markdown page in which everything but blocks of code is changed."""
    kept, at = [], 0
    for found in FENCED.finditer(text):
        kept += [change(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*kept, change(text[at:])])
