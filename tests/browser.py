"""A server of the pages, and a real Chromium that may talk to nobody but this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
expect.set_options(timeout=90_000)  # one for all, since it is kept in one place for the whole process
NEEDS_BROWSER = [pytest.mark.filterwarnings("ignore"), pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")]
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
BEGIN = "import sys; from model.cli import main; sys.argv[0] = 'dyads'; main()"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server(NamedTuple):
    """Where the pages are, and which process serves them."""

    address: str
    pid: int


@contextmanager
def served(*more: str) -> Iterator[str]:
    """The address of `dyads dashboard` in a process of its own, which ends with the block."""
    with server(*more) as found:
        yield found.address


@contextmanager
def server(*more: str) -> Iterator[Server]:
    """`dyads dashboard` in a process of its own, which ends with the block."""
    port = free_port()
    words = [sys.executable, "-W", "ignore", "-c", BEGIN, "dashboard", "--no-open", "--port", str(port), *more]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        where = f"http://127.0.0.1:{port}"
        wait_for(f"{where}/readyz", process)
        yield Server(where, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(address: str, process: subprocess.Popen, seconds: float = 90.0) -> None:
    """Wait until a server answers; AssertionError with what it said when it ends, or takes too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, process.stdout.read().decode() if process.stdout else ""
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer within {seconds:.0f} s")


@contextmanager
def chromium() -> Iterator:
    """A headless Chromium for which nothing exists beyond this machine."""
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", OFFLINE])
        yield browser
        browser.close()


class Watched:
    """A page of a browser whose complaints are kept: errors in the console, failed and refused requests."""

    def __init__(self, browser, width: int = 1440, height: int = 900, dark: bool = False):
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", accept_downloads=True
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(f"console: {m.text}") if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.complaints.append(f"error: {e}"))
        self.page.on("response", lambda r: self.complaints.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        self.page.on("requestfailed", lambda r: self.complaints.append(f"failed: {r.url}"))

    def open(self, address: str):
        """Go there, and wait until the page shows what it has to show."""
        self.page.goto(address)
        self.page.wait_for_selector(".stage, .ready, .v-alert", timeout=60_000)
        return self.page
