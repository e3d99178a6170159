"""The sub-command that opens the pages."""

import os
import webbrowser
from contextlib import suppress
from errno import EADDRNOTAVAIL
from pathlib import Path
from threading import Thread, Timer
from typing import Annotated

import typer

from dashboards.server import lecturer, network
from dashboards.server.environment import RULES
from model.cohort.compiling import is_kept
from model.cohort.engine import kernel_for
from model.commands.options import RuleFile
from model.errors import SettingError
from model.reasons import reason
from model.rules import Rules
from model.trial.child import Child, Stopped
from model.trial.gates import WHOLE, compile_defaults

WHO = "127.0.0.1 this machine alone, 0.0.0.0 the whole network"
"""What --host may be, and whom that lets in."""


def dashboard(
    host: Annotated[str, typer.Option(help=f"Who may open it: {WHO}.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the page.", min=1, max=65535)] = 8765,
    rule_file: RuleFile = None,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")] = True,
) -> None:
    """Open the pages for teaching in a browser; they need no internet.

    Example: dyads dashboard
    """
    if rule_file:
        rule_file()  # what is wrong with it is said before anything starts
        os.environ[RULES] = str(Path(rule_file).resolve())
    free_or_refuse(host, port)
    if rule_file:
        watch_ahead()
    import uvicorn
    from solara.server import settings

    settings.main.mode = "production"
    os.environ["SOLARA_APP"] = "dashboards.app"
    Thread(target=compile_ahead, daemon=True).start()
    others = network.serve(host, port)
    where = others[0] if others else f"http://localhost:{port}"
    print(f"The pages are at {where} (Ctrl-C ends).", flush=True)
    if others:
        print(f"Whoever is in the same network opens {' or '.join(others)}.", flush=True)
    elif host in network.EVERYBODY:
        print("This machine is in no network: nobody else can open them.", flush=True)
    print(f"Who leads a class opens the lessons once with {lecturer.link(where)}", flush=True)
    if show:
        Timer(1.5, webbrowser.open, [where]).start()
    uvicorn.run("solara.server.starlette:app", host=host, port=port, log_level="error")


def watch_ahead() -> None:
    """Have the rule file watched, and tried, before the first visitor comes."""
    from dashboards.rules import file

    if watch := file.here():
        watch.look()


def compile_ahead() -> None:
    """Have the sessions of clinics and maps compiled while people look at the first page; whoever comes sooner waits for it."""
    if all(is_kept(kernel_for(Rules(), record)) for record in (True, False)):
        return
    with suppress(Stopped):
        Child(polite=True, most=1).ask(compile_defaults, seconds=WHOLE)


def free_or_refuse(host: str, port: int) -> None:
    """SettingError when nobody can listen there."""
    import socket

    if not host.strip():
        raise SettingError(f"--host must say who may open the pages: {WHO}.")

    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except (socket.gaierror, UnicodeError):
            raise SettingError(f"--host {host}: no machine of that name is known here; name {WHO}.") from None
        except OSError as e:
            way_out = (
                f"it is no address of this machine; name {WHO}" if e.errno == EADDRNOTAVAIL else f"{reason(e)}. Choose another with --port"
            )
            raise SettingError(f"--host {host} --port {port}: cannot listen there: {way_out}.") from None
