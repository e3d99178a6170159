"""What the model was meant to reach in speed and memory, beside what was measured here."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


class Goal(NamedTuple):
    """A number to reach: `aim` at least, or at `most`; it stands in the `column` of a table in the row that `where` knows."""

    what: str
    aim: float
    most: bool
    table: str
    column: str
    where: Callable[[Row], bool]


def named(column: str, begins: str, ends: str = "") -> Callable[[Row], bool]:
    """Knows the row in whose `column` stands something that begins, and ends, with these words."""
    return lambda row: str(row[column]).startswith(begins) and str(row[column]).endswith(ends)


RATIO, SWEEP = "times the yardstick", "sweep of 2,000 points"
GOALS = (
    Goal("recorded, one thread, times idiomatic Mesa", 100.0, False, "engines", RATIO, named("engine", "cohort", "recorded")),
    Goal("sweep with summaries, one thread, times idiomatic Mesa", 200.0, False, "engines", RATIO, named("engine", "sweep of")),
    Goal("agents engine, times idiomatic Mesa", 1.3, False, "engines", RATIO, named("engine", "agents")),
    Goal("two threads over one", 1.7, False, "growth", "times the first",
         lambda row: (row["what grows"], row["its size"]) == ("threads", "2")),
    Goal("a hundred million dyad-sessions, seconds", 60.0, True, "memory", "seconds", named("work", SWEEP)),
    Goal("a hundred million dyad-sessions, MiB", 600.0, True, "memory", "MiB", named("work", SWEEP)),
    Goal("first table with unchanged rules, seconds after imports", 1.0, True, "beginning", "seconds after them",
         named("the first clinic (small)", "compiled before")),
)  # fmt: skip
"""All goals: what is not fast enough is to be seen where speed is measured."""


def goals(found: Rows) -> Iterator[Row]:
    """A row for each goal of which anything was measured; `from` and `to` say how far it ranged, where it was measured in rounds."""
    for goal in GOALS:
        for row in filter(goal.where, found.get(goal.table, [])):
            measured = row[goal.column]
            reached = measured <= goal.aim if goal.most else measured >= goal.aim
            aim = f"at {'most' if goal.most else 'least'} {goal.aim:g}"
            ends = {end: row.get(end, "once") for end in ("from", "to")}
            yield {"what": goal.what, "goal": aim, "measured": measured, **ends, "reached": "yes" if reached else "no"}
