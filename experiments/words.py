"""Results in words that a clinician can read."""

from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any, Protocol

import pandas as pd

from experiments.comparing.compare import ENDS_WORSE, Comparison, Difference
from experiments.comparing.compare import OUTCOMES as OUTCOME_WORDS
from experiments.comparing.directions import DYADS, Shown, interval
from experiments.counting.roads import POLITE
from experiments.sweeps.sweep import OUTCOMES, Swept
from experiments.sweeps.tables import FAILURES
from model import show, story
from model.ratings import CUT_OFF, RELIABLE_CHANGE
from model.scenario import Scenario


def percent(x: float) -> str:
    """A share as a percentage, or a dash when there is none."""
    return "–" if isnan(x) else f"{100 * x:.0f} %"


def number(x: float, digits: int = 2, sign: str = "") -> str:
    """A number, with its `sign` ("+") if wanted, or a dash when there is none; zero has no sign."""
    near = 0.0 if isnan(x) else round(x, digits)
    return "–" if isnan(x) else f"{near:{sign}.{digits}f}" if near else f"{0.0:.{digits}f}"


def spread(low: float, high: float, digits: int = 2, sign: str = "") -> str:
    """An interval in brackets, or nothing when there is none."""
    return "" if isnan(low) or isnan(high) else f"[{number(low, digits, sign)}, {number(high, digits, sign)}]"


def clinic(scenario: Scenario, engine: str, s: Mapping[str, Any], seconds: float) -> str:
    """What happened in a clinic, in a few lines."""
    r = f"{number(s['alliance_outcome_r'])} {spread(s['alliance_outcome_r_low'], s['alliance_outcome_r_high'])}"
    return "\n".join(
        (
            f"{scenario.title or scenario.name}: {s['dyads']:,} dyads, {s['therapists']:,} therapists, {s['sessions']:,} sessions "
            f"(seed {scenario.seed}, {engine} engine, {seconds:.1f} s)",
            "",
            f"  How it ended         {percent(s['dropout'])} dropped out, {percent(s['agreed'] - s['practical'])} found it good enough, "
            f"{percent(s['practical'])} agreed to end for practical reasons ({POLITE}), {percent(s['planned_end'])} as planned"
            + (f", {percent(s['ongoing'])} go on" if s["ongoing"] else ""),
            f"  How long             median {s['median_sessions']:g} sessions, mean {number(s['mean_sessions'], 1)}; "
            f"{percent(s['came_once'])} came once",
            f"  Alliance, session 3  client-rated WAI-SR {number(s['alliance_early'], 1)} of 5; with outcome r = {r.strip()}",
            f"  Ruptures             in {percent(s['rupture_share'])} of sessions (minor ones included); "
            f"{percent(s['repair_share'])} of them fully repaired",
            f"  Distress             pre–post d = {number(s['pre_post_d'])} (two sessions or more)",
            f"  Of those who came at least twice, {CUT_OFF:g} or more at intake: {percent(s['reliable_improvement'])} reliably "
            f"better ({RELIABLE_CHANGE:g} points), {percent(s['recovered'])} recovered, {percent(s['reliable_deterioration'])} worse",
        )
    )


def arms(began: pd.DataFrame, found: pd.DataFrame) -> str:
    """What a trial shows: who is in each arm, and how the arms differ at each assessment."""
    lines = ["", f"  {'Arm':<24}{'clients':>8}{'distress at intake':>20}{'dropped out':>13}{'sessions':>10}"]
    for row in began.to_dict("records"):
        left, held = ("–", "–") if row["waits"] else (percent(row["dropout"]), number(row["sessions"], 1))
        name = f"{row['arm']}{' (waits)' if row['waits'] else ''}"
        lines.append(f"  {name:<24}{row['n']:>8,}{number(row['intake'], 1):>20}{left:>13}{held:>10}")
    lines += ["", "  Distress (OQ-45 points, higher is worse) of all who were allocated, also of those who have left:"]
    for row in found.to_dict("records"):
        lines.append(
            f"    week {row['week']:<4} {row['arm']} {row['mean']:.1f} (n = {row['n']:,}), {row['against']} {row['mean_against']:.1f} "
            f"(n = {row['n_against']:,}): d = {number(row['d'], sign='+')} {spread(row['low'], row['high'], sign='+')}".rstrip()
        )
    return "\n".join([*lines, "", "  " + ARMS_DIFFER])


ARMS_DIFFER = "d: difference adjusted for distress at intake, in SDs; positive where the arm named first is better off."


def compared(found: Comparison, labels: tuple[str, str]) -> str:
    """Paired differences, how many lives stayed the same, and one that changed, told side by side from there."""
    head = [f"A: {labels[0]}", f"B: {labels[1]}", f"Same luck, seed {found.a.scenario.seed}", ""]
    same = f"{found.unchanged:,} of {found.clients:,} clients lived the same life to the last bit"
    if found.unchanged == found.clients:
        parts = [f"{same}. B did nothing that A did not: what was changed or done in B was so already, or reached nobody."]
        return "\n".join(map(show.paragraph, head + parts))
    parts = [
        "Each line is a mean over the dyads that have it in A and in B (last column), every dyad counting once; intervals are clustered "
        "by therapist. Luck saved: how many times larger the variance of B - A would be without common luck. (dyads run counts otherwise: "
        f"ruptures by session, reliable change among those who came twice or more, with {CUT_OFF:g} points or more at intake.)",
        "",
        f"B ends worse than A for {found.worse:,} dyads and better for {found.better:,} ({ENDS_WORSE}).",
        f"{same}; {len(found.turns):,} took another turn in what happened.",
    ]
    return "\n".join([*map(show.paragraph, head), *table(found), "", *map(show.paragraph, [*parts, *side_by_side(found)])])


MOST_SAVED = 1000.0
"""Beyond this the variance that common luck saves is not worth a number: next to nobody changed."""


class Differing(Protocol):
    """Something that holds differences."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """One for every outcome."""
        ...


def table(found: Differing) -> Iterator[str]:
    """The differences, a line an outcome."""
    yield f"  {'':<35}{'A':>7}{'B':>8}{'B - A':>9}  {'95 % interval':<18}{'luck saved':>11}{'dyads':>8}"
    for d in found.differences:
        size = max(abs(d.a), abs(d.b))
        digits = 1 if size > 10 else 2 if size > 1 else 3
        reach = spread(d.low, d.high, digits, "+") if d.low < d.high else ""
        saved = f"> {MOST_SAVED:,.0f} ×" if d.variance_saved > MOST_SAVED else f"{number(d.variance_saved, 1)} ×".replace("– ×", "–")
        values = f"{number(d.a, digits):>7}{number(d.b, digits):>8}{number(d.difference, digits, '+'):>9}"
        yield f"  {OUTCOME_WORDS[d.outcome][0]:<35}{values}  {reach:<18}{saved:>11}{d.n:>8,}"


SHOWN = 4
"""Paragraphs of a story that a comparison shows at most, besides how it ended."""


def side_by_side(found: Comparison) -> Iterator[str]:
    """One client's story under A and under B, from where the lives part: whom the scenario tells of, or else the first."""
    if not found.first:
        return
    client = found.chosen or found.first[0]
    session = found.turns[client]
    tell = next((run.scenario.tell for run in (found.a, found.b) if run.scenario.tell.client == client), None)
    name = f"{tell.name} ({client})" if tell and tell.name else client
    yield f"\n{name} takes another turn in session {session}:" if found.chosen else (
        f"\nThe first whose life took another turn is {name}, in session {session}:")  # fmt: skip
    for side, run in (("A", found.a), ("B", found.b)):
        *told, ending = story.since(run, client, session) if client in set(run.dyads.client_id) else [NO_THERAPY]
        yield f"\nIn {side}:"
        yield "\n".join(f"\n{part}" for part in [*told[:SHOWN], *(["…"] if len(told) > SHOWN else []), ending])


NO_THERAPY = "There is no therapy: the client waits."


def swept(found: Swept, seconds: float) -> str:
    """What a sweep shows: for each axis how far the outcomes move from its lowest to its highest value."""
    design, n = found.design, len(found.rows)
    lines = [f"{design.title}: {len(design):,} points × {design.replicates:,} replicates ({found.engine} engine, {seconds:.1f} s)", ""]
    for axis in design.axes if n else ():
        at = found.means().groupby(axis.title, sort=not axis.in_words).mean(numeric_only=True)
        ends = axis.points if axis.in_words else (f"from {at.index[0]:g}", f"to {at.index[-1]:g}")
        shown = at if axis.in_words else at.iloc[[0, -1]]
        lines.append(f"  {axis.title}, {(', ' if axis.in_words else ' ').join(ends)}:")
        lines += [f"    {words:<40} {' → '.join(map(number, shown[v]))}" for v, words in OUTCOMES.items()]
    if n and not design.axes:
        lines.append("  Over all clinics, from the least to the greatest value (mean):")
        spans = found.rows[[*OUTCOMES]].agg(["min", "max", "mean"])
        lines += [
            f"    {words:<40} {number(spans[v]['min'])} to {number(spans[v]['max'])} ({number(spans[v]['mean'])})"
            for v, words in OUTCOMES.items()
        ]
    if len(found.failures):
        lines.append(f"\n  {len(found.failures)} of {n + len(found.failures)} simulations failed; see {FAILURES}.")
    return "\n".join(lines)


def directions(found: list[Shown]) -> str:
    """The direction table, a line a row."""
    lines = [f"Twins of {DYADS:,} dyads under the same luck; effects with 95 % intervals clustered by therapist", ""]
    for row in found:
        verdict = "holds" if row.holds else "FAILS"
        lines.append(f"  {row.mechanism:<4}{verdict:<7}{row.claim}")
        lines.append(f"      {row.changed}: {row.column} {row.effect:+.3g} {interval(row)} expected {row.expected}")
    return "\n".join([*lines, "", f"{sum(r.holds for r in found)} of {len(found)} rows hold."])
