"""A clinic in words that a clinician can read, and how numbers are written in them."""

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd

from experiments.counting.roads import POLITE
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


def sure(s: Mapping[str, Any], name: str, digits: int | None = None) -> str:
    """A key number of a summary with its 95 % interval, if it has one: with so many digits, or as a percentage."""
    low, high = s[f"{name}_low"], s[f"{name}_high"]
    told, ends = (percent(s[name]), (100 * low, 100 * high)) if digits is None else (number(s[name], digits), (low, high))
    return f"{told} {spread(*ends, digits or 0)}".rstrip()


def clinic(scenario: Scenario, engine: str, s: Mapping[str, Any], seconds: float) -> str:
    """What happened in a clinic, in a few lines."""
    return "\n".join(
        (
            f"{scenario.title or scenario.name}: {s['dyads']:,} dyads, {s['therapists']:,} therapists, {s['sessions']:,} sessions "
            f"(seed {scenario.seed}, {engine} engine, {seconds:.1f} s)",
            "",
            f"  How it ended         {sure(s, 'dropout')} dropped out, {percent(s['agreed'] - s['practical'])} found it good enough, "
            f"{percent(s['practical'])} agreed to end for practical reasons ({POLITE}), {percent(s['planned_end'])} as planned"
            + (f", {percent(s['ongoing'])} go on" if s["ongoing"] else ""),
            f"  How long             median {s['median_sessions']:g} sessions, mean {sure(s, 'mean_sessions', 1)}; "
            f"{sure(s, 'came_once')} came once",
            f"  Alliance, session 3  client-rated WAI-SR {sure(s, 'alliance_early', 1)} of 5; "
            f"with outcome r = {sure(s, 'alliance_outcome_r', 2)}",
            f"  Ruptures             in {sure(s, 'rupture_share')} of sessions (minor ones included); "
            f"{sure(s, 'repair_share')} of them fully repaired",
            f"  Distress             pre–post d = {sure(s, 'pre_post_d', 2)} (two sessions or more)",
            f"  Of those who came at least twice, {CUT_OFF:g} or more at intake: {sure(s, 'reliable_improvement')} reliably "
            f"better ({RELIABLE_CHANGE:g} points), {sure(s, 'recovered')} recovered, {sure(s, 'reliable_deterioration')} worse",
            *(["", f"  {INTERVALS}"] if not isnan(s["dropout_low"]) else []),
        )
    )


INTERVALS = "In brackets: 95 % intervals; clients of one therapist are alike, so that therapists are what counts for them."


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
