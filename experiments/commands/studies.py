"""Sub-commands of the studies: what there are, and the answer to one."""

from typing import Annotated

import typer

from experiments.asking.catalogue import names, study
from experiments.asking.jobs import asking
from experiments.asking.laboratory import CLINICS
from experiments.asking.study import Answer, Result, Study
from experiments.commands.options import Out
from experiments.evidence.sizes import LEAST
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.results.jobs import in_folder
from model import show
from model.commands.options import Json


def studies_command(as_json: Json = False) -> None:
    """List the studies: questions to the model, each with what the literature leads one to expect.

    Example: dyads studies
    """
    show.rows("Studies", ({"study": s.name, "question": s.question} for s in map(study, names())), as_json)


def study_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which; all: dyads studies.")],
    dyads: Annotated[int, typer.Option(help=f"Clients in each clinic, {QUEUE} to a therapist; at least {LEAST['dyads']}.")] = THERAPISTS
    * QUEUE,
    seeds: Annotated[int, typer.Option(help=f"Clinics in each world, each under luck of its own; at least {LEAST['seeds']}.")] = CLINICS,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Ask the model one question: say what is expected and by whom, what is found, and whether the two agree; draw it.

    Example: dyads study goal-mismatch
    """
    of = asking(name, seeds, dyads)
    folder, (answer, _) = in_folder(out, of)
    if as_json:
        about = {"folder": str(folder), "study": name, "question": of.study.question, "expectation": of.study.part("Expectation")}
        show.as_json({**about, "says": answer.says, "rows": answer.table.to_dict("records")})
        return
    tell(of.study, answer)
    print(f"\nTable, figures and {name}.json are in {folder}/")


def tell(asked: Study, answer: Answer) -> None:
    """Print the question with what is expected, the numbers, and what they say."""
    print(asked.says + "\n")
    shown = [told(result) for result in answer.results if not result.says and not result.expected]
    if shown:
        show.rows(f"What is seen: {answer.about}", shown, False)
        print()
    print("What is found:")
    for line in answer.says:
        print(show.paragraph(f"- {line}"))


def told(result: Result) -> dict[str, str]:
    """A result as a row for people."""
    value, low, high = (result.quantity.told(v) for v in result.estimate[:3])
    return {
        "world": result.world,
        "outcome": result.what,
        "value": value,
        "95 % interval": f"[{low}, {high}]",
        "unit": result.quantity.unit,
    }
