"""What the findings are about, for readers who look for what concerns them: `themes.toml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from model.toml import read_toml


class Theme(NamedTuple):
    """A group of findings: its title, what it asks in a sentence, and the findings by their short names."""

    title: str
    says: str
    findings: tuple[str, ...]


@cache
def themes() -> Mapping[str, Theme]:
    """All themes by name, in their order."""
    found = read_toml(files("experiments.evidence").joinpath("themes.toml").read_text("utf-8"), "themes.toml: ")
    return {name: Theme(of["title"], of["says"], tuple(of["findings"])) for name, of in found.items()}
