"""A scenario as the text of a file that `dyads run FILE.toml` takes."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from model.deeds.interventions import Intervention
from model.scenario import Scenario


def text(asked: Scenario) -> str:
    """The TOML file of a scenario: reading it gives the same clinic, under the same luck."""
    return "\n".join(lines(asked)) + "\n"


def lines(asked: Scenario) -> Iterator[str]:
    """The lines of the file: what stands by itself first, then the tables."""
    for name in ("title", "story", "lesson", "sources", "against"):
        if getattr(asked, name):
            yield f"{name} = {written(getattr(asked, name))}"
    yield f"seed = {asked.seed}"
    yield from done(asked.do)
    if told := asked.tell.model_dump(exclude_unset=True):
        yield "\n[tell]"
        yield from (f"{name} = {written(value)}" for name, value in told.items())
    if asked.settings:
        yield "\n[settings]"
        yield from (f"{name} = {written(value)}" for name, value in asked.settings.items())
    for arm in asked.arms:
        yield from ("\n[[arm]]", f"name = {written(arm.name)}", f"share = {written(arm.share)}", *done(arm.do))


def done(deeds: Iterable[Intervention]) -> Iterator[str]:
    """What is done from outside, if anything is."""
    if said := [deed.text for deed in deeds]:
        yield f"do = {written(said)}"


def written(value: Any) -> str:
    """A text, a number, or a list of texts as TOML has it, which for these is as JSON has it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace("\x7f", "\\u007f")
