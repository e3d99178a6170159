"""Pages that list what there is, made as the site is built: commands, scenarios, and what can be imported."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from docs.making.declared import table
from docs.making.filling import code, fenced
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
    says = "# Commands\n\nThe same is printed by `dyads COMMAND --help`."
    return "\n\n".join([says, *(command(name, one) for name, one in every(get_command(build())))]) + "\n"


def every(group: Any, before: str = "dyads") -> Iterator[tuple[str, Any]]:
    """All commands of a group by what is typed, those of groups in it after their group."""
    for name, one in sorted(group.commands.items()):
        yield f"{before} {name}", one
        if hasattr(one, "commands"):
            yield from every(one, f"{before} {name}")


def command(typed: str, one: Any) -> str:
    """One command under its heading."""
    says, _, example = (one.help or "").partition("Example:")
    context = typer.Context(one, info_name=typed)
    known = (p.get_help_record(context) for p in one.get_params(context) if p.name != "help")
    options = table(["argument or option", "what it says"], ([code(words), meaning] for words, meaning in filter(None, known)))
    parts = [f"## `{typed}`", says.strip(), fenced(example.strip(), "sh") if example else "", options if "\n| " in options else ""]
    return "\n\n".join(filter(None, parts))


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
