"""A whole class at once, in real browsers: `python -m tests.visitors --visitors 30 --minutes 5`.

Half of the visitors step through two therapies of their own; half turn sliders of a clinic under a seed of their own. All
think for some seconds between one move and the next. Prints how long each move took to be seen (median and 95th percentile),
whether anybody saw an error or another visitor's numbers, and the memory of the server before, at its most, and after all
have left. The browsers of thirty people run on this machine, too, and take their share of it.
"""

import asyncio
import json
import os
import random
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from tests.browser import CHROMIUM, OFFLINE, server

SLIDER = "skill in repair"
FIRST, CLINIC = "two dyads", "clinic"


class Visitor:
    """Somebody with a browser, a client and a seed of their own."""

    def __init__(self, number: int, where: str):
        self.kind = CLINIC if number % 2 else FIRST
        self.seed, self.luck = 1000 + number, random.Random(number)
        self.client = f"{1 + number % 20}-1"
        two = f"/?scenario=standard&client={self.client}&"
        path = "/clinic?set=clinic.dyads%3D1000%3Bclinic.planned_sessions%3D20&" if number % 2 else two
        self.address = f"{where}{path}seed={self.seed}"
        self.took: list[float] = []
        self.wrong: list[str] = []

    async def come(self, browser: Any) -> None:
        """Open the page; what goes wrong from now on is kept."""
        self.context = await browser.new_context(viewport={"width": 1000, "height": 700})
        self.page = await self.context.new_page()
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("response", lambda r: self.wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        await self.page.goto(self.address, timeout=120_000)
        await self.page.wait_for_selector(".stage, .ready", timeout=120_000)

    async def act(self) -> None:
        """Make one move, and see how long it takes until it shows."""
        begun = time.perf_counter()
        await (self.turn() if self.kind == CLINIC else self.step())
        self.took.append(time.perf_counter() - begun)

    async def step(self) -> None:
        """One session on, or another client, or back to the beginning."""
        if self.luck.random() < 0.3:
            value = f"{self.luck.uniform(0.1, 0.9):.2f}"
            await self.page.goto(f"{self.address}&differs=knob&knob=therapists.regard.mean&b={value}", timeout=120_000)
            await self.page.wait_for_selector(".stage", timeout=120_000)
            return
        before = await self.page.inner_text(".when")
        key = "Home" if before.startswith("after") else "ArrowRight"
        await self.page.locator(".stage").press(key)
        await self.page.wait_for_function("was => document.querySelector('.when').innerText !== was", arg=before, timeout=60_000)

    async def turn(self) -> None:
        """Turn a slider until the key numbers and the charts are new."""
        shown = "Array.from(document.querySelectorAll('.dyads-chart')).reduce((n, c) => n + +(c.dataset.drawn || 0), 0)"
        before = await self.page.evaluate(shown)
        slider = self.page.get_by_role("slider", name=SLIDER)
        at = float(await slider.get_attribute("aria-valuenow") or 0)
        key = "PageDown" if at > 0.6 or (at > 0.3 and self.luck.random() < 0.5) else "PageUp"
        await slider.press(key)
        await self.page.wait_for_function(f"was => {shown} >= was + 5", arg=before, timeout=60_000)

    async def live(self, until: float, think: float) -> None:
        """Go on until it is time."""
        await asyncio.sleep(self.luck.uniform(0.0, think))
        while time.monotonic() < until:
            await self.tried(self.act)
            await asyncio.sleep(self.luck.uniform(0.5 * think, 1.5 * think))

    async def tried(self, do: Callable[[], Any]) -> None:
        """Do something; what one visitor meets must not end the others' visit, and is kept with what stands on the page."""
        try:
            await do()
        except Exception as e:
            shown = " ".join((await self.page.inner_text("body"))[:600].split())
            self.wrong.append(f"{str(e).splitlines()[0]} At {self.page.url}: {shown}")

    async def leave(self) -> None:
        """See that what stands on the page is this visitor's own, and go."""
        await self.tried(self.compare)
        await self.context.close()

    async def compare(self) -> None:
        """Note when the page shows something else than one's own."""
        from dashboards.clinic import clinics
        from dashboards.clinic import state as clinic_state
        from dashboards.parts import address
        from dashboards.two_dyads import lives, pairs
        from model.rules import Rules

        await self.page.wait_for_timeout(2000)
        search = self.page.url.partition("?")[2]
        if f"seed={self.seed}" not in search:
            self.wrong.append(f"the address has lost the seed {self.seed}: {search}")
        elif self.kind == CLINIC:
            asked, _ = address.read(clinic_state.Asked, search)
            own = clinics.look(clinic_state.clinic(asked), Rules())
            await self.same(".clinic-value", [clinics.value_of(own, key).partition(" [")[0] for key in clinics.KEYS])
        else:
            asked, _ = address.read(pairs.Asked, search)
            ends = [lives.outcome(life) for life in pairs.both(asked, Rules())]
            await self.page.locator(".stage").press("End")
            await self.page.wait_for_selector("text=/^B: (dropped|ended|found|still)/", timeout=60_000)
            await self.same("text=/^[AB]: (dropped|ended|found|still)/", [f"{name}: {end}" for name, end in zip("AB", ends, strict=True)])

    async def same(self, what: str, own: list[str]) -> None:
        """Note when the page shows something else than one's own."""
        shown = [text.strip() for text in await self.page.locator(what).all_inner_texts()]
        if shown != own:
            self.wrong.append(f"another's numbers: {shown} instead of {own}")


def memory(pid: int) -> float:
    """Megabytes that a process holds."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def busy(pid: int) -> float:
    """Seconds of processor time that a process has taken."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def busy_machine() -> float:
    """Seconds of processor time that everything here has taken."""
    user, nice, system, *_ = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


async def watch(pid: int, found: list[float]) -> None:
    """Note the memory of the server every second."""
    while True:
        found.append(memory(pid))
        await asyncio.sleep(1.0)


async def together(visitors: list[Visitor], do: Callable[[Visitor], Any], at_once: int) -> None:
    """Let visitors do something, some at a time."""
    turn = asyncio.Semaphore(at_once)

    async def one(visitor: Visitor) -> None:
        async with turn:
            await do(visitor)

    await asyncio.gather(*(one(visitor) for visitor in visitors))


async def lesson(where: str, pid: int, visitors: list[Visitor], minutes: float, think: float) -> list[float]:
    """Have everybody come, work and leave; the server's memory, second by second."""
    from playwright.async_api import async_playwright

    seen: list[float] = []
    async with async_playwright() as p:
        browser = await p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", OFFLINE])
        watching = asyncio.create_task(watch(pid, seen))
        await together(visitors, lambda v: v.come(browser), 3)
        print(f"{len(visitors)} visitors are there.", flush=True)
        until, own, all_here = time.monotonic() + 60 * minutes, busy(pid), busy_machine()
        await together(visitors, lambda v: v.live(until, think), len(visitors))
        own, all_here = busy(pid) - own, busy_machine() - all_here
        print(f"processor time: {own:.0f} s by the server, {all_here - own:.0f} s by everything else, the browsers first of all")
        await together(visitors, lambda v: v.leave(), 3)
        await browser.close()
        await asyncio.sleep(5)
        watching.cancel()
    return seen


def kernels(where: str) -> int:
    """How many visitors the server still keeps a page for."""
    return int(json.loads(urllib.request.urlopen(f"{where}/resourcez").read())["kernels"]["total"])


def told(visitors: list[Visitor]) -> None:
    """Print what visitors met."""
    for kind, words in ((FIRST, "two dyads, a step or another knob"), (CLINIC, "clinic, slider to redraw")):
        took = [t for v in visitors if v.kind == kind for t in v.took]
        if took:
            middle, late = np.percentile(took, [50, 95])
            print(f"{words}: {len(took)} moves, median {middle:.2f} s, 95th percentile {late:.2f} s, most {max(took):.2f} s")
    wrong = [f"visitor {v.seed}: {w}" for v in visitors for w in v.wrong]
    print(f"errors or another's numbers: {len(wrong)}", *wrong[:20], sep="\n  ")


def main(
    visitors: Annotated[int, typer.Option(help="How many come.", min=1)] = 30,
    minutes: Annotated[float, typer.Option(help="How long they stay.", min=0.1)] = 5.0,
    think: Annotated[float, typer.Option(help="Seconds between two moves of a visitor, on average.", min=0.1)] = 6.0,
    classes: Annotated[int, typer.Option(help="Classes that come one after the other.", min=1)] = 1,
) -> None:
    """Have a class visit the pages."""
    from dashboards import app  # noqa: F401  # sets what Solara reads

    with server() as (where, pid):
        urllib.request.urlopen(where).read()
        before = memory(pid)
        for i in range(classes):
            people = [Visitor(1000 * i + n, where) for n in range(visitors)]
            seen = asyncio.run(lesson(where, pid, people, minutes, think))
            told(people)
            print(
                f"memory of the server: {before:.0f} MB empty, {max(seen):.0f} MB at most, {memory(pid):.0f} MB when all had left; "
                f"pages kept: {kernels(where)}",
                flush=True,
            )


if __name__ == "__main__":
    typer.run(main)
