"""Results in words that a clinician can read."""

from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

import pandas as pd

from experiments.compare import OUTCOMES as OUTCOME_WORDS
from experiments.compare import Comparison
from experiments.directions import DYADS, Shown, interval
from experiments.sweep import OUTCOMES, Swept
from model import story
from model.ratings import CUT_OFF, RELIABLE_CHANGE
from model.scenario import Scenario


def percent(x: float) -> str:
    """A share as a percentage, or a dash when there is none."""
    return "–" if isnan(x) else f"{100 * x:.0f} %"


def number(x: float, digits: int = 2) -> str:
    """A number, or a dash when there is none."""
    return "–" if isnan(x) else f"{x:.{digits}f}"


def clinic(scenario: Scenario, engine: str, s: Mapping[str, Any], seconds: float) -> str:
    """What happened in a clinic, in a few lines."""
    spread = f" [{number(s['alliance_outcome_r_low'])}, {number(s['alliance_outcome_r_high'])}]"
    return "\n".join(
        (
            f"{scenario.title or scenario.name}: {s['dyads']:,} dyads, {s['therapists']:,} therapists, {s['sessions']:,} sessions "
            f"(seed {scenario.seed}, {engine} engine, {seconds:.1f} s)",
            "",
            f"  How it ended         {percent(s['dropout'])} dropped out, {percent(s['agreed'])} ended by agreement, "
            f"{percent(s['planned_end'])} as planned" + (f", {percent(s['ongoing'])} go on" if s["ongoing"] else ""),
            f"  How long             median {s['median_sessions']:g} sessions, mean {number(s['mean_sessions'], 1)}; "
            f"{percent(s['came_once'])} came once",
            f"  Alliance, session 3  client-rated WAI-SR {number(s['alliance_early'], 1)} of 5; with outcome r = "
            f"{number(s['alliance_outcome_r'])}{spread}",
            f"  Ruptures             in {percent(s['rupture_share'])} of sessions (minor ones included); "
            f"{percent(s['repair_share'])} of them fully repaired",
            f"  Distress             pre–post d = {number(s['pre_post_d'])} (two sessions or more)",
            f"  Of those who came at least twice, {CUT_OFF:g} or more at intake: {percent(s['reliable_improvement'])} reliably "
            f"better ({RELIABLE_CHANGE:g} points), {percent(s['recovered'])} recovered, {percent(s['reliable_deterioration'])} worse",
        )
    )


def arms(found: pd.DataFrame) -> str:
    """What a trial shows at each assessment."""
    lines = ["", "  Assessed at intake, and then, whoever they were with:"]
    for row in found.to_dict("records"):
        d, low, high = (number(float(row[k])) for k in ("d", "low", "high"))
        lines.append(
            f"    week {row['week']:<4} {row['arm']} {row['mean']:.0f} (n = {row['n']:,}), {row['against']} {row['mean_against']:.0f} "
            f"(n = {row['n_against']:,}); difference in outcome d = {d} [{low}, {high}]"
        )
    return "\n".join(lines)


def compared(found: Comparison, labels: tuple[str, str]) -> str:
    """Paired differences, how many lives stayed the same, and the first that changed, told side by side from there."""
    lines = [f"A: {labels[0]}", f"B: {labels[1]}"]
    lines += [f"Same luck, seed {found.a.scenario.seed}; B minus A, with 95 % intervals clustered by therapist", ""]
    lines.append(f"  {'':<36}{'A':>8}{'B':>8}{'B - A':>9}  {'95 % interval':<20}{'variance saved':>14}")
    for d in found.differences:
        digits = 1 if max(abs(d.a), abs(d.b)) > 10 else 2 if max(abs(d.a), abs(d.b)) > 1 else 3
        spread = "" if isnan(d.low) else f"[{d.low:+.{digits}f}, {d.high:+.{digits}f}]"
        saved = "–" if isnan(d.variance_saved) else f"{d.variance_saved:.1f} ×"
        values = f"{number(d.a, digits):>8}{number(d.b, digits):>8}{'–' if isnan(d.difference) else f'{d.difference:+.{digits}f}':>9}"
        lines.append(f"  {OUTCOME_WORDS[d.outcome][0]:<36}{values}  {spread:<20}{saved:>14}")
    lines += ["", f"  {found.unchanged:,} of {found.dyads:,} dyads lived the same life to the last bit."]
    if found.first:
        client, session = found.first
        lines += [f"  The first whose life took another turn is {client}, in session {session}:", "", *side_by_side(found, client, session)]
    return "\n".join(lines)


def side_by_side(found: Comparison, client: str, session: int) -> Iterator[str]:
    """One client's story under A and under B, from the session where it parted, three sessions of each and the end."""
    for label, run in (("A", found.a), ("B", found.b)):
        rows = run.sessions
        rows = rows[(rows.client_id == client) & (rows.session >= session)]
        dyads = run.dyads[run.dyads.client_id == client]
        told = [*(story.told(row, found.a.scenario.seed) for _, row in rows.head(3).iterrows()), *(["…"] if len(rows) > 3 else [])]
        yield f"  {label}. " + "\n     ".join([*told, *(story.closing(d).strip() for _, d in dyads.iterrows())])


def swept(found: Swept, seconds: float) -> str:
    """What a sweep shows: for each axis how far the outcomes move from its lowest to its highest value."""
    design, n = found.design, len(found.rows)
    lines = [f"{design.title}: {len(design.points)} points × {design.replicates} replicates ({found.engine} engine, {seconds:.1f} s)", ""]
    for axis in design.axes if n else ():
        at = found.means().groupby(axis.title).mean(numeric_only=True)
        lines.append(f"  {axis.title}, from {at.index[0]:g} to {at.index[-1]:g}:")
        lines += [f"    {words:<40} {number(at[v].iloc[0])} → {number(at[v].iloc[-1])}" for v, words in OUTCOMES.items()]
    if len(found.failures):
        lines.append(f"\n  {len(found.failures)} of {n + len(found.failures)} simulations failed; see failures.csv.")
    return "\n".join(lines)


def directions(found: list[Shown]) -> str:
    """The direction table, a line a row."""
    lines = [f"Twins of {DYADS:,} dyads under the same luck; effects with 95 % intervals clustered by therapist", ""]
    for row in found:
        verdict = "holds" if row.holds else "FAILS"
        lines.append(f"  {row.mechanism:<4}{verdict:<7}{row.claim}")
        lines.append(f"      {row.changed}: {row.column} {row.effect:+.3g} {interval(row)} expected {row.expected}")
    return "\n".join([*lines, "", f"{sum(r.holds for r in found)} of {len(found)} rows hold."])
