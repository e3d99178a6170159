"""The charts of a clinic as ECharts takes them, and in words; what was there before stays behind in grey."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from dashboards.clinic.clinics import Look, R, chance, reach_of, value_of
from dashboards.parts.look import COLOURS
from dashboards.parts.sheet import GHOST, INK, PERCENT, Option, area, band, ghostly, line, points, sessions, sheet, steps
from experiments.counting.points import BETTER, FEWEST
from experiments.counting.roads import POLITE, SHORT, WORDS
from experiments.counting.statistics import EARLY
from experiments.counting.words import number, percent
from experiments.drawing.figures import COLOURS as PAPER
from model.fields import COMPONENTS

SYMBOLS = {"dropout": "triangle", "practical": "rect", "good_enough": "circle", "planned_end": "diamond", "ongoing": "pin"}
"""What tells dots apart where colours are not seen."""
COLOUR_OF = PAPER | {"dropout": INK, "ongoing": COLOURS["ghost"]}
"""As on paper; what is black there is in the colour of the text here, on light and on dark."""


class Chart(NamedTuple):
    """A chart: its title, how it is drawn of a clinic and the one before, and what it says; `figure` is its twin on paper."""

    title: str
    option: Callable[[Look, Look | None], Option]
    said: Callable[[Look], str]
    figure: str = ""


def courses(now: Look, before: Look | None) -> Option:
    """Mean alliance by session and ending, with bands; beneath, how many are still there."""
    series: list[Option] = []
    for road, rows in (before.courses if before else {}).items():
        series.append(ghostly(WORDS[road], points(rows.session, rows["mean"]), road))
    last, names = 1.0, []
    for road, rows in now.courses.items():
        if not len(rows):
            continue
        last = max(last, rows.session.max())
        names.append(f"{SHORT[road]} ({now.ended[road]:,})")
        series += [
            band(points(rows.session, rows.low, rows.high), COLOUR_OF[road], road),
            line(names[-1], points(rows.session, rows["mean"], rows.n), COLOUR_OF[road], road),
        ]
    left = now.still[now.still.index <= last]
    bars = {
        "type": "bar", "id": "still", "name": "still there", "data": points(left.index, left), "xAxisIndex": 1, "yAxisIndex": 1,
        "silent": True, "itemStyle": {"color": f"{GHOST}73"}, "barMaxWidth": 26, "labelLayout": {"hideOverlap": True},
        "label": {"show": True, "position": "top", "formatter": "{@[1]}", "color": INK, "fontSize": 16},
    }  # fmt: skip
    found = sheet("", "WAI-SR by the client", [*series, bars], legend=names, y={"min": 2, "max": 5})
    upper, lower = {"left": 82, "right": 24, "top": 44, "bottom": 122}, {"left": 82, "right": 24, "height": 28, "bottom": 46}
    x, y = found["xAxis"] | sessions(last), found["yAxis"]
    wide = {"min": 0.5, "max": max(3, int(last)) + 0.5}
    below = x | wide | {"gridIndex": 1, "name": "session, and how many are still there", "axisLabel": {"show": False}}
    below |= {"nameGap": 12, "axisTick": {"show": False}}
    none = {"type": "value", "gridIndex": 1, "show": False, "min": 0}
    return found | {
        "grid": [upper, lower],
        "xAxis": [x | wide | {"axisLabel": {"showMinLabel": False, "showMaxLabel": False}}, below],
        "yAxis": [y, none],
    }


def by_road(of: Look) -> list[tuple[str, pd.DataFrame]]:
    """The cumulative incidence of each road."""
    return [(str(road), rows) for road, rows in of.incidence.groupby("ending", sort=False)]


def incidence(now: Look, before: Look | None) -> Option:
    """Cumulative incidence of the roads out."""
    series: list[Option] = []
    for road, rows in by_road(before) if before else ():
        if rows.share.any():
            series.append(ghostly(WORDS[road], points(rows.session, 100 * rows.share, digits=1), road, step="end"))
    names = []
    for road, rows in by_road(now):
        if rows.share.iloc[-1] >= 0.005:
            names.append(f"{SHORT[road]} {percent(rows.share.iloc[-1])}")
            data = points(rows.session, 100 * rows.share, digits=1)
            series += [band(steps(rows, "low", "high"), COLOUR_OF[road], road), line(names[-1], data, COLOUR_OF[road], road, step="end")]
    return sheet(
        "sessions attended", "ended so far", series, legend=names, x=sessions(now.incidence.session.max()), y=PERCENT, say={"unit": " %"}
    )


def scatter(now: Look, before: Look | None) -> Option:
    """Early alliance against outcome, a dot a dyad, by how the therapy ended."""
    series: list[Option] = []
    names = []
    for road, rows in ((str(r), rows) for r, rows in now.dots.groupby("road", observed=True)):
        names.append(SHORT[road])
        data = [[*p, c] for p, c in zip(points(rows[EARLY], rows.outcome), rows.client_id, strict=True)]
        shape = {"symbol": SYMBOLS[road], "symbolSize": 9, "cursor": "pointer"}
        series.append({"type": "scatter", "id": road, "name": SHORT[road], "data": data, **shape,
                       "itemStyle": {"color": COLOUR_OF[road], "opacity": 0.55}})  # fmt: skip
    if before and before.line:
        series.append(ghostly("line", points(*zip(*before.line, strict=True)), "line"))
    if now.line:
        series.append(line("line", points(*zip(*now.line, strict=True)), INK, "line", silent=True))
    more: Option = {
        "x": {"min": 1, "max": 5},
        "trigger": "item",
        "say": {"item": "client {2}: WAI-SR {0}; {1} OQ-45 points better than expected. Click for the story."},
    }
    return sheet("client-rated WAI-SR after session 3", BETTER.partition(" than ")[0], series, legend=names, **more)


def ruptures(now: Look, before: Look | None) -> Option:
    """Share of sessions with a rupture, by component, and how many are noticed and repaired."""
    rows = now.ruptures
    series: list[Option] = []
    if before:
        was = before.ruptures
        series += [
            ghostly(words, points(was.session, 100 * was[c], digits=1), c)
            for c, words in (("ruptured", "ruptures"), ("repaired", "repaired"))
        ]
    floor = 0.0 * rows.n
    for part in COMPONENTS[1:]:
        top = floor + 100 * rows[part]
        series.append(area(part, points(rows.session, floor, top, digits=1), COLOURS[part], part))
        floor = top
    for column, dashes in (("noticed", "solid"), ("repaired", "dotted")):
        series.append(line(column, points(rows.session, 100 * rows[column], digits=1), INK, column, dashes=dashes))
    names = [*COMPONENTS[1:], "noticed", "repaired"]
    return sheet(
        "session",
        "share of sessions",
        series,
        legend=names,
        x=sessions(rows.session.max() if len(rows) else 1),
        y=PERCENT,
        say={"unit": " %"},
    )


def endings(now: Look, before: Look | None) -> Option:
    """How therapies ended, in shares of all dyads."""
    shown = [road for road in reversed(WORDS) if now.ended[road] or (before and before.ended[road])]

    def bars(of: Look) -> list[float]:
        return [round(100 * of.ended[road] / of.summary["dyads"], 1) for road in shown]

    label = {"show": True, "position": "right", "formatter": "{c} %", "color": INK, "fontSize": 17}
    data = [{"value": v, "itemStyle": {"color": COLOUR_OF[e]}} for v, e in zip(bars(now), shown, strict=True)]
    series: list[Option] = [{"type": "bar", "id": "now", "name": "now", "data": data, "label": label, "barMaxWidth": 38}]
    if before:
        series.insert(
            0, {"type": "bar", "id": "ghost", "name": "before", "data": bars(before), "itemStyle": {"color": GHOST}, "barMaxWidth": 14}
        )
    unmarked = PERCENT | {"nameGap": 12, "axisLabel": {"show": False}}
    names = {"type": "category", "data": [WORDS[road].removeprefix("ended ") for road in shown], "name": ""}
    found = sheet("share of all dyads", "", series, x=unmarked, y=names, trigger="item", say={"unit": " %"})
    return found | {"grid": {"left": 182, "right": 74, "top": 12, "bottom": 52}}


def therapists(now: Look, before: Look | None) -> Option:
    """Each therapist's dropout and mean change, and what chance alone would give one of them."""

    def cloud(of: Look, key: str, colour: str, **more: Any) -> Option:
        rows = of.therapists
        data = points(100 * rows.dropout, rows.change, rows.therapist_id, rows.n, digits=1)
        return {"type": "scatter", "id": key, "name": key, "data": data, "itemStyle": {"color": colour, "opacity": 0.75}, **more}

    series = [cloud(before, "before", GHOST, symbolSize=10, silent=True)] if before else []
    more: Option = {"cursor": "pointer"}
    if len(now.therapists) > 1:
        low, high = (round(100 * end, 1) for end in chance(now)[:2])
        more["markArea"] = {"silent": True, "itemStyle": {"color": f"{GHOST}33"}, "data": [[{"xAxis": low}, {"xAxis": high}]]}
    series.append(cloud(now, "now", COLOURS["therapist"], symbolSize=14, **more))
    say = {"item": "therapist {2}, {3} clients: {0} % dropped out, mean change {1} points. Click for her first client."}
    x = {"min": 0, "axisLabel": {"formatter": "{value} %"}}
    return sheet("dropped out", "mean change, points", series, x=x, trigger="item", say=say)


def said_of_therapists(now: Look) -> str:
    """How far therapists lie apart, and how far they would by chance; or why they are not compared."""
    rows = now.therapists
    if len(rows) < 2:
        return f"Too few therapists with {FEWEST} clients or more to compare."
    by_luck = chance(now)
    return (
        f"{len(rows)} therapists; dropout from {percent(rows.dropout.min())} to {percent(rows.dropout.max())}. "
        f"If all were the same, chance alone would spread them from about {percent(by_luck.lowest)} to "
        f"{percent(by_luck.highest)}; grey is where it puts 19 of 20."
    )


def said_of_r(now: Look) -> str:
    """The correlation of alliance and outcome in words, of whom, and what it is not."""
    r = f"r = {value_of(now, R)} {reach_of(now, R)}".strip()
    of = f"n = {now.analysed:,} of {now.summary['dyads']:,} who reached session 3"
    drawn = f" {len(now.dots):,} of them are drawn, by lot." if len(now.dots) < now.analysed else ""
    return f"{r}, {of}; {R.caution}.{drawn} Upwards: {BETTER}. Click a dot for that client's story."


def said_of_courses(now: Look) -> str:
    """Until when courses are drawn, and that whoever is there at their end is not everybody who began."""
    drawn, there = f"Means with 95 % intervals, while {FEWEST} dyads or more remain.", now.stayed
    if there is None:
        return drawn
    began = (
        f"those who stay began {'higher' if there.began > there.all_began else 'lower'}, at {number(there.began)} instead of "
        f"{number(there.all_began)}"
    )
    return f"{drawn} Not the same people: in the longest course, {there.n} are left in session {there.session}; {began}."


def said_of_endings(now: Look) -> str:
    """Of how many, and how they come out, which tells endings apart."""
    known = {road: share for road, share in now.better.items() if now.ended[road] >= FEWEST and road != "ongoing"}
    better = ", ".join(f"{percent(share)} of those who {WORDS[road]}" for road, share in known.items())
    polite = f" Practical reasons: they had such, {POLITE}." if now.ended["practical"] else ""
    return f"{now.summary['dyads']:,} dyads.{f' Reliably better: {better}.' if better else ''}{polite}"


CHARTS: Mapping[str, Chart] = {
    "courses": Chart("The alliance over therapy, by how it ended", courses, said_of_courses, "alliance_courses"),
    "incidence": Chart("How therapies end, and when", incidence,
                       lambda now: f"Median {now.summary['median_sessions']:g} sessions.", "cumulative_incidence"),
    "scatter": Chart("Early alliance and outcome", scatter, said_of_r, "alliance_and_outcome"),
    "ruptures": Chart("Ruptures and repairs", ruptures,
                      lambda now: f"In {percent(now.summary['rupture_share'])} of sessions; "
                      f"{percent(now.summary['repair_share'])} of them fully repaired.", "ruptures_and_repairs"),
    "endings": Chart("How it ended", endings, said_of_endings),
    "therapists": Chart("Therapists compared", therapists, said_of_therapists),
}  # fmt: skip
