"""The sub-command that tells one dyad's story."""

from typing import Annotated

import typer

from model import show
from model.commands.options import Do, RuleFile, Seed, Settings, settings_from
from model.faults import Gathered
from model.progress import progress
from model.simulate import ask
from model.stories import story
from model.stories.choosing import somebody


def tell(
    chosen: Annotated[str, typer.Argument(metavar="SCENARIO", help="Shipped name or TOML file.")] = "small",
    client: Annotated[
        str | None,
        typer.Option(metavar="T-P", help="Which client: therapist and place in her queue.", show_default="whom the scenario names"),
    ] = None,
    seed: Seed = None,
    words: Settings = None,
    rule_file: RuleFile = None,
    do: Do = None,
) -> None:
    """Tell one dyad's therapy as a case vignette, and how usual its course is in its clinic.

    In the margins stand the distress questionnaire (OQ-45) and the alliance as client and therapist rate it (WAI-SR, 1 to 5).

    Example: dyads story small --client 2-3
    """
    settings, faults = settings_from(words)
    wrong = Gathered(*faults)
    whom = wrong.tried(story.address, client, otherwise=None) if client is not None else None
    asked, said = ask(chosen, settings, rule_file, seed, wrong.faults, do or ())
    therapist, place = whom or somebody(asked, said)
    parts = [story.titled(asked, f"{therapist}-{place}"), *story.tell(asked, said, therapist, place).split("\n\n")]
    with progress("living") as done:
        parts.append(story.compared_with_all(asked, said, therapist, place, done))
    print("\n\n".join(show.paragraph(part) for part in parts))
