"""The sub-command that lets theories compete: a table, where they part, and a picture."""

import time
from collections.abc import Hashable, Mapping, Sequence
from typing import Annotated, Any

import typer

from experiments.commands.options import Out
from experiments.contest.entry import asked
from experiments.contest.results import write
from experiments.contest.tournament import (
    BESIDE_HITS,
    FAIRNESS,
    KINDS,
    NULL,
    Entrant,
    apart,
    beside,
    counting,
    groups,
    partings,
    rows,
    standings,
    tournament,
    unsure,
)
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import SEEDS, clinics
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.results.output import whole_folder
from experiments.theories import NAMES, Rival, rivals
from model import show
from model.commands.options import Json, RuleFile
from model.progress import progress

CHOSEN_ON = " (its numbers were chosen on it)"
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
    own takes part. At the sizes that the scores in the package are of, only theories that have none are lived.

    Example: dyads tournament --seeds 6
    """
    of = asked(only=only or [], against=against, rules=rule_file, dyads=dyads, seeds=seeds)
    began = time.perf_counter()
    with whole_folder(out, "tournament") as (folder, partial):
        with progress("living theories", "clinics") as done:
            found = tournament(of.among, of.lucks, of.therapists, done)
        write(partial, of.among, found, of.lucks, of.therapists)
    if as_json:
        show.as_json({"folder": str(folder), **told_to_programs(of.among, found)})
        return
    tell(of.among, found, f"{clinics(of.lucks, of.therapists)} ({time.perf_counter() - began:.0f} s)")
    print(f"\nTables, picture and tournament.json are in {folder}/")


def told_to_programs(among: Sequence[Entrant], found: Found) -> dict[str, Any]:
    """All that is found, as containers."""
    names = [e.name for e in among]
    return {
        "fairness": FAIRNESS,
        "unsure": unsure(among, found),
        "rivals": [about_rival(r) for r in rivals() if r.name in names],
        "standings": standings(among, found).to_dict("records"),
        "partings": [part._asdict() for part in partings(found, names)],
        "apart": apart(found, names).to_dict(),
        "rows": list(rows(among, found)),
    }


def about_rival(r: Rival) -> dict[str, Any]:
    """A rival in short: what it holds, its source and headline, and the numbers that were chosen."""
    return {
        "name": r.name,
        "claim": r.claim,
        "source": r.part("Source"),
        "headline": r.part("Headline"),
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
    print("\nBeside the model (what is not counted, too):")
    for e in among[1:]:
        if e.sort != NULL:
            misses, shows = beside(found, among[0].name, e.name)
            print(
                show.paragraph(
                    f"- {e.label} misses {' '.join(misses) or 'nothing'}; it shows, and the model misses, {' '.join(shows) or 'nothing'}."
                )
            )
    tell_partings([e for e in among if e.sort != NULL], found)
    print("\nThe rivals, each a rule file for --rules:")
    for r in rivals():
        if r.name in found:
            numbers = ", ".join(f"{k} = {v:g}" for k, v in r.chosen.items())
            print(show.paragraph(f"- {r.name} ({r.file}): {r.claim} Chosen: {numbers}; on {' '.join(r.chosen_on)}, left out of its count."))


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


def tell_partings(among: Sequence[Entrant], found: Found) -> None:
    """Print on which findings these theories part most evenly."""
    labels, chosen = {e.name: e.label for e in among}, {(e.name, finding) for e in among for finding in e.chosen_on}
    parts = partings(found, list(labels))
    print(f"\nFindings that separate: {len(parts)} are shown by one of these theories and missed by another; most evenly:")
    for part in parts[:MOST_TOLD]:
        show_it, miss_it = (", ".join(f"{labels[n]}{CHOSEN_ON if (n, part.finding) in chosen else ''}" for n in of)
                            for of in (part.show, part.miss))  # fmt: skip
        print(show.paragraph(f"- {part.finding} {part.says}: shown by {show_it}; missed by {miss_it}."))
