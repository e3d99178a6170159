"""The report of a sweep: one page in one file that can be sent to a colleague, and says what was asked, found, and done."""

import base64
from collections.abc import Callable, Iterator
from functools import partial
from importlib.resources import files
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, StrictUndefined
from matplotlib.figure import Figure

from experiments import figures, records, sensitivity_figures, sweep_figures
from experiments.finished import Finished
from experiments.luck_share import LuckShare, luck_shares
from experiments.sampling import SAMPLERS
from experiments.sensitivity import INDICES, MEANING, indices
from experiments.surfaces import written
from experiments.sweep import OUTCOMES
from model.errors import DyadsError, SettingError
from model.parameters import NUMBERS
from model.simulate import simulate

WIDEST = 900
MOST_FACTORS = 4
"""Response curves are drawn of so many factors, those that matter most."""


class Picture(NamedTuple):
    """A figure of the page, as base64 of its SVG, with its caption; `half` as wide where there is room."""

    data: str
    caption: str
    half: bool = False


def page(sweep: Finished) -> str:
    """The page as HTML; the same sweep gives the same page."""
    shell = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = shell.from_string(files("experiments").joinpath("sweep_report.html").read_text("utf-8"))
    return template.render(**content(sweep))


def content(sweep: Finished) -> dict[str, Any]:
    """All that stands on the page."""
    found, luck = indices_of(sweep), luck_shares(sweep)
    measures = INDICES[sweep.asked.sort]
    order = [*sweep.factors] if found is None else sensitivity_figures.ranked(found, measures[0])
    order = [factor for factor in order if factor in sweep.factors]
    return {
        "title": sweep.title,
        "question": sweep.asked.question,
        "facts": facts(sweep),
        "failures": failures(sweep),
        "says": [*says(sweep, found, order)],
        "outcomes": [outcome_row(sweep, name, luck) for name in OUTCOMES],
        "known_luck": bool(luck),
        "figures": [*pictures(sweep, found, order)],
        "widest": WIDEST,
        "measures": measures,
        "meaning": " ".join(f"{m}: {MEANING[m]}." for m in measures),
        "indices": [] if found is None else index_rows(found, order, measures),
        "design": design_words(sweep),
        "factors": [factor_row(sweep, told) for told in sweep.record["factors"]],
        "design_text": sweep.record["design_text"],
        "name": sweep.record["design"],
        "repeat": repeat(sweep),
        **made(sweep.record),
    }


def indices_of(sweep: Finished) -> pd.DataFrame | None:
    """The indices of the sweep; None for a list that does not vary one factor at a time."""
    try:
        return indices(sweep)
    except SettingError:
        return None


def facts(sweep: Finished) -> list[tuple[str, str]]:
    """The size of the sweep in a few numbers."""
    rows = sweep.rows
    counts = {
        "points": rows.point.nunique(),
        "seeds each": sweep.asked.replicates,
        "clinics": len(rows),
        "therapies": int(rows.dyads.sum()),
        "sessions": int(rows.sessions.sum()),
    }
    return [(f"{n:,}", words) for words, n in counts.items()]


def failures(sweep: Finished) -> str:
    """How many clinics could not be lived; nothing where all were."""
    failed = sweep.record.get("failed", 0)
    return f"{failed:,} clinics could not be lived and are in no number here; failures.csv in the folder says why." if failed else ""


def says(sweep: Finished, found: pd.DataFrame | None, order: list[str]) -> Iterator[str]:
    """What matters most for each outcome, in a sentence made from the numbers."""
    if found is None:
        return
    measure = INDICES[sweep.asked.sort][0]
    for outcome, words in OUTCOMES.items():
        of = found[(found.outcome == outcome) & (found.measure == measure)].dropna(subset=["value"])
        if of.empty:
            continue
        first = of.iloc[int(of.value.abs().to_numpy().argmax())]
        ends = sweep_figures.levels(sweep, str(first.factor))
        low, high = (level.rows[outcome].mean() for level in (ends[0], ends[-1]))
        yield (
            f"{words[0].upper()}{words[1:]}: most on {first.factor}; {written(outcome, low)} at {ends[0].words}, "
            f"{written(outcome, high)} at {ends[-1].words} ({measure} {first.value:.2f} [{first.low:.2f}, {first.high:.2f}])."
        )


def outcome_row(sweep: Finished, outcome: str, luck: list[LuckShare]) -> dict[str, str]:
    """An outcome over the whole design."""
    means = pd.Series(sweep.means(outcome))
    share = next((each for each in luck if each.outcome == outcome), None)
    said = {"words": OUTCOMES[outcome], "mean": means.mean(), "low": means.min(), "high": means.max()}
    shares = {name: "–" if share is None else written("dropout", getattr(share, name)) for name in ("of_clinics", "of_means")}
    return {name: value if isinstance(value, str) else written(outcome, float(value)) for name, value in said.items()} | shares


def pictures(sweep: Finished, found: pd.DataFrame | None, order: list[str]) -> Iterator[Picture]:
    """The figures of the page, those that can be drawn of such a design."""
    kind, shown = sweep.asked.sort, order[:MOST_FACTORS]
    if found is not None:
        yield picture(lambda: sensitivity_figures.draw(found, kind, ""), f"What the outcomes depend on. {INTERVALS[kind in SAMPLERS]}")
    yield picture(lambda: sweep_figures.response_curves(sweep, shown), f"How outcomes respond. {CURVES[kind in SAMPLERS]}")
    if kind == "grid" and len(order) == 2 and all(pd.api.types.is_numeric_dtype(sweep.rows[f]) for f in order):
        for outcome, words in OUTCOMES.items():
            drawn = partial(figures.heat_map, sweep.rows, sweep.factors[0], sweep.factors[1], outcome, "")
            yield picture(drawn, f"{words[0].upper()}{words[1:]}, mean over seeds.", half=True)
    yield picture(lambda: sweep_figures.endings(sweep, order[0]), f"How therapies end along {order[0]}, mean over all else.")
    clinics = lived_again(sweep, order[0])
    if clinics:
        caption = (
            f"When clients drop out, at three values of {order[0]}, all else as in the scenario; first seed, "
            "intervals (95 %) clustered by therapist."
        )
        yield picture(lambda: sweep_figures.dropout_by_level(clinics, order[0]), caption)


INTERVALS = {
    True: "Intervals (95 %) are from the bootstrap over samples.",
    False: "Bars are the mean at the first and the last value less that of the design; intervals (95 %) are over seeds.",
}
CURVES = {
    True: "Lines are means over parts of each factor with as many points, bands their 95 % intervals; dots are points.",
    False: "Lines are means over all values of the other factors, bands their 95 % intervals over seeds, which all points share.",
}


def picture(drawn: Callable[[], Figure], caption: str, half: bool = False) -> Picture:
    """A figure for the page."""
    return Picture(base64.b64encode(figures.bytes_of(drawn, "svg")).decode(), caption, half)


def lived_again(sweep: Finished, factor: str) -> dict[str, pd.DataFrame]:
    """The dyads of three clinics along a factor, by the words of its value; none where it is no number, or they cannot be."""
    told = next(each for each in sweep.record["factors"] if each["title"] == factor)
    if not told["ends"]:
        return {}
    low, high = told["ends"]
    whole = all(n in NUMBERS and NUMBERS[n].whole for n in told["names"])
    values = [round(v) if whole else v for v in (low, (low + high) / 2, high)]
    try:
        clinic, rules = records.scenario_of(sweep.record), records.rules_of(sweep.record)
        return {
            f"{v:.3g}": simulate(clinic, settings=dict.fromkeys(told["names"], v), rules=rules, record=False, engine="auto").dyads
            for v in values
        }
    except DyadsError:
        return {}


def index_rows(found: pd.DataFrame, order: list[str], measures: tuple[str, ...]) -> list[dict[str, Any]]:
    """The indices as rows of the page."""
    by: Any = found.set_index(["outcome", "factor", "measure"])

    def told(outcome: str, factor: str, measure: str) -> str:
        row = by.loc[(outcome, factor, measure)]
        return "–" if pd.isna(row.value) else f"{row.value:.3f} [{row.low:.3f}, {row.high:.3f}]"

    return [{"outcome": OUTCOMES[o], "factor": f, "values": [told(o, f, m) for m in measures]} for o in OUTCOMES for f in order]


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
    """A factor with its parameters, its values, and what the first of them means."""
    known = [*dict.fromkeys(sweep.rows[told["title"]])]
    few = ", ".join(sweep_figures.word(v) for v in (known if not told["ends"] else sorted(known)))
    reach = few if len(known) <= 8 or not told["ends"] else f"{told['ends'][0]:g} to {told['ends'][1]:g}"
    meaning = "; ".join(NUMBERS[n].meaning for n in told["names"] if n in NUMBERS)
    return {"title": told["title"], "names": told["names"], "reach": reach, "meaning": meaning}


def repeat(sweep: Finished) -> str:
    """The commands that give the sweep, its analysis, this page, and one of its clinics again."""
    name = sweep.record["design"]
    return "\n".join(
        (
            f"dyads sweep {name}.toml --out again",
            "dyads sensitivity again",
            "dyads report again  # this page",
            "dyads replay again 1  # one of its clinics, told as a case",
        )
    )


def made(record: dict[str, Any]) -> dict[str, Any]:
    """Provenance: what the clinics had in common, by which rules and versions they were lived."""
    varied = {name for factor in record["factors"] for name in factor["names"]}
    changed = ", ".join(f"{n} = {v}" for n, v in record["changed"].items()) or "nothing"
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    rows = [
        ("command", " ".join(record["command"])), ("scenario", f"{record['title'] or record['scenario']} ({record['scenario']})"),
        ("changed in it", changed), ("done to it", "; ".join(record["do"]) or "nothing"), ("first seed", f"{record['seed']}"),
        ("rules", f"replaced: {', '.join(record['replaced_rules'])}" if record["replaced_rules"] else "those of the model"),
        ("engine", record["engine"]), ("versions", versions), ("machine", record["machine"]),
        ("fingerprint", ", ".join(f"{k} {v}" for k, v in record.get("fingerprint", {}).items() if k in ("design", "rules", "code"))),
    ]  # fmt: skip
    return {
        "made": rows,
        "parameters": [(name, value) for name, value in record["parameters"].items() if name not in varied],
        "rule_text": record["rule_text"] or "",
        "replaced": ", ".join(record["replaced_rules"]),
        "version": record["versions"]["therapy-dyads"],
    }
