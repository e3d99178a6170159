"""What a report says of how its sweep was made: design, factors, provenance, how to repeat and to cite it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.designs.recorded import VARIED, numbers_of
from experiments.designs.sampling import SAMPLERS
from experiments.reports import figures as sweep_figures
from experiments.sweeps.dictionary import WORDS
from experiments.sweeps.finished import Finished
from model.parameters import FROZEN

SHOWN = 8
"""So many values of a factor are listed one by one."""


def told(sweep: Finished) -> dict[str, Any]:
    """All of it."""
    record = sweep.record
    varied = {name for factor in record["factors"] for name in factor["names"]}
    return {
        "design": design_words(sweep),
        "factors": [factor_row(sweep, each) for each in record["factors"]],
        "design_text": record["design_text"],
        "name": record["design"],
        "repeat": repeat(sweep),
        "cite": cite(sweep),
        "made": provenance(sweep),
        "parameters": [(name, value) for name, value in record["parameters"].items() if name not in varied],
        "rules": [*rules(record)],
        "version": record["versions"]["therapy-dyads"],
    }


def facts(sweep: Finished) -> list[tuple[str, str]]:
    """The size of the sweep in a few numbers."""
    rows = sweep.rows
    counts = {
        "points": sweep.points,
        "seeds each": sweep.asked.replicates,
        "clinics": len(rows),
        "therapies": int(rows.dyads.sum()),
        "sessions": int(rows.sessions.sum()),
    }
    return [(f"{n:,}", words if n != 1 else words.removesuffix("s").replace("seeds", "seed")) for words, n in counts.items()]


def design_words(sweep: Finished) -> str:
    """The kind of the design, and who shares luck with whom."""
    asked = sweep.asked
    kind = (
        SAMPLERS[asked.sort].title + f", {asked.samples:,} samples"
        if asked.sort in SAMPLERS
        else {"grid": "Grid", "list": "List"}[asked.sort]
    )
    luck = (
        "All points share their seeds, so that they differ by their settings alone."
        if asked.luck == "common"
        else "Each point has its own seeds."
    )
    return f"{kind[0].upper()}{kind[1:]}, {asked.replicates:,} seed{'' if asked.replicates == 1 else 's'} a point. {luck}"


def factor_row(sweep: Finished, told: dict[str, Any]) -> dict[str, Any]:
    """A factor, the values that it takes, and what it sets, each parameter with unit, usual value and meaning."""
    usual, numbers = sweep.record["parameters"], numbers_of(sweep.record)
    sets = [
        {"name": n, "unit": numbers[n].unit, "usual": f"{usual.get(n, numbers[n].default):g}", "meaning": numbers[n].meaning}
        if n in numbers
        else {"name": n, "unit": "–", "usual": "–", "meaning": WORDS[n]}
        for n in told["names"]
    ]
    return {"title": told["title"], "reach": reach(sweep, told), "sets": sets}


def reach(sweep: Finished, told: dict[str, Any]) -> str:
    """The values of a factor: one by one, or from where to where."""
    known = [*dict.fromkeys(sweep.rows[told["title"]])]
    listed = ", ".join(sweep_figures.word(v) for v in (sorted(known) if told["ends"] else known))
    return listed if len(known) <= SHOWN or not told["ends"] else f"{told['ends'][0]:g} to {told['ends'][1]:g}"


def repeat(sweep: Finished) -> str:
    """The commands that give the sweep, its analysis, this page, and one of its clinics again."""
    name = sweep.record["design"]
    return "\n".join(
        (
            f"dyads sweep {name}.toml --out again  # the table, the figures and this page",
            "dyads sensitivity again",
            "dyads replay again 1  # one of its clinics; with --client 1-1 one of its therapies, told as a case",
        )
    )


def cite(sweep: Finished) -> str:
    """How to cite the sweep."""
    record = sweep.record
    return (
        "The therapy-dyads authors. therapy-dyads: an agent-based simulation of therapy dyads, "
        f"version {record['versions']['therapy-dyads']}. "
        f"Parameter set {FROZEN}; design “{sweep.title}” ({record['fingerprint']['design']}), scenario {scenario_words(sweep)}, "
        f"first seed {record['seed']}."
    )


def scenario_words(sweep: Finished) -> str:
    """Of which scenario the clinics are."""
    known = sweep.record.get(VARIED["scenario"])
    return " and ".join(known) if known else sweep.asked.scenario


def provenance(sweep: Finished) -> list[tuple[str, str]]:
    """What the clinics had in common, and by which rules and versions they were lived."""
    record = sweep.record
    changed = ", ".join(f"{n} = {v}" for n, v in record["changed"].items()) or "nothing"
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    return [
        ("command", " ".join(record["command"])),
        ("scenario", scenario_words(sweep)),
        ("changed in it", changed),
        ("done to it", "; ".join(record["do"]) or "nothing"),
        ("first seed", f"{record['seed']}"),
        ("rules", f"replaced: {', '.join(record['replaced_rules'])}" if record["replaced_rules"] else "those of the model"),
        ("engine", record["engine"]),
        ("versions", versions),
        ("machine", record["machine"]),
        ("fingerprint", ", ".join(f"{k} {v}" for k, v in record["fingerprint"].items() if k in ("design", "rules", "code"))),
    ]


def rules(record: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The text of each file of rules that people live by, and what it replaces."""
    for words, each in record.get(VARIED["rules"], {"": record}).items():
        if each["rule_text"]:
            yield {"file": words or Path(each["rule_file"]).name, "replaced": ", ".join(each["replaced_rules"]), "text": each["rule_text"]}
