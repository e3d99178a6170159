"""The sub-command that lets theories compete: a table, where they part, and a picture."""

import time
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Annotated, Any

import typer

from experiments.commands.options import Out
from experiments.contest.entrants import FAIRNESS, NULL, Entrant
from experiments.contest.jobs import contest
from experiments.contest.partings import CLEARLY, TOLD_APART, Difference, Part, Parting, apart, beside, partings, separating
from experiments.contest.standings import BESIDE_HITS, KINDS, counting, groups, rows, standings, unsure
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import SEEDS
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.results.jobs import in_folder
from experiments.theories import NAMES, Rival, rivals
from model import show
from model.commands.options import Json, RuleFile

CHOSEN_ON = " (its numbers were chosen on it)"
BARELY_SO = "≈"
MOST_TOLD = 15
"""Findings on which theories part that are told; the table has all."""


def tournament_command(
    dyads: Annotated[int, typer.Option(help=f"Clients in each clinic, {QUEUE} to a therapist.")] = THERAPISTS * QUEUE,
    seeds: Annotated[int, typer.Option(help="Clinics over which each finding is averaged; all theories share their luck.")] = SEEDS,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAME", help=f"Only this rival; again for more. {', '.join(NAMES)}.")
    ] = None,
    against: Annotated[bool, typer.Option("--nulls/--no-nulls", help="Null models take part, too.")] = True,
    rule_file: RuleFile = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Hold the model, rival theories and null models against the same published findings under the same luck, and tell where they part.

    Rivals are rule files in experiments/theories/, a few of their numbers chosen by hand, none searched; with --rules a theory of your
    own takes part. Each difference between two theories is told with its interval.

    Example: dyads tournament --seeds 6
    """
    of = contest(only=only or [], against=against, rules=rule_file, dyads=dyads, seeds=seeds)
    began = time.perf_counter()
    folder, found = in_folder(out, of)
    if as_json:
        show.as_json({"folder": str(folder), **told_to_programs(of.among, found)})
        return
    tell(of.among, found, f"{of.clinics} ({time.perf_counter() - began:.0f} s)")
    print(f"\nTables, picture and tournament.json are in {folder}/")


def told_to_programs(among: Sequence[Entrant], found: Found) -> dict[str, Any]:
    """All that is found, as containers."""
    names = [e.name for e in among]
    return {
        "fairness": FAIRNESS,
        "unsure": unsure(among, found),
        "rivals": [about_rival(r) for r in rivals() if r.name in names],
        "standings": standings(among, found).to_dict("records"),
        "told_apart": TOLD_APART,
        "partings": [parting._asdict() for parting in partings(found, names)],
        "apart": apart(found, names).to_dict(),
        "clearly_apart": apart(found, names, (CLEARLY,)).to_dict(),
        "rows": list(rows(among, found)),
    }


def about_rival(r: Rival) -> dict[str, Any]:
    """A rival in short: what it holds, its source and headline, what only it predicts, and the numbers that were chosen."""
    return {
        "name": r.name,
        "claim": r.claim,
        "source": r.part("Source"),
        "headline": r.part("Headline"),
        "predicts": r.part("Predicts"),
        "file": str(r.file),
        "chosen": r.chosen,
        "chosen_on": r.chosen_on,
    }


def tell(among: Sequence[Entrant], found: Found, about: str) -> None:
    """Print who shows how many findings, how their numbers were come by, and on what they part."""
    show.rows(f"Counted findings that each theory shows: {about}", table_for_people(among, found), False)
    if said := unsure(among, found):
        print("\n" + show.paragraph(said))
    print("\n" + show.paragraph(FAIRNESS))
    print("\n" + show.paragraph(TOLD_APART))
    tell_beside(among, found)
    tell_partings([e for e in among if e.sort != NULL], found)
    print("\nThe rivals, each a rule file for --rules:")
    for r in rivals():
        if r.name in found:
            numbers = ", ".join(f"{k} = {v:g}" for k, v in r.chosen.items())
            says = f"{r.claim} Chosen: {numbers}; on {' '.join(r.chosen_on)}, left out of its count."
            print(show.paragraph(f"- {r.name} ({r.file}): {says}{f' Predicts: {it}' if (it := r.part('Predicts')) else ''}"))


def table_for_people(among: Sequence[Entrant], found: Found) -> list[dict[str, str]]:
    """The standings, a row a theory, below how many findings there are; of both kinds what is shown, unsure and missed."""
    table, of = standings(among, found).to_dict("records"), groups()
    heads = {title: title.split()[0] for title in of}
    whole = {"theory": "findings in all", "numbers": "", **{head: str(len(of[title])) for title, head in heads.items()}}
    return [whole] + [
        {"theory": e.label, "numbers": e.numbers, **{head: cell(e, counts, title) for title, head in heads.items()}}
        for e, counts in zip(among, table, strict=True)
    ]


def cell(e: Entrant, counts: Mapping[Hashable, Any], title: str) -> str:
    """How many findings of a group a theory shows; of both kinds also what is unsure and missed, and of how many if not of all."""
    if title not in KINDS:
        return str(counts[title])
    left_out = len(groups()[title]) - len(counting(e, title))
    beside = ", ".join(f"{counts[f'{title}, {words}']} {words}" for words in BESIDE_HITS.values())
    return f"{counts[title]}{f' of {len(counting(e, title))}' if left_out else ''} ({beside})"


def tell_beside(among: Sequence[Entrant], found: Found) -> None:
    """Print for each theory that is no null model what parts it from the model, with the model's value less its own."""
    print(f"\nBeside the model, whose value is so far above theirs [95 % interval]; {BARELY_SO} marks what parts them barely:")
    for e in among[1:]:
        if e.sort != NULL:
            ours, theirs = beside(found, among[0].name, e.name)
            misses = ", ".join(in_short(p, p.by) for p in ours) or "nothing"
            shows = ", ".join(in_short(p, p.by.reversed) for p in theirs) or "nothing"
            print(show.paragraph(f"- {e.label} misses {misses}; it shows, and the model misses, {shows}."))


def in_short(p: Parting, by: Difference) -> str:
    """A finding that parts two theories, by how much, whether only barely, and whether it is counted."""
    return f"{p.finding} {by}{'' if p.parted == CLEARLY else f' {BARELY_SO}'}{'' if p.counted else ' (not counted)'}"


def tell_partings(among: Sequence[Entrant], found: Found) -> None:
    """Print which findings part these theories: first those that part all clearly, of these first what parts them most evenly."""
    labels, chosen = {e.name: e.label for e in among}, {(e.name, finding) for e in among for finding in e.chosen_on}
    parts = separating(found, list(labels))
    clear = sum(part.nearest.parted == CLEARLY for part in parts)
    print(f"\nFindings that separate: {len(parts)} are shown by one of these theories and missed by another, {clear} clearly by all:")
    for part in parts[:MOST_TOLD]:
        print(show.paragraph(f"- {told_of(part, labels, chosen)}"))


def told_of(part: Part, labels: Mapping[str, str], chosen: Collection[tuple[str, str]]) -> str:
    """Who shows a finding, who misses it, and how far the two that are least far apart are apart."""
    show_it, miss_it = (", ".join(f"{labels[n]}{CHOSEN_ON if (n, part.finding) in chosen else ''}" for n in of)
                        for of in (part.show, part.miss))  # fmt: skip
    near = part.nearest
    least = f"{labels[near.shows]} less {labels[near.misses]} {near.by}, {near.parted} (a study can tell {near.told:.2g})"
    return f"{part.finding} {part.says}: shown by {show_it}; missed by {miss_it}. Least far apart: {least}."
