"""Figures of a clinic and of a sweep: colour-blind safe, as SVG and PNG, the same bytes for the same data."""

import tempfile
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.counting import statistics
from experiments.counting.points import BETTER, FEWEST, NOT_CAUSE, band_of_means, line_through, ruptures_by_session
from experiments.counting.roads import ROADS, WORDS, roads
from experiments.drawing.look import GREY, GRID, INK, STYLE, Drawing
from model.fields import COMPONENTS
from model.simulate import Run

COLOURS = {"dropout": INK, "good_enough": "#009E73", "planned_end": "#0072B2", "practical": "#9933EE", "bond": "#D55E00",
           "task": "#E69F00", "goal": "#56B4E9", "distress": "#CC79A7"}  # fmt: skip
"""Okabe and Ito's palette with a violet that stands apart from it, on paper and on the pages: a colour means one thing."""
SHAPES = {"dropout": "v", "practical": "s", "good_enough": "o", "planned_end": "D", "ongoing": "x"}
"""How a dot says how the therapy ended where colours are not seen."""
SCALE = "cividis"
"""Matplotlib's scale of heat maps: even in lightness, and the same to colour-blind eyes."""
KINDS: dict[str, Any] = {"svg": {"metadata": {"Date": None, "Creator": None}}, "png": {"dpi": 150, "metadata": {"Software": None}}}
"""The kinds of files that a figure is written as, and how each is, so that nothing in it says when it was made."""
DRAWING = Lock()


class Results(Protocol):
    """Anything with the two tables: a run in memory or on disk."""

    @property
    def sessions(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def dyads(self) -> pd.DataFrame: ...  # noqa: D102


def canvas(title: str, across: str, up: str, size: tuple[float, float] = (8.0, 5.0)) -> tuple[Figure, Axes]:
    """An empty figure with its words."""
    figure, (axes,) = canvases(title, 1, size)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    return figure, axes


def canvases(title: str, panels: int, size: tuple[float, float] | None = None) -> tuple[Figure, list[Axes]]:
    """An empty figure with panels side by side."""
    return grid(title, 1, panels, size or (6.2 * panels, 5.4))


def grid(title: str, high: int, wide: int, size: tuple[float, float]) -> tuple[Figure, list[Axes]]:
    """An empty figure with rows of panels, these row by row."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(figsize=size, layout="constrained")
        figure.suptitle(title, x=0.02, ha="left", fontsize=13)
        axes = [figure.add_subplot(high, wide, i + 1) for i in range(high * wide)]
        for ax in axes:
            ax.grid(color=GRID, linewidth=0.7)
            ax.set_axisbelow(True)
    return figure, axes


def count_sessions(axes: Axes) -> None:
    """Whole numbers on the axis of sessions."""
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def nothing(axes: Axes, why: str) -> None:
    """Say in the empty axes why there is nothing to see."""
    axes.text(0.5, 0.5, why, transform=axes.transAxes, ha="center", va="center", color=GREY)
    axes.set_xticks([])
    axes.set_yticks([])


def alliance_courses(run: Results) -> Figure:
    """Client-rated alliance session by session, by how the therapy ended; a few single courses behind."""
    across, up = f"session (means of those still there, while {FEWEST} or more are)", "client-rated WAI-SR (1–5), mean and 95 % interval"
    figure, axes = canvas("The alliance over therapy, by how it ended", across, up)
    rows = run.sessions.assign(road=run.sessions.client_id.map(roads(run.dyads).set_axis(run.dyads.client_id)))
    drawn = 0
    for road in ROADS:
        part, colour, words = rows[rows.road == road], COLOURS[road], WORDS[road]
        for _, course in list(part[part.session > 1].groupby("client_id"))[:12]:
            whole = part[part.client_id == course.client_id.iloc[0]]
            axes.plot(whole.session, whole.wai_client, color=colour, linewidth=0.6, alpha=0.25)
        means = band_of_means(part, "wai_client")
        if len(means):
            axes.fill_between(means.session, means.low, means.high, color=colour, alpha=0.18, linewidth=0)
            axes.plot(means.session, means["mean"], color=colour, linewidth=2.2, label=f"{words} (n = {part.client_id.nunique():,})")
            drawn = max(drawn, int(means.session.max()))
    if not drawn:
        nothing(axes, f"Fewer than {FEWEST} dyads ended in any one way: too few for a mean course.")
        return figure
    axes.set_xlim(0.8, max(drawn, 3) + 0.2)
    axes.set_ylim(1.5, 5.05)
    count_sessions(axes)
    axes.legend(frameon=False, loc="lower right", labelcolor="linecolor", prop={"weight": "bold"})
    return figure


def incidence(run: Results) -> Figure:
    """Which share has ended by each road that anybody took, session by session."""
    dyads = run.dyads
    figure, axes = canvas(
        "How therapies end, and when", f"sessions attended (n = {len(dyads):,} dyads)", "share of those who began (95 % interval)"
    )
    taken = [road for road in ROADS if (roads(dyads) == road).any()]
    if not taken:
        nothing(axes, "No therapy has ended yet.")
        return figure
    found = statistics.cumulative_incidence(dyads)
    end = float(found.session.max()) + 0.5
    finals = []
    for road in taken:
        part = found[found.ending == road]
        x, y = np.append(part.session, end), np.append(part.share, part.share.iloc[-1])
        axes.fill_between(part.session, part.low, part.high, step="post", color=COLOURS[road], alpha=0.18, linewidth=0)
        axes.step(x, y, where="post", color=COLOURS[road], linewidth=2.2)
        finals.append(float(y[-1]))
    for road, share, height in zip(taken, finals, spaced(finals), strict=True):
        axes.annotate(f"{WORDS[road]}: {100 * share:.0f} %", (end, height), xytext=(6, 0), textcoords="offset points",
                      color=COLOURS[road], va="center", weight="bold")  # fmt: skip
    axes.set_xlim(1, end)
    count_sessions(axes)
    axes.set_ylim(0, 1)
    return figure


def spaced(heights: list[float], least: float = 0.06) -> list[float]:
    """Heights in the same order, raised where they would be nearer than `least` to the one below."""
    found, below = list(heights), -least
    for k in sorted(range(len(heights)), key=lambda k: heights[k]):
        found[k] = below = max(heights[k], below + least)
    return found


def alliance_and_outcome(run: Results) -> Figure:
    """Early alliance against outcome, one dot a dyad."""
    figure, axes = canvas("Early alliance and outcome", "client-rated WAI-SR after session 3 (1–5)", BETTER)
    dyads = statistics.analysed(run.dyads)
    r = statistics.correlation(run.dyads)
    if len(dyads) < 3:
        nothing(axes, "Fewer than three dyads reached session 3.")
        return figure
    shown = dyads.sample(min(len(dyads), 3000), random_state=1)
    for road, part in shown.groupby(roads(shown), observed=True):
        colour, line = COLOURS.get(road, GREY), float(road == "ongoing")  # a cross is all line
        axes.scatter(part.wai_client_early, part.outcome, s=14, c=colour, alpha=0.45, lw=line, marker=SHAPES[road], label=WORDS[road])
    if ends := line_through(dyads):
        axes.plot(*zip(*ends, strict=True), color=INK, linewidth=2.2)
    axes.legend(frameon=False, loc="lower right", fontsize=9)
    words = f"r = {r.value:.2f}" + (f"  [{r.low:.2f}, {r.high:.2f}]" if np.isfinite(r.low) else "")
    words += f"\nn = {r.n:,} of {len(run.dyads):,} dyads: those who reached session 3\n{NOT_CAUSE}"
    axes.text(0.02, 0.97, words, transform=axes.transAxes, va="top", weight="bold")
    axes.axhline(0, color=GREY, linewidth=0.8)
    return figure


def ruptures_and_repairs(run: Results) -> Figure:
    """Share of sessions with a rupture by component, and the shares noticed and repaired, session by session."""
    found = ruptures_by_session(run.sessions)
    x, n = found.session.to_numpy(), found.n.to_numpy()
    left = f" (n = {n[0]:,} dyads in session {x[0]}, {n[-1]:,} in session {x[-1]})" if len(n) else ""
    figure, axes = canvas("Ruptures and their repair over therapy", f"session{left}", "share of sessions")
    if not found.ruptured.any():
        nothing(axes, "Too few sessions, or no rupture, to draw.")
        return figure
    floor = np.zeros(len(n))
    for part in COMPONENTS[1:]:
        top = floor + found[part].to_numpy()
        axes.fill_between(x, floor, top, color=COLOURS[part], alpha=0.75, linewidth=0, label=f"rupture in {part}")
        floor = top
    for column, dashes, words in (("noticed", (None, None), "noticed by the therapist"), ("repaired", (4, 2), "fully repaired")):
        axes.plot(x, found[column], color=INK, linewidth=2.0, dashes=dashes, label=words)
    axes.set_xlim(1, max(x[-1], 2))
    count_sessions(axes)
    axes.set_ylim(0, 1)
    axes.legend(frameon=False, ncols=3, loc="upper center", fontsize=10)
    return figure


def save(figure: Figure, folder: Path, name: str, kinds: Iterable[str] = KINDS) -> list[Path]:
    """Write `name.svg` and `name.png`, or one of them; the same figure gives the same bytes."""
    files, engine = {folder / f"{name}.{kind}": KINDS[kind] for kind in kinds}, figure.get_layout_engine()
    try:
        with matplotlib.rc_context(STYLE):
            for file, how in files.items():
                figure.savefig(file, **how)
                figure.set_layout_engine("none")  # all words have their places, and finding them takes a while
    finally:
        figure.set_layout_engine(engine)
    return [*files]


def bytes_of(drawn: Callable[[], Figure], kind: str) -> bytes:
    """A figure as the bytes of a file, `png` or `svg`; one at a time is drawn, since Matplotlib's style is everybody's."""
    with DRAWING, tempfile.TemporaryDirectory() as folder:
        return save(drawn(), Path(folder), "figure", [kind])[0].read_bytes()


ALL: dict[str, Callable[[Results], Figure]] = {
    "alliance_courses": alliance_courses,
    "cumulative_incidence": incidence,
    "alliance_and_outcome": alliance_and_outcome,
    "ruptures_and_repairs": ruptures_and_repairs,
}


def draw_all(run: Run | Results, folder: Path) -> list[Path]:
    """Draw every figure of a run into `folder`; the files written."""
    return [file for name, drawn in ALL.items() for file in attempt(partial(drawn, run), folder, name)]


def attempt(drawn: Callable[[], Figure], folder: Path, name: str, kinds: Iterable[str] = KINDS) -> list[Path]:
    """Draw and save one figure; where that fails it is said, and no table is lost for it."""
    try:
        return save(drawn(), folder, name, kinds)
    except OSError:
        raise
    except Exception as e:
        warnings.warn(f"the figure {name} could not be drawn: {type(e).__name__}: {e}", stacklevel=2)
        return []
