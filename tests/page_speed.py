"""How fast the pages are, in a real Chromium on this machine: `python -m tests.page_speed`.

Prints, for every page, the seconds from the click on a link to it until it shows what it has to show (median over new
visitors, with nothing in the browser's cache), and on the clinic page the seconds from a slider's move until all its charts
are drawn anew. Server and browser share this machine, as they do on a lecturer's.
"""

import statistics
import time
from typing import Annotated

import typer

from tests.browser import Watched, chromium, served

CLINIC = "/clinic?set=clinic.dyads%3D1000%3Bclinic.planned_sessions%3D20"
SLIDER = "skill in repair"
COUNTED = """
window.drawn = () => Array.from(document.querySelectorAll('.clinic-charts .dyads-chart')).map(c => +(c.dataset.drawn || 0));
window.pressed = () => {
  const before = window.drawn(), from = performance.now();
  window.took = new Promise(resolve => {
    const look = () => {
      const now = window.drawn();
      if (now.length === before.length && now.every((n, i) => n > before[i])) resolve((performance.now() - from) / 1000);
      else requestAnimationFrame(look);
    };
    look();
  });
};
addEventListener('keydown', window.pressed, true);
"""
"""Counts in the page itself, so that what is measured is what is seen."""


def first_paint(browser, address: str, visitors: int) -> list[float]:
    """Seconds until a page shows something useful, once for each new visitor."""
    found = []
    for _ in range(visitors):
        visitor = Watched(browser)
        begun = time.perf_counter()
        visitor.open(address)
        found.append(time.perf_counter() - begun)
        visitor.context.close()
    return found


def redraws(browser, address: str, moves: int, rest: float) -> list[float]:
    """Seconds from each move of a slider on the clinic page until every chart is drawn anew; it rests between moves."""
    visitor = Watched(browser)
    page = visitor.open(address)
    page.wait_for_function("document.querySelectorAll('.dyads-chart[data-drawn]').length >= 6")
    page.evaluate(COUNTED)
    page.get_by_role("slider", name=SLIDER).focus()
    found = []
    for i in range(moves):
        page.wait_for_timeout(1000 * rest)
        page.keyboard.press("PageUp" if i % 4 < 2 else "PageDown")  # ten steps, so that every chart has something new
        found.append(float(page.evaluate("window.took")))
    visitor.context.close()
    assert not visitor.complaints, visitor.complaints
    return found


def spread(seconds: list[float]) -> str:
    """Median, least and most of some seconds."""
    return f"median {statistics.median(seconds):.2f} s, {min(seconds):.2f} to {max(seconds):.2f}"


def main(
    visitors: Annotated[int, typer.Option(help="New visitors of each page.", min=1)] = 5,
    moves: Annotated[int, typer.Option(help="Moves of a slider.", min=1)] = 20,
    rest: Annotated[float, typer.Option(help="Seconds between moves.", min=0.0)] = 2.0,
) -> None:
    """Measure first paint and redraw."""
    from dashboards import app  # noqa: F401  # sets what Solara reads
    from dashboards.parts.frame import PAGES

    with served() as where, chromium() as browser:
        first_paint(browser, where, 1)  # the server compiles and imports for the first visitor ever
        first_paint(browser, where + CLINIC, 1)
        for path, name in PAGES.items():
            print(f"{name + ':':28} {spread(first_paint(browser, where + path, visitors))}", flush=True)
        print(f"{'Slider to redraw:':28} {spread(redraws(browser, where + CLINIC, moves, rest))} (1,000 dyads x 20 sessions)")


if __name__ == "__main__":
    typer.run(main)
