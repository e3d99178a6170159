"""A few dyads live on both engines by the rule files of a record: machine code that is kept must say what their text says."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from experiments.again.since import clinics, listed
from experiments.results.clinic_record import rules_of
from model.cohort.compiling import cache_folder, is_kept
from model.cohort.engine import kernel_for
from model.rules import Rules
from model.simulate import Run, simulate

CLINIC, DYADS = "small", 20
"""Who lives on both engines."""


class Held(NamedTuple):
    """A rule file whose compiled session was held against its plain rules: whether they are the same, and in words where not."""

    what: str
    same: bool
    words: str


def held(told: dict[str, Any]) -> Iterator[Held]:
    """Every rule file of a record whose compiled session is kept on this machine, held against the same rules as plain Python."""
    texts = {side["rule_text"]: side for side in clinics(told) if side.get("replaced_rules") and side.get("rule_text")}
    for side in texts.values():
        rules = rules_of(side)
        for record in (True, False):
            if is_kept(kernel_for(rules, record)):
                yield beside(rules, record)


def beside(rules: Rules, record: bool) -> Held:
    """How lives by the compiled session, as it is kept on disk, stand to those by plain rules."""
    kept, plain = (lived(rules, record, engine) for engine in ("cohort", "agents"))
    apart = [*differ(kept, plain, "dyads"), *(differ(kept, plain, "sessions") if record else ())]
    name = rules.source.name if rules.source else "rules"
    what = f"{name}, {DYADS} dyads on both engines{'' if record else ', dyads alone'}"
    say = f"compiled, these come out otherwise: {listed(apart)}. Remove {cache_folder()}, and make it again" if apart else ""
    return Held(what, not apart, say)


def lived(rules: Rules, record: bool, engine: Any) -> Run:
    """The lives of a few dyads on one engine."""
    return simulate(CLINIC, settings={"clinic.dyads": DYADS}, rules=rules, engine=engine, record=record)


def differ(one: Run, other: Run, table: str) -> list[str]:
    """The columns of a table that are not the same in two runs; all that it has where the rows are not as many."""
    a, b = getattr(one, table), getattr(other, table)
    return [column for column in a if not a[column].equals(b[column])]
