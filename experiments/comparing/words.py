"""What differs between two clinics, in words that a clinician can read; and the direction table, row by row."""

from collections.abc import Iterator
from typing import Protocol

from experiments.comparing.compare import ENDS_WORSE, Comparison, Difference, unpaired
from experiments.comparing.compare import OUTCOMES as OUTCOME_WORDS
from experiments.comparing.directions import DYADS, Shown, interval
from experiments.counting.words import number, spread
from model import show
from model.ratings import CUT_OFF
from model.stories import story


def compared(found: Comparison, labels: tuple[str, str]) -> str:
    """Paired differences, how many lives stayed the same, and one that changed, side by side from there: first, where it is alone."""
    head = [f"A: {labels[0]}", f"B: {labels[1]}", f"Same luck, seed {found.a.scenario.seed}", ""]
    same = f"{found.unchanged:,} of {found.clients:,} clients lived the same life to the last bit"
    if found.unchanged == found.clients and not any(found.alone):
        parts = [f"{same}. B did nothing that A did not: what was changed or done in B was so already, or reached nobody."]
        return "\n".join(map(show.paragraph, head + parts))
    how = (
        "Each line is a mean over the dyads that have it in A and in B (last column), every dyad counting once; intervals are clustered "
        "by therapist. Luck saved: how many times larger the variance of B - A would be without common luck. (dyads run counts otherwise: "
        f"ruptures by session, reliable change among those who came twice or more, with {CUT_OFF:g} points or more at intake.)"
    )
    ends = f"B ends worse than A for {found.worse:,} dyads and better for {found.better:,} ({ENDS_WORSE})."
    turned = f"{same}; {len(found.turns):,} took another turn in what happened{in_numbers(found)}."
    means = [*table(found), "", *map(show.paragraph, [how, "", ends])]
    lives = list(map(show.paragraph, [turned, *unpaired(found), *side_by_side(found)]))
    one = len(found.turns) == 1  # whose life is the answer, and all but nothing of it is seen in means
    return "\n".join([*map(show.paragraph, head), *([*lives, "", *means] if one else [*means, *lives])])


def in_numbers(found: Comparison) -> str:
    """How many clients live otherwise though nothing else happened to them, if any do."""
    rest = found.clients - found.unchanged - len(found.turns)
    return f", {rest:,} went the same way with other numbers" if rest else ""


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


def directions(found: list[Shown]) -> str:
    """The direction table, a line a row."""
    lines = [f"Twins of {DYADS:,} dyads under the same luck; effects with 95 % intervals clustered by therapist", ""]
    for row in found:
        verdict = "holds" if row.holds else "FAILS"
        lines.append(f"  {row.mechanism:<4}{verdict:<7}{row.claim}")
        lines.append(f"      {row.changed}: {row.column} {row.effect:+.3g} {interval(row)} expected {row.expected}")
    return "\n".join([*lines, "", f"{sum(r.holds for r in found)} of {len(found)} rows hold."])
