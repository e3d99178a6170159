"""The command `dyads`: each package registers its own sub-commands, so that none imports a package above it."""

import os
import signal
import sys
import warnings
from importlib.metadata import entry_points, version
from io import TextIOWrapper

import typer

from model.errors import DyadsError

EPILOG = "A teaching and research model with assumed and fitted parts; not a clinical tool."
FAILED, WRONG_USAGE, STOPPED = 1, 2, 128
STOPS = (signal.SIGINT, signal.SIGTERM)


def show_version(asked: bool) -> None:
    """Print the version and leave, if asked to."""
    if asked:
        typer.echo(f"therapy-dyads {version('therapy-dyads')}")
        raise typer.Exit


def build(asked: str = "") -> typer.Typer:
    """The command with everything that the installed packages register; what is `asked` for is enough, if one has it.

    Our own are looked at first: what other packages import need not be, for what they have no part in.
    """
    app = typer.Typer(
        name="dyads", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, epilog=EPILOG
    )

    @app.callback()
    def dyads(_version: bool = typer.Option(False, "--version", callback=show_version, is_eager=True, help="Say the version.")) -> None:
        """Simulate psychotherapy dyads: alliance, ruptures and repairs, dropout and outcome."""

    entries = entry_points(group="dyads.commands")
    for entry in sorted(entries, key=lambda e: (bool(asked) and not e.module.startswith("model."), e.name)):
        entry.load()(app)
        if asked in {c.name for c in app.registered_commands} | {g.name for g in app.registered_groups}:
            break
    return app


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


def main() -> None:
    """Run the command line: exit code 0 fine, 1 failed, 2 wrong usage; faults in plain sentences on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without a sign prints a question mark in its place
    warnings.showwarning = note
    warnings.filterwarnings("default", category=UserWarning, module="model|experiments|numba")
    try:
        for each in STOPS:
            signal.signal(each, stop)
        build(sys.argv[1] if len(sys.argv) > 1 else "")()
    except DyadsError as e:
        for fault in e.faults:
            print(f"dyads: {fault}", file=sys.stderr)
        sys.exit(WRONG_USAGE)
    except Stopped as e:
        print("dyads: stopped; nothing half-written was left behind.", file=sys.stderr)
        sys.exit(STOPPED + e.args[0])
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has had enough
        sys.exit(FAILED)
    except (OSError, MemoryError, RecursionError) as e:
        print(f"dyads: {str(e) or type(e).__name__}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    finally:
        for each in STOPS:
            signal.signal(each, signal.SIG_DFL)  # all is done: who stops it now need not hear of it


if __name__ == "__main__":
    main()
