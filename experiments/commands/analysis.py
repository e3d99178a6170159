"""Sub-commands that analyse: which factors of a design matter, and how much to simulate for a wanted precision."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from experiments.analysis import sensitivity_figures
from experiments.analysis.index_table import ORDER, index_rows, measures_of, written
from experiments.analysis.interactions import Together, together
from experiments.analysis.precision import OUTCOMES as WANTED
from experiments.analysis.precision import advised, faults_of
from experiments.analysis.remarks import remarks
from experiments.analysis.results import analysed
from experiments.analysis.sensitivity import MEANING
from experiments.commands.options import Out
from experiments.commands.sweeps import swept_into
from experiments.counting.words import percent
from experiments.designs.design import Design, read_design
from experiments.reports import report as sweep_report
from experiments.results import output
from experiments.sweeps import finished
from experiments.sweeps.executors import HERE
from experiments.sweeps.fingerprint import fingerprint
from experiments.sweeps.finished import Finished
from experiments.sweeps.folder import ALL, place_for
from experiments.sweeps.sweep import OUTCOMES
from model import show
from model.commands.options import Json, RuleFile, Seed, Settings, settings_from
from model.progress import progress
from model.simulate import ask
from model.trial.passed import tried

Of = Annotated[str, typer.Argument(metavar="DESIGN|DIR", help="Shipped design, TOML file, or the folder of a finished sweep.")]


def sensitivity_command(name: Of = "therapist-and-client", out: Out = None, as_json: Json = False) -> None:
    """Tell on which factors of a design the outcomes depend, with 95 % intervals, and how much of the rest is luck.

    A design is swept first, in a folder of its own, which is gone on with when it was stopped. Designs of the kind sobol have
    Sobol' indices, morris effects of Morris, random and latin-hypercube first-order indices, a grid and a list that varies one
    factor at a time the effects of their factors. Which factors act together is told of a grid, and of a design of the kind sobol
    that says second_order = true.

    Example: dyads sensitivity therapist-and-client
    """
    of = asked(name)
    with output.whole_folder(out, f"sensitivity-{of.name}") as (folder, partial):
        sweep, source = swept(of)
        of_sweep = analysed(sweep)
        of_sweep.write(partial, str(source))
    found, luck = of_sweep.indices, of_sweep.luck.to_dict("records")
    if as_json:
        acting = together(sweep, found)
        told = {"measure": acting.measure, "told": acting.rows.to_dict("records"), "remark": acting.remark}
        show.as_json(
            {"folder": str(folder), "luck": luck, "together": told, "remarks": remarks(sweep, found), "indices": found.to_dict("records")}
        )
        return
    tell(sweep, found, luck)
    tell_together(together(sweep, found))
    unreported = "" if (source / sweep_report.REPORT).is_file() else f", as yet without a report: dyads report {source} writes it"
    print(f"\nTables, figures and sensitivity.json are in {folder}/; the sweep is in {source}/{unreported}")


def precision_command(
    chosen: Annotated[str, typer.Argument(metavar="SCENARIO", help="Shipped name or TOML file.")] = "standard",
    half_width: Annotated[float, typer.Option(help="How far the 95 % interval may reach to either side, in units of the outcome.")] = 0.02,
    wanted: Annotated[str, typer.Option("--outcome", metavar="NAME", help=f"What it is of: {', '.join(WANTED)}.")] = "dropout",
    dyads: Annotated[int | None, typer.Option(help="How many clients the pilot has (clinic.dyads).")] = None,
    seed: Seed = None,
    words: Settings = None,
    rule_file: RuleFile = None,
    as_json: Json = False,
) -> None:
    """Simulate a pilot, and say how many therapists, clients and seeds a wanted precision takes.

    Clients of one therapist are alike, so that more therapists help more than more clients of each.

    Example: dyads precision standard --outcome dropout --half-width 0.02
    """
    settings, faults = settings_from(words)
    settings |= {} if dyads is None else {"clinic.dyads": dyads}
    asked, said = ask(chosen, settings, rule_file, seed, [*faults, *faults_of(wanted, half_width)])
    with progress("living the pilot") as done:
        found = advised(wanted, half_width, asked, said, done)
    rows, unit, pilot = [each._asdict() for each in found.advice], WANTED[wanted].unit, found.pilot
    if as_json:
        likeness = {"likeness": pilot.likeness, "likeness_interval": pilot.likeness_interval}
        show.as_json({"outcome": wanted, "unit": unit, "half_width": half_width, **pilot._asdict(), **likeness, "advice": rows})
        return
    print(show.paragraph(found.says) + "\n")
    show.rows(f"For ± {half_width:g} ({unit}) with other caseloads, if they change nothing else", rows, False)


def report_command(
    name: Of,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it; report.html in the sweep's folder without.")
    ] = None,
) -> None:
    """Write the report of a sweep: one page in one file, with figures, tables, design, what made it, and how to repeat it.

    Example: dyads report repair-empathy
    """
    if out:
        sweep_report.refuse(out)
    sweep, source = swept(asked(name))
    file = out or source / sweep_report.REPORT
    with progress("drawing the report", "figures") as told:
        if out:
            sweep_report.write_page(sweep, out, told)
        else:
            sweep_report.write(sweep, source, told)
    print(f"The report is {file}; it is one file and may be passed on as it is.")


class Lying(NamedTuple):
    """A finished sweep, and the folder that it lies in."""

    sweep: Finished
    folder: Path

    @property
    def name(self) -> str:
        """What its design is called."""
        return str(self.sweep.record["design"])


def asked(name: str) -> Lying | Design:
    """The finished sweep in a folder, or the design that is to be swept first."""
    return Lying(finished.read(Path(name)), Path(name)) if finished.is_folder(name) else read_design(name, read=tried)


def swept(of: Lying | Design) -> Lying:
    """A finished sweep, or that of a design, which is simulated if it has not been."""
    if isinstance(of, Lying):
        return of
    prints = fingerprint(of)
    stem = f"sweep-{of.name}"
    folder = before(stem, prints) or place_for(stem, prints, fresh=False)
    if not (folder / finished.RECORD).is_file():
        swept_into(folder, of, "auto", HERE, ALL, fresh=False)
    return Lying(finished.read(folder), folder)


def before(stem: str, prints: Mapping[str, str], under: Path = Path("results")) -> Path | None:
    """Where this very sweep was finished before; None where it was not."""
    for record in sorted(under.glob(f"{stem}-*/{finished.RECORD}")):
        with suppress(OSError, ValueError):
            if json.loads(record.read_text("utf-8")).get("fingerprint") == prints:
                return record.parent
    return None


def tell(sweep: Finished, found: Any, luck: Sequence[Mapping[Any, Any]]) -> None:
    """Print the indices, those of each outcome in falling order, what they are subject to, and how much is luck."""
    shown = measures_of(found, sweep.asked.sort)
    rows = [
        {"outcome": row["outcome"], "factor": row["factor"], **dict(zip(shown, row["values"], strict=True))}
        for row in index_rows(found, shown)
    ]
    show.rows(sensitivity_figures.titled(sweep.title, "what outcomes depend on, with 95 % intervals"), rows, False)
    print()
    for said in (*(f"{measure}: {MEANING[measure]}." for measure in shown), ORDER, *remarks(sweep, found), *of_luck(luck)):
        print(show.paragraph(said))


def of_luck(luck: Sequence[Mapping[Any, Any]]) -> Iterator[str]:
    """How much of what differs in each outcome is luck."""
    for share in luck:
        yield (
            f"Luck: {percent(share['of_clinics'])} of the variance of “{OUTCOMES[share['outcome']]}” between single clinics, "
            f"{percent(share['of_means'])} between the means of {share['replicates']} that are analysed."
        )
    if not luck:
        yield "How much is luck is not known: only replicates can tell (replicates = 2 or more in the design)."


def tell_together(found: Together) -> None:
    """Print which factors act together, as far as the design tells it."""
    rows = [
        {"outcome": OUTCOMES[str(row.outcome)], found.column: row.factor, found.measure: written(row)} for row in found.rows.itertuples()
    ]
    if rows:
        print()
        show.rows(f"{found.title}, the largest that are told from luck", rows, False)
        print(f"\n{found.measure}: {MEANING[found.measure]}.")
    if found.remark:
        print(show.paragraph(found.remark) if rows else f"\n{show.paragraph(found.remark)}")
