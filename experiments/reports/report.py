"""The report of a sweep: one page in one file that can be sent to a colleague, and says what was asked, found, and done."""

import base64
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, StrictUndefined

from experiments.analysis import sensitivity_figures
from experiments.analysis.index_table import ORDER, index_rows, measures_of
from experiments.analysis.interactions import together
from experiments.analysis.luck_share import luck_shares
from experiments.analysis.remarks import remarks
from experiments.analysis.sensitivity import INDICES, MEANING, indices, told_apart
from experiments.counting.words import percent
from experiments.designs.sampling import confounded
from experiments.drawing import figures
from experiments.reports import figures as sweep_figures
from experiments.reports import made as sweep_made
from experiments.reports import pictures as sweep_pictures
from experiments.reports.findings import findings
from experiments.reports.pictures import MOST_FACTORS, Picture
from experiments.reports.surfaces import written
from experiments.reports.words import level
from experiments.results import locks, output
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES
from model.errors import SettingError
from model.progress import Told
from model.reasons import reason

REPORT, FIGURES = "report.html", "figures"
"""In the folder of a sweep: its report, and the figures of it one by one."""
STAGE = "report.partial"
"""In the folder of a sweep: where both grow."""
SHOWN = ("svg",)
"""The kind of the figures that stand in the page, which is all that a page alone has drawn."""
WIDEST = 900
"""Pixels beyond which no figure is drawn on the page; smaller ones keep their size, so that their print is of one size."""
MOST_FAILURES = 10
"""So many ways to fail are told of."""


def silent(done: int, of: int, failed: int = 0) -> None:
    """Tells nobody how far the work is."""


def write(sweep: Finished, folder: Path, told: Told = silent) -> Path:
    """Write the figures and the report of a sweep into its folder, and hand back where the page is.

    Both appear when both are whole, the page last. `told` hears how many figures are drawn. Raises OutputError where the
    folder cannot be written, or another process is writing its report.
    """
    stage = folder / STAGE
    with locks.owned(stage, folder):
        place = stage / FIGURES
        try:
            shutil.rmtree(place, ignore_errors=True)  # a kill may have left it
            place.mkdir()
            output.replace_text(stage / REPORT, composed(sweep, place, told))
            shutil.rmtree(folder / FIGURES, ignore_errors=True)
            place.replace(folder / FIGURES)
            return (stage / REPORT).replace(folder / REPORT)
        except OSError as e:
            raise output.refused(folder, reason(e)) from None
        finally:
            shutil.rmtree(place, ignore_errors=True)
            for file in stage.glob(f"{REPORT}*"):
                file.unlink()


def refuse(file: Path) -> None:
    """OutputError where a page cannot be written as this file, before there is one."""
    if file.is_dir():
        raise output.refused(file, "it is a folder")
    if not file.parent.is_dir():
        raise output.refused(file, "there is no such folder")


def write_page(sweep: Finished, file: Path, told: Told = silent) -> None:
    """Write the report alone, as this file; OutputError where it cannot be written."""
    write_text(file, page(sweep, told))


def write_text(file: Path, text: str) -> None:
    """Write a page as this file; OutputError where it cannot be written, and nothing of it is left then."""
    try:
        output.replace_text(file, text)
    except OSError as e:
        raise output.refused(file, reason(e)) from None


def page(sweep: Finished, told: Told = silent) -> str:
    """The page as HTML; the same sweep gives the same page."""
    with tempfile.TemporaryDirectory() as place:
        return composed(sweep, Path(place), told, SHOWN)


def composed(sweep: Finished, place: Path, told: Told, kinds: Iterable[str] = figures.KINDS) -> str:
    """The page as HTML, whose figures are also written into `place`, as files of these kinds."""
    shell = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = shell.from_string(files("experiments.reports").joinpath("report.html").read_text("utf-8"))
    return template.render(**content(sweep, place, told, kinds))


def content(sweep: Finished, place: Path, told: Told, kinds: Iterable[str]) -> dict[str, Any]:
    """All that stands on the page."""
    found, kind = indices_of(sweep), sweep.asked.sort
    measures = INDICES[kind] if found is None else measures_of(found, kind)
    order = [*sweep.factors] if found is None else sensitivity_figures.ranked(found, measures[0])
    order = [factor for factor in order if factor in sweep.factors]
    return {
        "title": sweep.title,
        "question": sweep.asked.question,
        "facts": sweep_made.facts(sweep),
        "failures": [*failures(sweep)],
        "headline": headline(sweep, found, order),
        "remarks": remarks(sweep, found),
        "findings": findings(sweep, found) if len(sweep.rows) else [],
        "outcomes": outcome_rows(sweep) if len(sweep.rows) else [],
        "known_luck": sweep.asked.replicates > 1,
        "over": " and ".join({"point": "points", "replicate": "seeds"}[column] for column in sweep_figures.over(sweep)),
        "sampled": sweep.shares is not None,
        "shared": sweep.asked.luck == "common",
        "figures": [*embedded(sweep_pictures.pictures(sweep, found, order), place, told, kinds)],
        "widest": WIDEST,
        "bins": sweep_figures.BINS,
        "measures": measures,
        "meaning": " ".join([*(f"{m}: {MEANING[m]}." for m in measures), ORDER]),
        "indices": [] if found is None else index_rows(found, measures),
        **acting(sweep, found),
        **sweep_made.told(sweep),
    }


def acting(sweep: Finished, found: pd.DataFrame | None) -> dict[str, Any]:
    """What the page has of factors that act together: by which measure, its meaning, all its indices, and how sure they are."""
    if found is None:
        return {"measure": "", "together": [], "remark": ""}
    of = together(sweep, found)
    rows = index_rows(found, (of.measure,)) if of.measure else []
    return {"measure": of.measure, "together": rows, "remark": of.remark, "of_pairs": MEANING.get(of.measure, ""), "called": of.column}


def indices_of(sweep: Finished) -> pd.DataFrame | None:
    """The indices of the sweep; None for a list that does not vary one factor at a time, or where nothing was lived."""
    try:
        return None if sweep.rows.empty else indices(sweep)
    except SettingError:
        return None


def headline(sweep: Finished, found: pd.DataFrame | None, order: list[str]) -> str:
    """What matters most over all outcomes, in a sentence; nothing where factors cannot be ranked.

    Only factors are named of which some outcome is told to depend; which of two matters more, only where that is told, too.
    """
    if found is None:
        return " ".join(confounded(sweep.asked.sort, sweep.asked.luck, sweep.asked.replicates)).capitalize()
    if len(order) < 2 or found.value.isna().all():
        return ""
    measure = INDICES[sweep.asked.sort][0]
    sure = {*told_apart(found, measure).factor}
    known = [factor for factor in order if factor in sure]
    if not known:
        return "Of no factor can it be told that an outcome depends on it."
    rest = f", then {', '.join(known[1:MOST_FACTORS])}" if len(known) > 1 else ""
    if len(known) > 1 and not larger(found[found.measure == measure], *known[:2]):
        return f"Over all outcomes together {known[0]} seems to matter most{rest}, but their order cannot be told."
    return f"Over all outcomes together {known[0]} matters most{rest}."


def larger(of: pd.DataFrame, first: str, second: str) -> bool:
    """Whether the interval of some outcome's index tells that it is larger for the first factor; with one seed there is none."""
    of = of.set_index(["factor", "outcome"])
    least = of[["low", "high"]].abs().min(axis=1).where(of.low * of.high > 0.0, 0.0)
    most = of[["low", "high"]].abs().max(axis=1)
    return bool(of.low.isna().all() or (least.loc[first] > most.loc[second]).any())


def failures(sweep: Finished) -> Iterator[dict[str, Any]]:
    """Each way in which clinics could not be lived, with their number and their first points."""
    for error, rows in sweep.failures.groupby("error", sort=False) if len(sweep.failures) else ():
        points = [f"{point}" for point in dict.fromkeys(rows.point)]
        yield {"error": error, "n": len(rows), "points": ", ".join(points[:MOST_FAILURES]) + (", …" if len(points) > MOST_FAILURES else "")}


def outcome_rows(sweep: Finished) -> list[dict[str, str]]:
    """Each outcome over the whole design."""
    luck = {share.outcome: share for share in luck_shares(sweep)}
    return [outcome_row(sweep, outcome, luck.get(outcome)) for outcome in OUTCOMES]


def outcome_row(sweep: Finished, outcome: str, luck: Any) -> dict[str, str]:
    """An outcome over the whole design."""
    means = pd.Series(sweep.means(outcome))
    shares = {name: "–" if luck is None else percent(getattr(luck, name)) for name in ("of_clinics", "of_means")}
    ends = {"low": written(outcome, float(means.min())), "high": written(outcome, float(means.max()))}
    return {"words": OUTCOMES[outcome], "mean": level(sweep.rows, outcome, sweep_figures.over(sweep))} | ends | shares


def embedded(drawn: list[Picture], place: Path, told: Told, kinds: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The figures for the page, which are written into `place` one by one; one that cannot be drawn is left out, and that is said."""
    told(0, len(drawn))
    for i, picture in enumerate(drawn):
        with figures.DRAWING:
            drawn_files = figures.attempt(picture.drawn, place, picture.name, kinds)
        for file in drawn_files[:1]:
            yield {"data": base64.b64encode(file.read_bytes()).decode(), "caption": picture.caption, "half": picture.half}
        told(i + 1, len(drawn))
