"""The command `dyads`: packages bring their sub-commands as entry points, so that none imports a package above it."""

import os
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points, version
from io import TextIOWrapper
from typing import Any, TextIO

import typer
from typer.core import TyperGroup

from model.errors import DyadsError, WritingFailed
from model.reasons import NEVER, told
from model.stopping import STOPS

EPILOG = "A teaching and research model with assumed and fitted parts; not a clinical tool."
FAILED, WRONG_USAGE, STOPPED = 1, 2, 128
UNHEARD = STOPPED + 13
"""Exit code where nobody reads on: what a shell says of `grep` and its kin, which then die of the signal SIGPIPE, number 13."""


def show_version(asked: bool) -> None:
    """Print the version and leave, if asked to."""
    if asked:
        typer.echo(f"therapy-dyads {version('therapy-dyads')}")
        raise typer.Exit


SECTIONS = {
    "dyads.simulate": "Simulate",
    "dyads.look": "Look up",
    "dyads.ask": "Ask the model",
    "dyads.sweep": "Simulate many clinics",
    "dyads.hold": "Hold the model against theory and evidence",
    "dyads.keep": "Make results again, and measure speed",
    "dyads.commands": "From other packages",
}
"""Groups of entry points, each a section of the help, in its order; an entry is a command, or a group of them, under its name."""


class Sections(TyperGroup):
    """The command `dyads`, whose help lists its commands by section."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write every section with its commands, each with the first sentence that it says of itself."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            sections.setdefault(str(getattr(command, "rich_help_panel", "")), []).append((name, first_sentence(command.help or "")))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows, col_max=COLUMN)


COLUMN = 14
"""Width of the names of commands in the help."""


def first_sentence(says: str) -> str:
    """The first sentence of a help text, on one line."""
    return " ".join(says.partition("\n\n")[0].split())


def build(asked: str = "") -> typer.Typer:
    """The command with all that installed packages bring; where one is called what is `asked` for, nothing but that is imported."""
    app = typer.Typer(
        cls=Sections,
        name="dyads",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        epilog=EPILOG,
    )

    @app.callback()
    def dyads(_version: bool = typer.Option(False, "--version", callback=show_version, is_eager=True, help="Say the version.")) -> None:
        """Simulate psychotherapy dyads: alliance, ruptures and repairs, dropout and outcome."""

    installed = entry_points()
    every = [entry for group in SECTIONS for entry in installed.select(group=group)]
    wanted = [entry for entry in every if entry.name == asked] or every
    if faults := tuple(doubles(wanted)):
        raise DyadsError(*faults)
    for entry in wanted:
        add(app, entry)
    return app


def doubles(entries: Sequence[EntryPoint]) -> Iterator[str]:
    """A fault for every name by which several commands go: nobody could say which of them is meant."""
    for name in dict.fromkeys(entry.name for entry in entries):
        same = [f"{entry.value} of {entry.dist.name if entry.dist else 'an unknown package'}" for entry in entries if entry.name == name]
        if len(same) > 1:
            yield f"{len(same)} commands are called {name}: {' and '.join(same)}. Uninstall one of these packages, or rename its command."


def add(app: typer.Typer, entry: EntryPoint) -> None:
    """Add the command, or the group of commands, that an entry names."""
    command, section = entry.load(), SECTIONS[entry.group]
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=entry.name, rich_help_panel=section)
    else:
        app.command(name=entry.name, rich_help_panel=section)(command)


class Stopped(BaseException):
    """Somebody asked to stop; not KeyboardInterrupt, which the command line library would answer by itself."""


def stop(number: int, *_: object) -> None:
    """What Ctrl-C and a polite kill do: once, so that what is cleaned up is not disturbed by a second."""
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)


noted: set[str] = set()


def note(message: object, *_: object, **__: object) -> None:
    """A warning as one plain line on standard error."""
    if str(message) not in noted:
        noted.add(str(message))
        print(f"dyads: note: {message}", file=sys.stderr)


def obey(asked: list[str]) -> None:
    """Do what was typed, until the last word of it is out; BrokenPipeError where nobody reads on.

    The libraries that print make that an exit of their own, with a code that says that the command failed.
    """
    try:
        build(asked[0] if asked else "")(args=asked)
    except SystemExit as e:
        if isinstance(e.__context__, BrokenPipeError):
            raise e.__context__ from None
        sys.stdout.flush()
        raise


def fall_silent() -> None:
    """Send what would still be written, when Python ends, to where nobody looks."""
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def answer(asked: list[str]) -> None:
    """Do what was typed; faults are told in plain sentences on standard error, and decide the exit code."""
    try:
        obey(asked)
    except DyadsError as e:
        for fault in e.faults:
            print(f"dyads: {fault}", file=sys.stderr)
        sys.exit(FAILED if isinstance(e, WritingFailed) else WRONG_USAGE)
    except Stopped as e:
        print("dyads: stopped; nothing half-written was left behind.", file=sys.stderr)
        sys.exit(STOPPED + e.args[0])
    except BrokenPipeError:
        raise
    except (OSError, MemoryError, RecursionError) as e:
        print(f"dyads: {told(e) if isinstance(e, OSError) else str(e) or type(e).__name__}", file=sys.stderr)
        fall_silent()
        sys.exit(WRONG_USAGE if isinstance(e, OSError) and e.errno in NEVER else FAILED)


def open_still(stream: TextIO | None) -> TextIO:
    """The stream, or one to nowhere, where it was closed before Python began."""
    return stream or open(os.devnull, "w", encoding="utf-8")


def main() -> None:
    """Run the command line: exit code 0 fine, 1 failed, 2 wrong usage, 128 and its number for a signal.

    Where nobody reads on, nothing is told.
    """
    sys.stdout, sys.stderr = map(open_still, (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a sign prints a question mark in its place
    warnings.showwarning = note
    warnings.filterwarnings("default", category=UserWarning, module="model|experiments|numba")
    try:
        for each in STOPS:
            if each in (signal.SIGINT, signal.SIGTERM) or signal.getsignal(each) != signal.SIG_IGN:  # nohup is heeded
                signal.signal(each, stop)
        answer(sys.argv[1:])
    except BrokenPipeError:
        fall_silent()
        sys.exit(UNHEARD)
    finally:
        for each in STOPS:
            signal.signal(each, signal.SIG_DFL)  # all is done: who stops it now need not hear of it


if __name__ == "__main__":
    main()
