"""Pages that list what there is, made as the site is built: commands, scenarios, and what can be imported."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from docs.declared import table
from docs.filling import code, fenced
from model.cli import build
from model.scenario import shipped

PACKAGES = ("model", "experiments")
ABOUT = """# Python

Everything that the commands do is one import away, and works in scripts and notebooks. Errors are those of `model.errors`: one plain
message that names every fault and what would be right."""

LIVED = """# Scenarios

Clinics by name, each with a lesson that is tested against its run. `dyads run NAME` lives one, `dyads story NAME` tells a therapy in it."""


def commands() -> str:
    """Every command with what it does, an example, its arguments and its options."""
    group = get_command(build())
    assert isinstance(group, TyperGroup)
    says = "# Commands\n\nThe same is printed by `dyads COMMAND --help`."
    return "\n\n".join([says, *(command(name, one) for name, one in each_of(group))]) + "\n"


def each_of(group: TyperGroup, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of a group under its whole name, those of a group in it behind it."""
    for name, one in sorted(group.commands.items()):
        yield f"{before}{name}", one
        if isinstance(one, TyperGroup):
            yield from each_of(one, f"{before}{name} ")


def command(name: str, one: Any) -> str:
    """One command under its heading."""
    says, _, example = (one.help or "").partition("Example:")
    context = typer.Context(one, info_name=f"dyads {name}")
    known = (p.get_help_record(context) for p in one.get_params(context) if p.name != "help")
    options = table(["argument or option", "what it says"], ([code(words), meaning] for words, meaning in filter(None, known)))
    return "\n\n".join(filter(None, [f"## `dyads {name}`", says.strip(), fenced(example.strip(), "sh") if example else "", options]))


def scenarios() -> str:
    """Every shipped scenario with its story and its lesson."""
    parts = [f"## `{name}`: {s.title}\n\n{s.story}\n\n*What to see:* {s.lesson}\n\n*Sources:* {s.sources}" for name, s in shipped().items()]
    return "\n\n".join([LIVED, *parts]) + "\n"


def python() -> str:
    """What the packages offer for import, by package, as their docstrings tell it."""
    return "\n\n".join([ABOUT, *(package(name) for name in PACKAGES)]) + "\n"


def package(name: str) -> str:
    """What one package offers."""
    module = import_module(name)
    says = (inspect.getdoc(module) or "").splitlines()[0]
    lines = "\n".join(offered(module))
    return f"## `{name}`\n\n{says}\n\n```{{eval-rst}}\n{lines}\n```"


def offered(module: Any) -> Iterator[str]:
    """A directive for every name that a package offers."""
    for name in getattr(module, "__all__", ()):
        what = getattr(module, name)
        kind = (
            "autoexception"
            if inspect.isclass(what) and issubclass(what, Exception)
            else "autoclass"
            if inspect.isclass(what)
            else "autofunction"
        )
        yield f".. {kind}:: {what.__module__}.{what.__qualname__}"
        yield from ("   :members:",) * (kind == "autoclass")
        yield ""


MADE = {"commands": commands, "scenarios": scenarios, "python": python}
